/** State that outlives the worker but not the browser, out of reach of content scripts (the session storage area). */
import type { Browser, Storage } from 'webextension-polyfill';
import { browser } from './browser';

/** The in-memory storage area. The type lacks it, every supported browser has it. */
export function sessionArea(api: Browser): Storage.StorageArea {
  return (api.storage as unknown as { readonly session: Storage.StorageArea }).session;
}

/** The random states of sign-ins under way; each can be taken once. */
export function oneTimeStates(): { put(attemptId: string, state: string): Promise<void>; take(attemptId: string): Promise<string | null> } {
  const area = sessionArea(browser);
  const keyOf = (attemptId: string): string => `state:${attemptId}`;
  return {
    put: (attemptId, state) => area.set({ [keyOf(attemptId)]: state }),
    take: async (attemptId) => {
      const key = keyOf(attemptId);
      const value = (await area.get(key))[key];
      await area.remove(key);
      return typeof value === 'string' ? value : null;
    },
  };
}

/** Tabs with a section that asked for its state: notices go there. */
export interface TabList {
  all(): Promise<readonly number[]>;
  add(tabId: number): Promise<void>;
  drop(tabIds: readonly number[]): Promise<void>;
}

/** One key per tab, so that two additions at once cannot overwrite each other. */
export function tabList(): TabList {
  const area = sessionArea(browser);
  const PREFIX = 'tab:';
  return {
    all: async () =>
      Object.keys(await area.get(null))
        .filter((key) => key.startsWith(PREFIX))
        .map((key) => Number(key.slice(PREFIX.length))),
    add: (tabId) => area.set({ [`${PREFIX}${tabId}`]: true }),
    drop: async (tabIds) => {
      if (tabIds.length > 0) await area.remove(tabIds.map((tabId) => `${PREFIX}${tabId}`));
    },
  };
}
