import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fits } from '../../lib/booking/code-fit';
import { DEFAULT_PROFILE } from '../../lib/booking/profile';
import { formFromRules } from '../../lib/settings/rules-form';
import type { BooksState, RulesForm, ShopRef } from '../../lib/messages';
import { connectShop, createStage, setUpAll, sure, type Stage } from './harness';

const DIVISION = 100001;
const DAY = 24 * 3_600_000;
let stage: Stage;
let shop: ShopRef;
beforeEach(async () => {
  // Pages of Exact's sync size: fewer handshakes for the same readings.
  stage = await createStage({ exact: { callsPerMinute: 1000, history: true, pageSize: 1000 } });
  shop = { tenantId: await setUpAll(stage), shopId: 13 };
});
afterEach(async () => {
  expect(stage.sims.api.violations).toEqual([]);
  expect(stage.sims.exact.violations).toEqual([]);
  await stage.close();
});

const books = (read = false): Promise<BooksState> => stage.value({ kind: 'setup.books', shop, read });
/** After whatever was started in the background. */
const settled = async (): Promise<BooksState> => {
  await books();
  await stage.background.idle();
  return books();
};
const save = (change: Partial<RulesForm>): Promise<null> => stage.value({ kind: 'setup.saveRules', shop, rules: { ...formFromRules(null), profile: { ...DEFAULT_PROFILE, consumers: [{ from: '', to: '', scheme: 'oss' }] }, ...change } });
const masterCalls = (): number => stage.sims.exact.calls.filter((call) => call.path.includes('/vat/VATCodes') && !call.path.includes('skiptoken')).length;

describe('without access to Exact', () => {
  it('the kinds of sale are known before anything was set up, from invoices that are read for it', async () => {
    const first = await books();
    expect(first).toMatchObject({ books: null, fault: null, kinds: [], counting: true });
    await stage.background.idle();
    expect(stage.notices).toContainEqual({ kind: 'changed', what: 'setup' });
    const state = await books();
    expect(state.counting).toBeUndefined();
    expect(state.kinds.find((kind) => kind.regime === 'home' && kind.use === 'revenue')).toMatchObject({ country: 'NL', count: expect.any(Number) as number });
    expect(state.proposal.rows.length).toBeGreaterThanOrEqual(state.kinds.length);
    expect(state.proposal.rows.every((row) => row.vatCode.from === 'none')).toBe(true);
    // Nothing is saved yet: the invoices wait, for reasons that an export would give.
    expect(state.waiting.reduce((sum, group) => sum + group.count, 0)).toBeGreaterThan(0);
    expect(masterCalls()).toBe(0);
  });

  it('looks through everything once, and again when something changed', async () => {
    await settled();
    const calls = stage.sims.api.calls.length;
    const before = await books();
    expect(await books()).toEqual(before);
    expect(stage.sims.api.calls.length).toBe(calls);
    await save({ journal: '70', debtorCode: '1001', paymentCondition: '14' });
    const after = await settled();
    expect(after.kinds.some((kind) => kind.regime === 'oss')).toBe(true);
    expect(before.waiting.some((group) => group.code === 'R-PROFILE')).toBe(true);
    expect(after.waiting.some((group) => group.code === 'no-mapping')).toBe(true);
  });

  it('a profile that is typed counts as if it were saved, and stays unsaved', async () => {
    await settled();
    const typed = (profile: RulesForm['profile']): Promise<BooksState> => stage.value({ kind: 'setup.books', shop, read: false, profile });
    const oss = (state: BooksState): boolean => state.kinds.some((kind) => kind.regime === 'oss');
    expect(oss(await books())).toBe(false);
    const answered = await typed({ ...DEFAULT_PROFILE, consumers: [{ from: '', to: '', scheme: 'oss' }] });
    expect(oss(answered)).toBe(true);
    expect(answered.waiting.some((group) => group.code === 'R-PROFILE')).toBe(false);
    expect(oss(await books())).toBe(false);
    await expect(typed({ ...DEFAULT_PROFILE, consumers: [{ from: '2021', to: '', scheme: 'oss' }] })).rejects.toThrow(/bad-request/);
  });

  it('forgets with the shop', async () => {
    await settled();
    await stage.value({ kind: 'setup.forgetShop', shop });
    await stage.background.idle();
    expect(await stage.background.app.wasRead(shop)).toBe(false);
  });
});

describe('after connecting', () => {
  beforeEach(() => connectShop(stage, shop, DIVISION));

  it('the books were read without anyone asking, once for the administration, and the mapping is proposed with its proof', async () => {
    expect(masterCalls()).toBe(1);
    await save({});
    const state = await settled();
    expect(masterCalls()).toBe(1);
    expect(state.books).toMatchObject({ division: DIVISION, country: 'NL' });
    expect(state.learnt).toEqual({ api: 'unknown', xml: 'unknown' });
    const home = state.proposal.rows.find((row) => row.kind.regime === 'home' && row.kind.rate === 2100 && row.kind.use === 'revenue');
    expect(home).toMatchObject({ rule: { account: '8000', vatCode: '2' }, account: { from: 'habit', count: 214 }, vatCode: { from: 'habit' } });
    expect(state.proposal.journal).toMatchObject({ code: '70', proof: { from: 'habit' } });
    expect(state.proposal.vanished).toEqual([]);
    // Whatever is proposed fits on the days met.
    for (const row of state.proposal.rows) {
      const code = state.books?.vatCodes.find((one) => one.code === row.rule.vatCode);
      if (!code) continue;
      for (const day of [row.kind.first, row.kind.last]) if (day) expect([row.rule, fits(code, { kind: row.kind.regime, country: row.kind.country, rate: row.kind.rate }, day)]).toEqual([row.rule, []]);
    }
    await connectShop(stage, { ...shop, shopId: 12 }, DIVISION);
    expect(masterCalls()).toBe(1);
  });

  it('they are read again on demand, and by themselves when they are a day old', async () => {
    await books(true);
    expect(masterCalls()).toBe(2);
    await books();
    expect(masterCalls()).toBe(2);
    stage.sims.clock.advance(DAY + 1);
    await books();
    expect(masterCalls()).toBe(3);
  });

  it('a confirmed proposal books what was a question before', async () => {
    await save({ journal: '70', debtorCode: '1001', paymentCondition: '14' });
    const open = await settled();
    const table = open.proposal.rows.filter((row) => row.rule.account !== '' && row.rule.vatCode !== '').map((row) => row.rule);
    const missing = (state: BooksState): number => state.waiting.filter((group) => group.code === 'no-mapping').reduce((sum, group) => sum + group.count, 0);
    expect(missing(open)).toBeGreaterThan(0);
    await save({ journal: '70', debtorCode: '1001', paymentCondition: '14', table, roundingAccount: open.proposal.rounding?.account ?? '', roundingVatCode: open.proposal.rounding?.vatCode ?? '' });
    const done = await settled();
    expect(missing(done)).toBeLessThan(missing(open));
    expect(done.proposal.rows.find((row) => row.kind.rate === 2100 && row.kind.regime === 'home')).toMatchObject({ vatCode: { from: 'saved' }, account: { from: 'saved' } });
  });

  it('a code that vanishes from Exact is a task, wherever the shop is shown', async () => {
    const vanished = async () => [(await stage.value({ kind: 'popup.state' })).shops.find((one) => one.shopId === 13)?.vanished, sure(await stage.section('Boekenhoek')).vanished];
    await save({ journal: '70', debtorCode: '1001', table: [{ use: '', regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2', costCenter: '', costUnit: '' }] });
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    expect(await vanished()).toEqual([undefined, undefined]);
    stage.sims.exact.master(DIVISION).vatCodes.delete('2');
    const account = stage.sims.exact.master(DIVISION).glAccounts.get('8000');
    if (account) stage.sims.exact.master(DIVISION).glAccounts.set('8000', { ...account, blocked: true });
    const state = await books(true);
    expect(state.proposal.vanished).toEqual([{ what: 'vat-code', code: '2', blocked: false }, { what: 'account', code: '8000', blocked: true }]);
    expect(await vanished()).toEqual([2, 2]);
  });

  it('trouble keeps the books of before, is told, and is not repeated at every look', async () => {
    const undo = stage.sims.exact.fault({ where: /VATCodes/i, kind: '503', times: 100 });
    stage.sims.clock.advance(DAY + 1);
    const state = await books();
    expect(state).toMatchObject({ books: { division: DIVISION }, fault: { code: 'server-error' } });
    const calls = masterCalls();
    await books();
    expect(masterCalls()).toBe(calls);
    undo();
    stage.sims.clock.advance(11 * 60_000);
    expect(await books()).toMatchObject({ fault: null });
  });

  it('a connection that needs consent again keeps its books too', async () => {
    stage.sims.exact.revoke('anna.jansen');
    stage.sims.clock.advance(DAY + 1);
    // Exact gives one answer for both: the permission was withdrawn, or another browser renewed it.
    expect(await books()).toMatchObject({ books: { division: DIVISION }, fault: { code: 'exact-taken-over' } });
  });

  it('the export decides with them', async () => {
    await save({ journal: '70', debtorCode: '1001', paymentCondition: '99', table: [{ use: '', regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2', costCenter: '', costUnit: '' }, { use: '', regime: 'home', country: 'NL', rate: 900, account: '8001', vatCode: '1', costCenter: '', costUnit: '' }] });
    await stage.background.idle();
    await stage.value({ kind: 'export.startNew', shop });
    await stage.background.idle();
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    await expect.poll(async () => sure(await stage.section('Boekenhoek')).export.job?.phase, { timeout: 15_000 }).toMatch(/done|failed/);
    const job = sure(await stage.section('Boekenhoek')).export.job;
    // The condition does not exist there: nothing is written that Exact would refuse.
    expect(job?.records).toBe(0);
    expect(job?.reasons.map((reason) => reason.code)).toContain('R-CODE');
  });

  it('what was learnt of the administration holds for its shops, unless it is set by hand', async () => {
    await save({ journal: '70' });
    const { app } = stage.background;
    await app.books.learnt(shop, 'api', 'ignored');
    const rules = (await app.settings.rules(shop))?.rules;
    if (!rules) throw new Error('no rules');
    expect((await app.books.effective(shop, rules)).override).toEqual({ api: 'ignored', xml: 'unknown' });
    expect((await app.books.effective(shop, { ...rules, override: { api: 'honoured', xml: 'limited' } })).override).toEqual({ api: 'honoured', xml: 'limited' });
    expect((await app.books.effective(shop, rules)).profile.homeCountry).toBe('NL');
    expect((await books()).learnt).toEqual({ api: 'ignored', xml: 'unknown' });
    await app.books.learnt(shop, 'api', 'honoured');
    expect((await books()).learnt?.api).toBe('limited');
  });
});
