/**
 * The popup's own copy of what it showed last, in localStorage: read without a wait, so that the first paint needs no database.
 * Nothing here is the truth, and nothing is in it that the popup does not show.
 */
import type { PopupState } from '../messages';
import type { PopupSnapshot } from './snapshot';

const KEY = 'popup';

/** What was shown last; null when there is none or it cannot be read. Never throws. */
export function recall(storage: Pick<Storage, 'getItem'>): PopupSnapshot | null {
  try {
    const text = storage.getItem(KEY);
    if (text === null) return null;
    const found = JSON.parse(text) as Partial<PopupSnapshot> | null;
    return typeof found?.at === 'string' && Array.isArray(found.state?.shops) ? { at: found.at, state: found.state } : null;
  } catch {
    return null;
  }
}

/** Keeps what is shown for the next time. Never throws: without it the next popup waits some milliseconds. */
export function remember(storage: Pick<Storage, 'setItem'>, state: PopupState, at: string): void {
  try {
    storage.setItem(KEY, JSON.stringify({ state, at } satisfies PopupSnapshot));
  } catch {
    // Full or switched off.
  }
}

/** Drops the copy, for instance when a shop is forgotten. Never throws. */
export function dropRecalled(storage: Pick<Storage, 'removeItem'>): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // There is none then.
  }
}
