import { expect, it } from 'vitest';
import { runFeed, type FeedOptions } from '../../lib/shopctrl/feed';
import { createMemoryStore, type MemoryStore } from './harness';
import { aRow, json, SMALL_NOW, smallApi, type SmallApi } from './small-api';

const feed = (api: SmallApi, store: MemoryStore, more: Partial<FeedOptions> = {}): ReturnType<typeof runFeed> =>
  runFeed({ client: api.client(), store, tenantId: 't', shopId: 12, now: () => SMALL_NOW, signal: new AbortController().signal, sweep: false, ...more });

/** A store that counts how often all of its codes are gone through. */
function counted(): MemoryStore & { series: number } {
  const store = Object.assign(createMemoryStore(), { series: 0 });
  const { codesOf } = store;
  store.codesOf = async (tenantId, shopId) => {
    store.series += 1;
    return codesOf(tenantId, shopId);
  };
  return store;
}

/** Numbers 1, 1 and 4. */
function gappy(): SmallApi {
  const api = smallApi(4);
  api.invoices.delete(3);
  Object.assign(api.invoices.get(2) ?? {}, { InvoiceCode: '20260001' });
  for (const order of api.orders.values()) Object.assign(order, { Changed: '2026-11-19', ChangeTimestamp: '2026-11-19T10:00:00+01:00' });
  return api;
}
let minute = 10;
const touch = (api: SmallApi, id: number, change: Record<string, unknown>): void => {
  Object.assign(api.invoices.get(id) ?? {}, { ChangedTimestamp: `2026-11-20T11:${String((minute += 1))}:00.0000000+01:00`, ...change });
};
const told = (store: MemoryStore): readonly unknown[] => store.findings.map(({ code, params }) => [code, params['missing'] ?? params['codes'] ?? params['what']]).toSorted();
const BOTH = [['equal-codes', '20260001'], ['gap', '20260002, 20260003']];

it('a run that finds nothing new goes through no codes: gaps and equal codes stay as they were told', async () => {
  const [api, store] = [gappy(), counted()];
  expect(await feed(api, store)).toMatchObject({ gaps: 1 });
  expect(told(store)).toEqual(BOTH);
  expect(store.series).toBe(1);
  for (const sweep of [false, true]) expect(await feed(api, store, { sweep })).toMatchObject({ invoices: 0, gaps: 1 });
  expect(told(store)).toEqual(BOTH);
  expect(store.series).toBe(1);
});

it('another number, one more and one that is withdrawn are seen at once; another text is no change of the series', async () => {
  const [api, store] = [gappy(), counted()];
  await feed(api, store);
  api.rows.set(4, [aRow(40, { ProductName: 'Lampje' })]);
  touch(api, 4, {});
  await feed(api, store);
  expect(store.writes.get(4)).toBe(2);
  expect(store.series).toBe(1);
  expect(told(store)).toEqual(BOTH);

  touch(api, 2, { InvoiceCode: '20260002' });
  await feed(api, store);
  expect(store.series).toBe(2);
  expect(told(store)).toEqual([['gap', '20260003']]);

  api.invoices.set(3, { ...api.invoices.get(2), Id: 3, OrderId: 1003, InvoiceCode: '20260003' });
  await feed(api, store);
  expect(store.series).toBe(3);
  expect(told(store)).toEqual([]);

  touch(api, 3, { InvoiceCode: '' });
  await feed(api, store);
  expect([...store.withdrawn]).toEqual([3]);
  expect(store.series).toBe(4);
});

it('what cannot be read is asked again in every run, and the series gone through only when that changes it', async () => {
  const [api, store] = [gappy(), counted()];
  api.odd = (path) => (path === 'Invoices/4' ? json({}, 500) : undefined);
  for (let run = 0; run < 3; run += 1) {
    await feed(api, store);
    expect(store.findings).toContainEqual(expect.objectContaining({ invoiceId: 4, code: 'unreadable' }));
    expect(store.series).toBe(1);
  }
  api.odd = () => undefined;
  await feed(api, store);
  expect(store.series).toBe(2);
});

it('a run that was killed between what it stored and its findings leaves them to the next', async () => {
  const [api, store] = [gappy(), counted()];
  await feed(api, store);
  touch(api, 2, { InvoiceCode: '20260002' });
  store.failAt = store.commits + 2;
  await expect(feed(api, store)).rejects.toThrow('killed');
  store.findings.splice(0, store.findings.length, ...store.findings.filter(({ code }) => code !== 'gap'));
  await feed(api, store);
  expect(told(store)).toEqual([['gap', '20260003']]);
});
