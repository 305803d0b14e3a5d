/**
 * Which arithmetic a tenant's invoices follow (facts: shopctrl 4.3 leaves it open), by evidence and shown by code:
 * `<rows>-<header discount>-<basis>`, e.g. `after-minus-net`, `before-out-gross`, `after-any-gross`.
 * `any` (and `in`: some form of subtracting) means that no invoice has told yet; then each form is tried on each invoice.
 */
import { ARITHMETICS, distance, type Arithmetic, type HeaderDiscount, type RawSums, type RowTotals } from '../invoice/add-up';
import { exactOf, netOfGross, roundWhole, vatOnNet } from '../invoice/decimal';
import type { Basis } from '../invoice/split';

/** How many invoices count as evidence. */
export const EVIDENCE = 100;
/** So many invoices more than any other must speak for one arithmetic: a single odd invoice decides nothing. */
const MARGIN = 3;

export interface TenantArithmetic {
  readonly rows: RowTotals | 'any';
  readonly header: HeaderDiscount | 'in' | 'any';
  readonly basis: Basis | 'any';
}

export const UNDECIDED: TenantArithmetic = { rows: 'any', header: 'any', basis: 'any' };

const ROWS = ['after', 'before', 'any'] as const;
const HEADERS = ['minus', 'plus', 'against', 'out', 'in', 'any'] as const;
const BASES = ['net', 'gross', 'any'] as const;
const IN: readonly HeaderDiscount[] = ['minus', 'against', 'plus'];

export const codeOf = (arithmetic: TenantArithmetic): string => `${arithmetic.rows}-${arithmetic.header}-${arithmetic.basis}`;

/** The arithmetic of a code; undecided for anything else (also for null). */
export function arithmeticOf(code: string | null): TenantArithmetic {
  const [rows, header, basis] = (code ?? '').split('-');
  const known = ROWS.find((name) => name === rows);
  const discount = HEADERS.find((name) => name === header);
  const leads = BASES.find((name) => name === basis);
  return known && discount && leads ? { rows: known, header: discount, basis: leads } : UNDECIDED;
}

/** `in` is decided enough: its forms differ only for discounts that are written positive on credits, where the nearest counts. */
export const isDecided = (arithmetic: TenantArithmetic): boolean => arithmetic.rows !== 'any' && arithmetic.header !== 'any' && arithmetic.basis !== 'any';

/** The arithmetics to try, likeliest first. */
export function triedBy(arithmetic: TenantArithmetic): readonly Arithmetic[] {
  return ARITHMETICS.filter(
    (one) =>
      (arithmetic.rows === 'any' || arithmetic.rows === one.rows) &&
      (arithmetic.header === 'any' || arithmetic.header === one.header || (arithmetic.header === 'in' && IN.includes(one.header))),
  );
}

export const basisOf = (arithmetic: TenantArithmetic): Basis => (arithmetic.basis === 'any' ? 'gross' : arithmetic.basis);

export interface Evidence {
  readonly sums: RawSums;
  /** The order's own word, if any. */
  readonly basis: Basis | null;
}

/** Narrows what is open by up to 100 invoices; what was decided stays. The order of the evidence does not matter. */
export function narrowed(before: TenantArithmetic, evidence: readonly Evidence[]): TenantArithmetic {
  const open = triedBy(before);
  const votes = new Map(open.map((one) => [one, 0]));
  for (const { sums } of evidence.slice(0, EVIDENCE)) {
    const judged = open.map((one) => ({ one, ...distance(sums, one) }));
    const nearest = Math.min(...judged.map((entry) => entry.off));
    for (const { one, off, fits } of judged) if (fits && off === nearest) votes.set(one, (votes.get(one) ?? 0) + 1);
  }
  const most = Math.max(0, ...votes.values());
  const left = open.filter((one) => most - (votes.get(one) ?? 0) < MARGIN);
  const headers = new Set(left.map((one) => one.header));
  const [rows] = left.map((one) => one.rows);
  const [header] = headers;
  return {
    rows: rows !== undefined && left.every((one) => one.rows === rows) ? rows : before.rows,
    header: header !== undefined && headers.size === 1 ? header : [...headers].every((one) => IN.includes(one)) && headers.size > 0 ? 'in' : before.header,
    basis: before.basis === 'any' ? basisBy(evidence.slice(0, EVIDENCE)) : before.basis,
  };
}

/** Orders say it (`ViewModusIncVAT`); else rows whose cents arise only when one side is derived from the other. */
function basisBy(evidence: readonly Evidence[]): Basis | 'any' {
  let net = 0;
  let gross = 0;
  for (const { sums, basis } of evidence) {
    if (basis !== null) {
      if (basis === 'net') net += MARGIN;
      else gross += MARGIN;
      continue;
    }
    for (const row of sums.rows) {
      if (row.rate === null || row.rate === 0) continue;
      const forward = row.inc.minus(row.ex).eq(exactOf(roundWhole(vatOnNet(row.ex, row.rate))));
      const backward = row.ex.eq(exactOf(roundWhole(netOfGross(row.inc, row.rate))));
      if (forward && !backward) net += 1;
      if (backward && !forward) gross += 1;
    }
  }
  if (Math.abs(net - gross) < MARGIN) return 'any';
  return net > gross ? 'net' : 'gross';
}
