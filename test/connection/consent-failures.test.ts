import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readUnassigned } from '../../lib/connection/secrets';
import { connectionView } from '../../lib/connection/state';
import { FaultError } from '../../lib/faults';
import { APP, connect, createRig, REDIRECT, SHOP_A, SHOP_B, type Rig } from './harness';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const view = (shop = SHOP_A) => connectionView(rig.connections, shop);
const authorize = async (): Promise<void> => {
  await rig.consent.authorize(SHOP_A, false);
  await rig.consent.idle();
};
const faultCode = async (): Promise<string | undefined> => (await view()).connectFault?.code;

describe('what can go wrong, each by its own name and without harm to other shops', () => {
  beforeEach(async () => {
    rig.person = { login: 'bram.bakker' };
    await connect(rig, SHOP_B, 100002);
    rig.person = { login: 'anna.jansen' };
  });
  afterEach(async () => {
    // Whatever happened to shop A: shop B works on, and A can be connected afterwards.
    const link = await rig.connections.linkOf(SHOP_B);
    await rig.tokens.access(link?.connectionId ?? '');
    expect((await view(SHOP_B)).sync.state).toBe('authorized');
    rig.person = { login: 'anna.jansen' };
    rig.online = true;
    rig.instead = () => null;
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: APP.clientSecret, redirectUri: REDIRECT, name: 'again' });
    await connect(rig, SHOP_A, 100001, true);
    expect((await view(SHOP_A)).sync.state).toBe('authorized');
    expect((await view(SHOP_A)).connectFault).toBeNull();
    expect(rig.exact.violations).toEqual([]);
  });

  it('window closed', async () => {
    rig.person = () => Promise.reject(new FaultError({ code: 'exact-cancelled' }));
    await authorize();
    expect(await faultCode()).toBe('exact-cancelled');
  });

  it('refused', async () => {
    rig.person = { login: 'anna.jansen', answer: 'deny' };
    await authorize();
    expect(await faultCode()).toBe('exact-refused');
  });

  it('wrong redirect address: Exact shows a page, the person closes it', async () => {
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: APP.clientSecret, redirectUri: `${REDIRECT}other`, name: 'changed' });
    await authorize();
    expect(await faultCode()).toBe('exact-page-not-loaded');
  });

  it('page not loaded', async () => {
    rig.person = () => Promise.reject(new FaultError({ code: 'exact-page-not-loaded' }));
    await authorize();
    expect(await faultCode()).toBe('exact-page-not-loaded');
  });

  it('wrong secret', async () => {
    rig.exact.registerApp({ clientId: APP.clientId, clientSecret: 'another', redirectUri: REDIRECT, name: 'changed' });
    await authorize();
    expect(await faultCode()).toBe('exact-secret');
  });

  it('code expired', async () => {
    rig.beforeFetch = (url) => {
      if (url.includes('/oauth2/token')) rig.clock.advance(200_000);
      return Promise.resolve();
    };
    await authorize();
    rig.beforeFetch = () => Promise.resolve();
    expect(await faultCode()).toBe('exact-code-expired');
  });

  it('answer of the exchange lost', async () => {
    rig.exact.fault({ where: 'token', kind: 'cut-after' });
    await authorize();
    expect(await faultCode()).toBe('exact-answer-lost');
  });

  it('answer of the exchange unreadable', async () => {
    rig.exact.fault({ where: 'token', kind: 'empty-200' });
    await authorize();
    expect(await faultCode()).toBe('exact-answer-lost');
  });

  it.each(['gateway', 'html-500', '503'] as const)('trouble at Exact: %s', async (kind) => {
    rig.exact.fault({ where: 'token', kind });
    await authorize();
    expect(await faultCode()).toBe('server-error');
  });

  it('offline', async () => {
    rig.online = false;
    await expect(rig.consent.authorize(SHOP_A, false)).rejects.toMatchObject({ fault: { code: 'offline' } });
  });

  it('state that is not ours: nothing is exchanged', async () => {
    rig.person = () => Promise.resolve(`${REDIRECT}?code=stampNL001.a!b&state=another-state-entirely`);
    const before = rig.asked.filter((line) => line.includes('token')).length;
    await authorize();
    expect(await faultCode()).toBe('exact-state-mismatch');
    expect(rig.asked.filter((line) => line.includes('token'))).toHaveLength(before);
  });

  it('no administration', async () => {
    rig.person = { login: 'dirk.leeg' };
    await authorize();
    expect(await faultCode()).toBe('exact-no-administration');
    expect((await rig.connections.all()).map((one) => one.name)).toEqual(['Bram Bakker']);
  });

  const noWindow = (): Promise<string> => Promise.reject(new Error('no window is opened'));
  const instead = (path: string, answer: () => Response): void => {
    rig.instead = (url) => (url.includes(path) ? answer() : null);
  };

  it.each([
    ['a page', () => new Response('<html>Unauthorized</html>', { status: 401 })],
    ['nothing', () => new Response('', { status: 401 })],
    ['JSON', () => new Response('{"error":"invalid_client"}', { status: 401 })],
  ])('the exchange answered by 401 and %s: the app is turned down', async (_name, answer) => {
    instead('/oauth2/token', answer);
    await authorize();
    expect(await faultCode()).toBe('exact-secret');
  });

  it('an exchange that succeeds without an access token', async () => {
    instead('/oauth2/token', () => new Response('{"token_type":"bearer","refresh_token":"r"}'));
    await authorize();
    expect(await faultCode()).toBe('exact-error');
    expect(await readUnassigned(rig.vault)).toEqual([]);
  });

  it('refused, without the state coming back: nothing is exchanged', async () => {
    rig.person = () => Promise.resolve(`${REDIRECT}?error=access_denied`);
    await authorize();
    expect(await faultCode()).toBe('exact-refused');
  });

  it.each([
    ['401', 'exact-error', () => new Response('', { status: 401 })],
    ['a page', 'exact-error', () => new Response('<html>log in</html>')],
    ['a redirect', 'exact-error', () => new Response(null, { status: 302 })],
    ['JSON of another shape', 'exact-error', () => new Response('{"d":7}')],
    ['503', 'server-error', () => new Response('', { status: 503 })],
  ])('current/Me answers %s right after the consent: the pair is kept, and trying again goes on with it', async (_name, code, answer) => {
    instead('/current/Me', answer);
    await authorize();
    expect(await faultCode()).toBe(code);
    expect(await readUnassigned(rig.vault)).toHaveLength(1);
    rig.instead = () => null;
    rig.person = noWindow;
    await authorize();
    expect((await view()).sync.state).toBe('choose');
    expect(await readUnassigned(rig.vault)).toEqual([]);
    await rig.consent.cancel(SHOP_A);
    await rig.consent.idle();
  });

  it('a kept pair that Exact turns down again is replaced by a new consent', async () => {
    instead('/current/Me', () => new Response('', { status: 401 }));
    await authorize();
    let once = true;
    rig.instead = (url) => {
      if (!once || !url.includes('/current/Me')) return null;
      once = false;
      return new Response('', { status: 401 });
    };
    const exchanges = rig.asked.filter((line) => line.includes('token')).length;
    await authorize();
    expect((await view()).sync.state).toBe('choose');
    expect(rig.asked.filter((line) => line.includes('token'))).toHaveLength(exchanges + 1);
    expect(await readUnassigned(rig.vault)).toEqual([]);
    await rig.consent.cancel(SHOP_A);
    await rig.consent.idle();
  });

  it('the administrations answered by 401 right after the consent: not said to have ended', async () => {
    instead('/Divisions', () => new Response('', { status: 401 }));
    await authorize();
    expect((await view()).connectFault).toMatchObject({ code: 'exact-error', detail: 'Divisions: HTTP 401' });
  });

  it('network gone after the exchange: trying again goes on without a new consent', async () => {
    const undo = rig.exact.fault({ where: 'api', kind: 'cut-before', times: 9 });
    await authorize();
    expect(await faultCode()).toBe('offline');
    undo();
    rig.person = () => Promise.reject(new Error('no window is opened'));
    await authorize();
    expect((await view()).sync.state).toBe('choose');
    await rig.consent.cancel(SHOP_A);
    await rig.consent.idle();
  });
});
