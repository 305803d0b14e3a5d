import { expect, it } from 'vitest';
import { besides } from '../../lib/background/sync-summary';
import type { SyncState, SyncSummary } from '../../lib/messages';

const TAKEN = { code: 'exact-taken-over', params: { on: '2026-01-31T00:30:00.000Z' } } as const;
const summary = (code: string): SyncSummary => ({ on: true, running: false, lastRun: 1, nextRun: 2, booked: 12, waiting: 3, attention: 0, bound: 0, tasks: 1, progress: null, held: { code, params: TAKEN.params, person: true, until: null }, caughtUp: 1, sessionOnly: false, daysLeft: null, at: 3 });
const ADMINISTRATION = { division: 1, code: '1', name: 'Lamp & Licht B.V.' };
const ended: SyncState = { state: 'reconnect', by: 'Anna Jansen', administration: ADMINISTRATION, since: '2026-01-01', fault: TAKEN };
const fine: SyncState = { state: 'authorized', by: 'Anna Jansen', administration: ADMINISTRATION, since: '2026-01-01' };

it('what the notice of the connection says is not said again by Sync; it stays a task', () => {
  expect(besides(summary('exact-taken-over'), ended)).toEqual({ ...summary('exact-taken-over'), held: null });
});

it.each([['S-NATIVE-ACTIVE', ended], ['exact-taken-over', fine]] as const)('%s beside %j is said', (code, connection) => {
  expect(besides(summary(code), connection)).toEqual(summary(code));
});
