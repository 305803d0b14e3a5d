/** From rows that may be sent to drafts: decided by the rules, with the keys of the administration filled in. */
import { draftOf, type EntryDraft } from '../booking/entry-draft';
import type { Answer } from '../exact/answer';
import type { Minor } from '../invoice/money';
import type { InvoiceRow } from '../ledger/rows';
import type { AdministrationRow, SyncReason, SyncRow, SyncShopRow } from '../ledger/sync-rows';
import { kindOfEntry } from './canary';
import { isBeforeStart } from './first-invoice';
import type { Decider, ExactSession, SyncPorts, Target } from './ports';
import { refusedDebtors } from './refused-debtors';
import { relationsOf, type Owing } from './relations';
import { AGAIN_MS, CLOSED_MS, FAR, forPerson } from './resolve';
import { ageOf } from './schedule';
import { later, mayFollow, move, type Move } from './states';
import { reasonOf, verdictOn } from './verdict';

/** An invoice that could be sent. */
export interface Candidate {
  readonly shop: SyncShopRow;
  readonly row: SyncRow;
  readonly draft: EntryDraft;
  /** Content of the invoice that was decided. */
  readonly hash: string;
  readonly kind: string;
  /** Every reference under which it may be found. */
  readonly references: readonly string[];
  /** It went into a file: booked only when a look-up finds none and a person says that the file was not imported. */
  readonly inFile: boolean;
  /** Codes whose keys are in the draft: if Exact does not know a key any more, its code is asked for anew. */
  readonly codes: { readonly debtor: string; readonly accounts: readonly string[] };
  /** Its entry will show what Exact does with the shop's VAT, which nobody knows yet. */
  readonly tells: boolean;
}

export interface Prepared {
  readonly candidates: readonly Candidate[];
  /** Decisions that end the matter for now. */
  readonly moves: readonly Move[];
  readonly trouble: Exclude<Answer<unknown>, { readonly kind: 'ok' | 'refused' }> | null;
  /** The time of the slice was over before every debtor was found: the next one goes on. */
  readonly late: boolean;
}

export interface PrepareContext {
  readonly ports: Pick<SyncPorts, 'ledger' | 'now' | 'signal'>;
  readonly session: ExactSession;
  readonly target: Target;
  readonly administration: { get(): AdministrationRow; set(row: AdministrationRow): Promise<void> };
  /** Whether the time of the slice is over. */
  late(): boolean;
}

interface Decided {
  readonly shop: SyncShopRow;
  readonly row: SyncRow;
  readonly owing: Owing;
  readonly hash: string;
  readonly references: readonly string[];
  readonly inFile: boolean;
  readonly tells: boolean;
}

/** Decides rows of several shops and finds their debtors and accounts. Makes calls only for what the memory lacks. */
export async function prepare(context: PrepareContext, work: readonly { readonly shop: SyncShopRow; readonly decider: Decider; readonly rows: readonly SyncRow[] }[]): Promise<Prepared> {
  const moves: Move[] = [];
  const at = context.ports.now();
  const settle = (row: SyncRow, state: 'waiting' | 'refused' | 'skipped', reason: SyncReason, due: number): void => {
    // What stands in Exact, if only in part, stays that: another reason does not take it out of sight.
    moves.push(mayFollow(row, state) ? move(row, state, { at, call: '', outcome: reason.code }, { reason, due }) : later(row, forPerson(context.session.now())));
  };
  const decided: Decided[] = [];
  for (const { shop, decider, rows } of work) {
    const invoices = await context.ports.ledger.invoiceRows(shop.tenantId, rows.map(({ id }) => id));
    const counter = await counterOf(context, decider, invoices);
    if (counter && 'reason' in counter) {
      for (const row of rows) settle(row, 'waiting', counter.reason, context.session.now() + BROKEN_MS);
      continue;
    }
    for (const stored of rows) {
      const row = ofHere(stored, context.target);
      const invoice = invoices.find(({ id }) => id === row.id);
      if (!invoice) continue;
      if (isBeforeStart(shop.from, row)) {
        settle(row, 'skipped', { code: 'S-BEFORE-START', params: {} }, FAR);
        continue;
      }
      const verdict = verdictOn(decider, invoice, counter?.get(row.id));
      if (!verdict.ok) {
        const { reason, broken } = verdict;
        if (broken) settle(row, 'waiting', reason, context.session.now() + BROKEN_MS);
        else settle(row, reason.code === 'zero-invoice' ? 'skipped' : 'refused', reason, FAR);
        continue;
      }
      const { booking, record } = verdict;
      const shut = closedFor(context.administration.get(), { date: booking.date, ...(row.reporting ? { reporting: row.reporting } : {}) }, at);
      if (shut) {
        settle(row, 'waiting', shut, context.session.now() + CLOSED_MS);
        continue;
      }
      const references = row.reference === undefined ? verdict.references : [row.reference];
      const [reference = ''] = references;
      if (!isFindable(reference)) {
        settle(row, 'refused', { code: 'S-REFERENCE-LONG', params: { reference } }, FAR);
        continue;
      }
      decided.push({ shop, row, owing: { booking, record, stripped: invoice.stripped, mendedAt: triedAgainAt(row) }, hash: invoice.contentHash, references, inFile: invoice.exported !== undefined && !row.notImported, tells: decider.tells?.(booking) ?? false });
    }
  }
  if (decided.length === 0) return { candidates: [], moves, trouble: null, late: false };

  const missing = await learnAccounts(context, decided);
  if (missing) return { candidates: [], moves, trouble: missing, late: false };
  const mended = decided.flatMap(({ owing }) => owing.mendedAt ?? []);
  const refused = await refusedDebtors(context.administration, () => context.ports.now(), mended.length === 0 ? null : Math.max(...mended));
  const byConsent = [true, false].map((promote) => decided.filter(({ shop }) => shop.promote === promote));
  const candidates: Candidate[] = [];
  for (const group of byConsent) {
    const promote = group[0]?.shop.promote ?? false;
    const { ports, session, target } = context;
    const { relations, trouble, late } = await relationsOf({ ports, session, target, promote, refused, late: () => context.late() }, group.map(({ owing }) => owing));
    for (const [index, one] of group.entries()) {
      const relation = relations[index];
      if (!relation) continue;
      if (!relation.ok) {
        const { reason, retryMs } = relation;
        settle(one.row, 'waiting', reason, context.session.now() + (retryMs ?? AGAIN_MS));
        continue;
      }
      const { accounts } = context.administration.get();
      const reference = one.references[0] ?? '';
      const result = draftOf(one.owing.booking, { customer: relation.id, account: (code) => accounts[code] }, {
        reference,
        useEntryNumber: one.shop.useEntryNumber,
        ...(one.row.reporting ? { reporting: { year: one.row.reporting.year, period: one.row.reporting.period } } : {}),
      });
      if (result.ok) candidates.push({ shop: one.shop, row: one.row, draft: resent(one, result.draft), hash: one.hash, kind: kindOfEntry(one.owing.booking), references: one.references, inFile: one.inFile, tells: one.tells, codes: { debtor: one.owing.booking.debtor.code, accounts: one.owing.booking.lines.map((line) => line.account) } });
      else settle(one.row, 'waiting', { code: 'S-ACCOUNT-MISSING', params: { account: result.missingAccount } }, context.session.now() + AGAIN_MS);
    }
    if (trouble || late) return { candidates, moves, trouble, late };
  }
  return { candidates, moves, trouble: null, late: false };
}

/** What broke over an invoice is tried again after this. */
const BROKEN_MS = 3_600_000;

async function counterOf({ ports }: PrepareContext, decider: Decider, invoices: readonly InvoiceRow[]): Promise<ReadonlyMap<number, Minor> | { readonly reason: SyncReason } | undefined> {
  try {
    return await decider.before?.(invoices);
  } catch (error) {
    if (ports.signal.aborted) throw error;
    return { reason: reasonOf(error) };
  }
}

/** Exact keeps 50 characters of a reference (facts: exact-api, lengths), and no spaces around them: whatever it shortens is never found again. */
const REFERENCE_MAX = 50;
/** Half of a character of two (UTF-16): no address, and so no look-up, can hold it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Whether an entry with this reference could be found again. */
export function isFindable(reference: string): boolean {
  return reference.length > 0 && reference.length <= REFERENCE_MAX && reference === reference.trim() && !HALF_CHARACTER.test(reference);
}

/** When somebody last had it tried again (local time), and nothing came of it yet; else null. */
function triedAgainAt({ steps }: SyncRow): number | null {
  const last = steps.at(-1);
  return last?.outcome === 'retry' ? last.at : null;
}

/** Without an intent for another administration: it was looked up there to its end, and its keys mean nothing here. Its reference stays. */
function ofHere(row: SyncRow, { site, division }: Target): SyncRow {
  if (!row.intent || (row.intent.site === site && row.intent.division === division)) return row;
  return withoutIntent(row);
}

function withoutIntent({ intent: _intent, refKey: _refKey, ...row }: SyncRow): SyncRow {
  return row;
}

/**
 * An invoice that was sent before and not changed since goes again as it went, so that copies stay comparable line by line; not as it was
 * refused, nor into a period other than the one that a person agreed to since.
 */
function resent({ row, hash }: Decided, draft: EntryDraft): EntryDraft {
  const same = row.hash === hash && !row.changed && inSamePeriod(row.intent?.draft.reporting, draft.reporting);
  return row.intent && row.intent.answer?.kind !== 'refused' && same ? row.intent.draft : draft;
}

function inSamePeriod(one: EntryDraft['reporting'], other: EntryDraft['reporting']): boolean {
  return one?.year === other?.year && one?.period === other?.period;
}

async function learnAccounts({ session, administration }: PrepareContext, decided: readonly Decided[]): Promise<Prepared['trouble']> {
  const codesOf = (some: readonly Decided[]): readonly string[] => some.flatMap(({ owing }) => owing.booking.lines.map((line) => line.account));
  // One that was made anew has another key.
  const anew = codesOf(decided.filter(({ owing }) => owing.mendedAt !== null));
  const accounts = Object.fromEntries(Object.entries(administration.get().accounts).filter(([code]) => !anew.includes(code)));
  const unknown = [...new Set(codesOf(decided))].filter((code) => accounts[code] === undefined);
  if (unknown.length === 0) return null;
  const answer = await session.accounts(unknown);
  if (answer.kind === 'ok') {
    await administration.set({ ...administration.get(), accounts: { ...accounts, ...Object.fromEntries(answer.value) } });
    return null;
  }
  return answer.kind === 'refused' ? { kind: 'unclear', cause: 'unreadable', until: null } : answer;
}

type Dated = Pick<EntryDraft, 'date' | 'reporting'>;

/** The reason to wait where Exact said within the last day that it takes nothing in this period; null where it did not. */
export function closedFor({ closed }: AdministrationRow, entry: Dated, now: number): SyncReason | null {
  const at = closed[periodOf(entry)];
  if (at === undefined || ageOf(at, now) >= CLOSED_MS) return null;
  const { reporting } = entry;
  return { code: 'X-PERIOD-CLOSED', params: reporting ? { year: reporting.year, period: reporting.period } : { month: entry.date.slice(0, 7) } };
}

/** The period of an entry: the one that a person consented to, or the month that stands for it until Exact has said which period it is. */
export function periodOf({ date, reporting }: Dated): string {
  return reporting ? `${String(reporting.year)}/${String(reporting.period)}` : date.slice(0, 7);
}
