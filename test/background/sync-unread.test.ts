/** Invoices that cannot be understood while Sync is on: nobody is told "everything is booked" over them. */
import { afterEach, expect, it } from 'vitest';
import type { LedgerAnswer, ShopRef, StartChoice } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { connectShop, createStage, setUpAll, type Stage } from './harness';
import { countAndTurnOn } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

async function turnOn(from: StartChoice): Promise<void> {
  stage = await createStage({ exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId: 12 };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, 100_001);
  await stage.background.app.settings.putNote(`native:${shop.tenantId}:12`, `present ${String(stage.background.app.now())}`);
  await stage.background.alarm('discover');
  await stage.background.idle();
  expect(await countAndTurnOn(stage, shop, from)).toMatchObject({ ok: true });
  await stage.background.idle();
}

const unread = async () => (await stage.value({ kind: 'ledger.causes', shop })).tasks.filter(({ state }) => state === 'unread');

it('are tasks with their numbers, one card per cause, and counted as such', async () => {
  await turnOn({ date: '2000-01-01' });
  const cards = await unread();
  const found = (await stage.background.app.ledger.findingsOf(shop, 1000)).filter(({ invoiceId }) => invoiceId !== undefined);
  expect(found.length).toBeGreaterThan(0);
  expect(cards.flatMap(({ examples }) => examples.map(({ invoiceId }) => invoiceId)).sort()).toEqual(found.map(({ invoiceId }) => invoiceId).sort());
  expect(cards.every(({ fix, retry, count, examples }) => fix.kind === 'connect' && !retry && count === examples.length)).toBe(true);
  const { tasks } = await stage.value({ kind: 'ledger.causes', shop });
  const summary = await stage.background.app.sync.state(shop);
  expect(summary).toMatchObject({ tasks: tasks.length, attention: tasks.reduce((sum, { count }) => sum + count, 0) });
  expect(cards.length).toBeGreaterThan(1);
  const unreadable = cards.find(({ code }) => code === 'unreadable');
  expect(unreadable && syncReasonText('en', unreadable)).toContain('Not booked. The invoice could not be understood');
});

it('from before the first invoice of Sync are nobody’s task, nor is any while it is off', async () => {
  await turnOn({ date: '2099-01-01' });
  const undated = (await stage.background.app.ledger.findingsOf(shop, 1000)).filter(({ code }) => code === 'unreadable').length;
  expect((await unread()).reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(undated);
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  expect(await unread()).toEqual([]);
});

it('are counted as waiting before the switch is turned on, from the chosen invoice on', async () => {
  await turnOn({ date: '2099-01-01' });
  await stage.value({ kind: 'sync.act', shop, action: 'off' });
  const counted = await stage.value({ kind: 'ledger.preview', shop, from: { date: '2000-01-01' } });
  const found = (await stage.background.app.ledger.findingsOf(shop, 1000)).filter(({ invoiceId }) => invoiceId !== undefined);
  expect(counted.causes.filter(({ key }) => key.startsWith('unread|')).reduce((sum, { count }) => sum + count, 0)).toBe(found.length);
  expect(counted.causes.some(({ code }) => code === 'unreadable')).toBe(true);
  // Said once, with the first step.
  const next = await stage.value({ kind: 'ledger.preview', shop, from: { date: '2000-01-01' }, after: { date: '2099-01-01', id: 1 } });
  expect(next.causes).toEqual([]);
});

it('can be left to a person by name, one or a cause, and asked about again', async () => {
  await turnOn({ date: '2000-01-01' });
  const [card, other] = await unread();
  const one = card?.examples[0];
  if (!card || !one || !other) throw new Error('nothing unreadable');
  const give = (answer: LedgerAnswer): Promise<{ count: number }> => stage.value({ kind: 'ledger.answer', shop, answer });
  expect(await give({ kind: 'leave', invoiceId: one.invoiceId, by: 'Anna' })).toEqual({ count: 1 });
  expect((await unread()).flatMap(({ examples }) => examples.map(({ invoiceId }) => invoiceId))).not.toContain(one.invoiceId);
  expect(await stage.value({ kind: 'ledger.invoice', shop, invoiceId: one.invoiceId })).toMatchObject({ code: one.code, state: 'skipped', reason: { code: 'S-LEFT', params: { by: 'Anna', why: card.code } } });
  expect(await stage.background.app.ledger.heldBySync(shop.tenantId, [one.invoiceId])).toEqual(new Set([one.invoiceId]));
  expect(await stage.ask({ kind: 'ledger.answer', shop, answer: { kind: 'leave', invoiceId: 999_999, by: 'Anna' } })).toMatchObject({ ok: false, fault: { code: 'invoice-unknown' } });
  expect(await give({ kind: 'leave', cause: other.key, by: 'Anna' })).toEqual({ count: other.count });
  expect((await unread()).map(({ key }) => key)).not.toContain(other.key);
  // Not read again meanwhile: it is a task once more, and no invoice that Sync would look for in vain.
  expect(await give({ kind: 'retry', invoiceId: one.invoiceId })).toEqual({ count: 1 });
  expect((await unread()).flatMap(({ examples }) => examples.map(({ invoiceId }) => invoiceId))).toContain(one.invoiceId);
});
