/** Requests of the ledger page against the whole background and the simulators: the count before the switch, the switch, what needs a person and what becomes of the answer. */
import { afterEach, describe, expect, it } from 'vitest';
import { DOCUMENT_REFUSED } from '../../lib/ledger/held';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import type { LedgerAnswer, ShopRef, StartChoice, StartStep } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { truth } from '../simulators/seed';
import { connectShop, createStage, HOST, setUpAll, type Stage } from './harness';
import { countAndTurnOn, countFrom, NO_OPTIONS } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const ALL: StartChoice = { date: '2000-01-01' };

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

async function aShop(count: number, native: 'present' | 'active' | 'unknown' = 'present', connected = true): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  if (connected) await connectShop(stage, shop, division);
  const { settings } = stage.background.app;
  if (native === 'unknown') await settings.changeTenant(shop.tenantId, { nativeModule: null });
  else await settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, `${native} ${String(stage.background.app.now())}`);
  await stage.background.alarm('discover');
  await stage.background.idle();
}

const step = (from: StartChoice = ALL): Promise<StartStep> => stage.value({ kind: 'ledger.preview', shop, from });
const turnOn = (from: StartChoice = ALL, nativeOff: string | null = null) => countAndTurnOn(stage, shop, from, nativeOff);
const state = () => stage.value({ kind: 'ledger.state', shop });
const causes = () => stage.value({ kind: 'ledger.causes', shop });
const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));
async function answer(what: LedgerAnswer): Promise<number> {
  const { count } = await stage.value({ kind: 'ledger.answer', shop, answer: what });
  await stage.background.idle();
  return count;
}
async function booked(from: StartChoice = ALL): Promise<void> {
  expect(await turnOn(from)).toMatchObject({ ok: true });
  await stage.background.idle();
}
function withoutIntent({ intent: _, ...row }: SyncRow): SyncRow {
  return row;
}
async function rows(only?: string) {
  return (await stage.value({ kind: 'ledger.list', shop, ...(only === undefined ? {} : { state: only }) })).rows;
}

describe('before the switch', () => {
  it('counts what would go and its total, equal to the seed, and books nothing', async () => {
    await aShop(12);
    const told = truth(stage.sims.world.shop(HOST, shopId)).invoices;
    const counted = await step();
    expect(counted).toMatchObject({ done: 12, total: 12, count: 12, found: 0, exported: 0, causes: [], next: null, until: null });
    expect(counted.totals.reduce((sum, { gross }) => sum + gross, 0)).toBe(told.reduce((sum, { gross }) => sum + gross, 0));
    expect(books()).toMatchObject({ booked: 0 });
  });

  it('says how many stand in Exact already, by date and by number', async () => {
    await aShop(6);
    await booked();
    // A new computer: the same books in Exact, nothing known here.
    const [newest, , third] = await rows();
    const { ledger } = stage.background.app;
    await ledger.forget(shop);
    await stage.background.alarm('discover');
    await stage.background.idle();
    expect(await step()).toMatchObject({ count: 0, found: 6, totals: [] });
    expect(await step({ date: newest?.date ?? '' })).toMatchObject({ found: 1 });
    expect(await step({ code: third?.code ?? '' })).toMatchObject({ found: 3 });
    expect(await stage.ask({ kind: 'ledger.preview', shop, from: { code: 'none such' } })).toMatchObject({ ok: false, fault: { code: 'invoice-unknown' } });
  });

  it('counts invoices of a month that Exact said is closed as waiting, not as going', async () => {
    await aShop(6);
    const { date, code } = (await rows()).at(-1) ?? { date: '', code: '' };
    const inMonth = (await rows()).filter((row) => row.date.startsWith(date.slice(0, 7)));
    const { ledger, connections } = stage.background.app;
    const link = await connections.linkOf(shop);
    const connection = link && (await connections.get(link.connectionId));
    const known = await ledger.administration(connection?.site ?? '', division);
    await ledger.putAdministration({ ...known, closed: { [date.slice(0, 7)]: stage.background.app.now() } });
    const counted = await step();
    expect(counted).toMatchObject({ done: 6, count: 6 - inMonth.length });
    expect(counted.causes).toMatchObject([{ code: 'X-PERIOD-CLOSED', params: { month: date.slice(0, 7) }, count: inMonth.length }]);
    expect(counted.causes[0]?.invoices).toContain(code);
  });

  it('counts as waiting what Exact would not keep the reference of', async () => {
    await aShop(3);
    const { settings } = stage.background.app;
    const known = await settings.rules(shop);
    if (!known) throw new Error('no rules');
    // As a backup of another version may bring it: the form takes no prefix that is so long.
    await settings.putRules(shop, { ...known.rules, referencePrefix: 'L'.repeat(50) }, 'Anna', '2026-01-01T00:00:00Z');
    const counted = await step();
    expect(counted).toMatchObject({ count: 0, totals: [] });
    expect(counted.causes).toMatchObject([{ code: 'S-REFERENCE-LONG', count: 3 }]);
  });

  it('says why invoices would wait', async () => {
    await aShop(6);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    const counted = await step();
    expect(counted.causes.length).toBeGreaterThan(0);
    expect(counted.count + counted.causes.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(counted.causes[0]?.fix).toEqual({ kind: 'setup', at: 'mapping' });
  });

  it('is refused without a connection, without settings, and while the native connector is active or unknown without a name', async () => {
    await aShop(2, 'unknown', false);
    expect(await turnOn(ALL, 'Anna')).toMatchObject({ ok: false, fault: { code: 'sync-not-ready', params: { what: 'connection' } } });
    await connectShop(stage, shop, division);
    await stage.background.app.settings.changeTenant(shop.tenantId, { nativeModule: null });
    expect(await turnOn()).toMatchObject({ ok: false, fault: { code: 'sync-not-ready', params: { what: 'native' } } });
    expect((await state()).sync).toBeNull();
    expect(await turnOn(ALL, 'Anna de Vries')).toMatchObject({ ok: true });
    expect((await state()).sync).toMatchObject({ on: true, nativeOff: { by: 'Anna de Vries' } });
    await stage.background.idle();
    expect(books()).toMatchObject({ booked: 2, doubles: 0 });
  });

  const switchOn = (from: StartChoice = ALL) => stage.ask({ kind: 'ledger.turnOn', shop, from, nativeOff: null, options: NO_OPTIONS });
  const UNCOUNTED = { ok: false, fault: { code: 'sync-not-ready', params: { what: 'count' } } };

  it('is refused unless it was counted to the end from the same start what would go', async () => {
    await aShop(120);
    const all = await rows();
    expect(await switchOn()).toMatchObject(UNCOUNTED);
    const first = await step();
    expect(first.next).not.toBeNull();
    // The rest is missing.
    expect(await switchOn()).toMatchObject(UNCOUNTED);
    await countFrom(stage, shop, { code: all[0]?.code ?? '' });
    expect(await switchOn()).toMatchObject(UNCOUNTED);
    expect(await switchOn({ date: all[0]?.date ?? '' })).toMatchObject(UNCOUNTED);
    // A page that was left open goes on in the middle of another count.
    await stage.value({ kind: 'ledger.preview', shop, from: ALL, ...(first.next ? { after: first.next } : {}) });
    expect(await switchOn()).toMatchObject(UNCOUNTED);
    await countFrom(stage, shop, ALL);
    // By whichever worker.
    stage.restart();
    expect(await switchOn()).toMatchObject({ ok: true });
    await stage.value({ kind: 'sync.act', shop, action: 'off' });
    expect(await switchOn()).toMatchObject(UNCOUNTED);
  });

  it.each([
    ['does not let the user into the administration', () => stage.sims.exact.withdrawDivision('anna.jansen', division), 'exact-forbidden'],
    ['breaks the line', () => stage.sims.exact.fault({ where: 'api', kind: 'cut-before' }), 'offline'],
    ['answers with an error of its own', () => stage.sims.exact.fault({ where: 'api', kind: 'json-500', text: 'Fout' }), 'exact-error'],
  ] as const)('where Exact %s, the count says so, and the switch waits for one that succeeds', async (_name, spoil, code) => {
    await aShop(4);
    const undo = spoil();
    expect(await stage.ask({ kind: 'ledger.preview', shop, from: ALL })).toMatchObject({ ok: false, fault: { code } });
    expect(await switchOn()).toMatchObject(UNCOUNTED);
    undo();
    stage.sims.clock.advance(3_600_000);
    expect(await step()).toMatchObject({ count: 4, found: 0 });
    expect(await switchOn()).toMatchObject({ ok: true });
  });

  it('the count waits with the limit of calls', async () => {
    await aShop(4);
    const undo = stage.sims.exact.fault({ where: 'api', kind: '429-minute' });
    const counted = await step();
    undo();
    expect(counted.until).toBeGreaterThan(stage.sims.clock.now());
    expect(counted).toMatchObject({ done: 0, count: 0, next: null });
    expect(await switchOn()).toMatchObject(UNCOUNTED);
  });

  it('is refused while the native connector is seen to be active, whatever anybody says', async () => {
    await aShop(2, 'active');
    expect(await turnOn(ALL, 'Anna')).toMatchObject({ ok: false, fault: { params: { what: 'native' } } });
  });
});

describe('the switch', () => {
  it('books from there on, shows each step, and turning off loses nothing', async () => {
    await aShop(5);
    const all = await rows();
    const from = all[1];
    await booked({ code: from?.code ?? '' });
    expect((await state()).counts).toMatchObject({ booked: 2, skipped: 3 });
    expect((await stage.background.app.ledger.syncShop(shop))?.from).toEqual({ id: from?.invoiceId, since: { date: from?.date, code: from?.code } });
    const invoice = await stage.value({ kind: 'ledger.invoice', shop, invoiceId: all[0]?.invoiceId ?? 0 });
    expect(invoice).toMatchObject({ state: 'booked', origin: 'own', cause: null, reference: all[0]?.code });
    expect(invoice.steps.map(({ state: one }) => one)).toEqual(['ready', 'intent', 'sent', 'booked']);
    await stage.value({ kind: 'sync.act', shop, action: 'off' });
    expect((await state()).sync).toMatchObject({ on: false, from: { code: from?.code } });
    // From an earlier invoice on: those that were left out go as well, the others not again.
    await booked();
    expect((await state()).counts).toMatchObject({ booked: 5, skipped: 0 });
    expect(books()).toMatchObject({ booked: 5, doubles: 0, lost: 0, wrong: 0 });
  });

  it('lists pages of all and of one state, the newest first', async () => {
    await aShop(5);
    await booked();
    const all = await rows();
    expect(all.map(({ date }) => date)).toEqual(all.map(({ date }) => date).toSorted().toReversed());
    expect((await rows('booked')).map(({ invoiceId }) => invoiceId).toSorted()).toEqual(all.map(({ invoiceId }) => invoiceId).toSorted());
    expect(await rows('refused')).toEqual([]);
    const { ledger } = stage.background.app;
    const first = await ledger.syncPage(shop, null, null, 2);
    const second = await ledger.syncPage(shop, null, first.next, 2);
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all.slice(0, 4).map(({ invoiceId }) => invoiceId));
  });
});

describe('what needs a person', () => {
  it('is one card per cause with count, amount and fix; mended settings send them on', async () => {
    await aShop(8);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await booked();
    const { tasks } = await causes();
    const [task] = tasks;
    expect(task).toMatchObject({ code: 'no-mapping', state: 'refused', fix: { kind: 'setup', at: 'mapping' }, retry: true });
    const listed = await rows('refused');
    expect(tasks.reduce((sum, { count }) => sum + count, 0)).toBe(listed.length);
    expect(tasks.flatMap(({ totals }) => totals).reduce((sum, { gross }) => sum + gross, 0)).toBe(listed.reduce((sum, { gross }) => sum + (gross ?? 0), 0));
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
    await answer({ kind: 'retry', cause: task?.key ?? '' });
    expect((await causes()).tasks).toEqual([]);
    expect(books()).toMatchObject({ booked: 8, doubles: 0 });
  });

  it('one that is left is touched by neither Sync nor Export again', async () => {
    await aShop(4);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await booked();
    const [left] = await rows('refused');
    expect(await answer({ kind: 'leave', invoiceId: left?.invoiceId ?? 0, by: 'Anna de Vries' })).toBe(1);
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
    await answer({ kind: 'retry' });
    expect(books()).toMatchObject({ booked: 3 });
    expect((await rows('skipped')).map(({ code, reason }) => [code, reason])).toMatchObject([[left?.code, { code: 'S-LEFT', params: { by: 'Anna de Vries', why: 'no-mapping' } }]]);
    expect((await stage.value({ kind: 'ledger.invoice', shop, invoiceId: left?.invoiceId ?? 0 })).steps.at(-1)).toMatchObject({ outcome: 'left by a person: Anna de Vries' });
    expect(await stage.background.app.ledger.heldBySync(shop.tenantId, [left?.invoiceId ?? 0])).toEqual(new Set([left?.invoiceId]));
  });

  it('the preview tells what Sync has, and offers only what is left as ready', async () => {
    await aShop(6);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await booked();
    const period = { from: '2000-01-01', to: '2099-12-31' };
    const task = (await causes()).tasks[0];
    const batch = await stage.value({ kind: 'preview.batch', shop, ...period });
    expect(batch).toMatchObject({ ready: 0, synced: 6 - (task?.count ?? 0), waiting: task?.count, exported: 0 });
    const shown = (await stage.value({ kind: 'preview.list', shop, ...period })).rows;
    expect(shown.map(({ sync }) => sync?.state).sort()).toEqual([...Array.from({ length: batch.synced }, () => 'booked'), ...Array.from({ length: batch.waiting }, () => 'refused')]);
    const [first] = shown.filter(({ sync }) => sync?.state === 'booked');
    expect(await stage.value({ kind: 'preview.invoice', shop, invoiceId: first?.invoiceId ?? 0 })).toMatchObject({ sync: { state: 'booked', reason: null } });
    await stage.value({ kind: 'sync.act', shop, action: 'off' });
    // What merely waited for Sync goes with the next file.
    expect((await stage.value({ kind: 'preview.list', shop, ...period })).rows.map(({ sync }) => sync?.state ?? 'none').sort()).toEqual([...Array.from({ length: batch.synced }, () => 'booked'), ...Array.from({ length: batch.waiting }, () => 'none')]);
  });

  it('all of a cause can be left at once', async () => {
    await aShop(4);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await booked();
    const task = (await causes()).tasks.find(({ code }) => code === 'no-mapping');
    expect(task).toMatchObject({ leave: true });
    expect(await answer({ kind: 'leave', cause: task?.key ?? '', by: 'Anna' })).toBe(task?.count);
    expect((await causes()).tasks.some(({ key }) => key === task?.key)).toBe(false);
    expect((await state()).counts).toMatchObject({ skipped: task?.count });
  });

  it('"try all again" takes every cause that can be tried again, whatever its state, and nothing that goes by itself', async () => {
    await aShop(16);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, table: exampleTable().filter(({ regime }) => regime !== 'home') } });
    await booked();
    const { ledger } = stage.background.app;
    const refused = await ledger.syncAll(shop, 'refused', 10);
    expect(refused.length).toBeGreaterThan(3);
    const far = { due: Number.MAX_SAFE_INTEGER };
    const found = [{ entryId: 'e', entryNumber: 1, type: 20, gross: 1, currency: 'EUR' }];
    const [differs, two, passing] = refused;
    if (!differs || !two || !passing) throw new Error('too few');
    // Tasks of each kind; the last one is another browser's to mend.
    await ledger.moveSync([
      { before: differs, after: { ...differs, ...far, rev: differs.rev + 1, state: 'differs', reason: { code: 'S-PART', params: { what: 'gross' } }, found } },
      { before: two, after: { ...two, ...far, rev: two.rev + 1, state: 'two-found', reason: { code: 'S-TWO-FOUND', params: { count: 2 } }, found } },
      { before: passing, after: { ...passing, due: stage.sims.clock.now() + 3_600_000, rev: passing.rev + 1, state: 'two-found', reason: { code: 'S-TWO-FOUND', params: { count: 2 } }, found } },
    ], 'strict');
    const before = await causes();
    expect(new Set(before.tasks.map(({ state: one }) => one))).toEqual(new Set(['differs', 'refused', 'two-found']));
    expect(before.waiting.map(({ state: one }) => one)).toEqual(['two-found']);
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
    const counted = before.tasks.filter(({ retry }) => retry).reduce((sum, { count }) => sum + count, 0);
    expect(await answer({ kind: 'retry' })).toBe(counted);
    expect((await causes()).tasks).toEqual([]);
    expect(await ledger.syncRow(shop.tenantId, passing.id)).toMatchObject({ state: 'two-found' });
    expect(books()).toMatchObject({ booked: 15, doubles: 0 });
  });

  it('PDFs that were refused are counted beside the states and tried again by a word; those not begun are left out where none are wanted', async () => {
    await aShop(3);
    await booked();
    const { ledger } = stage.background.app;
    const own = await ledger.syncAll(shop, 'booked', 3);
    const document = (one: (typeof own)[number]) => ({ entryId: one.entry?.entryId ?? '', customer: 'c', at: 1 });
    await ledger.moveSync(own.map((one, at) => ({ before: one, after: { ...withoutIntent(one), state: 'proved' as const, rev: one.rev + 1, document: { ...document(one), state: at === 0 ? ('due' as const) : ('refused' as const) }, documentDue: at === 0 ? 1 : DOCUMENT_REFUSED } })), 'strict');
    expect((await state()).counts).toMatchObject({ proved: 3, 'without-pdf': 2 });
    expect((await causes()).tasks).toEqual([]);
    await stage.value({ kind: 'ledger.options', shop, options: NO_OPTIONS });
    await stage.background.idle();
    expect((await ledger.syncRow(shop.tenantId, own[0]?.id ?? 0))?.document).toBeUndefined();
    expect(await answer({ kind: 'documents' })).toBe(2);
    expect((await state()).counts).toMatchObject({ 'without-pdf': 0 });
  });

  it('a closed period shows what another one would change, and books there only after a name', async () => {
    await aShop(6);
    const all = await rows();
    const month = all.at(-1)?.date.slice(0, 7) ?? '';
    const inMonth = all.filter(({ date }) => date.startsWith(month));
    stage.sims.exact.closePeriod(division, Number(month.slice(0, 4)), Number(month.slice(5)));
    await booked();
    const { tasks, waiting } = await causes();
    const card = [...tasks, ...waiting].find(({ code }) => code === 'X-PERIOD-CLOSED');
    expect(card).toMatchObject({ count: inMonth.length, fix: { kind: 'period', month } });
    const impact = await stage.value({ kind: 'ledger.period', shop, month });
    expect(impact.invoices).toBe(inMonth.length);
    expect(impact.totals.reduce((sum, { gross }) => sum + gross, 0)).toBe(inMonth.reduce((sum, { gross }) => sum + (gross ?? 0), 0));
    const [first] = impact.periods;
    expect(first && first.month > month).toBe(true);
    expect(books()).toMatchObject({ booked: 6 - inMonth.length });
    expect(await answer({ kind: 'period', month, year: first?.year ?? 0, period: first?.period ?? 0, by: 'Anna de Vries', shown: impact.shown })).toBe(inMonth.length);
    expect((await state()).counts).toMatchObject({ booked: 6, waiting: 0 });
  });
});
