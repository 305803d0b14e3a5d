/** Sync of one shop as a whole: its switch, its start, its run. */
import type { IsoDate, Minor } from '../invoice/money';
import type { Administration, LedgerReason, ShopName } from './common';
import type { PreviewCause, PreviewPlace } from './preview';

/** Sync of one shop as plain data. Moments are local, milliseconds. */
export interface SyncSummary {
  readonly on: boolean;
  /** Working now. */
  readonly running: boolean;
  readonly lastRun: number | null;
  readonly nextRun: number | null;
  /** Invoices of which exactly one entry was found in Exact. */
  readonly booked: number;
  /** Invoices that go by themselves, in this run or a later one. */
  readonly waiting: number;
  /** Invoices that need a person. */
  readonly attention: number;
  /** Invoices that were begun in their administration and are not settled there: not looked up yet, not found yet, or found twice. Bound to it. */
  readonly bound: number;
  /** Causes of these: each is one task. What holds the whole shop is one too. */
  readonly tasks: number;
  /** Of the work that is open; `remainingMs` null while nobody can tell. */
  readonly progress: { readonly done: number; readonly total: number; readonly remainingMs: number | null } | null;
  /** Why nothing is sent now: by itself over (`until`, when that is known), or for a person to end (`person`). */
  readonly held: { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly person: boolean; readonly until: number | null } | null;
  /** ShopCtrl was read up to here. */
  readonly caughtUp: number | null;
  /** ShopCtrl is reached by the admin's session alone: nothing happens while nobody is signed in there. */
  readonly sessionOnly: boolean;
  /** Days after which Exact asks for consent again, when that is near; null otherwise. */
  readonly daysLeft: number | null;
  /** When this was said. */
  readonly at: number;
}

/** Optional parts of Sync, all off unless a person wants them. */
export interface SyncOptions {
  /** ShopCtrl's PDF becomes a document of the entry. */
  readonly attachPdf: boolean;
  /** Relations that are no customers yet become customers. */
  readonly promote: boolean;
  /** The invoice number as entry number: a second guard in a journal that nothing else books into. */
  readonly useEntryNumber: boolean;
}

/** The first invoice that is Sync's, as a person says it. */
export type StartChoice = { readonly date: IsoDate } | { readonly code: string };

/** Numbers of the switch and the run are milliseconds since the epoch, local time. */
export interface LedgerState {
  readonly shops: readonly ShopName[];
  /** Null when no shop is known. */
  readonly shop: ShopName | null;
  readonly administration: Administration | null;
  readonly connection: 'connected' | 'reconnect' | 'none';
  /** `login`: stored in the extension; `session`: only while the person is signed in to ShopCtrl. */
  readonly access: 'login' | 'session';
  readonly settingsMissing: readonly string[];
  /** ShopCtrl's own connector with Exact. */
  readonly native: 'off' | 'active' | 'unknown';
  /** The shop's invoices were read to the end at least once. */
  readonly wasRead: boolean;
  readonly sync: {
    readonly on: boolean;
    readonly from: { readonly date: IsoDate } | { readonly id: number; readonly code: string };
    readonly options: SyncOptions;
    readonly nativeOff: { readonly by: string; readonly at: string } | null;
    readonly paused: LedgerReason | null;
    /** Exact refused the same thing too often: nothing is sent until a person lets it go on. */
    readonly stopped: boolean;
    readonly lastRun: { readonly at: number; readonly fault: LedgerReason | null } | null;
    readonly caughtUp: number | null;
  } | null;
  /** The run, as Sync itself tells. */
  readonly summary: SyncSummary | null;
  /** Invoices per state of `lib/ledger/sync-rows`, `changed`, and `without-pdf`: booked, and without the PDF that was wanted. */
  readonly counts: Readonly<Record<string, number>>;
  readonly today: IsoDate;
  /** Date of the oldest invoice that no file holds and nothing booked; null when there is none. */
  readonly oldest: IsoDate | null;
  /** Name of the person who confirmed something before. */
  readonly by: string;
  /** `uncertainMinutes`: how long a missing answer is not believed (design 6.3); `reserve`: calls of each limit of Exact's that are left to others. */
  readonly tuning: { readonly uncertainMinutes: number; readonly everyMinutes: number; readonly reserve: number };
  /** The administration in Exact, to open in a tab; empty without a connection. */
  readonly exactAddress: string;
}

/** Adds to the steps before it. Amounts are minor units of `currency`. */
export interface StartStep {
  /** Invoices looked at in this step, and of how many in all steps. */
  readonly done: number;
  readonly total: number;
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: Minor }[];
  /** Stand in Exact already; null when Exact could not be asked. */
  readonly found: number | null;
  readonly exported: number;
  readonly causes: readonly PreviewCause[];
  readonly next: PreviewPlace | null;
  /** Exact's limit of calls is reached: this step looked at nothing; ask again at this moment (local, milliseconds). */
  readonly until: number | null;
}
