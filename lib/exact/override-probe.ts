/**
 * Learning whether an administration keeps the shop's VAT (facts: vat 8.5; exact-api 6.1): what was sent is compared with what was stored.
 * Only lines whose VAT differs from what Exact would compute by itself tell anything.
 */
import { z } from 'zod';
import type { Booking, BookingLine } from '../booking/booking';
import { computedVat } from '../booking/computed-vat';
import type { OverrideMode } from '../booking/rules';
import { minorDigits } from '../invoice/decimal';
import type { Minor } from '../invoice/money';
import type { ExactClient } from './client';
import { figure, minorUnits, rowsBy, text, textLiteral } from './odata';

/** One line as Exact shows it afterwards: minor units of the entry's currency, positive on sales. */
export interface StoredLine {
  readonly vatCode: string;
  readonly net: Minor;
  readonly vat: Minor;
}

/** One line as it was sent. */
export type SentLine = Pick<BookingLine, 'vatCode' | 'rate' | 'net' | 'vat'>;

/**
 * What one entry tells: `honoured` every VAT that was sent stands there; `ignored` all were computed anew; `limited` some of each, or an
 * amount that is neither. `unknown` when no line of it deviates from Exact's own computation, or the lines are not those that were sent.
 */
export function overrideOf(sent: { readonly lines: readonly SentLine[] }, stored: readonly StoredLine[]): OverrideMode {
  const left = [...stored];
  let kept = 0;
  let computed = 0;
  let other = 0;
  for (const line of sent.lines) {
    const own = computedVat(line.net, line.rate);
    const same = (one: StoredLine): boolean => one.net === line.net && one.vatCode === line.vatCode;
    // Equal lines may come in any order: the one that was kept as sent is taken first.
    const at = [left.findIndex((one) => same(one) && one.vat === line.vat), left.findIndex(same)].find((index) => index >= 0);
    const found = at === undefined ? undefined : left.splice(at, 1)[0];
    if (!found) return 'unknown';
    if (line.vat === own) continue;
    if (found.vat === line.vat) kept += 1;
    else if (found.vat === own) computed += 1;
    else other += 1;
  }
  if (kept + computed + other === 0) return 'unknown';
  if (other > 0 || (kept > 0 && computed > 0)) return 'limited';
  return kept > 0 ? 'honoured' : 'ignored';
}

/** What is known after one more entry. Entries that contradict each other mean that Exact keeps some deviations and not others. */
export function learntAfter(before: OverrideMode, entry: OverrideMode): OverrideMode {
  if (entry === 'unknown' || before === entry) return before;
  return before === 'unknown' ? entry : 'limited';
}

/** Entries that a look-up asks for at once; more would make the address too long. */
const PER_CALL = 10;

const EntryLine = z.object({ AmountFC: figure, VATAmountFC: figure, VATCode: text });
const EntryRow = z.object({ EntryID: text, YourRef: text, Currency: text, SalesEntryLines: z.union([z.object({ results: z.array(z.unknown()) }), z.array(z.unknown())]) });

/**
 * Whether Exact kept the VAT of imported entries: looks the bookings up by reference, at most ten of those that can tell. Entries that
 * nobody imported yet, and references that stand on several entries, tell nothing. Faults as `ExactClient`.
 */
export async function learnXmlOverride(client: ExactClient, division: number, before: OverrideMode, bookings: readonly Booking[]): Promise<OverrideMode> {
  const telling = bookings.filter(tells).slice(0, PER_CALL);
  if (telling.length === 0) return before;
  const rows = await client.getAll(`${division}/salesentry/SalesEntries`, {
    $select: 'EntryID,YourRef,Currency,SalesEntryLines',
    $expand: 'SalesEntryLines',
    $filter: telling.map(({ reference }) => `YourRef eq ${textLiteral(reference)}`).join(' or '),
  }, 2);
  const entries = rowsBy(EntryRow, rows, 'SalesEntries');
  return telling.reduce((mode, booking) => {
    const own = entries.filter((entry) => entry.YourRef === booking.reference && entry.Currency === booking.currency);
    const entry = own.length === 1 ? own[0] : undefined;
    return entry ? learntAfter(mode, overrideOf(booking, storedLines(entry.SalesEntryLines, booking.currency))) : mode;
  }, before);
}

/** Whether a booking has a line whose VAT Exact would compute otherwise. */
export function tells(booking: Booking): boolean {
  return booking.lines.some((line) => line.vat !== computedVat(line.net, line.rate));
}

/** Lines of an entry as the API shows them (`SalesEntryLines`, expanded or read apart), in minor units of its currency. */
export function storedLines(lines: readonly unknown[] | { readonly results: readonly unknown[] }, currency: string): readonly StoredLine[] {
  const rows = 'results' in lines ? lines.results : lines;
  const digits = minorDigits(currency);
  return rowsBy(EntryLine, rows, 'SalesEntryLines').map((line) => ({ vatCode: line.VATCode, net: minorUnits(line.AmountFC, digits), vat: minorUnits(line.VATAmountFC, digits) }));
}
