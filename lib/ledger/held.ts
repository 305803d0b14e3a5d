/** What holds an invoice of Sync, and by which cause: told by its row alone, so that counters follow it. Pure. */
import { causeKey } from '../booking/cause';
import type { SyncReason, SyncRow, SyncState } from './sync-rows';

/** Rows that wait for a person, or for nothing, are due then or later: beyond any clock. */
export const FAR = 8_640_000_000_000_000;

/** When the document of an entry is due that was refused for good: found by that, and never due. */
export const DOCUMENT_REFUSED = 10_000_000_000_000_000;

/** Reason of invoices whose kind Exact refused so often that it rests. */
export const KIND_RESTS = 'S-KIND-RESTS';

/** Waits that end without a person. */
const PASSING: ReadonlySet<string> = new Set(['S-EXPORTING', 'S-DEBTOR-UNCERTAIN', KIND_RESTS]);

/** States in which invoices stand that a person may have to do with. */
export const LOOKED_AT = ['refused', 'differs', 'two-found', 'gone', 'exported', 'waiting', 'uncertain'] as const satisfies readonly SyncState[];

/** Key of what a person is told about invoices that changed in ShopCtrl since. */
export const CHANGED = 'changed';
const PASSING_KEY = '|passing';

/** Whether what an invoice waits for passes by itself; everything else is a person's task, though it is tried again each day. */
export function passes({ state, due, reason }: Pick<SyncRow, 'state' | 'due' | 'reason'>): boolean {
  return state === 'uncertain' || (state === 'two-found' && due < FAR) || (state === 'waiting' && PASSING.has(reason?.code ?? ''));
}

/** Whether a reason is about the period and not about the invoice: it is held, and tried again. */
export function isPeriod(code: string): boolean {
  return code === 'X-PERIOD-CLOSED' || code === 'X-NO-YEAR';
}

export interface HeldBy {
  /** Equal for invoices that one answer of a person concerns. */
  readonly key: string;
  readonly state: string;
  readonly reason: SyncReason;
  /** Of the invoice's date, `2026-01`. */
  readonly month: string;
  readonly passing: boolean;
}

/** The cause that holds a row by its state; what merely changed in ShopCtrl is `changedBy`. */
export function heldBy(row: SyncRow): HeldBy {
  const month = row.date.slice(0, 7);
  const told = row.reason ?? { code: 'other', params: {} };
  const passing = passes(row);
  const reason = isPeriod(told.code) ? { code: told.code, params: { month } } : told.code === 'S-TWO-FOUND' && passing ? { code: 'S-TWO-WAIT', params: told.params } : told;
  const key = isPeriod(reason.code) ? `${row.state}|${reason.code}|${month}` : `${row.state}|${causeKey(reason)}`;
  return { key: `${key}${passing ? PASSING_KEY : ''}`, state: row.state, reason, month, passing };
}

export function changedBy(row: SyncRow): HeldBy {
  return { key: CHANGED, state: CHANGED, reason: { code: 'S-CHANGED', params: {} }, month: row.date.slice(0, 7), passing: false };
}

/** Causes under which a row is counted. */
export function heldKeys(row: SyncRow): readonly string[] {
  return [...(LOOKED_AT.some((state) => state === row.state) ? [heldBy(row).key] : []), ...(row.changed ? [CHANGED] : [])];
}

/** Whether invoices under this key go by themselves. */
export function isPassing(key: string): boolean {
  return key.endsWith(PASSING_KEY);
}
