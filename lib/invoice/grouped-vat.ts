/** Shops that round VAT per rate on the total instead of per line (facts: vat 5.1, 5.5). */
import { exactOf, largestRemainder, netOfGross, roundWhole, vatOnNet, type Exact } from './decimal';
import type { Minor, RateBp } from './money';
import type { Basis } from './split';

interface Amounts {
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

/**
 * When rounding once per rate explains the invoice's totals exactly (or, where only one rate has VAT at all, rounding of its lines too), the lines with those
 * cents spread over the lines of that rate by largest remainder; null when it does not. The leading sum (net or gross) must agree already, so that only the derived one moves.
 * @param stated VAT per rate where the shop itself says it (`GroupedVatSum`): then that counts, as long as it adds up to the invoice's VAT and no line
 * moves by more than its rounding cent.
 */
export function groupedVat<L extends Amounts>(lines: readonly L[], net: Minor, gross: Minor, stated: ReadonlyMap<RateBp, Minor> | null = null, basis: Basis = 'net'): readonly L[] | null {
  return (stated && asStated(lines, net, gross, stated, basis)) ?? roundedOnce(lines, net, gross);
}

function asStated<L extends Amounts>(lines: readonly L[], net: Minor, gross: Minor, stated: ReadonlyMap<RateBp, Minor>, basis: Basis): readonly L[] | null {
  const told = [...stated.values()].reduce((total, vat) => total + vat, 0);
  if (told !== gross - net || lines.some((line) => line.rate > 0 && !stated.has(line.rate))) return null;
  const off = { net: net - sum(lines, (line) => line.net), gross: gross - sum(lines, (line) => line.gross) };
  const vatOf = (rate: RateBp): Minor => stated.get(rate) ?? 0;
  if (off.net === 0 && (off.gross !== 0 || basis === 'net')) {
    const spread = respread(lines, gross - net, (line) => line.vat, (line) => exactOf(line.net), vatOnNet, vatOf);
    return spread && lines.map((line, index) => withVat(line, line.net, spread[index] ?? 0));
  }
  if (off.gross !== 0) return null;
  const grossOf = (rate: RateBp): Minor => sum(lines.filter((line) => line.rate === rate), (line) => line.gross);
  const spread = respread(lines, net, (line) => line.net, (line) => exactOf(line.gross), netOfGross, (rate) => grossOf(rate) - vatOf(rate));
  return spread && lines.map((line, index) => withVat(line, spread[index] ?? 0, line.gross - (spread[index] ?? 0)));
}

function roundedOnce<L extends Amounts>(lines: readonly L[], net: Minor, gross: Minor): readonly L[] | null {
  const off = { net: net - sum(lines, (line) => line.net), gross: gross - sum(lines, (line) => line.gross) };
  if (off.net === 0 && off.gross !== 0) {
    const spread = respread(lines, gross - net, (line) => line.vat, (line) => exactOf(line.net), vatOnNet);
    return spread && lines.map((line, index) => withVat(line, line.net, spread[index] ?? 0));
  }
  if (off.gross === 0 && off.net !== 0) {
    const spread = respread(lines, net, (line) => line.net, (line) => exactOf(line.gross), netOfGross);
    return spread && lines.map((line, index) => withVat(line, spread[index] ?? 0, line.gross - (spread[index] ?? 0)));
  }
  return null;
}

const withVat = <L extends Amounts>(line: L, net: Minor, vat: Minor): L => ({ ...line, net, vat, gross: net + vat });

const sum = <L>(lines: readonly L[], of: (line: L) => Minor): Minor => lines.reduce((total, line) => total + of(line), 0);

/** The derived amount of each line when it is rounded once per rate; null when those roundings do not give `target`. */
function respread<L extends Amounts>(
  lines: readonly L[],
  target: Minor,
  derivedOf: (line: L) => Minor,
  leadOf: (line: L) => Exact,
  derive: (lead: Exact, rate: RateBp) => Exact,
  told: ((rate: RateBp) => Minor) | null = null,
): readonly Minor[] | null {
  const result = lines.map(derivedOf);
  const taxed = [...new Set(lines.map((line) => line.rate))].filter((rate) => rate > 0);
  const onlyTaxed = taxed.length === 1 ? taxed[0] : null;
  for (const rate of new Set(lines.map((line) => line.rate))) {
    const places = lines.flatMap((line, index) => (line.rate === rate ? [index] : []));
    const shares = places.map((place) => {
      const lead = leadOf(lines[place] as L);
      return { exact: derive(lead, rate), weight: lead, rate };
    });
    const exact = shares.reduce((total, share) => total.plus(share.exact), exactOf(0));
    // With one taxed rate the invoice itself says how much VAT is of that rate, as far as rounding of its lines can explain it; a total that is
    // off by more is a difference to be shown (facts: vat 7, C56).
    const stated = target - sum(lines.filter((line) => line.rate !== rate), derivedOf);
    const explained = exact.minus(stated).abs().times(20_000).lte(10_000 + places.length * rate);
    const once = told ? told(rate) : rate === onlyTaxed && explained ? stated : roundWhole(exact);
    if (told && once === sum(places.map((place) => lines[place] as L), derivedOf)) continue;
    const parts = largestRemainder(once, shares);
    // A line that would move further than its own rounding cent is a line whose amounts say something else.
    if (places.some((place, index) => Math.abs((parts[index] ?? 0) - (result[place] ?? 0)) > 1)) return null;
    for (const [index, place] of places.entries()) result[place] = parts[index] ?? 0;
  }
  return result.reduce((total, amount) => total + amount, 0) === target ? result : null;
}
