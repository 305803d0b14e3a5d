/**
 * Secrets at rest: the Exact app's secret, ShopCtrl passwords, token pairs. An own database that the background alone opens,
 * AES-GCM under a key that cannot be exported. This keeps out page scripts and casual reading of the profile's files; it does not
 * keep out someone who owns the profile, and nothing here says otherwise.
 */
import type { DBSchema } from 'idb';
import { openLazily } from '../database';

interface VaultSchema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  secrets: { key: string; value: { readonly iv: Uint8Array<ArrayBuffer>; readonly sealed: ArrayBuffer } };
}

/** One change of several secrets: `null` forgets. */
export type VaultChanges = Readonly<Record<string, unknown>>;

export interface Vault {
  /** The value under `id`; null when there is none, or when it cannot be opened any more. */
  read(id: string): Promise<unknown>;
  has(id: string): Promise<boolean>;
  /** All in one transaction, on the disk (strict durability) before the promise resolves. */
  write(changes: VaultChanges): Promise<void>;
  /** Ids that begin with `prefix`. */
  ids(prefix: string): Promise<readonly string[]>;
  close(): void;
}

const KEY_ID = 'main';

/** Opens the vault; the database is made at the first call. */
export function openVault(options: { readonly name?: string } = {}): Vault {
  const database = openLazily<VaultSchema>(options.name ?? 'vault', 1, (db) => {
    db.createObjectStore('keys');
    db.createObjectStore('secrets');
  });
  let key: Promise<CryptoKey> | null = null;

  const loadKey = async (): Promise<CryptoKey> => {
    const db = await database.get();
    const present = await db.get('keys', KEY_ID);
    if (present) return present;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const tx = db.transaction('keys', 'readwrite', { durability: 'strict' });
    const first = (await tx.store.get(KEY_ID)) ?? made;
    await tx.store.put(first, KEY_ID);
    await tx.done;
    return first;
  };
  const theKey = (): Promise<CryptoKey> => {
    key ??= loadKey().catch((error: unknown) => {
      key = null;
      throw error;
    });
    return key;
  };

  const seal = async (id: string, value: unknown): Promise<VaultSchema['secrets']['value']> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes(id) }, await theKey(), bytes(JSON.stringify(value)));
    return { iv, sealed };
  };

  return {
    read: async (id) => {
      const row = await (await database.get()).get('secrets', id);
      if (!row) return null;
      try {
        const open = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv, additionalData: bytes(id) }, await theKey(), row.sealed);
        return JSON.parse(new TextDecoder().decode(open)) as unknown;
      } catch {
        return null;
      }
    },
    has: async (id) => (await (await database.get()).count('secrets', id)) > 0,
    write: async (changes) => {
      // Everything is sealed first: a transaction ends by itself while something else is awaited.
      const rows = await Promise.all(Object.entries(changes).map(async ([id, value]) => ({ id, row: value === null ? null : await seal(id, value) })));
      const tx = (await database.get()).transaction('secrets', 'readwrite', { durability: 'strict' });
      await Promise.all([...rows.map(({ id, row }) => (row === null ? tx.store.delete(id) : tx.store.put(row, id).then(() => undefined))), tx.done]);
    },
    ids: async (prefix) => (await (await database.get()).getAllKeys('secrets')).filter((id) => id.startsWith(prefix)),
    close: () => database.close(),
  };
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}
