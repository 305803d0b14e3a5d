import { ledgerEn, type LedgerKey } from './ledger.en';
import { ledgerNl } from './ledger.nl';
import { translator } from './text';

/** Words of the ledger page. */
export const ledgerWords = translator<LedgerKey>({ en: ledgerEn, nl: ledgerNl });
export type { LedgerKey };
