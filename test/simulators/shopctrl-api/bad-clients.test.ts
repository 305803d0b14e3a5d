/** Clients that break a rule: each must be caught, and a careful one must not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { API_USER, basic, JSON_ONLY, startHarness, type Harness } from './harness';

let h: Harness;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h.close());

const HOST = 'api.demo.shopctrl.com';
const login = { ...JSON_ONLY, authorization: API_USER };

describe('where the password goes', () => {
  it('to a host that is nobody of this environment', async () => {
    await h.ask('api.other.shopctrl.com', '/v1/Me', login);
    await h.ask('api.shopctrl.com', '/v1/System/Time', login);
    expect(h.codes()).toEqual(['credentials-to-foreign-host', 'credentials-to-foreign-host']);
  });

  it('to the API of another environment', async () => {
    const reply = await h.ask('api.lampenwinkel.example', '/v1/Me', login);
    expect(reply.status).toBe(401);
    expect(h.codes()).toEqual(['credentials-to-foreign-host']);
  });

  it('to a base that this environment does not have', async () => {
    h.world.tenant('demo').bases.sameHost = false;
    const reply = await h.ask('demo.shopctrl.com', '/v1/Me', login);
    expect([reply.status, reply.text.startsWith('<!DOCTYPE html>')]).toEqual([404, true]);
    expect(h.codes()).toEqual(['credentials-to-foreign-host']);
  });

  it('along with the probes of several candidates', async () => {
    for (const host of ['demo.shopctrl.com', HOST, 'demo.shopctrl.com:52222']) await h.ask(host, '/v1/System/Time', login);
    expect(h.codes()).toEqual(['credentials-on-probe', 'credentials-on-probe']);
  });

  it('to a second base without anybody having chosen it', async () => {
    await h.ask(HOST, '/v1/Me', login);
    await h.ask('demo.shopctrl.com', '/v1/Me', login);
    expect(h.codes()).toEqual(['credentials-on-several-hosts']);
  });

  it('before a person confirmed the address', async () => {
    h.api.options.confirmedBases = [];
    await h.ask(HOST, '/v1/Me', login);
    h.api.options.confirmedBases = [HOST];
    await h.ask(HOST, '/v1/Me', login);
    expect(h.codes()).toEqual(['credentials-before-confirmation']);
  });

  it('into the address', async () => {
    await h.ask(HOST, '/v1/Me?login=api%40demo.example&password=Sleutel-%C3%A9%E2%82%AC-42', JSON_ONLY);
    await h.ask(HOST, `/v1/Me?x=${encodeURIComponent('Sleutel-é€-42')}`, JSON_ONLY);
    expect(h.codes()).toEqual(['secret-in-url', 'secret-in-url']);
    expect(JSON.stringify(h.api.calls)).not.toContain('Sleutel');
    expect(JSON.stringify(h.api.violations)).not.toContain('Sleutel');
  });

  it('together with cookies', async () => {
    const session = h.sessions.login('demo.shopctrl.com', 'anna@demo.example', 'Welkom-2026!');
    if (session.kind !== 'ok') throw new Error(session.kind);
    await h.ask('demo.shopctrl.com', '/v1/Me', { ...login, cookie: session.setCookie.split(';')[0] ?? '' });
    expect(h.codes()).toEqual(['cookies-sent']);
  });

  it('after a redirect', async () => {
    h.api.faults.add({ kind: 'redirect', times: 1 });
    const reply = await h.ask(HOST, '/v1/Me', login);
    expect(reply.status).toBe(302);
    expect(h.codes()).toEqual([]);
    await h.ask(HOST, new URL(String(reply.headers.location)).pathname, login);
    expect(h.codes()).toEqual(['redirect-followed']);
  });
});

/** That many requests that are surely under way together, given up again. */
async function held(count: number): Promise<void> {
  const remove = h.api.faults.add({ kind: 'hang' });
  const abort = new AbortController();
  const before = h.api.calls.length;
  const asked = Promise.allSettled(Array.from({ length: count }, () => h.ask(HOST, '/v1/Me', login, 'GET', abort.signal)));
  await vi.waitFor(() => {
    expect(h.api.maxConcurrency).toBe(count);
  }, 5000);
  // The most so far may be of an earlier round: wait until all of this one have come in.
  await vi.waitFor(() => {
    expect(h.api.inFlight('demo')).toBe(count);
  }, 5000);
  abort.abort();
  await asked;
  await vi.waitFor(() => {
    expect(h.api.calls.length).toBe(before + count);
    expect(h.api.inFlight('demo')).toBe(0);
  }, 5000);
  remove();
}

describe('how much is asked', () => {
  it('five at once', async () => {
    await held(5);
    expect(h.codes()).toEqual(['too-many-at-once']);
  });

  it('four at once are fine, again and again', async () => {
    for (let round = 0; round < 3; round += 1) await held(4);
    for (let round = 0; round < 5; round += 1) await Promise.all(Array.from({ length: 4 }, () => h.ask(HOST, '/v1/Me', login)));
    expect(h.codes()).toEqual([]);
  });

  it('a loop over pages without an end', async () => {
    for (let page = 1; page <= 12; page += 1) await h.ask(HOST, `/v1/Shops/12/Orders?pageSize=50&pageNumber=${String(page)}`, login);
    expect(new Set(h.codes())).toEqual(new Set(['page-past-end']));
  });

  it('a loop that stops at the empty page is fine, and so are four pages at once', async () => {
    for (let run = 0; run < 2; run += 1) for (let page = 1; page <= 3; page += 1) await h.ask(HOST, `/v1/Shops/12/Orders?pageSize=50&pageNumber=${String(page)}`, login);
    await Promise.all([1, 2, 3, 4].map((page) => h.ask(HOST, `/v1/Shops/12/Orders?pageSize=100&pageNumber=${String(page)}`, login)));
    expect(h.codes()).toEqual([]);
  });

  it('a list without a page, taken for the whole', async () => {
    await h.ask(HOST, '/v1/Shops/12/Orders', login);
    expect(h.codes()).toEqual([]);
    for (let i = 0; i < 60; i += 1) h.api.controls.addInvoice('demo', 12);
    const reply = await h.ask(HOST, '/v1/Shops/12/Orders', login);
    expect(reply.json).toHaveLength(100);
    expect(h.codes()).toEqual(['paging-default']);
  });
});

describe('what is asked', () => {
  it('anything that writes, above all making an invoice', async () => {
    const before = JSON.stringify([...h.world.shop('demo', 12).book.records()]);
    const statuses = [];
    for (const [method, path] of [['POST', '/v1/Orders/4901/Invoices'], ['PUT', '/v1/Orders'], ['DELETE', '/v1/Payments/1'], ['POST', '/v1/Shops']] as const) statuses.push((await h.ask(HOST, path, login, method)).status);
    expect(statuses).toEqual([405, 405, 405, 405]);
    expect(h.codes()).toEqual(['invoice-create-attempt', 'write-attempt', 'write-attempt', 'write-attempt']);
    expect(JSON.stringify([...h.world.shop('demo', 12).book.records()])).toBe(before);
  });

  it('without asking for JSON: XML comes back', async () => {
    const none = await h.ask(HOST, '/v1/Me', { authorization: API_USER });
    const any = await h.ask(HOST, '/v1/Me', { authorization: API_USER, accept: 'text/html,application/xml;q=0.9,*/*;q=0.8' });
    expect([none.headers['content-type'], any.headers['content-type']]).toEqual(['application/xml; charset=utf-8', 'application/xml; charset=utf-8']);
    expect(h.codes()).toEqual(['accept-missing', 'accept-missing']);
  });

  it('out of a web page', async () => {
    await h.ask(HOST, '/v1/Me', { ...login, origin: 'https://demo.shopctrl.com' });
    await h.ask(HOST, '/v1/Me', { ...login, origin: 'chrome-extension://abcdefgh' });
    expect(h.codes()).toEqual(['called-from-page']);
  });
});

it('a careful client is not blamed', async () => {
  for (const host of ['demo.shopctrl.com', HOST, 'demo.shopctrl.com:52222', 'api.shopctrl.com']) await h.ask(host, '/v1/System/Time', JSON_ONLY);
  const me = await h.ask('demo.shopctrl.com', '/v1/Me', { ...JSON_ONLY, authorization: basic('JAN@demo.example', 'Lamp:en=licht') });
  expect(me.status).toBe(200);
  await h.ask('demo.shopctrl.com', '/v1/System/Time', { ...JSON_ONLY, authorization: basic('jan@demo.example', 'Lamp:en=licht') });
  await h.ask('api.lampenwinkel.example', '/v1/Me', { ...JSON_ONLY, authorization: basic('api@lampenwinkel.example', 'Spaarlamp-7W') });
  expect(h.codes()).toEqual([]);
});
