/** What the topics share: looking up master data, customers described in place, periods, VAT codes, amounts. */
import type { Books } from '../books';
import { codeOn } from '../entry';
import { fixedId, newAccount, percentageOn } from '../master-data';
import type { Account, GlAccount, Journal, MasterData, Period, VatCode } from '../master-data';
import type { Ctx } from '../types';
import { readDecimal, toMinor } from './amounts';
import type { Exact } from './amounts';
import type { ImportMessage, Texts } from './answer';
import { attributeOf, child, children, textOf } from './parser';
import type { XmlNode } from './parser';

/** One record on its way in: findings make it refused, messages about journal and accounts come before its own. */
export interface RecordContext {
  readonly ctx: Ctx;
  readonly books: Books;
  readonly master: MasterData;
  readonly texts: Texts;
  readonly problems: string[];
  readonly messages: ImportMessage[];
}

export function problem(record: RecordContext, text: string): undefined {
  if (!record.problems.includes(text)) record.problems.push(text);
  return undefined;
}

export function salesJournal(record: RecordContext, code: string | undefined): Journal | undefined {
  if (code === undefined || code === '') return problem(record, record.texts.finding('mandatory', 'journal'));
  const journal = record.master.journals.get(code);
  if (!journal) return problem(record, record.texts.finding('unknown', 'journal', code));
  record.messages.push({ type: 2, node: 'Journal', key: journal.id, keyAlt: journal.code, description: record.texts.updated });
  if (journal.type !== 20) return problem(record, record.texts.finding('invalid', 'journalType', code));
  if (journal.blocked) return problem(record, record.texts.finding('blocked', 'journal', code));
  return journal;
}

export function openPeriod(record: RecordContext, date: string): Period | undefined {
  const period = record.master.periods.find((candidate) => date >= candidate.start && date <= candidate.end);
  if (!period) return problem(record, record.texts.finding('unknown', 'year'));
  if (period.closed) return problem(record, record.texts.periodClosed(period.year, period.period));
  return period;
}

/** The account behind a reference. Described in place it is made or changed; a bare unknown code is refused (facts: exact-xml 3.2). */
export function accountOf(record: RecordContext, node: XmlNode): Account | undefined {
  const { master, texts } = record;
  const code = (node.attributes['code'] ?? '').trim();
  const id = (node.attributes['ID'] ?? '').replace(/[{}]/g, '').toLowerCase();
  const byCode = code === '' ? undefined : master.accounts.get(code);
  const byId = id === '' ? undefined : [...master.accounts.values()].find((account) => account.id === id);
  if (byCode && byId && byCode !== byId) return problem(record, texts.finding('invalid', 'account', code));
  const known = byId ?? byCode;
  const described = textOf(node, 'Name') !== '';
  if (!known && (!described || code === '')) return problem(record, texts.accountMissing(code));
  if (code.length > 18) return problem(record, texts.finding('invalid', 'account', code));
  const base = known ?? { ...newAccount(fixedId(master.division.code, 'account', code), code, ''), created: record.ctx.clock.now() };
  const account = described || node.attributes['status'] !== undefined ? describe(record, base, node) : base;
  if (!account) return undefined;
  if (account !== known) master.accounts.set(account.code, account);
  record.messages.push({ type: 2, node: 'Account', key: `{${account.id}}`, keyAlt: account.code, description: known ? texts.updated : texts.created });
  return account;
}

/** Takes over what the element says; fields that are not named stay. */
export function describe(record: RecordContext, base: Account, node: XmlNode): Account | undefined {
  const { texts, master } = record;
  const says = (name: string, old: string): string => (child(node, name) ? textOf(node, name) : old);
  const addresses = children(node, 'Address');
  const address = addresses.find((candidate) => candidate.attributes['type'] === 'INV') ?? addresses[0];
  const street = [textOf(address, 'AddressLine1'), textOf(address, 'AddressStreet'), textOf(address, 'AddressStreetNumber'), textOf(address, 'AddressStreetSuffix')].filter((part) => part !== '').join(' ');
  const email = says('Email', base.email);
  const vatNumber = says('VATNumber', base.vatNumber).replace(/[\s.]/g, '');
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return problem(record, texts.finding('invalid', 'email', email));
  if (vatNumber !== '' && !/^[A-Z]{2}[0-9A-Z+*]{2,13}$/.test(vatNumber)) return problem(record, texts.finding('invalid', 'vatNumber', vatNumber));
  const condition = attributeOf(node, 'SalesPaymentCondition', 'code') ?? base.paymentCondition;
  if (condition !== '' && !master.paymentConditions.has(condition)) return problem(record, texts.finding('unknown', 'paymentCondition', condition));
  return {
    ...base,
    name: says('Name', base.name),
    status: node.attributes['status'] ?? base.status,
    email,
    phone: says('Phone', base.phone),
    vatNumber,
    chamberOfCommerce: says('ChamberOfCommerce', base.chamberOfCommerce),
    blocked: ['true', '1'].includes(says('IsBlocked', String(base.blocked))),
    isSupplier: ['true', '1'].includes(says('IsSupplier', String(base.isSupplier))),
    paymentCondition: condition,
    glAr: attributeOf(node, 'GLAR', 'code') ?? base.glAr,
    addressLine1: address ? street : base.addressLine1,
    addressLine2: address ? textOf(address, 'AddressLine2') : base.addressLine2,
    postcode: address ? textOf(address, 'PostalCode') : base.postcode,
    city: address ? textOf(address, 'City') : base.city,
    country: address ? (attributeOf(address, 'Country', 'code') ?? base.country) : base.country,
  };
}

/** The customer of a record: an account with status Customer that is not blocked. */
export function customerOf(record: RecordContext, node: XmlNode | undefined): Account | undefined {
  if (!node) return problem(record, record.texts.finding('mandatory', 'account'));
  const account = accountOf(record, node);
  if (!account) return undefined;
  if (account.status !== 'C') return problem(record, record.texts.finding('invalid', 'accountType', account.code));
  if (account.blocked) return problem(record, record.texts.finding('blocked', 'account', account.code));
  return account;
}

export function paymentConditionOf(record: RecordContext, code: string | undefined, account: Account | undefined): string | undefined {
  const wanted = code ?? (account && account.paymentCondition !== '' ? account.paymentCondition : record.master.defaultPaymentCondition);
  if (wanted === '') return problem(record, record.texts.finding('mandatory', 'paymentCondition'));
  if (!record.master.paymentConditions.has(wanted)) return problem(record, record.texts.finding('unknown', 'paymentCondition', wanted));
  return wanted;
}

export function dueDate(master: MasterData, condition: string, date: string): string {
  const days = master.paymentConditions.get(condition)?.days ?? 0;
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Account types that a sales line may name: no cash, bank, debtors, creditors, VAT, equity. */
const NOT_ON_SALES_LINES = [10, 12, 14, 16, 20, 21, 22, 24, 50, 52];

export function glAccountOf(record: RecordContext, code: string | undefined): GlAccount | undefined {
  if (code === undefined || code === '') return problem(record, record.texts.finding('mandatory', 'glAccount'));
  const account = record.master.glAccounts.get(code.trim());
  if (!account) return problem(record, record.texts.finding('unknown', 'glAccount', code));
  return account;
}

export function checkSalesAccount(record: RecordContext, account: GlAccount, costCenter: string | undefined, costUnit?: string): void {
  if (account.blocked) problem(record, record.texts.finding('blocked', 'glAccount', account.code));
  if (NOT_ON_SALES_LINES.includes(account.type)) problem(record, record.texts.finding('invalid', 'glAccountType', account.code));
  if (account.costCenter === 1 && (costCenter ?? '') === '') problem(record, record.texts.finding('mandatory', 'costCenter'));
  if (account.costCenter === 2 && (costCenter ?? '') !== '') problem(record, record.texts.finding('notAllowed', 'costCenter', costCenter));
  if ((costCenter ?? '') !== '' && !record.master.costCenters.has(costCenter ?? '')) problem(record, record.texts.finding('unknown', 'costCenter', costCenter));
  if (account.costUnit === 1 && (costUnit ?? '') === '') problem(record, record.texts.finding('mandatory', 'costUnit'));
  if (account.costUnit === 2 && (costUnit ?? '') !== '') problem(record, record.texts.finding('notAllowed', 'costUnit', costUnit));
  if ((costUnit ?? '') !== '' && !record.master.costUnits.has(costUnit ?? '')) problem(record, record.texts.finding('unknown', 'costUnit', costUnit));
}

/** The VAT code of a line. Left out, the account's own default books silently: allowed, but noted as a mistake of the client (facts: exact-api 6.2). */
export function vatCodeOf(record: RecordContext, codes: readonly string[], percentages: readonly string[], fallback: string | null, customer: Account | undefined, date = ''): VatCode | undefined {
  const { texts, master, ctx } = record;
  const named = [...new Set(codes.map((code) => code.trim()))].filter((code) => code !== '');
  if (named.length > 1) return problem(record, texts.finding('invalid', 'vatCode', named.join(', ')));
  if (named.length === 0) {
    ctx.violate('missing-vat-code', 'a line of an import has no VAT code');
    if (fallback === null) return problem(record, texts.finding('mandatory', 'vatCode'));
  }
  const known = master.vatCodes.get(named[0] ?? fallback ?? '');
  if (!known) return problem(record, texts.finding('unknown', 'vatCode', named[0] ?? ''));
  // A line is judged by the percentage on its day, not by today's (facts: vat 8, 1).
  const code = date === '' ? known : codeOn(known, date, percentageOn(known, date));
  if (!code) return problem(record, texts.finding('invalid', 'vatPercentage', known.code));
  if (code.blocked) return problem(record, texts.finding('blocked', 'vatCode', code.code));
  if (code.transactionType === 'P') return problem(record, texts.finding('invalid', 'vatCode', code.code));
  if (percentages.some((text) => Math.abs(Number(text) - code.percentage) > 1e-9)) return problem(record, texts.finding('invalid', 'vatPercentage', percentages[0]));
  if (ctx.options.countryFit === 'refused' && code.ossCountry !== null && customer && customer.country !== code.ossCountry) return problem(record, texts.finding('invalid', 'vatPercentage'));
  if (ctx.options.icpNeedsVatNumber && code.listing !== 'N' && customer && customer.vatNumber === '') return problem(record, texts.finding('mandatory', 'vatNumber'));
  return code;
}

/** A decimal child as minor units; more than two decimals are rounded and noted. */
export function minorOf(record: RecordContext, node: XmlNode | undefined, name: string): number | undefined {
  const text = textOf(node, name);
  if (text === '') return undefined;
  const value = decimalOf(text);
  if (!value) return problem(record, record.texts.finding('invalid', 'amount', text));
  if (value.scale > 2 && value.digits % 10n ** BigInt(value.scale - 2) !== 0n) record.ctx.violate('amount-decimals', `${name} with more than two decimals`);
  if (/[eE]/.test(text)) record.ctx.violate('amount-exponent', `${name} in exponent notation`);
  return toMinor(value);
}

export function decimalOf(text: string): Exact | undefined {
  return readDecimal(text);
}
