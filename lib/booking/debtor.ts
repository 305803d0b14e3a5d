/** Which relation in Exact owes the invoice. Codes are deterministic, so that the same customer never becomes two relations. */
import type { Invoice } from '../invoice/invoice';
import type { Debtor } from './booking';
import type { BookingRules, CountryGroup } from './rules';

/** Exact stores relation codes in 18 characters (facts: exact-xml 5.1). */
const CODE_LENGTH = 18;

export type DebtorResult =
  | { readonly ok: true; readonly debtor: Debtor }
  | { readonly ok: false; readonly code: 'debtor-code' | 'R-OBFUSCATED'; readonly params: Readonly<Record<string, string | number>> };

/**
 * The debtor of an invoice by the shop's rules. A company in another member state always has a relation of its own: the listing of
 * intra-Community supplies takes the VAT number from it (facts: vat 1.4).
 */
export function debtorOf(invoice: Invoice, rules: BookingRules, group: CountryGroup): DebtorResult {
  const collective = rules.debtorCode.trim();
  if (rules.debtorMode === 'collective' && group !== 'eu-business') return withCode(collective, 'collective');
  if (invoice.billTo.obfuscated) return { ok: false, code: 'R-OBFUSCATED', params: {} };
  const customer = invoice.customerCode.trim() || (invoice.customerId === undefined ? '' : String(invoice.customerId));
  const code = customer === '' ? '' : `${rules.ownDebtorPrefix.trim()}${customer}`;
  // Describing this customer would rename the relation of all the others.
  if (rules.debtorMode === 'collective' && code !== '' && code === collective) return { ok: false, code: 'debtor-code', params: { code } };
  return withCode(code, 'own');
}

function withCode(code: string, kind: Debtor['kind']): DebtorResult {
  if (code === '' || code.length > CODE_LENGTH) return { ok: false, code: 'debtor-code', params: { length: code.length, limit: CODE_LENGTH } };
  return { ok: true, debtor: { code, kind } };
}
