import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import { openSettings, type Settings } from '../../lib/settings/settings';

let count = 0;
let settings: Settings;
let name: string;
beforeEach(() => {
  name = `settings-${(count += 1)}`;
  settings = openSettings({ name });
});
afterEach(() => settings.close());

const TENANT = { adminHost: 'demo.shopctrl.com', apiBase: 'https://demo.shopctrl.com', access: 'session', login: '', user: null, shopCount: null, shopsReadAt: null, fault: null, nativeModule: null } as const;

describe('tenants', () => {
  it('are made once per admin host, however many tabs ask at once, and keep their id for good', async () => {
    const other = openSettings({ name });
    const made = await Promise.all([settings.ensureTenant(TENANT), settings.ensureTenant(TENANT), other.ensureTenant(TENANT)]);
    expect(new Set(made.map((one) => one.tenantId)).size).toBe(1);
    await settings.changeTenant(made[0].tenantId, { apiBase: 'https://api.demo.shopctrl.com', access: 'basic', login: 'x' });
    expect(await other.tenantOfHost('demo.shopctrl.com')).toMatchObject({ tenantId: made[0].tenantId, access: 'basic' });
    expect(await settings.tenants()).toHaveLength(1);
    other.close();
  });
  it('that are gone are not brought back by a change', async () => {
    expect(await settings.changeTenant('nobody', { login: 'x' })).toBeNull();
    expect(await settings.tenants()).toEqual([]);
  });
});

describe('shops and titles', () => {
  it('keep a shop that is not listed any more, and take new names', async () => {
    await settings.putShops('t', [{ shopId: 12, name: 'Lamp' }, { shopId: 13, name: 'Boek' }]);
    await settings.putShops('t', [{ shopId: 12, name: 'Lamp & Licht' }]);
    expect((await settings.shops('t')).map((shop) => shop.name)).toEqual(['Lamp & Licht', 'Boek']);
    expect(await settings.shops('other')).toEqual([]);
  });
  it('remember the person’s choice per tenant and title', async () => {
    await settings.rememberTitle('t', 'Lamp', 12);
    expect(await settings.rememberedShop('t', 'Lamp')).toBe(12);
    expect(await settings.rememberedShop('u', 'Lamp')).toBeNull();
  });
});

describe('rules', () => {
  const shop = { tenantId: 't', shopId: 12 };
  it('are dated versions that say who changed what', async () => {
    expect(await settings.rules(shop)).toBeNull();
    await settings.putRules(shop, { ...DEFAULT_RULES, journal: '70' }, 'Anna', '2026-01-01T10:00:00.000Z');
    const second = await settings.putRules(shop, { ...DEFAULT_RULES, journal: '71', debtorCode: '1000' }, 'Bram', '2026-01-02T10:00:00.000Z');
    expect(second).toMatchObject({ version: 2, by: 'Bram', at: '2026-01-02T10:00:00.000Z', changed: ['journal', 'debtorCode'] });
    expect((await settings.rulesHistory(shop)).map((one) => one.rules.journal)).toEqual(['70', '71']);
    expect(await settings.rules({ tenantId: 't', shopId: 13 })).toBeNull();
  });
  it('that did not change make no version', async () => {
    await settings.putRules(shop, DEFAULT_RULES, 'Anna', '2026-01-01T10:00:00.000Z');
    expect((await settings.putRules(shop, { ...DEFAULT_RULES }, 'Bram', '2026-01-02T10:00:00.000Z')).version).toBe(1);
  });
  it('go when the shop is forgotten; other shops keep theirs', async () => {
    await settings.putRules(shop, DEFAULT_RULES, '', '2026-01-01T10:00:00.000Z');
    await settings.putRules({ tenantId: 't', shopId: 13 }, DEFAULT_RULES, '', '2026-01-01T10:00:00.000Z');
    await settings.rememberTitle('t', 'Lamp', 12);
    await settings.rememberTitle('t', 'Boek', 13);
    await settings.forgetShop(shop);
    expect(await settings.rules(shop)).toBeNull();
    expect(await settings.rules({ tenantId: 't', shopId: 13 })).not.toBeNull();
    expect(await settings.rememberedShop('t', 'Lamp')).toBeNull();
    expect(await settings.rememberedShop('t', 'Boek')).toBe(13);
  });
});

describe('the Exact app', () => {
  it('is kept per site; the last saved one is used', async () => {
    expect(await settings.exactApp()).toBeNull();
    await settings.putExactApp({ site: 'nl', clientId: 'a' });
    await settings.putExactApp({ site: 'be', clientId: 'b' });
    expect(await settings.exactApp()).toEqual({ site: 'be', clientId: 'b' });
    await settings.putExactApp({ site: 'nl', clientId: 'c' });
    expect(await settings.exactApp()).toEqual({ site: 'nl', clientId: 'c' });
  });
});
