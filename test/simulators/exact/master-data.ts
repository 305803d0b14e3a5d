/** Master data of an administration, as a Dutch bookkeeper would have set it up. Codes are invented; every administration has its own. */
import { createHash } from 'node:crypto';
import type { Division } from './types';

export interface VatCode {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  /** Fraction. */
  readonly percentage: number;
  /** E excluding, I including, B zero rate with base, N no VAT. */
  readonly type: 'E' | 'I' | 'B' | 'N';
  readonly transactionType: 'B' | 'P' | 'S';
  readonly blocked: boolean;
  readonly charged: boolean;
  readonly listing: 'N' | 'L' | 'S' | 'T';
  readonly ossCountry: string | null;
  readonly glToPay: string;
  readonly validFrom: string;
  /** Percentages with their days where they changed; without, `percentage` holds since `validFrom`. Both days inclusive, null while it holds. */
  readonly dated?: readonly DatedPercentage[];
  readonly margin: boolean;
  /** Boxes of the Dutch return that base and VAT go to (`VATBoxLink`); null for none. */
  readonly boxBase: string | null;
  readonly boxVat: string | null;
}

export interface DatedPercentage {
  /** Fraction. */
  readonly percentage: number;
  readonly from: string;
  readonly to: string | null;
}

/** The percentage of a code on a day, as a fraction; undefined when it has none then (facts: vat 8, 1). */
export function percentageOn(code: VatCode, date: string): number | undefined {
  if (code.dated) return code.dated.find(({ from, to }) => from <= date && (to === null || date <= to))?.percentage;
  return code.validFrom <= date ? code.percentage : undefined;
}

export interface CostCenter {
  readonly id: string;
  readonly code: string;
  readonly description: string;
}

/** A rate of the table: home currency for one unit, from this day until the next row of the currency. */
export interface DailyRate {
  readonly currency: string;
  readonly from: string;
  readonly rate: number;
}

export interface GlAccount {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  readonly type: number;
  readonly blocked: boolean;
  readonly vatCode: string | null;
  /** 0 optional, 1 mandatory, 2 not allowed. */
  readonly costCenter: 0 | 1 | 2;
  readonly costUnit: 0 | 1 | 2;
  /** Codes that a line gets by itself. */
  readonly defaultCostCenter?: string;
  readonly defaultCostUnit?: string;
}

export interface Journal {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  readonly type: number;
  readonly currency: string;
  readonly variableCurrency: boolean;
  readonly variableRate: boolean;
  readonly blocked: boolean;
  /** Control account: the receivable of a sales journal. */
  readonly glAccount: string;
}

export interface PaymentCondition {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  readonly days: number;
  /** Settlement discount as a fraction. */
  readonly discount: number;
}

export interface Period {
  readonly id: string;
  readonly year: number;
  readonly period: number;
  /** `yyyy-mm-dd`, both inclusive. */
  readonly start: string;
  readonly end: string;
  readonly closed: boolean;
}

export interface Account {
  readonly id: string;
  /** Without padding. */
  readonly code: string;
  readonly name: string;
  /** A none, S suspect, P prospect, C customer. */
  readonly status: string;
  readonly country: string;
  readonly vatNumber: string;
  readonly email: string;
  readonly phone: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly postcode: string;
  readonly city: string;
  readonly chamberOfCommerce: string;
  readonly isSupplier: boolean;
  readonly blocked: boolean;
  readonly paymentCondition: string;
  /** Own receivable account, if any. */
  readonly glAr: string | null;
  /** Further fields that were written over REST and are shown again, by their API name. */
  readonly more?: Readonly<Record<string, string | number | boolean>>;
  /** Milliseconds; absent for the seed. */
  readonly created?: number;
}

export interface Item {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  readonly glRevenue: string;
  readonly vatCode: string;
  readonly isSalesItem: boolean;
}

/** Codes are keys. The simulator replaces values as a person in Exact would. */
export interface MasterData {
  readonly division: Division;
  readonly vatCodes: Map<string, VatCode>;
  readonly glAccounts: Map<string, GlAccount>;
  readonly journals: Map<string, Journal>;
  readonly paymentConditions: Map<string, PaymentCondition>;
  readonly accounts: Map<string, Account>;
  readonly items: Map<string, Item>;
  periods: readonly Period[];
  /** Used when neither file nor account names one; empty means that Exact asks for it. */
  defaultPaymentCondition: string;
  /** Units of the division's currency for one unit of a foreign one. */
  readonly rates: Map<string, number>;
  /** Beside `rates`: the table per day, where there is one. */
  readonly dailyRates: DailyRate[];
  readonly costCenters: Map<string, CostCenter>;
  readonly costUnits: Map<string, CostCenter>;
  /** VAT periods whose return was filed, both days inclusive. */
  readonly filed: { readonly from: string; readonly to: string }[];
}

/** Home currency for one unit on a day; undefined for a currency that is not switched on (facts: vat 8, 8). */
export function rateOn(master: MasterData, currency: string, date: string): number | undefined {
  if (currency === master.division.currency) return 1;
  const base = master.rates.get(currency);
  if (base === undefined) return undefined;
  let best: DailyRate | undefined;
  for (const row of master.dailyRates) if (row.currency === currency && row.from <= date && (!best || row.from >= best.from)) best = row;
  return best?.rate ?? base;
}

/** A GUID that is the same in every run. */
export function fixedId(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/**
 * Rates of One Stop Shop codes. The code is the country and a number: 1 is the standard rate of late 2026.
 * (facts: vat 2; rates of the past that an old invoice may carry come after the present ones)
 */
export const OSS_RATES: Readonly<Record<string, readonly number[]>> = {
  AT: [20, 13, 10, 4.9], BE: [21, 12, 6], BG: [20, 9], CY: [19, 9, 5, 3], CZ: [21, 12], DE: [19, 7], DK: [25], EE: [24, 13, 9, 22], ES: [21, 10, 4], FI: [25.5, 13.5, 10, 14],
  FR: [20, 10, 5.5, 2.1], GR: [24, 13, 6], HR: [25, 13, 5], HU: [27, 18, 5], IE: [23, 13.5, 9, 4.8], IT: [22, 10, 5, 4], LT: [21, 12, 5, 9], LU: [17, 14, 8, 3], LV: [21, 12, 5], MT: [18, 12, 7, 5],
  PL: [23, 8, 5], PT: [23, 13, 6], RO: [21, 11, 19, 9], SE: [25, 12, 6], SI: [22, 9.5, 5], SK: [23, 19, 5, 20], XI: [20, 5],
};

/** The One Stop Shop code of a country and rate, e.g. `ossCode('DE', 19)` is `DE1`. */
export function ossCode(country: string, percent: number): string {
  const at = OSS_RATES[country]?.indexOf(percent) ?? -1;
  if (at < 0) throw new Error(`no OSS code for ${country} ${percent}`);
  return `${country}${at + 1}`;
}

/** Countries with a collective debtor of their own, in the order of their codes from 2101. */
const COLLECTIVE = [...Object.keys(OSS_RATES), 'GB', 'CH', 'NO', 'US'];

/** Code of the collective debtor for consumers taxed in a country; `1` for the Netherlands, `2002` for the rest of the world. */
export function collectiveDebtor(country: string): string {
  const at = COLLECTIVE.indexOf(country);
  return country === 'NL' ? '1' : at < 0 ? '2002' : String(2101 + at);
}

/** Member states where goods of a shop may be at 0 % (facts: vat 2). */
export const OSS_ZERO: readonly string[] = ['BE', 'CZ', 'DE', 'DK', 'HR', 'IE', 'MT', 'XI'];

/** Percentages of One Stop Shop codes that changed since 2021: the code went along with the rate. */
const CHANGED: Readonly<Record<string, readonly (readonly [percent: number, from: string])[]>> = {
  'EE 24': [[20, '2021-07-01'], [22, '2024-01-01'], [24, '2025-07-01']],
  'RO 21': [[19, '2021-07-01'], [21, '2025-08-01']],
  'RO 11': [[9, '2021-07-01'], [11, '2025-08-01']],
  'SK 23': [[20, '2021-07-01'], [23, '2025-01-01']],
  'FI 25.5': [[24, '2021-07-01'], [25.5, '2024-09-01']],
  'FI 13.5': [[14, '2021-07-01'], [13.5, '2026-01-01']],
  'LT 12': [[9, '2021-07-01'], [12, '2026-01-01']],
};

function dated(country: string, rate: number): Pick<VatCode, 'dated'> {
  const steps = CHANGED[`${country} ${rate}`];
  if (!steps) return {};
  return { dated: steps.map(([percent, from], at) => ({ percentage: Math.round(percent * 100) / 10_000, from, to: steps[at + 1] ? dayBefore(steps[at + 1]?.[1] ?? '') : null })) };
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

export function seedMasterData(division: Division): MasterData {
  const id = (kind: string, code: string): string => fixedId(division.code, kind, code);
  const byCode = <T extends { readonly code: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.code, row]));
  const vat = (code: string, description: string, percent: number, type: VatCode['type'], more: Partial<VatCode> = {}): VatCode => ({
    id: id('vat', code), code, description, percentage: Math.round(percent * 100) / 10_000, type, transactionType: 'B', blocked: false, charged: false, listing: 'N', ossCountry: null, glToPay: '1500', validFrom: '2012-10-01', margin: false, boxBase: null, boxVat: null, ...more,
  });
  const gl = (code: string, description: string, type: number, more: Partial<GlAccount> = {}): GlAccount => ({ id: id('gl', code), code, description, type, blocked: false, vatCode: null, costCenter: 0, costUnit: 0, ...more });
  const journal = (code: string, description: string, type: number, glAccount: string, more: Partial<Journal> = {}): Journal => ({
    id: id('journal', code), code, description, type, currency: division.currency, variableCurrency: false, variableRate: false, blocked: false, glAccount, ...more,
  });
  const account = (code: string, name: string, more: Partial<Account> = {}): Account => ({ ...newAccount(id('account', code), code, name), status: 'C', country: division.country, ...more });

  const oss = Object.entries(OSS_RATES).flatMap(([country, rates]) => rates.map((rate) => vat(ossCode(country, rate), `OSS ${country} ${String(rate).replace('.', ',')}%`, rate, 'E', { ossCountry: country, transactionType: 'S', glToPay: '1530', validFrom: '2021-07-01', ...dated(country, rate) })));
  return {
    division,
    vatCodes: byCode([
      vat('0', 'Btw nultarief binnenland', 0, 'B', { boxBase: '1e' }),
      vat('1', 'Btw laag tarief, exclusief', 9, 'E', { glToPay: '1510', boxBase: '1b', boxVat: '1b', dated: [{ percentage: 0.06, from: '1986-10-01', to: '2018-12-31' }, { percentage: 0.09, from: '2019-01-01', to: null }] }),
      vat('2', 'Btw hoog tarief, exclusief', 21, 'E', { boxBase: '1a', boxVat: '1a', dated: [{ percentage: 0.19, from: '2001-01-01', to: '2012-09-30' }, { percentage: 0.21, from: '2012-10-01', to: null }] }),
      vat('3', 'Btw laag tarief, inclusief', 9, 'I', { glToPay: '1510', boxBase: '1b', boxVat: '1b' }),
      vat('4', 'Btw hoog tarief, inclusief', 21, 'I', { boxBase: '1a', boxVat: '1a' }),
      vat('5', 'Btw verlegd binnenland', 0, 'B', { charged: true, boxBase: '1e' }),
      vat('6', 'Export buiten de EU', 0, 'B', { boxBase: '3a' }),
      vat('7', 'Intracommunautaire levering goederen', 0, 'B', { listing: 'L', boxBase: '3b' }),
      vat('8', 'Intracommunautaire diensten', 0, 'B', { listing: 'S', boxBase: '3b' }),
      vat('9', 'Oud hoog tarief 19%', 19, 'E', { blocked: true, boxBase: '1a', boxVat: '1a' }),
      vat('M', 'Margeregeling', 0, 'B', { margin: true }),
      vat('X', 'Diensten buiten de EU', 0, 'N'),
      // Registrations abroad: no box of the Dutch return, but the base of an export with foreign VAT is export still.
      vat('D19', 'Umsatzsteuer 19% (registratie Duitsland)', 19, 'E', { transactionType: 'S', glToPay: '1540' }),
      vat('D7', 'Umsatzsteuer 7% (registratie Duitsland)', 7, 'E', { transactionType: 'S', glToPay: '1540' }),
      vat('G20', 'UK VAT 20% (registratie VK)', 20, 'E', { transactionType: 'S', glToPay: '1541', boxBase: '3a' }),
      vat('G5', 'UK VAT 5% (registratie VK)', 5, 'E', { transactionType: 'S', glToPay: '1541', boxBase: '3a' }),
      vat('C8', 'MWST 8,1% (registratie Zwitserland)', 8.1, 'E', { transactionType: 'S', glToPay: '1542', boxBase: '3a', validFrom: '2024-01-01' }),
      vat('C2', 'MWST 2,6% (registratie Zwitserland)', 2.6, 'E', { transactionType: 'S', glToPay: '1542', boxBase: '3a', validFrom: '2024-01-01' }),
      vat('NL1', 'OSS NL 21%', 21, 'E', { ossCountry: 'NL', transactionType: 'S', glToPay: '1530' }),
      vat('NL2', 'OSS NL 9%', 9, 'E', { ossCountry: 'NL', transactionType: 'S', glToPay: '1530', validFrom: '2019-01-01' }),
      ...OSS_ZERO.map((country) => vat(`${country}0`, `OSS ${country} 0%`, 0, 'B', { ossCountry: country, transactionType: 'S', glToPay: '1530', validFrom: '2021-07-01' })),
      vat('I', 'Btw inkoop hoog', 21, 'E', { transactionType: 'P', glToPay: '1520' }),
      vat('N', 'Geen btw', 0, 'N'),
      ...oss,
    ]),
    glAccounts: byCode([
      gl('1100', 'Bank', 12), gl('1300', 'Debiteuren', 20), gl('1310', 'Debiteuren buitenland', 20), gl('1400', 'Cadeaubonnen in omloop', 27),
      gl('1500', 'Btw af te dragen hoog', 24), gl('1510', 'Btw af te dragen laag', 24), gl('1520', 'Btw te vorderen', 24), gl('1530', 'Btw OSS af te dragen', 24),
      gl('1410', 'Statiegeld', 60), gl('1540', 'Umsatzsteuer Duitsland af te dragen', 24), gl('1541', 'UK VAT af te dragen', 24), gl('1542', 'MWST Zwitserland af te dragen', 24),
      gl('1600', 'Crediteuren', 22), gl('4000', 'Lonen', 125), gl('4500', 'Verkoopkosten', 121, { costCenter: 1 }), gl('4510', 'Verkoopkosten zonder kostenplaats', 121, { costCenter: 2, costUnit: 2 }), gl('4900', 'Betalings- en afrondingsverschillen', 121),
      // Default VAT codes are what an omitted code silently books with (facts: exact-api 6.2).
      ...Array.from({ length: 100 }, (_, at) => gl(String(8000 + at), REVENUE[at] ?? `Omzet ${8000 + at}`, 110, { vatCode: at === 99 ? null : '2', blocked: at === 98 })),
    ]),
    journals: byCode([
      journal('20', 'Bank', 12, '1100'), journal('60', 'Inkoopboek', 22, '1600'), journal('70', 'Verkoopboek', 20, '1300'),
      journal('71', 'Verkoopboek buitenland', 20, '1300', { variableCurrency: true, variableRate: true }), journal('72', 'Verkoopboek GBP', 20, '1300', { currency: 'GBP' }), journal('73', 'Verkoopboek USD', 20, '1300', { currency: 'USD' }), journal('74', 'Verkoopboek SEK', 20, '1300', { currency: 'SEK', variableRate: true }),
      journal('79', 'Verkoopboek oud', 20, '1300', { blocked: true }), journal('90', 'Memoriaal', 90, '1300'),
    ]),
    paymentConditions: byCode([['14', '14 dagen', 14], ['30', '30 dagen', 30], ['00', 'Direct betaald', 0], ['8K', '2% korting binnen 8 dagen', 8, 0.02]].map(([code, description, days, discount = 0]) => ({ id: id('pc', String(code)), code: String(code), description: String(description), days: Number(days), discount: Number(discount) }))),
    accounts: byCode([
      account('1', 'Webwinkel consumenten Nederland', { paymentCondition: '14' }),
      account('1001', 'Webwinkelklanten', { paymentCondition: '14' }),
      account('2001', 'Webwinkel consumenten EU', { country: 'DE' }), account('2002', 'Webwinkel consumenten buiten EU', { country: 'CH' }),
      ...COLLECTIVE.map((country) => account(collectiveDebtor(country), `Webwinkel consumenten ${country}`, { country, paymentCondition: '14' })),
      account('3001', 'Licht und Raum GmbH', { country: 'DE', vatNumber: 'DE136695976', city: 'Köln' }), account('3002', 'Buchhandel Nord GmbH', { country: 'DE', vatNumber: 'DE129273398', city: 'Hamburg' }),
      account('4001', 'Prospect B.V.', { status: 'P' }), account('4002', 'Leverancier B.V.', { status: 'A', isSupplier: true }), account('4003', 'Geblokkeerd B.V.', { blocked: true }),
      account('5001', 'Eigen debiteurenrekening B.V.', { glAr: '1310' }),
    ]),
    items: byCode([['STANDAARD', 'Standaardartikel'], ['VERZENDKOSTEN', 'Verzendkosten'], ['KORTING', 'Korting'], ['BETAALKOSTEN', 'Betaalkosten']].map(([code, description]) => ({ id: id('item', String(code)), code: String(code), description: String(description), glRevenue: '8000', vatCode: '2', isSalesItem: true }))),
    periods: [2025, 2026, 2027].flatMap((year) => Array.from({ length: 12 }, (_, at) => at + 1).map((month) => ({ id: id('period', `${year}-${month}`), year, period: month, start: isoDay(year, month, 1), end: isoDay(year, month + 1, 0), closed: false }))),
    defaultPaymentCondition: '30',
    rates: new Map([['USD', 0.92], ['GBP', 1.17], ['SEK', 0.088], ['DKK', 0.134], ['CHF', 1.04], ['PLN', 0.23], ['EUR', 1]]),
    dailyRates: [],
    costCenters: byCode([['WEB', 'Webwinkel'], ['WINKEL', 'Winkel Utrecht']].map(([code = '', description = '']) => ({ id: id('cc', code), code, description }))),
    costUnits: byCode([['LAMP', 'Lampen'], ['BOEK', 'Boeken']].map(([code = '', description = '']) => ({ id: id('cu', code), code, description }))),
    filed: [],
  };
}

export function newAccount(id: string, code: string, name: string): Account {
  return { id, code, name, status: 'A', country: '', vatNumber: '', email: '', phone: '', addressLine1: '', addressLine2: '', postcode: '', city: '', chamberOfCommerce: '', isSupplier: false, blocked: false, paymentCondition: '', glAr: null };
}

const REVENUE = ['Omzet hoog tarief', 'Omzet laag tarief', 'Omzet nultarief', 'Omzet verlegd', 'Omzet intracommunautair', 'Omzet export', 'Omzet OSS hoog', 'Omzet OSS laag', 'Omzet verzendkosten', 'Omzet betaalkosten', 'Kortingen', 'Omzet zonder btw', 'Omzet margeregeling', 'Omzet diensten EU', 'Omzet diensten buiten EU', 'Omzet Duitsland (eigen registratie)', 'Omzet Verenigd Koninkrijk (eigen registratie)', 'Omzet Zwitserland (eigen registratie)', 'Omzet vrijgesteld'];

function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
