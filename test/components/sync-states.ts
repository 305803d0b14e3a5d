/** The states in which Sync of a shop is shown, with what a person reads in each: the same for section and popup. */
import type { SyncSummary } from '../../lib/messages';

export const AT = new Date(2026, 10, 22, 14, 0).getTime();
const MINUTE = 60_000;

const FINE: SyncSummary = {
  on: true, running: false, lastRun: AT - 5 * MINUTE, nextRun: AT + 10 * MINUTE, booked: 300, waiting: 0, attention: 0, bound: 0, tasks: 0, progress: null, held: null, caughtUp: AT - 5 * MINUTE, sessionOnly: false, daysLeft: null, at: AT,
};

interface Shown {
  readonly name: string;
  readonly sync: SyncSummary;
  readonly title: string;
  /** Parts of what is said, in this order. */
  readonly says: readonly string[];
  readonly tone: 'off' | 'fine' | 'waiting' | 'attention';
  /** Of the section; the popup leaves out "Turn off". */
  readonly buttons: readonly string[];
  readonly progress?: readonly [done: number, total: number];
}

export const STATES: readonly Shown[] = [
  { name: 'off', sync: { ...FINE, on: false, booked: 0, lastRun: null, nextRun: null, caughtUp: null }, title: 'Automatic booking is off', says: [], tone: 'off', buttons: ['Turn on'] },
  { name: 'off, with a past', sync: { ...FINE, on: false }, title: 'Automatic booking is off', says: [], tone: 'off', buttons: ['Turn on', 'Details'] },
  { name: 'fine', sync: FINE, title: 'On: everything is booked', says: ['300 booked · 0 waiting · 0 for you', 'Last run 13:55. Next run 14:10.', 'Runs while this browser is open; caught up until 13:55.'], tone: 'fine', buttons: ['Sync now', 'Details', 'Turn off'] },
  { name: 'reading', sync: { ...FINE, running: true }, title: 'On: looking for new invoices', says: ['300 booked'], tone: 'fine', buttons: ['Cancel', 'Details', 'Turn off'] },
  { name: 'booking, nobody knows how long', sync: { ...FINE, running: true, waiting: 9, progress: { done: 3, total: 12, remainingMs: null } }, title: 'On: booking', says: ['3 of 12'], tone: 'waiting', buttons: ['Cancel', 'Details', 'Turn off'], progress: [3, 12] },
  { name: 'booking, with remaining time', sync: { ...FINE, running: true, waiting: 240, progress: { done: 60, total: 300, remainingMs: 4 * MINUTE } }, title: 'On: booking', says: ['60 of 300, about 4 minutes left', '300 booked · 240 waiting'], tone: 'waiting', buttons: ['Cancel', 'Details', 'Turn off'], progress: [60, 300] },
  { name: 'booking, nearly done', sync: { ...FINE, running: true, waiting: 2, progress: { done: 298, total: 300, remainingMs: 4000 } }, title: 'On: booking', says: ['298 of 300, less than a minute left'], tone: 'waiting', buttons: ['Cancel', 'Details', 'Turn off'], progress: [298, 300] },
  { name: 'invoices wait', sync: { ...FINE, waiting: 1 }, title: 'On: 1 invoice waits', says: ['300 booked · 1 waiting · 0 for you'], tone: 'waiting', buttons: ['Sync now', 'Details', 'Turn off'] },
  {
    name: 'Exact’s limit is reached', sync: { ...FINE, waiting: 40, held: { code: 'S-WAIT', params: { cause: 'budget', until: AT + 30 * MINUTE }, person: false, until: AT + 30 * MINUTE } },
    title: 'On: 40 invoices wait', says: ['Nothing is booked for this shop meanwhile; what was booked stays. Exact’s limit of calls is used up.', 'goes on by itself at 14:30.'], tone: 'waiting', buttons: ['Sync now', 'Details', 'Turn off'],
  },
  { name: 'held, with nothing to book', sync: { ...FINE, held: { code: 'timeout', params: {}, person: false, until: null } }, title: 'On: waiting', says: ['did not answer in time', 'Each run tries again'], tone: 'waiting', buttons: ['Sync now', 'Details', 'Turn off'] },
  { name: 'tasks', sync: { ...FINE, attention: 5, tasks: 2 }, title: 'On: 2 tasks for you', says: ['300 booked · 0 waiting · 5 for you'], tone: 'attention', buttons: ['Sync now', 'Details', 'Turn off'] },
  {
    name: 'held for a person', sync: { ...FINE, tasks: 1, held: { code: 'S-NATIVE-ACTIVE', params: {}, person: true, until: null } },
    title: 'On: 1 task for you', says: ['Nothing is booked for this shop meanwhile', 'own connector with Exact is active', 'All that waits then goes on by itself.'], tone: 'attention', buttons: ['Sync now', 'Details', 'Turn off'],
  },
  { name: 'the permission ages', sync: { ...FINE, tasks: 1, daysLeft: 6 }, title: 'On: 1 task for you', says: ['ends in 6 days', '300 booked'], tone: 'attention', buttons: ['Sync now', 'Details', 'Turn off'] },
  { name: 'only while signed in', sync: { ...FINE, sessionOnly: true }, title: 'On: everything is booked', says: ['caught up until 13:55', 'Only while you are signed in to ShopCtrl.'], tone: 'fine', buttons: ['Sync now', 'Details', 'Turn off'] },
  { name: 'never read', sync: { ...FINE, lastRun: null, caughtUp: null, booked: 0 }, title: 'On: everything is booked', says: ['Next run 14:10.', 'ShopCtrl was not read yet.'], tone: 'fine', buttons: ['Sync now', 'Details', 'Turn off'] },
];

/** True when the parts stand in the text in this order. */
export function inOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = text.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
