/**
 * A shop's rules for booking, as the person typed them. Stored as dated versions by `lib/settings`; read by the decider.
 */
import type { Minor, RateBp } from '../invoice/money';

/**
 * Where the goods arrive and to whom, seen from the Netherlands. `eu-consumer` covers every member state;
 * `eu-consumer:DE` is more specific and wins. One VAT code per country x rate x regime (facts: vat 0.5).
 */
export type CountryGroup = 'home' | 'eu-business' | 'eu-consumer' | `eu-consumer:${string}` | 'outside-eu';

export interface MappingRow {
  readonly rate: RateBp;
  readonly group: CountryGroup;
  readonly revenueAccount: string;
  readonly vatCode: string;
}

/** Shape of a sales entry in XML (facts: exact-xml 3.1; issue part 7). `vat-amount` is the default. */
export type EntryShape = 'vat-code' | 'vat-amount' | 'full';

/** Exact's import topics, by their XML names. */
export type ExportTopic = 'GLTransactions' | 'Invoices' | 'Accounts';

export interface BookingRules {
  readonly journal: string;
  /** The collective debtor for customers without an own relation. */
  readonly debtorCode: string;
  /** `own`: every customer gets an own relation, code from `ownDebtorPrefix` and ShopCtrl's customer code or id. */
  readonly debtorMode: 'collective' | 'own';
  readonly ownDebtorPrefix: string;
  readonly paymentCondition: string;
  /** Item for topic Invoices, which asks one of every line. */
  readonly itemCode: string;
  readonly mapping: readonly MappingRow[];
  readonly roundingAccount: string;
  readonly roundingVatCode: string;
  /** Largest rounding line of one invoice, minor units; default 2 (facts: vat 5.5). */
  readonly roundingLimit: Minor;
  readonly entryShape: EntryShape;
  readonly topic: ExportTopic;
  /** Only for the shape `full`. */
  readonly receivableAccount: string;
  readonly vatAccount: string;
  /** Reference = prefix + invoice code + (year, where numbers restart yearly). */
  readonly referencePrefix: string;
  readonly referenceYear: boolean;
  /** A file is split at this many records or bytes. */
  readonly fileRecords: number;
  readonly fileBytes: number;
}

export const DEFAULT_RULES: BookingRules = {
  journal: '',
  debtorCode: '',
  debtorMode: 'collective',
  ownDebtorPrefix: '',
  paymentCondition: '',
  itemCode: '',
  mapping: [],
  roundingAccount: '',
  roundingVatCode: '',
  roundingLimit: 2,
  entryShape: 'vat-amount',
  topic: 'GLTransactions',
  receivableAccount: '',
  vatAccount: '',
  referencePrefix: '',
  referenceYear: false,
  fileRecords: 1000,
  fileBytes: 5_000_000,
};
