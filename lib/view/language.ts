/** The language of our own pages: what the person chose, else the browser's. */
import type { Language } from '../messages';
import { pickLanguage } from '../words/text';

const KEY = 'language';

/** Never throws: without storage the browser's language counts. */
export function chosenLanguage(storage: Pick<Storage, 'getItem'>, browserLanguages: readonly string[]): Language {
  try {
    const stored = storage.getItem(KEY);
    if (stored === 'en' || stored === 'nl') return stored;
  } catch {
    // Storage is switched off: nothing is remembered.
  }
  return pickLanguage(browserLanguages);
}

/** Remembers the choice for the set-up page and the popup. */
export function chooseLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  try {
    storage.setItem(KEY, language);
  } catch {
    // The choice then lasts as long as the page.
  }
}
