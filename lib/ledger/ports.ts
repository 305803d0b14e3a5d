import type { Finding, Invoice } from '../invoice/invoice';

/** Where the invoice feed of one shop stands; the shape that the feed defines (`shopctrl/ports`), restated since this room imports no other system's. */
export interface Cursor {
  readonly tenantId: string;
  readonly shopId: number;
  readonly route: 'unprobed' | 'shop-list' | 'orders';
  readonly watermark: string | null;
  readonly sweptAt: string | null;
  readonly run: {
    readonly from: string;
    readonly until: string;
    readonly serverTime: string;
    readonly page: number;
    readonly sweep: boolean;
    readonly afterId?: number;
  } | null;
  readonly arithmetic: string | null;
  readonly otherCodes?: readonly SeriesCode[];
  readonly gaps?: number;
  readonly held?: {
    readonly route: 'shop-list' | 'orders';
    readonly entries: readonly { readonly id: number; readonly list?: { readonly order: string; readonly what: string } }[];
  };
}

/** What tells whether an invoice is as it was when it was read. */
export interface Stamps {
  readonly changedAt: string;
  readonly orderChangedAt: string;
  /** It is in a file, or booked by Sync. */
  readonly out: boolean;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: string;
}

/** A number of the series, and whose it is. */
export interface SeriesCode {
  readonly id: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: string;
}

/** What one step of the feed brings. */
export interface FeedPage {
  readonly invoices: readonly Invoice[];
  readonly findings: readonly Finding[];
  readonly cursor: Cursor;
  /** Invoices that are no longer to be exported: deleted, drafts again, or not understood any more. */
  readonly withdrawn?: readonly number[];
}

/** A shop of one ShopCtrl environment. */
export interface Shop {
  readonly tenantId: string;
  readonly shopId: number;
}
