/** What more than one page speaks of: a shop, its administration, where a fix leads, reasons in groups. */

export type Language = 'en' | 'nl';
export type ExactSite = 'nl' | 'be' | 'de' | 'uk' | 'us' | 'fr' | 'es';
export type Topic = 'GLTransactions' | 'Invoices' | 'Accounts';

/** A shop of one ShopCtrl environment. `tenantId` is a stable id of ours, not an address. */
export interface ShopRef {
  readonly tenantId: string;
  readonly shopId: number;
}

export interface ShopName extends ShopRef {
  readonly name: string;
}

/** What the content script saw of ShopCtrl's own Exact module in this topic. */
export type NativeModule = 'active' | 'present' | 'absent' | 'unknown';

export interface Administration {
  /** Number used in Exact's addresses. */
  readonly division: number;
  /** Administration number as the person sees it (HID). */
  readonly code: string;
  readonly name: string;
}

/** Part of a shop's settings that a fix leads to; the set-up page's anchor ends in it. */
export type SetupPlace = 'profile' | 'kinds' | 'dispatch' | 'mapping' | 'debtor' | 'journal' | 'rounding' | 'more';

/** Equal reasons grouped: one card with one fix. */
export interface ReasonGroup {
  readonly code: string;
  /** The sentence in the language that was asked for; filled in answers to `section.state`. */
  readonly text?: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly count: number;
  /** At most 20 invoice codes (or ids) as examples. */
  readonly invoices: readonly string[];
}

/** Why an invoice or a shop is held, in a code for words. */
export interface LedgerReason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}
