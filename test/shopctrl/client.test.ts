import { afterEach, describe, expect, it } from 'vitest';
import { probeApi } from '../../lib/shopctrl/address';
import { createShopCtrlClient } from '../../lib/shopctrl/client';
import type { Fetch } from '../../lib/shopctrl/transport';
import { NOW, startHarness, type Harness } from './harness';

let harness: Harness | null = null;
afterEach(async () => {
  await harness?.close();
  harness = null;
});
const start = async (...args: Parameters<typeof startHarness>): Promise<Harness> => (harness = await startHarness(...args));
const WINDOW = { from: '2000-01-01', until: '2026-11-22' };
const faultOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: { fault?: unknown }) => error.fault ?? error);

describe('who am I, and what do I see', () => {
  it('user, shops, clock and modules', async () => {
    const h = await start();
    const client = h.client({ kind: 'basic', login: 'jan@demo.example', password: 'Lamp:en=licht' });
    expect(await client.me()).toEqual({ key: '2', name: 'Jan Bakker' });
    expect((await client.shops()).map((shop) => [shop.id, shop.name, shop.active])).toEqual([[12, 'Lamp & Licht', true], [13, 'Boekenhoek', true]]);
    expect(Math.abs((await client.serverTime()) - NOW)).toBeLessThan(60_000);
    expect(await client.appModules()).toContainEqual({ name: 'Exact Online', active: false });
    expect(h.api.violations).toEqual([]);
    expect(h.api.counts.session).toBe(0);
  });

  it('more shops than a page, without trusting the page that comes unasked', async () => {
    const h = await start({ extraShops: 120 });
    expect((await h.client().shops()).length).toBe(126);
    expect(h.api.violations).toEqual([]);
  });

  it('a password with letters beyond ASCII', async () => {
    const h = await start();
    expect((await h.client().me()).name).toBe('Api Koppeling');
  });
});

describe('the session of the admin', () => {
  it('works on the admin\'s own host', async () => {
    const h = await start();
    const login = h.sessions.login('demo.shopctrl.com', 'anna@demo.example', 'Welkom-2026!');
    if (login.kind !== 'ok') throw new Error(login.kind);
    h.cookies.set('demo.shopctrl.com', login.setCookie.split(';')[0]!);
    const client = h.client({ kind: 'session', adminHost: 'demo.shopctrl.com' }, 'https://demo.shopctrl.com');
    expect((await client.me()).name).toBe('Anna de Vries');
    h.sessions.expireAll();
    for (const answer of ['401', 'html', 'redirect'] as const) {
      h.api.options.expiredSession = answer;
      expect(await faultOf(client.me())).toMatchObject({ code: 'shopctrl-signed-out' });
    }
    expect(h.api.violations).toEqual([]);
  });

  it('is never sent to another host or port', async () => {
    const h = await start();
    for (const apiBase of ['https://api.demo.shopctrl.com', 'https://demo.shopctrl.com:52222', 'https://evil.example']) {
      expect(() => h.client({ kind: 'session', adminHost: 'demo.shopctrl.com' }, apiBase)).toThrow('shopctrl-bad-address');
    }
  });
});

describe('faults by code', () => {
  it('password and second factor', async () => {
    const h = await start();
    const wrong = h.client({ kind: 'basic', login: 'api@demo.example', password: 'oud' });
    expect(await faultOf(wrong.me())).toMatchObject({ code: 'shopctrl-password' });
    for (const answer of ['html', 'redirect'] as const) {
      h.api.options.wrongPassword = answer;
      expect(await faultOf(wrong.me())).toMatchObject({ code: 'shopctrl-html' });
    }
    h.api.options.secondFactorBasic = '403';
    expect(await faultOf(h.client({ kind: 'basic', login: 'tess@demo.example', password: 'Twee-Factor-1' }).me())).toMatchObject({ code: 'shopctrl-second-factor' });
    expect(h.api.violations.map((violation) => violation.code)).not.toContain('redirect-followed');
  });

  it('a shop of others, and a role that may not read invoices', async () => {
    const h = await start();
    const jan = h.client({ kind: 'basic', login: 'jan@demo.example', password: 'Lamp:en=licht' });
    expect(await faultOf(jan.shopOrders(14, WINDOW, 1, 100))).toMatchObject({ code: 'shopctrl-forbidden' });
    const gast = h.client({ kind: 'basic', login: 'gast@demo.example', password: 'Kijken-mag' });
    const [order] = (await gast.shopOrders(12, WINDOW, 1, 1)) as { Id: number }[];
    expect(await faultOf(gast.orderInvoices(order?.Id ?? 0))).toMatchObject({ code: 'shopctrl-forbidden' });
  });

  it('what is not there is null, not an error', async () => {
    const h = await start();
    const client = h.client();
    expect(await client.invoice(999_999)).toBeNull();
    expect(await client.shopInvoices(12, WINDOW, 1, 1)).toBeNull();
  });

  it.each([
    ['500', 'server-error', 5],
    ['429', 'server-error', 5],
    ['reset', 'offline', 3],
    ['truncated', 'not-json', 2],
    ['not-a-list', 'not-json', 1],
    ['redirect-foreign', 'shopctrl-html', 1],
  ] as const)('%s for ever is %s after %i tries', async (kind, code, tries) => {
    const h = await start();
    h.api.faults.add({ kind });
    expect(await faultOf(h.client().orderInvoices(4901))).toMatchObject({ code });
    // One wait between two tries.
    expect(h.waits.length + 1).toBe(tries);
  });

  it('an answer that never comes is a timeout, tried again with doubling waits', async () => {
    const h = await start();
    h.api.faults.add({ kind: 'hang', times: 4 });
    expect((await h.client(undefined, undefined, { timeoutMs: 60 }).me()).name).toBe('Api Koppeling');
    expect(h.waits).toEqual([375, 750, 1500, 3000]);
    h.api.faults.add({ kind: 'hang' });
    expect(await faultOf(h.client(undefined, undefined, { timeoutMs: 60 }).me())).toMatchObject({ code: 'timeout' });
  });

  it('waits as long as the server asks', async () => {
    const h = await start();
    h.api.faults.add({ kind: '429', times: 1 });
    await h.client().me();
    expect(h.waits).toEqual([1000]);
  });

  it('an abort ends it at once with its own reason, waiting calls included', async () => {
    const h = await start({}, { latencyMs: 50 });
    const controller = new AbortController();
    const client = h.client(undefined, undefined, { signal: controller.signal });
    const calls = Array.from({ length: 10 }, () => faultOf(client.me()));
    const reason = new Error('closed');
    setTimeout(() => {
      controller.abort(reason);
    }, 20);
    expect(await Promise.all(calls)).toEqual(Array(10).fill(reason));
  });
});

describe('restraint', () => {
  it('at most four requests at once over all callers', async () => {
    const h = await start({}, { latencyMs: 5 });
    const client = h.client();
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? client.me() : client.serverTime())));
    expect(h.api.maxConcurrency).toBe(4);
    expect(h.api.violations).toEqual([]);
  });

  it('asks JSON, omits cookies, follows nothing, and keeps secrets out of addresses and faults', async () => {
    const seen: { url: string; init: RequestInit }[] = [];
    const fetch: Fetch = async (url, init) => {
      seen.push({ url, init });
      return new Response('{"Message":"Authorization has been denied for this request."}', { status: 401 });
    };
    const client = createShopCtrlClient({
      fetch, apiBase: 'https://api.demo.shopctrl.com/v1/', access: { kind: 'basic', login: 'iemand@demo.example', password: 'geheim' },
      signal: new AbortController().signal, now: () => NOW, sleep: async () => undefined,
    });
    const fault = await faultOf(client.shopOrders(12, WINDOW, 1, 100));
    expect(JSON.stringify(fault)).not.toMatch(/geheim|iemand|aWVtYW5k/);
    expect(seen.length).toBe(1);
    expect(seen[0]?.url).toBe('https://api.demo.shopctrl.com/v1/Shops/12/Orders?fromDateChanged=2000-01-01&untilDateChanged=2026-11-22&pageSize=100&pageNumber=1');
    expect(seen[0]?.init).toMatchObject({ method: 'GET', credentials: 'omit', redirect: 'manual', headers: { Accept: 'application/json', Authorization: `Basic ${btoa('iemand@demo.example:geheim')}` } });
  });

  it('only ever https, without credentials in the address', () => {
    const make = (apiBase: string) => () =>
      createShopCtrlClient({ fetch: async () => new Response(), apiBase, access: { kind: 'basic', login: 'a', password: 'b' }, signal: new AbortController().signal, now: () => NOW, sleep: async () => undefined });
    for (const apiBase of ['http://api.demo.shopctrl.com', 'https://a:b@api.demo.shopctrl.com', 'api.demo.shopctrl.com', '']) expect(make(apiBase)).toThrow('shopctrl-bad-address');
  });
});

describe('finding the API', () => {
  const probe = (h: Harness, adminHost: string) => probeApi({ fetch: h.fetch, adminHost, signal: new AbortController().signal, timeoutMs: 2_000 });

  it('of a tenant of shopctrl.com: each shape that answers, likeliest first, without a secret', async () => {
    const h = await start();
    h.api.reset();
    expect((await probe(h, 'demo.shopctrl.com')).map((one) => [one.apiBase, one.answers])).toEqual([
      ['https://demo.shopctrl.com', 'asks-login'],
      ['https://api.demo.shopctrl.com', 'asks-login'],
      ['https://demo.shopctrl.com:52222', 'asks-login'],
    ]);
    h.api.options.publicTime = true;
    Object.assign(h.world.tenant('demo').bases, { sameHost: false, apiHost: false });
    expect(await probe(h, 'demo.shopctrl.com')).toEqual([{ apiBase: 'https://demo.shopctrl.com:52222', answers: 'open' }]);
    expect(h.api.violations).toEqual([]);
    expect(h.api.counts).toMatchObject({ basic: 0, session: 0 });
  });

  it('of an own domain', async () => {
    const h = await start();
    expect(await probe(h, 'admin.lampenwinkel.example')).toEqual([{ apiBase: 'https://api.lampenwinkel.example', answers: 'asks-login' }]);
    expect(h.api.violations).toEqual([]);
  });

  it('is no page, no redirect and no other service', async () => {
    const answers: Response[] = [
      new Response('<html>', { status: 200, headers: { 'content-type': 'text/html' } }),
      new Response('{"time":1}', { status: 200, headers: { 'content-type': 'application/json' } }),
      new Response('{}', { status: 403, headers: { 'content-type': 'application/json' } }),
    ];
    for (const answer of answers) {
      const found = await probeApi({ fetch: async () => answer.clone(), adminHost: 'demo.shopctrl.com', signal: new AbortController().signal });
      expect(found).toEqual([]);
    }
  });
});
