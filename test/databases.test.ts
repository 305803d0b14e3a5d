/** The other databases than the ledger: what their first version stored is read today, and a newer version is refused by name and left as it is. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openConnections } from '../lib/connection/connections';
import { openVault } from '../lib/connection/vault';
import { openBooksStore } from '../lib/exact/books-store';
import { openSettings } from '../lib/settings/settings';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const SHOP = { tenantId: 't', shopId: 12 };
const ADMINISTRATION = { division: 5, code: '1', name: 'Lamp' };

interface Kept {
  readonly name: string;
  /** The newest version that there is. */
  readonly version: number;
  /** As version 1 left it, with a row or more in it. */
  first(): Promise<void>;
  /** What today's code makes of it. */
  read(): Promise<unknown>;
  readonly value: unknown;
}

/** A secret as the first version sealed it: under a key that nobody can take out, bound to its id. */
async function seal(id: string, value: unknown): Promise<{ readonly key: CryptoKey; readonly row: { readonly iv: Uint8Array; readonly sealed: ArrayBuffer } }> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { key, row: { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(id) }, key, new TextEncoder().encode(JSON.stringify(value))) } };
}

const KEPT: readonly Kept[] = [
  {
    name: 'settings',
    version: 2,
    first: async () => {
      const db = await openDB('settings', 1, {
        upgrade: (made) => {
          made.createObjectStore('tenants', { keyPath: 'tenantId' });
          made.createObjectStore('shops', { keyPath: ['tenantId', 'shopId'] }).createIndex('tenant', 'tenantId');
          made.createObjectStore('titles', { keyPath: ['tenantId', 'title'] });
          made.createObjectStore('apps', { keyPath: 'site' });
          made.createObjectStore('rules', { keyPath: ['tenantId', 'shopId', 'version'] });
          made.createObjectStore('choices');
        },
      });
      await db.put('tenants', { tenantId: 't', adminHost: 'demo.shopctrl.com', apiBase: 'https://api.demo.shopctrl.com', access: 'basic', login: 'a', user: null, shopCount: 1, shopsReadAt: 3, fault: null, nativeModule: false });
      await db.put('shops', { ...SHOP, name: 'Lamp' });
      await db.put('titles', { tenantId: 't', title: 'Lamp & Licht', shopId: 12 });
      await db.put('apps', { site: 'nl', clientId: 'c' });
      await db.put('choices', 'nl', 'exact-site');
      await db.put('choices', 'present 5', 'note:native:t:12');
      db.close();
    },
    read: async () => {
      const settings = openSettings();
      const all = [await settings.tenantOfHost('demo.shopctrl.com'), await settings.shops('t'), await settings.exactApp(), await settings.note('native:t:12')];
      settings.close();
      return all;
    },
    value: [expect.objectContaining({ tenantId: 't', access: 'basic', shopsReadAt: 3 }), [expect.objectContaining({ ...SHOP, name: 'Lamp' })], { site: 'nl', clientId: 'c' }, 'present 5'],
  },
  {
    name: 'vault',
    version: 1,
    first: async () => {
      const { key, row } = await seal('tokens:c', { refresh: 'r-1' });
      const db = await openDB('vault', 1, { upgrade: (made) => void [made.createObjectStore('keys'), made.createObjectStore('secrets')] });
      await db.put('keys', key, 'main');
      await db.put('secrets', row, 'tokens:c');
      db.close();
    },
    read: async () => {
      const vault = openVault();
      const all = [await vault.read('tokens:c'), await vault.ids('tokens:')];
      vault.close();
      return all;
    },
    value: [{ refresh: 'r-1' }, ['tokens:c']],
  },
  {
    name: 'connections',
    version: 1,
    first: async () => {
      const db = await openDB('connections', 1, {
        upgrade: (made) => {
          made.createObjectStore('connections', { keyPath: 'id' }).createIndex('user', ['site', 'clientId', 'userId'], { unique: true });
          made.createObjectStore('links', { keyPath: 'key' }).createIndex('connection', 'connectionId');
          made.createObjectStore('attempts', { keyPath: 'key' });
        },
      });
      await db.put('connections', { id: 'c', site: 'nl', clientId: 'x', userId: 'u', name: 'Anna', state: 'ok', fault: null });
      await db.put('links', { ...SHOP, key: 't:12', connectionId: 'c', administration: ADMINISTRATION, since: '2026-01-01' });
      db.close();
    },
    read: async () => {
      const connections = openConnections();
      const all = [await connections.find('nl', 'x', 'u'), await connections.linkOf(SHOP)];
      connections.close();
      return all;
    },
    value: [expect.objectContaining({ id: 'c', state: 'ok' }), expect.objectContaining({ connectionId: 'c', administration: ADMINISTRATION })],
  },
  {
    name: 'books',
    version: 1,
    first: async () => {
      const db = await openDB('books', 1, { upgrade: (made) => void made.createObjectStore('administrations', { keyPath: ['site', 'division'] }) });
      await db.put('administrations', { site: 'nl', division: 5, books: null, fault: null, triedAt: 9, learnt: { api: 'kept', xml: 'unknown' } });
      db.close();
    },
    read: async () => {
      const books = openBooksStore();
      const all = await books.get('nl', 5);
      books.close();
      return all;
    },
    value: expect.objectContaining({ triedAt: 9, learnt: { api: 'kept', xml: 'unknown' } }),
  },
];

describe.each(KEPT)('$name', ({ name, version, first, read, value }) => {
  it('of the first version is read', async () => {
    await first();
    expect(await read()).toEqual(value);
    const db = await openDB(name);
    expect(db.version).toBe(version);
    db.close();
  });

  it('of a newer version is refused, and stays as it is', async () => {
    await first();
    const newer = await openDB(name, version + 1, { upgrade: (db) => void db.createObjectStore('tomorrow') });
    const before = await Promise.all([...newer.objectStoreNames].map((store) => newer.getAll(store)));
    newer.close();
    await expect(read()).rejects.toMatchObject({ name: 'VersionError' });
    const db = await openDB(name);
    expect([db.version, JSON.stringify(await Promise.all([...db.objectStoreNames].map((store) => db.getAll(store))))]).toEqual([version + 1, JSON.stringify(before)]);
    db.close();
  });
});
