import { setupEn, type SetupKey } from './setup.en';
import { setupNl } from './setup.nl';
import { translator } from './text';

/** Words of the set-up page. */
export const setupWords = translator<SetupKey>({ en: setupEn, nl: setupNl });
export type { SetupKey };
