/** One line per account and VAT code instead of one per row, for shops that ask for it (facts: vat 5.5). */
import type { BookingLine } from './booking';
import { groupText } from './texts';

/**
 * Lines that say the same but for their amounts, as one. Only lines of one sign come together, so no group can hide a discount or come to a
 * net of 0.00 with VAT; the rounding line stays by itself. In order of first appearance; sums stay as they were.
 */
export function grouped(lines: readonly BookingLine[]): readonly BookingLine[] {
  const groups = new Map<string, BookingLine[]>();
  for (const [index, line] of lines.entries()) {
    const key = line.kind === 'rounding' || line.net === 0 || Math.sign(line.net) === -Math.sign(line.vat) ? String(index) : keyOf(line);
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()].map(merged);
}

function keyOf(line: BookingLine): string {
  const { account, vatCode, rate, regime = '', costCenter = '', costUnit = '', ossQuarter = '', net } = line;
  return JSON.stringify([account, vatCode, rate, regime, costCenter, costUnit, ossQuarter, net < 0]);
}

function merged(group: readonly BookingLine[]): BookingLine {
  const [first, ...others] = group as readonly [BookingLine, ...BookingLine[]];
  if (others.length === 0) return first;
  const use = group.every((one) => one.use === first.use) ? (first.use ?? 'revenue') : 'revenue';
  return {
    ...first,
    net: group.reduce((sum, one) => sum + one.net, 0),
    vat: group.reduce((sum, one) => sum + one.vat, 0),
    description: groupText(use, first.rate),
    rule: [...new Set(group.map((one) => one.rule))].join(', '),
    use,
  };
}
