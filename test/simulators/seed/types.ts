/** The shapes of the seeded world: who may ask, what is there, and what is true. */
import type { Basis, RateBp } from './amounts';
import type { InvoiceDetailWire, InvoiceRowWire, OrderRowWire, OrderWire, PaymentWire } from './wire';

export type * from './wire';

// ---- truth ------------------------------------------------------------------------------------------------------

/** `home`, `eu-business`, `eu-consumer:DE`, `outside-eu`: where the goods arrive and to whom, seen from the Netherlands. */
export type TruthGroup = string;

export interface TruthLine {
  readonly kind: 'row' | 'shipping' | 'paymentFee' | 'discount' | 'rounding';
  readonly rate: RateBp;
  readonly group: TruthGroup;
  /** Minor units of the invoice's currency; negative on credits. */
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
  /** Name of the regime that the line was built for, where the scenario names one. */
  readonly regime?: string;
}

export interface TruthInvoice {
  readonly id: number;
  readonly code: string;
  readonly orderId: number;
  readonly shopId: number;
  /** The printed day, Europe/Amsterdam. */
  readonly date: string;
  readonly kind: 'invoice' | 'credit';
  readonly currency: string;
  readonly group: TruthGroup;
  readonly lines: readonly TruthLine[];
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
  /** Contact overwritten by ShopCtrl: fine on a collective debtor, a refusal when the customer gets an own relation. */
  readonly obfuscated: boolean;
  /** Name of the scenario, to say which one failed. */
  readonly scenario: string;
}

export interface TruthLeftOut {
  readonly id: number;
  readonly code: string | null;
  readonly reason: 'draft' | 'deleted' | 'zero';
  readonly scenario: string;
}

export interface TruthFinding {
  readonly id: number;
  readonly code: string;
  /** Code of facts vat 1.5, or `unreadable`. */
  readonly finding: 'R-ADDS-UP' | 'R-RATE-AMOUNT' | 'unreadable';
  readonly date: string | null;
  readonly scenario: string;
}

export type TruthEntry =
  | { readonly is: 'exportable'; readonly invoice: TruthInvoice }
  | { readonly is: 'left-out'; readonly leftOut: TruthLeftOut }
  | { readonly is: 'finding'; readonly finding: TruthFinding };

// ---- world ------------------------------------------------------------------------------------------------------

export interface InvoiceRecord {
  readonly invoice: InvoiceDetailWire;
  readonly rows: readonly InvoiceRowWire[];
  readonly truth: TruthEntry;
  readonly changedAt: number;
  /** The file that it names is not there any more. */
  readonly fileGone?: boolean;
}

export interface OrderRecord {
  readonly order: OrderWire;
  readonly orderRows: readonly OrderRowWire[];
  readonly invoices: readonly InvoiceRecord[];
  readonly payments: readonly PaymentWire[];
  /** Of the order; invoices have their own. */
  readonly changedAt: number;
}

/** Orders of one shop, in memory or made on demand. */
export interface ShopBook {
  readonly shopId: number;
  /** Grows with every change, so that lists can be cached. */
  readonly version: number;
  readonly orderCount: number;
  orderStamps(): readonly { readonly id: number; readonly changedAt: number }[];
  order(orderId: number): OrderRecord | null;
  orderOfInvoice(invoiceId: number): OrderRecord | null;
  put(record: OrderRecord): void;
  /** In order of id; lazily for big shops. */
  records(): Iterable<OrderRecord>;
}

export type Role = 'System Admin' | 'Shop Owner Admin' | 'Admin' | 'Power User' | 'User' | 'Guest';

export interface Employee {
  readonly id: number;
  readonly login: string;
  /** Can change (`changePassword`). */
  password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly fullName: string;
  /** `en-GB` or `nl-NL`: language of the admin for this person. */
  readonly cultureCode: string;
  /** The code that the second step of the login asks; null without second factor. With one, Basic is blocked. */
  readonly secondFactor: string | null;
  /** Roles are granted per shop; a shop that is absent here is invisible. */
  roles: Readonly<Record<number, Role>>;
}

export interface ShopOwner {
  readonly id: number;
  readonly name: string;
}

export interface ShopGroup {
  readonly id: number;
  readonly name: string;
  readonly shopOwnerId: number;
}

/** Counters of an environment. */
export interface Ids {
  order(): number;
  invoice(): number;
  /** Rows, contacts, customers, payments. */
  other(): number;
}

export interface NumberRange {
  /** `{yy}{nr:00000}` gives 2600001; `F{yy}-{nr:000000}` gives F26-000123. Restarts every year. */
  readonly style: 'digits' | 'text';
  readonly first: number;
}

/** What building an order needs to know about its shop. */
export interface ShopContext {
  readonly now: number;
  readonly shopId: number;
  readonly shopOwnerId: number;
  readonly basis: Basis;
  readonly arithmetic: Arithmetic;
  readonly creditFlag: boolean;
  readonly ids: Ids;
}

export interface Shop {
  readonly id: number;
  readonly name: string;
  readonly shopOwnerId: number;
  readonly shopGroupId: number;
  readonly active: boolean;
  readonly url: string;
  readonly basis: Basis;
  readonly range: NumberRange;
  readonly context: ShopContext;
  readonly book: ShopBook;
}

export interface Customer {
  readonly Id: number;
  readonly [further: string]: unknown;
}

export interface ApiBases {
  /** `https://{admin host}/v1` */
  sameHost: boolean;
  /** `https://api.{admin host}/v1` */
  apiHost: boolean;
  /** `https://{admin host}:52222/v1` */
  port: boolean;
  /** `https://api.{own domain}/v1`; false for tenants of shopctrl.com */
  ownDomain: boolean;
}

export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly adminHost: string;
  /** Host of the shape `api.{own domain}`; null for tenants of shopctrl.com. */
  readonly ownDomainApiHost: string | null;
  /** Which base-URL shapes answer; live switches. */
  readonly bases: ApiBases;
  readonly employees: readonly Employee[];
  readonly shopOwners: readonly ShopOwner[];
  readonly shopGroups: readonly ShopGroup[];
  readonly shops: readonly Shop[];
  readonly customers: ReadonlyMap<number, Customer>;
  /** Live switches, also read by the admin: are ShopCtrl's own Exact modules on? */
  readonly appModules: { exactOnline: boolean; invoiceExportXml: boolean };
}

/** The arithmetic that facts shopctrl 4.3 leaves open. */
export interface Arithmetic {
  /** `separate`: total = rows + shipping + fee - discount. `in-rows`: the rows carry their share already and the header only shows it. */
  readonly headerDiscount: 'separate' | 'in-rows';
  /** RowTotal is after or before the row's own discount. */
  readonly rowTotal: 'after-discount' | 'before-discount';
  /** Decimals of row totals and invoice totals. */
  readonly decimals: 'cents' | 'four';
  /** VAT rounded on each line, or once per rate over the whole invoice (facts: vat 5.1). */
  readonly vatRounding: 'line' | 'grouped';
  /** The header discount as shown: positive and negative on credits (and subtracted); negated (and added); positive on credits too. */
  readonly discountSign: 'mirrored' | 'negated' | 'positive';
}

export interface WorldOptions extends Partial<Arithmetic> {
  readonly seed?: number;
  /** Milliseconds; the dates of the world are counted back from this day. */
  readonly now?: number;
  /** Overrides the basis of every shop; default: shop 12 net, shop 13 gross. */
  readonly basis?: Basis;
  /** Adds two active shops with the same name. */
  readonly equalShopNames?: boolean;
  /** Adds invoices in yen. */
  readonly jpy?: boolean;
  /** Adds more shops (`Winkel 1` ...), for lists of 50. */
  readonly extraShops?: number;
  /** A credit flag on the invoice, whose existence is unknown (facts: shopctrl 6 #8). */
  readonly creditFlag?: boolean;
}

export interface World {
  readonly seed: number;
  readonly now: number;
  readonly arithmetic: Arithmetic;
  readonly tenants: readonly Tenant[];
  /** By id, admin host or API host; with or without port. */
  tenant(idOrHost: string): Tenant;
  findTenant(idOrHost: string): Tenant | null;
  shop(tenant: string, shopId: number): Shop;
}
