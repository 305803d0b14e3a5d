/** What the parts of the popup share. */
import type { Ask, Language } from '../../lib/messages';
import type { Freshness, PopupView } from '../../lib/view/types';
import type { PopupKey } from '../../lib/words/popup';
import type { Params } from '../../lib/words/text';

export interface PopupProps {
  /** Null while nothing is known. */
  readonly view: PopupView | null;
  readonly freshness: Freshness;
  readonly language: Language;
  readonly say: (key: PopupKey, params?: Params) => string;
  readonly ask: Ask;
  readonly refresh: () => Promise<void>;
  /** Address of the set-up page. */
  readonly setupAddress: string;
}
