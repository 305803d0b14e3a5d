/** Steps of the state machine of design 6: which follow which, and how a row is moved. */
import type { SyncRow, SyncState, SyncStep } from '../ledger/sync-rows';

const HISTORY = 40;

/** Which state may follow which. Everything else is a mistake of the engine and throws. */
const NEXT: Readonly<Record<SyncState, readonly SyncState[]>> = {
  seen: ['waiting', 'ready', 'refused', 'skipped', 'exported', 'booked', 'differs', 'two-found', 'gone'],
  waiting: ['seen', 'waiting', 'ready', 'refused', 'skipped', 'exported', 'booked', 'differs', 'two-found', 'gone'],
  ready: ['seen', 'waiting', 'ready', 'intent', 'refused', 'skipped', 'exported', 'booked', 'differs', 'two-found', 'gone'],
  intent: ['intent', 'sent', 'ready', 'uncertain', 'booked', 'differs', 'two-found'],
  sent: ['uncertain', 'booked', 'differs', 'refused', 'waiting', 'two-found', 'sent'],
  uncertain: ['uncertain', 'ready', 'booked', 'differs', 'two-found', 'refused', 'waiting', 'gone'],
  booked: ['booked', 'proved', 'differs', 'two-found', 'gone'],
  proved: ['proved', 'differs', 'two-found', 'gone'],
  differs: ['differs', 'booked', 'gone', 'seen', 'two-found', 'uncertain', 'ready', 'exported'],
  refused: ['seen', 'refused', 'skipped', 'booked', 'differs', 'two-found'],
  skipped: ['seen', 'skipped'],
  exported: ['seen', 'waiting', 'refused', 'skipped', 'exported', 'ready', 'booked', 'differs', 'two-found', 'gone'],
  'two-found': ['two-found', 'sent', 'booked', 'uncertain', 'seen', 'differs', 'ready', 'exported', 'gone'],
  gone: ['seen', 'gone', 'booked', 'differs', 'two-found'],
};

export interface Move {
  readonly before: SyncRow;
  readonly after: SyncRow;
}

export type Change = Partial<Omit<SyncRow, 'tenantId' | 'id' | 'rev' | 'steps' | 'state'>>;

/** The row in its next state, with the step in its history. `drop` removes optional parts. */
export function move(
  before: SyncRow,
  state: SyncState,
  step: Pick<SyncStep, 'at' | 'call' | 'outcome'>,
  change: Change = {},
  drop: readonly ('reason' | 'intent' | 'entry' | 'found' | 'refKey' | 'reporting' | 'documentDue')[] = [],
): Move {
  if (!NEXT[before.state].includes(state)) throw new Error(`${before.state} is not followed by ${state}`);
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !drop.some((one) => one === name))) as unknown as SyncRow;
  const after: SyncRow = { ...kept, ...change, state, rev: before.rev + 1, steps: [...before.steps, { ...step, state }].slice(-HISTORY) };
  return { before, after };
}

/** The row as it is, to be looked at again then; nothing happened that its history would have to tell. */
export function later(before: SyncRow, due: number): Move {
  return { before, after: { ...before, due, rev: before.rev + 1 } };
}

/** Whether a step leaves the row as it was, but for the time at which it is due. */
export function isSame({ before, after }: Move): boolean {
  const told = ({ state, reason, found }: SyncRow): string => JSON.stringify([state, reason, found]);
  return told(before) === told(after);
}

/** Whether that state may follow. */
export function mayFollow(before: SyncRow, state: SyncState): boolean {
  return NEXT[before.state].includes(state);
}
