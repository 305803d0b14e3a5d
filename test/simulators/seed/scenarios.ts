/** What happened in the seeded shops: each named, so that a failing comparison says which case it was. */
import type { Basis, RateBp } from './amounts';
import type { CountryCode } from './lookups';
import { articleAt, BOOKS, company, consumer, LAMPS, pickRow, row } from './people';
import type { Random } from './random';
import type { ContactSpec, InvoiceSpec, OrderSpec, RowSpec } from './specs';

const LONG = `Handgemaakte hanglamp met linnen kap. ${'Maten, materialen en onderhoud staan op het label; '.repeat(8)}<b>let op: 230 V</b>`;
const lamp = (i: number, rate: RateBp = 2100, more: Partial<RowSpec> = {}): RowSpec => row(articleAt(LAMPS, i), rate, more);

type Body = Omit<InvoiceSpec, 'scenario' | 'daysAgo'>;
const one = (scenario: string, daysAgo: number, billTo: ContactSpec, body: Body, more: Partial<OrderSpec> = {}): OrderSpec => ({
  billTo,
  invoices: [{ scenario, daysAgo, ...body }],
  ...more,
});

/** Shop 12: every case that the facts name, and ordinary sales between them. */
export function lampShop(random: Random, basis: Basis): OrderSpec[] {
  const gross = basis === 'gross';
  const nl = (): ContactSpec => consumer(random);
  const abroad = (country: CountryCode): ContactSpec => consumer(random, country);
  const cases: OrderSpec[] = [
    one('nl-21', 98, nl(), { rows: [lamp(0)], shipping: { amount: 49_500, split: 2100 } }),
    one('nl-9', 97, nl(), { rows: [lamp(4, 900)], shipping: { amount: 29_500, split: 900 } }),
    one('nl-mixed-by-value', 95, nl(), { rows: [lamp(0), lamp(4, 900, { quantity: 2000 })], shipping: { amount: 69_500, split: 'by-value' } }),
    one('nl-mixed-shipping-high', 93, nl(), { rows: [lamp(2), lamp(4, 900, { quantity: 3000 })], shipping: { amount: 49_500, split: 2100 } }),
    one('nl-mixed-shipping-half', 91, nl(), { rows: [lamp(0, 2100, { quantity: 3000 }), lamp(5, 900)], shipping: { amount: 80_000, split: 'half' } }),
    one('payment-fee', 90, nl(), { rows: [lamp(1)], fee: { amount: 15_000, split: 2100 }, shipping: { amount: 49_500, split: 2100 } }),
    one('header-discount', 88, nl(), { rows: [lamp(0, 2100, { quantity: 2000 })], discount: { amount: 100_000, split: 2100 } }),
    one('header-discount-mixed', 86, nl(), {
      rows: [lamp(0), lamp(4, 900, { quantity: 2000 })], discount: { amount: 150_000, split: 'by-value' }, shipping: { amount: 59_500, split: 'by-value' },
    }),
    one('row-discount', 85, nl(), { rows: [lamp(1, 2100, { quantity: 2000, discount: 66_000 }), lamp(3)] }),
    one('fine-unit-price', 83, nl(), { rows: [lamp(2, 2100, { quantity: 7000 }), lamp(3, 2100, { quantity: 1500, price: 123_457 })] }),
    { ...one('full-credit-original', 81, nl(), { rows: [lamp(0), lamp(4, 900)], shipping: { amount: 64_500, split: 'by-value' } }), credits: [{ scenario: 'full-credit', daysAgo: 74, of: 0, what: 'full' }] },
    {
      ...one('part-credit-original', 80, nl(), { rows: [lamp(2, 2100, { quantity: 4000 }), lamp(5, 900)] }),
      credits: [{ scenario: 'part-credit', daysAgo: 70, of: 0, what: [{ row: 0, quantity: 1000 }] }],
    },
    {
      ...one('credit-with-discount-original', 78, nl(), { rows: [lamp(0), lamp(4, 900, { discount: 20_000 })], discount: { amount: 120_000, split: 'by-value' } }),
      credits: [{ scenario: 'credit-with-discount', daysAgo: 60, of: 0, what: 'full' }],
    },
    one('eu-business-de', 77, company(random, 'DE', 'Schmidt & Söhne GmbH'), { rows: [lamp(0, 0, { quantity: 10_000 })], shipping: { amount: 149_500, split: 0 }, paid: 'no' }),
    {
      ...one('eu-business-be', 75, company(random, 'BE', 'Verlichting Peeters BV'), { rows: [lamp(1, 0, { quantity: 5000 }), lamp(3, 0)], discount: { amount: 50_000, split: 0 } }),
      credits: [{ scenario: 'eu-business-credit', daysAgo: 40, of: 0, what: [{ row: 0, quantity: 2000 }] }],
    },
    one('eu-business-fr', 73, company(random, 'FR', 'Lumière « Claire » SARL'), { rows: [lamp(3, 0, { quantity: 12_000 })] }),
    one('eu-consumer-de', 72, abroad('DE'), { rows: [lamp(0, 1900)], shipping: { amount: 99_500, split: 1900 } }),
    one('eu-consumer-de-mixed', 69, abroad('DE'), { rows: [lamp(1, 1900), lamp(4, 700, { quantity: 2000 })], shipping: { amount: 99_500, split: 'by-value' } }),
    one('eu-consumer-be', 68, abroad('BE'), { rows: [lamp(0, 2100)], shipping: { amount: 79_500, split: 2100 } }),
    {
      ...one('eu-consumer-fr', 66, abroad('FR'), { rows: [lamp(1, 2000, { quantity: 2000 })], shipping: { amount: 89_500, split: 2000 } }),
      credits: [{ scenario: 'eu-consumer-credit', daysAgo: 50, of: 0, what: 'full' }],
    },
    one('export-ch', 65, abroad('CH'), { rows: [lamp(0, 0, { quantity: 2000 })], shipping: { amount: 195_000, split: 0 } }),
    one('export-gb-eur', 63, abroad('GB'), { rows: [lamp(3, 0)] }),
    one('export-gb-gbp', 61, abroad('GB'), { rows: [lamp(1, 0, { quantity: 3000 })], shipping: { amount: 120_000, split: 0 } }, { currency: 'GBP' }),
    one('gbp-small', 58, abroad('GB'), { rows: [lamp(2, 0)] }, { currency: 'GBP' }),
    one('bill-de-ship-nl', 57, abroad('DE'), { rows: [lamp(0)] }, { shipTo: nl() }),
    one('be-company-collects-in-nl', 56, company(random, 'BE', 'Elektro Gent NV'), { rows: [lamp(1), lamp(3)] }, { shipTo: { ...nl(), company: 'Elektro Gent NV' } }),
    one('no-ship-to', 55, nl(), { rows: [lamp(2, 2100, { quantity: 2000 })] }, { shipTo: null }),
    one('sparse-contact', 54, { ...nl(), sparse: true }, { rows: [lamp(3)] }, { customerCode: null }),
    one('nl-company', 53, company(random, 'NL', 'Café "De Lamp" B.V.'), { rows: [lamp(0, 2100, { quantity: 6000 })], paid: 'part' }),
    one('zero-everything', 52, nl(), { rows: [lamp(2, 2100, { price: 0 })] }),
    one('barter-of-rates', 51, nl(), { rows: [lamp(3, 2100, { price: gross ? 121_000 : 100_000 }), lamp(4, 900, { price: gross ? 121_000 : 111_009, negative: true })] }),
    one('draft', 49, nl(), { rows: [lamp(1)], state: 'draft', paid: 'no' }),
    one('draft-recent', 2, nl(), { rows: [lamp(2)], state: 'draft', paid: 'no' }),
    one('deleted-draft', 48, nl(), { rows: [lamp(2)], state: 'deleted-draft', paid: 'no' }),
    one('obfuscated', 96, { ...nl(), obfuscated: true }, { rows: [lamp(0)] }),
    one('name-non-bmp', 47, { ...nl(), first: '𝓐nna', last: '👩‍🔬 Lux' }, { rows: [lamp(5, 900, { name: 'Plant 🌵 & pot “𝓛ux”' })] }),
    one('name-control-characters', 46, { ...nl(), last: 'Ctrl\u0001\u000bVries\uffff' }, { rows: [lamp(3, 2100, { name: 'Snoer\u0000 3\u001f m', description: 'a\u0008b]]>c' })] }),
    one('long-description', 45, nl(), { rows: [lamp(0, 2100, { name: `Hanglamp ${'extra '.repeat(60)}🌟 lang`, description: LONG })] }),
    one('percentage-missing', 44, nl(), { rows: [lamp(0), lamp(3, 2100, { percentageMissing: true })] }),
    one('date-naive', 43, nl(), { rows: [lamp(1)], dateStyle: 'naive' }),
    one('date-utc-midnight', 42, nl(), { rows: [lamp(2)], dateStyle: 'utc', minutes: 0 }),
    one('date-just-before-midnight', 39, nl(), { rows: [lamp(2, 2100, { quantity: 2000 })], minutes: 23 * 60 + 58 }),
    one('date-just-after-midnight-naive', 38, nl(), { rows: [lamp(2, 2100, { quantity: 3000 })], dateStyle: 'naive', minutes: 1 }),
    one('bad-row-rate', 37, nl(), { rows: [lamp(0, 900, { statedRate: 2100 })] }),
    one('bad-total-5-cents', 36, nl(), { rows: [lamp(1), lamp(2)], defect: { kind: 'total-off', by: 500 } }),
    one('total-1-cent-off', 35, nl(), { rows: [lamp(1, 2100, { quantity: 2000 })], defect: { kind: 'total-off', by: 100 } }),
    one('bad-shipping', 34, nl(), { rows: [lamp(0), lamp(4, 900)], defect: { kind: 'shipping-unsolvable' } }),
    one('unreadable-no-date', 33, nl(), { rows: [lamp(1)], defect: { kind: 'no-date' } }),
    one('after-the-gap', 32, nl(), { rows: [lamp(0)], gapBefore: true }),
    one('external-document', 31, nl(), { rows: [lamp(4, 900)], external: true }),
    {
      billTo: nl(),
      invoices: [
        { scenario: 'part-shipment-1', daysAgo: 30, rows: [lamp(0)], shipping: { amount: 49_500, split: 2100 } },
        { scenario: 'part-shipment-2', daysAgo: 24, rows: [lamp(4, 900), lamp(3)] },
      ],
    },
    one('deleted-with-code', 1, nl(), { rows: [lamp(2)], state: 'deleted' }),
  ];
  const ordinary = Array.from({ length: 14 }, (_, i) => ordinarySale(random, LAMPS, 29 - 2 * i, `ordinary-${String(i + 1)}`));
  return [...cases, ...ordinary];
}

/** A Dutch sale of one to three articles, some with both rates, most with shipping. */
export function ordinarySale(random: Random, articles: typeof LAMPS, daysAgo: number, scenario: string, low?: boolean): OrderSpec {
  const mixed = low === undefined && random.int(1, 4) === 1;
  const reduced = low ?? random.int(1, 3) === 1;
  const rows = [pickRow(random, articles, reduced, reduced ? 900 : 2100)];
  if (mixed) rows.push(pickRow(random, articles, !reduced, reduced ? 2100 : 900));
  else if (random.int(0, 1) === 1) rows.push(pickRow(random, articles, reduced, reduced ? 900 : 2100));
  const shipping = random.int(1, 10) > 3 ? { amount: random.pick([29_500, 49_500, 69_500]), split: mixed ? ('by-value' as const) : reduced ? 900 : 2100 } : undefined;
  return {
    billTo: consumer(random),
    invoices: [{ scenario, daysAgo, minutes: random.int(0, 1439), rows, ...(shipping ? { shipping } : {}) }],
  };
}

/** Shop 13: books, prices including VAT, numbers as text with one missing. */
export function bookShop(random: Random): OrderSpec[] {
  const book = (i: number, more: Partial<RowSpec> = {}): RowSpec => row(articleAt(BOOKS, i), i < 3 ? 900 : 2100, more);
  return [
    one('book-1', 92, consumer(random), { rows: [book(0)], shipping: { amount: 29_500, split: 900 } }),
    one('book-mixed', 89, consumer(random), { rows: [book(1), book(4)], shipping: { amount: 39_500, split: 'by-value' } }),
    one('book-discount', 84, consumer(random), { rows: [book(2, { quantity: 2000, discount: 50_000 })], discount: { amount: 75_000, split: 900 } }),
    {
      ...one('book-credit-original', 79, consumer(random), { rows: [book(0, { quantity: 3000 }), book(3)] }),
      credits: [{ scenario: 'book-credit', daysAgo: 71, of: 0, what: [{ row: 0, quantity: 2000 }] }],
    },
    one('book-de', 67, consumer(random, 'DE'), { rows: [book(0, { rate: 700 })], shipping: { amount: 69_500, split: 700 } }),
    one('book-be', 62, consumer(random, 'BE'), { rows: [book(2, { rate: 600 })] }),
    one('book-fr', 59, consumer(random, 'FR'), { rows: [book(2, { rate: 550 })] }),
    one('book-after-the-gap', 41, consumer(random), { rows: [book(1)], gapBefore: true }),
    one('book-draft', 20, consumer(random), { rows: [book(1)], state: 'draft' }),
    ...Array.from({ length: 12 }, (_, i) => ordinarySale(random, BOOKS, 27 - 2 * i, `book-ordinary-${String(i + 1)}`)),
  ];
}

export const someSales = (random: Random, count: number, low?: boolean): OrderSpec[] =>
  Array.from({ length: count }, (_, i) => ordinarySale(random, LAMPS, 88 - Math.floor((86 * i) / Math.max(1, count)), `sale-${String(i + 1)}`, low));

/** Invoices in a currency without cents. */
export function yenSales(random: Random): OrderSpec[] {
  return [11, 10].map((daysAgo, i) =>
    one(`jpy-${String(i + 1)}`, daysAgo, consumer(random, 'JP'), { rows: [lamp(0, 0, { price: 78_500_000, quantity: 1000 * (i + 1) })], shipping: { amount: 12_000_000, split: 0 } }, { currency: 'JPY' }),
  );
}
