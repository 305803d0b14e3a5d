/** The popup: every shop in a line, environments in trouble. */
import type { Fault } from '../faults';
import type { Administration, ShopName, ShopRef } from './common';
import type { JobView } from './section';
import type { SyncSummary } from './sync';

export type PopupRequest =
  | { readonly kind: 'popup.state' }
  | { readonly kind: 'export.startNew'; readonly shop: ShopRef }
  | { readonly kind: 'pages.openShop'; readonly shop: ShopRef };

export interface PopupReplies {
  'popup.state': PopupState;
  'export.startNew': { readonly jobId: string };
  'pages.openShop': null;
}

export interface PopupShop extends ShopName {
  readonly connection: 'connected' | 'attention' | 'not-connected';
  readonly administration: Administration | null;
  readonly lastExport: string | null;
  /** Invoices known and not exported yet; null while the shop's invoices were never read to the end, as nobody knows then. */
  readonly waiting: number | null;
  /** An export would stop on its settings. */
  readonly settingsMissing: boolean;
  /** Codes of the settings that Exact does not have any more, or blocked: a task on the set-up page; absent when there are none. */
  readonly vanished?: number;
  readonly job: JobView | null;
  /** Absent while the shop is not connected, and in snapshots of older versions. */
  readonly sync?: SyncSummary;
  /** Of the shop's connection with Exact; trouble of its environment stands in `environments`. */
  readonly fault: Fault | null;
}

/** A ShopCtrl environment that needs a person, or cannot be reached now. */
export interface EnvironmentFault {
  readonly tenantId: string;
  readonly adminHost: string;
  readonly fault: Fault;
}

export interface PopupState {
  /** What to do first when there is nothing to show. */
  readonly next: 'set-up-shopctrl' | 'set-up-exact' | null;
  readonly shops: readonly PopupShop[];
  /** Environments in trouble: said once, not at each of their shops. Absent in snapshots of older versions. */
  readonly environments?: readonly EnvironmentFault[];
}
