/** IndexedDB database `settings`: what the person set up, without secrets. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { BookingRules } from '../booking/rules';
import { upgradedRules } from '../booking/rules-v1';
import { openLazily, type Database } from '../database';
import type { Fault } from '../faults';
import type { ExactSite, ShopName } from '../messages';

/** One ShopCtrl environment. */
export interface Tenant {
  /** Stable random id of ours: the address may change, what was booked may not lose its tenant. */
  readonly tenantId: string;
  /** Host of the admin, with port if any. */
  readonly adminHost: string;
  /** Address of the API that the person confirmed, or the admin's own for the session. */
  readonly apiBase: string;
  /** `session`: the admin's cookie on the same host; `basic`: login and password (in the vault). */
  readonly access: 'session' | 'basic';
  readonly login: string;
  /** The user that `v1/Me` named when this was accepted: another one later is a state that is shown. */
  readonly user: { readonly id: string; readonly name: string } | null;
  /** Shops that this user saw when accepted; null before the first look. */
  readonly shopCount: number | null;
  /** Shop list last read, ms since the epoch. */
  readonly shopsReadAt: number | null;
  readonly fault: Fault | null;
  /** Whether ShopCtrl's own Exact module is switched on for this environment; null while unknown. */
  readonly nativeModule: boolean | null;
}

/** Rules as they were from one moment on: who set them, when, and what differed from the version before. */
export interface RulesVersion {
  readonly tenantId: string;
  readonly shopId: number;
  readonly version: number;
  /** UTC ISO. */
  readonly at: string;
  /** ShopCtrl user that the extension knew at that moment; empty while none is known. */
  readonly by: string;
  readonly changed: readonly string[];
  readonly rules: BookingRules;
}

export interface ExactAppSettings {
  readonly site: ExactSite;
  readonly clientId: string;
}

export interface SettingsSchema extends DBSchema {
  tenants: { key: string; value: Tenant };
  shops: { key: [string, number]; value: ShopName; indexes: { tenant: string } };
  titles: { key: [string, string]; value: { readonly tenantId: string; readonly title: string; readonly shopId: number } };
  apps: { key: ExactSite; value: ExactAppSettings };
  rules: { key: [string, number, number]; value: RulesVersion };
  choices: { key: string; value: string };
}

/** Key in `choices` of the Exact site that was chosen. */
export const CURRENT_SITE = 'exact-site';
/** In front of the name of a note, in `choices`. */
export const NOTE = 'note:';

type Upgrade = IDBPTransaction<SettingsSchema, StoreNames<SettingsSchema>[], 'versionchange'>;

/** Step n brings version n to n + 1. A shipped step is never edited; a change is a new step at the end. */
const STEPS: readonly ((db: IDBPDatabase<SettingsSchema>, tx: Upgrade) => void)[] = [
  (db) => {
    db.createObjectStore('tenants', { keyPath: 'tenantId' });
    db.createObjectStore('shops', { keyPath: ['tenantId', 'shopId'] }).createIndex('tenant', 'tenantId');
    db.createObjectStore('titles', { keyPath: ['tenantId', 'title'] });
    db.createObjectStore('apps', { keyPath: 'site' });
    db.createObjectStore('rules', { keyPath: ['tenantId', 'shopId', 'version'] });
    db.createObjectStore('choices');
  },
  (_db, tx) => {
    tableOfRegimes(tx).catch(() => {
      tx.abort();
    });
  },
];

export const SETTINGS_VERSION = STEPS.length;

/** Rows of rate and country group become rows of the table of regimes, in every version that a shop ever had. */
async function tableOfRegimes(tx: Upgrade): Promise<void> {
  for (let at = await tx.objectStore('rules').openCursor(); at; at = await at.continue()) {
    await at.update({ ...at.value, rules: upgradedRules(at.value.rules) });
  }
}

/** The settings' database with all its steps. */
export function openSettingsDatabase(name: string): Database<SettingsSchema> {
  return openLazily<SettingsSchema>(name, SETTINGS_VERSION, (db, oldVersion, _newVersion, tx) => {
    for (const step of STEPS.slice(oldVersion)) step(db, tx);
  });
}
