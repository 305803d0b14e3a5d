import { afterEach, describe, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import { runFeed, type FeedOptions } from '../../lib/shopctrl/feed';
import { truth, type TruthInvoice, type WorldOptions } from '../simulators/seed';
import type { ApiOptions } from '../simulators/shopctrl-api';
import { createMemoryStore, NOW, startHarness, type Harness, type MemoryStore } from './harness';

let harness: Harness | null = null;
afterEach(async () => {
  await harness?.close();
  harness = null;
});

async function start(world: WorldOptions = {}, options: Partial<ApiOptions> = {}): Promise<Harness> {
  harness = await startHarness(world, options);
  return harness;
}

const feed = (h: Harness, store: MemoryStore, more: Partial<FeedOptions> = {}): ReturnType<typeof runFeed> =>
  runFeed({ client: h.client(), store, tenantId: 't', shopId: 12, now: () => h.clock.now(), signal: new AbortController().signal, ...more });

/** Amounts per rate (the rounding line apart), which is what the books are made of. */
function perRate(lines: readonly { kind: string; rate: number; net: number; vat: number; gross: number }[]): Record<string, readonly number[]> {
  const sums: Record<string, readonly number[]> = {};
  for (const line of lines) {
    const key = line.kind === 'rounding' ? 'rounding' : String(line.rate);
    const [net = 0, vat = 0, gross = 0] = sums[key] ?? [];
    sums[key] = [net + line.net, vat + line.vat, gross + line.gross];
  }
  return Object.fromEntries(Object.entries(sums).filter(([, amounts]) => amounts.some((amount) => amount !== 0)));
}

const shown = (invoice: Invoice | TruthInvoice): unknown => ({
  id: invoice.id,
  code: invoice.code,
  kind: invoice.kind,
  date: invoice.date,
  currency: invoice.currency,
  orderId: invoice.orderId,
  shopId: invoice.shopId,
  gross: invoice.gross,
  rates: perRate(invoice.lines),
});

const isZero = (invoice: Invoice): boolean => invoice.lines.every((line) => line.net === 0 && line.gross === 0);

/** Everything the seed says is exportable is there once with its amounts; everything else is not, and findings are as expected. */
function expectTruth(h: Harness, store: MemoryStore, shopId = 12, except: readonly string[] = []): void {
  const all = truth(h.world.shop('demo', shopId));
  const excepted = new Set(all.invoices.filter((invoice) => except.includes(invoice.scenario)).map((invoice) => invoice.id));
  const expected = { ...all, invoices: all.invoices.filter((invoice) => !excepted.has(invoice.id)) };
  const live = [...store.invoices.values()].filter((invoice) => !store.withdrawn.has(invoice.id) && !excepted.has(invoice.id) && !isZero(invoice));
  expect(live.toSorted((a, b) => a.id - b.id).map(shown)).toEqual(expected.invoices.map(shown));
  const found = store.findings.filter((finding) => finding.invoiceId !== undefined).map((finding) => [finding.invoiceId, finding.code]);
  expect(found.toSorted()).toEqual(expected.findings.map((finding) => [finding.id, finding.finding]).toSorted());
  const gaps = store.findings.filter((finding) => finding.code === 'gap').flatMap((finding) => String(finding.params['missing']).split(', '));
  expect(gaps.toSorted()).toEqual(expected.gaps.flatMap((gap) => gap.missing).toSorted());
}

describe('the feed against the seeded world', () => {
  it.each([12, 13, 14, 15, 21])('shop %i: each exportable invoice once, amounts per rate equal, findings and gaps as seeded', async (shopId) => {
    const h = await start({ jpy: true });
    const store = createMemoryStore();
    const result = await feed(h, store, { shopId });
    expectTruth(h, store, shopId);
    expect(result.complete).toBe(true);
    expect(h.api.violations).toEqual([]);
    expect(h.api.maxConcurrency).toBeLessThanOrEqual(4);
  });

  it.each([
    ['header discount in the rows', { headerDiscount: 'in-rows' }],
    ['row total before its discount', { rowTotal: 'before-discount' }],
    ['both', { headerDiscount: 'in-rows', rowTotal: 'before-discount' }],
    ['four decimals', { decimals: 'four' }],
    ['gross basis', { basis: 'gross' }],
    ['credit flag', { creditFlag: true }],
    ['VAT rounded per rate', { vatRounding: 'grouped' }],
    ['VAT rounded per rate, gross prices', { vatRounding: 'grouped', basis: 'gross' }],
    ['header discount written negative', { discountSign: 'negated' }],
    ['header discount positive on credits too', { discountSign: 'positive' }],
    ['all of it at once', { vatRounding: 'grouped', discountSign: 'positive', rowTotal: 'before-discount', creditFlag: true }],
  ] as const)('arithmetic: %s', async (_name, world) => {
    const h = await start(world);
    const store = createMemoryStore();
    await feed(h, store);
    // With gross prices the seed's barter comes to -1.10 without a credit flag, which reads as a credit.
    expectTruth(h, store, 12, 'basis' in world ? ['barter-of-rates'] : []);
  });

  it.each([
    ['shop-wide list', { shopInvoiceList: true }],
    ['enums by name, nulls left out', { enums: 'name', omitNulls: true }],
    ['newest first', { orderSort: 'changed-desc' }],
    ['by id', { orderSort: 'id' }],
    ['lists show deleted ones', { listShowsDeleted: true }],
  ] as const)('answers: %s', async (_name, options) => {
    const h = await start({}, options);
    const store = createMemoryStore();
    await feed(h, store);
    if (!('listShowsDeleted' in options)) expectTruth(h, store);
    else expect(store.findings.filter((finding) => finding.code === 'gap').length).toBeLessThanOrEqual(1);
    expect(h.api.violations).toEqual([]);
  });

  it('reads nothing twice when nothing changed, and probes the shop-wide list once', async () => {
    const h = await start();
    const store = createMemoryStore();
    await feed(h, store);
    const writes = new Map(store.writes);
    h.api.reset();
    const again = await feed(h, store);
    expect(again.invoices).toBe(0);
    expect(store.writes).toEqual(writes);
    expect(h.api.calls.filter((call) => /Shops\/12\/Invoices/i.test(call.path))).toEqual([]);
    expect(store.cursor?.route).toBe('orders');
    expect(Math.abs(Date.parse(store.cursor?.watermark ?? '') - NOW)).toBeLessThan(60_000);
  });

  it('says how the tenant adds up', async () => {
    const h = await start({ headerDiscount: 'in-rows', rowTotal: 'before-discount' });
    const store = createMemoryStore();
    const result = await feed(h, store);
    expect(result.arithmetic).toMatch(/^(before|any)-(out|any)-net$/);
    expect(result.arithmetic).not.toBe('any-any-net');
  });
});

describe('pages that shift', () => {
  const PAGES = { maxPageSize: 7 };

  it.each(['changed-asc', 'changed-desc', 'id'] as const)('loses nothing when each page read moves an order (%s)', async (orderSort) => {
    const h = await start({}, { ...PAGES, orderSort, shiftAfterPages: 2 });
    const store = createMemoryStore();
    await feed(h, store);
    expectTruth(h, store);
  });

  it('loses nothing when several pages at once move to the end between two pages', async () => {
    const h = await start({}, { ...PAGES, orderSort: 'changed-asc' });
    const store = createMemoryStore();
    const orders = [...h.world.shop('demo', 12).book.records()].toSorted((a, b) => a.changedAt - b.changedAt).map((record) => record.order.Id);
    let page = 0;
    await feed(h, store, {
      pulse: () => {
        page += 1;
        if (page === 5) for (const id of orders.slice(0, 20)) h.api.controls.touchOrder('demo', id);
      },
    });
    expectTruth(h, store);
  });

  it('loses nothing when what stands on the last page moves to the front of a list read newest first', async () => {
    const h = await start({}, { ...PAGES, orderSort: 'changed-desc' });
    const store = createMemoryStore();
    const oldest = [...h.world.shop('demo', 12).book.records()].toSorted((a, b) => a.changedAt - b.changedAt).map((record) => record.order.Id);
    let page = 0;
    await feed(h, store, {
      pulse: () => {
        page += 1;
        if (page % 4 === 0 && page < 20) h.api.controls.touchOrder('demo', oldest[page / 4] ?? 0);
      },
    });
    expectTruth(h, store);
  });

  it('keeps the watermark when a list never rests', async () => {
    const h = await start({}, { ...PAGES, shiftAfterPages: 1 });
    const store = createMemoryStore();
    const result = await feed(h, store);
    expect(result.complete).toBe(false);
    expect(store.cursor?.watermark).toBeNull();
    expectTruth(h, store);
  });
});

describe('a killed worker', () => {
  it('goes on from any commit, and the end is the same', async () => {
    const h = await start({}, { maxPageSize: 20 });
    const whole = createMemoryStore();
    await feed(h, whole);
    for (let kill = 1; kill <= whole.commits; kill += 1) {
      const store = createMemoryStore();
      store.failAt = kill;
      await expect(feed(h, store)).rejects.toThrow('killed');
      await feed(h, store);
      expect([...store.invoices]).toEqual([...whole.invoices]);
      expect(store.findings).toEqual(whole.findings);
      expect(store.cursor).toEqual({ ...whole.cursor, watermark: store.cursor?.watermark, sweptAt: store.cursor?.sweptAt });
    }
  });

  it('goes on from any pulse, five times in a row', async () => {
    const h = await start({}, { maxPageSize: 20 });
    const whole = createMemoryStore();
    let pulses = 0;
    await feed(h, whole, { pulse: () => void (pulses += 1) });
    expect(pulses).toBeGreaterThan(5);
    const store = createMemoryStore();
    for (let kill = 1; kill <= 5; kill += 1) {
      const controller = new AbortController();
      let left = kill * 2;
      const killed = feed(h, store, {
        signal: controller.signal,
        pulse: () => {
          left -= 1;
          if (left === 0) controller.abort(new Error('gone'));
        },
      });
      await expect(killed).rejects.toThrow('gone');
    }
    await feed(h, store);
    expect([...store.invoices]).toEqual([...whole.invoices]);
    expect(store.findings).toEqual(whole.findings);
  });
});

describe('what changes after it was read', () => {
  const DAY = 86_400_000;

  it('an invoice that changes without its order is found in the overlap', async () => {
    const h = await start();
    const store = createMemoryStore();
    await feed(h, store);
    const recent = truth(h.world.shop('demo', 12)).invoices.findLast((invoice) => invoice.scenario.startsWith('ordinary'));
    const before = store.invoices.get(recent?.id ?? 0);
    h.clock.advance(3_600_000);
    h.api.controls.changeInvoice('demo', recent?.id ?? 0, 'amount', { touchOrder: false });
    const again = await feed(h, store, { sweep: false });
    expect(again.invoices).toBe(1);
    expect(store.invoices.get(recent?.id ?? 0)?.contentHash).not.toBe(before?.contentHash);
    expectTruth(h, store);
  });

  it('a payment changes the change time, not the content', async () => {
    const h = await start();
    const store = createMemoryStore();
    await feed(h, store);
    const recent = truth(h.world.shop('demo', 12)).invoices.findLast((invoice) => invoice.scenario.startsWith('ordinary'));
    const before = store.invoices.get(recent?.id ?? 0);
    h.clock.advance(3_600_000);
    h.api.controls.changeInvoice('demo', recent?.id ?? 0, 'payment', { touchOrder: true });
    await feed(h, store);
    const after = store.invoices.get(recent?.id ?? 0);
    expect(after?.contentHash).toBe(before?.contentHash);
    expect((after?.changedAt ?? '') > (before?.changedAt ?? '')).toBe(true);
  });

  it('an invoice that appears 8 days late is found by the daily sweep, not by the overlap', async () => {
    const h = await start();
    const store = createMemoryStore();
    await feed(h, store);
    const late = h.api.controls.appearLate('demo', 12);
    await feed(h, store, { sweep: false });
    expect(store.invoices.has(late.invoiceId)).toBe(false);
    h.clock.advance(DAY + 1);
    await feed(h, store);
    expect(store.invoices.has(late.invoiceId)).toBe(true);
    expectTruth(h, store);
  });

  it('a draft that gets its number, and an invoice that is deleted', async () => {
    const h = await start();
    const store = createMemoryStore();
    await feed(h, store);
    h.clock.advance(3_600_000);
    const draft = truth(h.world.shop('demo', 12)).leftOut.find((one) => one.scenario === 'draft-recent');
    h.api.controls.finishDraft('demo', draft?.id ?? 0, { touchOrder: true });
    await feed(h, store);
    expectTruth(h, store);
    const sold = h.api.controls.addInvoice('demo', 12);
    await feed(h, store);
    h.api.options.listShowsDeleted = true;
    h.api.controls.deleteInvoice('demo', sold.invoiceId, { touchOrder: true });
    await feed(h, store);
    expect([...store.withdrawn]).toEqual([sold.invoiceId]);
  });
});

describe('faults on the way', () => {
  it('passing trouble leaves no trace', async () => {
    const h = await start();
    for (const kind of ['500', '502', '503', '429', 'reset', 'truncated'] as const) h.api.faults.add({ kind, times: 1, after: 9, path: /Invoices\/\d+/i });
    h.api.faults.add({ kind: '503', times: 3, path: /Shops\/12\/Orders/i });
    const store = createMemoryStore();
    await feed(h, store);
    expectTruth(h, store);
    expect(h.waits.length).toBeGreaterThanOrEqual(9);
  });

  it('one invoice that cannot be read is listed, and read when it can be', async () => {
    const h = await start();
    const bad = truth(h.world.shop('demo', 12)).invoices.findLast((invoice) => invoice.scenario.startsWith('ordinary'));
    const mend = h.api.faults.add({ kind: '500', path: new RegExp(`Invoices/${String(bad?.id)}$`, 'i') });
    const store = createMemoryStore();
    await feed(h, store);
    expect(store.findings).toContainEqual(expect.objectContaining({ invoiceId: bad?.id, invoiceCode: bad?.code, code: 'unreadable', params: { what: 'server-error' } }));
    expect(store.findings.filter((finding) => finding.code === 'gap').some((gap) => String(gap.params['missing']).includes(bad?.code ?? '?'))).toBe(false);
    mend();
    await feed(h, store);
    expectTruth(h, store);
  });

  it.each([
    ['401', 'shopctrl-password'],
    ['html', 'shopctrl-html'],
    ['redirect', 'shopctrl-html'],
    ['503', 'server-error'],
    ['403', 'shopctrl-forbidden'],
  ] as const)('%s from the middle on stops the run with %s; what was read stays', async (kind, code) => {
    const h = await start();
    const store = createMemoryStore();
    const mend = h.api.faults.add({ kind, after: 60 });
    await expect(feed(h, store)).rejects.toMatchObject({ fault: { code } });
    mend();
    await feed(h, store);
    expectTruth(h, store);
    expect(h.api.violations.filter((violation) => violation.code !== 'credentials-on-several-hosts')).toEqual([]);
  });
});
