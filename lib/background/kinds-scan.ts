/**
 * Looks through a shop's invoices of the last 90 days: which kinds of sale there are, and what waits for which reason. In pages, each of
 * them followed by a sign of life; a question waits for it a few seconds at most and gets the rest by a later one.
 */
import type { Booking } from '../booking/booking';
import type { Books } from '../booking/books';
import { computedVat } from '../booking/computed-vat';
import { decide } from '../booking/decide';
import { useOf } from '../booking/line-use';
import type { SaleKind } from '../booking/proposal-types';
import { regimesOf, type RegimeOptions } from '../booking/regime-of';
import type { BookingRules } from '../booking/rules';
import { createKindCounter, type KindCounter } from '../booking/sale-kinds';
import { counted, countedBefore, countedFrom, countsTowards, NOTHING_COUNTED, type ThresholdState } from '../booking/threshold';
import { tells } from '../exact/override-probe';
import { reasonGroups, withReason } from '../export/reasons';
import { outcomeOf } from '../export/records';
import { addDays } from '../invoice/date';
import type { Invoice } from '../invoice/invoice';
import type { IsoDate, Minor } from '../invoice/money';
import type { Ledger } from '../ledger/ledger';
import type { InvoiceRow, ReasonCount } from '../ledger/rows';
import type { ReasonGroup, ShopRef } from '../messages';

export type ScanLedger = Pick<Ledger, 'invoicesAfter' | 'countInvoices' | 'waiting' | 'loadCursor'>;

/** What invoices are judged by. */
export interface Measure {
  readonly rules: BookingRules;
  /** Version of the rules; 0 while none are saved. */
  readonly version: number;
  readonly books: Books | null;
  readonly today: IsoDate;
}

export interface Met {
  readonly kinds: readonly SaleKind[];
  readonly waiting: readonly ReasonGroup[];
  /** All known invoices were looked at. */
  readonly complete: boolean;
}

export interface Scanner {
  /** Throws what the ledger throws. */
  scan(shop: ShopRef, measure: Measure): Promise<Met>;
  forget(shop: ShopRef): void;
}

export interface ScanDeps {
  readonly ledger: ScanLedger;
  now(): number;
  pulse(): void;
  inBackground(work: Promise<unknown>): void;
  /** A scan that somebody got in part is complete. */
  done(): void;
  readonly signal: AbortSignal;
}

const DAYS = 90;
const PAGE = 200;
/** As long as a person waits for a page without wondering. */
const PATIENCE_MS = 3_000;

interface Scan {
  readonly fingerprint: string;
  readonly counter: KindCounter;
  reasons: readonly ReasonCount[];
  complete: boolean;
  stopped: boolean;
}

export function createScanner(deps: ScanDeps): Scanner {
  const scans = new Map<string, Scan>();

  const work = async (measure: Measure, scan: Scan, mayRun: () => boolean, pages: AsyncIterator<readonly Judged[]>): Promise<void> => {
    while (!scan.stopped && mayRun()) {
      deps.signal.throwIfAborted();
      const next = await pages.next();
      if (next.done === true) {
        scan.complete = true;
        return;
      }
      deps.pulse();
      for (const row of next.value) look(scan, row, measure);
    }
  };

  return {
    scan: async (shop, measure) => {
      const fingerprint = await fingerprintOf(deps.ledger, shop, measure);
      const known = scans.get(keyOf(shop));
      if (known?.fingerprint === fingerprint) return metOf(known);
      if (known) known.stopped = true;
      const scan: Scan = { fingerprint, counter: createKindCounter(), reasons: [], complete: false, stopped: false };
      scans.set(keyOf(shop), scan);
      const pages = judgedPages(deps.ledger, shop, measure);
      const until = deps.now() + PATIENCE_MS;
      try {
        await work(measure, scan, () => deps.now() < until, pages);
      } catch (error) {
        scans.delete(keyOf(shop));
        throw error;
      }
      if (!scan.complete) {
        const rest = work(measure, scan, () => true, pages).then(
          () => (scan.complete ? deps.done() : undefined),
          // Broken off: the next question starts anew.
          () => void (scans.get(keyOf(shop)) === scan && scans.delete(keyOf(shop))),
        );
        deps.inBackground(rest);
      }
      return metOf(scan);
    },
    forget: (shop) => {
      const scan = scans.get(keyOf(shop));
      if (scan) scan.stopped = true;
      scans.delete(keyOf(shop));
    },
  };
}

const keyOf = ({ tenantId, shopId }: ShopRef): string => `${tenantId}:${shopId}`;

function metOf(scan: Scan): Met {
  return { kinds: scan.counter.kinds(), waiting: reasonGroups(scan.reasons), complete: scan.complete };
}

/** Whatever changes this changes what a scan finds. */
async function fingerprintOf(ledger: ScanLedger, shop: ShopRef, { rules, version, books, today }: Measure): Promise<string> {
  const [count, waiting, cursor] = await Promise.all([ledger.countInvoices(shop, 'all', addDays(today, -DAYS), today), ledger.waiting(shop), ledger.loadCursor(shop.tenantId, shop.shopId)]);
  return JSON.stringify([version, rules.override, rules.profile, books?.readAt ?? null, today, count, waiting, cursor?.watermark ?? null, cursor?.run ?? null]);
}

/** A row, and what counted towards the threshold before it where the profile counts. */
interface Judged {
  readonly row: InvoiceRow;
  readonly before?: Minor;
}

/** Rows of the last days in the order of date and id; for profiles that count, those of the year before are read for the counter alone. */
async function* judgedPages(ledger: ScanLedger, shop: ShopRef, { rules, today }: Measure, days = DAYS): AsyncGenerator<readonly Judged[]> {
  const from = addDays(today, -days);
  const counts = countsTowards(rules.profile);
  let threshold: ThresholdState = NOTHING_COUNTED;
  let after: { readonly date: IsoDate; readonly id: number } | null = null;
  for (;;) {
    const rows: readonly InvoiceRow[] = await ledger.invoicesAfter(shop, 'all', counts ? countedFrom(from) : from, today, after, PAGE);
    const last = rows.at(-1);
    if (!last) return;
    const judged: Judged[] = [];
    for (const row of rows) {
      const before = counts ? { before: countedBefore(threshold, row.invoice, rules.profile) } : {};
      if (counts) threshold = counted(threshold, row.invoice, rules.profile);
      if (row.date >= from) judged.push({ row, ...before });
    }
    yield judged;
    after = { date: last.date, id: last.id };
  }
}

function regimeOptions({ rules }: Measure, before: Minor | undefined): RegimeOptions {
  return { confirmedNumbers: rules.confirmedNumbers, consents: rules.consents, ...(before === undefined ? {} : { before }) };
}

/**
 * Counts the kinds by regime alone, as without any mapping the decision refuses everything. What waits is in no file yet: first for what
 * the regime asks, then for what the decision asks.
 */
function look(scan: Scan, { row, before }: Judged, measure: Measure): void {
  const regimes = regimesOf(row.invoice, measure.rules.profile, regimeOptions(measure, before));
  if (!regimes.ok) {
    if (row.state === 'seen') wait(scan, row.invoice, regimes.code, regimes.params);
    return;
  }
  const { invoice } = regimes;
  invoice.lines.forEach((line, at) => {
    const found = regimes.lines[at];
    if (!found) return;
    scan.counter.add({ use: useOf(line.kind, found.kind, found.regime), regime: found.regime, net: line.net, currency: invoice.currency, date: invoice.date, invoiceCode: invoice.code || String(invoice.id) });
  });
  if (row.state !== 'seen') return;
  const topic = measure.rules.topic === 'Invoices' ? 'Invoices' : 'GLTransactions';
  const outcome = outcomeOf(row.invoice, measure.rules, measure.version, topic, { books: measure.books, ...(before === undefined ? {} : { before }) });
  if (outcome.kind === 'refused') wait(scan, row.invoice, outcome.refusal.code, outcome.refusal.params);
}

function wait(scan: Scan, invoice: Invoice, code: string, params: ReasonGroup['params']): void {
  scan.reasons = withReason(scan.reasons, { code, params, example: invoice.code || String(invoice.id) });
}

/** Bookings that went into a file as they stand now, and whose VAT tells whether Exact keeps it; a few are enough. */
export async function bookingsThatTell(ledger: ScanLedger, shop: ShopRef, measure: Measure): Promise<readonly Booking[]> {
  const found: Booking[] = [];
  for await (const page of judgedPages(ledger, shop, measure, TELLING_DAYS)) {
    for (const { row, before } of page) {
      if (row.exported?.hash !== row.contentHash || row.invoice.lines.every((line) => line.vat === computedVat(line.net, line.rate))) continue;
      const decision = decide(row.invoice, measure.rules, measure.version, { books: measure.books, ...(before === undefined ? {} : { before }) });
      if (decision.ok && tells(decision.booking)) found.push(decision.booking);
      if (found.length >= FEW) return found;
    }
  }
  return found;
}

const FEW = 10;
/** A first file is often one of the year before. */
const TELLING_DAYS = 400;
