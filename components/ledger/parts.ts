/** What the parts of the ledger page share. */
import type { Fault } from '../../lib/faults';
import type { Ask, Language, LedgerAnswer, LedgerState, ShopName, StartChoice, SyncOptions } from '../../lib/messages';
import type { LedgerView } from '../../lib/view/types-ledger';
import { money } from '../../lib/words/format';
import type { LedgerKey } from '../../lib/words/ledger';
import type { Params } from '../../lib/words/text';

export type Say = (key: LedgerKey, params?: Params) => string;

export interface LedgerProps {
  readonly view: LedgerView;
  readonly language: Language;
  readonly say: Say;
  readonly ask: Ask;
  /** Goes to a fragment of the page's address. */
  readonly go: (anchor: string) => void;
  /** The fragment for a shop, or for a state of this one. */
  readonly anchorOf: (shop: ShopName, state?: string) => string;
  readonly look: (fresh?: boolean) => Promise<void>;
  readonly more: () => Promise<void>;
  readonly count: (choice: StartChoice) => Promise<void>;
  readonly turnOn: (choice: StartChoice, nativeOff: string | null, options: SyncOptions) => Promise<Fault | null>;
  /** How many invoices it moved, or why it could not be done. */
  readonly answer: (answer: LedgerAnswer) => Promise<Fault | number>;
  /** Saves the backup file, or says why there is none. */
  readonly backup: () => Promise<Fault | null>;
  /** How many invoices changed by it, or why nothing was restored. */
  readonly restore: (file: Blob, settings: 'keep' | 'replace') => Promise<Fault | number>;
  /** Asks the browser for notifications; called in the click itself. */
  readonly askNotifications: () => Promise<boolean>;
  readonly notifications: boolean | null;
  readonly onLanguage: (language: Language) => void;
}

/** The same where a shop is known. */
export interface ShopProps extends LedgerProps {
  readonly state: LedgerState & { readonly shop: ShopName };
}

export function refOf({ tenantId, shopId }: ShopName): { readonly tenantId: string; readonly shopId: number } {
  return { tenantId, shopId };
}

/** "€ 12.00 + $ 3.00": amounts of several currencies never become one. */
export function amounts(language: Language, totals: readonly { readonly currency: string; readonly gross: number }[]): string {
  return totals.map(({ currency, gross }) => money(language, gross, currency)).join(' + ');
}
