import { setupEn } from './setup.en';
import { setupNl } from './setup.nl';
import { setupVatEn } from './setup-vat.en';
import { setupVatNl } from './setup-vat.nl';
import { translator } from './text';

export type SetupKey = keyof typeof setupEn | keyof typeof setupVatEn;

/** Words of the set-up page. */
export const setupWords = translator<SetupKey>({ en: { ...setupEn, ...setupVatEn }, nl: { ...setupNl, ...setupVatNl } });
