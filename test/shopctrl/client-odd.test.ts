import { describe, expect, it } from 'vitest';
import { probeApi } from '../../lib/shopctrl/address';
import { runFeed } from '../../lib/shopctrl/feed';
import { readShiftingPages } from '../../lib/shopctrl/listing';
import { createMemoryStore } from './harness';
import { aRow, json, SMALL_NOW, smallApi, type SmallApi } from './small-api';

const DATE = { date: 'Fri, 20 Nov 2026 10:30:00 GMT' };
const text = (body: string, status = 200, headers: Record<string, string> = {}): Response => new Response(body, { status, headers: { 'content-type': 'text/plain', ...headers } });
const page = (status = 200, headers: Record<string, string> = {}): Response => new Response('<html></html>', { status, headers: { 'content-type': 'text/html', ...headers } });
const readsAll = async (api: SmallApi): Promise<readonly number[]> => {
  const store = createMemoryStore();
  await runFeed({ client: api.client(), store, tenantId: 't', shopId: 12, now: () => SMALL_NOW, signal: new AbortController().signal });
  return [...store.invoices.keys()];
};

describe('lists of a server with its own idea of pages', () => {
  it('a page is capped at 50: orders, invoices of an order and rows are read on', async () => {
    const api = smallApi(120);
    api.pageCap = 50;
    expect((await readsAll(api)).length).toBe(120);
    for (const invoice of api.invoices.values()) invoice['OrderId'] = 1001;
    api.rows.set(1, Array.from({ length: 60 }, (_, index) => aRow(index)));
    Object.assign(api.invoices.get(1) ?? {}, { InvoiceTotalExVat: 6000, InvoiceTotalIncVat: 7260 });
    expect((await readsAll(api)).length).toBe(120);
    expect(await api.client().invoiceRows(1)).toHaveLength(60);
  });

  it('a server that ignores the page number', async () => {
    const api = smallApi(30);
    const head = (id: number): unknown => ({ Id: id });
    api.odd = (path) => (path === 'Shops/12/Orders' ? json([...api.orders.keys()].map(head)) : undefined);
    expect((await readsAll(api)).length).toBe(30);
    expect(api.calls.filter((path) => path === 'Shops/12/Orders').length).toBeLessThan(5);
  });

  it('ends after a page without new keys, not after one that shifted there', async () => {
    let calls = 0;
    await readShiftingPages(async () => ((calls += 1), [1, 2, 3]), String, () => undefined);
    expect(calls).toBe(3);
    const seen = new Set<number>();
    let list = [1, 2, 3, 4, 5, 6];
    const read = async (number: number): Promise<readonly number[]> => {
      const entries = list.slice(number * 2 - 2, number * 2);
      if (number === 2 && list.length === 6) list = [8, 7, ...list];
      return entries;
    };
    await readShiftingPages(read, String, (entries) => entries.forEach((entry) => seen.add(entry)));
    expect([...seen].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('the clock', () => {
  it.each([
    ['404', () => json({ Message: 'no' }, 404, DATE)],
    ['403', () => json({ Message: 'no' }, 403, DATE)],
    ['plain text', () => text('2026-11-20T11:30:00', 200, DATE)],
    ['an object', () => json({ Time: '2026-11-20T11:30:00' }, 200, DATE)],
    ['another form', () => json('11/20/2026 11:30:00 AM', 200, DATE)],
    ['a page', () => page(404, DATE)],
  ])('%s: the answer\'s own date', async (_name, answer) => {
    const api = smallApi(1);
    api.odd = () => answer();
    expect(await api.client().serverTime()).toBe(SMALL_NOW);
  });

  it('no date either: no guess', async () => {
    const api = smallApi(1);
    api.odd = () => json({}, 404);
    await expect(api.client().serverTime()).rejects.toMatchObject({ fault: { code: 'shopctrl-not-found' } });
  });
});

describe('shops', () => {
  const shops = [{ Name: 'no id' }, ...Array.from({ length: 130 }, (_, index) => ({ Id: index + 1, Name: `S${String(index)}`, Active: true }))];
  const paged = (query: URLSearchParams): Response => {
    const from = (Number(query.get('pageNumber') ?? 1) - 1) * 50;
    return json(shops.slice(from, from + 50));
  };
  it.each([
    ['400', () => json({}, 400)], ['403', () => json({}, 403)], ['404', () => json({}, 404)], ['405', () => json({}, 405)], ['a page', () => page()], ['an object', () => json({ Message: 'x' })],
  ])('Me/Shops answers %s: Shops is asked; an entry without id is left out', async (_name, answer) => {
    const api = smallApi(1);
    api.odd = (path, query) => (path === 'Me/Shops' ? answer() : path === 'Shops' ? paged(query) : undefined);
    expect((await api.client().shops()).length).toBe(130);
  });

  it('refused by both: what the first said', async () => {
    const api = smallApi(1);
    api.odd = (path) => json({}, path === 'Me/Shops' ? 403 : 404);
    await expect(api.client().shops()).rejects.toMatchObject({ fault: { code: 'shopctrl-forbidden' } });
  });
});

describe('an API whose clock is closed', () => {
  const basic = { 'www-authenticate': 'Basic realm="x"' };
  it.each([
    ['404, then 401', () => json({}, 404), () => json({}, 401), 'asks-login'],
    ['403, then 401', () => json({}, 403), () => text('', 401, basic), 'asks-login'],
    ['401 with a page, then the same', () => page(401, basic), () => page(401, basic), 'asks-login'],
    ['404, then 200', () => json({}, 404), () => json({ Id: 1 }), 'open'],
    ['404, then a page', () => json({}, 404), () => page(), null],
    ['404 twice', () => page(404), () => page(404), null],
    ['403 with a page', () => page(403), () => json({}, 401), null],
  ])('%s', async (_name, time, me, answers) => {
    const sent: RequestInit[] = [];
    const found = await probeApi({
      fetch: async (url, init) => (sent.push(init), (url.endsWith('/v1/Me') ? me : time)()),
      adminHost: 'shop.example.com',
      signal: new AbortController().signal,
    });
    expect(found.map((one) => one.answers)).toEqual(answers === null ? [] : [answers, answers, answers]);
    expect(sent.every((init) => init.credentials === 'omit' && !('Authorization' in (init.headers ?? {})))).toBe(true);
  });
});
