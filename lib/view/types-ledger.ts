/** Props of the ledger page's parts: plain data, ready to show. Made by `ledger-page.ts` beside this file. */
import type { Fault } from '../faults';
import type { LedgerCauses, LedgerInvoice, LedgerRow, LedgerState, PreviewCause, StartChoice } from '../messages';

/** What would go from a chosen invoice on, as far as it was counted. */
export interface StartCount {
  readonly choice: StartChoice;
  readonly finished: boolean;
  readonly done: number;
  readonly total: number;
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: number }[];
  /** Null when Exact could not be asked. */
  readonly found: number | null;
  readonly exported: number;
  readonly waiting: number;
  readonly causes: readonly PreviewCause[];
  /** Exact's limit is reached until then, local time in milliseconds. */
  readonly until: number | null;
  readonly fault: Fault | null;
}

export interface LedgerListView {
  /** The state that the list is limited to; empty for all. */
  readonly state: string;
  readonly rows: readonly (LedgerRow & { readonly anchor: string })[];
  readonly more: boolean;
}

export interface LedgerView {
  readonly state: LedgerState | null;
  readonly place: 'shop' | 'start' | 'invoice';
  readonly causes: LedgerCauses | null;
  readonly list: LedgerListView | null;
  readonly invoice: LedgerInvoice | null;
  readonly start: StartCount | null;
  readonly loading: boolean;
  readonly fault: Fault | null;
  /** Fragments of the page's address. */
  readonly anchors: { readonly shop: string; readonly start: string };
}
