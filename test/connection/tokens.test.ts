import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pairId, readPair } from '../../lib/connection/secrets';
import { connectionView } from '../../lib/connection/state';
import { APP, connect, createRig, REDIRECT, SHOP_A, type Rig } from './harness';

let rig: Rig;
let id: string;
beforeEach(async () => {
  rig = await createRig();
  id = await connect(rig, SHOP_A, 100001);
});
afterEach(() => rig.close());

const tokenCalls = (): number => rig.asked.filter((line) => line === 'POST /api/oauth2/token').length;
const state = async (): Promise<string> => (await connectionView(rig.connections, SHOP_A)).sync.state;

describe('when a token is asked for', () => {
  it('the present one serves until 570 s, never refreshed earlier', async () => {
    const first = await rig.tokens.access(id);
    const calls = tokenCalls();
    for (const step of [100_000, 400_000, 69_000]) {
      rig.clock.advance(step);
      expect(await rig.tokens.access(id)).toBe(first);
    }
    expect(tokenCalls()).toBe(calls);
    rig.clock.advance(2_000);
    expect(await rig.tokens.access(id)).not.toBe(first);
    expect(tokenCalls()).toBe(calls + 1);
    expect(rig.exact.violations).toEqual([]);
  });

  it('many askers at once cause one refresh', async () => {
    rig.clock.advance(700_000);
    const calls = tokenCalls();
    const given = await Promise.all(Array.from({ length: 12 }, () => rig.tokens.access(id)));
    expect(new Set(given).size).toBe(1);
    expect(tokenCalls()).toBe(calls + 1);
    expect(rig.exact.violations).toEqual([]);
  });

  it('two runs of the worker behind one lock refresh once', async () => {
    rig.clock.advance(700_000);
    const calls = tokenCalls();
    const other = rig.restarted();
    const [left, right] = await Promise.all([rig.tokens.access(id), other.tokens.access(id)]);
    expect(left).toBe(right);
    expect(tokenCalls()).toBe(calls + 1);
  });

  it('the new pair is stored before it is given out', async () => {
    rig.clock.advance(700_000);
    const token = await rig.tokens.access(id);
    expect((await readPair(rig.vault, id))?.accessToken).toBe(token);
  });

  it('it lives through hours of use with one refresh each ten minutes', async () => {
    const calls = tokenCalls();
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      rig.clock.advance(60_000);
      await rig.tokens.access(id);
    }
    expect(tokenCalls() - calls).toBeLessThanOrEqual(144);
    expect(rig.exact.violations).toEqual([]);
    expect(await state()).toBe('authorized');
  });
});

describe('answers of the token endpoint', () => {
  it('too early (our clock runs ahead): the token is still good, and it is not asked again at once', async () => {
    const pair = await readPair(rig.vault, id);
    if (!pair) throw new Error('no pair');
    await rig.vault.write({ [pairId(id)]: { ...pair, issuedAt: pair.issuedAt - 700_000 } });
    const calls = tokenCalls();
    expect(await rig.tokens.access(id)).toBe(pair.accessToken);
    expect(await rig.tokens.access(id)).toBe(pair.accessToken);
    expect(tokenCalls()).toBe(calls + 1);
    expect(await state()).toBe('authorized');
    expect(rig.exact.violations.map((one) => one.code)).toEqual(['refresh-too-early']);
  });

  it('a rotation that got lost means reconnect, and everything else stays', async () => {
    rig.clock.advance(700_000);
    rig.exact.fault({ where: 'token', kind: 'cut-after' });
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'offline' } });
    expect(await state()).toBe('authorized');
    rig.clock.advance(60_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    expect(await state()).toBe('reconnect');
    expect(await rig.connections.linkOf(SHOP_A)).toMatchObject({ administration: { division: 100001 } });
    const calls = tokenCalls();
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    expect(tokenCalls()).toBe(calls);
    // A new consent heals it; the administration of before is preselected.
    await rig.consent.authorize(SHOP_A, false);
    await rig.consent.idle();
    expect((await connectionView(rig.connections, SHOP_A)).sync).toMatchObject({ state: 'choose', preselected: 100001 });
    await rig.consent.cancel(SHOP_A);
    await rig.consent.idle();
    expect(await state()).toBe('authorized');
  });

  it('a refresh token that expired, after 30 days of silence', async () => {
    rig.clock.advance(31 * 86_400_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    expect(await state()).toBe('reconnect');
  });

  it('a permission that was withdrawn in Exact', async () => {
    rig.exact.revoke('anna.jansen');
    rig.clock.advance(700_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-taken-over' } });
    expect(await state()).toBe('reconnect');
  });

  it('the same user connected in another browser: said with the day, asked for by nobody, everything else stays', async () => {
    const elsewhere = await createRig(rig);
    await elsewhere.consent.authorize(SHOP_A, false);
    await elsewhere.consent.idle();
    await elsewhere.close();
    rig.clock.advance(700_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-taken-over', params: { on: expect.stringContaining(`${new Date(rig.clock.now()).toISOString().slice(0, 10)}T`) } } });
    const calls = tokenCalls();
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-taken-over' } });
    await rig.tokens.keepAlive();
    expect(tokenCalls()).toBe(calls);
    expect(await state()).toBe('reconnect');
    expect(await rig.connections.linkOf(SHOP_A)).toMatchObject({ administration: { division: 100001 } });
  });

  it('a day takes fewer than 200 calls of the token endpoint, counted over restarts, and says until when', async () => {
    const day = rig.clock.now() - (rig.clock.now() % 86_400_000);
    rig.clock.advance(day + 86_400_000 - rig.clock.now());
    const calls = tokenCalls();
    // Tokens that live half as long need more calls than a day has.
    rig.exact.options.expiresIn = '300';
    let refused: unknown = null;
    for (let turn = 0; turn < 300 && refused === null; turn += 1) {
      rig.clock.advance(280_000);
      refused = await rig.restarted().tokens.access(id).then(() => null, (error: unknown) => error);
    }
    const until = day + 2 * 86_400_000;
    expect(refused).toMatchObject({ fault: { code: 'exact-rate-limit', params: { until } } });
    expect(tokenCalls() - calls).toBe(195);
    expect(await state()).toBe('authorized');
    rig.clock.advance(until - rig.clock.now() + 1000);
    await rig.tokens.access(id);
    expect(tokenCalls() - calls).toBe(196);
  });

  it('a secret that was changed is a matter of set-up: nothing is lost, and the right one heals it', async () => {
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: 'changed', redirectUri: REDIRECT, name: 'x' });
    rig.clock.advance(700_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-secret' } });
    expect(await state()).toBe('authorized');
  });

  it('a secret that Exact turns down is not asked for again at once; when Exact takes it, all goes on', async () => {
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: 'changed', redirectUri: REDIRECT, name: 'x' });
    rig.clock.advance(700_000);
    const calls = tokenCalls();
    for (let turn = 0; turn < 20; turn += 1) await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-secret' } });
    expect(tokenCalls()).toBe(calls + 1);
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: APP.clientSecret, redirectUri: REDIRECT, name: 'x' });
    rig.clock.advance(16_000);
    await rig.tokens.access(id);
    expect(tokenCalls()).toBe(calls + 2);
    expect(await state()).toBe('authorized');
  });

  it('Retry-After is respected, and then the same refresh token is tried', async () => {
    rig.clock.advance(700_000);
    rig.exact.fault({ where: 'token', kind: '503', retryAfter: 900 });
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'server-error' } });
    const calls = tokenCalls();
    rig.clock.advance(890_000);
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'server-error' } });
    expect(tokenCalls()).toBe(calls);
    rig.clock.advance(11_000);
    await rig.tokens.access(id);
    expect(tokenCalls()).toBe(calls + 1);
    expect(rig.exact.violations).toEqual([]);
  });

  it.each([
    ['503', 503, ''],
    ['an empty success', 200, ''],
    ['a success without tokens', 200, '{"message":"fine"}'],
    ['a 401 as a page', 401, '<html>'],
    ['a secret turned down', 400, '{"error":"invalid_request"}'],
  ])('a whole day of %s costs few of the 200 calls, each with the same refresh token, and the next day works', async (_name, status, body) => {
    const sent = new Set<string | null>();
    rig.instead = (url, init) => {
      if (!url.includes('/oauth2/token')) return null;
      sent.add(new URLSearchParams(String(init.body)).get('refresh_token'));
      return new Response(body, { status });
    };
    const calls = tokenCalls();
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      rig.clock.advance(60_000);
      await rig.tokens.access(id).catch(() => undefined);
    }
    expect(tokenCalls() - calls).toBeGreaterThan(20);
    expect(tokenCalls() - calls).toBeLessThan(60);
    expect(sent.size).toBe(1);
    rig.instead = () => null;
    rig.clock.advance(1_800_000);
    await rig.tokens.access(id);
    expect(await state()).toBe('authorized');
    expect((await readPair(rig.vault, id))?.failures).toBeUndefined();
    expect(rig.exact.violations).toEqual([]);
  });

  it.each(['gateway', 'empty-502', 'html-500', '503', 'cut-before', 'empty-200'] as const)('%s is passing trouble: later, with the same refresh token', async (kind) => {
    rig.clock.advance(700_000);
    const before = await readPair(rig.vault, id);
    // An empty success would spend the token at a real Exact; the fault here answers without processing.
    rig.exact.fault({ where: 'token', kind });
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: kind === 'cut-before' ? 'offline' : 'server-error' } });
    expect((await readPair(rig.vault, id))?.refreshToken).toBe(before?.refreshToken);
    const calls = tokenCalls();
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'server-error' } });
    expect(tokenCalls()).toBe(calls);
    rig.clock.advance(20_000);
    await rig.tokens.access(id);
    expect(await state()).toBe('authorized');
    expect(rig.exact.violations).toEqual([]);
  });

  it('trouble in the last 30 s: the present token still serves', async () => {
    const present = await rig.tokens.access(id);
    rig.clock.advance(575_000);
    rig.exact.fault({ where: 'token', kind: '503' });
    expect(await rig.tokens.access(id)).toBe(present);
  });
});

describe('a token that Exact turns down', () => {
  it('while it is young is not refreshed, and the connection is not given up', async () => {
    const token = await rig.tokens.access(id);
    const calls = tokenCalls();
    expect(await rig.tokens.access(id, token)).toBe(token);
    expect(tokenCalls()).toBe(calls);
    expect(await state()).toBe('authorized');
  });

  it('after the clock was set back is refreshed all the same', async () => {
    const token = await rig.tokens.access(id);
    const pair = await readPair(rig.vault, id);
    if (!pair) throw new Error('no pair');
    await rig.vault.write({ [pairId(id)]: { ...pair, issuedAt: pair.issuedAt + 3_600_000 } });
    rig.clock.advance(700_000);
    const renewed = await rig.tokens.access(id, token);
    expect(renewed).not.toBe(token);
    expect(rig.exact.violations).toEqual([]);
  });
});

describe('keeping alive', () => {
  it('refreshes a pair that has been idle for days, so that 60 quiet days do not end it', async () => {
    for (let day = 0; day < 60; day += 1) {
      rig.clock.advance(86_400_000);
      await rig.tokens.keepAlive();
    }
    await rig.tokens.access(id);
    expect(await state()).toBe('authorized');
    expect(rig.exact.violations).toEqual([]);
  });
});
