/** Topic Accounts: debtors that Exact does not know yet, in the schema's fixed order (facts: exact-xml 2.4, 3.2). */
import type { AccountRecord } from '../booking/account';
import { codeElement, textElement } from './document';
import { escapeXml } from './text';

/** One `Account` of status Customer, as text with a line end. */
export function account(record: AccountRecord): string {
  return (
    `<Account code="${escapeXml(record.code)}" status="C">` +
    `<Name>${escapeXml(record.name)}</Name>` +
    textElement('Phone', record.phone) +
    textElement('Email', record.email) +
    address(record) +
    textElement('VATNumber', record.vatNumber) +
    textElement('ChamberOfCommerce', record.cocNumber) +
    '</Account>\n'
  );
}

/** A street line is required inside an address, so there is none without it. */
function address(record: AccountRecord): string {
  if (record.addressLine1 === '' && record.postalCode === '' && record.city === '' && record.country === '') return '';
  return (
    '<Address type="INV" default="1">' +
    `<AddressLine1>${escapeXml(record.addressLine1)}</AddressLine1>` +
    textElement('AddressLine2', record.addressLine2) +
    textElement('PostalCode', record.postalCode) +
    textElement('City', record.city) +
    codeElement('Country', record.country) +
    '</Address>'
  );
}
