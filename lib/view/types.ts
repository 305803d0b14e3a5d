/** Props of the pages' parts: plain data, ready to show. Made by the functions beside this file. */
import type { Books } from '../booking/books';
import type { MappingQuestion, Proof, Proposal, ProposalRow } from '../booking/proposal-types';
import type { AccountRule, OverrideMode } from '../booking/rules';
import type { Fault } from '../faults';
import type { Administration, JobView, PopupShop, ReasonGroup, RulesForm, SetupShop, SetupState, ShopRef, SyncSummary } from '../messages';

/** One shop in the popup. */
export interface PopupRow {
  readonly key: string;
  readonly shop: ShopRef;
  readonly name: string;
  /** Shown beside the name: two shops can bear the same one. */
  readonly id: string;
  readonly connection: PopupShop['connection'];
  readonly administration: Administration | null;
  /** UTC ISO moment; null when nothing was exported yet. */
  readonly lastExport: string | null;
  /** Null while the shop's invoices were never read. */
  readonly waiting: number | null;
  /** Fragment of the shop's settings on the set-up page, when some are missing there. */
  readonly setup: string | null;
  /** Codes of the settings that Exact does not have any more. */
  readonly vanished: number;
  readonly job: JobView | null;
  readonly running: boolean;
  /** Null while the shop is not connected. */
  readonly sync: SyncSummary | null;
  readonly fault: Fault | null;
}

export interface PopupView {
  readonly next: 'set-up-shopctrl' | 'set-up-exact' | null;
  readonly rows: readonly PopupRow[];
  /** Environments in trouble; `shop` is one of theirs, through which the admin can be opened. */
  readonly environments: readonly { readonly tenantId: string; readonly host: string; readonly fault: Fault; readonly shop: ShopRef | null }[];
  /** Some row has a job under way: ask again every second. */
  readonly busy: boolean;
}

/** Where what the popup shows comes from. */
export type Freshness = { readonly state: 'asking' } | { readonly state: 'fresh' } | { readonly state: 'silent'; readonly since: string | null; readonly fault: Fault };

/** A row of the mapping table: one kind of sale, and where it is booked. */
export interface MappingRowView {
  readonly key: string;
  readonly rule: AccountRule;
  /** Offered to every shop; it is left out of the settings while empty. */
  readonly standard: boolean;
}

/** A kind of sale met in the last 90 days, with what is proposed for it. `rule.use` is empty for the sale itself. */
export interface MetRowView {
  readonly key: string;
  readonly rule: AccountRule;
  readonly count: number;
  readonly nets: ProposalRow['kind']['nets'];
  readonly examples: readonly string[];
  readonly account: Proof;
  readonly vatCode: Proof;
  readonly fitting: readonly string[];
  readonly questions: readonly MappingQuestion[];
}

/** A tariff or product at 0 % whose kind nobody said yet. */
export interface OfferedKind {
  readonly by: 'tariff' | 'product';
  readonly code: string;
  readonly count: number;
}

/** A place in a shop's settings: a step, and a field or question in it. */
export interface HelpPlace {
  readonly step: 'profile' | 'booking' | 'mapping' | 'exceptions';
  readonly at: 'consumers' | 'dispatch' | 'kinds' | 'mapping' | 'journal' | 'debtor' | 'rounding' | 'more' | 'numbers';
}

/** Why invoices wait, and what of it can be mended in set-up. */
export interface WaitingReason extends ReasonGroup {
  readonly place: HelpPlace | null;
  /** The cause under which a person can agree once that such invoices are booked as invoiced; null for others. */
  readonly consent: string | null;
}

/** What is known for the mapping of one shop. */
export interface BooksView {
  /** Null without a connection. */
  readonly books: Books | null;
  readonly fault: Fault | null;
  readonly met: readonly MetRowView[];
  readonly journal: Proposal['journal'];
  readonly journals: NonNullable<Proposal['journals']>;
  readonly rounding: Proposal['rounding'] | null;
  /** Invoices are still being looked through: the figures grow. */
  readonly counting: boolean;
  /** Whether Exact keeps the shop's VAT when booked over the API, as learnt. */
  readonly learnt: OverrideMode;
  readonly vanished: Proposal['vanished'];
  readonly waiting: readonly WaitingReason[];
  readonly offered: readonly OfferedKind[];
}

export interface SetupShopView {
  readonly key: string;
  /** Fragment of the page's address that leads here. */
  readonly anchor: string;
  readonly shop: ShopRef;
  readonly name: string;
  readonly id: string;
  /** Host of the ShopCtrl environment, only when there are several. */
  readonly environment: string | null;
  readonly rules: RulesForm;
  readonly rows: readonly MappingRowView[];
  /** Nothing that an export needs is missing, and the seller's profile is answered. */
  readonly complete: boolean;
  /** The person signed in to ShopCtrl, who is proposed where a name is kept; empty when nobody is known. */
  readonly person: string;
  readonly history: SetupShop['history'];
  readonly arithmetic: string | null;
}

export type StepState = 'done' | 'now' | 'later' | 'attention';

export interface SetupView {
  readonly redirectAddress: string;
  readonly tenants: SetupState['tenants'];
  readonly exactApp: SetupState['exactApp'];
  readonly shops: readonly SetupShopView[];
  readonly steps: { readonly shopctrl: StepState; readonly exact: StepState; readonly shops: StepState };
  readonly completeShops: number;
}
