/** A plan of numbers → one invoice, the rules of its shop and what the books should say. The truth is made here, never asked of the product. */
import fc from 'fast-check';
import { REGIME_KINDS, regimeName, type RegimeKind } from '../../../lib/booking/regime';
import { DEFAULT_RULES, type AccountRule, type BookingRules } from '../../../lib/booking/rules';
import type { Invoice, InvoiceLine, LineKind, Party } from '../../../lib/invoice/invoice';
import { netIn, vatOn } from './arithmetic';
import { NAMES, SCENARIOS, STATES, type Sale, type Ware } from './scenarios';
import { SELLERS } from './sellers';

export interface Plan {
  readonly name: string;
  /** Days after 2021-07-01. */
  readonly day: number;
  readonly state: string;
  readonly number: number;
  readonly basis: 'net' | 'gross';
  /** Cents of the rows. */
  readonly cents: readonly number[];
  readonly shipping: number;
  readonly discount: number;
  readonly currency: string;
  readonly credit: boolean;
}

export const plans: fc.Arbitrary<Plan> = fc.record({
  name: fc.constantFrom(...NAMES),
  day: fc.integer({ min: 0, max: 1930 }),
  state: fc.constantFrom(...STATES),
  number: fc.integer({ min: 0, max: 99_999_999 }),
  basis: fc.constantFrom('net', 'gross'),
  cents: fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 500_000 })), { minLength: 1, maxLength: 6 }),
  shipping: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2000 })),
  discount: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 500 })),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD', 'GBP', 'SEK', 'JPY'),
  credit: fc.boolean(),
});

/** Sums of net and VAT by the regime's name; empty sums are left out. */
export type Sums = Readonly<Record<string, { readonly net: number; readonly vat: number }>>;

export interface Built {
  readonly invoice: Invoice;
  readonly rules: BookingRules;
  readonly sale: Sale;
  readonly expected: { readonly refused: readonly string[] } | { readonly sums: Sums; readonly type: 20 | 21 };
}

/** The day after 2021-07-01, kept off the thirty days after a change of rates, where an older rate is accepted as well. */
function dateOf(day: number): string {
  return new Date(Date.UTC(2021, 6, 1 + day)).toISOString().slice(0, 10);
}

export function build(plan: Plan): Built {
  const date = dateOf(plan.day);
  const sale = SCENARIOS[plan.name]!({ date, state: plan.state, number: plan.number });
  // Conditions in euros hold for sales in euros; JPY has no cents, so amounts that are typed in cents stay with euros.
  const fixed = sale.wares.some((ware) => ware.net !== undefined);
  const currency = fixed ? 'EUR' : plan.currency;
  const credit = plan.credit && sale.never !== 'credit';
  const sign = credit ? -1 : 1;

  const priced = (ware: Ware, cents: number): { readonly net: number; readonly vat: number } => {
    if (plan.basis === 'net' || ware.net !== undefined) return { net: ware.net ?? cents, vat: vatOn(ware.net ?? cents, ware.rate) };
    const net = netIn(cents, ware.rate);
    return { net, vat: cents - net };
  };
  const amounts = (ware: Ware, cents: number, kind: LineKind): InvoiceLine => {
    const { net, vat } = priced(ware, Math.abs(cents));
    const turn = cents < 0 ? -sign : sign;
    return line(kind, ware, net * turn + 0, vat * turn + 0);
  };
  const line = (kind: LineKind, ware: Ware, net: number, vat: number): InvoiceLine => ({
    kind,
    ...(kind === 'row' ? { rowId: 1 } : {}),
    productCode: kind === 'row' ? (ware.product ?? 'MUG') : '',
    description: kind === 'row' ? 'Blue mug' : '',
    quantity: '1',
    unitPriceEx: '0',
    unitPriceInc: '0',
    rate: ware.rate,
    ...(ware.tariff === undefined || kind !== 'row' ? {} : { vatTariffCode: ware.tariff }),
    net,
    vat,
    gross: net + vat,
    remarks: [],
    ...(credit && kind === 'row' ? { original: { invoiceId: 1, invoiceCode: 'F1', date, rate: ware.rate, kind: 'invoice' as const } } : {}),
  });

  // Every ware at least once: a scenario is about all of them together.
  const wares = sale.wares.map((ware, index) => ({ ware, cents: plan.cents[index % plan.cents.length]! }));
  const more = fixed ? [] : plan.cents.slice(sale.wares.length).map((cents, index) => ({ ware: sale.wares[index % sale.wares.length]!, cents }));
  const sold = [...wares, ...more];
  const first = sold[0]!.ware;
  const lines = [
    ...sold.map(({ ware, cents }) => amounts(ware, cents, 'row')),
    ...(sale.bare || plan.shipping === 0 ? [] : [amounts(first, plan.shipping, 'shipping')]),
    ...(sale.bare || plan.discount === 0 ? [] : [amounts(first, -plan.discount, 'discount')]),
  ];

  const sum = (of: (one: InvoiceLine) => number): number => lines.reduce((total, one) => total + of(one), 0);
  const party = (country: string): Party => ({
    companyName: sale.company ? 'Example Company' : '',
    fullName: 'Anna Jansen',
    email: 'anna@customer.example',
    phone: '',
    addressLine1: 'Street 1',
    addressLine2: '',
    postalCode: sale.postalCode ?? '',
    city: sale.city ?? '',
    country,
    vatNumber: '',
    cocNumber: '',
    obfuscated: false,
  });
  const invoice: Invoice = {
    tenantId: 't1',
    id: 2,
    shopId: 12,
    code: 'F2',
    kind: credit ? 'credit' : 'invoice',
    date,
    orderId: 5,
    orderCode: 'O5',
    orderDate: date,
    ...(sale.warehouseId === undefined ? {} : { warehouseId: sale.warehouseId, shipmentDate: date }),
    ...(sale.downPayment ? { downPayment: true } : {}),
    customerId: 77,
    customerCode: 'C77',
    currency,
    billTo: { ...party(sale.bill), vatNumber: sale.vatNumber ?? '' },
    shipTo: party(sale.ship),
    lines,
    net: sum((one) => one.net),
    vat: sum((one) => one.vat),
    gross: sum((one) => one.gross),
    remarks: [],
    changedAt: `${date}T10:00:00.000Z`,
    contentHash: 'h',
  };

  const sums: Record<string, { net: number; vat: number }> = {};
  if (!sale.refused) {
    const regimes = [...sold.map(({ ware }) => ware.regime), ...lines.slice(sold.length).map(() => first.regime)];
    lines.forEach((one, index) => {
      const name = regimes[index]!;
      const before = sums[name] ?? { net: 0, vat: 0 };
      sums[name] = { net: before.net + one.net, vat: before.vat + one.vat };
    });
  }
  return { invoice, rules: rulesOf(sale), sale, expected: sale.refused ? { refused: sale.refused } : { sums, type: invoice.gross < 0 || (invoice.gross === 0 && credit) ? 21 : 20 } };
}

/** An account and a VAT code for every regime there is, each code for one regime alone: sums per code are sums per regime. */
const TABLE: readonly AccountRule[] = (() => {
  const countries = ['NL', 'DE', 'BE', 'FR', 'EE', 'SK', 'FI', 'RO', 'LU', 'AT', 'GR', 'XI', 'IE', 'GB', 'CH'];
  const rates = [0, 210, 550, 600, 700, 810, 900, 1000, 1100, 1200, 1300, 1350, 1400, 1600, 1700, 1900, 2000, 2100, 2200, 2300, 2400, 2550];
  const taxed: readonly RegimeKind[] = ['home', 'oss', 'local', 'foreign'];
  const national: readonly RegimeKind[] = ['home-zero', 'exempt', 'reverse-charge', 'margin'];
  const row = (regime: RegimeKind, country: string, rate: number): AccountRule => ({ use: '', regime, country, rate, account: '8000', vatCode: `${regime}|${country}|${String(rate)}`, costCenter: '', costUnit: '' });
  return REGIME_KINDS.flatMap((regime) => {
    if (taxed.includes(regime)) return countries.flatMap((country) => rates.map((rate) => row(regime, country, rate)));
    return [row(regime, national.includes(regime) ? 'NL' : '', 0)];
  });
})();

/** The regime's name behind a VAT code of the table. */
export function regimeOfCode(code: string): string {
  const [kind = '', country = '', rate = '0'] = code.split('|');
  return regimeName({ kind: kind as RegimeKind, country, rate: Number(rate) });
}

function rulesOf(sale: Sale): BookingRules {
  return RULES[sale.seller];
}

const RULES = Object.fromEntries(
  Object.entries(SELLERS).map(([name, profile]) => [name, { ...DEFAULT_RULES, journal: '70', debtorCode: '1001', roundingAccount: '8999', roundingVatCode: 'no-supply||0', profile, table: TABLE } satisfies BookingRules]),
) as Readonly<Record<keyof typeof SELLERS, BookingRules>>;
