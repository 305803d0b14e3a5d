/** Whether the topic Invoices can carry a booking: Exact numbers, dates and computes those invoices itself (facts: exact-xml 5.4, 5.5). */
import type { Booking, Refusal } from './booking';
import { computedTotal } from './computed-vat';

/** Null when Exact would come to the invoice's own total; else the refusal, with both figures. Credit notes go as sales entries. */
export function salesInvoiceRefusal(booking: Booking): Refusal | null {
  const { tenantId, shopId, invoiceId, invoiceCode } = booking;
  const about = { tenantId, shopId, invoiceId, invoiceCode };
  if (booking.type === 21) return { ...about, code: 'sales-invoice-credit', params: {} };
  const computed = computedTotal(booking);
  if (computed === booking.gross) return null;
  return { ...about, code: 'sales-invoice-total', params: { expected: booking.gross, actual: computed, currency: booking.currency } };
}
