/** An administration as a Dutch bookkeeper sets it up, by hand; a test says what it changes. */
import type { BookAccount, BookHabit, Books, BookVatCode } from '../../lib/booking/books';
import type { SaleKind } from '../../lib/booking/proposal-types';

export function aCode(code: string, type: string, rate: number | null, change: Partial<BookVatCode> = {}): BookVatCode {
  return {
    code, description: `Code ${code}`, type, transaction: 'B', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false,
    percentages: rate === null ? [] : [{ rate, from: '2012-10-01', to: '' }], ...change,
  };
}

export function anAccount(code: string, description: string, type = 110, change: Partial<BookAccount> = {}): BookAccount {
  return { id: `id-${code}`, code, description, type, blocked: false, vatCode: '', costCenter: 0, costUnit: 0, ...change };
}

export function aHabit(account: string, vatCode: string, count: number, countries: readonly string[] = ['NL'], journal = '70'): BookHabit {
  return { account, vatCode, journal, count, net: count * 1000, countries };
}

export function someBooks(change: Partial<Books> = {}): Books {
  return {
    division: 1,
    country: 'NL',
    currency: 'EUR',
    readAt: '2026-11-22T08:00:00.000Z',
    vatCodes: [
      aCode('0', 'B', 0), aCode('1', 'E', 900), aCode('2', 'E', 2100), aCode('4', 'I', 2100), aCode('5', 'B', 0, { charged: true }), aCode('6', 'B', 0),
      aCode('7', 'B', 0, { listing: 'L' }), aCode('8', 'B', 0, { listing: 'S' }), aCode('9', 'E', 1900, { blocked: true }), aCode('I', 'E', 2100, { transaction: 'P' }), aCode('N', 'N', 0),
      aCode('DE1', 'E', 1900, { ossCountry: 'DE', transaction: 'S' }), aCode('FR1', 'E', 2000, { ossCountry: 'FR', transaction: 'S' }), aCode('BE1', 'E', 2100, { ossCountry: 'BE', transaction: 'S' }),
      aCode('EE1', 'E', null, { ossCountry: 'EE', percentages: [{ rate: 2200, from: '2024-01-01', to: '2026-09-30' }, { rate: 2400, from: '2026-10-01', to: '' }] }),
    ],
    accounts: [
      anAccount('1300', 'Debiteuren', 20), anAccount('1400', 'Cadeaubonnen in omloop', 27), anAccount('4900', 'Betalings- en afrondingsverschillen', 121),
      anAccount('8000', 'Omzet hoog'), anAccount('8001', 'Omzet laag'), anAccount('8004', 'Omzet EU'), anAccount('8005', 'Omzet export'), anAccount('8006', 'Omzet OSS'), anAccount('8008', 'Omzet verzendkosten'),
    ],
    journals: [
      { code: '70', description: 'Verkoop', type: 20, currency: 'EUR', variableCurrency: false, variableRate: false, blocked: false },
      { code: '71', description: 'Verkoop SEK', type: 20, currency: 'SEK', variableCurrency: false, variableRate: false, blocked: false },
    ],
    paymentConditions: [{ code: '14', description: '14 dagen', discount: 0 }],
    costCenters: [],
    costUnits: [],
    currencies: ['EUR', 'SEK'],
    habits: [],
    periods: [],
    ...change,
  };
}

/** A kind met in November 2026. */
export function aKind(regime: SaleKind['regime'], country: string, rate: number, change: Partial<SaleKind> = {}): SaleKind {
  return { use: 'revenue', regime, country, rate, count: 3, nets: [{ currency: 'EUR', net: 3000 }], examples: ['F1'], first: '2026-11-01', last: '2026-11-20', ...change };
}
