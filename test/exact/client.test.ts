import { describe, expect, it } from 'vitest';
import { createExactClient, readRate } from '../../lib/exact/client';
import { readAdministrations } from '../../lib/exact/divisions';
import { readMe } from '../../lib/exact/me';
import type { Fetch } from '../../lib/exact/send';

interface Call {
  readonly url: string;
  readonly init: RequestInit;
}
const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response => new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } });

function rig(answers: readonly (() => Response)[], tokens: readonly string[] = ['t1', 't2']): { readonly calls: Call[]; readonly refused: (string | undefined)[]; readonly client: ReturnType<typeof createExactClient> } {
  const calls: Call[] = [];
  const refused: (string | undefined)[] = [];
  const fetch: Fetch = (url, init) => {
    calls.push({ url, init });
    const answer = answers[calls.length - 1];
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('Failed to fetch'));
  };
  const client = createExactClient({
    fetch,
    site: 'nl',
    accessToken: (one) => {
      refused.push(one);
      return Promise.resolve((one === undefined ? tokens[0] : tokens[1]) ?? '');
    },
  });
  return { calls, refused, client };
}

describe('a call', () => {
  it('carries the bearer, no cookie, follows no redirect', async () => {
    const { calls, client } = rig([() => json({ d: { results: [] } })]);
    await client.get('current/Me', { $select: 'UserID' });
    expect(calls[0]?.url).toBe('https://start.exactonline.nl/api/v1/current/Me?%24select=UserID');
    expect(calls[0]?.init).toMatchObject({ credentials: 'omit', redirect: 'manual', headers: { authorization: 'Bearer t1', accept: 'application/json' } });
  });

  it.each([
    ['401', () => new Response('', { status: 401 })],
    ['a redirect to log in', () => new Response('', { status: 302, headers: { location: '/docs/Login.aspx' } })],
    ['a page', () => new Response('<html>Object moved</html>', { status: 200 })],
  ])('turned down by %s: a new token once, then it succeeds', async (_name, refusal) => {
    const { calls, refused, client } = rig([refusal, () => json({ d: { ok: 1 } })]);
    expect(await client.get('current/Me')).toEqual({ ok: 1 });
    expect(refused).toEqual([undefined, 't1']);
    expect((calls[1]?.init.headers as Record<string, string>)['authorization']).toBe('Bearer t2');
  });

  it('turned down twice means signing in again; turned down with a token that is still young is asked once only', async () => {
    const twice = rig([() => new Response('', { status: 401 }), () => new Response('', { status: 401 })]);
    await expect(twice.client.get('x/Y')).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    const young = rig([() => new Response('', { status: 401 })], ['t1', 't1']);
    await expect(young.client.get('x/Y')).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    expect(young.calls).toHaveLength(1);
  });

  it.each([
    ['rights', () => json({ error: { code: '', message: { lang: '', value: 'Forbidden' } } }, 403), { code: 'exact-forbidden', detail: 'Forbidden' }],
    ['a reason in the header', () => new Response('', { status: 403, headers: { Reason: 'DivisionBlocked' } }), { code: 'exact-forbidden', detail: 'DivisionBlocked' }],
    ['minute limit', () => new Response('', { status: 429, headers: { 'X-RateLimit-Minutely-Reset': '1769817660000' } }), { code: 'exact-rate-limit', params: { status: 429, until: 1769817660000 } }],
    ['business rule', () => json({ error: { code: '', message: { lang: '', value: 'Verplicht: Dagboek' } } }, 500), { code: 'exact-error', detail: 'Verplicht: Dagboek' }],
    ['500 without JSON', () => new Response('oops', { status: 500 }), { code: 'server-error' }],
    ['maintenance', () => new Response('<html>', { status: 503 }), { code: 'server-error' }],
    ['too broad', () => new Response('', { status: 408 }), { code: 'server-error' }],
    ['JSON of another shape', () => json([1]), { code: 'not-json' }],
    ['bad request', () => json({ error: { message: { value: 'Bad Request - Error in query syntax.' } } }, 400), { code: 'exact-error' }],
  ])('%s', async (_name, answer, fault) => {
    await expect(rig([answer]).client.get('x/Y')).rejects.toMatchObject({ fault });
  });

  it('broken on the way', async () => {
    await expect(rig([]).client.get('x/Y')).rejects.toMatchObject({ fault: { code: 'offline' } });
  });
});

describe('lists', () => {
  it('follow __next literally, and take a bare array for a whole list', async () => {
    const next = "https://start.exactonline.nl/api/v1/1/vat/VATCodes?$select=ID&%24skiptoken=guid'00000000-0000-0000-0000-0000000000a1'";
    const { calls, client } = rig([() => json({ d: { results: [1, 2], __next: next } }), () => json({ d: [3] })]);
    expect(await client.getAll('1/vat/VATCodes')).toEqual([1, 2, 3]);
    expect(calls[1]?.url).toBe(next);
  });

  it('never follow __next to another host: the token stays here', async () => {
    const { calls, client } = rig([() => json({ d: { results: [1], __next: 'https://start.exactonline.be/api/v1/x' } })]);
    await expect(client.getAll('1/x/Y')).rejects.toMatchObject({ fault: { code: 'exact-error' } });
    expect(calls).toHaveLength(1);
  });

  it('that never end are stopped', async () => {
    const endless = createExactClient({ fetch: (url) => Promise.resolve(json({ d: { results: [1], __next: url } })), site: 'nl', accessToken: () => Promise.resolve('t') });
    await expect(endless.getAll('1/x/Y')).rejects.toMatchObject({ fault: { code: 'exact-error' } });
  });
});

describe('rate headers', () => {
  it('are read in milliseconds, also when they come in seconds', () => {
    expect(readRate(new Headers({ 'X-RateLimit-Remaining': '4999', 'X-RateLimit-Reset': '1769817600', 'X-RateLimit-Minutely-Remaining': '59', 'X-RateLimit-Minutely-Reset': '1769817660000' }))).toEqual({
      dayRemaining: 4999,
      dayReset: 1769817600000,
      minuteRemaining: 59,
      minuteReset: 1769817660000,
    });
    expect(readRate(new Headers())).toBeNull();
  });
});

describe('who and where', () => {
  it('reads the user', async () => {
    const { client } = rig([() => json({ d: { results: [{ UserID: 'ABC-1', FullName: 'Anna Jansen', UserName: 'anna', CurrentDivision: 100001 }] } })]);
    expect(await readMe(client)).toEqual({ userId: 'abc-1', name: 'Anna Jansen', currentDivision: 100001 });
  });
  it('says when nobody is named', async () => {
    await expect(readMe(rig([() => json({ d: { results: [] } })]).client)).rejects.toMatchObject({ fault: { code: 'not-json' } });
  });
  it.each([
    ['not found', () => json({ error: { message: { value: 'Resource not found' } } }, 404)],
    ['not found, as a page', () => new Response('<html>', { status: 404 })],
    ['bad request', () => new Response('', { status: 400 })],
    ['gone', () => new Response('', { status: 410 })],
  ])('takes the list of the licence when the list of all is refused: %s', async (_name, refusal) => {
    const { calls, client } = rig([refusal, () => json({ d: [{ Code: 1, HID: '7', Description: 'A', Status: 0 }] })]);
    expect(await readAdministrations(client, 5)).toEqual([{ division: 1, code: '7', name: 'A' }]);
    expect(calls[1]?.url).toContain('/api/v1/5/hrm/Divisions');
  });
  it.each([
    ['signed out', () => new Response('', { status: 401 }), 'exact-reconnect'],
    ['too many calls', () => new Response('', { status: 429 }), 'exact-rate-limit'],
    ['a time-out', () => new Response('', { status: 408 }), 'server-error'],
    ['a fault of Exact', () => json({ error: { message: { value: 'Object reference' } } }, 500), 'exact-error'],
  ])('but not for %s', async (_name, refusal, code) => {
    const { calls, client } = rig([refusal], ['t1', 't1']);
    await expect(readAdministrations(client, 5)).rejects.toMatchObject({ fault: { code } });
    expect(calls).toHaveLength(1);
  });
  it('hides archived administrations in either list, and falls back only for a missing right', async () => {
    const system = rig([() => json({ d: { results: [{ Code: 2, Hid: 20, Description: 'B', Status: 1 }, { Code: 1, Hid: 3, Description: 'A', Status: 1 }, { Code: 9, Hid: 9, Description: 'old', Status: 2 }] } })]);
    expect(await readAdministrations(system.client, 5)).toEqual([
      { division: 1, code: '3', name: 'A' },
      { division: 2, code: '20', name: 'B' },
    ]);
    const hrm = rig([() => new Response('', { status: 403 }), () => json({ d: { results: [{ Code: 1, HID: '7', Description: 'A', Status: 0 }, { Code: 9, HID: '9', Description: 'old', Status: 1 }] } })]);
    expect(await readAdministrations(hrm.client, 5)).toEqual([{ division: 1, code: '7', name: 'A' }]);
    expect(hrm.calls[1]?.url).toContain('/api/v1/5/hrm/Divisions');
    await expect(readAdministrations(rig([() => new Response('', { status: 503 })]).client, 5)).rejects.toMatchObject({ fault: { code: 'server-error' } });
  });
});
