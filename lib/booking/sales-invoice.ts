/** Whether the topic Invoices can carry a booking: Exact numbers, dates and computes those invoices itself (facts: exact-xml 5.4, 5.5). */
import type { Minor, RateBp } from '../invoice/money';
import type { Booking, Refusal } from './booking';

/** Null when Exact would come to the invoice's own total; else the refusal, with both figures. Credit notes go as sales entries. */
export function salesInvoiceRefusal(booking: Booking): Refusal | null {
  const { tenantId, shopId, invoiceId, invoiceCode } = booking;
  const about = { tenantId, shopId, invoiceId, invoiceCode };
  if (booking.type === 21) return { ...about, code: 'sales-invoice-credit', params: {} };
  const computed = booking.lines.reduce((total, line) => total + line.net + vatOf(line.net, line.rate), 0);
  if (computed === booking.gross) return null;
  return { ...about, code: 'sales-invoice-total', params: { expected: booking.gross, actual: computed, currency: booking.currency } };
}

/** Net × rate, rounded half away from zero to a minor unit, in integers (facts: vat 5.2). */
function vatOf(net: Minor, rate: RateBp): Minor {
  const product = BigInt(net) * BigInt(rate);
  const half = product < 0n ? -5_000n : 5_000n;
  return Number((product + half) / 10_000n);
}
