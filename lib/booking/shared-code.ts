/**
 * One VAT code per country × rate × regime (facts: vat 0.5): a code that the table gives to two kinds of sale puts one of them in the box, listing
 * or country of the other, whatever its properties say. An export code never serves intra-Community sales; the code of local sales abroad is not
 * that of home. Needs no administration, so that mappings typed by hand are judged as well.
 */
import { isoCountry } from '../invoice/territory';
import { WITHOUT_BOX } from './evidence';
import { TAXED } from './mapping';
import type { Regime } from './regime';
import type { AccountRule } from './rules';

/** Which regimes each code serves, per table: tables are values that never change. */
const served = new WeakMap<readonly AccountRule[], ReadonlyMap<string, ReadonlySet<string>>>();

/** Whether the table gives this code to more than one kind of sale. */
export function isShared(table: readonly AccountRule[], vatCode: string): boolean {
  let codes = served.get(table);
  if (!codes) served.set(table, (codes = regimesByCode(table)));
  return (codes.get(vatCode.trim())?.size ?? 0) > 1;
}

/** Rows that `mappingOf` never takes a code from do not count, nor home sales at 0 %, which always have a regime of their own. */
function regimesByCode(table: readonly AccountRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>();
  for (const { regime, country, rate, vatCode } of table) {
    if (regime === '' || vatCode.trim() === '' || (TAXED.has(regime) && (country === '' || rate === null)) || (regime === 'home' && rate === 0)) continue;
    const key = placeOf({ kind: regime, country, rate: rate ?? 0 });
    codes.set(vatCode.trim(), (codes.get(vatCode.trim()) ?? new Set()).add(key));
  }
  return codes;
}

/** Where the sale stands in the return and the reports; regimes without any box may have one code for all of them. */
export function placeOf({ kind, country, rate }: Regime): string {
  if (WITHOUT_BOX.has(kind)) return '';
  return TAXED.has(kind) ? `${kind}|${isoCountry(country)}|${String(rate)}` : kind;
}
