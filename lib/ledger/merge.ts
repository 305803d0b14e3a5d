/**
 * What becomes of an invoice that both the ledger and a backup know. What may be in the books is never taken back: the further state wins,
 * and what had been on its way is looked up in Exact again before anything else.
 */
import { BOUND_STATES, HELD_STATES, isSettled, withoutReason } from './sync-rows';
import type { Intent, SyncRow, SyncState, SyncStep } from './sync-rows';

const HISTORY = 40;
/** Among states that may be in the books; the others are below. */
const FURTHER: readonly SyncState[] = ['intent', 'sent', 'uncertain', 'gone', 'two-found', 'differs', 'booked', 'proved'];

/**
 * The row to store, or null when the ledger's own stays. `now` is local time in milliseconds; `current` is the content of the invoice as
 * last read, null when it was not.
 */
export function mergedRow(local: SyncRow | undefined, saved: SyncRow, now: number, current: string | null): SyncRow | null {
  if (local && !wins(saved, local)) return null;
  const taken = asRestored(saved);
  const steps = [...joined(saved.steps, local?.steps ?? []), { at: now, state: taken.state, call: '', outcome: 'restored' }].slice(-HISTORY);
  const changed = current === null || !isSettled(taken) ? taken.changed : taken.changed || current !== taken.hash;
  return { ...taken, changed, rev: Math.max(saved.rev, local?.rev ?? 0) + 1, steps };
}

function wins(saved: SyncRow, local: SyncRow): boolean {
  // The ledger went on from there: it knows all that the backup does.
  if (saved.steps.length > 0 && holds(local, saved)) return false;
  const [theirs, ours] = [weight(saved), weight(local)];
  if (theirs !== ours) return theirs > ours;
  if (HELD_STATES.includes(local.state)) return FURTHER.indexOf(saved.state) > FURTHER.indexOf(local.state);
  return holds(saved, local) && local.steps.length < saved.steps.length;
}

/** 2: may be in the books. 1: a person or a file has it, or something was once about to be sent. 0: can be decided again. */
function weight(row: SyncRow): 0 | 1 | 2 {
  if (HELD_STATES.includes(row.state) || (row.intent !== undefined && row.state !== 'refused')) return 2;
  return isSettled(row) || row.state === 'exported' || row.reference !== undefined || row.notImported || row.reporting ? 1 : 0;
}

/** Whether the history of `row` holds the last step of the other. */
function holds(row: SyncRow, other: SyncRow): boolean {
  const last = other.steps.at(-1);
  return last === undefined || row.steps.some((step) => same(step, last));
}

function same(a: SyncStep, b: SyncStep): boolean {
  return a.at === b.at && a.state === b.state && a.call === b.call && a.outcome === b.outcome;
}

function joined(a: readonly SyncStep[], b: readonly SyncStep[]): readonly SyncStep[] {
  return [...a, ...b.filter((step) => !a.some((one) => same(one, step)))].sort((one, other) => one.at - other.at);
}

/**
 * A saved row as it may stand now. Time went by since: what was on its way may have arrived, so that its miss of then proves nothing, and
 * what was about to be sent may have been. Both are looked up as if the answer had just been lost (`sent`, then `uncertain`). Which copy was
 * about to be removed is found out anew.
 */
function asRestored(row: SyncRow): SyncRow {
  if (row.intent !== undefined && (BOUND_STATES.includes(row.state) || row.state === 'ready') && row.state !== 'two-found') {
    return { ...withoutReason(row), state: row.state === 'intent' ? 'intent' : 'sent', due: 0 };
  }
  if (row.intent?.removing) return { ...row, intent: withoutRemoving(row.intent), due: 0 };
  return row.state === 'ready' ? { ...row, state: 'seen', due: 0 } : row;
}

function withoutRemoving({ removing: _, ...intent }: Intent): Intent {
  return intent;
}
