/** The engine on the real session, against the simulated Exact over HTTP on loopback, with the simulator's clock. */
import type { Invoice } from '../../lib/invoice/invoice';
import { openSession } from '../../lib/sync/session';
import type { SyncPorts } from '../../lib/sync/ports';
import type { CallRecord } from '../simulators/contract';
import { connect, startHarness, type Harness } from '../simulators/exact/harness';
import type { ExactOptions } from '../simulators/exact/index';
import { FakeExact } from './fake-exact';
import { aBench, bookingOf, Clock, DECIDER, type Bench, type BenchOptions } from './fixtures';

export const DIVISION = 100_001;

export interface Stage {
  readonly harness: Harness;
  /** Of the user whose entries these are. */
  readonly token: string;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Every call on the administration. */
  calls(): readonly CallRecord[];
  bench(source: readonly Invoice[], options?: Partial<BenchOptions>): Bench;
  close(): Promise<void>;
}

/** `expiresIn` is long, since these tests are about entries and not about tokens. */
export async function aStage(options: Partial<ExactOptions> = {}): Promise<Stage> {
  const harness = await startHarness({ expiresIn: '1000000', ...options });
  const { access_token: token } = await connect(harness);
  const { id: userId } = harness.sim.user('anna.jansen');
  const before = harness.sim.callsOf(DIVISION).length;
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { host, pathname, search } = new URL(url);
    const answer = await harness.ask({ host, path: pathname + search, method: init.method ?? 'GET', headers: init.headers as Record<string, string>, ...(typeof init.body === 'string' ? { body: init.body } : {}) });
    const headers = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []));
    return new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers });
  };
  const clock = new (class extends Clock {
    override readonly now = (): number => harness.clock.now();
  })();
  const ports: Partial<SyncPorts> = {
    target: () => Promise.resolve({ connectionId: 'c', site: 'nl', division: DIVISION, userId }),
    token: () => Promise.resolve(token),
    exact: (target, bearer, budget) => openSession({ fetch, now: harness.clock.now }, target, bearer, budget),
    now: harness.clock.now,
  };
  const decider = {
    ...DECIDER,
    decide: (row: Parameters<typeof DECIDER.decide>[0]): ReturnType<typeof DECIDER.decide> => {
      const decided = DECIDER.decide(row);
      return decided.decision.ok && decided.decision.booking.debtor.kind === 'collective' ? { ...decided, decision: { ok: true, booking: { ...bookingOf(row.invoice), debtor: { code: '1', kind: 'collective' } } } } : decided;
    },
  };
  return {
    harness,
    token,
    fetch,
    calls: () => harness.sim.callsOf(DIVISION).slice(before),
    bench: (source, more = {}) => aBench({ exact: new FakeExact(clock.now), clock, source, decider, ...more, ports: { ...ports, ...more.ports } }),
    close: () => harness.close(),
  };
}

/** Runs at each alarm and at the schedule until `until` (clock of the simulator). */
export async function runUntil(bench: Bench, stage: Stage, until: number, everyMs = 15 * 60_000): Promise<void> {
  let scheduled = stage.harness.clock.now();
  while (stage.harness.clock.now() < until) {
    const { next } = await bench.engine.run();
    const now = stage.harness.clock.now();
    while (scheduled <= now) scheduled += everyMs;
    stage.harness.clock.advance(Math.max(Math.min(next ?? scheduled, scheduled), now + 1000) - now);
  }
}
