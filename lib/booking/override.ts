/**
 * What becomes of the shop's own VAT at an exit. Exact may keep it, keep it within a few cents, or compute its own; which one it is shows
 * after the first entry of an administration was read back (facts: vat 5.5, 8 item 5).
 */
import type { Minor } from '../invoice/money';
import type { Booking, BookingLine, Decision, Refusal } from './booking';
import { computedVat } from './computed-vat';
import { roundingLine } from './rounding';
import type { BookingRules, OverrideMode } from './rules';

/** How far the VAT of one line may be from Exact's own where the override is limited, minor units (facts: vat 8 item 5). */
export const LIMITED_CENTS: Minor = 5;

/** Where a Booking goes. */
export type Exit = 'api' | 'xml';

/** What the exit does with the shop's VAT: as learnt; a file of the shape `vat-code` carries none, and `full` has lines of its own for it. */
export function overrideAt(rules: BookingRules, exit: Exit): OverrideMode {
  if (exit === 'api') return rules.override.api;
  if (rules.entryShape === 'vat-code') return 'ignored';
  return rules.entryShape === 'full' ? 'honoured' : rules.override.xml;
}

/**
 * The booking as the exit can carry it: unchanged while the shop's VAT travels (also while nobody knows yet, since the first entry is what
 * tells); else with Exact's VAT where it will stand, and the cents between both in the one rounding line within the shop's limit. Beyond it
 * a refusal with both figures, as the customer owes what the invoice says.
 */
export function withOverride(booking: Booking, rules: BookingRules, mode: OverrideMode): Decision {
  if (mode === 'unknown' || mode === 'honoured') return { ok: true, booking };
  const lines: readonly BookingLine[] = booking.lines.map((line) => {
    const vat = computedVat(line.net, line.rate);
    return vat === line.vat || (mode === 'limited' && Math.abs(vat - line.vat) <= LIMITED_CENTS) ? line : { ...line, vat };
  });
  const total = lines.reduce((sum, line) => sum + line.net + line.vat, 0);
  if (total === booking.gross) return { ok: true, booking: summed(booking, lines) };

  const { tenantId, shopId, invoiceId, invoiceCode } = booking;
  const refuse = (code: Refusal['code'], params: Refusal['params']): Decision => ({ ok: false, refusal: { tenantId, shopId, invoiceId, invoiceCode, code, params } });
  const rounding = lines.reduce((sum, line) => sum + (line.kind === 'rounding' ? line.net : 0), booking.gross - total);
  if (Math.abs(rounding) > rules.roundingLimit) return refuse('R-ADDS-UP', { expected: booking.gross, actual: total, currency: booking.currency });
  // One visible line at most: what the invoice itself rounded is in it.
  const others = lines.filter((line) => line.kind !== 'rounding');
  if (rounding === 0) return { ok: true, booking: summed(booking, others) };
  const line = roundingLine(rounding, '', rules);
  return line ? { ok: true, booking: summed(booking, [...others, line]) } : refuse('no-settings', { setting: 'rounding' });
}

function summed(booking: Booking, lines: readonly BookingLine[]): Booking {
  return { ...booking, lines, net: lines.reduce((sum, line) => sum + line.net, 0), vat: lines.reduce((sum, line) => sum + line.vat, 0) };
}
