/** Debtors that Exact does not know yet, as records of topic Accounts and described in place in others, in the schema's fixed order (facts: exact-xml 2.4, 3.2). */
import type { AccountRecord } from '../booking/account';
import { codeElement, textElement } from './document';
import { escapeXml } from './text';

/** One `Account` of status Customer, as text with a line end. */
export function account(record: AccountRecord): string {
  return `${describedAccount('Account', record)}\n`;
}

/** A debtor described where it is named: an importer that does not know the code makes the customer. `name` is the element, e.g. `OrderedBy`. */
export function describedAccount(name: string, record: AccountRecord): string {
  return (
    `<${name} code="${escapeXml(record.code)}" status="C">` +
    `<Name>${escapeXml(record.name)}</Name>` +
    textElement('Phone', record.phone) +
    textElement('Email', record.email) +
    address(record) +
    textElement('VATNumber', record.vatNumber) +
    textElement('ChamberOfCommerce', record.cocNumber) +
    `</${name}>`
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
