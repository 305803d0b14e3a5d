import { describe, expect, it } from 'vitest';
import { runFeed, type FeedOptions } from '../../lib/shopctrl/feed';
import { createMemoryStore, type MemoryStore } from './harness';
import { aRow, json, SMALL_NOW, smallApi, type SmallApi } from './small-api';

const feed = (api: SmallApi, store: MemoryStore, more: Partial<FeedOptions> = {}): ReturnType<typeof runFeed> =>
  runFeed({ client: api.client(), store, tenantId: 't', shopId: 12, now: () => SMALL_NOW, signal: new AbortController().signal, ...more });

const known = (store: MemoryStore): readonly number[] => [...store.invoices.keys()].filter((id) => !store.withdrawn.has(id)).toSorted((a, b) => a - b);
const findings = (store: MemoryStore): readonly unknown[] => store.findings.map(({ invoiceId, code, params }) => [invoiceId, code, params['what'] ?? null, params['order'] ?? null]);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('what lives on the order', () => {
  it.each([
    ['the list tells no change times', undefined],
    ['the list tells them', '2026-11-20T11:00:00+01:00'],
  ])('a VAT number that is filled in later reaches an invoice that has not changed itself: %s', async (_name, stamp) => {
    const api = smallApi(2);
    for (const order of api.orders.values()) if (stamp !== undefined) order['ChangeTimestamp'] = '2026-10-05T10:00:00+02:00';
    const store = createMemoryStore();
    await feed(api, store);
    Object.assign(api.orders.get(1001) ?? {}, { Changed: '2026-11-20', ChangeTimestamp: stamp, BillToContact: { CompanyName: 'GmbH', CountryCode: 'DE', VatNumber: 'DE136695976' } });
    await feed(api, store, { sweep: false });
    expect(store.invoices.get(1)?.billTo.vatNumber).toBe('DE136695976');
    expect(store.writes.get(2)).toBe(1);
  });

  it('an order that is listed again with the same change time is not read again', async () => {
    const api = smallApi(3);
    for (const order of api.orders.values()) Object.assign(order, { Changed: '2026-11-19', ChangeTimestamp: '2026-11-19T10:00:00+01:00' });
    const store = createMemoryStore();
    await feed(api, store);
    api.calls.length = 0;
    expect(await feed(api, store)).toMatchObject({ invoices: 0, unchanged: 3 });
    expect(api.calls.filter((path) => /^Invoices/.test(path))).toEqual([]);
  });

  it('what is in a file is read again when its order changed', async () => {
    const api = smallApi(2);
    for (const order of api.orders.values()) Object.assign(order, { Changed: '2026-11-19', ChangeTimestamp: '2026-11-19T10:00:00+01:00' });
    const store = createMemoryStore();
    await feed(api, store);
    store.exported.add(1);
    store.exported.add(2);
    const before = store.invoices.get(1)?.contentHash;
    Object.assign(api.orders.get(1001) ?? {}, { ChangeTimestamp: '2026-11-20T10:00:00+01:00', ShipToContact: { CountryCode: 'BE' } });
    expect((await feed(api, store)).invoices).toBe(1);
    expect(store.invoices.get(1)?.contentHash).not.toBe(before);
  });

  it('an order that is gone: the invoice speaks for itself, or is refused by cause', async () => {
    const api = smallApi(3);
    api.orders.forEach((order) => Object.assign(order, { Changed: '2026-10-05' }));
    api.odd = (path) => (/^Orders\/100[12]$/.test(path) ? json({ Message: 'no' }, 404) : undefined);
    Object.assign(api.invoices.get(2) ?? {}, { BillToContact: { FullName: 'Jan', CountryCode: 'NL' } });
    const store = createMemoryStore();
    await feed(api, store);
    expect(known(store)).toEqual([2, 3]);
    expect(store.invoices.get(2)?.billTo.country).toBe('NL');
    expect(findings(store)).toEqual([[1, 'order-gone', null, null]]);
  });
});

describe('change times that cannot be trusted', () => {
  it('without any, the content tells', async () => {
    const api = smallApi(2);
    for (const invoice of api.invoices.values()) delete invoice['ChangedTimestamp'];
    const store = createMemoryStore();
    await feed(api, store);
    expect(known(store)).toEqual([1, 2]);
    expect(store.findings).toEqual([]);
    const before = store.invoices.get(1)?.contentHash;
    Object.assign(api.invoices.get(1) ?? {}, { InvoiceTotalIncVat: 60.5, InvoiceTotalExVat: 50 });
    api.rows.set(1, [aRow(10, { RowTotalExVat: 50, RowTotalIncVat: 60.5 })]);
    Object.assign(api.orders.get(1001) ?? {}, { Changed: '2026-11-20' });
    await feed(api, store);
    expect(store.invoices.get(1)?.gross).toBe(6050);
    expect(store.invoices.get(1)?.contentHash).not.toBe(before);
  });

  it('one that goes backwards is a change', async () => {
    const api = smallApi(1);
    const store = createMemoryStore();
    await feed(api, store);
    Object.assign(api.invoices.get(1) ?? {}, { InvoiceTotalIncVat: 60.5, InvoiceTotalExVat: 50, ChangedTimestamp: '2026-10-04T10:00:00+02:00' });
    api.rows.set(1, [aRow(10, { RowTotalExVat: 50, RowTotalIncVat: 60.5 })]);
    Object.assign(api.orders.get(1001) ?? {}, { Changed: '2026-11-20' });
    await feed(api, store);
    expect(store.invoices.get(1)?.gross).toBe(6050);
  });
});

describe('one bad answer is about one id', () => {
  it.each([
    ['Orders/1002', 403, [2, 'unreadable', 'shopctrl-forbidden', null]],
    ['Invoices/2', 400, [2, 'unreadable', 'shopctrl-not-found', null]],
    ['Invoices/2', 500, [2, 'unreadable', 'server-error', null]],
    ['Orders/1002/Invoices', 500, [undefined, 'unreadable-order', 'server-error', 'W2']],
    ['Orders/1002/Invoices', 403, [undefined, 'unreadable-order', 'shopctrl-forbidden', 'W2']],
    ['Orders/1002/Invoices', 404, [undefined, 'unreadable-order', 'shopctrl-not-found', 'W2']],
  ])('%s answers %i: the others are read; it is tried again in every run, however old', async (bad, status, finding) => {
    const api = smallApi(3);
    Object.assign(api.orders.get(1002) ?? {}, { Changed: '2024-03-01' });
    api.odd = (path) => (path === bad ? json({ Message: 'x' }, status) : undefined);
    const store = createMemoryStore();
    await feed(api, store);
    expect(known(store)).toEqual([1, 3]);
    expect(findings(store).filter((one) => (one as unknown[])[1] !== 'gap')).toEqual([finding]);
    await feed(api, store, { sweep: false });
    expect(findings(store).filter((one) => (one as unknown[])[1] !== 'gap')).toEqual([finding]);
    api.odd = () => undefined;
    await feed(api, store, { sweep: false });
    expect(known(store)).toEqual([1, 2, 3]);
    expect(store.findings).toEqual([]);
    expect(store.cursor?.held?.entries).toEqual([]);
  });

  it('eight of thirty are eight findings', async () => {
    const api = smallApi(30);
    api.odd = (path) => (/^Invoices\/[1-8]$/.test(path) ? json({}, 500) : undefined);
    const store = createMemoryStore();
    await feed(api, store);
    expect(known(store)).toEqual(upTo(30).slice(8));
    expect(store.findings.filter((one) => one.code === 'unreadable').map((one) => one.invoiceId)).toEqual(upTo(8));
  });

  it('nearly all of them is a server in trouble', async () => {
    const api = smallApi(30);
    api.odd = (path) => (/^Invoices\/\d+$/.test(path) && path !== 'Invoices/7' ? json({}, 403) : undefined);
    await expect(feed(api, createMemoryStore())).rejects.toMatchObject({ fault: { code: 'shopctrl-forbidden' } });
  });

  it('a killed run remembers which orders it could not list', async () => {
    const api = smallApi(60);
    api.odd = (path) => (path === 'Orders/1002/Invoices' ? json({}, 500) : undefined);
    const store = createMemoryStore();
    store.cursor = { tenantId: 't', shopId: 12, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: 'any-any-any' };
    store.failAt = 2;
    await expect(feed(api, store)).rejects.toThrow('killed');
    await feed(api, store);
    expect(store.findings.filter((one) => one.code === 'unreadable-order').length).toBe(1);
    expect(known(store).length).toBe(59);
  });

  it('look-up lists that are refused leave the rest', async () => {
    const api = smallApi(2);
    delete api.invoices.get(1)?.['CurrencyCode'];
    delete api.orders.get(1001)?.['CurrencyCode'];
    api.odd = (path) => (path === 'Currencies' ? json({}, 403) : undefined);
    const store = createMemoryStore();
    await feed(api, store);
    expect(known(store)).toEqual([2]);
    expect(findings(store)).toEqual([[1, 'unreadable', 'CurrencyCode', null]]);
  });
});

it.each([1e14, 1e300])('an amount of %d is one finding, and the rest is read', async (amount) => {
  const api = smallApi(3);
  Object.assign(api.invoices.get(2) ?? {}, { InvoiceTotalIncVat: amount * 1.21, InvoiceTotalExVat: amount });
  api.rows.set(2, [aRow(20, { RowTotalExVat: amount, RowTotalIncVat: amount * 1.21 })]);
  const store = createMemoryStore();
  await feed(api, store);
  expect(known(store)).toEqual([1, 3]);
  expect(findings(store)).toEqual([[2, 'unreadable', 'amount', null]]);
});

it('an invoice of 60 days ago that changes without its order is found by the sweep, not by the overlap', async () => {
  const api = smallApi(1);
  Object.assign(api.orders.get(1001) ?? {}, { Changed: '2026-09-21', ChangeTimestamp: '2026-09-21T10:00:00+02:00' });
  const store = createMemoryStore();
  await feed(api, store);
  Object.assign(api.invoices.get(1) ?? {}, { InvoiceTotalIncVat: 60.5, InvoiceTotalExVat: 50, ChangedTimestamp: '2026-11-20T10:00:00+01:00' });
  api.rows.set(1, [aRow(10, { RowTotalExVat: 50, RowTotalIncVat: 60.5 })]);
  await feed(api, store, { sweep: false });
  expect(store.invoices.get(1)?.gross).toBe(12100);
  await feed(api, store, { sweep: true });
  expect(store.invoices.get(1)?.gross).toBe(6050);
});
