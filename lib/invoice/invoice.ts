/**
 * The canonical Invoice: what was sold, as plain immutable JSON-safe data, independent of ShopCtrl's JSON and of Exact.
 * Made by `lib/shopctrl/normalise`, read by booking, view and proof.
 */
import type { Decimal, IsoDate, Minor, RateBp } from './money';

/** Where an amount stands in ShopCtrl: a row, or one of the three header amounts that are no rows (facts: shopctrl 4.2). */
export type LineKind = 'row' | 'shipping' | 'paymentFee' | 'discount' | 'rounding';

/** A remark on a line or invoice; the codes are those of facts vat 1.5 (`F-…`). Booked, but shown. */
export interface Remark {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface InvoiceLine {
  readonly kind: LineKind;
  /** ShopCtrl's invoice-row id; absent for header amounts. */
  readonly rowId?: number;
  readonly orderRowId?: number;
  readonly productCode: string;
  readonly description: string;
  readonly quantity: Decimal;
  /** Unit prices for information only; the amounts below are what counts. */
  readonly unitPriceEx: Decimal;
  readonly unitPriceInc: Decimal;
  readonly rate: RateBp;
  readonly vatTariffCode?: string;
  /** On a row of a credit invoice: the row's original, where `CreditForOrderRowId` tells. */
  readonly original?: OriginalRow;
  /** Net, VAT and gross: `net + vat === gross`, always. */
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
  readonly remarks: readonly Remark[];
}

/** Where a credited row was invoiced. A credit follows the rate and, in the One Stop Shop, the quarter of its original (facts: vat 6.2). */
export interface OriginalRow {
  readonly invoiceId: number;
  readonly invoiceCode: string;
  readonly date: IsoDate;
  /** Day of supply of the original, when known; of a credit of a credit that of the sale at the bottom. */
  readonly supplyDate?: IsoDate;
  readonly rate: RateBp;
  readonly kind: 'invoice' | 'credit';
}

/** A header amount as the invoice shows it, whole, with the sign of its lines (a discount is negative on an invoice). */
export interface HeaderAmount {
  readonly kind: 'shipping' | 'paymentFee' | 'discount';
  readonly net: Minor;
  readonly gross: Minor;
}

/** What the header amounts can be split from again, once the kinds of rows are known (`splitHeaders`). */
export interface SplitBase {
  /** Whether the shop sets prices without or with VAT. */
  readonly basis: 'net' | 'gross';
  readonly headers: readonly HeaderAmount[];
  /** The document's net total; its gross total is the invoice's. */
  readonly net: Minor;
  /** VAT per rate, where ShopCtrl states it. */
  readonly vat?: readonly { readonly rate: RateBp; readonly vat: Minor }[];
  /** Amounts of the rows, in order, before cents of VAT rounded per rate moved; absent where none moved. */
  readonly rows?: readonly { readonly net: Minor; readonly gross: Minor }[];
}

export interface Party {
  readonly companyName: string;
  readonly fullName: string;
  readonly email: string;
  readonly phone: string;
  readonly addressLine1: string;
  readonly addressLine2: string;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166 alpha-2, upper case; empty when ShopCtrl does not say. */
  readonly country: string;
  /** As printed, not normalised; empty when absent. */
  readonly vatNumber: string;
  readonly cocNumber: string;
  /** ShopCtrl has overwritten the contact (facts: shopctrl 5.4, "GDPR: removed"). */
  readonly obfuscated: boolean;
}

export interface Invoice {
  /** Stable id of the ShopCtrl environment, made by us; never an address. */
  readonly tenantId: string;
  readonly id: number;
  readonly shopId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  /** The printed day, Europe/Amsterdam (facts: vat 6.1). */
  readonly date: IsoDate;
  readonly orderId: number;
  readonly orderCode: string;
  readonly orderDate?: IsoDate;
  /** Day on which the goods left, from the shipment; absent when ShopCtrl does not tell. */
  readonly shipmentDate?: IsoDate;
  /** Warehouse of the shipment, by ShopCtrl's id. */
  readonly warehouseId?: number;
  /** More warehouses, when the goods of this invoice left from several. */
  readonly otherWarehouseIds?: readonly number[];
  /** ShopCtrl says that this invoice takes or deducts a prepayment (`DownPayment`); rows that name one are not meant. */
  readonly downPayment?: boolean;
  readonly customerId?: number;
  readonly customerCode: string;
  readonly paymentTypeId?: number;
  /** ISO 4217. */
  readonly currency: string;
  /** ShopCtrl's `ExchangeRate` as it stands there; its direction is unproved (facts: vat 6.5). */
  readonly exchangeRate?: Decimal;
  readonly billTo: Party;
  /** Delivery address; absent when ShopCtrl gives none, then the bill-to counts (with a remark). */
  readonly shipTo?: Party;
  /** Rows, then the parts of the header amounts, split as far as the invoice alone tells. */
  readonly lines: readonly InvoiceLine[];
  /** Absent on invoices without header amounts. */
  readonly split?: SplitBase;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
  readonly remarks: readonly Remark[];
  /** ShopCtrl's ChangedTimestamp as UTC ISO text; with `contentHash` it tells whether an invoice changed after export. */
  readonly changedAt: string;
  /** Change time of its order as listed before the invoice was read; absent when the list did not tell. No part of the content. */
  readonly orderChangedAt?: string;
  readonly contentHash: string;
}

/** Why something out of ShopCtrl could not become an Invoice, or looks wrong: listed by id and reason, never dropped silently. */
export interface Finding {
  readonly tenantId: string;
  readonly shopId: number;
  /** Invoice the finding is about; absent for findings about a series (gap) or a whole answer. */
  readonly invoiceId?: number;
  readonly invoiceCode?: string;
  /** e.g. `R-ADDS-UP`, `R-RATE-AMOUNT`, `unreadable`, `gap`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}
