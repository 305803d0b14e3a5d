/** Props of the pages' parts: plain data, ready to show. Made by the functions beside this file. */
import type { Fault } from '../faults';
import type { Administration, JobView, PopupShop, RulesForm, SetupState, ShopRef } from '../messages';

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
  readonly job: JobView | null;
  readonly running: boolean;
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

/** A row of the table Rate × country group. */
export interface MappingRowView {
  readonly key: string;
  /** Hundredths of a percent. */
  readonly rate: number;
  readonly group: string;
  readonly revenueAccount: string;
  readonly vatCode: string;
  /** Lines met in this shop's invoices; 0 when never seen. */
  readonly seen: number;
  /** Offered to every shop; it is left out of the settings while empty. */
  readonly standard: boolean;
  /** Key of the wider row that decides while this one is empty; null when none does. */
  readonly general: string | null;
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
  /** Nothing that an export needs is missing, and every combination met in invoices has its row. */
  readonly complete: boolean;
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
