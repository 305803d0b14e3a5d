/** What the books must say of a quarter, out of the seed alone: its regimes become the codes of the simulated administration by that administration's own table. */
import { EXAMPLE_TABLE } from '../simulators/exact';
import type { Quarter, QuarterDocument, QuarterLine } from '../simulators/seed';

export interface Sum {
  readonly net: number;
  readonly vat: number;
}
export type Sums = Readonly<Record<string, Sum>>;

interface Named {
  readonly regime: string;
  readonly country: string;
  readonly rate: number;
}

/** `OSS-DE-19` in the words of the table: regime, country, rate. */
function named({ regime, rate }: QuarterLine): Named {
  const part = /^(OSS|LOCAL|FOREIGN)-([A-Z]{2})-/.exec(regime);
  if (part) return { regime: part[1]!, country: part[2]!, rate };
  return /^NL-\d/.test(regime) && rate > 0 ? { regime: 'NL', country: '', rate } : { regime, country: '', rate: 0 };
}

const codes = new Map<string, string>();
export function codeOf(line: QuarterLine): string {
  const wanted = named(line);
  const key = `${wanted.regime} ${wanted.country} ${String(wanted.rate)}`;
  const known = codes.get(key);
  if (known !== undefined) return known;
  const found = new Set(EXAMPLE_TABLE.filter((row) => row.regime === wanted.regime && row.country === wanted.country && row.rate === wanted.rate).map((row) => row.vatCode));
  if (found.size !== 1) throw new Error(`the administration has ${String(found.size)} codes for ${line.regime}`);
  const [code = ''] = found;
  codes.set(key, code);
  return code;
}

/** The simulated books count in hundredths of every currency's unit, also of those without cents. */
const inHundredths = (one: QuarterDocument): QuarterDocument => {
  if (one.currency !== 'JPY') return one;
  return { ...one, net: one.net * 100, vat: one.vat * 100, gross: one.gross * 100, lines: one.lines.map((line) => ({ ...line, net: line.net * 100, vat: line.vat * 100 })) };
};

/** Documents that have to be in the books, in hundredths. */
export const booked = (quarter: Quarter): readonly QuarterDocument[] =>
  quarter.documents.filter((one) => one.outcome === 'booked' && one.lines.some((line) => line.net !== 0 || line.vat !== 0)).map(inHundredths);

function add(sums: Record<string, Sum>, key: string, { net, vat }: Sum): void {
  const before = sums[key] ?? { net: 0, vat: 0 };
  sums[key] = { net: before.net + net, vat: before.vat + vat };
}

/** Net and VAT per VAT code, in invoice currency; keys `2` in euros, else `2@GBP`. */
export function perCode(documents: readonly QuarterDocument[]): Sums {
  const sums: Record<string, Sum> = {};
  for (const { currency, lines } of documents) for (const line of lines) add(sums, currency === 'EUR' ? codeOf(line) : `${codeOf(line)}@${currency}`, line);
  return sums;
}

/** One Stop Shop per country and percentage, in invoice currency: keys `DE 19 EUR`. */
export function perOss(documents: readonly QuarterDocument[]): Sums {
  const sums: Record<string, Sum> = {};
  for (const { currency, lines } of documents) for (const line of lines) if (line.regime.startsWith('OSS-')) add(sums, `${named(line).country} ${String(line.rate / 100)} ${currency}`, line);
  return sums;
}

/** What one amount is in euros, rounded by itself, half away from zero. `rate`: euros for one unit. */
export function inEuros(minor: number, rate: number): number {
  // Ten decimals are more than any rate of the table has.
  const scaled = BigInt(minor) * BigInt(Math.round(rate * 1e10));
  const size = scaled < 0n ? -scaled : scaled;
  const rounded = (2n * size + 10n ** 10n) / (2n * 10n ** 10n);
  return Number(scaled < 0n ? -rounded : rounded);
}

const BOX: readonly (readonly [pattern: RegExp, box: string])[] = [
  [/^NL-21$/, '1a'], [/^NL-9$/, '1b'], [/^NL-(0|RC)$/, '1e'], [/^(EXP|FOREIGN-.*)$/, '3a'], [/^ICS-/, '3b'],
];

/** The Dutch return in cents of the euro; VAT of other countries stands in no box (facts: vat 1.3). */
export function boxes(documents: readonly QuarterDocument[], rateOf: (currency: string, date: string) => number): Readonly<Record<string, { readonly base: number; readonly vat: number }>> {
  const sums: Record<string, { base: number; vat: number }> = {};
  for (const { currency, date, lines } of documents) {
    for (const line of lines) {
      const box = BOX.find(([pattern]) => pattern.test(line.regime))?.[1];
      if (box === undefined) continue;
      const rate = rateOf(currency, date);
      const before = sums[box] ?? { base: 0, vat: 0 };
      sums[box] = { base: before.base + inEuros(line.net, rate), vat: before.vat + (box === '3a' ? 0 : inEuros(line.vat, rate)) };
    }
  }
  return sums;
}

/** The listing of intra-Community supplies: keys `DE136695976 L`, bases in cents of the euro. */
export function listing(documents: readonly QuarterDocument[], rateOf: (currency: string, date: string) => number): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { currency, date, lines, listed } of documents) {
    for (const line of lines) {
      if (!line.regime.startsWith('ICS-')) continue;
      const key = `${listed ?? ''} ${line.regime === 'ICS-S' ? 'S' : 'L'}`;
      sums[key] = (sums[key] ?? 0) + inEuros(line.net, rateOf(currency, date));
    }
  }
  return sums;
}
