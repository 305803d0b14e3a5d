/** One lazy connection to an IndexedDB database, which outlives what the browser does to it. */
import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';

export interface Database<Schema extends DBSchema> {
  /** The open database; opens it at the first call, and again after the browser or another context ended it. */
  get(): Promise<IDBPDatabase<Schema>>;
  close(): void;
}

/**
 * Opens nothing yet. A newer version that another context wants is let through, and an opening that failed is tried again at the next
 * call instead of being remembered (facts: browser-extension 4).
 */
export function openLazily<Schema extends DBSchema>(name: string, version: number, upgrade: NonNullable<OpenDBCallbacks<Schema>['upgrade']>): Database<Schema> {
  let opening: Promise<IDBPDatabase<Schema>> | null = null;
  const open = (): Promise<IDBPDatabase<Schema>> => {
    const forget = (): void => {
      if (opening === mine) opening = null;
    };
    const mine: Promise<IDBPDatabase<Schema>> = openDB<Schema>(name, version, {
      upgrade,
      blocking: (_current, _blocked, event) => {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    });
    mine.catch(forget);
    return mine;
  };
  return {
    get: () => (opening ??= open()),
    close: () => {
      opening?.then((db) => db.close()).catch(() => undefined);
      opening = null;
    },
  };
}
