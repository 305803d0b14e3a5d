/**
 * What a look-up by reference makes of an invoice (design 6.3 to 6.5). Pure: row and found entries in, next state out. Entries that other
 * invoices have already are left out by the caller.
 */
import type { EntryDraft } from '../booking/entry-draft';
import type { FoundEntry } from '../exact/entries';
import { FAR, isPeriod, KIND_RESTS, passes } from '../ledger/held';
import type { BookedEntry, Intent, SyncRow } from '../ledger/sync-rows';
import { differences, fits, lineDifferences } from './fit';
import { SETTLED_MS, type SyncSettings } from './ports';
import { move, type Change, type Move } from './states';
import { isOwn, twoFound, type OwnMarks, type TwoFound } from './two-found';

export { FAR, isPeriod, KIND_RESTS, passes };

/** How long Exact's word that a period is closed is believed. */
export const CLOSED_MS = 24 * 3_600_000;

/** How long an invoice waits for what a person mends in Exact before it is tried again by itself. */
export const AGAIN_MS = 24 * 3_600_000;

/**
 * When a row that waits for a person is due: no run waits or wakes for it, but one that is under way a day (`again`, milliseconds) later looks
 * at it again, since what a bookkeeper mended in Exact ends the task by itself. So far beyond `FAR` as that moment (server time) is from the epoch.
 */
export function forPerson(now: number, again: number = AGAIN_MS): number {
  return FAR + now + again;
}

export interface ResolveContext {
  /** Server time. */
  readonly now: number;
  /** Local time, for the history. */
  readonly at: number;
  readonly userId: string;
  readonly settings: SyncSettings;
  /** 0 to 1. */
  readonly spread: number;
}

const LOOK_UP = 'GET SalesEntries';

/** The entry that is known to be the invoice, by id: the booked one, or the one that Exact named in its answer. */
export function ownEntryOf({ entry, intent }: Pick<SyncRow, 'entry' | 'intent'>): string | null {
  return entry?.entryId ?? (intent?.answer?.kind === 'ok' ? intent.answer.entryId : null);
}

/** Every entry that is known to have stood for the invoice, by id. People can edit a reference (facts: exact-api 5), never an id. */
export function knownEntriesOf(row: Pick<SyncRow, 'entry' | 'intent'>): readonly string[] {
  const own = ownEntryOf(row);
  return [...new Set([...(own === null ? [] : [own]), ...(row.intent?.known ?? [])])];
}

/**
 * The next state of a row with an intent: intent, sent, uncertain, two found, or booked and to be proved. Entries are those with its reference
 * and those that are known to have stood for it and stand under another one: known ones that are not among them are gone.
 */
export function resolveIntent(row: SyncRow, intent: Intent, entries: readonly FoundEntry[], context: ResolveContext): Move {
  const [first] = entries;
  if (!first) return noneFound(row, intent, context);
  if (entries.length > 1) return several(row, intent, entries, context);
  const found = entries.map(shown);
  const what = [...differences(intent.draft, first), ...lineDifferences(intent.draft, first)];
  const own = (row.entry?.entryId === first.entryId && row.entry.origin === 'own') || (intent.attempt > 0 && (isOwn(intent.draft, first, marksOf(intent, context)) || (intent.answer?.kind === 'ok' && intent.answer.entryId === first.entryId)));
  const entry: BookedEntry = { entryId: first.entryId, entryNumber: first.entryNumber, origin: own ? 'own' : 'adopted' };
  // An entry of somebody else may be built otherwise, as long as it is the same sale (design 6.4).
  const wrong = own ? what : differences(intent.draft, first);
  if (wrong.length > 0) {
    // Found under another reference is only what is known by its id.
    const edited = wrong.includes('reference');
    const reason = { code: own || edited ? 'S-DIFFERS' : 'S-PART', params: { what: wrong.join(', ') } };
    return move(row, 'differs', step(context, edited ? 'reference changed' : 'one found, differs'), { found, reason, due: forPerson(context.now), ...(own ? { entry } : {}) });
  }
  if (row.state === 'booked') return move(row, 'proved', step(context, 'one found'), { entry, due: FAR }, ['intent', 'found', 'reason']);
  return move(row, 'booked', step(context, own ? 'one found' : 'adopted'), { entry, intent: fromTheTop(withoutKnown(intent)), due: context.now + context.settings.proofMs }, ['found', 'reason']);
}

function noneFound(row: SyncRow, intent: Intent, context: ResolveContext): Move {
  const { now, settings } = context;
  // The second look after a refusal: whatever the browser may have sent before would have landed by now.
  if (row.state === 'refused') return move(row, 'refused', step(context, 'none found twice'), { due: FAR }, ['intent', 'refKey']);
  if (row.state === 'booked') {
    if (intent.gaveWay) return move(row, 'two-found', step(context, 'none left'), { due: now }, ['entry', 'found']);
    return gone(row, context);
  }
  // What we booked was taken away by a person; what merely stood in the way of it may go, and then it begins from the top.
  if (row.state === 'gone' || (row.state === 'differs' && row.entry)) return gone(row, context);
  if (row.state === 'uncertain' && now >= row.due) {
    // Exact had it, and somebody took it away: sent again only by a person's word. Where we removed a copy, another browser may have done so too.
    if (!intent.gaveWay && knownEntriesOf(row).length > 0) return gone(row, context);
    return move(row, 'ready', step(context, 'none found twice'), { due: 0, intent: unknown(intent) }, ['reason', 'found']);
  }
  if (intent.answer?.kind === 'refused' && row.state === 'sent') {
    const reason = intent.answer.reason;
    if (isPeriod(reason.code)) return move(row, 'waiting', step(context, 'none found'), { reason, due: now + CLOSED_MS }, ['intent', 'refKey', 'reporting']);
    // The browser may have sent it before, and that request may still be on its way: looked at once more.
    return move(row, 'refused', step(context, 'none found'), { reason, due: now + Math.max(settings.uncertainMs, SETTLED_MS) });
  }
  if (row.state === 'uncertain') return move(row, 'uncertain', step(context, 'none found'));
  const due = now + settings.uncertainMs + Math.floor(context.spread * (intent.gaveWay ? settings.uncertainMs : 5000));
  return move(row, 'uncertain', step(context, 'none found'), { due, intent: fromTheTop(intent), reason: { code: 'S-UNCERTAIN', params: { until: due } } }, ['found']);
}

function gone(row: SyncRow, context: ResolveContext): Move {
  return move(row, 'gone', step(context, 'none found'), { reason: { code: 'S-GONE', params: {} }, due: forPerson(context.now) }, ['found']);
}

function several(row: SyncRow, intent: Intent, entries: readonly FoundEntry[], context: ResolveContext): Move {
  const { now, settings } = context;
  const since = intent.twoSince ?? now;
  const marks = marksOf(intent, context);
  const ours = intent.attempt > 0 && entries.some((entry) => isOwn(intent.draft, entry, marks));
  const verdict = ours ? twoFound(intent.draft, entries, marks, now - since < settings.patienceMs) : ofOthers(intent.draft, entries, now - since < settings.patienceMs * OTHERS);
  const own = ownEntryOf(row);
  const known = entries.filter((entry) => entry.entryId === own || fits(intent.draft, entry)).map(({ entryId }) => entryId);
  const two: Intent = { ...(known.some((id) => id === own) ? withoutRemoving(intent) : unknown(withoutRemoving(intent))), known, twoSince: since };
  const change: Change = { found: entries.map(shown), intent: two };
  const reason = { code: 'S-TWO-FOUND', params: { count: entries.length } };
  switch (verdict.kind) {
    case 'remove':
      return move(row, 'two-found', step(context, 'two found, one is ours'), { ...change, reason, due: now, intent: { ...two, removing: { remove: verdict.remove, keep: verdict.keep } } }, ['entry']);
    case 'wait':
      return move(row, 'two-found', step(context, 'two found, other browser'), { ...change, reason, due: now + Math.floor(settings.patienceMs * (0.25 + 0.25 * context.spread)) }, ['entry']);
    case 'person':
      // While a copy of ours may still be stored late, a day is too long: nobody would know that it is ours until then.
      return move(row, 'two-found', step(context, 'two found'), { ...change, reason, due: forPerson(now, now - since < settings.proofMs ? settings.proofMs : AGAIN_MS) }, ['entry']);
  }
}

/** Another browser sees its copies when it proves its entries; that may take several of its runs. */
const OTHERS = 4;

/** None of them is ours: nothing was sent from here, or ours gave way already. Equal ones are those of another browser, which removes its own. */
function ofOthers(draft: EntryDraft, entries: readonly FoundEntry[], patient: boolean): TwoFound {
  return { kind: patient && entries.filter((entry) => differences(draft, entry).length === 0).length > 1 ? 'wait' : 'person' };
}

/** The next state of an invoice that was never sent from here: adopted, for a person, or ready (null). */
export function resolveFresh(row: SyncRow, draft: EntryDraft, entries: readonly FoundEntry[], where: Pick<Intent, 'site' | 'division' | 'hash'> & { readonly refKey: string }, context: ResolveContext): Move | null {
  const { refKey, ...place } = where;
  const [first] = entries;
  if (!first) return null;
  const found = entries.map(shown);
  const { now, settings } = context;
  // Looked at again along with others, by what it stands for; nothing was sent for it.
  const intent: Intent = { ...place, draft: { ...draft, reference: first.reference }, at: now, firstAt: now, attempt: 0 };
  if (entries.length > 1 && ofOthers(intent.draft, entries, true).kind === 'wait') {
    const due = now + Math.floor(settings.patienceMs * (0.25 + 0.25 * context.spread));
    const reason = { code: 'S-TWO-FOUND', params: { count: entries.length } };
    return move(row, 'two-found', step(context, 'two found, other browser'), { found, refKey, reference: first.reference, intent: { ...intent, twoSince: now }, due, reason });
  }
  if (entries.length > 1) return move(row, 'two-found', step(context, 'two found'), { found, refKey, due: forPerson(now), reason: { code: 'S-TWO-FOUND', params: { count: entries.length } } });
  const what = differences(draft, { ...first, reference: draft.reference });
  if (what.length > 0) return move(row, 'differs', step(context, 'one found, differs'), { found, due: forPerson(now), reason: { code: 'S-PART', params: { what: what.join(', ') } } });
  const entry: BookedEntry = { entryId: first.entryId, entryNumber: first.entryNumber, origin: 'adopted' };
  return move(row, 'booked', step(context, 'adopted'), { entry, intent, refKey, reference: first.reference, due: now + settings.proofMs }, ['reason', 'found']);
}

export function marksOf(intent: Intent, context: Pick<ResolveContext, 'userId'>): OwnMarks {
  return { userId: context.userId, since: intent.firstAt, answered: intent.answer?.kind === 'ok' ? intent.answer.entryId : null };
}

/** As if two had never been found. */
function fromTheTop({ twoSince: _, ...intent }: Intent): Intent {
  return withoutRemoving(intent);
}

/** Without entries that are not there any more. */
function unknown({ answer, ...intent }: Intent): Intent {
  return withoutKnown(answer?.kind === 'ok' || answer === undefined ? intent : { ...intent, answer });
}

function withoutKnown({ known: _, ...intent }: Intent): Intent {
  return intent;
}

/** Without an entry that was removed from here. */
export function withoutEntry({ known, answer, ...intent }: Intent, entryId: string): Intent {
  const ours = answer?.kind === 'ok' && answer.entryId === entryId;
  return { ...intent, ...(answer && !ours ? { answer } : {}), ...(known ? { known: known.filter((id) => id !== entryId) } : {}) };
}

export function withoutRemoving({ removing: _, ...intent }: Intent): Intent {
  return intent;
}

function step(context: ResolveContext, outcome: string): { readonly at: number; readonly call: string; readonly outcome: string } {
  return { at: context.at, call: LOOK_UP, outcome };
}

export function shown({ entryId, entryNumber, type, gross, currency }: FoundEntry): NonNullable<SyncRow['found']>[number] {
  return { entryId, entryNumber, type, gross, currency };
}
