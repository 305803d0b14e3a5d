/** Shipping, payment fee and header discount follow the rows (facts: vat 1.2 step 7, 5.4; Dir 78, 79). */
import type { InvoiceLine } from '../invoice/invoice';
import type { RowKind } from './profile';
import type { Regime } from './regime';
import { refused, type Refused } from './sale';

/** What the decision says of a line. */
export interface LineRegime {
  readonly regime: Regime;
  readonly kind: RowKind;
  /** Quarter of the supply, of the original for credits; for the One Stop Shop alone. */
  readonly ossQuarter?: string;
}

/** A row with its regime, or null for rows of nothing but zeros. */
export interface DecidedRow {
  readonly line: InvoiceLine;
  readonly decided: LineRegime | null;
}

/** Shipping of a basket of goods and services at one rate is that of the goods. */
const BESIDE: ReadonlySet<RowKind> = new Set(['service', 'exempt']);

/**
 * The regime of a part of a header amount: that of the rows at its rate, of goods before services, then of the larger sum. Rows outside the
 * tax are not followed. Null where no row has that rate; `R-PERIOD` where the rows of a credit belong to several quarters of the One Stop Shop.
 */
export function followed(header: InvoiceLine, rows: readonly DecidedRow[]): LineRegime | Refused | null {
  const groups = new Map<string, { readonly decided: LineRegime; net: number; readonly beside: boolean; readonly quarters: Set<string> }>();
  for (const { line, decided } of rows) {
    if (decided === null || line.rate !== header.rate || decided.regime.kind === 'no-supply') continue;
    const key = `${decided.regime.kind}|${decided.regime.country}`;
    const group = groups.get(key) ?? { decided, net: 0, beside: BESIDE.has(decided.kind), quarters: new Set<string>() };
    group.net += Math.abs(line.net);
    if (decided.ossQuarter !== undefined) group.quarters.add(decided.ossQuarter);
    groups.set(key, group);
  }
  const [first] = [...groups.values()].sort((a, b) => Number(a.beside) - Number(b.beside) || b.net - a.net);
  if (!first) return null;
  return first.quarters.size > 1 ? refused('R-PERIOD', { country: first.decided.regime.country, reason: 'quarters' }) : first.decided;
}
