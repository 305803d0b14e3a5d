/** The ledger page: Sync is turned on there, what needs a person is answered there, invoices with their history, backup. */
import type { IsoDate, Minor } from '../invoice/money';
import type { LedgerReason, SetupPlace, ShopRef } from './common';
import type { BatchPreview, PreviewPlace } from './preview';
import type { LedgerState, StartChoice, StartStep, SyncOptions } from './sync';

export type LedgerRequest =
  /** Sync of one shop (the first without): its switch, its counts, what has to be there before it can be turned on. */
  | { readonly kind: 'ledger.state'; readonly shop?: ShopRef }
  /** One step of counting what would go if Sync began there; begins at the start without `after`. Books nothing. */
  | { readonly kind: 'ledger.preview'; readonly shop: ShopRef; readonly from: StartChoice; readonly after?: PreviewPlace }
  /** `nativeOff`: name of the person who says that ShopCtrl's own connector is off. Fault `sync-not-ready` while something is missing. */
  | { readonly kind: 'ledger.turnOn'; readonly shop: ShopRef; readonly from: StartChoice; readonly nativeOff: string | null; readonly options: SyncOptions }
  | { readonly kind: 'ledger.options'; readonly shop: ShopRef; readonly options: SyncOptions }
  /** What needs a person, and what waits, by cause. */
  | { readonly kind: 'ledger.causes'; readonly shop: ShopRef }
  | { readonly kind: 'ledger.answer'; readonly shop: ShopRef; readonly answer: LedgerAnswer }
  /** What booking in another month would change, before a person agrees to it. */
  | { readonly kind: 'ledger.period'; readonly shop: ShopRef; readonly month: string }
  /** Invoices, the newest first, 100 at a time; of one state, or all. */
  | { readonly kind: 'ledger.list'; readonly shop: ShopRef; readonly state?: string; readonly after?: LedgerMark }
  | { readonly kind: 'ledger.invoice'; readonly shop: ShopRef; readonly invoiceId: number }
  /** The next part of the backup file, as text; begins at the start without `after`. */
  | { readonly kind: 'ledger.backup'; readonly after?: BackupMark }
  /** A part of a backup file, in order from 0; `file` is a random name of this attempt. Nothing is stored before the last part, and only if all of it is readable: fault `backup-unreadable`. */
  | { readonly kind: 'ledger.restore'; readonly file: string; readonly part: number; readonly text: string; readonly last: boolean; readonly settings: 'keep' | 'replace' }
  /** What of Sync counts for this browser as a whole. */
  | { readonly kind: 'ledger.tuning'; readonly tuning: LedgerState['tuning'] };

export interface LedgerReplies {
  'ledger.state': LedgerState;
  'ledger.preview': StartStep;
  'ledger.turnOn': null;
  'ledger.options': null;
  'ledger.causes': LedgerCauses;
  /** How many invoices it moved. */
  'ledger.answer': { readonly count: number };
  'ledger.period': PeriodImpact;
  'ledger.list': LedgerList;
  'ledger.invoice': LedgerInvoice;
  'ledger.backup': { readonly text: string; readonly next: BackupMark | null };
  /** `next`: the part to send next; 0 begins anew, when the worker was started again meanwhile. `invoices`: how many changed, once all is stored. */
  'ledger.restore': { readonly next: number; readonly invoices: number | null };
  'ledger.tuning': null;
}

/** Where a backup goes on. */
export interface BackupMark {
  readonly source: number;
  readonly key?: readonly (string | number)[];
  /** Records so far. */
  readonly count: number;
}

export type LedgerFix =
  | { readonly kind: 'setup'; readonly at: SetupPlace }
  | { readonly kind: 'consent'; readonly cause: string }
  | { readonly kind: 'shopctrl' }
  | { readonly kind: 'exact' }
  | { readonly kind: 'reconnect' }
  /** The connection of the shop, in ShopCtrl. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'native' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'not-imported' }
  | { readonly kind: 'period'; readonly month: string }
  | { readonly kind: 'choose' }
  | { readonly kind: 'book-again' }
  | { readonly kind: 'seen' }
  | { readonly kind: 'release' }
  | { readonly kind: 'login' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'none' };

export interface LedgerExample {
  readonly invoiceId: number;
  readonly code: string;
  /** Entries in Exact that bear on it. */
  readonly found: readonly { readonly entryId: string; readonly entryNumber: number; readonly type: number; readonly gross: Minor; readonly currency: string }[];
  /** The order in ShopCtrl's admin. */
  readonly address: string;
  /** Code of the relation that its cause is about, where the invoices of the cause have several. */
  readonly debtor?: string;
}

/** Equal causes are one card with one fix. */
export interface LedgerCause extends LedgerReason {
  readonly key: string;
  /** State of its invoices; `shop` for what concerns the shop as a whole. */
  readonly state: string;
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: Minor }[];
  /** At most 10. */
  readonly examples: readonly LedgerExample[];
  readonly fix: LedgerFix;
  /** A person can have it tried again. */
  readonly retry: boolean;
  /** A person can take it out of Sync's hands. */
  readonly leave: boolean;
}

export interface LedgerCauses {
  readonly tasks: readonly LedgerCause[];
  /** Waits for nothing that a person has to do. */
  readonly waiting: readonly LedgerCause[];
}

export type LedgerAnswer =
  /** Judge anew: everything that needs a person, one cause, or one invoice. */
  | { readonly kind: 'retry'; readonly cause?: string; readonly invoiceId?: number }
  /** The file with these invoices was not imported. */
  | { readonly kind: 'not-imported'; readonly invoiceId?: number }
  /** This entry in Exact is the invoice. */
  | { readonly kind: 'adopt'; readonly invoiceId: number; readonly entryId: string }
  /** Left to a person: neither booked nor asked about again. One invoice, or all of a cause; `by` stands for it. */
  | { readonly kind: 'leave'; readonly invoiceId?: number; readonly cause?: string; readonly by: string }
  | { readonly kind: 'book-again'; readonly invoiceId?: number }
  /** What changed in ShopCtrl since was seen, and the books were put right where that was needed. */
  | { readonly kind: 'seen'; readonly invoiceId?: number }
  /** Invoices of a closed month go into this period; `by` agrees to what `ledger.period` showed, and to nothing else: `shown` comes back from there. */
  | { readonly kind: 'period'; readonly month: string; readonly year: number; readonly period: number; readonly by: string; readonly shown: PeriodImpact['shown'] }
  /** PDFs that Exact refused or ShopCtrl did not have, once more. */
  | { readonly kind: 'documents' }
  | { readonly kind: 'native-off'; readonly by: string };

/** Amounts of the invoices of one closed month. */
export interface PeriodImpact {
  readonly month: string;
  readonly invoices: number;
  /** Invoices that stand in the amounts, by id, each with what stands for how it would be booked; opaque. */
  readonly shown: readonly (readonly [number, string])[];
  /** Periods that are not known to be closed, the first one first. */
  readonly periods: readonly { readonly year: number; readonly period: number; readonly month: string }[];
  readonly totals: BatchPreview['totals'];
  readonly boxes: BatchPreview['boxes'];
  readonly oss: BatchPreview['oss'];
  readonly icp: BatchPreview['icp'];
  /** Home VAT of the whole in minor units of EUR; what is in other currencies is left out. */
  readonly homeVat: Minor;
}

/** Where a list goes on; opaque. */
export type LedgerMark = readonly (string | number)[];

export interface LedgerRow {
  readonly invoiceId: number;
  readonly code: string;
  readonly date: IsoDate;
  readonly state: string;
  readonly reason: LedgerReason | null;
  readonly changed: boolean;
  readonly entryNumber: number | null;
  readonly gross: Minor | null;
  readonly currency: string;
}

export interface LedgerList {
  readonly rows: readonly LedgerRow[];
  readonly next: LedgerMark | null;
}

export interface LedgerInvoice extends LedgerRow {
  readonly kind: 'invoice' | 'credit';
  readonly reference: string;
  readonly origin: 'own' | 'adopted' | null;
  readonly found: LedgerExample['found'];
  readonly steps: readonly { readonly at: number; readonly state: string; readonly call: string; readonly outcome: string }[];
  readonly document: { readonly state: string; readonly reason: LedgerReason | null } | null;
  readonly cause: LedgerCause | null;
  readonly address: string;
}
