/** The visible line for cents between lines and total. */
import type { Minor } from '../invoice/money';
import type { BookingLine } from './booking';
import type { BookingRules } from './rules';
import { DEFAULT_TEXTS } from './texts';

/** A line outside the tax, on the account for calculation differences (facts: vat 5.5). */
export function roundingLine(amount: Minor, description: string, rules: BookingRules): BookingLine {
  return {
    account: rules.roundingAccount,
    vatCode: rules.roundingVatCode,
    rate: 0,
    net: amount,
    vat: 0,
    description: description || DEFAULT_TEXTS.rounding,
    kind: 'rounding',
    rule: 'rounding',
  };
}
