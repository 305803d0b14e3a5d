import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionView } from '../../lib/connection/state';
import { readPair, readUnassigned } from '../../lib/connection/secrets';
import { FaultError } from '../../lib/faults';
import { APP, connect, createRig, REDIRECT, SHOP_A, SHOP_B, type Rig } from './harness';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const view = (shop = SHOP_A) => connectionView(rig.connections, shop);
const authorize = async (shop = SHOP_A, force = false): Promise<void> => {
  await rig.consent.authorize(shop, force);
  await rig.consent.idle();
};
const faultCode = async (shop = SHOP_A): Promise<string | undefined> => (await view(shop)).connectFault?.code;

describe('the manual procedure', () => {
  it('ends authorized by name, with administration and day', async () => {
    await authorize();
    const offered = await view();
    expect(offered.sync).toEqual({
      state: 'choose',
      by: 'Anna Jansen',
      administrations: [
        { division: 100001, code: '1', name: 'Lamp & Licht B.V.' },
        { division: 100002, code: '2', name: 'Boekenhoek B.V.' },
      ],
      preselected: null,
    });
    await rig.consent.choose(SHOP_A, 100001);
    expect((await view()).sync).toEqual({
      state: 'authorized',
      by: 'Anna Jansen',
      administration: { division: 100001, code: '1', name: 'Lamp & Licht B.V.' },
      since: new Date(rig.clock.now()).toISOString().slice(0, 10),
    });
    expect(rig.exact.violations).toEqual([]);
  });

  it('stores the pair before anything else is asked of Exact', async () => {
    let storedBeforeMe = 0;
    rig.beforeFetch = async (url) => {
      if (url.includes('/current/Me')) storedBeforeMe = (await readUnassigned(rig.vault)).length;
    };
    await authorize();
    expect(storedBeforeMe).toBe(1);
    expect(await readUnassigned(rig.vault)).toEqual([]);
  });

  it('preselects the only administration', async () => {
    rig.person = { login: 'bram.bakker' };
    await authorize();
    expect((await view()).sync).toMatchObject({ state: 'choose', preselected: 100002 });
  });

  it('takes the list of the licence when the app may not read all administrations', async () => {
    rig.exact.options.scopeOrganization = false;
    await authorize();
    expect((await view()).sync).toMatchObject({ state: 'choose', administrations: [{ division: 100001 }, { division: 100002 }] });
  });

  it('follows a list over several pages', async () => {
    rig.exact.options.pageSize = 1;
    await authorize();
    expect((await view()).sync).toMatchObject({ administrations: [{ division: 100001 }, { division: 100002 }] });
  });

  it('refuses an administration that was not offered', async () => {
    await authorize();
    await expect(rig.consent.choose(SHOP_A, 100003)).rejects.toMatchObject({ fault: { code: 'bad-request' } });
    expect(await rig.connections.linkOf(SHOP_A)).toBeNull();
  });
});

describe('the day\'s calls of the token endpoint', () => {
  const tokenCalls = (): number => rig.asked.filter((url) => url.includes('/oauth2/token')).length;
  const counted = async (): Promise<number | undefined> => (await rig.connections.all())[0]?.calls?.count;

  it('are all of them: exchanges for each shop and refreshes', async () => {
    rig.clock.advance(86_400_000 - (rig.clock.now() % 86_400_000));
    await connect(rig, SHOP_A, 100001);
    expect([tokenCalls(), await counted()]).toEqual([1, 1]);
    const id = await connect(rig, SHOP_B, 100002);
    expect([tokenCalls(), await counted()]).toEqual([2, 2]);
    rig.clock.advance(600_000);
    await rig.tokens.access(id);
    expect([tokenCalls(), await counted()]).toEqual([3, 3]);
    rig.clock.advance(86_400_000);
    await connect(rig, SHOP_A, 100001);
    expect([tokenCalls(), await counted()]).toEqual([4, 1]);
  });

  it('also those that a killed worker made before it knew whose they were', async () => {
    rig.clock.advance(86_400_000 - (rig.clock.now() % 86_400_000));
    let dead = true;
    const never = new Promise<never>(() => undefined);
    rig.beforeFetch = (url) => (dead && url.includes('/current/Me') ? never : Promise.resolve());
    await rig.consent.authorize(SHOP_A, false);
    await expect.poll(async () => (await readUnassigned(rig.vault)).length).toBe(1);
    dead = false;
    rig.clock.advance(3_600_000);
    const next = rig.restartedWithFreeLocks();
    await next.consent.resume();
    await next.consent.idle();
    expect([tokenCalls(), await counted()]).toEqual([2, 2]);
  });
});

describe('shops of one Exact user', () => {
  it('share one connection after a second consent, and both keep working', async () => {
    const first = await connect(rig, SHOP_A, 100001);
    const second = await connect(rig, SHOP_B, 100002);
    expect(second).toBe(first);
    expect(rig.exact.aliveChains('anna.jansen', APP.clientId)).toBe(1);
    const stored = await readPair(rig.vault, first);
    rig.clock.advance(571_000);
    expect(await rig.tokens.access(first)).not.toBe(stored?.accessToken);
    expect((await view(SHOP_A)).sync).toMatchObject({ state: 'authorized', administration: { division: 100001 } });
    expect((await view(SHOP_B)).sync).toMatchObject({ state: 'authorized', administration: { division: 100002 } });
    expect(rig.exact.violations).toEqual([]);
  });

  it('share it without a new consent', async () => {
    const first = await connect(rig, SHOP_A, 100001);
    const asked = rig.asked.length;
    await rig.consent.useExisting(SHOP_B, first);
    await rig.consent.choose(SHOP_B, 100002);
    expect(rig.asked.slice(asked).filter((line) => line.includes('oauth2'))).toEqual([]);
    expect((await view(SHOP_B)).sync).toMatchObject({ state: 'authorized', by: 'Anna Jansen' });
  });

  it('renew the connection even when the second attempt was given up after its code was exchanged', async () => {
    const first = await connect(rig, SHOP_A, 100001);
    rig.beforeFetch = async (url) => {
      if (url.includes('/current/Me')) await rig.consent.cancel(SHOP_B);
    };
    await authorize(SHOP_B);
    expect(await rig.connections.attemptOf(SHOP_B)).toBeNull();
    rig.clock.advance(571_000);
    await rig.tokens.access(first);
    expect((await view(SHOP_A)).sync.state).toBe('authorized');
    expect(rig.exact.violations).toEqual([]);
  });
});

describe('another Exact user', () => {
  it('gets an own connection; the first shop stays as it is', async () => {
    const first = await connect(rig, SHOP_A, 100001);
    rig.person = { login: 'bram.bakker' };
    const second = await connect(rig, SHOP_B, 100002, true);
    expect(second).not.toBe(first);
    expect((await view(SHOP_A)).sync).toMatchObject({ by: 'Anna Jansen' });
    expect((await view(SHOP_B)).sync).toMatchObject({ by: 'Bram Bakker' });
    expect((await view(SHOP_A)).existing.map((one) => one.name).sort()).toEqual(['Anna Jansen', 'Bram Bakker']);
  });

  it('takes over a shop; tokens that no shop uses any more are forgotten', async () => {
    const first = await connect(rig, SHOP_A, 100001);
    rig.person = { login: 'bram.bakker' };
    await connect(rig, SHOP_A, 100002, true);
    expect(await readPair(rig.vault, first)).toBeNull();
    expect((await rig.connections.all()).map((one) => one.name)).toEqual(['Bram Bakker']);
  });
});

describe('Remove', () => {
  it('unlinks this shop alone; the last one forgets the tokens', async () => {
    const id = await connect(rig, SHOP_A, 100001);
    await connect(rig, SHOP_B, 100002);
    await rig.consent.remove(SHOP_A);
    await rig.consent.idle();
    expect((await view(SHOP_A)).sync).toEqual({ state: 'none' });
    expect((await view(SHOP_B)).sync.state).toBe('authorized');
    expect(await readPair(rig.vault, id)).not.toBeNull();
    await rig.consent.remove(SHOP_B);
    await rig.consent.idle();
    expect(await rig.vault.ids('pair:')).toEqual([]);
    expect(await rig.connections.all()).toEqual([]);
  });

  it('wins over a refresh under way', async () => {
    const id = await connect(rig, SHOP_A, 100001);
    rig.clock.advance(571_000);
    rig.afterFetch = async (url) => {
      if (url.includes('/oauth2/token')) await rig.consent.remove(SHOP_A);
    };
    await expect(rig.tokens.access(id)).rejects.toMatchObject({ fault: { code: 'exact-reconnect' } });
    await rig.consent.idle();
    expect(await rig.vault.ids('pair:')).toEqual([]);
    expect((await view()).sync).toEqual({ state: 'none' });
  });

  it('is finished at the next start when the worker died in the middle', async () => {
    const id = await connect(rig, SHOP_A, 100001);
    await rig.connections.unlink(SHOP_A);
    expect(await readPair(rig.vault, id)).not.toBeNull();
    await rig.restarted().tokens.sweep();
    expect(await rig.vault.ids('pair:')).toEqual([]);
  });
});

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

describe('a worker that is killed half-way', () => {
  /** A step that the killed worker never comes back from. */
  const never = new Promise<never>(() => undefined);

  it('while the window is open: interrupted, and said so', async () => {
    rig.person = () => never;
    await rig.consent.authorize(SHOP_A, false);
    expect((await view()).sync).toEqual({ state: 'pending', step: 'consent' });
    const next = rig.restarted();
    await next.consent.resume();
    expect(await faultCode()).toBe('exact-interrupted');
    expect((await view()).sync).toEqual({ state: 'none' });
  });

  it('before the exchange was answered: interrupted', async () => {
    rig.beforeFetch = (url) => (url.includes('/oauth2/token') ? never : Promise.resolve());
    await rig.consent.authorize(SHOP_A, false);
    await expect.poll(async () => (await view()).sync).toEqual({ state: 'pending', step: 'exchange' });
    const next = rig.restarted();
    await next.consent.resume();
    expect(await faultCode()).toBe('exact-interrupted');
  });

  it('after the pair was stored: goes on by itself, also when the token has expired meanwhile', async () => {
    const fresh = await createRig();
    let dead = true;
    fresh.beforeFetch = (url) => (dead && url.includes('/current/Me') ? never : Promise.resolve());
    await fresh.consent.authorize(SHOP_A, false);
    await expect.poll(async () => (await readUnassigned(fresh.vault)).length).toBe(1);
    dead = false;
    fresh.clock.advance(3_600_000);
    // The browser frees the locks of a killed worker; the next run has its own here.
    const next = fresh.restartedWithFreeLocks();
    await next.consent.resume();
    await next.consent.idle();
    expect((await connectionView(fresh.connections, SHOP_A)).sync).toMatchObject({ state: 'choose', by: 'Anna Jansen' });
    expect(fresh.exact.violations).toEqual([]);
    await fresh.close();
  });

  it('with an administration still to choose: the choice stands', async () => {
    await authorize();
    const next = rig.restarted();
    await next.consent.resume();
    await next.consent.choose(SHOP_A, 100001);
    expect((await view()).sync.state).toBe('authorized');
  });
});

describe('giving up', () => {
  it('while the window is open leaves the code unused', async () => {
    let arrived = (_address: string): void => undefined;
    const walk = rig.person;
    expect(walk).toBeDefined();
    rig.person = () => new Promise<string>((resolve) => (arrived = resolve));
    await rig.consent.authorize(SHOP_A, false);
    await rig.consent.cancel(SHOP_A);
    arrived(`${REDIRECT}?code=x&state=y`);
    await rig.consent.idle();
    expect(rig.asked.filter((line) => line.includes('token'))).toEqual([]);
    expect((await view()).sync).toEqual({ state: 'none' });
    expect((await view()).connectFault).toBeNull();
  });

  it('at the choice forgets tokens that no shop uses', async () => {
    await authorize();
    await rig.consent.cancel(SHOP_A);
    await rig.consent.idle();
    expect(await rig.vault.ids('')).toEqual([]);
    expect(await rig.connections.all()).toEqual([]);
  });
});
