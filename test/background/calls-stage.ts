/** What Sync costs in calls to Exact, measured through the whole background: as Exact counts them, with everything that a run reads (issue: done when, 5). */
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { CHAOS_SHOPS } from '../chaos/world';
import { createClock, type CallRecord } from '../simulators/contract';
import type { ExactOptions } from '../simulators/exact';
import type { World } from '../simulators/seed';
import { consumer, LAMPS } from '../simulators/seed/people';
import { ordinarySale } from '../simulators/seed/scenarios';
import { defaultPlans, worldFrom } from '../simulators/seed/world';
import { connectShop, createStage, setUpAll, type Stage } from './harness';

export const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
export const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
export const DAY = 24 * 3_600_000;
const SCHEDULE = 15 * 60_000;

/** A shop that sells to consumers at home, one after another: all of them on a collective debtor. */
function consumersOnly(count: number, now: number): World {
  const [demo] = defaultPlans({});
  if (!demo) throw new Error('no environment');
  const sales = Array.from({ length: count }, (_, at) => 80 - Math.floor((at * 78) / count));
  const plan = {
    id: shopId, name: 'Lamp & Licht', owner: 1, group: 1, basis: 'net' as const, range: { style: 'digits' as const, first: 10_001 },
    sales: (random: Parameters<typeof consumer>[0]) => sales.map((daysAgo, at) => ({ ...ordinarySale(random, LAMPS, daysAgo, String(at)), billTo: consumer(random), customerCode: `C${String(at)}` })),
  };
  return worldFrom([{ ...demo, shops: [plan] }], { seed: 7, now });
}

export interface CallsStage {
  readonly stage: Stage;
  readonly shop: ShopRef;
  /** Every call on the shop's administration since Sync was turned on. */
  calls(): readonly CallRecord[];
  booked(): Promise<{ readonly booked: number; readonly proved: number }>;
}

/** Sync is on, its books are a day old, and nothing of the day before is left of the limits. `before` comes before the books are read for the first time. */
export async function syncIsOn(count: number, exact: Partial<ExactOptions> = {}, before?: (stage: Stage) => void): Promise<CallsStage> {
  const stage = await createStage({ world: consumersOnly(count, createClock().now()), exact, api: { latencyMs: 0 } });
  const shop: ShopRef = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  before?.(stage);
  await connectShop(stage, shop, division);
  const { app } = stage.background;
  await app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, 'present');
  stage.sims.clock.advance(DAY + 60_000);
  await app.sync.change(shop, () => ({
    ...shop, on: true, from: { date: '2000-01-01' }, nativeOff: null, paused: null, promote: false, attachPdf: false, useEntryNumber: false, refusals: { key: '', count: 0, rulesVersion: 0 }, lastRun: null, caughtUp: null,
  }));
  const made = stage.sims.exact.callsOf(division).length;
  return {
    stage,
    shop,
    calls: () => stage.sims.exact.callsOf(division).slice(made),
    booked: async () => {
      const { booked, proved } = await stage.background.app.ledger.syncCounts(shop);
      return { booked, proved };
    },
  };
}

/** Lets alarms go off as the browser would, one after another, each as soon as it is due; `meanwhile` before each. Ends where `done` says so, or at `until`. */
export async function alarmsGoOff({ stage }: CallsStage, until: number, { meanwhile = () => undefined, done = () => Promise.resolve(false) }: { meanwhile?(): void; done?(): Promise<boolean> } = {}): Promise<void> {
  const { clock } = stage.sims;
  stage.alarms.set('sync', clock.now());
  while (!(await done())) {
    const due = (['sync', 'sync-at', 'sync-wake'] as const).flatMap((name) => {
      const at = stage.alarms.get(name);
      return typeof at === 'number' ? [{ name, at }] : [];
    });
    const next = due.sort((one, other) => one.at - other.at)[0];
    if (!next || next.at >= until) return;
    clock.advance(Math.max(next.at - clock.now(), 0));
    // One repeats, the others are over.
    stage.alarms.set(next.name, next.name === 'sync' ? next.at + SCHEDULE : null);
    meanwhile();
    await stage.background.alarm(next.name);
    await stage.background.idle();
  }
}

/** One run of so many invoices, until all are found in Exact; the calls that it took. Throws when not all are. */
export async function oneRun(given: CallsStage, count: number): Promise<readonly CallRecord[]> {
  const all = async (): Promise<boolean> => {
    const { booked, proved } = await given.booked();
    return booked + proved === count;
  };
  await alarmsGoOff(given, given.stage.sims.clock.now() + 3_600_000, { done: all });
  if (!(await all())) throw new Error(`${JSON.stringify(await given.booked())} of ${String(count)}: nothing was measured`);
  return given.calls();
}

/** So many invoices that are made over a day, and the hour after it in which the last ones are proved; the calls that it took. Throws when not all are. */
export async function oneDay(given: CallsStage, count: number): Promise<readonly CallRecord[]> {
  const { stage, booked } = given;
  const { clock, api } = stage.sims;
  const start = clock.now();
  let made = 0;
  const sell = (): void => {
    for (const upTo = Math.min(count, Math.ceil((count * (clock.now() - start + 60_000)) / DAY)); made < upTo; made += 1) api.controls.addInvoice('demo', shopId);
  };
  await alarmsGoOff(given, start + DAY + 3_600_000, { meanwhile: sell });
  if ((await booked()).proved !== count) throw new Error(`${JSON.stringify(await booked())} of ${String(count)}: nothing was measured`);
  return given.calls();
}

/** How many of which, for people. */
export function kindsOf(calls: readonly CallRecord[]): string {
  const kinds = new Map<string, number>();
  for (const { method, path } of calls) {
    const kind = `${method} ${/\/api\/v1\/\d+\/([^?(]+)/.exec(path)?.[1] ?? path}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds].map(([kind, count]) => `${kind} ${String(count)}`).join(', ');
}
