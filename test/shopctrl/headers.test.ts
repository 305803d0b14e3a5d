/** Header amounts of the worked cases (facts: vat 7), read from ShopCtrl's JSON and split with the kinds of rows that the case's profile knows. */
import { describe, expect, it } from 'vitest';
import { ARITHMETICS } from '../../lib/invoice/add-up';
import { splitHeaders } from '../../lib/invoice/headers';
import type { Invoice } from '../../lib/invoice/invoice';
import { readInvoice, toInvoice } from '../../lib/shopctrl/normalise';

type Row = readonly [name: string, ex: number, inc: number, rate: number];
interface Case {
  readonly rows: readonly Row[];
  readonly ship?: readonly [number, number];
  readonly fee?: readonly [number, number];
  /** As ShopCtrl shows it on an invoice: positive. */
  readonly disc?: readonly [number, number];
  readonly sum: readonly [number, number];
  readonly country?: string;
  readonly postalCode?: string;
  readonly basis?: 'net' | 'gross';
  readonly stated?: readonly (readonly [percentage: number, vat: number])[];
}

function reading(given: Case) {
  const contact = { FullName: 'Jan', CountryCode: given.country ?? 'NL', PostalCode: given.postalCode ?? '' };
  const [ship, fee, disc] = [given.ship ?? [0, 0], given.fee ?? [0, 0], given.disc ?? [0, 0]] as const;
  const read = readInvoice(
    't',
    12,
    {
      id: 1,
      invoice: {
        Id: 1, InvoiceCode: '2600001', InvoiceDate: '2026-03-10', ShopId: 12, OrderId: 2, CurrencyCode: 'EUR', InvoiceTotalExVat: given.sum[0], InvoiceTotalIncVat: given.sum[1],
        ShippingCostsExVat: ship[0], ShippingCostsIncVat: ship[1], PaymentFeeExVat: fee[0], PaymentFeeIncVat: fee[1], DiscountExVat: disc[0], DiscountIncVat: disc[1],
        ...(given.stated ? { GroupedVatSum: given.stated.map(([VatPerc, VatTotal]) => ({ VatPerc, VatTotal, VatCode: 'H' })) } : {}),
      },
      rows: given.rows.map(([name, ex, inc, rate], index) => ({
        Id: index + 1, ProductCode: name.slice(0, 9), ProductName: name, ItemQuantity: Math.sign(ex) || 1, VatPercentage: rate, RowTotalExVat: ex, RowTotalIncVat: inc,
      })),
      order: { Id: 2, ViewModusIncVAT: given.basis === 'gross', BillToContact: contact, ShipToContact: contact },
      customer: null,
      orderChangedAt: null,
    },
    { currencies: new Map(), countries: new Map() },
  );
  if (read.kind !== 'understood') throw new Error(JSON.stringify(read));
  return toInvoice('t', read.value, ARITHMETICS.filter((one) => one.rows === 'after' && one.header === 'minus'), 'net');
}

const invoiceOf = (given: Case): Invoice => {
  const result = reading(given);
  if (!('contentHash' in result)) throw new Error(JSON.stringify(result));
  return result;
};

const OUTSIDE = /deposit|gift card/i;
const lines = (given: Case): readonly string[] => {
  const split = splitHeaders(invoiceOf(given), (line) => OUTSIDE.test(line.description));
  if (!split.ok) return [split.code];
  return split.invoice.lines.map((line) => `${line.kind} ${String(line.rate / 100)} ${String(line.net)} ${String(line.vat)}${line.remarks.map((remark) => ` ${remark.code}`).join('')}`);
};
const negative = (given: Case): Case => {
  const turn = ([ex, inc]: readonly [number, number]): readonly [number, number] => [-ex || 0, -inc || 0];
  return {
    ...given,
    rows: given.rows.map(([name, ex, inc, rate]) => [name, -ex, -inc, rate]),
    sum: turn(given.sum),
    ...(given.ship ? { ship: turn(given.ship) } : {}),
    ...(given.fee ? { fee: turn(given.fee) } : {}),
    ...(given.disc ? { disc: turn(given.disc) } : {}),
  };
};

const LAMP_BOOK: readonly Row[] = [['Lamp', 80, 96.8, 21], ['Book', 20, 21.8, 9]];
const C03: Case = { rows: LAMP_BOOK, ship: [5, 5.93], sum: [105, 124.53] };

const CASES: readonly (readonly [string, Case, readonly string[]])[] = [
  ['C03 shipping by value', C03, ['row 21 8000 1680', 'row 9 2000 180', 'shipping 21 400 84', 'shipping 9 100 9']],
  ['C04 shipping at the highest rate', { rows: LAMP_BOOK, ship: [5, 6.05], sum: [105, 124.65] }, ['row 21 8000 1680', 'row 9 2000 180', 'shipping 21 500 105 F-SHIP-HIGH']],
  ['C05 fee follows the goods', { rows: [['Book', 20, 21.8, 9]], fee: [2.29, 2.5], sum: [22.29, 24.3] }, ['row 9 2000 180', 'paymentFee 9 229 21']],
  [
    'C06 discount including VAT by gross weights, not by the equation',
    { rows: [['Lamp', 50, 60.5, 21], ['Book', 50, 54.5, 9]], disc: [8.7, 10], sum: [91.3, 105], basis: 'gross' },
    ['row 21 5000 1050', 'row 9 5000 450', 'discount 21 -435 -91', 'discount 9 -435 -39'],
  ],
  ['C13 deposit', { rows: [['Lemonade', 10, 10.9, 9], ['Deposit', 2.4, 2.4, 0]], sum: [12.4, 13.3] }, ['row 9 1000 90', 'row 0 240 0']],
  ['C14 gift card sold', { rows: [['Gift card 50', 50, 50, 0]], sum: [50, 50] }, ['row 0 5000 0']],
  ['C15 voucher of one rate', { rows: [['Book voucher', 22.94, 25, 9]], sum: [22.94, 25] }, ['row 9 2294 206']],
  ['C16 gift card used', { rows: [['Lamp', 100, 121, 21], ['Gift card used', -50, -50, 0]], sum: [50, 71] }, ['row 21 10000 2100', 'row 0 -5000 0']],
  ['C17 coupon', { rows: [['Lamp', 100, 121, 21]], disc: [10, 12.1], sum: [90, 108.9] }, ['row 21 10000 2100', 'discount 21 -1000 -210']],
  ['C18 full credit of C03', negative(C03), ['row 21 -8000 -1680', 'row 9 -2000 -180', 'shipping 21 -400 -84', 'shipping 9 -100 -9']],
  [
    'C35 two French rates',
    { rows: [['Lamp', 50, 60, 20], ['Book', 20, 21.1, 5.5]], ship: [7, 8.11], sum: [77, 89.21], country: 'FR' },
    ['row 20 5000 1000', 'row 5.5 2000 110', 'shipping 20 500 100', 'shipping 5.5 200 11'],
  ],
  ['C59 shipping alone', { rows: [], ship: [2.44, 2.95], sum: [2.44, 2.95] }, ['shipping 21 244 51']],
  [
    'a deposit is no weight: 80 : 20, although 100.00 of deposit stand beside them',
    { rows: [...LAMP_BOOK, ['Deposit', 100, 100, 0]], ship: [5, 5.93], sum: [205, 224.53] },
    ['row 21 8000 1680', 'row 9 2000 180', 'row 0 10000 0', 'shipping 21 400 84', 'shipping 9 100 9'],
  ],
  [
    'an exempt course is one',
    { rows: [['Course', 100, 100, 0], ['Book', 100, 109, 9]], ship: [10, 10.45], sum: [210, 219.45] },
    ['row 0 10000 0', 'row 9 10000 900', 'shipping 9 500 45', 'shipping 0 500 0'],
  ],
  [
    'with a deposit, shipping at the only rate is no mistake of the shop',
    { rows: [['Lamp', 80, 96.8, 21], ['Deposit', 5, 5, 0]], ship: [5, 6.05], sum: [90, 107.85] },
    ['row 21 8000 1680', 'row 0 500 0', 'shipping 21 500 105'],
  ],
  ['shipping without VAT beside a deposit does not follow the deposit', { rows: [['Lamp', 80, 96.8, 21], ['Deposit', 5, 5, 0]], ship: [5, 5], sum: [90, 106.8] }, ['R-RATE-AMOUNT']],
  ['gift card sold, with shipping', { rows: [['Gift card', 50, 50, 0]], ship: [2.44, 2.95], sum: [52.44, 52.95] }, ['row 0 5000 0', 'shipping 21 244 51']],
  ['shipping alone to Germany, by the rates of arrival', { rows: [], ship: [4.16, 4.95], sum: [4.16, 4.95], country: 'DE' }, ['shipping 19 416 79']],
  [
    'half and half is solved and shown',
    { rows: [['Lamp', 100, 121, 21], ['Book', 50, 54.5, 9]], ship: [8, 9.2], sum: [158, 184.7] },
    ['row 21 10000 2100', 'row 9 5000 450', 'shipping 21 400 84 F-SPLIT-SOLVED', 'shipping 9 400 36 F-SPLIT-SOLVED'],
  ],
  [
    'a free sample makes no basket mixed',
    { rows: [['Lamp', 100, 121, 21], ['Sample', 0, 0, 9]], ship: [5, 6.05], sum: [105, 127.05] },
    ['row 21 10000 2100', 'row 9 0 0', 'shipping 21 500 105'],
  ],
];

describe('header amounts of the worked cases', () => {
  it.each(CASES)('%s', (_, given, expected) => {
    expect([...lines(given)].sort()).toEqual([...expected].sort());
  });

  it.each(CASES.filter(([name]) => !name.startsWith('C18')))('%s: the credit mirrors', (_, given, expected) => {
    const turned = expected.map((line) => line.replace(/(-?\d+) (-?\d+)( F-.*)?$/, (_all, net: string, vat: string, remark = '') => `${String(-Number(net) || 0)} ${String(-Number(vat) || 0)}${String(remark)}`));
    expect([...lines(negative(given))].sort()).toEqual([...turned].sort());
  });
});

describe('splitting again', () => {
  it('changes no total, and nothing at all when told nothing new', () => {
    for (const [, given] of CASES) {
      const invoice = invoiceOf(given);
      expect(splitHeaders(invoice, () => false)).toSatisfy((again: ReturnType<typeof splitHeaders>) => !again.ok || again.invoice.gross === invoice.gross);
      const plain = splitHeaders(invoice, (line) => line.rate === 0 && OUTSIDE.test(line.description));
      if (plain.ok) expect([plain.invoice.net, plain.invoice.vat, plain.invoice.gross]).toEqual([invoice.net, invoice.vat, invoice.gross]);
    }
    const invoice = invoiceOf(C03);
    expect(splitHeaders(invoice, () => false)).toEqual({ ok: true, invoice });
  });

  it('VAT rounded per rate stays on its rate', () => {
    // 3 x 0.12 and shipping 0.12, all at 21 %: VAT 0.1008 of 0.48 is 0.10, the lines say 0.03 each.
    const bolt: Row = ['Bolt', 0.12, 0.15, 21];
    const invoice = invoiceOf({ rows: [bolt, bolt, bolt, ['Deposit', 1, 1, 0]], ship: [0.12, 0.15], sum: [1.48, 1.58] });
    const again = splitHeaders(invoice, (line) => OUTSIDE.test(line.description));
    expect(again.ok && again.invoice.lines.map((line) => line.vat).reduce((a, b) => a + b, 0)).toBe(10);
    expect(again.ok && again.invoice.lines.map((line) => [line.net, line.vat])).toEqual(invoice.lines.map((line) => [line.net, line.vat]));
  });

  it('VAT per rate counts as the shop states it, also when rounding moved a cent between rates', () => {
    // Nets of 0.50 at 21 % and 0.75 at 9 %, in five lines each: per line 0.02 and 0.01, so 0.10 and 0.05; per rate 0.11 (0.105) and 0.07 (0.0675).
    const high: Row = ['Bolt', 0.1, 0.12, 21];
    const low: Row = ['Leaflet', 0.15, 0.16, 9];
    const plain: Case = { rows: [high, high, high, high, high, low, low, low, low, ['Deposit', 1, 1, 0]], ship: [0.15, 0.16], sum: [2.25, 2.42] };
    const perRate = (one: Invoice): readonly number[] => [2100, 900].map((rate) => one.lines.filter((line) => line.rate === rate).reduce((sum, line) => sum + line.vat, 0));
    const stated = invoiceOf({ ...plain, stated: [[21, 0.12], [9, 0.05], [0, 0]] });
    expect(perRate(invoiceOf(plain))).not.toEqual([12, 5]);
    expect(perRate(stated)).toEqual([12, 5]);
    const again = splitHeaders(stated, (line) => OUTSIDE.test(line.description));
    expect(again.ok && perRate(again.invoice)).toEqual([12, 5]);
    // What does not add up to the invoice's VAT, or leaves a rate out, is not believed.
    for (const wrong of [[[21, 0.11], [9, 0.05]], [[21, 0.17]]] as const) expect(lines({ ...plain, stated: wrong })).toEqual(lines(plain));
  });

  it('says which amount it could not split, with both figures', () => {
    const invoice = invoiceOf({ rows: [['Lamp', 80, 96.8, 21], ['Deposit', 5, 5, 0]], ship: [5, 5], sum: [90, 106.8] });
    expect(splitHeaders(invoice, (line) => OUTSIDE.test(line.description))).toEqual({
      ok: false, code: 'R-RATE-AMOUNT', params: { what: 'shipping', net: 500, gross: 500, currency: 'EUR' },
    });
  });
});
