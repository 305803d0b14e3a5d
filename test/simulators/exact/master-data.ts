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
}

export interface GlAccount {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  readonly type: number;
  readonly blocked: boolean;
  readonly vatCode: string | null;
  readonly costCenter: 0 | 1 | 2;
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

/**
 * Which revenue account and VAT code of the seeded administrations belong to a rate (hundredths of a percent) and a country group:
 * what a person would type into a table of rates and country groups.
 */
export const EXAMPLE_MAPPING: readonly { readonly rate: number; readonly group: string; readonly revenueAccount: string; readonly vatCode: string }[] = [
  { rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '2' },
  { rate: 900, group: 'home', revenueAccount: '8001', vatCode: '1' },
  { rate: 0, group: 'home', revenueAccount: '8002', vatCode: '0' },
  { rate: 0, group: 'eu-business', revenueAccount: '8004', vatCode: '7' },
  { rate: 0, group: 'outside-eu', revenueAccount: '8005', vatCode: '6' },
  ...Object.entries(OSS_RATES).flatMap(([country, rates]) => rates.map((rate, at) => ({ rate: Math.round(rate * 100), group: `eu-consumer:${country}`, revenueAccount: at === 0 ? '8006' : '8007', vatCode: `${country}${at + 1}` }))),
];

export function seedMasterData(division: Division): MasterData {
  const id = (kind: string, code: string): string => fixedId(division.code, kind, code);
  const byCode = <T extends { readonly code: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.code, row]));
  const vat = (code: string, description: string, percent: number, type: VatCode['type'], more: Partial<VatCode> = {}): VatCode => ({
    id: id('vat', code), code, description, percentage: Math.round(percent * 100) / 10_000, type, transactionType: 'B', blocked: false, charged: false, listing: 'N', ossCountry: null, glToPay: '1500', validFrom: '2012-10-01', ...more,
  });
  const gl = (code: string, description: string, type: number, more: Partial<GlAccount> = {}): GlAccount => ({ id: id('gl', code), code, description, type, blocked: false, vatCode: null, costCenter: 0, ...more });
  const journal = (code: string, description: string, type: number, glAccount: string, more: Partial<Journal> = {}): Journal => ({
    id: id('journal', code), code, description, type, currency: division.currency, variableCurrency: false, variableRate: false, blocked: false, glAccount, ...more,
  });
  const account = (code: string, name: string, more: Partial<Account> = {}): Account => ({ ...newAccount(id('account', code), code, name), status: 'C', country: division.country, ...more });

  const oss = Object.entries(OSS_RATES).flatMap(([country, rates]) => rates.map((rate) => vat(ossCode(country, rate), `OSS ${country} ${String(rate).replace('.', ',')}%`, rate, 'E', { ossCountry: country, transactionType: 'S', glToPay: '1530', validFrom: '2021-07-01' })));
  return {
    division,
    vatCodes: byCode([
      vat('0', 'Btw nultarief binnenland', 0, 'B'),
      vat('1', 'Btw laag tarief, exclusief', 9, 'E', { glToPay: '1510' }),
      vat('2', 'Btw hoog tarief, exclusief', 21, 'E'),
      vat('3', 'Btw laag tarief, inclusief', 9, 'I', { glToPay: '1510' }),
      vat('4', 'Btw hoog tarief, inclusief', 21, 'I'),
      vat('5', 'Btw verlegd binnenland', 0, 'B', { charged: true }),
      vat('6', 'Export buiten de EU', 0, 'B'),
      vat('7', 'Intracommunautaire levering goederen', 0, 'B', { listing: 'L' }),
      vat('8', 'Intracommunautaire diensten', 0, 'B', { listing: 'S' }),
      vat('9', 'Oud hoog tarief 19%', 19, 'E', { blocked: true }),
      vat('I', 'Btw inkoop hoog', 21, 'E', { transactionType: 'P', glToPay: '1520' }),
      vat('N', 'Geen btw', 0, 'N'),
      ...oss,
    ]),
    glAccounts: byCode([
      gl('1100', 'Bank', 12), gl('1300', 'Debiteuren', 20), gl('1310', 'Debiteuren buitenland', 20), gl('1400', 'Cadeaubonnen in omloop', 27),
      gl('1500', 'Btw af te dragen hoog', 24), gl('1510', 'Btw af te dragen laag', 24), gl('1520', 'Btw te vorderen', 24), gl('1530', 'Btw OSS af te dragen', 24),
      gl('1600', 'Crediteuren', 22), gl('4000', 'Lonen', 125), gl('4500', 'Verkoopkosten', 121, { costCenter: 1 }), gl('4900', 'Betalings- en afrondingsverschillen', 121),
      // Default VAT codes are what an omitted code silently books with (facts: exact-api 6.2).
      ...Array.from({ length: 100 }, (_, at) => gl(String(8000 + at), REVENUE[at] ?? `Omzet ${8000 + at}`, 110, { vatCode: at === 99 ? null : '2', blocked: at === 98 })),
    ]),
    journals: byCode([
      journal('20', 'Bank', 12, '1100'), journal('60', 'Inkoopboek', 22, '1600'), journal('70', 'Verkoopboek', 20, '1300'),
      journal('71', 'Verkoopboek buitenland', 20, '1300', { variableCurrency: true, variableRate: true }), journal('79', 'Verkoopboek oud', 20, '1300', { blocked: true }), journal('90', 'Memoriaal', 90, '1300'),
    ]),
    paymentConditions: byCode([['14', '14 dagen', 14], ['30', '30 dagen', 30], ['00', 'Direct betaald', 0]].map(([code, description, days]) => ({ id: id('pc', String(code)), code: String(code), description: String(description), days: Number(days) }))),
    accounts: byCode([
      account('1', 'Webwinkel consumenten Nederland', { paymentCondition: '14' }),
      account('1001', 'Webwinkelklanten', { paymentCondition: '14' }),
      account('2001', 'Webwinkel consumenten EU', { country: 'DE' }), account('2002', 'Webwinkel consumenten buiten EU', { country: 'CH' }),
      account('3001', 'Licht und Raum GmbH', { country: 'DE', vatNumber: 'DE136695976', city: 'Köln' }), account('3002', 'Buchhandel Nord GmbH', { country: 'DE', vatNumber: 'DE129273398', city: 'Hamburg' }),
      account('4001', 'Prospect B.V.', { status: 'P' }), account('4002', 'Leverancier B.V.', { status: 'A', isSupplier: true }), account('4003', 'Geblokkeerd B.V.', { blocked: true }),
      account('5001', 'Eigen debiteurenrekening B.V.', { glAr: '1310' }),
    ]),
    items: byCode([['STANDAARD', 'Standaardartikel'], ['VERZENDKOSTEN', 'Verzendkosten'], ['KORTING', 'Korting'], ['BETAALKOSTEN', 'Betaalkosten']].map(([code, description]) => ({ id: id('item', String(code)), code: String(code), description: String(description), glRevenue: '8000', vatCode: '2', isSalesItem: true }))),
    periods: [2025, 2026, 2027].flatMap((year) => Array.from({ length: 12 }, (_, at) => at + 1).map((month) => ({ id: id('period', `${year}-${month}`), year, period: month, start: isoDay(year, month, 1), end: isoDay(year, month + 1, 0), closed: false }))),
    defaultPaymentCondition: '30',
    rates: new Map([['USD', 0.92], ['GBP', 1.17], ['SEK', 0.088], ['DKK', 0.134], ['CHF', 1.04], ['PLN', 0.23], ['EUR', 1]]),
  };
}

export function newAccount(id: string, code: string, name: string): Account {
  return { id, code, name, status: 'A', country: '', vatNumber: '', email: '', phone: '', addressLine1: '', addressLine2: '', postcode: '', city: '', chamberOfCommerce: '', isSupplier: false, blocked: false, paymentCondition: '', glAr: null };
}

const REVENUE = ['Omzet hoog tarief', 'Omzet laag tarief', 'Omzet nultarief', 'Omzet verlegd', 'Omzet intracommunautair', 'Omzet export', 'Omzet OSS hoog', 'Omzet OSS laag', 'Omzet verzendkosten', 'Omzet betaalkosten', 'Kortingen', 'Omzet zonder btw'];

function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
