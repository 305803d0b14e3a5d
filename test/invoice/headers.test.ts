/** Header amounts for any basket: exact, mirrored on credits, and blind to rows outside the tax (facts: vat 5.2, 5.4). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addUp, type RawSums } from '../../lib/invoice/add-up';
import { exactOf, netOfGross, roundWhole, vatOnNet } from '../../lib/invoice/decimal';
import { splitHeaders, withHeaders, type WholeItem } from '../../lib/invoice/headers';
import type { Invoice, InvoiceLine } from '../../lib/invoice/invoice';
import type { Pair } from '../../lib/invoice/rates';
import type { Basis } from '../../lib/invoice/split';

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const pairOf = (lead: number, rate: number, basis: Basis): readonly [net: number, gross: number] =>
  basis === 'net' ? [lead, lead + roundWhole(vatOnNet(exactOf(lead), rate))] : [roundWhole(netOfGross(exactOf(lead), rate)), lead];

const rows = fc.array(fc.record({ lead: fc.integer({ min: 100, max: 200_000 }), rate: fc.constantFrom(2100, 900) }), { minLength: 1, maxLength: 5 });
const deposits = fc.array(fc.integer({ min: 10, max: 50_000 }), { maxLength: 3 });
const basis = fc.constantFrom<Basis>('net', 'gross');
const amount = fc.integer({ min: 1, max: 5_000 });

/** An invoice of an honest shop: shipping by value of its taxed rows, deposits at 0 % beside them. */
function honest(basket: readonly { readonly lead: number; readonly rate: number }[], zero: readonly number[], lead: Basis, shipping: number, sign: 1 | -1): Invoice | null {
  const items = [...basket.map((one) => ({ rate: one.rate, pair: pairOf(one.lead, one.rate, lead), text: 'row' })), ...zero.map((one) => ({ rate: 0, pair: [one, one] as const, text: 'deposit' }))];
  const weight = (rate: number): number => total(items.filter((item) => item.rate === rate).map((item) => item.pair[lead === 'net' ? 0 : 1]));
  const rates = [2100, 900].filter((rate) => weight(rate) > 0);
  const all = total(rates.map(weight));
  const first = roundWhole(exactOf(shipping).times(weight(rates[0] ?? 0)).div(all));
  const parts = rates.map((rate, index) => pairOf(index === 0 ? first : shipping - first, rate, lead));
  const header = [total(parts.map(([net]) => net)), total(parts.map(([, gross]) => gross))] as const;
  const raw = (net: number, gross: number): Pair => ({ ex: exactOf(net * sign), inc: exactOf(gross * sign) });
  const none = raw(0, 0);
  const sums: RawSums = {
    rows: items.map((item) => ({ ...raw(...item.pair), rate: item.rate, discount: none })),
    shipping: raw(...header), paymentFee: none, discount: none,
    total: raw(total([...items.map((item) => item.pair[0]), header[0]]), total([...items.map((item) => item.pair[1]), header[1]])),
  };
  const added = addUp(sums, { rows: 'after', header: 'minus' }, lead, [2100, 900, 0]);
  if (!added.ok) return null;
  const lines = added.lines.map((line): InvoiceLine => ({ ...line, productCode: '', description: line.row === null ? '' : (items[line.row]?.text ?? ''), quantity: '1', unitPriceEx: '0', unitPriceInc: '0' }));
  const nobody = { companyName: '', fullName: '', email: '', phone: '', addressLine1: '', addressLine2: '', postalCode: '', city: '', country: 'NL', vatNumber: '', cocNumber: '', obfuscated: false };
  return {
    tenantId: 't', id: 1, shopId: 1, code: '1', kind: sign < 0 ? 'credit' : 'invoice', date: '2026-03-10', orderId: 1, orderCode: '', customerCode: '', currency: 'EUR', billTo: nobody, lines,
    split: { basis: lead, net: added.net, headers: added.whole.flatMap(({ kind, net, gross }) => (kind === 'row' ? [] : [{ kind, net, gross }])) },
    net: total(lines.map((line) => line.net)), vat: total(lines.map((line) => line.vat)), gross: total(lines.map((line) => line.gross)), remarks: [], changedAt: '', contentHash: '',
  };
}

const isDeposit = (line: InvoiceLine): boolean => line.description === 'deposit';
const shape = (lines: readonly InvoiceLine[], sign: 1 | -1): readonly unknown[] =>
  lines.map((line) => [line.kind, line.rate, line.net * sign || 0, line.vat * sign || 0, line.remarks.map((remark) => remark.code)]);

it('an honest shop is understood with any deposits; parts are exact, follow the taxed rows alone, and a credit mirrors', () => {
  fc.assert(
    fc.property(rows, deposits, basis, amount, (basket, zero, lead, shipping) => {
      const invoice = honest(basket, zero, lead, shipping, 1);
      const credit = honest(basket, zero, lead, shipping, -1);
      expect(invoice).not.toBeNull();
      if (!invoice || !credit) throw new Error('not understood');
      const split = splitHeaders(invoice, isDeposit);
      const turned = splitHeaders(credit, isDeposit);
      if (!split.ok || !turned.ok) throw new Error('not split');
      expect(shape(turned.invoice.lines, -1)).toEqual(shape(split.invoice.lines, 1));
      const { lines, gross } = split.invoice;
      expect(total(lines.map((line) => line.gross))).toBe(gross);
      expect(lines.every((line) => line.net + line.vat === line.gross)).toBe(true);
      expect(lines.some((line) => line.kind === 'shipping' && line.rate === 0)).toBe(false);
      // The deposits themselves change nothing: without them the shipping is split the same.
      const bare = honest(basket, [], lead, shipping, 1);
      if (!bare) throw new Error('not understood');
      expect(shape(lines.filter((line) => line.kind === 'shipping'), 1)).toEqual(shape(bare.lines.filter((line) => line.kind === 'shipping'), 1));
    }),
    { numRuns: 400 },
  );
});

it('rows at 0 % are tried in every combination, and the amount alone decides', () => {
  const row = (index: number, rate: number, net: number): WholeItem => ({ kind: 'row', row: index, rate, net, gross: net + (net * rate) / 10_000 });
  // Exempt 100.00 counts, the deposit of 300.00 does not: 9 % on half of the shipping.
  const items = [row(0, 900, 10_000), row(1, 0, 10_000), row(2, 0, 30_000), { kind: 'shipping' as const, row: null, rate: 0, net: 1_000, gross: 1_045 }];
  const sum = { net: total(items.map((item) => item.net)), gross: total(items.map((item) => item.gross)) };
  const added = withHeaders(items, sum, 'net', []);
  expect(added.ok && added.lines.filter((line) => line.kind === 'shipping').map((line) => [line.rate, line.net, line.vat])).toEqual([[900, 500, 45], [0, 500, 0]]);
});
