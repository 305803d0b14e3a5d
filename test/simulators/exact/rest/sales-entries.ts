/** POST, PUT, DELETE of salesentry/SalesEntries and SalesEntryLines (facts: exact-api 4.5, 5, 8.7-8.10). */
import type { Entry } from '../books';
import { doubtsAbout } from '../doubts';
import { buildEntry } from '../entry';
import type { LineDraft } from '../entry';
import { empty } from '../http';
import type { Reply } from '../http';
import { rateOn } from '../master-data';
import type { Account, Journal, Period } from '../master-data';
import { apiError } from '../odata';
import type { EntitySet } from '../odata';
import { guid } from '../people';
import { isReply, readBody } from './body';
import type { Body } from './body';
import { draftOf, draftsOf } from './lines';
import { salesEntryRow, salesLineRows } from './rows';
import { SALES_ENTRIES, SALES_ENTRY_LINES } from './sets';
import { created, problem, refuse, refused } from './write';
import type { Write } from './write';

export const ENTRY_SET: EntitySet = { ...SALES_ENTRIES, collections: { SalesEntryLines: () => [] } };
const NESTED = { SalesEntryLines: SALES_ENTRY_LINES };
/** A known name that only Exact fills in is passed over; these texts have a length. */
const REFERENCE_LENGTH = 50;

export function postSalesEntry(write: Write): Reply {
  const { ctx, books, texts } = write;
  const body = readBody(write.request, ENTRY_SET, NESTED);
  if (isReply(body)) return body;
  const date = body.text('EntryDate') ?? new Date(ctx.clock.now()).toISOString().slice(0, 10);
  const customer = customerOf(write, body);
  const journal = journalOf(write, body);
  const period = periodOf(write, date, body);
  const money = moneyOf(write, body, journal, date);
  const condition = conditionOf(write, body, customer);
  const document = documentOf(write, body);
  const rows = body.rows('SalesEntryLines') ?? [];
  if (rows.length === 0) problem(write, texts.finding('mandatory', 'lines'));
  const flags: string[] = [];
  const drafts = rows.map((row) => draftOf(write, row, { customer, date, noteDefault: () => flags.push('vat-code-left-out') }));
  const entryNumber = entryNumberOf(write, body, journal);
  if (write.problems.length > 0 || !customer || !journal || !period || !money || condition === undefined) return refused(write);
  const known = drafts.filter((draft): draft is LineDraft => draft !== undefined);
  const number = entryNumber ?? books.nextNumber(journal.code, period.year);
  const invoiceNumber = invoiceNumberOf(write, body, journal, number);
  if (invoiceNumber === undefined) return refused(write);
  const total = known.reduce((sum, draft) => sum + draft.net + draft.vat, 0);
  const entry = buildEntry(
    books.master,
    {
      entryId: guid(ctx), entryNumber: number, topic: 'SalesEntries', type: total < 0 ? 21 : 20, journal: journal.code, date, dueDate: body.text('DueDate') ?? dueDateOf(write, condition, date), year: period.year, period: period.period, currency: money.currency, rate: money.rate,
      debtor: customer.code, paymentCondition: condition, description: (body.text('Description') ?? '').slice(0, 255), yourRef: referenceOf(write, body), invoiceNumber: String(invoiceNumber), orderNumber: body.text('OrderNumber') ?? '', paymentReference: body.text('PaymentReference') ?? '',
      status: 20, created: ctx.clock.now(), modified: ctx.clock.now(), creator: write.user.id, document: document ?? null, receivable: customer.glAr ?? journal.glAccount,
      flags: [...new Set([...flags, ...doubtsAbout(known.flatMap(({ vatCode }) => vatCode ?? []), customer)])],
    },
    known,
  );
  books.post(entry);
  return created(write, ENTRY_SET, salesEntryRow(books, entry), ['EntryNumber']);
}

/** Header only; nested lines are a mistake of protocol (facts: exact-api 2.6). */
export function putSalesEntry(write: Write, key: string): Reply {
  const { books, ctx } = write;
  const body = readBody(write.request, ENTRY_SET, NESTED);
  if (isReply(body)) return body;
  if (body.rows('SalesEntryLines')) return apiError(400, "Error processing request stream. Binding to new entities is not supported. Property 'SalesEntryLines'.");
  const entry = books.byId(key.toLowerCase());
  if (!entry) return empty(404);
  if (!changeable(write, entry)) return refused(write);
  const date = body.text('EntryDate') ?? entry.date;
  const period = body.has('EntryDate') || body.has('ReportingPeriod') ? periodOf(write, date, body) : undefined;
  const customer = body.has('Customer') ? customerOf(write, body) : books.master.accounts.get(entry.debtor);
  const condition = body.has('PaymentCondition') ? conditionOf(write, body, customer) : entry.paymentCondition;
  const document = documentOf(write, body);
  if (write.problems.length > 0 || condition === undefined) return refused(write);
  books.replace({
    ...entry, date, dueDate: body.text('DueDate') ?? entry.dueDate, year: period?.year ?? entry.year, period: period?.period ?? entry.period, debtor: customer?.code ?? entry.debtor, paymentCondition: condition, yourRef: body.has('YourRef') ? referenceOf(write, body) : entry.yourRef,
    description: body.text('Description') ?? entry.description, paymentReference: body.text('PaymentReference') ?? entry.paymentReference, document: document ?? entry.document, modified: ctx.clock.now(),
  });
  return empty(204);
}

export function deleteSalesEntry(write: Write, key: string): Reply {
  const entry = write.books.byId(key.toLowerCase());
  if (!entry) return empty(404);
  if (!changeable(write, entry) || !deletable(write, entry)) return refused(write);
  watchOwner(write, entry);
  write.books.remove(entry.entryId);
  return empty(204);
}

export function postSalesEntryLine(write: Write): Reply {
  const body = readBody(write.request, SALES_ENTRY_LINES);
  if (isReply(body)) return body;
  const entry = write.books.byId(body.text('EntryID') ?? '');
  if (!entry) return refuse(write.texts.finding(body.has('EntryID') ? 'reference' : 'mandatory', 'entry'));
  if (!changeable(write, entry)) return refused(write);
  const draft = draftOf(write, body, { customer: write.books.master.accounts.get(entry.debtor), date: entry.date, noteDefault: () => undefined });
  if (!draft) return refused(write);
  const next = rebuilt(write, entry, [...draftsOf(write.books.master, entry), draft]);
  return created(write, SALES_ENTRY_LINES, salesLineRows(write.books, next).find((row) => row['ID'] === draft.id) ?? {}, ['EntryID']);
}

export function putSalesEntryLine(write: Write, key: string): Reply {
  const body = readBody(write.request, SALES_ENTRY_LINES);
  if (isReply(body)) return body;
  const found = lineOf(write, key);
  if (!found) return empty(404);
  if (!changeable(write, found.entry)) return refused(write);
  const draft = draftOf(write, body, { customer: write.books.master.accounts.get(found.entry.debtor), date: found.entry.date, old: found.line, noteDefault: () => undefined });
  if (!draft) return refused(write);
  rebuilt(write, found.entry, draftsOf(write.books.master, found.entry).map((old) => (old.id === draft.id ? draft : old)));
  return empty(204);
}

/** The last line takes the whole entry with it (facts: exact-api 4.5). */
export function deleteSalesEntryLine(write: Write, key: string): Reply {
  const found = lineOf(write, key);
  if (!found) return empty(404);
  if (!changeable(write, found.entry) || !deletable(write, found.entry)) return refused(write);
  const left = draftsOf(write.books.master, found.entry).filter((draft) => draft.id !== found.line.id);
  if (left.length === 0) {
    watchOwner(write, found.entry);
    write.books.remove(found.entry.entryId);
  } else rebuilt(write, found.entry, left);
  return empty(204);
}

/** Exact lets a user remove what another one made, or what a person typed; an app that does so has destroyed somebody's work. */
function watchOwner({ ctx, user }: Write, entry: Entry): void {
  if (entry.creator !== user.id || entry.topic !== 'SalesEntries') ctx.violate('foreign-entry-removed', `entry ${String(entry.entryNumber)} is not one of this user's own over the API`);
}

function lineOf(write: Write, key: string) {
  for (const entry of write.books.entries) {
    const line = entry.lines.find(({ id }) => id === key.toLowerCase());
    if (line) return { entry, line };
  }
  return undefined;
}

function rebuilt(write: Write, entry: Entry, drafts: readonly LineDraft[]): Entry {
  const receivable = entry.postings.find((posting) => posting.kind === 'receivable')?.account ?? '';
  const total = drafts.reduce((sum, draft) => sum + draft.net + draft.vat, 0);
  const next = buildEntry(write.books.master, { ...entry, type: total < 0 ? 21 : 20, modified: write.ctx.clock.now(), receivable }, drafts);
  write.books.replace(next);
  return next;
}

function changeable(write: Write, entry: Entry): boolean {
  if (entry.status === 50) problem(write, write.texts.alreadyProcessed);
  const period = write.books.master.periods.find((candidate) => candidate.year === entry.year && candidate.period === entry.period);
  if (period?.closed) problem(write, write.texts.periodClosed(entry.year, entry.period));
  return write.problems.length === 0;
}

/** Nothing may be matched, and the VAT return has to be open (facts: exact-api 4.5). */
function deletable(write: Write, entry: Entry): boolean {
  const dutch = write.user.language === 'NL';
  if (write.books.matched.has(entry.entryId)) problem(write, write.texts.cannotDelete(dutch ? 'Verkoopboeking' : 'Sales entry', dutch ? 'Afletteren' : 'Matching'));
  const filed = write.books.master.filed.some(({ from, to }) => entry.date >= from && entry.date <= to);
  if (filed && write.ctx.options.filedDelete === 'refused') problem(write, write.texts.vatReturnFiled);
  return write.problems.length === 0;
}

function customerOf(write: Write, body: Body): Account | undefined {
  const { texts, books } = write;
  const id = body.text('Customer');
  if (id === undefined) return problem(write, texts.finding('mandatory', 'account'));
  const account = [...books.master.accounts.values()].find((candidate) => candidate.id === id);
  if (!account) return problem(write, texts.finding('reference', 'account'));
  if (account.status !== 'C') return problem(write, texts.finding('invalid', 'accountType'));
  if (account.blocked) return problem(write, texts.finding('blocked', 'account', account.code));
  return account;
}

function journalOf(write: Write, body: Body): Journal | undefined {
  const { texts, books } = write;
  const code = (body.text('Journal') ?? '').trim();
  if (code === '') return problem(write, texts.finding('mandatory', 'journal'));
  const journal = books.master.journals.get(code);
  if (!journal) return problem(write, texts.finding('reference', 'journal'));
  if (journal.type !== 20) return problem(write, texts.finding('invalid', 'journalType'));
  if (journal.blocked) return problem(write, texts.finding('blocked', 'journal', code));
  return journal;
}

function periodOf(write: Write, date: string, body: Body): Period | undefined {
  const { texts, books } = write;
  const byDate = books.master.periods.find((candidate) => date >= candidate.start && date <= candidate.end);
  const [year, number] = [body.number('ReportingYear') ?? byDate?.year, body.number('ReportingPeriod') ?? byDate?.period];
  const period = books.master.periods.find((candidate) => candidate.year === year && candidate.period === number);
  if (!period) return problem(write, texts.finding('unknown', 'year'));
  if (period.closed) return problem(write, texts.periodClosed(period.year, period.period));
  return period;
}

function moneyOf(write: Write, body: Body, journal: Journal | undefined, date: string): { readonly currency: string; readonly rate: number } | undefined {
  const { texts, books, ctx } = write;
  const home = books.master.division.currency;
  const currency = (body.text('Currency') ?? home).trim();
  const table = rateOn(books.master, currency, date);
  if (table === undefined) return problem(write, texts.finding('reference', 'currency'));
  if (journal && currency !== journal.currency && !journal.variableCurrency) return problem(write, texts.finding('notAllowed', 'currency', currency));
  const stated = body.number('Rate');
  if (stated === undefined) return { currency, rate: table };
  if (!(stated > 0)) return problem(write, texts.finding('invalid', 'rate', String(stated)));
  if (currency === home ? stated !== 1 : journal?.variableRate === false) return problem(write, texts.finding('notAllowed', 'rate'));
  return { currency, rate: ctx.options.rateDirection === 'home-per-foreign' ? stated : 1 / stated };
}

function conditionOf(write: Write, body: Body, customer: Account | undefined): string | undefined {
  const { texts, books } = write;
  const code = (body.text('PaymentCondition') ?? '').trim() || (customer?.paymentCondition ?? '') || books.master.defaultPaymentCondition;
  if (code === '') return problem(write, texts.finding('mandatory', 'paymentCondition'));
  if (!books.master.paymentConditions.has(code)) return problem(write, texts.finding('reference', 'paymentCondition'));
  return code;
}

function documentOf(write: Write, body: Body): string | undefined {
  const id = body.text('Document');
  if (id !== undefined && !write.books.documents.has(id)) return problem(write, write.texts.finding('reference', 'document'));
  return id;
}

function referenceOf(write: Write, body: Body): string {
  const reference = body.text('YourRef') ?? '';
  if (reference.trim() === '') write.ctx.violate('missing-reference', 'an entry without YourRef cannot be found again');
  if (reference.length > REFERENCE_LENGTH) write.ctx.violate('reference-too-long', `YourRef of ${reference.length} characters is cut at ${REFERENCE_LENGTH}`);
  return reference.slice(0, REFERENCE_LENGTH);
}

function entryNumberOf(write: Write, body: Body, journal: Journal | undefined): number | undefined {
  const number = body.number('EntryNumber');
  if (number === undefined) return undefined;
  if (!Number.isInteger(number) || number <= 0 || number > 2_147_483_647) return problem(write, write.texts.finding('invalid', 'documentNumber'));
  if (journal && write.books.find(journal.code, number)) return problem(write, write.texts.finding('inUse', 'documentNumber'));
  return number;
}

/** An offered number is a hint: taken when it is higher than the last one, else replaced in silence, or refused where the switch says so (facts: exact-api 8.9). */
function invoiceNumberOf(write: Write, body: Body, journal: Journal, entryNumber: number): number | undefined {
  const offered = body.number('InvoiceNumber');
  if (offered === undefined) return entryNumber;
  const last = write.books.entries.reduce((most, entry) => (entry.journal === journal.code && Number(entry.invoiceNumber) > most ? Number(entry.invoiceNumber) : most), 0);
  if (Number.isInteger(offered) && offered > last && offered <= 2_147_483_647) return offered;
  return write.ctx.options.invoiceNumberInUse === 'refused' ? problem(write, write.texts.finding('inUse', 'invoiceNumber')) : entryNumber;
}

function dueDateOf(write: Write, condition: string, date: string): string {
  const days = write.books.master.paymentConditions.get(condition)?.days ?? 0;
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
