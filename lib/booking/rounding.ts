/** The visible line for cents between lines and total. */
import type { Minor } from '../invoice/money';
import type { BookingLine } from './booking';
import { rowsFor, ruleText } from './mapping';
import type { Regime } from './regime';
import type { BookingRules } from './rules';
import { DEFAULT_TEXTS } from './texts';

/** Rounding is no supply: outside the tax, on a code of type N (facts: vat 5.5). */
export const OUTSIDE_TAX: Regime = { kind: 'no-supply', country: '', rate: 0 };

/** Account and code of the rounding line; null while the shop has none. A row of the table that names the use wins over the general setting. */
export function roundingPlace(rules: BookingRules): { readonly account: string; readonly vatCode: string; readonly rule: string } | null {
  const rows = rowsFor(rules.table, 'rounding', OUTSIDE_TAX);
  const account = rows.account?.account ?? rules.roundingAccount;
  const vatCode = rules.roundingVatCode === '' ? (rows.code?.vatCode ?? '') : rules.roundingVatCode;
  if (account === '' || vatCode === '') return null;
  return { account, vatCode, rule: rows.account ? ruleText(rows.account, rows.account) : 'rounding' };
}

/** A line outside the tax on the account for calculation differences; null while the settings name none. */
export function roundingLine(amount: Minor, description: string, rules: BookingRules): BookingLine | null {
  const place = roundingPlace(rules);
  if (!place) return null;
  return {
    account: place.account,
    vatCode: place.vatCode,
    rate: 0,
    net: amount,
    vat: 0,
    description: description || DEFAULT_TEXTS.rounding,
    kind: 'rounding',
    rule: place.rule,
    regime: 'OUT',
    use: 'rounding',
    ...(rules.costCenter === '' ? {} : { costCenter: rules.costCenter }),
    ...(rules.costUnit === '' ? {} : { costUnit: rules.costUnit }),
  };
}
