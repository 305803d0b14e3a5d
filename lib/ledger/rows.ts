/** What the ledger stores: plain records, one shape per store. */
import type { AccountRecord } from '../booking/account';
import type { Booking } from '../booking/booking';
import type { BookingRules, ExportTopic } from '../booking/rules';
import type { ThresholdState } from '../booking/threshold';
import type { Finding, Invoice } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';

/** `seen`: known, in no file. `exported`: in a file. `changed`: in a file, and different in ShopCtrl since. */
export type RowState = 'seen' | 'exported' | 'changed';

/** One invoice. Key: [tenantId, id]. */
export interface InvoiceRow {
  readonly tenantId: string;
  readonly id: number;
  readonly shopId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: IsoDate;
  readonly state: RowState;
  readonly changedAt: string;
  readonly contentHash: string;
  readonly invoice: Invoice;
  /** Which file it went into, with the content it had then. `journal`: where its code was written as entry number. */
  readonly exported?: { readonly fileId: string; readonly hash: string; readonly journal?: string };
  /** Contact data was removed, since nothing needs it any more. */
  readonly stripped: boolean;
}

/** One finding. Key: own number. */
export interface FindingRow extends Finding {
  readonly key?: number;
}

/** A relation that a debtor file holds, or is about to (its job is still open). Key: [tenantId, shopId, code]. */
export interface DebtorRow {
  readonly tenantId: string;
  readonly shopId: number;
  readonly code: string;
  readonly jobId: string;
  /** Set once the file is complete. */
  readonly fileId: string;
}

/** A debtor that was described in an entry file which is still being written. Key: [fileId, code]. */
export interface DescribedRow {
  readonly fileId: string;
  readonly code: string;
}

/** Row numbers kept along, so that no screen has to scan invoices. Key: [tenantId, shopId, name]. */
export interface CounterRow {
  readonly tenantId: string;
  readonly shopId: number;
  readonly name: string;
  readonly value: number;
}

export type JobPhase = 'reading' | 'deciding' | 'writing' | 'marking' | 'delivering' | 'done' | 'failed' | 'cancelled';

/** Equal reasons, counted; `shared` are the params that all of them have in common. */
export interface ReasonCount {
  readonly key: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly count: number;
  readonly invoices: readonly string[];
}

/**
 * One export, as a state machine: each step is one transaction that moves `phase` or a cursor, so a killed worker repeats at
 * most the step it was in. What decides the bytes (rules, period, order, first file number) is fixed when it enters `deciding`.
 * Key: jobId.
 */
export interface JobRow {
  readonly jobId: string;
  readonly tenantId: string;
  readonly shopId: number;
  readonly shopName: string;
  readonly topic: ExportTopic;
  /** Empty in `from`: from the oldest invoice that is in no file, found after reading. */
  readonly from: IsoDate | '';
  readonly to: IsoDate;
  readonly createdAt: string;
  readonly rulesVersion: number;
  readonly rules: BookingRules;
  readonly phase: JobPhase;
  readonly done: number;
  readonly total: number;
  readonly records: number;
  readonly leftOut: number;
  readonly reasons: readonly ReasonCount[];
  /** Last invoice that was decided, in the order of the file. */
  readonly decided: { readonly date: IsoDate; readonly id: number } | null;
  /** Cross-border consumer sales counted up to `decided`, for profiles below the threshold. */
  readonly threshold?: ThresholdState;
  readonly pages: number;
  /** Pages written so far; then, while marking, pages marked so far. */
  readonly written: number;
  readonly marked: number;
  readonly fileNumber: number;
  readonly files: readonly JobFile[];
  readonly delivered: number;
  readonly fault: { readonly code: string; readonly params?: Readonly<Record<string, string | number>>; readonly detail?: string } | null;
}

/** Where the writing of one file stands. */
export interface JobFile {
  readonly fileId: string;
  readonly name: string;
  /** Number of its first record among all of the job's. */
  readonly first: number;
  readonly records: number;
  readonly bytes: number;
  readonly parts: number;
  readonly closed: boolean;
}

/** What one step of deciding leaves for the writer. Key: [jobId, page]. */
export interface JobPage {
  readonly jobId: string;
  readonly page: number;
  /** Records on the pages before this one: tells which file a record went into. */
  readonly first: number;
  /** `debtor`: who the record's own debtor is; the first record of that debtor in a file says so. */
  readonly bookings: readonly { readonly hash: string; readonly booking: Booking; readonly debtor?: AccountRecord }[];
  readonly accounts: readonly AccountRecord[];
}

/** A file that was made. Key: fileId. */
export interface FileRow {
  readonly fileId: string;
  readonly tenantId: string;
  readonly shopId: number;
  readonly jobId: string;
  readonly name: string;
  readonly topic: ExportTopic;
  readonly madeAt: string;
  readonly records: number;
  readonly bytes: number;
  readonly parts: number;
  /** Invoices of the file that changed since. */
  readonly changed: number;
  /** The file page saved it at least once. */
  readonly saved: boolean;
  /** Contact data that only this file needed is gone from the rows. */
  readonly stripped: boolean;
}

/** Key: [fileId, part]. */
export interface FilePart {
  readonly fileId: string;
  readonly part: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
