/** All that the engine asks of its surroundings. Whatever goes through here may be the last thing that this worker did. */
import type { Booking, Decision } from '../booking/booking';
import type { AccountRecord } from '../booking/account';
import type { OverrideMode } from '../booking/rules';
import type { Answer } from '../exact/answer';
import type { Debtors } from '../exact/debtors';
import type { Documents } from '../exact/documents';
import type { Entries } from '../exact/entries';
import type { Minor } from '../invoice/money';
import type { ExactSite, ShopRef } from '../messages';
import type { InvoiceRow } from '../ledger/rows';
import type { Ledger } from '../ledger/ledger';
import type { SyncLedger } from '../ledger/sync';
import type { SyncReason } from '../ledger/sync-rows';

/** Where a shop's entries go. */
export interface Target {
  readonly connectionId: string;
  readonly site: ExactSite;
  readonly division: number;
  /** GUID of the Exact user of the connection. */
  readonly userId: string;
}

/** One administration, opened for a slice of work with one token. */
export interface ExactSession {
  readonly entries: Entries;
  readonly debtors: Debtors;
  readonly documents: Documents;
  /** GUIDs of general-ledger accounts by code; those that the administration lacks are left out. */
  accounts(codes: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>>;
  /** Server time, milliseconds. */
  now(): number;
  /** Whether that is Exact's time: not before the first answer, nor after the computer's clock was set back. */
  sure(): boolean;
  /** Until when POSTs of entries have to wait; null when one may go. No call. */
  room(): { readonly until: number } | null;
  /** Calls that may still be made, without end while Exact has not said, and the server time until which that counts. No call. */
  left(): { readonly calls: number; readonly until: number };
  /** State of the limits, to be stored. */
  budget(): unknown;
}

export interface InvoicePdf {
  readonly fileName: string;
  readonly base64: string;
}

/** A shop's rules as they decide one invoice. */
export interface Decider {
  readonly version: number;
  /** Local time at which it wants to be made anew: what it knows of the administration is old, and the limits had no room for reading that. */
  readonly again?: number;
  /** `before`: what counts towards the threshold before this invoice, where the rules count it. */
  decide(row: InvoiceRow, before?: Minor): { readonly decision: Decision; readonly record: AccountRecord | null };
  /** That counter for each of these invoices, by id; absent when the rules do not count. Reads the shop's sales since the year before. */
  before?(rows: readonly InvoiceRow[]): Promise<ReadonlyMap<number, Minor>>;
  /** Whether an entry of this booking would show what Exact does with the shop's VAT; absent when that is known. */
  tells?(booking: Booking): boolean;
  /** Every reference that the settings of this shop ever gave this invoice, the present one first. */
  references(row: InvoiceRow): readonly string[];
}

export interface SyncPorts {
  readonly ledger: SyncLedger & Pick<Ledger, 'close'>;
  /** Where the shop's entries go; null while it is linked with no administration. */
  target(shop: ShopRef): Promise<Target | null>;
  /** Null while the shop has no complete settings. The fault `exact-rate-limit` with `until` (local time) when it cannot be made before: `cause` as in `S-WAIT`, and `why` the code of a trouble that keeps it from being made. */
  decider(shop: ShopRef, target: Target): Promise<Decider | null>;
  /** Reads what is new in ShopCtrl into the ledger, under `discover:<tenant>`. Throws FaultErrors. */
  discover(shop: ShopRef): Promise<void>;
  /** ShopCtrl's own connector with Exact for this shop. */
  native(shop: ShopRef): Promise<'off' | 'active' | 'unknown'>;
  /** An access token that works now; `refused` is one that Exact turned down. Throws FaultErrors. */
  token(connectionId: string, refused?: string): Promise<string>;
  exact(target: Target, token: string, budget: unknown): ExactSession;
  /** What an entry of the shop's administration showed about the shop's VAT (`lib/exact/override-probe`); asked for its decider again after it. */
  learnt(shop: ShopRef, mode: OverrideMode): Promise<void>;
  /** The PDF of an invoice from ShopCtrl; null when there is none to be had. Throws FaultErrors. */
  pdf(shop: ShopRef, invoiceId: number): Promise<InvoicePdf | null>;
  /** Web Lock with a time limit on the waiting; throws the fault `timeout`. */
  lock<T>(name: string, run: () => Promise<T>): Promise<T>;
  /** Stands at most a minute ahead while work is open. */
  wake(on: boolean): Promise<void>;
  /** One run no earlier than this moment (local time); null takes it back. */
  alarmAt(at: number | null): Promise<void>;
  /** One sign of life: an extension API call. */
  pulse(): Promise<void>;
  /** Local time, milliseconds. */
  now(): number;
  /** 0 to 1; spreads waits of several browsers. */
  random(): number;
  /** Something that is shown changed. */
  changed(shop: ShopRef): void;
  readonly signal: AbortSignal;
}

export interface SyncSettings {
  /** How long "not found" is not believed after a POST of unknown fate (design 6.3). */
  readonly uncertainMs: number;
  /** Invoices that one slice looks up at most, open ones and next ones; about as many as one address holds references. */
  readonly batch: number;
  /** A slice begins no further POST after this time: tokens and locks are held no longer. */
  readonly sliceMs: number;
  /** When a booked entry is read back once more, along with other look-ups. */
  readonly proofMs: number;
  /** How long another browser has to remove its copy. */
  readonly patienceMs: number;
  readonly equalRefusals: number;
}

/**
 * No look before that settles anything for good, whatever a person sets: a request was seen to be stored up to 240 seconds after its
 * connection had ended (issue: part 4), and a minute is left for clocks.
 */
export const SETTLED_MS = 5 * 60_000;

export const DEFAULT_SETTINGS: SyncSettings = {
  uncertainMs: 5 * 60_000,
  batch: 60,
  sliceMs: 20_000,
  proofMs: 15 * 60_000,
  patienceMs: 20 * 60_000,
  equalRefusals: 3,
};

export type { SyncReason };
