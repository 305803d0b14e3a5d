/**
 * Six shops with six sellers' profiles (facts: vat 1.1, 7 P1-P6), as plain data: what a person would type into the set-up. Written for the
 * simulators; a test turns it into the product's own shape.
 */
import type { Basis } from '../amounts';

export type SellerKey = 'two-countries' | 'below' | 'small' | 'margin' | 'currencies' | 'everything';

export interface SellerFacts {
  readonly home: 'NL';
  readonly consumers: 'oss' | 'below' | null;
  /** First day of the answer about consumers. */
  readonly consumersFrom: string;
  /** Warehouse id -> country of dispatch; empty: everything leaves from home. */
  readonly warehouses: Readonly<Record<number, string>>;
  readonly registrations: readonly { readonly country: string; readonly number: string; readonly from: string }[];
  /** First day under the small-business scheme. */
  readonly smallBusinessFrom: string | null;
  /** What rows are: by tariff code or product code (`*` at the end: any ending), in one country of arrival or everywhere. */
  readonly kinds: readonly { readonly by: 'tariff' | 'product'; readonly code: string; readonly country: string; readonly kind: string }[];
  /** How ShopCtrl shows a used gift card. */
  readonly voucherUse: 'row';
}

export interface QuarterShop {
  readonly id: number;
  readonly name: string;
  readonly seller: SellerKey;
  readonly basis: Basis;
  readonly vatRounding: 'line' | 'grouped';
  /** Share of the quarter's orders, in hundredths. */
  readonly share: number;
  readonly facts: SellerFacts;
}

const KINDS: SellerFacts['kinds'] = [
  { by: 'tariff', code: 'ZERO', country: '', kind: 'zero-rate' },
  { by: 'tariff', code: 'EXEMPT', country: '', kind: 'exempt' },
  { by: 'tariff', code: 'SERVICE', country: '', kind: 'service' },
  { by: 'tariff', code: 'DEPOSIT', country: '', kind: 'deposit' },
  { by: 'tariff', code: 'IE-ZERO', country: 'IE', kind: 'zero-rate' },
  { by: 'product', code: 'GIFTCARD*', country: '', kind: 'voucher-multi' },
  { by: 'product', code: 'BOOKVOUCHER*', country: '', kind: 'voucher-single' },
  { by: 'product', code: 'LAPTOP*', country: '', kind: 'reverse-charge' },
];
const DUTCH: SellerFacts = {
  home: 'NL', consumers: 'oss', consumersFrom: '2021-07-01', warehouses: {}, registrations: [], smallBusinessFrom: null, kinds: KINDS, voucherUse: 'row',
};

export const QUARTER_SHOPS: readonly QuarterShop[] = [
  {
    id: 31, name: 'Twee Magazijnen', seller: 'two-countries', basis: 'net', vatRounding: 'line', share: 20,
    facts: { ...DUTCH, warehouses: { 1: 'NL', 2: 'DE' }, registrations: [{ country: 'DE', number: 'DE811569869', from: '2021-07-01' }] },
  },
  { id: 32, name: 'Onder de Drempel', seller: 'below', basis: 'gross', vatRounding: 'line', share: 10, facts: { ...DUTCH, consumers: 'below', consumersFrom: '2020-01-01' } },
  { id: 33, name: 'Kaarsen Klein', seller: 'small', basis: 'gross', vatRounding: 'line', share: 5, facts: { ...DUTCH, consumers: null, smallBusinessFrom: '2020-01-01' } },
  {
    id: 34, name: 'Tweede Lens', seller: 'margin', basis: 'gross', vatRounding: 'line', share: 10,
    facts: { ...DUTCH, kinds: [...KINDS, { by: 'tariff', code: 'MARGIN', country: '', kind: 'margin' }] },
  },
  {
    id: 35, name: 'Vier Munten', seller: 'currencies', basis: 'net', vatRounding: 'line', share: 20,
    facts: { ...DUTCH, registrations: [{ country: 'GB', number: 'GB980780684', from: '2021-01-01' }, { country: 'CH', number: 'CHE123456788MWST', from: '2021-01-01' }] },
  },
  { id: 36, name: 'Alles & Meer', seller: 'everything', basis: 'net', vatRounding: 'grouped', share: 35, facts: DUTCH },
];
