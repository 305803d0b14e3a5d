/** POST, PUT, DELETE of crm/Accounts (facts: exact-api 4.2, 8.8). */
import { ACCOUNTS, masterRows } from '../entities';
import { newAccount } from '../master-data';
import type { Account } from '../master-data';
import { empty } from '../http';
import type { Reply } from '../http';
import { guid } from '../people';
import { vatNumberOk } from '../vat-number';
import { isReply, readBody } from './body';
import type { Body } from './body';
import { ACCOUNT_WRITABLE } from './sets';
import { created, problem, refuse, refused } from './write';
import type { Write } from './write';

/** Fields with a place of their own in `Account`; the other writable ones are kept as they came. */
const OWN = new Set('Name Code Status IsSupplier Blocked Email Phone AddressLine1 AddressLine2 Postcode City Country VATNumber ChamberOfCommerce PaymentConditionSales GLAR'.split(' '));

export function postAccount(write: Write): Reply {
  const { books, ctx } = write;
  const body = readBody(write.request, ACCOUNTS);
  if (isReply(body)) return body;
  const codes = [...books.master.accounts.keys()].filter((code) => /^\d+$/.test(code)).map(Number);
  const code = (body.text('Code') ?? '').trim() || String(Math.max(0, ...codes) + 1);
  if ((body.text('Name') ?? '').trim() === '') problem(write, write.texts.finding('mandatory', 'name'));
  if (code.length > 18) problem(write, write.texts.finding('invalid', 'code', code));
  else if (books.master.accounts.has(code)) problem(write, write.texts.finding('exists', 'code', code));
  const account = changed(write, newAccount(guid(ctx), code, ''), body);
  if (write.problems.length > 0 || !account) return refused(write);
  const stored = { ...account, created: ctx.clock.now() };
  books.master.accounts.set(code, stored);
  return created(write, ACCOUNTS, rowOf(write, stored));
}

export function putAccount(write: Write, key: string): Reply {
  const body = readBody(write.request, ACCOUNTS);
  if (isReply(body)) return body;
  const account = byId(write, key);
  if (!account) return empty(404);
  const next = changed(write, account, body);
  const code = body.text('Code')?.trim() ?? account.code;
  if (code !== account.code && write.books.master.accounts.has(code)) problem(write, write.texts.finding('exists', 'code', code));
  if (code !== account.code && write.books.entries.some((entry) => entry.debtor === account.code)) problem(write, write.texts.finding('notAllowed', 'code', code));
  if (!next || write.problems.length > 0) return refused(write);
  if (code !== account.code) write.books.master.accounts.delete(account.code);
  write.books.master.accounts.set(code, { ...next, code });
  return empty(204);
}

export function deleteAccount(write: Write, key: string): Reply {
  const account = byId(write, key);
  if (!account) return empty(404);
  const relation = write.user.language === 'NL' ? 'Relatie' : 'Account';
  if (write.books.entries.some((entry) => entry.debtor === account.code)) return refuse(write.texts.cannotDelete(relation, write.user.language === 'NL' ? 'Boekingen' : 'Entries'));
  if ([...write.books.documents.values()].some((document) => document.account === account.id)) return refuse(write.texts.cannotDelete(relation, write.user.language === 'NL' ? 'Documenten' : 'Documents'));
  write.books.master.accounts.delete(account.code);
  return empty(204);
}

function byId(write: Write, key: string): Account | undefined {
  return [...write.books.master.accounts.values()].find((account) => account.id === key.toLowerCase());
}

function rowOf(write: Write, account: Account) {
  const rows = masterRows('crm/accounts', write.books.master, '')?.rows ?? [];
  return rows.find((row) => row['ID'] === account.id) ?? {};
}

function changed(write: Write, base: Account, body: Body): Account | undefined {
  const { texts, books, ctx } = write;
  const says = (name: string, old: string): string => body.text(name) ?? old;
  const email = says('Email', base.email);
  const vatNumber = says('VATNumber', base.vatNumber).replace(/[\s.-]/g, '');
  const country = says('Country', base.country).trim();
  const status = says('Status', base.status);
  const condition = says('PaymentConditionSales', base.paymentCondition);
  const name = says('Name', base.name);
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) problem(write, texts.finding('invalid', 'email', email));
  if (country !== '' && !/^[A-Z]{2}$/.test(country)) problem(write, texts.finding('reference', 'country', country));
  if (vatNumber !== '' && !vatNumberOk(vatNumber, ctx.options.vatNumberCheck)) problem(write, texts.finding('invalid', 'vatNumber', vatNumber));
  if (!['A', 'S', 'P', 'C'].includes(status)) problem(write, texts.finding('invalid', 'status', status));
  if (condition !== '' && !books.master.paymentConditions.has(condition)) problem(write, texts.finding('reference', 'paymentCondition', condition));
  const glAr = body.text('GLAR');
  const receivable = glAr === undefined ? undefined : [...books.master.glAccounts.values()].find((account) => account.id === glAr);
  if (glAr !== undefined && receivable?.type !== 20) problem(write, texts.finding('reference', 'glAccount'));
  if (name.length > 50) ctx.violate('name-too-long', 'a name of more than 50 characters is cut');
  const more = Object.fromEntries(ACCOUNT_WRITABLE.filter((field) => !OWN.has(field) && body.has(field)).map((field) => [field, body.text(field) ?? '']));
  return {
    ...base, name: name.slice(0, 50), status, email, phone: says('Phone', base.phone), addressLine1: says('AddressLine1', base.addressLine1), addressLine2: says('AddressLine2', base.addressLine2), postcode: says('Postcode', base.postcode), city: says('City', base.city), country, vatNumber,
    chamberOfCommerce: says('ChamberOfCommerce', base.chamberOfCommerce), isSupplier: body.flag('IsSupplier') ?? base.isSupplier, blocked: body.flag('Blocked') ?? base.blocked, paymentCondition: condition, glAr: receivable?.code ?? base.glAr, more: { ...base.more, ...more },
  };
}
