import { describe, expect, it } from 'vitest';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import { readInvoice, toInvoice, type Codes, type RawParts } from '../../lib/shopctrl/normalise';
import { plainText } from '../../lib/shopctrl/plain-text';

const CODES: Codes = { currencies: new Map([[7, 'GBP']]), countries: new Map([[3, 'DE']]) };
const invoice = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Id: 7001, InvoiceCode: '2600001', InvoiceDate: '2026-03-31T23:30:00.0000000+02:00', InvoiceTotalExVat: 100, InvoiceTotalIncVat: 121, CurrencyCode: 'EUR',
  ChangedTimestamp: '2026-04-01T09:00:00.1234567+02:00', ShopId: 12, OrderId: 4901, OrderCode: 'W1', Secret: 'kept out', ...more,
});
const row = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Id: 1, OrderRowId: 2, ProductCode: 'LMP', ProductName: 'Lamp <b>groot</b> &amp; licht', ItemQuantity: 2, ItemPriceExVat: 50, ItemPriceIncVat: 60.5,
  VatPercentage: 21, RowTotalExVat: 100, RowTotalIncVat: 121, ...more,
});
const order = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Id: 4901, OrderCode: 'W1', Date: '2026-03-30', CustomerId: 9, CustomerCode: 'K9', ViewModusIncVAT: false,
  BillToContact: { FullName: 'Jan Jansen', EMail: 'jan@example.org', StreetAddress: 'Dorpsstraat', StreetAddressNumber: 1, CountryCode: 'nl' },
  ShipToContact: { FullName: 'Jan Jansen', CountryCode: 'NL' }, ...more,
});
const parts = (more: Partial<RawParts> = {}): RawParts => ({ id: 7001, invoice: invoice(), rows: [row()], order: order(), customer: null, orderChangedAt: null, ...more });

const read = (raw: RawParts): Invoice | Finding | string => {
  const reading = readInvoice('t', 12, raw, CODES);
  if (reading.kind === 'left-out') return reading.why;
  return reading.kind === 'finding' ? reading.finding : toInvoice('t', reading.value, [{ rows: 'after', header: 'minus' }], 'gross');
};
const asInvoice = (raw: RawParts): Invoice => {
  const result = read(raw);
  if (typeof result === 'string' || !('contentHash' in result)) throw new Error(JSON.stringify(result));
  return result;
};

describe('raw invoice to Invoice', () => {
  it('the main way', () => {
    expect(asInvoice(parts())).toMatchObject({
      tenantId: 't', id: 7001, shopId: 12, code: '2600001', kind: 'invoice', date: '2026-03-31', orderId: 4901, orderCode: 'W1', orderDate: '2026-03-30', customerId: 9,
      customerCode: 'K9', currency: 'EUR', net: 10_000, vat: 2_100, gross: 12_100, remarks: [], changedAt: '2026-04-01T07:00:00.1234567Z',
      billTo: { fullName: 'Jan Jansen', addressLine1: 'Dorpsstraat 1', country: 'NL', obfuscated: false },
      lines: [{ kind: 'row', rowId: 1, orderRowId: 2, description: 'Lamp groot & licht', quantity: '2', unitPriceEx: '50', unitPriceInc: '60.5', rate: 2100, net: 10_000, vat: 2_100, gross: 12_100 }],
    });
    expect(JSON.stringify(asInvoice(parts()))).not.toContain('kept out');
  });

  it('irregular casing, numbers as text, missing optional fields', () => {
    const odd = Object.fromEntries(Object.entries(invoice({ InvoiceTotalExVat: '100.00', OrderCode: null, InvoiceTotalIncVat: '121' })).map(([key, value]) => [key.toLowerCase(), value]));
    const result = asInvoice(parts({ invoice: odd, rows: [{ ID: '1', itemquantity: '2', vatPERCENTAGE: '21.0', ROWTOTALEXVAT: '100', rowTotalIncVat: 121 }] }));
    expect(result).toMatchObject({ net: 10_000, gross: 12_100, orderCode: 'W1', lines: [{ rowId: 1, productCode: '', rate: 2100 }] });
    expect(result.lines[0]).not.toHaveProperty('orderRowId');
  });

  it('drafts and deleted ones are left out', () => {
    expect(read(parts({ invoice: invoice({ InvoiceCode: null }) }))).toBe('draft');
    expect(read(parts({ invoice: invoice({ InvoiceCode: '  ' }) }))).toBe('draft');
    expect(read(parts({ invoice: invoice({ Deleted: 'True' }) }))).toBe('deleted');
  });

  it.each([
    [{ invoice: 'soon' }, 'not object'],
    [{ invoice: invoice({ InvoiceTotalIncVat: 'veel' }) }, 'InvoiceTotalIncVat: not a number'],
    [{ invoice: invoice({ ShopId: null }) }, 'ShopId: not a whole number'],
    [{ invoice: invoice({ InvoiceDate: null }) }, 'InvoiceDate'],
    [{ invoice: invoice({ InvoiceTotalIncVat: 1.21e14 }) }, 'amount'],
    [{ order: { Id: 'x' } }, 'Order'],
    [{ rows: [row(), { Id: 2 }] }, 'Rows[2].ItemQuantity: not a number'],
    [{ invoice: invoice({ CurrencyCode: null }) }, 'CurrencyCode'],
  ] as const)('what cannot be understood is a finding by id that names the field: %o', (more, what) => {
    expect(read(parts(more as Partial<RawParts>))).toMatchObject({ code: 'unreadable', invoiceId: 7001, params: { what } });
  });

  it('a code longer than 20 is a finding', () => {
    expect(read(parts({ invoice: invoice({ InvoiceCode: 'F'.repeat(21) }) }))).toMatchObject({ code: 'R-CODE', invoiceCode: 'F'.repeat(20) });
  });

  it('codes by id, when the answer has no more', () => {
    const result = asInvoice(parts({ invoice: invoice({ CurrencyCode: null, CurrencyId: 7 }), order: order({ ShipToContact: { FullName: 'J', CountryId: 3 } }) }));
    expect([result.currency, result.shipTo?.country]).toEqual(['GBP', 'DE']);
  });

  it('credits: by flag, by sign, and never by guess', () => {
    const negative = { invoice: invoice({ InvoiceTotalExVat: -100, InvoiceTotalIncVat: -121 }), rows: [row({ ItemQuantity: -2, RowTotalExVat: -100, RowTotalIncVat: -121 })] };
    expect(asInvoice(parts(negative))).toMatchObject({ kind: 'credit', net: -10_000, vat: -2_100, gross: -12_100 });
    expect(asInvoice(parts({ ...negative, invoice: { ...negative.invoice, IsCreditInvoice: true } })).kind).toBe('credit');
    expect(read(parts({ invoice: invoice({ IsCreditInvoice: true }) }))).toMatchObject({ code: 'unreadable', params: { what: 'IsCreditInvoice' } });
    const free = { invoice: invoice({ InvoiceTotalExVat: 0, InvoiceTotalIncVat: 0 }), rows: [row({ ItemQuantity: -1, RowTotalExVat: 0, RowTotalIncVat: 0 })] };
    expect(asInvoice(parts(free)).kind).toBe('credit');
  });

  it('obfuscated contacts are marked, and their marker is no name', () => {
    const removed = { FullName: 'GDPR: removed', EMail: 'removed@gdpr.eu', Address: 'GDPR: removed', VatNumber: 'GDPR: removed', CountryCode: 'NL' };
    expect(asInvoice(parts({ order: order({ BillToContact: removed }) })).billTo).toMatchObject({ obfuscated: true, fullName: '', email: '', vatNumber: '', country: 'NL' });
  });

  it('contacts: of the invoice, else of the order, else of the customer; without ship-to a remark', () => {
    const own = asInvoice(parts({ invoice: invoice({ BillToContact: { FullName: 'Eigen', CountryCode: 'BE' } }) }));
    expect(own.billTo).toMatchObject({ fullName: 'Eigen', country: 'BE' });
    const customer = { Id: 9, CustomerCode: 'K10', BillToAddress: { FullName: 'Klant', CountryCode: 'FR' } };
    const last = asInvoice(parts({ order: order({ BillToContact: null, ShipToContact: null, CustomerCode: null }), customer }));
    expect(last).toMatchObject({ billTo: { fullName: 'Klant' }, customerCode: 'K10', remarks: [{ code: 'F-BILL-TO' }] });
    expect(last).not.toHaveProperty('shipTo');
  });

  it('a row without percentage takes that of its order row', () => {
    const raw = parts({ rows: [row({ VatPercentage: null })], order: order({ OrderRows: [{ Id: 2, Vatperc: 21 }] }) });
    expect(asInvoice(raw).lines[0]?.rate).toBe(2100);
    const wrong = parts({ rows: [row({ VatPercentage: null })], order: order({ OrderRows: [{ Id: 2, Vatperc: 9 }] }) });
    expect(read(wrong)).toMatchObject({ code: 'R-RATE-AMOUNT', params: { rate: 900, currency: 'EUR' } });
  });

  it('yen have no cents', () => {
    const raw = parts({ invoice: invoice({ CurrencyCode: 'JPY', InvoiceTotalExVat: 7850, InvoiceTotalIncVat: 7850 }), rows: [row({ VatPercentage: 0, RowTotalExVat: 7850, RowTotalIncVat: 7850 })] });
    expect(asInvoice(raw)).toMatchObject({ currency: 'JPY', gross: 7850 });
  });

  it('the content hash is stable, and follows what is booked alone', () => {
    const hash = (more: Record<string, unknown>, of: Partial<RawParts> = {}): string => asInvoice(parts({ invoice: invoice(more), ...of })).contentHash;
    const base = hash({});
    expect(hash({ ChangedTimestamp: '2026-05-01T00:00:00Z', PaymentStatusId: 3 })).toBe(base);
    expect(hash({}, { order: order({ BillToContact: { FullName: 'Anders', CountryCode: 'NL' } }) })).toBe(base);
    expect(hash({}, { order: order({ ShipToContact: { FullName: 'Jan', CountryCode: 'BE' } }) })).not.toBe(base);
    expect(hash({ InvoiceDate: '2026-04-01' })).not.toBe(base);
    expect(hash({}, { rows: [row({ ProductName: 'Lamp' })] })).not.toBe(base);
    expect(hash({ InvoiceTotalExVat: 200, InvoiceTotalIncVat: 242 }, { rows: [row({ RowTotalExVat: 200, RowTotalIncVat: 242 })] })).not.toBe(base);
  });
});

it('product texts without markup', () => {
  expect(plainText('<p>Lamp</p><script>x()</script>  &lt;b&gt; &#8364; 5 &onzin; a < b')).toBe('Lamp <b> € 5 &onzin; a < b');
});
