/** Sales entries: look up, post, read, delete (facts: exact-api 4.5, 5). */
import type { EntryDraft } from '../booking/entry-draft';
import { minorDigits } from '../invoice/decimal';
import type { Answer } from './answer';
import type { Calls } from './calls';
import { amount, children, guid, quoted, readDay, readMinor, readMoment, text } from './wire';

export const ENTRIES = 'salesentry/SalesEntries';
const RECEIVABLES = 'cashflow/Receivables';

/** A sales entry as Exact has it; amounts in minor units. */
export interface FoundEntry {
  readonly entryId: string;
  readonly entryNumber: number;
  readonly reference: string;
  readonly type: number;
  readonly status: number;
  readonly date: string;
  readonly currency: string;
  readonly gross: number;
  readonly vat: number;
  readonly customer: string;
  readonly journal: string;
  /** GUID of the Exact user who made it. */
  readonly creator: string;
  /** Milliseconds; Exact's own clock, by one report in local time written as UTC. */
  readonly created: number;
  readonly lines: readonly FoundLine[];
}

export interface FoundLine {
  readonly account: string;
  readonly vatCode: string;
  readonly net: number;
  readonly vat: number;
}

export interface Entries {
  /** How many of these references, from the front, one look-up takes: at most 2,000 characters of URL (design 6.9). */
  fitting(references: readonly string[]): number;
  /** Every entry with one of these references, with lines. As many calls as `fitting` says; one per reference where Exact refuses `or`. */
  lookUp(references: readonly string[]): Promise<Answer<readonly FoundEntry[]>>;
  /** Entries with this number in this journal, of whatever year: Exact takes a number once (facts: exact-api 5). */
  numbered(journal: string, entryNumber: number): Promise<Answer<readonly FoundEntry[]>>;
  post(draft: EntryDraft): Promise<Answer<{ readonly entryId: string }>>;
  /** Those of these entries that are still there, by key; through a filter, since a missing key would count as an error. One call for many. */
  read(entryIds: readonly string[]): Promise<Answer<readonly FoundEntry[]>>;
  /** Whether something is matched with what the debtor owes for an entry; an entry without a receivable counts as matched, since nobody can say. */
  matched(entryId: string): Promise<Answer<boolean>>;
  remove(entryId: string): Promise<Answer<null>>;
}

const SELECT =
  'EntryID,EntryNumber,YourRef,Type,Status,EntryDate,Currency,AmountFC,VATAmountFC,Customer,Journal,Creator,Created,SalesEntryLines';
const LOOK_UP = { endpoint: ENTRIES, query: `?$select=${SELECT}&$expand=SalesEntryLines` };

/** The calls about sales entries of one administration. */
export function createEntries(calls: Calls): Entries {
  const conditions = (references: readonly string[]): readonly string[] => references.map((reference) => `YourRef+eq+${quoted(reference)}`);
  return {
    fitting: (references) => calls.fitting(LOOK_UP, conditions(references)),
    lookUp: (references) => calls.anyOf(LOOK_UP, conditions([...new Set(references)]), readEntry),
    numbered: (journal, entryNumber) => calls.anyOf(LOOK_UP, [`Journal+eq+${quoted(journal)}+and+EntryNumber+eq+${String(entryNumber)}`], readEntry),
    post: (draft) => calls.call({ method: 'POST', endpoint: ENTRIES, body: entryBody(draft) }, readKey),
    read: (entryIds) => calls.anyOf(LOOK_UP, [...new Set(entryIds)].map((entryId) => `EntryID+eq+${guid(entryId)}`), readEntry),
    matched: async (entryId) => {
      const answer = await calls.list({ endpoint: RECEIVABLES, query: `?$select=ID,Status,IsFullyPaid&$filter=TransactionEntryID+eq+${guid(entryId)}` }, readReceivable);
      return answer.kind === 'ok' ? { kind: 'ok', value: answer.value.length === 0 || answer.value.some((open) => !open) } : answer;
    },
    remove: async (entryId) => {
      const answer = await calls.call({ method: 'DELETE', endpoint: ENTRIES, key: `(${guid(entryId)})` }, () => true);
      return answer.kind === 'ok' ? { kind: 'ok', value: null } : answer;
    },
  };
}

/** The body of a sales entry. VAT code and VAT amount go with every line, so that no default of an account fills anything (facts: exact-api 6). */
export function entryBody(draft: EntryDraft): Readonly<Record<string, unknown>> {
  const digits = minorDigits(draft.currency);
  return {
    Customer: draft.customer,
    Journal: draft.journal,
    EntryDate: draft.date,
    YourRef: draft.reference,
    Description: draft.description,
    Currency: draft.currency,
    PaymentReference: draft.paymentReference,
    ...(draft.paymentCondition === '' ? {} : { PaymentCondition: draft.paymentCondition }),
    ...(draft.entryNumber === undefined ? {} : { EntryNumber: draft.entryNumber }),
    ...(draft.reporting ? { ReportingYear: draft.reporting.year, ReportingPeriod: draft.reporting.period } : {}),
    SalesEntryLines: draft.lines.map((line) => ({
      GLAccount: line.account,
      VATCode: line.vatCode,
      AmountFC: amount(line.net, digits),
      VATAmountFC: amount(line.vat, digits),
      Description: line.description,
      ...(line.costCenter ? { CostCenter: line.costCenter } : {}),
      ...(line.costUnit ? { CostUnit: line.costUnit } : {}),
    })),
  };
}

/** Receivables of which nothing is selected, processed or matched yet (facts: exact-api 4.7). */
const OPEN = 20;

/** Whether a receivable is open. */
function readReceivable(value: unknown): boolean | null {
  const row = value as { readonly Status?: unknown; readonly IsFullyPaid?: unknown } | null;
  return typeof row?.Status === 'number' ? row.Status === OPEN && row.IsFullyPaid !== true : null;
}

function readKey(d: unknown): { readonly entryId: string } | null {
  const entryId = text((d as { readonly EntryID?: unknown } | null)?.EntryID);
  return entryId === '' ? null : { entryId };
}

function readEntry(value: unknown): FoundEntry | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  if (typeof row !== 'object' || row === null) return null;
  const entryId = text(row['EntryID']);
  const digits = minorDigits(text(row['Currency']));
  const [gross, vat] = [readMinor(row['AmountFC'], digits), readMinor(row['VATAmountFC'] ?? 0, digits)];
  const lines = (children(row['SalesEntryLines']) ?? []).map((line) => readLine(line, digits));
  if (entryId === '' || gross === null || vat === null || lines.some((line) => line === null)) return null;
  return {
    entryId,
    entryNumber: Number(row['EntryNumber'] ?? 0),
    reference: text(row['YourRef']),
    type: Number(row['Type'] ?? 0),
    status: Number(row['Status'] ?? 0),
    date: readDay(row['EntryDate']),
    currency: text(row['Currency']),
    gross,
    vat,
    customer: text(row['Customer']).toLowerCase(),
    journal: text(row['Journal']),
    creator: text(row['Creator']).toLowerCase(),
    created: readMoment(row['Created']) ?? 0,
    lines: lines.filter((line) => line !== null),
  };
}

function readLine(value: unknown, digits: number): FoundLine | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const [net, vat] = [readMinor(row?.['AmountFC'], digits), readMinor(row?.['VATAmountFC'] ?? 0, digits)];
  if (!row || net === null || vat === null) return null;
  return { account: text(row['GLAccount']).toLowerCase(), vatCode: text(row['VATCode']), net, vat };
}
