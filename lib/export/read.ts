/** Reading a shop's invoices into the ledger: the feed, with the daily sweep when it is due. */
import type { FeedStore } from '../shopctrl/ports';
import type { ShopCtrlClient } from '../shopctrl/client';
import { runFeed } from '../shopctrl/feed';

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

export type ReadShop = (options: ReadOptions) => Promise<void>;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Reads what changed since the last time; once a day also everything of the last 90 days (issue part 6). Throws FaultErrors. */
export const readShop: ReadShop = async ({ onProgress, pulse, ...options }) => {
  const cursor = await options.store.loadCursor(options.tenantId, options.shopId);
  const sweep = cursor?.sweptAt === null || cursor === null || options.now() - Date.parse(cursor?.sweptAt ?? '') > DAY_MS;
  await runFeed({ ...options, sweep, onProgress, pulse });
};
