/** Which relation in Exact owes the invoice. Codes are deterministic, so that the same customer never becomes two relations. */
import type { Invoice } from '../invoice/invoice';
import type { Debtor } from './booking';
import type { BookingRules, CountryGroup } from './rules';

/** Exact stores relation codes in 18 characters (facts: exact-xml 5.1). */
const CODE_LENGTH = 18;

export type DebtorResult =
  | { readonly ok: true; readonly debtor: Debtor }
  | { readonly ok: false; readonly code: 'debtor-code' | 'R-OBFUSCATED' | 'R-COLLECTIVE'; readonly params: Readonly<Record<string, string | number>> };

/** The debtor of an invoice by the shop's rules. Supplies between member states need an own relation: the listing takes the VAT number from it (facts: vat 1.4). */
export function debtorOf(invoice: Invoice, rules: BookingRules, group: CountryGroup): DebtorResult {
  if (rules.debtorMode === 'collective') {
    if (group === 'eu-business') return { ok: false, code: 'R-COLLECTIVE', params: {} };
    return withCode(rules.debtorCode.trim(), 'collective');
  }
  if (invoice.billTo.obfuscated) return { ok: false, code: 'R-OBFUSCATED', params: {} };
  const customer = invoice.customerCode.trim() || (invoice.customerId === undefined ? '' : String(invoice.customerId));
  return withCode(customer === '' ? '' : `${rules.ownDebtorPrefix.trim()}${customer}`, 'own');
}

function withCode(code: string, kind: Debtor['kind']): DebtorResult {
  if (code === '' || code.length > CODE_LENGTH) return { ok: false, code: 'debtor-code', params: { length: code.length, limit: CODE_LENGTH } };
  return { ok: true, debtor: { code, kind } };
}
