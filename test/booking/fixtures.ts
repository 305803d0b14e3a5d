/** Invoices and rules for tests, built by hand; every test says what it changes. */
import type { Invoice, InvoiceLine, Party } from '../../lib/invoice/invoice';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import type { AccountRule, BookingRules } from '../../lib/booking/rules';
import { DEFAULT_PROFILE, type SellerProfile } from '../../lib/booking/profile';

export function aParty(change: Partial<Party> = {}): Party {
  return {
    companyName: '',
    fullName: 'Anna Jansen',
    email: 'anna@customer.example',
    phone: '+31 20 1234567',
    addressLine1: 'Dorpsstraat 1',
    addressLine2: '',
    postalCode: '1234 AB',
    city: 'Utrecht',
    country: 'NL',
    vatNumber: '',
    cocNumber: '',
    obfuscated: false,
    ...change,
  };
}

export function aLine(net: number, vat: number, rate: number, change: Partial<InvoiceLine> = {}): InvoiceLine {
  return {
    kind: 'row',
    rowId: 1,
    productCode: 'MUG',
    description: 'Blue mug',
    quantity: '1',
    unitPriceEx: '10',
    unitPriceInc: '12.1',
    rate,
    net,
    vat,
    gross: net + vat,
    remarks: [],
    ...change,
  };
}

/** An invoice whose header is the sum of its lines, unless the change says otherwise. */
export function anInvoice(change: Partial<Invoice> = {}): Invoice {
  const lines = change.lines ?? [aLine(1000, 210, 2100)];
  const sum = (of: (line: InvoiceLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const id = change.id ?? 1;
  return {
    tenantId: 't1',
    id,
    shopId: 12,
    code: String(20240000 + id),
    kind: 'invoice',
    date: '2024-03-05',
    orderId: 500 + id,
    orderCode: `O${String(500 + id)}`,
    customerId: 77,
    customerCode: 'C77',
    currency: 'EUR',
    billTo: aParty(),
    shipTo: aParty(),
    lines,
    net: sum((line) => line.net),
    vat: sum((line) => line.vat),
    gross: sum((line) => line.gross),
    remarks: [],
    changedAt: '2024-03-05T10:00:00.000Z',
    contentHash: `h${String(id)}`,
    ...change,
  };
}

export function someRules(change: Partial<BookingRules> = {}): BookingRules {
  return {
    ...DEFAULT_RULES,
    journal: '70',
    debtorCode: '1001',
    paymentCondition: '30',
    itemCode: 'WEB',
    roundingAccount: '8999',
    roundingVatCode: '0',
    receivableAccount: '1300',
    vatAccount: '1500',
    profile: aProfile(),
    table: [
      aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' }),
      aRow({ regime: 'home', country: 'NL', rate: 900, account: '8010', vatCode: '1' }),
      aRow({ regime: 'intra-goods', account: '8100', vatCode: '7' }),
      aRow({ regime: 'oss', country: 'DE', rate: 1900, account: '8200', vatCode: 'DE1' }),
      aRow({ regime: 'oss', country: 'BE', rate: 2100, account: '8300', vatCode: 'BE1' }),
      aRow({ regime: 'export', account: '8400', vatCode: '6' }),
    ],
    ...change,
  };
}

/** A Dutch seller in the One Stop Shop. */
export function aProfile(change: Partial<SellerProfile> = {}): SellerProfile {
  return { ...DEFAULT_PROFILE, consumers: [{ from: '', to: '', scheme: 'oss' }], ...change };
}

/** A row of the table that fits everything it does not name. */
export function aRow(change: Partial<AccountRule> = {}): AccountRule {
  return { use: '', regime: '', country: '', rate: null, account: '', vatCode: '', costCenter: '', costUnit: '', ...change };
}
