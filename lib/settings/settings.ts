/** Reading and changing what the person set up. Values are replaced as a whole, each change in one transaction. */
import type { BookingRules } from '../booking/rules';
import type { ExactSite, ShopName, ShopRef } from '../messages';
import { createSettingsBackup, type SettingsBackup } from './backup';
import { CURRENT_SITE, NOTE, openSettingsDatabase, type ExactAppSettings, type RulesVersion, type Tenant } from './database';

export interface Settings {
  tenants(): Promise<readonly Tenant[]>;
  tenant(tenantId: string): Promise<Tenant | null>;
  tenantOfHost(adminHost: string): Promise<Tenant | null>;
  /** The tenant of this host, made when there is none (two tabs asking at once make one). */
  ensureTenant(tenant: Omit<Tenant, 'tenantId'>): Promise<Tenant>;
  /** Changes fields of a tenant that exists; answers the new value. */
  changeTenant(tenantId: string, change: Partial<Omit<Tenant, 'tenantId'>>): Promise<Tenant | null>;
  shops(tenantId: string): Promise<readonly ShopName[]>;
  shop(shop: ShopRef): Promise<ShopName | null>;
  /** Replaces names of known shops and adds new ones; a shop that is not listed any more is kept, as its settings and books are. */
  putShops(tenantId: string, shops: readonly { readonly shopId: number; readonly name: string }[]): Promise<void>;
  rememberTitle(tenantId: string, title: string, shopId: number): Promise<void>;
  /** Shop that the person chose for this tab title; null when none was. */
  rememberedShop(tenantId: string, title: string): Promise<number | null>;
  exactApp(): Promise<ExactAppSettings | null>;
  /** Stores the app of a site and makes that site the one that new consents go to. */
  putExactApp(app: ExactAppSettings): Promise<void>;
  /** The latest rules of a shop; null when none were saved. */
  rules(shop: ShopRef): Promise<RulesVersion | null>;
  /** All versions, oldest first. */
  rulesHistory(shop: ShopRef): Promise<readonly RulesVersion[]>;
  /** Adds a version when something differs from the latest; answers the version that counts now. */
  putRules(shop: ShopRef, rules: BookingRules, by: string, at: string): Promise<RulesVersion>;
  /** A small note of the background under a name of its own; null when there is none. Plain text, no secret. */
  note(name: string): Promise<string | null>;
  putNote(name: string, value: string | null): Promise<void>;
  /** Everything that is kept about this shop here, except its name in the tenant's list. */
  forgetShop(shop: ShopRef): Promise<void>;
  /** What a backup holds of it. */
  readonly file: SettingsBackup;
  close(): void;
}

const STRICT = { durability: 'strict' } as const;

/** Opens the settings. */
export function openSettings(options: { readonly name?: string; readonly newId?: () => string } = {}): Settings {
  const database = openSettingsDatabase(options.name ?? 'settings');
  const newId = options.newId ?? (() => crypto.randomUUID());

  return {
    tenants: async () => (await database.get()).getAll('tenants'),
    tenant: async (tenantId) => (await (await database.get()).get('tenants', tenantId)) ?? null,
    tenantOfHost: async (adminHost) => (await (await database.get()).getAll('tenants')).find((tenant) => tenant.adminHost === adminHost) ?? null,
    ensureTenant: async (tenant) => {
      const tx = (await database.get()).transaction('tenants', 'readwrite', STRICT);
      const present = (await tx.store.getAll()).find((one) => one.adminHost === tenant.adminHost);
      const kept = present ?? { ...tenant, tenantId: newId() };
      if (!present) await tx.store.put(kept);
      await tx.done;
      return kept;
    },
    changeTenant: async (tenantId, change) => {
      const tx = (await database.get()).transaction('tenants', 'readwrite', STRICT);
      const present = await tx.store.get(tenantId);
      const changed = present ? { ...present, ...change, tenantId } : null;
      if (changed) await tx.store.put(changed);
      await tx.done;
      return changed;
    },
    shops: async (tenantId) => (await database.get()).getAllFromIndex('shops', 'tenant', tenantId),
    shop: async (shop) => (await (await database.get()).get('shops', [shop.tenantId, shop.shopId])) ?? null,
    putShops: async (tenantId, shops) => {
      const tx = (await database.get()).transaction('shops', 'readwrite');
      await Promise.all([...shops.map(({ shopId, name }) => tx.store.put({ tenantId, shopId, name })), tx.done]);
    },
    rememberTitle: async (tenantId, title, shopId) => {
      await (await database.get()).put('titles', { tenantId, title, shopId });
    },
    rememberedShop: async (tenantId, title) => (await (await database.get()).get('titles', [tenantId, title]))?.shopId ?? null,
    exactApp: async () => {
      const db = await database.get();
      const site = await db.get('choices', CURRENT_SITE);
      return site === undefined ? null : ((await db.get('apps', site as ExactSite)) ?? null);
    },
    putExactApp: async (app) => {
      const tx = (await database.get()).transaction(['apps', 'choices'], 'readwrite', STRICT);
      await Promise.all([tx.objectStore('apps').put(app), tx.objectStore('choices').put(app.site, CURRENT_SITE), tx.done]);
    },
    rules: async (shop) => (await versions(shop)).at(-1) ?? null,
    rulesHistory: (shop) => versions(shop),
    putRules: async (shop, rules, by, at) => {
      const tx = (await database.get()).transaction('rules', 'readwrite', STRICT);
      const latest = (await tx.store.getAll(rangeOf(shop))).at(-1);
      const changed = changedFields(latest?.rules ?? null, rules);
      const version: RulesVersion = latest && changed.length === 0 ? latest : { tenantId: shop.tenantId, shopId: shop.shopId, version: (latest?.version ?? 0) + 1, at, by, changed, rules };
      if (version !== latest) await tx.store.put(version);
      await tx.done;
      return version;
    },
    note: async (name) => (await (await database.get()).get('choices', NOTE + name)) ?? null,
    putNote: async (name, value) => {
      const tx = (await database.get()).transaction('choices', 'readwrite', STRICT);
      await Promise.all([value === null ? tx.store.delete(NOTE + name) : tx.store.put(value, NOTE + name), tx.done]);
    },
    forgetShop: async (shop) => {
      const tx = (await database.get()).transaction(['rules', 'titles'], 'readwrite', STRICT);
      const titles = await tx.objectStore('titles').getAll();
      const mine = titles.filter((one) => one.tenantId === shop.tenantId && one.shopId === shop.shopId);
      await Promise.all([tx.objectStore('rules').delete(rangeOf(shop)), ...mine.map((one) => tx.objectStore('titles').delete([one.tenantId, one.title])), tx.done]);
    },
    file: createSettingsBackup(() => database.get()),
    close: () => database.close(),
  };

  async function versions(shop: ShopRef): Promise<readonly RulesVersion[]> {
    return (await database.get()).getAll('rules', rangeOf(shop));
  }
}

function rangeOf(shop: ShopRef): IDBKeyRange {
  return IDBKeyRange.bound([shop.tenantId, shop.shopId, 0], [shop.tenantId, shop.shopId, Number.MAX_SAFE_INTEGER]);
}

/** Names of the fields that differ, in the order of the rules. */
function changedFields(before: BookingRules | null, after: BookingRules): readonly string[] {
  return (Object.keys(after) as (keyof BookingRules)[]).filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after[field]));
}
