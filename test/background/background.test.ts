import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { CLIENT_ID, connectShop, createStage, HOST, REDIRECT, setUpAll, sure, tabOn, type Stage } from './harness';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(async () => {
  expect(stage.sims.api.violations).toEqual([]);
  expect(stage.sims.exact.violations).toEqual([]);
  await stage.close();
});

describe('the section without any set-up', () => {
  it('knows the shop by the admin’s own session', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    const state = sure(await stage.section('Lamp & Licht'));
    expect(state).toMatchObject({ shop: { shopId: 12, name: 'Lamp & Licht' }, hasExactApp: false, sync: { state: 'none' }, connectFault: null, existing: [], native: 'absent' });
    expect(stage.listeners).toEqual([tabOn(HOST)]);
  });

  it('asks nobody for the list again while it is fresh', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    await stage.section('Lamp & Licht');
    const calls = stage.sims.api.calls.length;
    await stage.section('Boekenhoek');
    await stage.section('Lamp & Licht');
    expect(stage.sims.api.calls.length).toBe(calls);
  });

  it('says that the person is signed out', async () => {
    expect(await stage.section('Lamp & Licht')).toMatchObject({ identity: 'unavailable', fault: { code: 'shopctrl-signed-out' } });
  });

  it('asks which shop when no title fits, remembers the answer, and keeps it changeable', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    expect(await stage.section('Webwinkel')).toMatchObject({ identity: 'ask', reason: 'none' });
    await stage.value({ kind: 'section.chooseShop', adminHost: HOST, title: 'Webwinkel', shopId: 14 }, tabOn(HOST));
    const state = sure(await stage.section('Webwinkel'));
    expect(state.shop.shopId).toBe(14);
    expect(state.alternatives?.map((one) => one.shopId)).toEqual([12, 13, 15, 16, 21]);
    expect(sure(await stage.section('Lamp & Licht')).alternatives).toBeUndefined();
  });

  it('asks when link and title disagree, and takes the answer for this title', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    expect(await stage.section('Boekenhoek', { link: 12 })).toMatchObject({ identity: 'ask', reason: 'disagree' });
    await stage.value({ kind: 'section.chooseShop', adminHost: HOST, title: 'Boekenhoek', shopId: 13 }, tabOn(HOST));
    expect(sure(await stage.section('Boekenhoek', { link: 12 })).shop.shopId).toBe(13);
  });

  it('does not let the answer for one tab decide for another of the same title', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    const tab = (shopId: number | null) => stage.value({ kind: 'section.state', adminHost: HOST, title: 'Webwinkel', linkShopId: null, own: { shopId }, native: 'unknown', language: 'en' }, tabOn(HOST));
    await tab(null);
    await stage.value({ kind: 'section.chooseShop', adminHost: HOST, title: 'Webwinkel', shopId: 14 }, tabOn(HOST));
    expect(await tab(null)).toMatchObject({ identity: 'ask', reason: 'none' });
    expect(sure(await tab(13)).shop.shopId).toBe(13);
    expect(sure(await stage.section('Webwinkel')).shop.shopId).toBe(14);
  });

  it('does not know a host that nobody set up', async () => {
    expect(await stage.ask({ kind: 'section.state', adminHost: 'admin.lampenwinkel.example', title: 'x', linkShopId: null, native: 'unknown', language: 'en' }, tabOn('admin.lampenwinkel.example'))).toMatchObject({
      ok: false,
      fault: { code: 'not-allowed' },
    });
  });
});

describe('set-up', () => {
  it('finds the API, really calls both systems, names the user and counts the shops', async () => {
    const probe = await stage.value({ kind: 'setup.probe', address: 'https://Demo.shopctrl.com/?tab=x' });
    expect(probe).toEqual({ adminHost: HOST, candidates: expect.arrayContaining([{ apiBase: `https://api.${HOST}`, answers: 'asks-login' }]) as unknown });
    const tenantId = await setUpAll(stage);
    expect(await stage.value({ kind: 'setup.test', tenantId })).toMatchObject({ shopctrl: { ok: true, shops: 6 }, exact: { ok: true, user: null } });
    const state = await stage.value({ kind: 'setup.state' });
    expect(state).toMatchObject({ redirectAddress: REDIRECT, exactApp: { site: 'nl', clientId: CLIENT_ID, hasSecret: true }, tenants: [{ adminHost: HOST, hasPassword: true, fault: null }] });
    expect(state.shops).toHaveLength(6);
    expect(JSON.stringify(state)).not.toContain('Sleutel');
    expect(JSON.stringify(state)).not.toContain('S3cret');
  });

  it('sends the password only to the address that was confirmed', async () => {
    stage.sims.api.options.confirmedBases = [`api.${HOST}`];
    await stage.value({ kind: 'setup.probe', address: HOST });
    await setUpAll(stage);
    stage.sims.clock.advance(3_600_000);
    await stage.background.alarm('discover');
    await stage.section('Lamp & Licht');
  });

  it('does not carry a stored password to another address or login', async () => {
    await setUpAll(stage);
    const save = (apiBase: string, login: string) => stage.ask({ kind: 'setup.saveShopCtrl', address: HOST, apiBase, login, password: '' });
    expect(await save(`https://${HOST}:52222`, 'api@demo.example')).toMatchObject({ ok: false, fault: { code: 'bad-request', params: { field: 'password' } } });
    expect(await save(`https://api.${HOST}`, 'anna@demo.example')).toMatchObject({ ok: false, fault: { code: 'bad-request', params: { field: 'password' } } });
    expect(await save(`https://api.${HOST}`, 'api@demo.example')).toMatchObject({ ok: true });
  });

  it('takes the session only for the admin’s own host', async () => {
    expect(await stage.ask({ kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://api.${HOST}`, login: '', password: '' })).toMatchObject({ ok: false, fault: { code: 'bad-request' } });
  });

  it('keeps the secret when none is typed, but only for the same client id', async () => {
    await setUpAll(stage);
    expect(await stage.ask({ kind: 'setup.saveExactApp', site: 'nl', clientId: CLIENT_ID, clientSecret: '' })).toMatchObject({ ok: true });
    expect(await stage.ask({ kind: 'setup.saveExactApp', site: 'be', clientId: CLIENT_ID, clientSecret: '' })).toMatchObject({ ok: false, fault: { code: 'bad-request' } });
    expect((await stage.value({ kind: 'setup.state' })).exactApp).toMatchObject({ site: 'nl' });
  });

  it.each([
    ['a wrong password', 'api@demo.example', 'fout', {}, 'shopctrl-password'],
    ['an API that answers a wrong password with a page', 'api@demo.example', 'fout', { wrongPassword: 'html' }, 'shopctrl-html'],
    ['a second factor that blocks the login', 'tess@demo.example', 'Twee-Factor-1', { secondFactorBasic: '403' }, 'shopctrl-second-factor'],
  ] as const)('tells of %s, at once and afterwards', async (_name, login, password, options, code) => {
    Object.assign(stage.sims.api.options, options);
    const tenantId = await setUpAll(stage, login, password);
    expect((await stage.value({ kind: 'setup.test', tenantId })).shopctrl).toMatchObject({ ok: false, fault: { code } });
    expect((await stage.value({ kind: 'setup.state' })).tenants[0]?.fault).toMatchObject({ code });
    // The right login heals it.
    await setUpAll(stage);
    expect((await stage.value({ kind: 'setup.state' })).tenants).toMatchObject([{ tenantId, fault: null }]);
  });

  it.each([
    ['a wrong password', 'fout', {}, 'shopctrl-password'],
    ['a right one that cannot be tried now', 'Sleutel-é€-42', { kind: '500', path: /^\/v1\/Me/i }, 'server-error'],
  ] as const)('%s does not take the place of what works', async (_name, password, trouble, code) => {
    const tenantId = await setUpAll(stage);
    const undo = 'kind' in trouble ? stage.sims.api.faults.add(trouble) : () => undefined;
    const save = { kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://api.${HOST}`, login: 'api@demo.example', password } as const;
    expect(await stage.ask(save)).toMatchObject({ ok: false, fault: { code } });
    undo();
    expect((await stage.value({ kind: 'setup.state' })).tenants).toMatchObject([{ tenantId, fault: null, hasPassword: true }]);
    expect((await stage.value({ kind: 'setup.test', tenantId })).shopctrl).toMatchObject({ ok: true, shops: 6 });
  });

  it('tells before any window opens that the redirect address is not the registered one', async () => {
    stage.sims.exact.registerApp({ clientId: CLIENT_ID, clientSecret: 'S3cret', redirectUri: 'https://other.example/', name: 'x' });
    const tenantId = await setUpAll(stage);
    expect((await stage.value({ kind: 'setup.test', tenantId })).exact).toMatchObject({ ok: false, fault: { code: 'exact-page-not-loaded', params: { redirect: REDIRECT } } });
  });

  it('names the Exact user once a shop is connected', async () => {
    const tenantId = await setUpAll(stage);
    await connectShop(stage, { tenantId, shopId: 12 }, 100001);
    expect((await stage.value({ kind: 'setup.test', tenantId })).exact).toEqual({ ok: true, user: 'Anna Jansen' });
  });

  it('needs the person’s permission for an own domain, and places the section there', async () => {
    const address = 'admin.lampenwinkel.example';
    stage.denied.add(address);
    expect(await stage.ask({ kind: 'setup.probe', address })).toMatchObject({ ok: false, fault: { code: 'shopctrl-no-permission' } });
    expect(await stage.ask({ kind: 'setup.saveShopCtrl', address, apiBase: 'https://api.lampenwinkel.example', login: 'a', password: 'b' })).toMatchObject({ fault: { code: 'shopctrl-no-permission' } });
    stage.denied.clear();
    const { candidates } = await stage.value({ kind: 'setup.probe', address });
    expect(candidates.map((one) => one.apiBase)).toEqual(['https://api.lampenwinkel.example']);
    await stage.value({ kind: 'setup.saveShopCtrl', address, apiBase: 'https://api.lampenwinkel.example', login: 'beheer@lampenwinkel.example', password: 'Gloeilamp-60W' });
    expect(stage.placed.at(-1)).toEqual([address]);
    expect(sure(await stage.section('Tuinwinkel', { host: address })).shop.shopId).toBe(14);
  });

  it('a permission that was taken away is a state that is shown, and is over when it is given back', async () => {
    const address = 'admin.lampenwinkel.example';
    await stage.value({ kind: 'setup.saveShopCtrl', address, apiBase: 'https://api.lampenwinkel.example', login: 'beheer@lampenwinkel.example', password: 'Gloeilamp-60W' });
    const calls = stage.sims.api.calls.length;
    const fault = async () => (await stage.value({ kind: 'setup.state' })).tenants[0]?.fault;
    stage.denied.add(address);
    await stage.background.accessChanged();
    expect(await fault()).toEqual({ code: 'shopctrl-no-permission', params: { host: address } });
    expect(sure(await stage.section('Tuinwinkel', { host: address })).accessFault?.code).toBe('shopctrl-no-permission');
    expect(stage.sims.api.calls.length).toBe(calls);
    stage.denied.clear();
    await stage.background.accessChanged();
    expect(await fault()).toBeNull();
  });

  it('stores rules as typed, refuses what does not fit by field, and forgets a shop on order', async () => {
    const tenantId = await setUpAll(stage);
    const shop = { tenantId, shopId: 12 };
    await connectShop(stage, shop, 100001);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...formFromRules(null), journal: '70' } });
    expect(await stage.ask({ kind: 'setup.saveRules', shop, rules: { ...formFromRules(null), fileRecords: 0 } })).toMatchObject({ fault: { code: 'bad-request', params: { field: 'fileRecords' } } });
    expect(await stage.ask({ kind: 'setup.saveRules', shop: { tenantId, shopId: 999 }, rules: formFromRules(null) })).toMatchObject({ fault: { code: 'shop-unknown' } });
    const rulesOf = async () => (await stage.value({ kind: 'setup.state' })).shops.find((one) => one.shopId === 12)?.rules.journal;
    expect(await rulesOf()).toBe('70');
    await stage.value({ kind: 'setup.forgetShop', shop });
    expect(await rulesOf()).toBe('');
    expect(sure(await stage.section('Lamp & Licht')).sync).toEqual({ state: 'none' });
  });
});

describe('another user, or fewer shops, is a state that is shown', () => {
  it('fewer shops: everything known stays, and it can be accepted', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    await stage.section('Lamp & Licht');
    const [tenant] = (await stage.value({ kind: 'setup.state' })).tenants;
    const tenantId = tenant?.tenantId ?? '';
    stage.signIn('jan@demo.example', 'Lamp:en=licht');
    stage.sims.clock.advance(3_600_000);
    expect((await stage.value({ kind: 'setup.test', tenantId })).shopctrl).toMatchObject({ ok: false, fault: { code: 'shopctrl-other-user' } });
    const state = sure(await stage.section('Groothandel Noord'));
    expect(state.accessFault).toEqual({ code: 'shopctrl-other-user' });
    const popup = await stage.value({ kind: 'popup.state' });
    expect(popup.shops).toHaveLength(6);
    expect(popup.environments).toEqual([{ tenantId, adminHost: HOST, fault: { code: 'shopctrl-other-user' } }]);
    expect(popup.shops.every((shop) => shop.connection === 'not-connected' && shop.fault === null)).toBe(true);
    await stage.value({ kind: 'setup.acceptUser', tenantId });
    expect(sure(await stage.section('Lamp & Licht')).accessFault).toBeUndefined();
    expect((await stage.value({ kind: 'setup.state' })).tenants[0]).toMatchObject({ fault: null });
    expect((await stage.value({ kind: 'setup.test', tenantId })).shopctrl).toMatchObject({ ok: true, shops: 2 });
  });

  it('trouble on the line does not hide it', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    await stage.section('Lamp & Licht');
    const tenantId = (await stage.value({ kind: 'setup.state' })).tenants[0]?.tenantId ?? '';
    stage.signIn('jan@demo.example', 'Lamp:en=licht');
    await stage.value({ kind: 'setup.test', tenantId });
    stage.sims.sessions.expireAll();
    expect((await stage.value({ kind: 'setup.test', tenantId })).shopctrl).toMatchObject({ fault: { code: 'shopctrl-signed-out' } });
    expect((await stage.value({ kind: 'setup.state' })).tenants[0]?.fault).toEqual({ code: 'shopctrl-other-user' });
  });
});

it('being signed out for a while is over as soon as the popup looks again', async () => {
  stage.signIn('anna@demo.example', 'Welkom-2026!');
  await stage.section('Lamp & Licht');
  const tenantId = (await stage.value({ kind: 'setup.state' })).tenants[0]?.tenantId ?? '';
  stage.sims.sessions.expireAll();
  await stage.value({ kind: 'setup.test', tenantId });
  expect((await stage.value({ kind: 'popup.state' })).environments).toMatchObject([{ fault: { code: 'shopctrl-signed-out' } }]);
  stage.signIn('anna@demo.example', 'Welkom-2026!');
  stage.sims.clock.advance(60_000);
  stage.notices.length = 0;
  await stage.value({ kind: 'popup.state' });
  await expect.poll(() => stage.notices.map((notice) => notice.what)).toContain('setup');
  expect((await stage.value({ kind: 'popup.state' })).environments).toEqual([]);
});

describe('connecting from the section', () => {
  it('goes through pending and choice to authorized, with notices and a snapshot for the popup', async () => {
    const tenantId = await setUpAll(stage);
    const shop = { tenantId, shopId: 12 };
    await stage.background.idle();
    stage.notices.length = 0;
    await stage.value({ kind: 'connect.authorize', shop, forceLogin: false }, tabOn(HOST));
    expect(sure(await stage.section('Lamp & Licht')).sync.state).toBe('pending');
    await stage.background.idle();
    expect(sure(await stage.section('Lamp & Licht')).sync).toMatchObject({ state: 'choose', by: 'Anna Jansen' });
    await stage.value({ kind: 'connect.chooseAdministration', shop, division: 100001 }, tabOn(HOST));
    await stage.background.idle();
    expect(sure(await stage.section('Lamp & Licht')).sync).toMatchObject({ state: 'authorized', by: 'Anna Jansen', administration: { code: '1', name: 'Lamp & Licht B.V.' } });
    expect(stage.notices.some((notice) => notice.what === 'connection')).toBe(true);
    expect(stage.snapshots.at(-1)?.shops.find((one) => one.shopId === 12)).toMatchObject({ connection: 'connected', administration: { division: 100001 } });
    expect(sure(await stage.section('Boekenhoek')).existing.map((one) => one.name)).toEqual(['Anna Jansen']);
  });

  it('without an Exact app says so', async () => {
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    const { shop } = sure(await stage.section('Lamp & Licht'));
    expect(await stage.ask({ kind: 'connect.authorize', shop: { tenantId: shop.tenantId, shopId: 12 }, forceLogin: false }, tabOn(HOST))).toMatchObject({ ok: false, fault: { code: 'exact-no-app' } });
  });

  it('survives a worker that is killed while the window is open', async () => {
    const tenantId = await setUpAll(stage);
    await stage.background.app.connections.putAttempt({ tenantId, shopId: 12, attemptId: 'a', stage: 'consent', owner: 'a worker of before' });
    stage.restart();
    expect(sure(await stage.section('Lamp & Licht')).connectFault).toEqual({ code: 'exact-interrupted' });
  });
});

describe('links', () => {
  it('open the set-up page and the shop in the admin', async () => {
    const tenantId = await setUpAll(stage);
    await stage.value({ kind: 'pages.openSetup', shop: { tenantId, shopId: 12 } }, tabOn(HOST));
    await stage.value({ kind: 'pages.openSetup' });
    await stage.value({ kind: 'pages.openShop', shop: { tenantId, shopId: 12 } });
    expect(stage.opened).toEqual(['setup 12', 'setup', `shop ${HOST} 12`]);
  });
});

describe('the popup', () => {
  it('says what to do first', async () => {
    expect(await stage.value({ kind: 'popup.state' })).toEqual({ next: 'set-up-shopctrl', shops: [], environments: [] });
    stage.signIn('anna@demo.example', 'Welkom-2026!');
    await stage.section('Lamp & Licht');
    expect((await stage.value({ kind: 'popup.state' })).next).toBe('set-up-exact');
    await setUpAll(stage);
    expect((await stage.value({ kind: 'popup.state' })).next).toBeNull();
  });
});

describe('what waits in a shop', () => {
  const row = async (shopId: number) => (await stage.value({ kind: 'popup.state' })).shops.find((one) => one.shopId === shopId);

  it('is unknown until its invoices were read, which begins when its settings are saved', async () => {
    const tenantId = await setUpAll(stage);
    expect(await row(13)).toMatchObject({ waiting: null, settingsMissing: true });
    await stage.value({ kind: 'setup.saveRules', shop: { tenantId, shopId: 13 }, rules: { ...formFromRules(null), journal: '70', debtorCode: '1000', paymentCondition: '30', table: exampleTable() } });
    await stage.background.idle();
    expect((await row(13))?.waiting).toBeGreaterThan(0);
    expect(await row(13)).toMatchObject({ settingsMissing: false });
    expect(await row(12)).toMatchObject({ waiting: null });
  });

  it('is read when the shop is connected, and unknown again once it is forgotten', async () => {
    const tenantId = await setUpAll(stage);
    const shop = { tenantId, shopId: 13 };
    await connectShop(stage, shop, 100001);
    expect((await row(13))?.waiting).toBeGreaterThan(0);
    await stage.value({ kind: 'setup.saveRules', shop, rules: { ...formFromRules(null), journal: '70' } });
    await stage.value({ kind: 'setup.forgetShop', shop });
    await stage.background.idle();
    expect(await row(13)).toMatchObject({ waiting: null, connection: 'not-connected' });
  });
});

describe('exporting, the short way', () => {
  it('reads ahead by alarm, counts what waits, and exports it with one click', async () => {
    const tenantId = await setUpAll(stage);
    const shop = { tenantId, shopId: 13 };
    const rules = { ...formFromRules(null), journal: '70', debtorCode: '1000', paymentCondition: '30', profile: aProfile(), table: exampleTable() };
    await stage.value({ kind: 'setup.saveRules', shop, rules });
    await stage.background.alarm('discover');
    await stage.background.idle();
    const before = (await stage.value({ kind: 'popup.state' })).shops.find((one) => one.shopId === 13);
    expect(before?.waiting).toBeGreaterThan(0);
    await stage.value({ kind: 'export.startNew', shop });
    await expect.poll(async () => sure(await stage.section('Boekenhoek')).export.job?.phase, { timeout: 15_000 }).toBe('done');
    await stage.background.idle();
    const file = sure(await stage.section('Boekenhoek')).export.files[0];
    expect(file?.records).toBeGreaterThan(0);
    expect(stage.opened).toEqual([`file ${file?.fileId}`]);
    expect(stage.snapshots.at(-1)?.shops.find((one) => one.shopId === 13)).toMatchObject({ lastExport: file?.madeAt });
    const history = (await stage.value({ kind: 'setup.state' })).shops.find((one) => one.shopId === 13)?.history ?? [];
    expect(history.map(({ version }) => version)).toEqual([1]);
    expect(history[0]?.changed).toContain('journal');
    await stage.value({ kind: 'export.downloadAgain', shop, fileId: file?.fileId ?? '' }, tabOn(HOST));
    expect(stage.opened).toHaveLength(2);
  });
});
