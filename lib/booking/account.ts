/** A customer as a relation for Exact: what its description needs, and nothing more of the contact than that. */
import type { Invoice } from '../invoice/invoice';
import { buyerNumberOf, namesBusiness } from '../invoice/vat-number';
import type { Debtor } from './booking';

const EMAIL = /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/;

export interface AccountRecord {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166 alpha-2 or empty. */
  readonly country: string;
  readonly vatNumber: string;
  readonly cocNumber: string;
}

/** The relation of an invoice's own debtor; null for the collective one, which the bookkeeper makes by hand. */
export function accountOf(invoice: Invoice, debtor: Debtor): AccountRecord | null {
  if (debtor.kind !== 'own') return null;
  const party = invoice.billTo;
  const number = buyerNumberOf(invoice);
  return {
    code: debtor.code,
    // A relation without a name is refused; the code is always there.
    name: party.companyName.trim() || party.fullName.trim() || debtor.code,
    // Exact checks the address and refuses the whole record over it (facts: exact-xml 4.4).
    email: EMAIL.test(party.email.trim()) ? party.email.trim() : '',
    phone: party.phone,
    addressLine1: party.addressLine1,
    addressLine2: party.addressLine2,
    postalCode: party.postalCode,
    city: party.city,
    country: party.country,
    // Exact checks form and check digit, and refuses the whole relation over a number that it does not take (facts: exact-api 4.2).
    vatNumber: number && namesBusiness(number, invoice.date) ? number.text : '',
    cocNumber: party.cocNumber,
  };
}
