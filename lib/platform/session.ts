/** State that outlives the worker but not the browser, out of reach of content scripts. */
import type { Browser, Storage } from 'webextension-polyfill';
import { browser } from './browser';

/** The in-memory storage area. The type lacks it in older definitions, every supported browser has it. */
export function sessionArea(api: Browser): Storage.StorageArea {
  return (api.storage as unknown as { readonly session: Storage.StorageArea }).session;
}

/** One value in the session area. */
export interface SessionItem<T> {
  read(): Promise<T | null>;
  write(value: T): Promise<void>;
  clear(): Promise<void>;
}

/** A value under `key`; `parse` answers null for what it does not recognise. */
export function sessionItem<T>(key: string, parse: (value: unknown) => T | null): SessionItem<T> {
  const area = sessionArea(browser);
  return {
    read: async () => parse((await area.get(key))[key]),
    write: (value) => area.set({ [key]: value }),
    clear: () => area.remove(key),
  };
}
