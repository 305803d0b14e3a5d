/** Over which rates a header amount (shipping, payment fee, discount) goes (facts: vat 5.4). Amounts are whole minor units. */
import { exactOf, largestRemainder, netOfGross, roundWhole, sumExact, vatOnNet, type Exact } from './decimal';
import type { Minor, RateBp } from './money';
import { rateOf } from './rates';

/** Whether the shop sets prices without or with VAT: which amount leads. */
export type Basis = 'net' | 'gross';

/** What the rows carry per rate; the weights of the proportion. */
export interface RateSum {
  readonly rate: RateBp;
  readonly net: Exact;
  readonly gross: Exact;
}

export interface SplitPart {
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

export interface Split {
  readonly how: 'one-rate' | 'proportion' | 'solved';
  readonly parts: readonly SplitPart[];
}

/**
 * Splits (`net`, `gross`) over the rates of the rows so that both totals come out exactly; null when no rule of 5.4 fits
 * (`R-RATE-AMOUNT`). A negative amount gives the mirror of the positive one.
 */
export function splitAmount(net: Minor, gross: Minor, rows: readonly RateSum[], basis: Basis): Split | null {
  if (net === 0 && gross === 0) return { how: 'one-rate', parts: [] };
  if (rows.length === 0 || net * gross < 0) return null;
  if (net + gross < 0) return mirrored(splitAmount(-net, -gross, rows, basis));

  const one = rateOf({ ex: exactOf(net), inc: exactOf(gross) }, rows);
  if (one !== null) return { how: 'one-rate', parts: [{ rate: one, net, vat: gross - net, gross }] };
  return inProportion(net, gross, rows, basis) ?? solved(net, gross, rows);
}

/** Whether any amount stands at that rate; a free sample makes no basket mixed. */
export const carries = (row: RateSum): boolean => !row.net.eq(0) || !row.gross.eq(0);

function inProportion(net: Minor, gross: Minor, rows: readonly RateSum[], basis: Basis): Split | null {
  const weightOf = (row: RateSum): Exact => (basis === 'net' ? row.net : row.gross);
  const direction = sumExact(rows.map(weightOf)).lt(0) ? -1 : 1;
  const weighted = rows.map((row) => ({ rate: row.rate, weight: weightOf(row).times(direction) })).filter((row) => row.weight.gt(0));
  const all = sumExact(weighted.map((row) => row.weight));
  if (weighted.length < 2) return null;

  const [lead, other] = basis === 'net' ? [net, gross] : [gross, net];
  const shares = weighted.map((row) => ({ exact: row.weight.times(lead).div(all), weight: row.weight, rate: row.rate }));
  const leads = largestRemainder(lead, shares);
  const parts = weighted
    .map((row, index) => {
      const leading = leads[index] ?? 0;
      const exact = basis === 'net' ? exactOf(leading).plus(vatOnNet(exactOf(leading), row.rate)) : netOfGross(exactOf(leading), row.rate);
      return { ...row, leading, exact, derived: roundWhole(exact) };
    })
    .filter((part) => part.leading !== 0);
  const moved = moveCents(other, parts);
  if (!moved) return null;
  return {
    how: 'proportion',
    parts: parts.map((part, index) => {
      const derived = moved[index] ?? 0;
      return basis === 'net'
        ? { rate: part.rate, net: part.leading, vat: derived - part.leading, gross: derived }
        : { rate: part.rate, net: derived, vat: part.leading - derived, gross: part.leading };
    }),
  };
}

function solved(net: Minor, gross: Minor, rows: readonly RateSum[]): Split | null {
  const rates = [...new Set(rows.filter(carries).map((row) => row.rate))].toSorted((a, b) => b - a);
  const [high, low] = rates;
  if (high === undefined || low === undefined || rates.length !== 2) return null;
  const vat = gross - net;
  const netHigh = roundWhole(exactOf(vat).times(10_000).minus(exactOf(net).times(low)).div(high - low));
  const nets = [
    { rate: high, net: netHigh },
    { rate: low, net: net - netHigh },
  ];
  if (nets.some((part) => part.net <= 0)) return null;
  const parts = nets.map((part) => {
    const exact = vatOnNet(exactOf(part.net), part.rate);
    return { ...part, exact, derived: roundWhole(exact), weight: exactOf(part.net) };
  });
  const moved = moveCents(vat, parts, 1);
  if (!moved) return null;
  return {
    how: 'solved',
    parts: parts.map((part, index) => {
      const partVat = moved[index] ?? 0;
      return { rate: part.rate, net: part.net, vat: partVat, gross: part.net + partVat };
    }),
  };
}

interface Derived {
  readonly rate: RateBp;
  readonly weight: Exact;
  readonly exact: Exact;
  readonly derived: Minor;
}

/** Moves at most one cent per part (and at most `limit`) so that the derived amounts give `total`; null when that is not enough. */
function moveCents(total: Minor, parts: readonly Derived[], limit = parts.length): Minor[] | null {
  const off = total - parts.reduce((sum, part) => sum + part.derived, 0);
  const count = Math.abs(off);
  if (count > limit || count > parts.length) return null;
  const step = Math.sign(off);
  const order = parts
    .map((part, index) => ({ index, part, error: part.exact.minus(part.derived).times(step) }))
    .toSorted((a, b) => b.error.cmp(a.error) || b.part.weight.cmp(a.part.weight) || b.part.rate - a.part.rate || a.index - b.index);
  const chosen = new Set(order.slice(0, count).map((entry) => entry.index));
  return parts.map((part, index) => part.derived + (chosen.has(index) ? step : 0));
}

function mirrored(split: Split | null): Split | null {
  if (!split) return null;
  const turn = (amount: Minor): Minor => (amount === 0 ? 0 : -amount);
  return { how: split.how, parts: split.parts.map((part) => ({ rate: part.rate, net: turn(part.net), vat: turn(part.vat), gross: turn(part.gross) })) };
}
