/** Props of the preview page's parts: plain data, ready to show. Made by `preview.ts` beside this file. */
import type { BatchPreview, InvoicePreview, PreviewCause, PreviewRow, PreviewState } from '../messages';
import type { Fault } from '../faults';

/** A kind of sale as `lib/words/regimes` names it. */
export interface KindView {
  readonly regime: string;
  readonly country: string;
  readonly rate: number | null;
  readonly use: string;
}

/** A box of the return; `share` is its base against the largest of the chart, −1 to 1. */
export interface BoxView {
  readonly box: string;
  readonly base: number;
  readonly vat: number;
  readonly read: boolean;
  readonly share: number;
}

export interface ReturnView {
  readonly quarter: string;
  readonly currency: string;
  readonly boxes: readonly BoxView[];
}

export interface AccountRowView {
  readonly key: string;
  readonly account: string;
  readonly name: string;
  readonly role: 'line' | 'receivable' | 'vat';
  readonly lines: number;
  /** One of the two is null. */
  readonly debit: number | null;
  readonly credit: number | null;
}

export interface AccountsView {
  readonly currency: string;
  readonly rows: readonly AccountRowView[];
  readonly debit: number;
  readonly credit: number;
}

export interface CauseView extends PreviewCause {
  /** Fragment of the page's address that shows the invoices of this cause. */
  readonly anchor: string;
}

export interface BatchView extends Pick<BatchPreview, 'ready' | 'waiting' | 'held' | 'exported' | 'synced' | 'totals' | 'debtors' | 'periods' | 'oss' | 'icp' | 'foreign' | 'remarks'> {
  readonly causes: readonly CauseView[];
  /** Empty where nothing is said about boxes. */
  readonly returns: readonly ReturnView[];
  /** VAT codes whose box in Exact is not the one that their regime asks. */
  readonly differing: readonly string[];
  readonly accounts: readonly AccountsView[];
  readonly codes: readonly (BatchPreview['codes'][number] & { readonly key: string; readonly kind: KindView | null })[];
}

export interface RowView extends PreviewRow {
  readonly anchor: string;
}

export interface ListView {
  readonly rows: readonly RowView[];
  readonly more: boolean;
  /** The cause that the list is limited to. */
  readonly cause: string;
}

/** A figure of the invoice on both sides; `right` is null where nothing is booked. */
export interface ComparedView {
  readonly what: 'net' | 'vat' | 'gross' | 'rate';
  /** For `rate`: hundredths of a percent. */
  readonly rate: number;
  readonly left: number;
  readonly right: number;
  readonly difference: number;
}

export interface InvoiceView {
  readonly invoice: InvoicePreview;
  /** The kind of sale of each line of the booking. */
  readonly kinds: readonly (KindView | null)[];
  readonly compared: readonly ComparedView[];
  /** `rounded`: totals are equal by a visible rounding line; `none`: nothing is booked. */
  readonly verdict: 'equal' | 'rounded' | 'differs' | 'none';
}

export interface PreviewView {
  readonly state: PreviewState | null;
  /** Shown period. */
  readonly from: string;
  readonly to: string;
  readonly place: 'batch' | 'invoice';
  readonly batch: BatchView | null;
  readonly list: ListView | null;
  readonly invoice: InvoiceView | null;
  readonly loading: boolean;
  readonly fault: Fault | null;
  /** Fragment of the page's address that shows the whole batch. */
  readonly batchAnchor: string;
  /** Address of the shop's part of the set-up page. */
  readonly setupAnchor: string;
}
