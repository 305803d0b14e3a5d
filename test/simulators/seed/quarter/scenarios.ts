/**
 * What the six shops sell. Each scenario says its regime FIRST (facts: vat 1.3) and only then gets amounts: that is the truth of the quarter. Rates are
 * those of the first quarter of 2026 (facts: vat 2): seeds 21 % since 2025, Finland 13.5, Lithuania 12, Romania 21, Swedish food still 12.
 */
import type { CountryCode } from '../lookups';
import { company, consumer } from '../people';
import type { Random } from '../random';
import type { ContactSpec, InvoiceSpec, OrderSpec } from '../specs';
import { vatNumberOf } from '../vat-numbers';
import type { SellerKey } from './sellers';

/** A row before it has an amount. */
export interface Ware {
  readonly regime: string;
  /** Hundredths of a percent. */
  readonly rate: number;
  readonly tariff: string;
  readonly product?: string;
  /** Leading amount in ten-thousandths instead of a drawn one. */
  readonly price?: number;
  readonly outside?: boolean;
  readonly negative?: boolean;
}

export interface Sale {
  readonly wares: readonly Ware[];
  readonly billTo: ContactSpec;
  readonly shipTo?: ContactSpec | null;
  readonly order?: Partial<OrderSpec>;
  readonly invoice?: Partial<Omit<InvoiceSpec, 'scenario'>>;
  /** Shipping, fee and discount may stand on it. */
  readonly headers?: boolean;
  /** May be credited, in full or in part. */
  readonly creditable?: boolean;
  /** Deserves one of these refusals. */
  readonly refused?: readonly string[];
  /** Already reading it must fail, with this finding. */
  readonly finding?: string;
  /** Number that the listing must name. */
  readonly listed?: string;
  /** Sold in the quarter before, at a rate that has ended since; credited in this one. */
  readonly before?: boolean;
}

type Make = (random: Random) => Sale;
export type Scenario = readonly [name: string, weight: number, make: Make];

const NL21: Ware = { regime: 'NL-21', rate: 2100, tariff: 'NL21' };
const NL9: Ware = { regime: 'NL-9', rate: 900, tariff: 'NL9' };
const zero = (regime: string, more: Partial<Ware> = {}): Ware => ({ regime, rate: 0, tariff: 'NUL', ...more });
const at = (country: CountryCode, postalCode: string, city: string) => (random: Random): ContactSpec => ({ ...consumer(random, country), postalCode, city });
const basket = (random: Random, wares: readonly Ware[]): readonly Ware[] => Array.from({ length: random.int(1, 3) }, () => random.pick(wares));
const mixed = (random: Random, high: Ware, low: Ware): readonly Ware[] => [high, low, ...(random.int(0, 2) === 0 ? [random.pick([high, low])] : [])];

/** Rates of that quarter, the standard one first. A seed that used older ones would make a false truth. */
const ABROAD: readonly (readonly [CountryCode, readonly number[]])[] = [
  ['DE', [1900, 700]], ['BE', [2100, 600]], ['FR', [2000, 550]], ['AT', [2000, 1000]], ['IT', [2200, 1000]], ['ES', [2100, 1000]], ['SE', [2500, 1200]],
  ['FI', [2550, 1350]], ['GR', [2400, 1300]], ['PL', [2300, 800]], ['PT', [2300, 1300]], ['LT', [2100, 1200]], ['IE', [2300, 1350]],
];
const ware = (kind: 'OSS' | 'LOCAL' | 'FOREIGN', country: string, rate: number): Ware => ({ regime: `${kind}-${country}-${String(rate / 100)}`, rate, tariff: `${country}${String(rate / 100)}` });
const abroad = (random: Random, kind: 'OSS' = 'OSS'): Sale => {
  const [country, rates] = random.pick(ABROAD);
  const wares = rates.map((rate) => ware(kind, country, rate));
  return { wares: random.int(0, 1) === 0 ? basket(random, wares) : mixed(random, wares[0] as Ware, wares[1] as Ware), billTo: consumer(random, country), headers: true, creditable: true };
};
const business = (random: Random, country: 'DE' | 'BE' | 'FR' | 'NL'): ContactSpec => company(random, country, `Firma ${String(random.int(100, 999))}`);
const listed = (random: Random, country: 'DE' | 'BE' | 'FR', more: Partial<Sale> = {}): Sale => {
  const billTo = business(random, country);
  return { wares: basket(random, [zero('ICS-G', { tariff: 'ICP' })]), billTo, listed: billTo.vatNumber ?? '', headers: true, creditable: true, ...more };
};

const HOME: readonly Scenario[] = [
  ['home', 20, (r) => ({ wares: basket(r, [NL21, NL9]), billTo: consumer(r), headers: true, creditable: true })],
  ['home-mixed', 20, (r) => ({ wares: mixed(r, NL21, NL9), billTo: consumer(r), headers: true, creditable: true })],
  ['home-company', 6, (r) => ({ wares: basket(r, [NL21]), billTo: business(r, 'NL'), headers: true, creditable: true })],
  ['no-ship-to', 2, (r) => ({ wares: basket(r, [NL21]), billTo: consumer(r), shipTo: null })],
];
const REFUSED_HOME: readonly Scenario[] = [
  ['off-by-a-cent', 1, (r) => ({ wares: [NL21], billTo: consumer(r), invoice: { defect: { kind: 'total-off', by: 100 } } })],
  ['off-by-five-cents', 1, (r) => ({ wares: [NL21], billTo: consumer(r), invoice: { defect: { kind: 'total-off', by: 500 } }, finding: 'R-ADDS-UP' })],
  ['shipping-unsolvable', 1, (r) => ({ wares: [NL21, NL9], billTo: consumer(r), invoice: { defect: { kind: 'shipping-unsolvable' } }, finding: 'R-RATE-AMOUNT' })],
];

export const SCENARIOS: Readonly<Record<SellerKey, readonly Scenario[]>> = {
  'two-countries': [
    ...HOME,
    ['oss-from-home', 12, (r) => abroad(r)],
    ['local-in-germany', 16, (r) => ({ wares: mixed(r, ware('LOCAL', 'DE', 1900), ware('LOCAL', 'DE', 700)), billTo: consumer(r, 'DE'), order: { warehouse: 2 }, headers: true, creditable: true })],
    ['local-to-a-company', 3, (r) => ({ wares: basket(r, [ware('LOCAL', 'DE', 1900)]), billTo: business(r, 'DE'), order: { warehouse: 2 }, headers: true })],
    ['oss-from-germany', 5, (r) => ({ wares: basket(r, [ware('OSS', 'FR', 2000)]), billTo: consumer(r, 'FR'), order: { warehouse: 2 }, headers: true, creditable: true })],
    ['unknown-warehouse', 1, (r) => ({ wares: [{ ...ware('OSS', 'DE', 1900), regime: '' }], billTo: consumer(r, 'DE'), order: { warehouse: 9 }, refused: ['R-DISPATCH'] })],
  ],
  below: [
    ...HOME,
    ...REFUSED_HOME,
    ['destination-vat-below', 1, (r) => ({ wares: [{ regime: '', rate: 1900, tariff: 'DE19' }], billTo: consumer(r, 'DE'), refused: ['R-OSS-OFF'] })],
  ],
  small: [
    ['small', 20, (r) => ({ wares: basket(r, [zero('KOR')]), billTo: consumer(r), headers: true, creditable: true })],
    ['small-with-vat', 1, (r) => ({ wares: [{ ...NL21, regime: '' }], billTo: consumer(r), refused: ['R-PROFILE'] })],
  ],
  margin: [
    ...HOME,
    ['margin', 15, (r) => ({ wares: [zero('NL-MARGIN', { tariff: 'MARGIN' })], billTo: consumer(r), creditable: true })],
    ['margin-abroad', 5, (r) => ({ wares: [zero('NL-MARGIN', { tariff: 'MARGIN' })], billTo: consumer(r, 'DE') })],
    ['margin-and-new', 5, (r) => ({ wares: [zero('NL-MARGIN', { tariff: 'MARGIN' }), NL21], billTo: consumer(r) })],
  ],
  currencies: [
    ['export-dollars', 12, (r) => ({ wares: basket(r, [zero('EXP', { tariff: 'EXPORT' })]), billTo: consumer(r, 'US'), order: { currency: 'USD' }, headers: true, creditable: true })],
    ['export-yen', 10, (r) => ({ wares: basket(r, [zero('EXP', { tariff: 'EXPORT' })]), billTo: consumer(r, 'JP'), order: { currency: 'JPY' }, headers: true, creditable: true })],
    ['british-vat', 12, (r) => ({ wares: basket(r, [ware('FOREIGN', 'GB', 2000)]), billTo: consumer(r, 'GB'), order: { currency: 'GBP' }, headers: true, creditable: true })],
    ['swiss-vat', 8, (r) => ({ wares: basket(r, [ware('FOREIGN', 'CH', 810)]), billTo: consumer(r, 'CH'), headers: true, creditable: true })],
    ['kronor', 12, (r) => ({ wares: mixed(r, ware('OSS', 'SE', 2500), ware('OSS', 'SE', 1200)), billTo: consumer(r, 'SE'), order: { currency: 'SEK' }, headers: true, creditable: true })],
    ['home-in-pounds', 4, (r) => ({ wares: mixed(r, NL21, NL9), billTo: consumer(r), order: { currency: 'GBP' }, headers: true, creditable: true })],
    ['export-norway', 4, (r) => ({ wares: basket(r, [zero('EXP', { tariff: 'EXPORT' })]), billTo: consumer(r, 'NO'), headers: true, creditable: true })],
    ['home-vat-on-export', 2, (r) => ({ wares: [NL21], billTo: consumer(r, 'US') })],
    ['norwegian-vat-unregistered', 1, (r) => ({ wares: [{ regime: '', rate: 2500, tariff: 'NO25' }], billTo: consumer(r, 'NO'), refused: ['R-PROFILE', 'R-TERRITORY', 'R-RATE-UNKNOWN'] })],
  ],
  everything: [
    ...HOME,
    ...REFUSED_HOME,
    ['shipping-alone', 2, (r) => ({ wares: [], billTo: consumer(r), invoice: { shipping: { amount: r.int(20, 120) * 1000, split: 2100 }, regimes: { 2100: 'NL-21' } } })],
    ['percentage-missing', 2, (r) => ({ wares: [NL21, NL9, NL21], billTo: consumer(r) })],
    ['deposit', 4, (r) => ({ wares: [...mixed(r, NL21, NL9), zero('OUT', { tariff: 'DEPOSIT', outside: true })], billTo: consumer(r), headers: true, creditable: true })],
    ['gift-card-sold', 4, (r) => ({ wares: [zero('OUT', { product: 'GIFTCARD-50', outside: true, price: 500_000 })], billTo: consumer(r) })],
    ['gift-card-used', 4, (r) => ({ wares: [...mixed(r, NL21, NL9), zero('OUT', { product: 'GIFTCARD-USED', outside: true, negative: true, price: r.int(1, 9) * 10_000 })], billTo: consumer(r), headers: true })],
    ['book-voucher', 2, (r) => ({ wares: [{ ...NL9, product: 'BOOKVOUCHER-25' }], billTo: consumer(r) })],
    ['exempt', 2, (r) => ({ wares: [zero('NL-EX', { tariff: 'EXEMPT' }), NL9], billTo: consumer(r) })],
    ['zero-rate', 2, (r) => ({ wares: [zero('NL-0', { tariff: 'ZERO' })], billTo: consumer(r), headers: true, creditable: true })],
    ['reverse-charge', 2, (r) => ({ wares: [zero('NL-RC', { product: 'LAPTOP-15', price: r.int(10_000, 30_000) * 10_000 })], billTo: business(r, 'NL') })],
    ['collected-by-foreign-company', 2, (r) => ({ wares: basket(r, [NL21]), billTo: business(r, 'BE'), shipTo: consumer(r), headers: true })],
    ['listed-de', 5, (r) => listed(r, 'DE')],
    ['listed-be', 4, (r) => listed(r, 'BE')],
    ['listed-other-state', 2, (r) => listed(r, 'BE', { shipTo: consumer(r, 'FR') })],
    ['listed-service', 2, (r) => listed(r, 'DE', { wares: [zero('ICS-G', { tariff: 'ICP' }), zero('ICS-S', { tariff: 'SERVICE' })], headers: false })],
    ['listed-belfast', 2, (r) => ({ wares: [zero('ICS-G', { tariff: 'ICP' })], billTo: { ...at('GB', 'BT1 5GS', 'Belfast')(r), company: 'Tools NI', vatNumber: 'XI980780684' }, listed: 'XI980780684', creditable: true })],
    ['oss', 18, (r) => abroad(r)],
    ['oss-company-without-number', 2, (r) => ({ wares: [ware('OSS', 'DE', 1900)], billTo: { ...consumer(r, 'DE'), company: 'Verein' } })],
    ['oss-monaco', 2, (r) => ({ wares: [ware('OSS', 'FR', 2000)], billTo: at('MC', '98000', 'Monaco')(r), headers: true, creditable: true })],
    ['oss-belfast', 2, (r) => ({ wares: [ware('OSS', 'XI', 2000)], billTo: at('GB', 'BT9 5AA', 'Belfast')(r), headers: true, creditable: true })],
    ['oss-irish-book', 2, (r) => ({ wares: [zero('OSS-IE-0', { tariff: 'IE-ZERO' })], billTo: at('IE', 'D02 AF30', 'Dublin')(r) })],
    ['ended-rate-fi', 2, (r) => ({ wares: [ware('OSS', 'FI', 1400)], billTo: at('FI', '00100', 'Helsinki')(r), headers: true, before: true })],
    ['ended-rate-lt', 2, (r) => ({ wares: [ware('OSS', 'LT', 900)], billTo: at('LT', '01100', 'Vilnius')(r), before: true })],
    ['sold-last-year', 3, (r) => ({ wares: mixed(r, NL21, NL9), billTo: consumer(r), headers: true, before: true })],
    ['export-tenerife', 2, (r) => ({ wares: [zero('EXP', { tariff: 'EXPORT' })], billTo: at('ES', '38001', 'Santa Cruz de Tenerife')(r), headers: true })],
    ['export-aland', 2, (r) => ({ wares: [zero('EXP', { tariff: 'EXPORT' })], billTo: at('FI', '22100', 'Mariehamn')(r) })],
    ['service-outside', 2, (r) => ({ wares: [zero('EXP-S', { tariff: 'SERVICE' })], billTo: { ...consumer(r, 'US'), company: 'Design Studio' }, creditable: true })],
    ['goods-and-service-outside', 1, (r) => ({ wares: [zero('EXP', { tariff: 'EXPORT' }), zero('EXP-S', { tariff: 'SERVICE' })], billTo: consumer(r, 'US') })],
    ['export-busingen', 1, (r) => ({ wares: [zero('EXP', { tariff: 'EXPORT' })], billTo: at('DE', '78266', 'Büsingen')(r) })],
    ['italian-vat-in-livigno', 1, (r) => ({ wares: [{ regime: '', rate: 2200, tariff: 'IT22' }], billTo: at('IT', '23041', 'Livigno')(r), refused: ['R-TERRITORY'] })],
    ['zero-without-kind', 1, (r) => ({ wares: [zero('')], billTo: consumer(r), refused: ['R-KIND'] })],
    ['reverse-charge-too-small', 1, (r) => ({ wares: [zero('', { product: 'LAPTOP-15', price: r.int(1000, 9000) * 10_000 })], billTo: business(r, 'NL'), refused: ['R-RC'] })],
    ['home-vat-under-oss', 1, (r) => ({ wares: [{ ...NL21, regime: '' }], billTo: consumer(r, 'DE'), refused: ['R-OSS-RATE'] })],
    ['destination-vat-to-business', 1, (r) => ({ wares: [{ regime: '', rate: 1900, tariff: 'DE19' }], billTo: business(r, 'DE'), refused: ['R-OSS-B2B'] })],
    ['number-missing', 1, (r) => ({ wares: [zero('')], billTo: consumer(r, 'DE'), refused: ['R-VATNO-MISSING'] })],
    ['number-too-short', 1, (r) => ({ wares: [zero('')], billTo: { ...business(r, 'DE'), vatNumber: vatNumberOf('DE', r).slice(0, -1) }, refused: ['R-VATNO-FORM'] })],
    ['number-of-home', 1, (r) => ({ wares: [zero('')], billTo: business(r, 'NL'), shipTo: consumer(r, 'DE'), refused: ['R-VATNO-HOME'] })],
    ['number-of-small-business', 1, (r) => ({ wares: [zero('')], billTo: { ...business(r, 'DE'), vatNumber: `${vatNumberOf('DE', r)}EX` }, refused: ['R-VATNO-EX'] })],
    ['obfuscated-business', 1, (r) => ({ wares: [zero('')], billTo: { ...business(r, 'DE'), obfuscated: true }, refused: ['R-OBFUSCATED'] })],
    ['no-such-rate', 1, (r) => ({ wares: [{ regime: '', rate: 1300, tariff: 'DE13' }], billTo: consumer(r, 'DE'), refused: ['R-RATE-UNKNOWN'] })],
    ['prepayment', 1, (r) => ({ wares: [{ ...NL21, regime: '' }], billTo: consumer(r), order: { downPayment: 500_000 }, refused: ['R-PREPAYMENT'] })],
  ],
};

/** Consumers abroad with Dutch VAT: only so many that the year stays below EUR 10,000 (facts: vat 1.3, F-BELOW). */
export const BELOW: Make = (r) => ({ wares: [{ ...NL21, price: r.int(10, 90) * 10_000 }], billTo: consumer(r, r.pick(['DE', 'BE', 'FR'] as const)) });
export const MOST_BELOW = 90;
