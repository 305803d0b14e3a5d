import { afterEach, describe, expect, it, vi } from 'vitest';
import { API_USER, basic, JSON_ONLY, NOW, startHarness, type Harness } from './harness';

let h: Harness;
afterEach(() => h.close());

type Row = Record<string, unknown>;

describe('access', () => {
  it('answers under every base shape of the environment and not under others', async () => {
    h = await startHarness();
    for (const host of ['demo.shopctrl.com', 'api.demo.shopctrl.com', 'demo.shopctrl.com:52222']) {
      const reply = await h.ask(host, '/v1/Me', { ...JSON_ONLY, authorization: API_USER });
      expect([host, reply.status]).toEqual([host, 200]);
      h.api.forgetBases();
    }
    const own = await h.ask('api.lampenwinkel.example', '/v1/me/', { ...JSON_ONLY, authorization: basic('beheer@lampenwinkel.example', 'Gloeilamp-60W') });
    expect((own.json as Row)['FullName']).toBe('Bea Heer');
    expect((await h.ask('admin.lampenwinkel.example', '/v1/System/Time', JSON_ONLY)).text).toContain('<!DOCTYPE html>');
    h.world.tenant('demo').bases.port = false;
    await expect(h.ask('demo.shopctrl.com:52222', '/v1/System/Time', JSON_ONLY)).rejects.toThrow();
    expect(h.codes()).toEqual([]);
  });

  it('probes without credentials get a 401 with a JSON body', async () => {
    h = await startHarness();
    const reply = await h.ask('api.demo.shopctrl.com', '/v1/System/Time', JSON_ONLY);
    expect([reply.status, reply.json]).toEqual([401, { Message: 'Authorization has been denied for this request.' }]);
    h.api.options.publicTime = true;
    const open = await h.ask('api.demo.shopctrl.com', '/v1/System/Time', JSON_ONLY);
    expect(open.json).toMatch(/^2026-11-22T13:00:0\d\.\d{7}\+01:00$/);
    expect(h.codes()).toEqual([]);
  });

  it('the session cookie counts on the host of the admin alone', async () => {
    h = await startHarness();
    const login = h.sessions.login('demo.shopctrl.com', 'anna@demo.example', 'Welkom-2026!');
    if (login.kind !== 'ok') throw new Error(login.kind);
    const cookie = login.setCookie.split(';')[0] ?? '';
    const me = await h.ask('demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, cookie });
    expect((me.json as Row)['FullName']).toBe('Anna de Vries');
    h.api.options.acceptSessionCookie = false;
    expect((await h.ask('demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, cookie })).status).toBe(401);
    h.api.options.acceptSessionCookie = true;
    h.sessions.expireAll();
    expect((await h.ask('demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, cookie })).status).toBe(401);
    expect(h.codes()).toEqual([]);
    expect((await h.ask('api.demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, cookie })).status).toBe(401);
    expect(h.codes()).toEqual(['cookies-to-api-host']);
  });

  it('a second factor blocks Basic; a changed password does too; roles decide what is seen', async () => {
    h = await startHarness();
    const as = (login: string, password: string, path: string) => h.ask('api.demo.shopctrl.com', path, { ...JSON_ONLY, authorization: basic(login, password) });
    expect((await as('tess@demo.example', 'Twee-Factor-1', '/v1/Me')).status).toBe(401);
    h.api.options.secondFactorBasic = '403';
    expect((await as('tess@demo.example', 'Twee-Factor-1', '/v1/Me')).status).toBe(403);
    const jan = await as('jan@demo.example', 'Lamp:en=licht', '/v1/Me/Shops');
    expect((jan.json as Row[]).map((shop) => shop['Id'])).toEqual([12, 13]);
    expect((await as('jan@demo.example', 'Lamp:en=licht', '/v1/Shops/14/Orders?pageSize=1&pageNumber=1')).status).toBe(403);
    expect((await as('gast@demo.example', 'Kijken-mag', '/v1/Invoices/7001')).status).toBe(403);
    h.api.controls.changePassword('demo', 'jan@demo.example', 'nieuw');
    expect((await as('jan@demo.example', 'Lamp:en=licht', '/v1/Me')).status).toBe(401);
    h.api.options.wrongPassword = 'html';
    const page = await as('jan@demo.example', 'Lamp:en=licht', '/v1/Me');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });
});

describe('lists', () => {
  it('page through changed orders in the order of change, 100 unless asked, until an empty page', async () => {
    h = await startHarness();
    const first = await h.get<Row[]>('/v1/Shops/12/Orders?pageSize=20&pageNumber=1');
    const stamps = first.map((order) => String(order['ChangeTimestamp']));
    expect(first).toHaveLength(20);
    expect([...stamps].sort()).toEqual(stamps);
    let page = 1;
    let total = 0;
    for (;;) {
      const orders = await h.get<Row[]>(`/v1/shops/12/orders?PAGESIZE=20&pagenumber=${String(page)}`);
      if (orders.length === 0) break;
      total += orders.length;
      page += 1;
    }
    expect(total).toBe(h.world.shop('demo', 12).book.orderCount);
    expect(h.codes()).toEqual([]);
  });

  it('from counts, until does not', async () => {
    h = await startHarness();
    const all = await h.get<Row[]>('/v1/Shops/12/Orders?pageSize=1000&pageNumber=1');
    const pivot = all[10];
    const at = encodeURIComponent(String(pivot?.['ChangeTimestamp']));
    const from = await h.get<Row[]>(`/v1/Shops/12/Orders?fromDateChanged=${at}&pageSize=1000&pageNumber=1`);
    const until = await h.get<Row[]>(`/v1/Shops/12/Orders?untilDateChanged=${at}&pageSize=1000&pageNumber=1`);
    expect(from[0]?.['Id']).toBe(pivot?.['Id']);
    expect(until.map((o) => o['Id'])).not.toContain(pivot?.['Id']);
    expect(from.length + until.length).toBe(all.length);
    expect((await h.ask('api.demo.shopctrl.com', '/v1/Shops/12/Orders?fromDateChanged=gisteren', { ...JSON_ONLY, authorization: API_USER })).status).toBe(400);
  });

  it('pages shift when an order changes while it is read: a naive reader of all pages misses one', async () => {
    h = await startHarness({ options: { shiftAfterPages: 1 } });
    const seen = new Set<unknown>();
    for (let page = 1; page < 40; page += 1) {
      const orders = await h.get<Row[]>(`/v1/Shops/12/Orders?pageSize=10&pageNumber=${String(page)}`);
      for (const order of orders) seen.add(order['Id']);
      if (orders.length === 0) break;
    }
    expect(seen.size).toBeLessThan(h.world.shop('demo', 12).book.orderCount);
  });

  it('the shop-wide invoice list is absent unless switched on, and hides deleted invoices', async () => {
    h = await startHarness();
    const path = '/v1/Shops/12/Invoices?pageSize=1000&pageNumber=1';
    expect((await h.ask('api.demo.shopctrl.com', path, { ...JSON_ONLY, authorization: API_USER })).status).toBe(404);
    h.api.options.shopInvoiceList = true;
    const listed = await h.get<Row[]>(path);
    const everything = [...h.world.shop('demo', 12).book.records()].flatMap((r) => r.invoices);
    expect(listed).toHaveLength(everything.filter((i) => !i.invoice.Deleted).length);
    expect(listed[0]).not.toHaveProperty('ShippingCostsIncVat');
  });
});

describe('entities', () => {
  it('an invoice leads to its rows, its order and the order it credits', async () => {
    h = await startHarness();
    const credit = [...h.world.shop('demo', 12).book.records()].flatMap((r) => r.invoices).find((i) => i.truth.is === 'exportable' && i.truth.invoice.scenario === 'part-credit');
    const invoice = await h.get<Row>(`/v1/Invoices/${String(credit?.invoice.Id)}`);
    expect(invoice['InvoiceTotalIncVat']).toBeLessThan(0);
    const [row] = await h.get<Row[]>(`/v1/Invoices/${String(credit?.invoice.Id)}/Rows`);
    expect(row).toMatchObject({ ItemQuantity: -1, VatPercentage: 21 });
    const order = await h.get<Row & { OrderRows: Row[]; BillToContact: Row }>(`/v1/Orders/${String(invoice['OrderId'])}`);
    const orderRow = order.OrderRows.find((r) => r['Id'] === row?.['OrderRowId']);
    expect(order.OrderRows.map((r) => r['Id'])).toContain(orderRow?.['CreditForOrderRowId']);
    expect(order.BillToContact['CountryCode']).toBe('NL');
    expect(order).toHaveProperty('ChangeTimestamp');
    expect(invoice).toHaveProperty('ChangedTimestamp');
  });

  it('deleted invoices only with includeDeleted', async () => {
    h = await startHarness();
    const deleted = [...h.world.shop('demo', 12).book.records()].flatMap((r) => r.invoices).find((i) => i.invoice.Deleted && i.invoice.InvoiceCode !== null);
    const path = `/v1/Invoices/${String(deleted?.invoice.Id)}`;
    expect((await h.ask('api.demo.shopctrl.com', path, { ...JSON_ONLY, authorization: API_USER })).status).toBe(404);
    expect((await h.get<Row>(`${path}?includeDeleted=true`))['Deleted']).toBe(true);
    expect(await h.get<Row[]>(`/v1/Orders/${String(deleted?.invoice.OrderId)}/Invoices`)).toEqual([]);
  });

  it('enums by number or name, nulls there or not', async () => {
    h = await startHarness();
    const external = [...h.world.shop('demo', 12).book.records()].flatMap((r) => r.invoices).find((i) => i.invoice.InvoiceSourceType === 1);
    const path = `/v1/Invoices/${String(external?.invoice.Id)}`;
    expect(await h.get<Row>(path)).toMatchObject({ InvoiceSourceType: 1, CustomStatusId: null });
    Object.assign(h.api.options, { enums: 'name', omitNulls: true });
    const named = await h.get<Row>(path);
    expect(named['InvoiceSourceType']).toBe('ExternalService');
    expect(named).not.toHaveProperty('CustomStatusId');
  });

  it('the small calls answer', async () => {
    h = await startHarness();
    for (const path of [
      'Shops', 'Shops/ShopStatus', 'System/Version', 'System/AppModules', 'System/AppModules/Feature/Invoice%20export', 'System/AppModuleFeatures', 'Shops/12/PaymentTypes', 'Shops/12/VATTariffs',
      'Countries', 'Currencies', 'ExchangeRates', 'InvoiceStatuses/102', 'ShopOwners', 'ShopOwners/1/ShopGroups', 'Orders/4901/Rows', 'Orders/4901/Payments',
    ]) {
      expect([path, await h.get(`/v1/${path}`)]).not.toEqual([path, []]);
    }
    const order = await h.get<Row>('/v1/Orders/4901');
    expect(await h.get<Row>(`/v1/Customers/${String(order['CustomerId'])}`)).toMatchObject({ Id: order['CustomerId'], PersonalNumber: '999990019' });
    expect((await h.ask('demo.shopctrl.com', '/Help')).status).toBe(200);
    expect((await h.ask('api.demo.shopctrl.com', '/v1/Nothing', { ...JSON_ONLY, authorization: API_USER })).status).toBe(404);
    expect(h.codes()).toEqual([]);
  });
});

describe('faults', () => {
  it('come as often as ordered and then stop', async () => {
    h = await startHarness();
    const me = () => h.ask('api.demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, authorization: API_USER });
    h.api.faults.add({ kind: '500', times: 2 });
    expect([(await me()).status, (await me()).status, (await me()).status]).toEqual([500, 500, 200]);
    h.api.faults.add({ kind: 'truncated', times: 1 });
    const cut = await me();
    expect([cut.status, cut.json]).toEqual([200, null]);
    h.api.faults.add({ kind: 'html', times: 1 });
    expect((await me()).text).toContain('Login');
    h.api.faults.add({ kind: 'reset', times: 1 });
    await expect(me()).rejects.toThrow();
    h.api.faults.add({ kind: '403', path: /Invoices/ });
    expect((await me()).status).toBe(200);
    expect((await h.ask('api.demo.shopctrl.com', '/v1/Invoices/7001', { ...JSON_ONLY, authorization: API_USER })).status).toBe(403);
    const remove = h.api.faults.add({ kind: 'slow', ms: 60, path: /Me/ });
    const before = performance.now();
    expect((await me()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(50);
    remove();
    h.api.faults.clear();
    expect(h.codes()).toEqual([]);
  });
});

describe('stranger faults', () => {
  it('an answer that never comes holds its place until the client gives up', async () => {
    h = await startHarness();
    h.api.faults.add({ kind: 'hang', times: 4 });
    const login = { ...JSON_ONLY, authorization: API_USER };
    const abort = new AbortController();
    const hanging = Promise.allSettled([1, 2, 3, 4].map(() => h.ask('api.demo.shopctrl.com', '/v1/Me', login, 'GET', abort.signal)));
    await vi.waitFor(() => {
      expect(h.api.inFlight('demo')).toBe(4);
    }, 5000);
    expect(h.api.calls).toHaveLength(0);
    abort.abort();
    expect((await hanging).map((r) => r.status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
    await vi.waitFor(() => {
      expect(h.api.calls.map((call) => call.status)).toEqual([0, 0, 0, 0]);
      expect(h.api.inFlight('demo')).toBe(0);
    }, 5000);
    await Promise.all([1, 2, 3, 4].map(() => h.ask('api.demo.shopctrl.com', '/v1/Me', login)));
    expect(h.codes()).toEqual([]);
  });

  it('too many requests, an object for a list, a redirect to another host', async () => {
    h = await startHarness();
    const shops = () => h.ask('api.demo.shopctrl.com', '/v1/Shops?pageNumber=1', { ...JSON_ONLY, authorization: API_USER });
    h.api.faults.add({ kind: '429', times: 1 });
    expect((await shops()).headers['retry-after']).toBe('1');
    h.api.faults.add({ kind: 'not-a-list', times: 1 });
    expect((await shops()).json).toEqual({ Message: 'An error has occurred.' });
    h.api.faults.add({ kind: 'redirect-foreign', times: 1, after: 1 });
    expect(Array.isArray((await shops()).json)).toBe(true);
    expect((await shops()).headers.location).toBe('https://api.other.shopctrl.com/v1/Me');
    h.api.options.challenge = true;
    expect((await h.ask('api.demo.shopctrl.com', '/v1/Me', JSON_ONLY)).headers['www-authenticate']).toBe('Basic realm="ShopCtrl"');
  });
});

describe('changes while a client reads', () => {
  it('a new invoice is listed with its order; a late one lies 8 days back', async () => {
    h = await startHarness();
    const added = h.api.controls.addInvoice('demo', 12);
    const late = h.api.controls.appearLate('demo', 12);
    const week = encodeURIComponent(new Date(NOW - 7 * 86_400_000).toISOString());
    const orders = await h.get<Row[]>(`/v1/Shops/12/Orders?fromDateChanged=${week}&pageSize=1000&pageNumber=1`);
    const ids = orders.map((order) => order['Id']);
    expect(ids).toContain(added.orderId);
    expect(ids).not.toContain(late.orderId);
    expect((await h.get<Row>(`/v1/Invoices/${String(late.invoiceId)}`))['InvoiceDate']).toMatch(/^2026-11-14T/);
  });

  it('a change of an invoice touches its order or not', async () => {
    h = await startHarness();
    const before = (await h.get<Row>('/v1/Orders/4901'))['ChangeTimestamp'];
    const [invoice] = await h.get<Row[]>('/v1/Orders/4901/Invoices');
    const id = Number(invoice?.['Id']);
    h.api.controls.changeInvoice('demo', id, 'amount', { touchOrder: false });
    expect((await h.get<Row>('/v1/Orders/4901'))['ChangeTimestamp']).toBe(before);
    const changed = await h.get<Row>(`/v1/Invoices/${String(id)}`);
    expect(changed['ChangedTimestamp']).toMatch(/^2026-11-22/);
    expect(changed['InvoiceCode']).toBe(invoice?.['InvoiceCode']);
    expect(changed['InvoiceTotalIncVat']).not.toBe(invoice?.['InvoiceTotalIncVat']);
    h.api.controls.changeInvoice('demo', id, 'payment', { touchOrder: true });
    expect((await h.get<Row>('/v1/Orders/4901'))['ChangeTimestamp']).toMatch(/^2026-11-22/);
  });
});
