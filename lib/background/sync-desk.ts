import type { SyncShopRow } from '../ledger/sync-rows';
import type { ShopRef, SyncSummary } from '../messages';
import type { SyncTuning } from './sync-tuning';

/** What the handlers ask of Sync. */
export interface SyncDesk {
  /** Orders a run over all shops that are on; one that goes on is followed by another. */
  runSoon(): void;
  /** Ends the run after its current call; resolves when it has ended. The schedule stays. */
  cancel(): Promise<void>;
  /** How a shop stands. */
  state(shop: ShopRef): Promise<SyncSummary>;
  /**
   * The one way to change a shop's switch: a run that goes on ends first and goes on afterwards, so that neither overwrites the other.
   * `change` gets the row as stored, null when there is none, and answers what to store; null changes nothing.
   */
  change(shop: ShopRef, change: (row: SyncShopRow | null) => SyncShopRow | null): Promise<void>;
  /** Does something while no run goes on and none begins: what changes where a shop's entries go. */
  quiet<T>(work: () => Promise<T>): Promise<T>;
  /** A tab shows the shop: a run, when the last one is a while ago. */
  visible(shop: ShopRef): Promise<void>;
  tuning(): Promise<SyncTuning>;
  putTuning(tuning: SyncTuning): Promise<void>;
}
