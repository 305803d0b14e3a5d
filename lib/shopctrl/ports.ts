/** What the invoice feed asks of its surroundings; `lib/ledger` fulfils it by shape, wired in the background. */
import type { Finding, Invoice } from '../invoice/invoice';

/** Where the feed of one shop stands. Stored in the same transaction as the rows it covers. */
export interface FeedCursor {
  readonly tenantId: string;
  readonly shopId: number;
  /** Which way invoices are found here; probed once. */
  readonly route: 'unprobed' | 'shop-list' | 'orders';
  /** Server time (UTC ISO) up to which everything changed was read; the next run starts 7 days before it. */
  readonly watermark: string | null;
  /** Server time of the last finished sweep of 90 days. */
  readonly sweptAt: string | null;
  /** A run in progress: survives a killed worker. */
  readonly run: {
    readonly from: string;
    readonly until: string;
    readonly serverTime: string;
    readonly page: number;
    readonly sweep: boolean;
    /** Entries (orders or invoices, by route) up to this id are done; ids, not pages, since pages shift. */
    readonly afterId?: number;
  } | null;
  /** Sum rule chosen by evidence over the tenant's first 100 invoices; null while undecided. */
  readonly arithmetic: string | null;
  /** Numbers that were issued but are no Invoice here (deleted, or only a Finding), so that they are no gap in the series. */
  readonly otherCodes?: readonly OtherCode[];
  /** Gaps in the series of what is stored, as its findings tell them; absent when what is stored changed since, or they were never looked for. */
  readonly gaps?: number;
  /** What could not be read or understood, by entry of this route: read again in every run, however long ago it changed. */
  readonly held?: { readonly route: 'shop-list' | 'orders'; readonly entries: readonly HeldEntry[] };
}

export interface HeldEntry {
  /** Of an order, or of an invoice where there is a shop-wide list. */
  readonly id: number;
  /** Set when the order's list of invoices itself could not be read: the order's code, and a cause. */
  readonly list?: { readonly order: string; readonly what: string };
}

/** What tells, without reading it again, whether an invoice is as it was. */
export interface Stamps {
  readonly changedAt: string;
  /** Change time of its order as listed when the invoice was read; empty when the list did not tell. */
  readonly orderChangedAt: string;
  /** It is in a file, or booked by Sync. */
  readonly out: boolean;
  /** Its place in the number series, as stored. */
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: string;
}

export interface OtherCode {
  readonly id: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: string;
}

export interface FeedStore {
  loadCursor(tenantId: string, shopId: number): Promise<FeedCursor | null>;
  /** Rows and cursor in one transaction; idempotent by (tenant, invoice id) and content. What is read last counts. */
  commitPage(page: {
    readonly invoices: readonly Invoice[];
    readonly findings: readonly Finding[];
    readonly cursor: FeedCursor;
    /** Ids of invoices known before that are deleted, drafts again or only a Finding now: not to be exported until they are read again. */
    readonly withdrawn?: readonly number[];
  }): Promise<void>;
  /** Change times of invoices that are known already, so that unchanged ones are not read again. */
  stampsOf(tenantId: string, ids: readonly number[]): Promise<ReadonlyMap<number, Stamps>>;
  /** Replaces the findings of one kind for a shop (e.g. all `gap`s after a run). */
  replaceFindings(tenantId: string, shopId: number, code: string, findings: readonly Finding[]): Promise<void>;
  /** All invoice codes and dates of a shop, in id order, for the number-series check. */
  codesOf(tenantId: string, shopId: number): Promise<readonly { readonly id: number; readonly code: string; readonly kind: 'invoice' | 'credit'; readonly date: string }[]>;
}
