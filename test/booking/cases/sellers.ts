/** The sellers of the worked cases, and a table that has an account for each use and a VAT code for each regime, named as the cases name them. */
import { DEFAULT_PROFILE, type SellerProfile } from '../../../lib/booking/profile';
import { DEFAULT_RULES, type AccountRule, type BookingRules } from '../../../lib/booking/rules';

const OSS: SellerProfile = { ...DEFAULT_PROFILE, homeCountry: 'NL', consumers: [{ from: '2021-07-01', to: '', scheme: 'oss' }], voucherUse: 'row' };
const registered = (country: string, number: string, to = ''): SellerProfile['registrations'][number] => ({ country, number, from: '2021-01-01', to });

export const SELLERS: Readonly<Record<string, SellerProfile>> = {
  P1: OSS,
  P2: { ...OSS, consumers: [{ from: '', to: '', scheme: 'below' }] },
  P3: { ...OSS, warehouses: [{ warehouse: '1', country: 'NL' }, { warehouse: '2', country: 'DE' }], registrations: [registered('DE', 'DE136695976')] },
  P4: { ...OSS, registrations: [registered('GB', 'GB980780684'), registered('CH', 'CHE123456788MWST')] },
  P5: { ...OSS, consumers: [], smallBusiness: [{ from: '2025-01-01', to: '' }] },
  P6: OSS,
  P7: { ...OSS, voucherUse: 'discount' },
  P8: { ...OSS, consumers: [{ from: '', to: '', scheme: 'registered' }], registrations: [registered('DE', 'DE136695976', '2026-02-28')] },
  P9: { ...OSS, homeCountry: 'BE' },
};

const ACCOUNTS = {
  revenue: 'revenue', shipping: 'shipping', fee: 'fee', discount: 'discount', margin: 'revenue margin', voucher: 'liability vouchers', deposit: 'balance deposits',
  donation: 'donations', damages: 'damages', rounding: 'calculation differences',
} as const;
const STATES = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK US XI CH'.split(' ');
const RATES = [0, 400, 480, 490, 500, 550, 600, 700, 810, 900, 1000, 1200, 1350, 1600, 1900, 2000, 2100, 2200, 2300, 2400, 2500, 2550];

const rule = (more: Partial<AccountRule>): AccountRule => ({ use: '', regime: '', country: '', rate: null, account: '', vatCode: '', costCenter: '', costUnit: '', ...more });
const taxed = (regime: 'home' | 'oss' | 'local' | 'foreign', prefix: string) => (country: string): AccountRule[] =>
  RATES.map((rate) => rule({ regime, country, rate, vatCode: `${prefix}${country}-${String(rate / 100)}` }));

const TABLE: readonly AccountRule[] = [
  ...Object.entries(ACCOUNTS).map(([use, account]) => rule({ use: use as keyof typeof ACCOUNTS, account })),
  ...STATES.flatMap(taxed('home', '')),
  ...STATES.flatMap(taxed('oss', 'OSS-')),
  ...STATES.flatMap(taxed('local', 'LOCAL-')),
  ...STATES.flatMap(taxed('foreign', 'FOREIGN-')),
  ...([['home-zero', 'NL-0'], ['exempt', 'NL-EX'], ['reverse-charge', 'NL-RC'], ['margin', 'NL-MARGIN'], ['small-business', 'KOR'], ['no-supply', 'OUT'], ['intra-goods', 'ICS-G'],
    ['intra-services', 'ICS-S'], ['export', 'EXP'], ['export-services', 'EXP-S']] as const).map(([regime, vatCode]) => rule({ regime, vatCode })),
];

/** The books of a seller: VAT codes are called like regimes, collective debtors "consumers DE". */
export function rulesOf(profile: SellerProfile): BookingRules {
  return {
    ...DEFAULT_RULES,
    journal: '70', debtorCode: 'consumers', paymentCondition: '30', roundingAccount: ACCOUNTS.rounding, roundingVatCode: 'OUT',
    debtors: STATES.map((country) => ({ country, code: `consumers ${country}` })),
    profile, table: TABLE,
  };
}
