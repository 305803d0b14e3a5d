/**
 * IndexedDB database `books`: per administration what Exact offers, as last read, and what was learnt by reading back. No secrets and no
 * names of persons: everything in it can be read again.
 */
import type { DBSchema } from 'idb';
import type { Books } from '../booking/books';
import type { OverrideMode } from '../booking/rules';
import { openLazily } from '../database';
import type { Fault } from '../faults';
import type { ExactSite } from '../messages';

/** Whether Exact keeps the VAT that was sent, per exit. */
export interface Learnt {
  readonly api: OverrideMode;
  readonly xml: OverrideMode;
}

export interface StoredBooks {
  readonly site: ExactSite;
  readonly division: number;
  /** Null until the first reading succeeded. */
  readonly books: Books | null;
  /** When the codes that entries name were last read alone, for Sync; milliseconds since the epoch. */
  readonly checkedAt?: number;
  /** Why the last reading failed; the books of before stay. */
  readonly fault: Fault | null;
  /** When a reading was last tried, in milliseconds since the epoch. */
  readonly triedAt: number;
  readonly learnt: Learnt;
  /** When it was last looked, by shop, whether its files were imported; milliseconds since the epoch. */
  readonly lookedAt?: Readonly<Record<string, number>>;
}

export const NOTHING_LEARNT: Learnt = { api: 'unknown', xml: 'unknown' };

interface BooksSchema extends DBSchema {
  administrations: { key: [ExactSite, number]; value: StoredBooks };
}

export interface BooksStore {
  get(site: ExactSite, division: number): Promise<StoredBooks | null>;
  /** Changes one administration in one transaction; `change` gets what is stored, or an empty one. */
  change(site: ExactSite, division: number, change: (before: StoredBooks) => StoredBooks): Promise<StoredBooks>;
  close(): void;
}

/** Opens the store on first use, and again after the browser closed it. */
export function openBooksStore(options: { readonly name?: string } = {}): BooksStore {
  const database = openLazily<BooksSchema>(options.name ?? 'books', 1, (db) => {
    db.createObjectStore('administrations', { keyPath: ['site', 'division'] });
  });
  return {
    get: async (site, division) => (await (await database.get()).get('administrations', [site, division])) ?? null,
    change: async (site, division, change) => {
      const tx = (await database.get()).transaction('administrations', 'readwrite');
      const before = (await tx.store.get([site, division])) ?? { site, division, books: null, fault: null, triedAt: 0, learnt: NOTHING_LEARNT };
      const after = change(before);
      await tx.store.put(after);
      await tx.done;
      return after;
    },
    close: () => database.close(),
  };
}
