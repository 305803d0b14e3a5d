/**
 * The last PopupState, written by the background after every change, so that the popup paints without waiting for the worker.
 * IndexedDB database `views`; only what the popup shows. Nothing here is the truth: losing it costs one wait.
 */
import type { PopupState } from '../messages';

export interface PopupSnapshot {
  readonly state: PopupState;
  /** UTC ISO moment of writing. */
  readonly at: string;
}

const STORE = 'states';
const KEY = 'popup';

/** The stored state; null when there is none or the database does not answer. Never throws. */
export async function readSnapshot(): Promise<PopupSnapshot | null> {
  try {
    return await inStore('readonly', (store) => store.get(KEY) as IDBRequest<PopupSnapshot | undefined>).then((found) => found ?? null);
  } catch {
    return null;
  }
}

/** Replaces the stored state. Rejects with the database's error; callers may ignore it. */
export async function writeSnapshot(state: PopupState, at: string): Promise<void> {
  await inStore('readwrite', (store) => store.put({ state, at } satisfies PopupSnapshot, KEY));
}

async function inStore<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => { resolve(request.result); };
      transaction.onabort = transaction.onerror = () => { reject(transaction.error ?? new Error('views: transaction failed')); };
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('views', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(request.error ?? new Error('views: cannot open')); };
    request.onblocked = () => { reject(new Error('views: blocked')); };
  });
}
