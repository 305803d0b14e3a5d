/** The sellers of the generated sales, and the rates that the generator knows. Typed from facts: vat 1.1, 2 and 7 (profiles P1 to P6). */
import { DEFAULT_PROFILE, type SellerProfile } from '../../../lib/booking/profile';

const KINDS: SellerProfile['kinds'] = [
  { by: 'tariff', code: 'ZERO', country: '', kind: 'zero-rate' },
  { by: 'tariff', code: 'EXEMPT', country: '', kind: 'exempt' },
  { by: 'tariff', code: 'SERVICE', country: '', kind: 'service' },
  { by: 'tariff', code: 'DEPOSIT', country: '', kind: 'deposit' },
  { by: 'product', code: 'GIFTCARD*', country: '', kind: 'voucher-multi' },
  { by: 'product', code: 'LAPTOP*', country: '', kind: 'reverse-charge' },
  { by: 'tariff', code: 'IE-ZERO', country: 'IE', kind: 'zero-rate' },
];

const DUTCH: SellerProfile = { ...DEFAULT_PROFILE, homeCountry: 'NL', dispatchCountry: 'NL', kinds: KINDS, voucherUse: 'row' };

export const SELLERS = {
  oss: { ...DUTCH, consumers: [{ scheme: 'oss', from: '2021-07-01', to: '' }] },
  below: { ...DUTCH, consumers: [{ scheme: 'below', from: '', to: '' }] },
  silent: DUTCH,
  stockInGermany: {
    ...DUTCH,
    consumers: [{ scheme: 'oss', from: '2021-07-01', to: '' }],
    warehouses: [{ warehouse: '1', country: 'NL' }, { warehouse: '2', country: 'DE' }],
    registrations: [{ country: 'DE', number: 'DE811569869', from: '2021-07-01', to: '' }],
  },
  swissAndBritish: {
    ...DUTCH,
    consumers: [{ scheme: 'oss', from: '2021-07-01', to: '' }],
    registrations: [
      { country: 'GB', number: 'GB123456789', from: '2021-01-01', to: '' },
      { country: 'CH', number: 'CHE123456789', from: '2021-01-01', to: '' },
    ],
  },
  small: { ...DUTCH, smallBusiness: [{ from: '2021-01-01', to: '' }] },
  margin: { ...DUTCH, consumers: [{ scheme: 'oss', from: '2021-07-01', to: '' }], kinds: [...KINDS, { by: 'tariff', code: 'MARGIN', country: '', kind: 'margin' }] },
} as const satisfies Readonly<Record<string, SellerProfile>>;
export type Seller = keyof typeof SELLERS;

interface Dated {
  readonly from: string;
  readonly rates: readonly number[];
}

/** Rates for consumers abroad by first day, oldest first; only states whose rates changed plainly, and days on which nothing is a neighbour's. */
const ABROAD: Readonly<Record<string, readonly Dated[]>> = {
  DE: [{ from: '2021-07-01', rates: [1900, 700] }],
  BE: [{ from: '2021-07-01', rates: [2100, 600, 1200] }],
  FR: [{ from: '2021-07-01', rates: [2000, 550, 1000, 210] }],
  EE: [{ from: '2021-07-01', rates: [2000] }, { from: '2024-01-01', rates: [2200] }, { from: '2025-07-01', rates: [2400] }],
  SK: [{ from: '2021-07-01', rates: [2000] }, { from: '2025-01-01', rates: [2300, 1900] }],
  FI: [{ from: '2021-07-01', rates: [2400, 1400] }, { from: '2024-09-01', rates: [2550, 1400] }, { from: '2026-01-01', rates: [2550, 1350] }],
  RO: [{ from: '2021-07-01', rates: [1900] }, { from: '2025-08-01', rates: [2100, 1100] }],
  LU: [{ from: '2021-07-01', rates: [1700] }, { from: '2023-01-01', rates: [1600] }, { from: '2024-01-01', rates: [1700] }],
  AT: [{ from: '2021-07-01', rates: [2000, 1000] }],
  GR: [{ from: '2021-07-01', rates: [2400, 1300] }],
  XI: [{ from: '2021-07-01', rates: [2000] }],
};
export const STATES = Object.keys(ABROAD);

/** The rates of a state on a day. */
export function ratesAbroad(state: string, date: string): readonly number[] {
  return ABROAD[state]?.filter(({ from }) => from <= date).at(-1)?.rates ?? [];
}
