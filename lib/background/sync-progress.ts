/**
 * How far a run is: since when its open work is known, and how much that was. Stored, so that a run which goes on in another worker goes on
 * with the same figures; what is shown of it is worked out from the counters alone.
 */
import { z } from 'zod';
import type { SyncState } from '../ledger/sync-rows';
import type { ShopRef, SyncSummary } from '../messages';
import type { Settings } from '../settings/settings';

const Stored = z.object({
  /** Local times, milliseconds: when the work began, pauses left out, and when it was last shown. */
  at: z.number(),
  seen: z.number(),
  /** Invoices that were open then. */
  open: z.number().int(),
});
type Stored = z.infer<typeof Stored>;

export interface SyncProgress {
  /** What is shown of a shop with so much open work. Begins anew when more is open than ever was. */
  of(shop: ShopRef, open: number): Promise<NonNullable<SyncSummary['progress']>>;
  /** The run is over: the next one begins anew for these. */
  end(shops: readonly ShopRef[]): Promise<void>;
}

/** A pause longer than this is none of the work's: the worker or the browser was not there. */
const PAUSE_MS = 2 * 60_000;
/** How exactly such a pause is known. */
const SEEN_MS = 10_000;
/** A rate of a few invoices says nothing yet. */
const RATE = 5;

/** States that the next steps of a run end by themselves. */
const OPEN: readonly SyncState[] = ['seen', 'ready', 'intent', 'sent'];

/** Invoices that a run has still to do with. */
export function openOf(counts: Readonly<Record<SyncState, number>>): number {
  return OPEN.reduce((total, state) => total + counts[state], 0);
}

const nameOf = ({ tenantId, shopId }: ShopRef): string => `sync-progress:${tenantId}:${String(shopId)}`;

export function createSyncProgress({ settings, now }: { readonly settings: Pick<Settings, 'note' | 'putNote'>; now(): number }): SyncProgress {
  /** Counts ends: what was read before one is not stored after it. */
  let ends = 0;

  const read = async (shop: ShopRef): Promise<Stored | null> => {
    const note = await settings.note(nameOf(shop));
    if (note === null) return null;
    try {
      return Stored.safeParse(JSON.parse(note)).data ?? null;
    } catch {
      return null;
    }
  };

  return {
    of: async (shop, open) => {
      const before = ends;
      const stored = await read(shop);
      const at = now();
      const goesOn = stored !== null && stored.open >= open && stored.seen <= at;
      const pause = goesOn && at - stored.seen > PAUSE_MS ? at - stored.seen : 0;
      const known: Stored = goesOn ? { ...stored, at: stored.at + pause } : { at, seen: at, open };
      if ((!goesOn || at - stored.seen >= SEEN_MS) && before === ends) await settings.putNote(nameOf(shop), JSON.stringify({ ...known, seen: at }));
      const done = known.open - open;
      return { done, total: known.open, remainingMs: done >= RATE ? Math.round(((at - known.at) / done) * open) : null };
    },
    end: async (shops) => {
      ends += 1;
      await Promise.all(shops.map((shop) => settings.putNote(nameOf(shop), null)));
    },
  };
}
