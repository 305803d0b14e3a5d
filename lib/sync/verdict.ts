/** What the rules say of one invoice. Rules that break over it are a result as well: the other invoices, and the other shops, go on. */
import type { AccountRecord } from '../booking/account';
import type { Booking } from '../booking/booking';
import { faultOf } from '../faults';
import type { Minor } from '../invoice/money';
import type { InvoiceRow } from '../ledger/rows';
import type { SyncReason } from '../ledger/sync-rows';
import type { Decider } from './ports';

export type Verdict =
  | { readonly ok: true; readonly booking: Booking; readonly record: AccountRecord | null; readonly references: readonly string[] }
  /** `broken`: the invoice was not refused, its decision failed. */
  | { readonly ok: false; readonly reason: SyncReason; readonly broken: boolean };

/** Decides one invoice; `before` as `Decider.decide` takes it. Never throws. */
export function verdictOn(decider: Decider, row: InvoiceRow, before: Minor | undefined): Verdict {
  try {
    const { decision, record } = decider.decide(row, before);
    if (!decision.ok) return { ok: false, reason: { code: decision.refusal.code, params: decision.refusal.params }, broken: false };
    return { ok: true, booking: decision.booking, record, references: decider.references(row) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error), broken: true };
  }
}

/** Anything that was thrown as the reason that is stored. */
export function reasonOf(error: unknown): SyncReason {
  const { code, params } = faultOf(error);
  return { code, params: params ?? {} };
}
