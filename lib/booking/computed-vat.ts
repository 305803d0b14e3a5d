/**
 * VAT as Exact would compute it from the codes: for exits that cannot carry the shop's own VAT. The cents between both become a visible
 * rounding line, so that the customer owes what the invoice says (facts: vat 5.5).
 */
import type { Minor, RateBp } from '../invoice/money';
import type { Booking, BookingLine, Decision, Refusal } from './booking';
import type { BookingRules } from './rules';
import { roundingLine } from './rounding';

/** Net × rate, rounded half away from zero to a minor unit, in integers (facts: vat 5.2). */
export function computedVat(net: Minor, rate: RateBp): Minor {
  const product = BigInt(net) * BigInt(rate);
  const half = product < 0n ? -5_000n : 5_000n;
  return Number((product + half) / 10_000n);
}

/** The total that Exact comes to from nets and rates alone. */
export function computedTotal(booking: Booking): Minor {
  return booking.lines.reduce((total, line) => total + line.net + computedVat(line.net, line.rate), 0);
}

/**
 * The booking with VAT as Exact computes it and, where its total then differs, a rounding line within the shop's limit. Beyond it, a
 * refusal with both figures.
 */
export function withComputedVat(booking: Booking, rules: BookingRules): Decision {
  const total = computedTotal(booking);
  const lines: readonly BookingLine[] = booking.lines.map((line) => ({ ...line, vat: computedVat(line.net, line.rate) }));
  if (total === booking.gross) return { ok: true, booking: summed(booking, lines) };
  const { tenantId, shopId, invoiceId, invoiceCode } = booking;
  const refuse = (code: Refusal['code'], params: Refusal['params']): Decision => ({ ok: false, refusal: { tenantId, shopId, invoiceId, invoiceCode, code, params } });
  const rounding = lines.reduce((sum, line) => sum + (line.kind === 'rounding' ? line.net : 0), booking.gross - total);
  if (Math.abs(rounding) > rules.roundingLimit) return refuse('R-ADDS-UP', { expected: booking.gross, actual: total, currency: booking.currency });
  if (rules.roundingAccount === '' || rules.roundingVatCode === '') return refuse('no-settings', { setting: 'rounding' });
  // One visible line at most: what the invoice itself rounded is in it.
  const others = lines.filter((line) => line.kind !== 'rounding');
  return { ok: true, booking: summed(booking, rounding === 0 ? others : [...others, roundingLine(rounding, '', rules)]) };
}

function summed(booking: Booking, lines: readonly BookingLine[]): Booking {
  return { ...booking, lines, net: lines.reduce((sum, line) => sum + line.net, 0), vat: lines.reduce((sum, line) => sum + line.vat, 0) };
}
