/** The preview page: what the books would gain, and one invoice beside its Booking. */
import type { Booking } from '../booking/booking';
import type { LineKind, Remark } from '../invoice/invoice';
import type { Decimal, IsoDate, Minor, RateBp } from '../invoice/money';
import type { Administration, LedgerReason, ReasonGroup, SetupPlace, ShopName, ShopRef } from './common';

export type PreviewRequest =
  /** Which shops there are to preview, and what is known of the one asked for (the first without). */
  | { readonly kind: 'preview.state'; readonly shop?: ShopRef }
  /** What the invoices of the period that are in no file and not booked yet would change in the books. Books nothing. */
  | { readonly kind: 'preview.batch'; readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate }
  /** Invoices of the period, oldest first, 100 at a time; `cause` as in `PreviewCause.key`, `after` as `next` of the answer before. */
  | { readonly kind: 'preview.list'; readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate; readonly cause?: string; readonly after?: PreviewPlace }
  | { readonly kind: 'preview.invoice'; readonly shop: ShopRef; readonly invoiceId: number }
  /** A person's answer that stands for all invoices of a cause (`R-OSS-RATE|DE`: book as invoiced), or for one VAT number found in VIES. */
  | { readonly kind: 'preview.confirm'; readonly shop: ShopRef; readonly by: string; readonly what: PreviewAnswer };

export interface PreviewReplies {
  'preview.state': PreviewState;
  'preview.batch': BatchPreview;
  'preview.list': PreviewList;
  'preview.invoice': InvoicePreview;
  'preview.confirm': null;
}

export interface PreviewPlace {
  readonly date: IsoDate;
  readonly id: number;
}

export type PreviewAnswer =
  | { readonly kind: 'cause'; readonly cause: string }
  | { readonly kind: 'number'; readonly number: string; readonly date: IsoDate; readonly consultation: string };

export interface PreviewState {
  readonly shops: readonly ShopName[];
  /** Null when no shop is known. */
  readonly shop: ShopName | null;
  readonly administration: Administration | null;
  /** The period offered: from the oldest invoice in no file to today. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Invoices that wait in the whole shop; null while its invoices were never read to the end. */
  readonly waiting: number | null;
  /** ISO code of the administration's country; boxes are only known for NL. */
  readonly country: string;
  readonly cashBasis: boolean;
  /** Moment at which the administration's codes were read; null without them: names and read boxes are then missing. */
  readonly booksReadAt: string | null;
  /** Name of the person who confirmed something before, offered for the next time; never the login's own, which is often nobody. */
  readonly by: string;
}

/** The one thing that helps all invoices of a cause: a field of the settings, one confirmation, or correcting them in ShopCtrl; `none`: leave out or book by hand. */
export type CauseFix = { readonly kind: 'setup'; readonly at: SetupPlace } | { readonly kind: 'consent'; readonly cause: string } | { readonly kind: 'shopctrl' } | { readonly kind: 'none' };

export interface PreviewCause extends ReasonGroup {
  readonly key: string;
  readonly fix: CauseFix;
}

/** What the books would gain, per currency everywhere: amounts are minor units of `currency`. Sales are positive, credits negative. */
export interface BatchPreview {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly ready: number;
  readonly waiting: number;
  /** Those of them that would be booked, but wait in Sync for something that is no matter of their decision: a closed month, say. */
  readonly held: number;
  /** In a file already: not part of the figures. */
  readonly exported: number;
  /** Sync has them (booked, or on their way), or a person took them out of its hands: not part of the figures. */
  readonly synced: number;
  readonly totals: readonly { readonly currency: string; readonly invoices: number; readonly net: Minor; readonly vat: Minor; readonly gross: Minor }[];
  /** Credit minus debit of each account; `receivable` and `vat` are the accounts that Exact takes from the debtor and the VAT code. */
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly role: 'line' | 'receivable' | 'vat'; readonly currency: string; readonly lines: number; readonly credit: Minor }[];
  readonly codes: readonly {
    readonly vatCode: string;
    readonly name: string;
    readonly regime: string;
    readonly rate: RateBp;
    readonly currency: string;
    readonly lines: number;
    readonly net: Minor;
    readonly vat: Minor;
    /** Box by the regime; empty for none, null where nothing is said about boxes. */
    readonly expected: string | null;
    /** Box that Exact says for the code; null where that was not read. */
    readonly read: string | null;
  }[];
  readonly debtors: readonly { readonly kind: 'collective' | 'own'; readonly code: string; readonly country: string; readonly relations: number; readonly currency: string; readonly invoices: number; readonly gross: Minor }[];
  readonly periods: readonly { readonly month: string; readonly quarter: string; readonly journal: string; readonly currency: string; readonly invoices: number; readonly net: Minor; readonly vat: Minor; readonly gross: Minor }[];
  /** Dutch return; `read`: each code in it has this box in Exact, so it is a fact and no expectation. Null where nothing is said about boxes. */
  readonly boxes: readonly { readonly box: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor; readonly read: boolean }[] | null;
  readonly oss: readonly { readonly country: string; readonly rate: RateBp; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  readonly icp: readonly { readonly number: string; readonly kind: 'L' | 'S' | 'T'; readonly quarter: string; readonly currency: string; readonly base: Minor }[];
  /** VAT owed to countries outside the EU or by an own registration. */
  readonly foreign: readonly { readonly country: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  readonly causes: readonly PreviewCause[];
  /** Booked, but worth knowing. */
  readonly remarks: readonly { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly count: number; readonly invoices: readonly string[] }[];
}

export interface PreviewRow {
  readonly invoiceId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: IsoDate;
  /** `left-out`: there is nothing to book; `exported` is in a file; `changed` is in a file and different in ShopCtrl since. */
  readonly state: 'ready' | 'waiting' | 'left-out' | 'exported' | 'changed';
  /** How it stands in Sync, as `LedgerRow.state`, where Sync has something to say about it: then that counts, and not `state`. */
  readonly sync: { readonly state: string; readonly reason: LedgerReason | null } | null;
  readonly cause: PreviewCause | null;
  readonly remarks: number;
  readonly gross: Minor;
  readonly currency: string;
}

export interface PreviewList {
  readonly rows: readonly PreviewRow[];
  /** Where the next page begins; null at the end. */
  readonly next: PreviewPlace | null;
}

/** One amount pair of the invoice as ShopCtrl says it. */
export interface PreviewLine {
  readonly kind: LineKind;
  readonly productCode: string;
  readonly description: string;
  readonly quantity: Decimal;
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

/** One invoice beside its Booking. */
export interface InvoicePreview {
  readonly invoiceId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly state: PreviewRow['state'];
  readonly sync: PreviewRow['sync'];
  readonly left: {
    readonly date: IsoDate;
    readonly orderCode: string;
    readonly orderDate: IsoDate | null;
    readonly shipmentDate: IsoDate | null;
    readonly currency: string;
    /** ISO codes; null where ShopCtrl gives no such address. */
    readonly billTo: string | null;
    readonly shipTo: string | null;
    readonly company: boolean;
    readonly vatNumber: string;
    /** Contact data was removed after the export; what hung on it cannot be decided again. */
    readonly stripped: boolean;
    readonly lines: readonly PreviewLine[];
    readonly net: Minor;
    readonly vat: Minor;
    readonly gross: Minor;
    /** The order in ShopCtrl's admin, where its invoices are corrected. */
    readonly address: string;
  };
  readonly right: {
    readonly booking: Booking;
    readonly month: string;
    /** Descriptions by code, where the administration's books were read. */
    readonly accounts: Readonly<Record<string, string>>;
    readonly vatCodes: Readonly<Record<string, string>>;
    readonly journal: string;
    /** Expected box of each line of the booking; null where nothing is said about boxes. */
    readonly boxes: readonly (string | null)[];
  } | null;
  readonly cause: PreviewCause | null;
  readonly remarks: readonly Remark[];
  readonly settings: { readonly version: number; readonly at: string; readonly by: string } | null;
  readonly files: readonly { readonly fileId: string; readonly name: string; readonly madeAt: string }[];
}
