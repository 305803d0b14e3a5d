/**
 * Reads what an administration offers into `Books` (facts: exact-api 4.3, 6.2; vat 1.3). One request after the other, always with
 * `$select`, pages followed; about ten calls for a small administration and at most some sixty for a large one.
 */
import { z } from 'zod';
import type { BookAccount, BookJournal, BookPaymentCondition, Books, BooksPart, BookVatCode } from '../booking/books';
import { FaultError, fail, type Fault } from '../faults';
import { addDays } from '../invoice/date';
import type { IsoDate } from '../invoice/money';
import type { ExactClient } from './client';
import { readHabits } from './habits';
import { basisPoints, day, figure, flag, rowsBy, text } from './odata';

export interface ReadCodesOptions extends Pick<ReadBooksOptions, 'division' | 'today' | 'onStep'> {
  /** The books as they were. */
  readonly before: Books;
}

export interface ReadBooksOptions {
  readonly division: number;
  /** Day up to which habits are read. */
  readonly today: IsoDate;
  /** UTC ISO, kept as the moment of reading. */
  readonly now: string;
  /** Called between requests. */
  readonly onStep?: () => void;
}

const DivisionRow = z.object({ Code: figure, Country: text, Currency: text });
const VatCodeRow = z.object({
  ID: text, Code: text, Description: text, Percentage: figure, Type: text, VATTransactionType: text, IsBlocked: flag, Charged: flag, EUSalesListing: text, OssCountry: text, VatMargin: figure,
});
const PercentageRow = z.object({ VATCodeID: text, Percentage: figure, Type: figure, StartDate: day, EndDate: day });
const AccountRow = z.object({ ID: text, Code: text, Description: text, Type: figure, VATCode: text, IsBlocked: flag, UseCostcenter: figure, UseCostunit: figure, Costcenter: text, Costunit: text });
const JournalRow = z.object({ Code: text, Description: text, Type: figure, Currency: text, AllowVariableCurrency: flag, AllowVariableExchangeRate: flag, IsBlocked: flag });
const ConditionRow = z.object({ Code: text, Description: text, DiscountPercentage: figure });
const NamedRow = z.object({ Code: text, Description: text });
const PeriodRow = z.object({ FinYear: figure, FinPeriod: figure, StartDate: day, EndDate: day });

type Asked = readonly [path: string, query: Readonly<Record<string, string>>];
const PERCENTAGES: Asked = ['vat/VatPercentages', { $select: 'VATCodeID,Percentage,Type,StartDate,EndDate' }];
const VAT_CODES: Asked = ['vat/VATCodes', { $select: 'ID,Code,Description,Percentage,Type,VATTransactionType,IsBlocked,Charged,EUSalesListing,OssCountry,VatMargin' }];
// A condition on the code is what this endpoint always takes, and this one fits every account (facts: exact-api 2.3).
const GL_ACCOUNTS: Asked = ['financial/GLAccounts', { $select: 'ID,Code,Description,Type,VATCode,IsBlocked,UseCostcenter,UseCostunit,Costcenter,Costunit', $filter: "Code ne ''" }];
const JOURNALS: Asked = ['financial/Journals', { $select: 'Code,Description,Type,Currency,AllowVariableCurrency,AllowVariableExchangeRate,IsBlocked' }];
const CONDITIONS: Asked = ['cashflow/PaymentConditions', { $select: 'Code,Description,DiscountPercentage' }];
const CURRENCIES: Asked = ['general/Currencies', { $select: 'Code,Description' }];

/**
 * The books of one administration. Faults: those of `ExactClient` for what nothing can do without (division, VAT codes, accounts,
 * journals), and for every trouble that is not about the one list (signed out, too many calls, offline). A list that this user or app may
 * not see stays empty and is named in `unread`.
 */
export async function readBooks(client: ExactClient, { division, today, now, onStep }: ReadBooksOptions): Promise<Books> {
  const unread: BooksPart[] = [];
  const list = async (path: string, query: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
    onStep?.();
    return client.getAll(`${division}/${path}`, query);
  };
  const optional = async <T>(part: BooksPart, read: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof FaultError) || !isAboutTheList(error.fault)) throw error;
      unread.push(part);
      return [];
    }
  };
  const named = (part: BooksPart, path: string) =>
    optional(part, async () => rowsBy(NamedRow, await list(path, { $select: 'Code,Description' }), path).filter((row) => row.Code !== '').map(({ Code, Description }) => ({ code: Code, description: Description })));

  const { country, currency } = await readDivision(client, division);
  const percentages = rowsBy(PercentageRow, await list(...PERCENTAGES), 'VatPercentages');
  const vatCodes = rowsBy(VatCodeRow, await list(...VAT_CODES), 'VATCodes')
    .filter((row) => row.Code !== '')
    .map((row) => vatCodeOf(row, percentages));
  const accounts = rowsBy(AccountRow, await list(...GL_ACCOUNTS), 'GLAccounts').map(accountOf);
  const journals = journalsOf(await list(...JOURNALS));
  const paymentConditions = await optional('payment-conditions', async () => rowsBy(ConditionRow, await list(...CONDITIONS), 'PaymentConditions').map(conditionOf));
  const costCenters = await named('cost-centers', 'hrm/Costcenters');
  const costUnits = await named('cost-units', 'hrm/Costunits');
  const currencies = await named('currencies', 'general/Currencies');
  const periods = await optional('periods', async () =>
    rowsBy(PeriodRow, await list('financial/FinancialPeriods', { $select: 'FinYear,FinPeriod,StartDate,EndDate' }), 'FinancialPeriods').flatMap(({ FinYear, FinPeriod, StartDate, EndDate }) =>
      StartDate === '' || EndDate === '' ? [] : [{ year: FinYear, period: FinPeriod, from: StartDate, to: EndDate }],
    ),
  );
  onStep?.();
  const habits = await optional('habits', () => readHabits(client, { division, currency, today }));
  return {
    division,
    country,
    currency,
    readAt: now,
    vatCodes: byCode(vatCodes),
    accounts: byCode(accounts),
    journals: byCode(journals),
    paymentConditions: byCode(paymentConditions),
    costCenters: byCode(costCenters),
    costUnits: byCode(costUnits),
    currencies: currencies.map(({ code }) => code),
    habits,
    periods: [...periods].sort((a, b) => (a.from < b.from ? -1 : 1)),
    ...(unread.length === 0 ? {} : { unread }),
  };
}

/**
 * The books of before with the codes that entries name as they are now: VAT codes, accounts, journals, payment conditions and currencies, for
 * fewer than half of the calls of `readBooks`. Percentages by day are read along only where a code is new or has another one today. What
 * cannot be read for rights or scope stays as it was. Faults as `readBooks`.
 */
export async function readCodes(client: ExactClient, { division, before, today, onStep }: ReadCodesOptions): Promise<Books> {
  const list = async ([path, query]: Asked): Promise<readonly unknown[]> => {
    onStep?.();
    return client.getAll(`${division}/${path}`, query);
  };
  const optional = async <T>(kept: readonly T[], read: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof FaultError) || !isAboutTheList(error.fault)) throw error;
      return kept;
    }
  };
  const codes = rowsBy(VatCodeRow, await list(VAT_CODES), 'VATCodes').filter((row) => row.Code !== '');
  const known = new Map(before.vatCodes.map((code) => [code.code, code]));
  const dated = codes.some((row) => isNewRate(row, known.get(row.Code), today)) ? rowsBy(PercentageRow, await list(PERCENTAGES), 'VatPercentages') : null;
  const vatCodes = codes.map((row) => {
    const read = vatCodeOf(row, dated ?? []);
    const kept = known.get(row.Code);
    return { ...kept, ...read, ...(dated || !kept ? {} : { percentages: kept.percentages }) };
  });
  const accounts = rowsBy(AccountRow, await list(GL_ACCOUNTS), 'GLAccounts').map(accountOf);
  const journals = journalsOf(await list(JOURNALS));
  const paymentConditions = await optional(before.paymentConditions, async () => rowsBy(ConditionRow, await list(CONDITIONS), 'PaymentConditions').map(conditionOf));
  const currencies = await optional(before.currencies, async () => rowsBy(NamedRow, await list(CURRENCIES), 'Currencies').map(({ Code }) => Code).filter((code) => code !== ''));
  return { ...before, vatCodes: byCode(vatCodes), accounts: byCode(accounts), journals: byCode(journals), paymentConditions: byCode(paymentConditions), currencies };
}

/** Whether the days of a code's percentages have to be read: it is new, or its percentage is not the one that is known for today. */
function isNewRate(row: z.infer<typeof VatCodeRow>, known: BookVatCode | undefined, today: IsoDate): boolean {
  if (!known) return true;
  const now = known.percentages.find(({ from, to }) => (from === '' || from <= today) && (to === '' || to >= today));
  return now !== undefined && now.rate !== basisPoints(row.Percentage);
}

function journalsOf(rows: readonly unknown[]): readonly BookJournal[] {
  return rowsBy(JournalRow, rows, 'Journals').filter((row) => row.Type === 20).map(journalOf);
}

/** As people look them up; Exact orders by keys that nobody sees. */
function byCode<T extends { readonly code: string }>(rows: readonly T[]): readonly T[] {
  return [...rows].sort((a, b) => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1));
}

/**
 * Trouble of this one list: it may not be read, does not exist here, or is too broad to be answered. Signed out, too many calls and a
 * broken line meet every list alike. An endpoint that refused too often is left alone by itself, not the others.
 */
function isAboutTheList({ code, params }: Fault): boolean {
  const status = Number(params?.['status']);
  return code === 'exact-forbidden' || (code === 'exact-rate-limit' && params?.['circuit'] !== undefined) || code === 'not-json' || (code === 'exact-error' && status >= 400) || (code === 'server-error' && status === 408);
}

/** Of its own licence first, as that needs no scope beyond bookkeeping (facts: exact-api 4.1). */
async function readDivision(client: ExactClient, division: number): Promise<{ readonly country: string; readonly currency: string }> {
  const query = { $select: 'Code,Country,Currency', $filter: `Code eq ${division}` };
  const own = await client.getAll(`${division}/hrm/Divisions`, query);
  const rows = own.length > 0 ? own : await client.getAll(`${division}/system/Divisions`, query);
  const row = rowsBy(DivisionRow, rows, 'Divisions').find(({ Code }) => Code === division);
  if (!row) return fail('exact-no-administration');
  return { country: row.Country.toUpperCase(), currency: row.Currency.toUpperCase() };
}

function vatCodeOf(row: z.infer<typeof VatCodeRow>, all: readonly z.infer<typeof PercentageRow>[]): BookVatCode {
  const dated = all
    .filter((one) => one.VATCodeID === row.ID && one.Type === 0)
    .sort((a, b) => (a.StartDate < b.StartDate ? -1 : 1))
    .map((one, at, rows) => ({ rate: basisPoints(one.Percentage), from: one.StartDate, to: lastDay(one.EndDate, rows[at + 1]?.StartDate ?? '') }));
  const transaction = row.VATTransactionType;
  return {
    code: row.Code,
    description: row.Description,
    type: row.Type.toUpperCase(),
    transaction: transaction === 'S' || transaction === 'P' || transaction === 'B' ? transaction : '',
    blocked: row.IsBlocked,
    charged: row.Charged,
    listing: row.EUSalesListing === '' ? 'N' : row.EUSalesListing.toUpperCase(),
    ossCountry: row.OssCountry.toUpperCase(),
    margin: row.VatMargin !== 0,
    // Today's percentage says nothing about an older day. Only a code that never had one has it always.
    percentages: dated.length === 0 && basisPoints(row.Percentage) === 0 ? [{ rate: 0, from: '', to: '' }] : dated,
  };
}

/** An end that was not entered, or lies behind the next beginning, is the day before that. */
function lastDay(end: IsoDate | '', next: IsoDate | ''): IsoDate | '' {
  return next !== '' && (end === '' || end >= next) ? addDays(next, -1) : end;
}

/** 0 optional, 1 mandatory, 2 not allowed. */
const use = (value: number): 0 | 1 | 2 => (value === 1 || value === 2 ? value : 0);

function accountOf(row: z.infer<typeof AccountRow>): BookAccount {
  const { ID, Code, Description, Type, IsBlocked, VATCode, Costcenter, Costunit } = row;
  return {
    id: ID, code: Code, description: Description, type: Type, blocked: IsBlocked, vatCode: VATCode, costCenter: use(row.UseCostcenter), costUnit: use(row.UseCostunit),
    ...(Costcenter === '' ? {} : { defaultCostCenter: Costcenter }),
    ...(Costunit === '' ? {} : { defaultCostUnit: Costunit }),
  };
}

function journalOf(row: z.infer<typeof JournalRow>): BookJournal {
  return { code: row.Code, description: row.Description, type: row.Type, currency: row.Currency.toUpperCase(), variableCurrency: row.AllowVariableCurrency, variableRate: row.AllowVariableExchangeRate, blocked: row.IsBlocked };
}

function conditionOf(row: z.infer<typeof ConditionRow>): BookPaymentCondition {
  return { code: row.Code, description: row.Description, discount: row.DiscountPercentage };
}
