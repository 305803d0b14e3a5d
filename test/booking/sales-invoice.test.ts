import { expect, it } from 'vitest';
import { decide } from '../../lib/booking/decide';
import { salesInvoiceRefusal } from '../../lib/booking/sales-invoice';
import type { Invoice } from '../../lib/invoice/invoice';
import { aLine, anInvoice, someRules } from './fixtures';

function check(invoice: Invoice): ReturnType<typeof salesInvoiceRefusal> {
  const decision = decide(invoice, someRules(), 1);
  if (!decision.ok) throw new Error('refused');
  return salesInvoiceRefusal(decision.booking);
}

it('lets through what Exact computes alike', () => {
  expect(check(anInvoice())).toBeNull();
  // 0.5 cents round away from zero: 50 × 21 % = 10.5.
  expect(check(anInvoice({ lines: [aLine(50, 11, 2100)] }))).toBeNull();
  expect(check(anInvoice({ lines: [aLine(100, 21, 2100), aLine(-50, -11, 2100)] }))).toBeNull();
});

it('refuses where Exact would come to another total, with both figures', () => {
  expect(check(anInvoice({ lines: [aLine(50, 10, 2100)] }))).toMatchObject({ code: 'sales-invoice-total', params: { expected: 60, actual: 61 } });
});

it('refuses credit notes', () => {
  expect(check(anInvoice({ kind: 'credit', lines: [aLine(-1000, -210, 2100)] }))?.code).toBe('sales-invoice-credit');
});
