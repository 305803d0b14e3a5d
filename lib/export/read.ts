/** Reading a shop's invoices into the ledger; the feed decides by itself when its daily sweep is due. */
import type { ShopCtrlClient } from '../shopctrl/client';
import { runFeed } from '../shopctrl/feed';
import type { FeedStore } from '../shopctrl/ports';

export interface ReadOptions {
  readonly client: ShopCtrlClient;
  readonly store: FeedStore;
  readonly tenantId: string;
  readonly shopId: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly pulse: () => void | Promise<void>;
  /** Counts of what was looked at; total 0 while unknown. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Throws FaultErrors when ShopCtrl cannot be read; what was stored stays. */
export type ReadShop = (options: ReadOptions) => Promise<void>;

export const readShop: ReadShop = async (options) => {
  await runFeed(options);
};
