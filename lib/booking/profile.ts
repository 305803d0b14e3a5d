/**
 * The seller's profile of one shop: what decides the VAT regime and cannot be read from an invoice (facts: vat 1.1). Typed by the person, part
 * of the shop's rules and so of their dated versions; the facts in it have days of their own, since an invoice is judged by the day of supply.
 */
import type { IsoDate } from '../invoice/money';

/** First and last day on which something holds; an empty text is an open end. */
export interface Period {
  readonly from: IsoDate | '';
  readonly to: IsoDate | '';
}

/** How sales to consumers in other member states are taxed: Union One Stop Shop, below the EUR 10,000 threshold (VAT of home), or registered in each country. */
export type ConsumerScheme = 'oss' | 'below' | 'registered';

export interface ConsumerPeriod extends Period {
  readonly scheme: ConsumerScheme;
}

/** A VAT registration besides that of the home country; member states for local sales, GB, CH, NO … for VAT charged on exports. */
export interface Registration extends Period {
  /** ISO code. */
  readonly country: string;
  readonly number: string;
}

/**
 * What a row is, where it is not an ordinary sale of goods. `zero-rate` is a real 0 % of the country named in the rule (or of home).
 * `reverse-charge` is one kind of the goods whose VAT is only reverse-charged from EUR 10,000 of that kind on (phones, chips, consoles,
 * tablets, laptops); `reverse-charge-always` is reverse-charged at any amount (scrap, gold, construction, staff) (facts: vat 1.3, NL-RC).
 */
export const ROW_KINDS = [
  'goods', 'service', 'zero-rate', 'exempt', 'reverse-charge', 'reverse-charge-always', 'margin',
  'voucher-multi', 'voucher-single', 'deposit', 'donation', 'damages', 'rounding',
] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/**
 * Gives rows their kind by VAT tariff or product code. Product wins over tariff; a rule with a country wins over one without. Each rule is
 * one kind of goods of its own where the law counts per kind: laptops under one rule and phones under another are never added up.
 */
export interface KindRule {
  readonly by: 'tariff' | 'product';
  /** Tariff code or product code as ShopCtrl writes it, compared without case; a product code may end in `*`. */
  readonly code: string;
  /** ISO code of arrival for which it holds; empty for all (and for `zero-rate`: home only). */
  readonly country: string;
  readonly kind: RowKind;
}

/** How ShopCtrl shows the use of a gift card: as a payment (not on the invoice), as a negative row, or as a discount of the whole. Empty: not answered. */
export type VoucherUse = '' | 'payment' | 'row' | 'discount';

export interface SellerProfile {
  /** ISO code of the administration's country; regimes and boxes are only known for NL. Empty: as Exact says, NL without Exact. */
  readonly homeCountry: string;
  /** ISO code from which the goods leave; the home country by default. */
  readonly dispatchCountry: string;
  /** Other warehouses by ShopCtrl's id or name. Once one is listed, an invoice that names an unlisted warehouse is refused. */
  readonly warehouses: readonly { readonly warehouse: string; readonly country: string }[];
  /** Not answered for a day: sales with VAT to consumers in other member states wait for the answer. */
  readonly consumers: readonly ConsumerPeriod[];
  readonly registrations: readonly Registration[];
  /** Periods under the small-business scheme. */
  readonly smallBusiness: readonly Period[];
  readonly kinds: readonly KindRule[];
  readonly voucherUse: VoucherUse;
  /** Cross-border consumer sales of the calendar year that this shop's invoices do not show (other channels), in cents; counts towards the threshold. */
  readonly belowElsewhere: number;
  /** VAT on payments instead of invoices: boxes then follow payments, and the product says so. */
  readonly cashBasis: boolean;
}

/** Numbers that a person found confirmed in VIES. */
export interface ConfirmedNumber {
  /** Normalised number. */
  readonly number: string;
  readonly date: IsoDate;
  readonly consultation: string;
  readonly by: string;
}

/** "Book as invoiced" for one cause, given once by a person (facts: vat 1.5, R-OSS-…). */
export interface Consent {
  /** Refusal code, with the country where it has one: `R-OSS-RATE|DE`. */
  readonly cause: string;
  readonly by: string;
  readonly at: string;
}

export const DEFAULT_PROFILE: SellerProfile = {
  homeCountry: '',
  dispatchCountry: '',
  warehouses: [],
  consumers: [],
  registrations: [],
  smallBusiness: [],
  kinds: [],
  voucherUse: '',
  belowElsewhere: 0,
  cashBasis: false,
};

/** Whether a period holds on a day. */
export function holds({ from, to }: Period, date: IsoDate): boolean {
  return (from === '' || from <= date) && (to === '' || date <= to);
}
