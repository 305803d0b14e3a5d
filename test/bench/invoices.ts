/** Invoices as a shop has them, made by a fixed formula: all can be booked by the rules that stand here. */
import { DEFAULT_PROFILE } from '../../lib/booking/profile';
import { DEFAULT_RULES, type AccountRule, type BookingRules } from '../../lib/booking/rules';
import type { Invoice, InvoiceLine, LineKind } from '../../lib/invoice/invoice';

export const SHOP = { tenantId: 'bench', shopId: 12 } as const;

export const RULES: BookingRules = {
  ...DEFAULT_RULES,
  journal: '70',
  debtorCode: '1001',
  paymentCondition: '14',
  itemCode: 'STANDAARD',
  profile: { ...DEFAULT_PROFILE, consumers: [{ from: '', to: '', scheme: 'oss' }] },
  table: [
    row('home', 'NL', 2100, '8000', '2'),
    row('home', 'NL', 900, '8010', '1'),
    row('oss', 'DE', 1900, '8050', 'DE1'),
    row('oss', 'DE', 700, '8050', 'DE2'),
  ],
};

function row(regime: AccountRule['regime'], country: string, rate: number, account: string, vatCode: string): AccountRule {
  return { use: '', regime, country, rate, account, vatCode, costCenter: '', costUnit: '' };
}

const PRODUCTS = ['Hanglamp Lumen Ø 30 cm', 'Plafonnière "Noor" (wit & goud)', 'Ledlamp E27 60 W', 'Snoer 3 m <zwart>', 'Vloerlamp Skagen é', 'Tafellamp Mini 💡'] as const;

/** Invoice number `index` (from 0): one to four rows, shipping on most, a tenth to German consumers, a twentieth credits; spread over 80 days. */
export function invoiceAt(index: number, count: number, shop: { readonly tenantId: string; readonly shopId: number } = SHOP): Invoice {
  const german = index % 10 === 3;
  const [high, low] = german ? [1900, 700] : [2100, 900];
  const sign = index % 20 === 7 ? -1 : 1;
  const lines: InvoiceLine[] = [];
  for (let row = 0; row <= index % 4; row += 1) {
    const rate = row % 3 === 2 ? low : high;
    const name = PRODUCTS[(index + row) % PRODUCTS.length] ?? '';
    lines.push(line('row', sign * (995 + ((index * 37 + row * 1013) % 19_000)), rate, name, row % 2 === 0 ? '1' : '2', index * 8 + row));
  }
  if (index % 5 !== 0) lines.push(line('shipping', sign * 413, high, 'Verzending', '1'));
  const sum = (of: (one: InvoiceLine) => number): number => lines.reduce((total, one) => total + of(one), 0);
  const date = new Date(Date.UTC(2026, 0, 5) + Math.floor((index * 80) / count) * 86_400_000).toISOString().slice(0, 10);
  const party = {
    companyName: '',
    fullName: `Klant ${String(index)}`,
    email: `klant${String(index)}@customer.example`,
    phone: '+31 20 1234567',
    addressLine1: `Dorpsstraat ${String(1 + (index % 300))}`,
    addressLine2: '',
    postalCode: german ? '10115' : '1234 AB',
    city: german ? 'Berlin' : 'Utrecht',
    country: german ? 'DE' : 'NL',
    vatNumber: '',
    cocNumber: '',
    obfuscated: false,
  };
  return {
    ...shop,
    id: 2_000_000 + index,
    code: String(2_600_001 + index),
    kind: sign < 0 ? 'credit' : 'invoice',
    date,
    orderId: 1_000_000 + index,
    orderCode: `O-${String(1_000_000 + index)}`,
    customerId: 5000 + (index % 4000),
    customerCode: `K${String(5000 + (index % 4000))}`,
    currency: 'EUR',
    billTo: party,
    shipTo: party,
    lines,
    net: sum((one) => one.net),
    vat: sum((one) => one.vat),
    gross: sum((one) => one.gross),
    remarks: [],
    changedAt: `${date}T10:00:00.000Z`,
    contentHash: `h${String(index).padStart(63, '0')}`,
  };
}

function line(kind: LineKind, net: number, rate: number, description: string, quantity: string, rowId?: number): InvoiceLine {
  const vat = Math.round((net * rate) / 10_000);
  const price = String(Math.abs(net) / 100);
  return { kind, ...(rowId === undefined ? {} : { rowId }), productCode: `P${String(Math.abs(net) % 900)}`, description, quantity, unitPriceEx: price, unitPriceInc: price, rate, net, vat, gross: net + vat, remarks: [] };
}
