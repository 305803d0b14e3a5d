import { popupEn, type PopupKey } from './popup.en';
import { popupNl } from './popup.nl';
import { translator } from './text';

/** Words of the popup. */
export const popupWords = translator<PopupKey>({ en: popupEn, nl: popupNl });
export type { PopupKey };
