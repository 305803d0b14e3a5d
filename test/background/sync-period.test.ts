/** The consent to book a closed month elsewhere is one to what was shown: which invoices, and how they were to be booked. */
import { afterEach, expect, it } from 'vitest';
import type { LedgerAnswer, PeriodImpact, ShopRef } from '../../lib/messages';
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

let stage: Stage;
let shop: ShopRef;
let month: string;
afterEach(() => stage.close());

/** All invoices of one closed month wait, and nothing else is left. */
async function closedMonth(): Promise<number> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count: 12, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  await stage.background.alarm('discover');
  await stage.background.idle();
  const { rows } = await stage.value({ kind: 'ledger.list', shop });
  const months = rows.map(({ date }) => date.slice(0, 7));
  const inMonth = (one: string): number => months.filter((other) => other === one).length;
  month = months.toSorted((one, other) => inMonth(other) - inMonth(one))[0] ?? '';
  stage.sims.exact.closePeriod(division, Number(month.slice(0, 4)), Number(month.slice(5)));
  expect(await countAndTurnOn(stage, shop, { date: '2000-01-01' }, 'Anna')).toMatchObject({ ok: true });
  await stage.background.idle();
  const count = inMonth(month);
  expect(await waiting()).toBe(count);
  return count;
}

const waiting = async (): Promise<number> => (await stage.background.app.ledger.syncCounts(shop)).waiting;
const shown = (): Promise<PeriodImpact> => stage.value({ kind: 'ledger.period', shop, month });
async function agree(impact: PeriodImpact): Promise<number> {
  const [first] = impact.periods;
  const answer: LedgerAnswer = { kind: 'period', month, year: first?.year ?? 0, period: first?.period ?? 0, by: 'Anna', shown: impact.shown };
  const { count } = await stage.value({ kind: 'ledger.answer', shop, answer });
  await stage.background.idle();
  return count;
}

it('the preview counts what waits for the month among what waits, as its list says, and not among what is ready', async () => {
  const count = await closedMonth();
  const period = { from: `${month}-01`, to: `${month}-31` };
  expect(await stage.value({ kind: 'preview.batch', shop, ...period })).toMatchObject({ ready: 0, waiting: count, held: count, exported: 0, synced: 0, totals: [] });
  expect((await stage.value({ kind: 'preview.list', shop, ...period })).rows.map(({ sync }) => sync?.state)).toEqual(Array.from({ length: count }, () => 'waiting'));
  // Without Sync they are ready: Export takes them.
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  expect(await stage.value({ kind: 'preview.batch', shop, ...period })).toMatchObject({ ready: count, waiting: 0, held: 0 });
});

it('an invoice that began to wait while the amounts were shown stays, and is asked about with the next question', async () => {
  const count = await closedMonth();
  expect(count).toBeGreaterThan(1);
  const { ledger } = stage.background.app;
  const [late] = await ledger.syncAll(shop, 'waiting', 1);
  if (!late) throw new Error('no row');
  // As if it had come later: it does not wait yet when the person is shown the amounts.
  await ledger.moveSync([{ before: late, after: { ...late, state: 'seen', rev: late.rev + 1 } }], 'strict');
  const impact = await shown();
  expect(impact.invoices).toBe(count - 1);
  await ledger.moveSync([{ before: { ...late, rev: late.rev + 1 }, after: { ...late, rev: late.rev + 2 } }], 'strict');
  expect(await agree(impact)).toBe(count - 1);
  expect(await ledger.syncRow(shop.tenantId, late.id)).toMatchObject({ state: 'waiting' });
  expect(await waiting()).toBe(1);
  const next = await shown();
  expect(next.invoices).toBe(1);
  expect(await agree(next)).toBe(1);
  expect(await waiting()).toBe(0);
});

it('what would be booked otherwise by now is asked about anew', async () => {
  const count = await closedMonth();
  const impact = await shown();
  expect(impact.invoices).toBe(count);
  // Other rules: the amounts may be the same, the entries are not.
  const { settings } = stage.background.app;
  const known = await settings.rules(shop);
  if (!known) throw new Error('no rules');
  await settings.putRules(shop, { ...known.rules, referencePrefix: 'N' }, 'Anna', '2026-01-01T00:00:00Z');
  expect(await agree(impact)).toBe(0);
  expect(await waiting()).toBe(count);
  expect(await agree(await shown())).toBe(count);
});
