/** The set-up page: access to ShopCtrl and Exact, the rules of each shop, what the administration offers. */
import type { Books } from '../booking/books';
import type { Proposal, SaleKind } from '../booking/proposal-types';
import type { BookingRules, OverrideMode } from '../booking/rules';
import type { Fault } from '../faults';
import type { ExactSite, ReasonGroup, ShopName, ShopRef } from './common';

export type SetupRequest =
  | { readonly kind: 'setup.state' }
  /** Finds the API's address for an admin address, without credentials. */
  | { readonly kind: 'setup.probe'; readonly address: string }
  /** `apiBase` is the host that the person confirmed; the password goes nowhere else. An empty password keeps the stored one. */
  | { readonly kind: 'setup.saveShopCtrl'; readonly address: string; readonly apiBase: string; readonly login: string; readonly password: string }
  /** An empty secret keeps the stored one. */
  | { readonly kind: 'setup.saveExactApp'; readonly site: ExactSite; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'setup.test'; readonly tenantId?: string }
  | { readonly kind: 'setup.acceptUser'; readonly tenantId: string }
  | { readonly kind: 'setup.saveRules'; readonly shop: ShopRef; readonly rules: RulesForm }
  | { readonly kind: 'setup.forgetShop'; readonly shop: ShopRef }
  /** What Exact offers this shop, what the shop sold in the last 90 days, and the mapping proposed for it. `read` asks Exact again; `profile` is what stands on the page and is not saved yet. */
  | { readonly kind: 'setup.books'; readonly shop: ShopRef; readonly read: boolean; readonly profile?: BookingRules['profile'] };

export interface SetupReplies {
  'setup.state': SetupState;
  'setup.probe': ProbeResult;
  'setup.saveShopCtrl': { readonly tenantId: string };
  'setup.saveExactApp': null;
  'setup.test': TestResult;
  'setup.acceptUser': null;
  'setup.saveRules': null;
  'setup.forgetShop': null;
  'setup.books': BooksState;
}

export interface ProbeResult {
  readonly adminHost: string;
  /** Answering addresses, best first; the person confirms one. */
  readonly candidates: readonly { readonly apiBase: string; readonly answers: 'open' | 'asks-login' }[];
}

export interface TestResult {
  readonly shopctrl: { readonly ok: true; readonly user: string; readonly shops: number } | { readonly ok: false; readonly fault: Fault };
  readonly exact: { readonly ok: true; readonly user: string | null } | { readonly ok: false; readonly fault: Fault };
}

/** What the set-up page knows for the mapping of one shop. */
export interface BooksState {
  /** Null without a connection: the same table is then filled by hand. */
  readonly books: Books | null;
  /** Why the last reading failed, if it did; the books of before stay. */
  readonly fault: Fault | null;
  readonly kinds: readonly SaleKind[];
  /** Computed from what is saved, also without books. */
  readonly proposal: Proposal;
  /** Invoices of the last 90 days that wait, grouped by cause. */
  readonly waiting: readonly ReasonGroup[];
  /** The shop's invoices are still being read or looked through: kinds and waiting grow, and a notice `setup` says when to ask again. */
  readonly counting?: boolean;
  /** Whether the administration keeps the shop's VAT, as learnt by reading back what was booked there; what is set by hand in the rules wins. */
  readonly learnt?: { readonly api: OverrideMode; readonly xml: OverrideMode };
}

/** A shop's rules as typed; the background validates. */
export type RulesForm = BookingRules;

export interface SetupShop extends ShopName {
  readonly rules: RulesForm;
  /** How ShopCtrl's sums add up for this tenant, chosen by evidence, in a code for words. */
  readonly arithmetic: string | null;
  /** Versions of the rules, the newest first, at most 20: who changed which fields, and when. */
  readonly history: readonly { readonly version: number; readonly at: string; readonly by: string; readonly changed: readonly string[] }[];
}

export interface SetupState {
  readonly redirectAddress: string;
  readonly tenants: readonly {
    readonly tenantId: string;
    readonly adminHost: string;
    readonly apiBase: string;
    readonly login: string;
    readonly hasPassword: boolean;
    readonly user: string | null;
    readonly fault: Fault | null;
  }[];
  readonly exactApp: { readonly site: ExactSite; readonly clientId: string; readonly hasSecret: boolean } | null;
  readonly shops: readonly SetupShop[];
}
