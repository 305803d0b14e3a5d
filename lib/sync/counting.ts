/** The counter of cross-border sales for the invoices that Sync is about to decide: the same sum as an export makes (`booking/threshold`). */
import type { SellerProfile } from '../booking/profile';
import { counted, countedBefore, countedFrom, NOTHING_COUNTED, type ThresholdState } from '../booking/threshold';
import type { IsoDate, Minor } from '../invoice/money';
import type { Place } from '../ledger/invoices';
import type { Ledger } from '../ledger/ledger';
import type { Shop } from '../ledger/ports';
import type { InvoiceRow } from '../ledger/rows';

const PAGE = 200;

export interface CountingOptions {
  readonly ledger: Pick<Ledger, 'invoicesAfter'>;
  readonly shop: Shop;
  readonly profile: SellerProfile;
  /** After each page. */
  pulse(): void | Promise<void>;
}

/**
 * Answers what counts before each of some invoices, by id, in cents of the euro. Goes on from where the last answer ended when the next
 * invoices lie behind it, so that a long run reads the sales once; it is made anew for each run, since late invoices may come in between.
 */
export function countingBefore({ ledger, shop, profile, pulse }: CountingOptions): (rows: readonly InvoiceRow[]) => Promise<ReadonlyMap<number, Minor>> {
  let done: { readonly from: IsoDate; readonly place: Place; readonly state: ThresholdState } | null = null;
  return async (rows) => {
    const wanted = [...rows].sort(inOrder);
    const [first, last] = [wanted[0], wanted.at(-1)];
    const found = new Map<number, Minor>();
    if (!first || !last) return found;
    const from = countedFrom(first.date);
    const goesOn: boolean = done !== null && done.from <= from && inOrder(done.place, first) < 0;
    const start: IsoDate = goesOn && done ? done.from : from;
    let state: ThresholdState = goesOn && done ? done.state : NOTHING_COUNTED;
    let place: Place | null = goesOn && done ? done.place : null;
    const ids = new Set(wanted.map(({ id }) => id));
    for (;;) {
      const page = await ledger.invoicesAfter(shop, 'all', start, last.date, place, PAGE);
      for (const row of page) {
        if (inOrder(row, last) > 0) break;
        if (ids.has(row.id)) found.set(row.id, countedBefore(state, row.invoice, profile));
        state = counted(state, row.invoice, profile);
        place = { date: row.date, id: row.id };
      }
      const end = page.at(-1);
      if (!end || page.length < PAGE || inOrder(end, last) >= 0) break;
      await pulse();
    }
    if (place) done = { from: start, place, state };
    return found;
  };
}

function inOrder(one: Place, other: Place): number {
  return one.date < other.date ? -1 : one.date > other.date ? 1 : one.id - other.id;
}
