/** The invoices of a period with what an export would decide about each: the same call, with the same counter of the threshold, as `job.ts` makes. */
import type { Books } from '../booking/books';
import type { BookingRules, ExportTopic } from '../booking/rules';
import { counted, countedBefore, countedFrom, countsTowards, NOTHING_COUNTED, type ThresholdState } from '../booking/threshold';
import type { IsoDate } from '../invoice/money';
import type { Place } from '../ledger/invoices';
import type { Ledger } from '../ledger/ledger';
import type { Shop } from '../ledger/ports';
import type { InvoiceRow } from '../ledger/rows';
import { outcomeOf, type Outcome } from './records';

export interface Decided {
  readonly row: InvoiceRow;
  readonly outcome: Extract<Outcome, { kind: 'booking' | 'refused' }>;
}

export interface DecidedOptions {
  readonly ledger: Pick<Ledger, 'invoicesAfter'>;
  readonly shop: Shop;
  readonly rules: BookingRules;
  readonly version: number;
  readonly books?: Books | null;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** `new`: in no file yet. */
  readonly which: 'new' | 'all';
  /** Begins behind this invoice. */
  readonly after?: Place | null;
  /** Rows read at once. */
  readonly page: number;
  /** Called after each page. */
  readonly pulse: () => void;
}

/** In the order of a file, page by page; a page may be empty. Amounts as in `Booking`. */
export async function* decidedPages(options: DecidedOptions): AsyncGenerator<readonly Decided[]> {
  const { ledger, shop, rules, from, to, which, after = null, page } = options;
  const counts = countsTowards(rules.profile);
  // The counter of the year needs every sale up to here, whatever file it is in; without one only those asked for are read.
  let place = counts ? null : after;
  let threshold: ThresholdState = NOTHING_COUNTED;
  for (;;) {
    const rows = await ledger.invoicesAfter(shop, counts ? 'all' : which, counts ? countedFrom(from) : from, to, place, page);
    const found: Decided[] = [];
    for (const row of rows) {
      const before = counts ? countedBefore(threshold, row.invoice, rules.profile) : undefined;
      if (counts) threshold = counted(threshold, row.invoice, rules.profile);
      const asked = row.date >= from && (which === 'all' || row.state === 'seen') && (after === null || row.date > after.date || (row.date === after.date && row.id > after.id));
      if (asked) found.push({ row, outcome: decidedOf(row, options, before) });
    }
    yield found;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    place = { date: last.date, id: last.id };
    options.pulse();
  }
}

/** An entry file is what is previewed; debtor files hold no bookings. */
export function previewTopic(rules: BookingRules): Exclude<ExportTopic, 'Accounts'> {
  return rules.topic === 'Invoices' ? 'Invoices' : 'GLTransactions';
}

function decidedOf(row: InvoiceRow, { rules, version, books }: DecidedOptions, before: number | undefined): Decided['outcome'] {
  const outcome = outcomeOf(row.invoice, rules, version, previewTopic(rules), { ...(before === undefined ? {} : { before }), ...(books === undefined ? {} : { books }) });
  if (outcome.kind === 'booking' || outcome.kind === 'refused') return outcome;
  throw new Error('an entry topic gives a booking or a refusal');
}
