import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { AccountRule } from '../../lib/booking/rules';
import type { BooksState, JobView, PopupShop, PopupState, RulesForm, SetupShop, SetupState } from '../../lib/messages';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import { chooseLanguage, chosenLanguage } from '../../lib/view/language';
import { popupView } from '../../lib/view/popup';
import { booksView, mappingRows, rowKey } from '../../lib/view/mapping';
import { setupView, shopAnchor } from '../../lib/view/setup';
import { dropRecalled, recall, remember } from '../../lib/view/recall';
import { readSnapshot, writeSnapshot } from '../../lib/view/snapshot';

const popupShop = (shopId: number, name: string, more: Partial<PopupShop> = {}): PopupShop => ({
  tenantId: 't1', shopId, name, connection: 'connected', administration: null, lastExport: null, waiting: 0, settingsMissing: false, job: null, fault: null, ...more,
});
const job = (phase: JobView['phase']): JobView => ({
  jobId: 'j', topic: 'GLTransactions', from: '2026-01-01', to: '2026-01-31', phase, done: 0, total: 0, records: 0, leftOut: 0, reasons: [],
});
const profile = { ...DEFAULT_RULES.profile, consumers: [{ scheme: 'below', from: '', to: '' }] } as const;
const setupShop = (shopId: number, name: string, rules: Partial<RulesForm> = {}): SetupShop => ({
  tenantId: 't1', shopId, name, rules: { ...DEFAULT_RULES, ...rules }, arithmetic: null, history: [],
});
const rule = (part: Partial<AccountRule>): AccountRule => ({ use: '', regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '4', costCenter: '', costUnit: '', ...part });
const home = rule({});

describe('popupView', () => {
  it('puts shops that need a person first, sorts by name as people count, and keeps equal names apart by id', () => {
    const state: PopupState = {
      next: null,
      shops: [popupShop(9, 'Shop 10'), popupShop(8, 'shop 9'), popupShop(40, 'Tuin'), popupShop(4, 'Tuin'), popupShop(2, 'Alfa', { connection: 'not-connected' }), popupShop(1, 'Zebra', { connection: 'attention' }), popupShop(3, 'Omega', { connection: 'not-connected', waiting: 2 }), popupShop(5, 'Beta', { connection: 'not-connected', waiting: null })],
    };
    expect(popupView(state).rows.map((row) => row.id)).toEqual(['1', '8', '9', '4', '40', '3', '2', '5']);
    expect(new Set(popupView(state).rows.map((row) => row.key)).size).toBe(8);
  });

  it('shows a snapshot of an older version, which names no environments', () => {
    expect(popupView({ next: null, shops: [popupShop(1, 'A')] }).environments).toEqual([]);
  });

  it('is busy exactly while a job is under way', () => {
    const busy = (phase: JobView['phase']): boolean => popupView({ next: null, shops: [popupShop(1, 'A', { job: job(phase) })] }).busy;
    expect((['reading', 'deciding', 'writing', 'done', 'failed', 'cancelled'] as const).map(busy)).toEqual([true, true, true, false, false, false]);
  });
});

describe('mappingRows', () => {
  it('offers the home rates, and adds what is saved, each kind of sale once', () => {
    const rows = mappingRows([rule({ use: 'revenue' }), rule({ regime: 'oss', country: 'DE', rate: 1900 }), rule({ regime: 'export', country: '', rate: null })], '');
    expect(rows.map((row) => [row.key, row.rule.account, row.standard])).toEqual([
      ['revenue|home|NL|2100', '8000', true],
      ['|home|NL|900', '', true],
      ['|oss|DE|1900', '8000', false],
      ['|export||', '8000', false],
    ]);
  });

  it('knows no standard rates of other countries', () => {
    expect(mappingRows([], 'BE')).toEqual([]);
  });

  it('tells rates apart only where the code depends on them', () => {
    expect(rowKey(rule({ regime: 'intra-goods', country: '', rate: 0 }))).toBe(rowKey(rule({ regime: 'intra-goods', country: '', rate: null })));
    expect(rowKey(rule({ rate: 900 }))).not.toBe(rowKey(home));
  });
});

describe('booksView', () => {
  const state = (waiting: BooksState['waiting']): BooksState => ({
    books: null,
    fault: null,
    kinds: [],
    proposal: {
      rows: [{ kind: { use: 'revenue', regime: 'home', country: 'NL', rate: 2100, count: 3, nets: [], examples: ['1'] }, rule: rule({ use: 'revenue' }), account: { from: 'habit', count: 9 }, vatCode: { from: 'none', count: 0 }, fitting: ['4'], questions: [] }],
      journal: { code: '', proof: { from: 'none', count: 0 } },
      vanished: [],
    },
    waiting,
  });

  it('lets the row of the sale itself serve everything without an own row', () => {
    expect(booksView(state([])).met).toMatchObject([{ key: '|home|NL|2100', rule: { use: '' }, count: 3, account: { count: 9 } }]);
  });

  it('offers each tariff and product that waits for its kind once, with all its invoices', () => {
    const waits = (params: BooksState['waiting'][number]['params'], count: number, code = 'R-KIND'): BooksState['waiting'][number] => ({ code, params, count, invoices: [] });
    expect(booksView(state([waits({ product: 'GIFT' }, 2), waits({ product: 'gift' }, 3), waits({ tariff: 'NUL' }, 1), waits({ product: 'X' }, 9, 'R-MARGIN')])).offered.map(({ by, code, count }) => [by, code, count])).toEqual([['product', 'gift', 5], ['tariff', 'NUL', 1]]);
  });
});

describe('setupView', () => {
  const base: SetupState = { redirectAddress: 'https://x.chromiumapp.org/exact', tenants: [], exactApp: null, shops: [] };
  const tenant = { tenantId: 't1', adminHost: 'demo.shopctrl.com', apiBase: 'https://demo.shopctrl.com', login: 'a', hasPassword: true, user: 'A', fault: null };

  it('leads through the three steps in order', () => {
    const app = { site: 'nl', clientId: 'x', hasSecret: true } as const;
    const done = setupShop(1, 'A', { journal: '70', debtorCode: '1', paymentCondition: '30', table: [home], profile });
    expect(setupView(base).steps).toEqual({ shopctrl: 'now', exact: 'later', shops: 'later' });
    expect(setupView({ ...base, tenants: [tenant] }).steps).toEqual({ shopctrl: 'done', exact: 'now', shops: 'later' });
    expect(setupView({ ...base, tenants: [tenant], exactApp: { ...app, hasSecret: false } }).steps.exact).toBe('now');
    expect(setupView({ ...base, tenants: [tenant], exactApp: app, shops: [done, setupShop(2, 'B')] }).steps).toEqual({ shopctrl: 'done', exact: 'done', shops: 'now' });
    expect(setupView({ ...base, tenants: [tenant], exactApp: app, shops: [done] }).steps.shops).toBe('done');
    expect(setupView({ ...base, tenants: [{ ...tenant, fault: { code: 'shopctrl-password' } }] }).steps.shopctrl).toBe('attention');
  });

  const complete = (rules: Partial<RulesForm>): boolean =>
    setupView({ ...base, shops: [setupShop(1, 'A', { journal: '70', debtorCode: '1', paymentCondition: '30', table: [home], profile, ...rules })] }).shops[0]!.complete;

  it('calls a shop complete only when an export would not stop on its settings', () => {
    expect(complete({})).toBe(true);
    expect(complete({ journal: '' })).toBe(false);
    expect(complete({ debtorCode: '' })).toBe(false);
    expect(complete({ paymentCondition: '' })).toBe(false);
    expect(complete({ debtorCode: '', debtorMode: 'own' })).toBe(true);
    expect(complete({ topic: 'Invoices' })).toBe(false);
    expect(complete({ topic: 'Invoices', itemCode: 'WEB' })).toBe(true);
    expect(complete({ entryShape: 'full' })).toBe(false);
    expect(complete({ table: [{ ...home, vatCode: '' }] })).toBe(false);
    expect(complete({ profile: DEFAULT_RULES.profile })).toBe(false);
  });

  it('names the environment only where there are several, and gives each shop an address of its own', () => {
    const shops = [setupShop(1, 'B'), setupShop(2, 'A')];
    expect(setupView({ ...base, tenants: [tenant], shops }).shops.map((shop) => [shop.name, shop.environment])).toEqual([['A', null], ['B', null]]);
    const two = setupView({ ...base, tenants: [tenant, { ...tenant, tenantId: 't2', adminHost: 'b.example' }], shops: [...shops, { ...setupShop(1, 'B'), tenantId: 't2' }] });
    expect(two.shops.map((shop) => shop.environment)).toEqual(['demo.shopctrl.com', 'demo.shopctrl.com', 'b.example']);
    expect(new Set(two.shops.map((shop) => shop.anchor)).size).toBe(3);
    expect(shopAnchor({ tenantId: 'a|b', shopId: 1 })).not.toMatch(/[|\s]/);
  });
});

describe('snapshot', () => {
  it('gives back what was written last, and nothing before', async () => {
    expect(await readSnapshot()).toBeNull();
    const state: PopupState = { next: null, shops: [popupShop(1, 'A')] };
    await writeSnapshot({ next: 'set-up-shopctrl', shops: [] }, '2026-01-01T00:00:00Z');
    await writeSnapshot(state, '2026-01-02T00:00:00Z');
    expect(await readSnapshot()).toEqual({ state, at: '2026-01-02T00:00:00Z' });
  });
});

describe('recall', () => {
  it('gives back what was kept, nothing after it was dropped, and never trips over what it cannot read', () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
    expect(recall(storage)).toBeNull();
    const state: PopupState = { next: null, shops: [popupShop(1, 'A')] };
    remember(storage, state, '2026-01-02T00:00:00Z');
    expect(recall(storage)).toEqual({ state, at: '2026-01-02T00:00:00Z' });
    for (const broken of ['{', 'null', '{"at":1}', '{"at":"x","state":{}}']) expect(recall({ getItem: () => broken })).toBeNull();
    dropRecalled(storage);
    expect(recall(storage)).toBeNull();
  });
});

describe('language', () => {
  it('prefers what the person chose and survives a storage that refuses', () => {
    const kept = new Map<string, string>();
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    expect(chosenLanguage(storage, ['nl-NL'])).toBe('nl');
    chooseLanguage(storage, 'en');
    expect(chosenLanguage(storage, ['nl-NL'])).toBe('en');
    const broken = { getItem: () => { throw new Error('denied'); }, setItem: () => { throw new Error('denied'); } };
    expect(chosenLanguage(broken, ['nl'])).toBe('nl');
    expect(() => { chooseLanguage(broken, 'nl'); }).not.toThrow();
  });
});
