/** More invoices wait than anybody reads: figures come from counters, cards say how many there really are, and an answer reaches all of them. */
import { afterEach, expect, it } from 'vitest';
import type { SyncRow, SyncState } from '../../lib/ledger/sync-rows';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, setUpAll, type Stage } from './harness';
import { countAndTurnOn } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const COUNT = 24;

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

/** Six invoices of one cause each for a lack of rules and by a person's hand, and three that go by themselves. */
async function aShop(): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count: COUNT, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  await stage.background.alarm('discover');
  await stage.background.idle();
  expect(await countAndTurnOn(stage, shop, { date: '2000-01-01' }, 'Anna')).toMatchObject({ ok: true });
  await stage.background.idle();
  const { ledger } = stage.background.app;
  const rows = await ledger.syncAll(shop, 'booked', COUNT);
  expect(rows).toHaveLength(COUNT);
  const far = Number.MAX_SAFE_INTEGER;
  const to = (part: readonly SyncRow[], change: Partial<SyncRow>) => ledger.moveSync(part.map((row) => ({ before: row, after: { ...withoutEntry(row), ...change, rev: row.rev + 1 } })), 'strict');
  await to(rows.slice(0, 8), { state: 'refused', due: far, reason: { code: 'no-mapping', params: { rate: 900 } } });
  await to(rows.slice(8, 14), { state: 'refused', due: far + 1, reason: { code: 'other', params: {} } });
  await to(rows.slice(14, 17), { state: 'uncertain', due: far, reason: { code: 'S-UNCERTAIN', params: { until: far } } });
  await to(rows.slice(17, 19), { state: 'booked', changed: true });
}

function withoutEntry({ entry: _, intent: _intent, ...row }: SyncRow): SyncRow {
  return row;
}

/** The ledger gives at most so many rows of a state at once, as it does of thousands. */
function atMost(limit: number): void {
  const { ledger } = stage.background.app;
  const real = ledger.syncAll.bind(ledger);
  Object.assign(ledger, { syncAll: (where: ShopRef, state: SyncState, asked: number) => real(where, state, Math.min(limit, asked)) });
}

it('how it stands is told without reading one row', async () => {
  await aShop();
  const { ledger, sync } = stage.background.app;
  const never = (): never => {
    throw new Error('rows were read');
  };
  Object.assign(ledger, { syncAll: never, syncChanged: never, syncPage: never, syncRows: never });
  expect(await sync.state(shop)).toMatchObject({ attention: 16, waiting: 3, tasks: 3 });
  expect(await stage.value({ kind: 'popup.state' })).toMatchObject({ shops: [{ sync: { attention: 16, tasks: 3 } }] });
});

it('each card says how many there are, and no amount of a part of them; a cause behind the others has its card', async () => {
  await aShop();
  atMost(4);
  const { tasks, waiting } = await stage.value({ kind: 'ledger.causes', shop });
  expect(tasks.map(({ code, count, totals }) => [code, count, totals.length > 0])).toEqual([['no-mapping', 8, false], ['other', 6, true], ['S-CHANGED', 2, true]]);
  expect(waiting.map(({ code, count }) => [code, count])).toEqual([['S-UNCERTAIN', 3]]);
});

it.each(['retry', 'leave'] as const)('%s of a cause reaches all of its invoices', async (kind) => {
  await aShop();
  atMost(3);
  const { tasks } = await stage.value({ kind: 'ledger.causes', shop });
  const cause = tasks.find(({ code }) => code === 'no-mapping')?.key ?? '';
  const { count } = await stage.value({ kind: 'ledger.answer', shop, answer: kind === 'retry' ? { kind, cause } : { kind, cause, by: 'Anna' } });
  expect(count).toBe(8);
  await stage.background.idle();
  expect([...(await stage.background.app.ledger.syncHeld(shop)).keys()].some((key) => key.includes('no-mapping'))).toBe(false);
});
