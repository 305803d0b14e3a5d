/** The preview against the whole background and the simulators: its figures are those of the seed's truth and of the file that an export then makes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { EXAMPLE_MAPPING } from '../simulators/exact';
import { truth, truthPerVatCode } from '../simulators/seed';
import { createStage, HOST, setUpAll, sure, tabOn, type Stage } from './harness';

const [FROM, TO] = ['2020-01-01', '2029-12-31'];
const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', ownDebtorPrefix: '9', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };

let stage: Stage;
let shop: ShopRef;
beforeAll(async () => {
  stage = await createStage();
  shop = { tenantId: await setUpAll(stage), shopId: 12 };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await stage.background.alarm('discover');
  await stage.background.idle();
}, 60_000);
afterAll(() => stage.close());

const batch = () => stage.value({ kind: 'preview.batch', shop, from: FROM, to: TO });
const list = async (cause?: string) => (await stage.value({ kind: 'preview.list', shop, from: FROM, to: TO, ...(cause === undefined ? {} : { cause }) })).rows;

describe('the batch', () => {
  it('is the truth of the shop, to the cent, per currency and VAT code', async () => {
    const [preview, rows, told] = [await batch(), await list(), truth(stage.sims.world.shop(HOST, 12))];
    const ready = new Set(rows.filter(({ state }) => state === 'ready').map(({ invoiceId }) => invoiceId));
    expect(preview.ready).toBe(ready.size);
    expect(preview.ready + preview.waiting).toBe(rows.length);
    expect(preview.ready).toBeGreaterThan(40);
    const booked = told.invoices.filter(({ id }) => ready.has(id));
    expect(booked).toHaveLength(ready.size);
    for (const { currency, gross, invoices } of preview.totals) {
      const mine = booked.filter((one) => one.currency === currency);
      expect([currency, invoices, gross]).toEqual([currency, mine.length, mine.reduce((sum, one) => sum + one.gross, 0)]);
    }
    const { totals } = truthPerVatCode(stage.sims.world.shop(HOST, 12), EXAMPLE_MAPPING, { without: ({ id }) => !ready.has(id), roundingVatCode: 'N' });
    const shown = new Map<string, { net: number; vat: number }>();
    for (const { vatCode, currency, net, vat } of preview.codes) {
      const key = currency === 'EUR' ? vatCode : `${vatCode}@${currency}`;
      const before = shown.get(key) ?? { net: 0, vat: 0 };
      shown.set(key, { net: before.net + net, vat: before.vat + vat });
    }
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries([...totals].map(([key, { net, vat }]) => [key, { net, vat }])));
  });

  it('gives each account as much debit as credit', async () => {
    const { accounts } = await batch();
    for (const currency of new Set(accounts.map((row) => row.currency))) expect(accounts.filter((row) => row.currency === currency).reduce((sum, { credit }) => sum + credit, 0)).toBe(0);
  });

  it('expects boxes without calling them facts, as no code was read', async () => {
    const { boxes, codes } = await batch();
    expect(boxes?.map(({ box }) => box)).toEqual(expect.arrayContaining(['1a', '1b', '3a', '3b']));
    expect(boxes?.every(({ read }) => !read)).toBe(true);
    expect(codes.find(({ vatCode }) => vatCode === '2')).toMatchObject({ expected: '1a', read: null, regime: 'NL-21' });
  });

  it('says nothing of boxes for an administration elsewhere', async () => {
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, profile: { ...RULES.profile, homeCountry: 'BE' } } });
    const { boxes, codes } = await batch();
    expect([boxes, codes.some(({ expected }) => expected !== null)]).toEqual([null, false]);
    expect((await stage.value({ kind: 'preview.state', shop })).country).toBe('BE');
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  });

  it('gathers what waits by cause, and the list of a cause is what was counted', async () => {
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, profile: { ...RULES.profile, consumers: [] } } });
    const { causes, waiting } = await batch();
    expect(causes.reduce((sum, { count }) => sum + count, 0)).toBe(waiting);
    const silent = causes.filter(({ code }) => code === 'R-PROFILE');
    expect(silent.length).toBeGreaterThan(0);
    for (const cause of silent) {
      expect(cause.fix).toEqual({ kind: 'setup', at: 'profile' });
      const rows = await list(cause.key);
      expect([rows.length, new Set(rows.map((row) => row.cause?.key))]).toEqual([cause.count, new Set([cause.key])]);
    }
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
    expect((await batch()).waiting).toBeLessThan(waiting);
  });

  it('keeps a person’s answer to a cause with name and date, and decides by it', async () => {
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, profile: { ...RULES.profile, consumers: [{ from: '', to: '', scheme: 'registered' }] } } });
    const asked = (await batch()).causes.filter(({ fix }) => fix.kind === 'consent');
    expect(asked.length).toBeGreaterThan(0);
    for (const { fix } of asked) if (fix.kind === 'consent') await stage.value({ kind: 'preview.confirm', shop, by: 'Anna Jansen', what: { kind: 'cause', cause: fix.cause } });
    expect((await batch()).causes.filter(({ fix }) => fix.kind === 'consent')).toEqual([]);
    const { rules } = (await stage.value({ kind: 'setup.state' })).shops.find(({ shopId }) => shopId === 12) ?? {};
    expect(rules?.consents.map(({ by }) => by)).toEqual(asked.map(() => 'Anna Jansen'));
    await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  });
});

describe('one invoice', () => {
  it('stands beside its booking, equal to the cent, with what decided each line', async () => {
    for (const { invoiceId, code, state } of (await list()).filter((row) => row.state === 'ready').slice(0, 25)) {
      const { left, right, settings } = await stage.value({ kind: 'preview.invoice', shop, invoiceId });
      const told = truth(stage.sims.world.shop(HOST, 12)).invoices.find(({ id }) => id === invoiceId);
      expect([code, state, left.gross, right?.booking.gross, right?.booking.vat]).toEqual([told?.code, 'ready', told?.gross, told?.gross, told?.vat]);
      expect(right?.booking.lines.every(({ rule }) => rule !== '')).toBe(true);
      expect(right?.booking.settingsVersion).toBe(settings?.version);
    }
  });

  it('leads to its order in the admin', async () => {
    const [row] = await list();
    const { left } = await stage.value({ kind: 'preview.invoice', shop, invoiceId: row?.invoiceId ?? 0 });
    expect(left.address).toMatch(/^https:\/\/demo\.shopctrl\.com\/\?tab=Order%7C\d+&control=Invoices$/);
  });

  it('is not known under another shop', async () => {
    const [row] = await list();
    expect(await stage.ask({ kind: 'preview.invoice', shop: { ...shop, shopId: 13 }, invoiceId: row?.invoiceId ?? 0 })).toMatchObject({ ok: false, fault: { code: 'invoice-unknown' } });
  });

  it('says which file it is in, and when what decided it is gone', async () => {
    const before = await batch();
    await stage.value({ kind: 'export.start', shop, from: FROM, to: TO, topic: 'GLTransactions' });
    await expect.poll(async () => sure(await stage.section('Lamp & Licht')).export.job?.phase, { timeout: 20_000 }).toBe('done');
    await stage.background.idle();
    const { job, files } = sure(await stage.section('Lamp & Licht')).export;
    // What was previewed is what was written.
    expect([job?.records, job?.leftOut]).toEqual([before.ready, before.waiting]);
    const after = await batch();
    expect([after.ready, after.exported]).toEqual([0, before.ready]);
    const exported = (await list()).find(({ state }) => state === 'exported');
    const shown = await stage.value({ kind: 'preview.invoice', shop, invoiceId: exported?.invoiceId ?? 0 });
    expect([shown.state, shown.files[0]?.fileId, shown.right?.booking.gross]).toEqual(['exported', files[0]?.fileId, shown.left.gross]);
    await stage.value({ kind: 'file.saved', fileId: files[0]?.fileId ?? '' });
    const stripped = await stage.value({ kind: 'preview.invoice', shop, invoiceId: exported?.invoiceId ?? 0 });
    expect([stripped.left.stripped, stripped.right, stripped.cause, stripped.left.vatNumber]).toEqual([true, null, null, '']);
  });
});

it('opens its page from the section', async () => {
  await stage.value({ kind: 'pages.openPreview', shop, invoiceId: 7 }, tabOn(HOST));
  expect(stage.opened.at(-1)).toBe('preview 12 7');
});
