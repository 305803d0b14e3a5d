/** How a scenario says what an order and its invoices should be; `build.ts` turns it into wire data and truth. */
import type { E4, RateBp } from './amounts';
import type { CountryCode } from './lookups';
import type { DateStyle } from './time';

export interface ContactSpec {
  readonly first: string;
  readonly last: string;
  readonly prefix?: string;
  readonly company?: string;
  readonly vatNumber?: string;
  readonly cocNumber?: string;
  readonly country: CountryCode;
  readonly postalCode: string;
  readonly city: string;
  readonly street: string;
  readonly number: string;
  readonly email?: string;
  readonly phone?: string;
  /** Replaced by `GDPR: removed` (facts: shopctrl 5.4). */
  readonly obfuscated?: boolean;
  /** Most optional fields null, only the free-form address filled. */
  readonly sparse?: boolean;
}

export interface RowSpec {
  readonly code: string;
  readonly name: string;
  readonly description?: string;
  /** Thousandths: 2000 is two pieces. Positive; credits turn the sign. */
  readonly quantity: number;
  /** Unit price in the leading basis of the shop. */
  readonly price: E4;
  /** Discount of the whole row in the leading basis. */
  readonly discount?: E4;
  readonly rate: RateBp;
  /** The API leaves `VatPercentage` out. */
  readonly percentageMissing?: boolean;
  /** The API states this percentage although the amounts are of `rate` (a deliberate mistake). */
  readonly statedRate?: RateBp;
  /** Tariff code on the wire instead of the usual one of country and rate. */
  readonly tariff?: string;
  /** Outside the tax (deposit, gift card, rounding): header amounts are not spread over it. */
  readonly outside?: boolean;
  /** Name of the VAT regime that this row was built for (facts: vat 1.3), e.g. `OSS-DE-19`. */
  readonly regime?: string;
  /** A row that takes back within an ordinary invoice (exchange). */
  readonly negative?: boolean;
}

/** How a header amount is spread over rates: one rate, by value of the rows, or half and half. */
export type Split = RateBp | 'by-value' | 'half';

export interface HeaderSpec {
  /** In the leading basis; may grow by some cents so that only the wanted split explains the pair. */
  readonly amount: E4;
  readonly split: Split;
}

export type Defect =
  | { readonly kind: 'total-off'; readonly by: E4 }
  | { readonly kind: 'shipping-unsolvable' }
  | { readonly kind: 'no-date' };

export interface InvoiceSpec {
  readonly scenario: string;
  /** Days back from the world's day, and minutes after midnight. */
  readonly daysAgo: number;
  readonly minutes?: number;
  readonly dateStyle?: DateStyle;
  readonly state?: 'open' | 'draft' | 'deleted' | 'deleted-draft';
  readonly rows: readonly RowSpec[];
  readonly shipping?: HeaderSpec;
  readonly fee?: HeaderSpec;
  readonly discount?: HeaderSpec;
  /** Regime of header amounts by rate, where rows name theirs. */
  readonly regimes?: Readonly<Record<RateBp, string>>;
  readonly defect?: Defect;
  /** One number of the series is skipped before this invoice. */
  readonly gapBefore?: boolean;
  /** ExternalService: the document was uploaded by API. */
  readonly external?: boolean;
  readonly paid?: 'no' | 'part' | 'yes';
}

export interface CreditSpec {
  readonly scenario: string;
  readonly daysAgo: number;
  /** Which invoice of the order, by place. */
  readonly of: number;
  /** Credits an earlier credit of the order, by place, in full: a sale again. */
  readonly ofCredit?: number;
  /** The order rows do not say what they credit. */
  readonly unlinked?: boolean;
  /** Part of the header discount that goes with the credited rows, spread by their value. */
  readonly discount?: HeaderSpec;
  /** `full` mirrors the original, header amounts included; else the rows by place with the quantity to credit. */
  readonly what: 'full' | readonly { readonly row: number; readonly quantity: number }[];
}

export interface OrderSpec {
  readonly billTo: ContactSpec;
  /** Absent: same as bill-to. Null: the API gives none. */
  readonly shipTo?: ContactSpec | null;
  readonly currency?: 'EUR' | 'GBP' | 'JPY' | 'USD' | 'SEK';
  /** Warehouse of the shipment; 1 by default. */
  readonly warehouse?: number;
  /** Days between the invoice's day and the shipment's: negative is earlier. */
  readonly shippedAfter?: number;
  /** In the currency of the order. */
  readonly downPayment?: E4;
  readonly invoices: readonly InvoiceSpec[];
  readonly credits?: readonly CreditSpec[];
  readonly customerCode?: string | null;
}
