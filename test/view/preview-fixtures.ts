/** Previews as the background answers them, built by hand. */
import type { BookingLine } from '../../lib/booking/booking';
import type { BatchPreview, InvoicePreview } from '../../lib/messages';

export const SHOP = { tenantId: 't|1 é', shopId: 12 };
export const HERE = { shop: SHOP, invoiceId: null, from: '2026-01-01', to: '2026-03-31' };

export const aBatch = (change: Partial<BatchPreview> = {}): BatchPreview => ({
  from: '2026-01-01', to: '2026-03-31', ready: 2, waiting: 0, held: 0, exported: 0, synced: 0, totals: [], accounts: [], codes: [], debtors: [], periods: [], boxes: [], oss: [], icp: [], foreign: [], causes: [], remarks: [], ...change,
});

export const aLine = (change: Partial<BookingLine>): BookingLine => ({ account: '8000', vatCode: '2', rate: 2100, net: 1000, vat: 210, description: 'Mug', kind: 'row', rule: 'table:revenue|home|NL|2100', regime: 'NL-21', ...change });
export function anInvoicePreview(lines: readonly BookingLine[] | null, change: Partial<InvoicePreview> = {}): InvoicePreview {
  const sum = (of: (one: BookingLine) => number): number => (lines ?? []).reduce((total, one) => total + of(one), 0);
  return {
    invoiceId: 7, code: '2600007', kind: 'invoice', state: lines ? 'ready' : 'waiting', sync: null,
    left: {
      date: '2026-02-01', orderCode: 'W7', orderDate: null, shipmentDate: null, currency: 'EUR', billTo: 'NL', shipTo: null, company: false, vatNumber: '', stripped: false,
      lines: [{ kind: 'row', productCode: 'MUG', description: 'Mug', quantity: '1', rate: 2100, net: 1000, vat: 210, gross: 1210 }], net: 1000, vat: 210, gross: 1210, address: 'https://demo.shopctrl.com/?tab=Order%7C7&control=Invoices',
    },
    right: lines && {
      booking: {
        ...SHOP, invoiceId: 7, invoiceCode: '2600007', type: 20, reference: '2600007', date: '2026-02-01', currency: 'EUR', journal: '70', paymentCondition: '14', debtor: { code: '1001', kind: 'collective', country: 'NL' }, description: '2600007 / W7', orderCode: 'W7',
        lines, net: sum((one) => one.net), vat: sum((one) => one.vat), gross: sum((one) => one.net + one.vat), remarks: [], settingsVersion: 3,
      },
      month: '2026-02', accounts: { '8000': 'Omzet hoog' }, vatCodes: { '2': 'BTW hoog' }, journal: 'Verkoop', boxes: lines.map(() => '1a'),
    },
    cause: null, remarks: [], settings: { version: 3, at: '2026-01-05T10:00:00Z', by: 'Anna' }, files: [], ...change,
  };
}
