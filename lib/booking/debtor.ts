/** Which relation in Exact owes the invoice. Codes are deterministic, so that the same customer never becomes two relations. */
import type { Invoice, Remark } from '../invoice/invoice';
import { isoCountry } from '../invoice/territory';
import type { VatNumber } from '../invoice/vat-number';
import type { Debtor, Refusal, RefusalCode } from './booking';
import type { BookingRules } from './rules';

/** Exact stores relation codes in 18 characters (facts: exact-xml 5.1). */
const CODE_LENGTH = 18;

/** `remark`: a collective debtor that is not this country's own, which Exact may refuse with its codes. */
export type DebtorResult = { readonly ok: true; readonly debtor: Debtor; readonly remark?: Remark } | { readonly ok: false; readonly code: RefusalCode; readonly params: Refusal['params'] };

/** What VAT says of the buyer. */
export interface Buyer {
  /** ISO country where the invoice is taxed: chooses the collective debtor. */
  readonly taxation: string;
  readonly number: VatNumber | null;
  /** VAT of the country of taxation is due, and that is not home: its codes may ask for a relation of that country. */
  readonly abroad: boolean;
  /** Intra-Community supply or domestic reverse charge: the listing takes the number from the relation, so it must be the buyer's own (facts: vat 1.4). */
  readonly listed: boolean;
}

/**
 * The debtor of an invoice by the shop's rules. By default companies have a relation of their own and consumers share one per country of
 * taxation, since Exact refuses codes that do not fit the relation's country (facts: vat 1.4, exact-api 6.2).
 */
export function debtorOf(invoice: Invoice, rules: BookingRules, buyer: Buyer): DebtorResult {
  const customer = customerOf(invoice);
  const { obfuscated, companyName } = invoice.billTo;
  if (!buyer.listed && rules.debtorMode === 'collective') {
    // Who it was is not known any more, or nothing names this customer: both cannot become a relation, and need none.
    const company = !obfuscated && customer !== '' && (companyName.trim() !== '' || buyer.number !== null);
    if (!company) return collectiveOf(rules, buyer);
  }
  if (obfuscated) return { ok: false, code: 'R-OBFUSCATED', params: {} };

  const code = customer === '' ? '' : `${rules.ownDebtorPrefix.trim()}${customer}`;
  if (code !== '' && isCollective(code, rules)) {
    // Describing this customer would rename the relation of all the others.
    return { ok: false, code: buyer.listed ? 'R-COLLECTIVE' : 'debtor-code', params: { relation: code } };
  }
  const country = isoCountry(invoice.billTo.country);
  return withCode({
    code,
    kind: 'own',
    ...(country === '' ? {} : { country }),
    ...(buyer.listed && buyer.number ? { vatNumber: buyer.number.text } : {}),
  });
}

function collectiveOf(rules: BookingRules, { taxation, abroad }: Buyer): DebtorResult {
  const own = rules.debtors.find((row) => row.country === taxation && row.code.trim() !== '');
  const found = withCode({ code: (own?.code ?? rules.debtorCode).trim(), kind: 'collective', ...(taxation === '' ? {} : { country: taxation }) });
  return found.ok && abroad && own === undefined ? { ...found, remark: { code: 'F-DEBTOR-COUNTRY', params: { country: taxation, debtor: found.debtor.code } } } : found;
}

function isCollective(code: string, rules: BookingRules): boolean {
  return rules.debtorMode === 'collective' && (code === rules.debtorCode.trim() || rules.debtors.some((row) => row.code.trim() === code));
}

function customerOf(invoice: Invoice): string {
  return invoice.customerCode.trim() || (invoice.customerId === undefined ? '' : String(invoice.customerId));
}

function withCode(debtor: Debtor): DebtorResult {
  const { length } = debtor.code;
  if (length === 0 || length > CODE_LENGTH) return { ok: false, code: 'debtor-code', params: { length, limit: CODE_LENGTH } };
  return { ok: true, debtor };
}
