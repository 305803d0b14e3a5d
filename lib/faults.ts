/**
 * Faults: errors as data with a stable code, the only form in which an error crosses contexts.
 * The UI chooses words by code (`lib/words/faults`). No secret, name or e-mail address ever goes into `params` or `detail`.
 */

export type FaultCode =
  // Anything with a network
  | 'offline'
  | 'timeout'
  | 'server-error'
  | 'not-json'
  // ShopCtrl
  | 'shopctrl-not-set-up'
  | 'shopctrl-signed-out'
  | 'shopctrl-password'
  | 'shopctrl-second-factor'
  | 'shopctrl-forbidden'
  | 'shopctrl-not-found'
  | 'shopctrl-html'
  | 'shopctrl-other-user'
  | 'shopctrl-fewer-shops'
  | 'shopctrl-no-permission'
  | 'shopctrl-bad-address'
  // Exact, consent and tokens
  | 'exact-no-app'
  | 'exact-cancelled'
  | 'exact-refused'
  | 'exact-page-not-loaded'
  | 'exact-state-mismatch'
  | 'exact-secret'
  | 'exact-code-expired'
  | 'exact-answer-lost'
  | 'exact-interrupted'
  | 'exact-no-administration'
  | 'exact-reconnect'
  | 'exact-taken-over'
  | 'exact-blocked'
  | 'exact-rate-limit'
  | 'exact-forbidden'
  | 'exact-error'
  // Export
  | 'export-nothing-new'
  | 'export-settings-missing'
  | 'export-bad-period'
  | 'export-busy'
  | 'export-cancelled'
  | 'file-gone'
  | 'invoice-unknown'
  // Sync
  | 'sync-not-ready'
  | 'sync-bound'
  | 'backup-unreadable'
  // Our own
  | 'not-allowed'
  | 'bad-request'
  | 'shop-unknown'
  | 'reload-page'
  | 'unexpected';

export interface Fault {
  readonly code: FaultCode;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Text of the other system, shown behind "details" only; already stripped of secrets. */
  readonly detail?: string;
}

/** A thrown Fault. Rooms throw it; the background's door turns it into `{ ok: false, fault }`. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, options?: { cause?: unknown }) {
    super(fault.code, options);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** Throws a FaultError. */
export function fail(code: FaultCode, params?: Readonly<Record<string, string | number>>, detail?: string): never {
  throw new FaultError({ code, ...(params ? { params } : {}), ...(detail ? { detail } : {}) });
}

/** The Fault inside anything that was thrown; unknown errors become `unexpected` without their text. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  return { code: 'unexpected', detail: error instanceof Error ? error.name : 'unknown' };
}
