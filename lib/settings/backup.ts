/**
 * Settings as records of a file, and back. Passwords and secrets are in the vault and nowhere near; what a file says never changes where a
 * password that is stored here goes: access to an environment that is known stays as it is.
 */
import type { IDBPDatabase } from 'idb';
import { z } from 'zod';
import { fail, FaultError } from '../faults';
import type { RulesForm, ShopName } from '../messages';
import { CURRENT_SITE, NOTE, type ExactAppSettings, type RulesVersion, type SettingsSchema, type Tenant } from './database';
import { rulesFromForm } from './rules-form';

const key = z.string().min(1).max(100);
const text = z.string().max(500);
const whole = z.number().int();
const site = z.enum(['nl', 'be', 'de', 'uk', 'us', 'fr', 'es']);

const SCHEMAS = {
  tenants: z.object({
    tenantId: key,
    adminHost: z.string().regex(/^[a-z0-9.-]+(:\d+)?$/).max(260),
    apiBase: z.url({ protocol: /^https$/ }).max(500),
    access: z.enum(['session', 'basic']),
    login: text,
    user: z.object({ id: text, name: text }).nullable(),
    shopCount: whole.nullable(),
    nativeModule: z.boolean().nullable(),
  }),
  shops: z.object({ tenantId: key, shopId: whole.positive(), name: text }),
  titles: z.object({ tenantId: key, title: text, shopId: whole.positive() }),
  apps: z.object({ site, clientId: text }),
  site: z.object({ site }),
  /** What a person set for this browser as a whole; other notes are observations of this browser. */
  notes: z.object({ name: z.literal('sync-tuning'), value: text }),
  rules: z.object({ tenantId: key, shopId: whole.positive(), version: whole.positive(), at: text, by: text, changed: z.array(text).max(100), rules: z.unknown() }),
} as const;

export type SettingsRecord =
  | { readonly store: 'tenants'; readonly row: Omit<Tenant, 'fault' | 'shopsReadAt'> }
  | { readonly store: 'shops'; readonly row: ShopName }
  | { readonly store: 'titles'; readonly row: SettingsSchema['titles']['value'] }
  | { readonly store: 'apps'; readonly row: ExactAppSettings }
  | { readonly store: 'notes'; readonly row: { readonly name: 'sync-tuning'; readonly value: string } }
  | { readonly store: 'site'; readonly row: Pick<ExactAppSettings, 'site'> }
  | { readonly store: 'rules'; readonly row: RulesVersion };

/** The record as one of the settings; null when it is none, or not of its shape. */
export function settingsRecord(store: string, row: unknown): SettingsRecord | null {
  if (!Object.hasOwn(SCHEMAS, store)) return null;
  const parsed = SCHEMAS[store as keyof typeof SCHEMAS].safeParse(row);
  if (!parsed.success) return null;
  if (!('rules' in parsed.data)) return { store, row: parsed.data } as SettingsRecord;
  try {
    return { store: 'rules', row: { ...parsed.data, rules: rulesFromForm(parsed.data.rules as RulesForm) } };
  } catch (error) {
    if (error instanceof FaultError) return null;
    throw error;
  }
}

export interface SettingsBackup {
  /** Everything that a person set up, without secrets. */
  backup(): Promise<readonly { readonly store: string; readonly row: unknown }[]>;
  /**
   * Adds what is missing; `replace` puts the rest over what is here: names, titles, app, and rules as a new version on top. Versions of
   * rules that are missing are added beneath the one that counts either way (design 6.1: look-ups know every form of reference). Rows of
   * an environment that is here already under another id become its own: `tenantIds` says which, by the id in the file.
   */
  restore(records: readonly SettingsRecord[], mode: 'keep' | 'replace'): Promise<void>;
  /** Which id here stands for each environment of a file. */
  tenantIds(records: readonly SettingsRecord[]): Promise<ReadonlyMap<string, string>>;
}

const KEPT_NOTES = ['sync-tuning'] as const;

export function createSettingsBackup(database: () => Promise<IDBPDatabase<SettingsSchema>>): SettingsBackup {
  return {
    async backup() {
      const tx = (await database()).transaction(['tenants', 'shops', 'titles', 'apps', 'rules', 'choices']);
      const [tenants, shops, titles, apps, rules, current, ...notes] = await Promise.all([
        tx.objectStore('tenants').getAll(),
        tx.objectStore('shops').getAll(),
        tx.objectStore('titles').getAll(),
        tx.objectStore('apps').getAll(),
        tx.objectStore('rules').getAll(),
        tx.objectStore('choices').get(CURRENT_SITE),
        ...KEPT_NOTES.map((name) => tx.objectStore('choices').get(NOTE + name)),
      ]);
      const kept = KEPT_NOTES.flatMap((name, at) => (notes[at] === undefined ? [] : [{ name, value: notes[at] }]));
      const own = tenants.map(({ tenantId, adminHost, apiBase, access, login, user, shopCount, nativeModule }) => ({ tenantId, adminHost, apiBase, access, login, user, shopCount, nativeModule }));
      const of = (store: string, rows: readonly unknown[]): { store: string; row: unknown }[] => rows.map((row) => ({ store, row }));
      return [...of('tenants', own), ...of('shops', shops), ...of('titles', titles), ...of('apps', apps.map((app) => ({ site: app.site, clientId: app.clientId }))), ...of('site', current === undefined ? [] : [{ site: current }]), ...of('notes', kept), ...of('rules', rules)];
    },

    async tenantIds(records) {
      const here = await (await database()).getAll('tenants');
      return new Map(records.flatMap(({ store, row }) => (store === 'tenants' ? [[row.tenantId, here.find(({ adminHost }) => adminHost === row.adminHost)?.tenantId ?? row.tenantId] as const] : [])));
    },

    async restore(records, mode) {
      const ids = await this.tenantIds(records);
      const own = records.map((record) => ('tenantId' in record.row ? ({ ...record, row: { ...record.row, tenantId: ids.get(record.row.tenantId) ?? fail('backup-unreadable') } } as SettingsRecord) : record));
      const tx = (await database()).transaction(['tenants', 'shops', 'titles', 'apps', 'rules', 'choices'], 'readwrite', { durability: 'strict' });
      const over = mode === 'replace';
      const theirs = new Map<string, RulesVersion[]>();
      for (const { store, row } of own) {
        if (store === 'tenants') {
          if (!(await tx.objectStore('tenants').get(row.tenantId))) await tx.objectStore('tenants').put({ ...row, shopsReadAt: null, fault: null });
        } else if (store === 'shops') {
          if (over || !(await tx.objectStore('shops').get([row.tenantId, row.shopId]))) await tx.objectStore('shops').put(row);
        } else if (store === 'titles') {
          if (over || !(await tx.objectStore('titles').get([row.tenantId, row.title]))) await tx.objectStore('titles').put(row);
        } else if (store === 'apps') {
          if (over || !(await tx.objectStore('apps').get(row.site))) await tx.objectStore('apps').put(row);
        } else if (store === 'notes') {
          if (over || (await tx.objectStore('choices').get(NOTE + row.name)) === undefined) await tx.objectStore('choices').put(row.value, NOTE + row.name);
        } else if (store === 'site') {
          if (over || (await tx.objectStore('choices').get(CURRENT_SITE)) === undefined) await tx.objectStore('choices').put(row.site, CURRENT_SITE);
        } else {
          const shop = JSON.stringify([row.tenantId, row.shopId]);
          theirs.set(shop, [...(theirs.get(shop) ?? []), row]);
        }
      }
      const rules = tx.objectStore('rules');
      for (const versions of theirs.values()) {
        const sorted = versions.toSorted((one, other) => one.version - other.version);
        const newest = sorted.at(-1) ?? fail('backup-unreadable');
        const { tenantId, shopId } = newest;
        const here = await rules.getAll(IDBKeyRange.bound([tenantId, shopId, 0], [tenantId, shopId, Number.MAX_SAFE_INTEGER]));
        const current = here.at(-1);
        if (!current) for (const version of sorted) await rules.put(version);
        else {
          // Look-ups ask for every form of reference that any version made: one that is missing would book again what stands in Exact.
          const top = over && !sameRules(current, newest) ? newest : current;
          const missing = sorted.filter((version) => version !== top && !here.some((one) => one.at === version.at && sameRules(one, version)));
          const added = missing.length === 0 && top === current ? [] : [...missing, top];
          const last = Math.max(current.version, newest.version);
          for (const [at, version] of added.entries()) await rules.put({ ...version, version: last + 1 + at });
        }
      }
      await tx.done;
    },
  };
}

function sameRules(one: RulesVersion, other: RulesVersion): boolean {
  return JSON.stringify(one.rules) === JSON.stringify(other.rules);
}
