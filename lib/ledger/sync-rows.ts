/** What the ledger stores for Sync: one row per invoice with its history, the switch of each shop, and what is known of each administration. */
import type { EntryDraft } from '../booking/entry-draft';
import type { IsoDate } from '../invoice/money';

/**
 * Design 6. `ready` decided, nothing found, to be sent; `intent` durable before the POST; `sent` a POST was answered or its fate is unclear,
 * to be looked up; `uncertain` not found once, not yet believed; `booked` exactly one found; `proved` found again later, line by line.
 */
export const SYNC_STATES = [
  'seen', 'waiting', 'ready', 'intent', 'sent', 'uncertain', 'booked', 'proved', 'differs', 'refused', 'skipped', 'exported', 'two-found', 'gone',
] as const;
export type SyncState = (typeof SYNC_STATES)[number];

/** States whose fate is bound to one administration: while a shop has any, that cannot change (design 6.2). */
export const BOUND_STATES: readonly SyncState[] = ['intent', 'sent', 'uncertain', 'two-found'];
/** States in which Export leaves an invoice out (design 6.8). */
export const HELD_STATES: readonly SyncState[] = ['intent', 'sent', 'uncertain', 'booked', 'proved', 'differs', 'two-found', 'gone'];

/** Reason of a skipped invoice that a person books, or not, by hand: neither Sync nor Export touch it again. */
export const LEFT = 'S-LEFT';

export interface SyncReason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What was about to be sent, and where; the reference in it is frozen for good. */
export interface Intent {
  readonly site: string;
  readonly division: number;
  readonly draft: EntryDraft;
  /** Over the draft. */
  readonly hash: string;
  /** Server time of writing it, milliseconds. */
  readonly at: number;
  /** Server time of the first intent with this reference: copies of earlier attempts are ours as well. */
  readonly firstAt: number;
  /** POSTs begun with this reference, this one included; 0 for an entry that was adopted. */
  readonly attempt: number;
  /** What the POST was answered with; absent while unknown. */
  readonly answer?: { readonly kind: 'ok'; readonly entryId: string } | { readonly kind: 'unclear' } | { readonly kind: 'refused'; readonly reason: SyncReason };
  /** Entries that stood for it in a look-up, by id, without those that were removed from here: read by that when the reference finds them no more. */
  readonly known?: readonly string[];
  /** A second copy that is being removed, and the one that stays. */
  readonly removing?: { readonly remove: string; readonly keep: string };
  /** Server time at which two were first found. */
  readonly twoSince?: number;
  /** A copy of ours was removed: when nothing is left afterwards, another browser removed its own, and it begins anew. */
  readonly gaveWay?: boolean;
}

export interface SyncStep {
  /** Local time, milliseconds. */
  readonly at: number;
  readonly state: SyncState;
  /** `POST SalesEntries`, `GET SalesEntries`, … ; empty for steps without a call. */
  readonly call: string;
  readonly outcome: string;
}

export interface BookedEntry {
  readonly entryId: string;
  readonly entryNumber: number;
  /** `own`: our POST; `adopted`: it was there already. */
  readonly origin: 'own' | 'adopted';
}

/**
 * An optional PDF of the entry (issue: documents): its own small machine, which never touches the entry. `due` nothing was sent; `intent` a
 * document is being made; `uncertain` it was not found once, not yet believed; `attaching` exactly one document is there; `done` with its
 * attachment, looked at once more at `documentDue`; `refused` for good, with its reason.
 */
export interface DocumentState {
  readonly state: 'due' | 'intent' | 'uncertain' | 'attaching' | 'done' | 'refused';
  /** The entry that it hangs on, and its debtor. */
  readonly entryId: string;
  readonly customer: string;
  readonly documentId?: string;
  /** Of the POST of the attachment: begun, or not found once. */
  readonly attach?: 'intent' | 'uncertain';
  /** Times that ShopCtrl had no PDF. */
  readonly missed?: number;
  /** Local time of the last step. */
  readonly at: number;
  readonly reason?: SyncReason;
}

/** One invoice. Key: [tenantId, id]. */
export interface SyncRow {
  readonly tenantId: string;
  readonly id: number;
  readonly shopId: number;
  readonly code: string;
  readonly date: IsoDate;
  readonly state: SyncState;
  /** Not to be looked at before this moment (server time, milliseconds); 0 is now. */
  readonly due: number;
  /** Counts the changes: a change is refused when somebody else was faster. */
  readonly rev: number;
  /** Content of the invoice that the state speaks of. */
  readonly hash: string;
  /** The invoice changed in ShopCtrl since. */
  readonly changed: boolean;
  /** The reference, frozen with the first intent. */
  readonly reference?: string;
  /** `site:division:reference` of the intent or the entry. */
  readonly refKey?: string;
  readonly reason?: SyncReason;
  readonly intent?: Intent;
  readonly entry?: BookedEntry;
  /** Entries that stand beside each other or differ; shown to the person. */
  readonly found?: readonly { readonly entryId: string; readonly entryNumber: number; readonly type: number; readonly gross: number; readonly currency: string }[];
  /** Its invoice is none that waits for a file: it went into one before it was found in Exact, or is gone from ShopCtrl. */
  readonly notNew?: boolean;
  /** A person's word that the file with this invoice was not imported. */
  readonly notImported?: boolean;
  /** A person's consent to book in another period: who, and when (local time). */
  readonly reporting?: { readonly year: number; readonly period: number; readonly by?: string; readonly at?: number };
  readonly document?: DocumentState;
  /** When the document is to be looked at (server time, milliseconds); absent when there is nothing to do, `DOCUMENT_REFUSED` for one that was refused. */
  readonly documentDue?: number;
  /** The newest 40. */
  readonly steps: readonly SyncStep[];
}

/** The switch of one shop. Key: [tenantId, shopId]. */
export interface SyncShopRow {
  readonly tenantId: string;
  readonly shopId: number;
  readonly on: boolean;
  /** First invoice that is Sync's: by date or by invoice, with its date and number (absent in rows of older versions); before it everything is skipped. */
  readonly from: { readonly date: IsoDate } | { readonly id: number; readonly since?: { readonly date: IsoDate; readonly code: string } };
  /** A person said by name that ShopCtrl's own connector is off. */
  readonly nativeOff: { readonly by: string; readonly at: string } | null;
  readonly paused: SyncReason | null;
  readonly promote: boolean;
  readonly attachPdf: boolean;
  readonly useEntryNumber: boolean;
  /** How often Exact refused with the text that it refused with last; at three the shop stops until a person or new rules release it. */
  readonly refusals: {
    readonly key: string;
    readonly count: number;
    readonly rulesVersion: number;
    /** Canaries of a kind that died in a row, and when the last one did (local time). */
    readonly kinds?: Readonly<Record<string, { readonly count: number; readonly at: number }>>;
    /** Local times of the last day's refusals, by endpoint and text without digits. */
    readonly equal?: Readonly<Record<string, readonly number[]>>;
  };
  readonly lastRun: { readonly at: number; readonly fault: SyncReason | null } | null;
  /** ShopCtrl was read up to here. */
  readonly caughtUp: number | null;
  /** Why it could not be read since; said until it can. */
  readonly unread?: SyncReason | null;
}

/** What is known of one administration. Key: [site, division]. */
export interface AdministrationRow {
  readonly site: string;
  readonly division: number;
  /** State of the limits (`lib/exact/budget`), stored as it is. */
  readonly budget: unknown;
  /** GUIDs of general-ledger accounts by code. */
  readonly accounts: Readonly<Record<string, string>>;
  /** `2026-01` (a month) or `2026/1` (a period that a person consented to): Exact said that it is closed; asked again after a day. */
  readonly closed: Readonly<Record<string, number>>;
  /** Kinds of entry that Exact took (canaries that lived). */
  readonly kinds: readonly string[];
  /** Local times of the last day's refusals about relations, by text without digits, and what was refused last. */
  readonly refusedDebtors?: Readonly<Record<string, { readonly times: readonly number[]; readonly reason: SyncReason }>>;
}

/** A relation in Exact that was found or made. Key: [site, division, code]. */
export interface RelationRow {
  readonly site: string;
  readonly division: number;
  readonly code: string;
  /** `intent`: a POST was begun and not yet seen to have landed. */
  readonly state: 'intent' | 'known';
  readonly id: string;
  readonly vatNumber: string;
  /** Country in Exact; absent in rows that were kept before it was read. */
  readonly country?: string;
  readonly status: string;
  /** Local time of the last look, milliseconds. */
  readonly at: number;
}

/** Sync has it, entries stood for it when it was last looked up, or a person took it out of Sync's hands for good: Export leaves it out. */
export function isSettled({ state, reason, entry, found = [] }: SyncRow): boolean {
  return HELD_STATES.includes(state) || entry !== undefined || found.length > 0 || (state === 'skipped' && reason?.code === LEFT);
}

/** The row without its reason. */
export function withoutReason({ reason: _, ...row }: SyncRow): SyncRow {
  return row;
}

/** The row without a person's consent to another period. */
export function withoutReporting({ reporting: _, ...row }: SyncRow): SyncRow {
  return row;
}
