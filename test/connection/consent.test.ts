import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionView } from '../../lib/connection/state';
import { readPair, readUnassigned } from '../../lib/connection/secrets';
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
