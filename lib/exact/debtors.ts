/** Relations that owe invoices: find, create, make a customer (facts: exact-api 4.2; vat 1.4). */
import type { AccountRecord } from '../booking/account';
import { isoCountry } from '../invoice/territory';
import type { Answer } from './answer';
import type { Calls } from './calls';
import { guid, quoted, text } from './wire';

export const ACCOUNTS = 'crm/Accounts';

export interface FoundDebtor {
  readonly id: string;
  /** Without padding. */
  readonly code: string;
  readonly vatNumber: string;
  /** As Exact writes it: ISO, empty when it has none. */
  readonly country: string;
  /** `C` is a customer; only that can be booked on. */
  readonly status: string;
  readonly blocked: boolean;
  readonly email: string;
}

export interface Debtors {
  /** Relations with one of these codes. */
  byCodes(codes: readonly string[]): Promise<Answer<readonly FoundDebtor[]>>;
  /** Relations with one of these VAT numbers. */
  byVatNumbers(numbers: readonly string[]): Promise<Answer<readonly FoundDebtor[]>>;
  /** Relations with one of these addresses. */
  byEmails(addresses: readonly string[]): Promise<Answer<readonly FoundDebtor[]>>;
  /** New, as customer, with the code of the record: Exact takes a code once. */
  create(record: AccountRecord): Promise<Answer<{ readonly id: string }>>;
  /** Makes an existing relation a customer. Only with a person's consent. */
  promote(id: string): Promise<Answer<null>>;
}

const QUERY = '?$select=ID,Code,VATNumber,Country,Status,Blocked,Email';
const CODE_LENGTH = 18;

/** The calls about relations of one administration. */
export function createDebtors(calls: Calls): Debtors {
  const where = (conditions: readonly string[]): Promise<Answer<readonly FoundDebtor[]>> => calls.anyOf({ endpoint: ACCOUNTS, query: QUERY }, conditions, readDebtor);
  return {
    byCodes: (codes) => where(codes.map((code) => `Code+eq+${quoted(code.padStart(CODE_LENGTH, ' '))}`)),
    byVatNumbers: (numbers) => where(numbers.map((number) => `VATNumber+eq+${quoted(number)}`)),
    byEmails: (addresses) => where(addresses.map((address) => `Email+eq+${quoted(address)}`)),
    create: (record) => calls.call({ method: 'POST', endpoint: ACCOUNTS, body: accountBody(record) }, readId),
    promote: async (id) => {
      const answer = await calls.call({ method: 'PUT', endpoint: ACCOUNTS, key: `(${guid(id)})`, body: { Status: 'C' } }, () => true);
      return answer.kind === 'ok' ? { kind: 'ok', value: null } : answer;
    },
  };
}

/** VAT numbers compared without spaces, dots and case. */
export function sameVatNumber(one: string, other: string): boolean {
  const plain = (number: string): string => number.replace(/[\s.\-/]/g, '').toUpperCase();
  return plain(one) === plain(other);
}

/** Countries compared as VAT numbers know them: Greece is GR or EL, the United Kingdom GB, UK or XI. */
export function sameCountry(one: string, other: string): boolean {
  const plain = (country: string): string => {
    const iso = isoCountry(country);
    return iso === 'XI' ? 'GB' : iso;
  };
  return plain(one) === plain(other);
}

function accountBody(record: AccountRecord): Readonly<Record<string, string>> {
  const fields = {
    Code: record.code,
    Name: record.name.slice(0, 50),
    Status: 'C',
    Email: record.email,
    Phone: record.phone,
    AddressLine1: record.addressLine1,
    AddressLine2: record.addressLine2,
    Postcode: record.postalCode,
    City: record.city,
    Country: record.country,
    VATNumber: record.vatNumber,
    ChamberOfCommerce: record.cocNumber,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

function readId(d: unknown): { readonly id: string } | null {
  const id = text((d as { readonly ID?: unknown } | null)?.ID).toLowerCase();
  return id === '' ? null : { id };
}

function readDebtor(value: unknown): FoundDebtor | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const id = text(row?.['ID']).toLowerCase();
  if (!row || id === '') return null;
  return { id, code: text(row['Code']), vatNumber: text(row['VATNumber']), country: text(row['Country']), status: text(row['Status']), blocked: row['Blocked'] === true || row['Blocked'] === 1, email: text(row['Email']) };
}
