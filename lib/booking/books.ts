/**
 * What an administration in Exact offers, as last read: the ground on which a mapping is proposed and judged. Plain data, read by `lib/exact`,
 * typed by hand where there is no API access (then null).
 */
import type { IsoDate, Minor, RateBp } from '../invoice/money';

export interface BookVatCode {
  /** Without padding. */
  readonly code: string;
  readonly description: string;
  /** E excluding, I including, B zero with base, N no VAT. */
  readonly type: string;
  readonly transaction: 'S' | 'P' | 'B' | '';
  readonly blocked: boolean;
  readonly charged: boolean;
  /** N none, L goods, S services, T triangulation. */
  readonly listing: string;
  /** Country of an OSS code as Exact writes it; empty for others. */
  readonly ossCountry: string;
  readonly margin: boolean;
  /** Dated percentages in hundredths of a percent, oldest first; `to` is empty while it holds. */
  readonly percentages: readonly { readonly rate: RateBp; readonly from: IsoDate | ''; readonly to: IsoDate | '' }[];
  /** Box of the return, only where a `VATBoxLink` was read. */
  readonly baseBox?: string;
  readonly vatBox?: string;
}

export interface BookAccount {
  readonly id: string;
  readonly code: string;
  readonly description: string;
  /** Exact's account type: 110 revenue, 20 debtors, 24 VAT … */
  readonly type: number;
  readonly blocked: boolean;
  readonly vatCode: string;
  /** 0 optional, 1 mandatory, 2 not allowed. */
  readonly costCenter: 0 | 1 | 2;
  readonly costUnit: 0 | 1 | 2;
  /** Codes that Exact fills in where an entry names none; absent where the account has none, or they were not read. */
  readonly defaultCostCenter?: string;
  readonly defaultCostUnit?: string;
}

export interface BookJournal {
  readonly code: string;
  readonly description: string;
  readonly type: number;
  readonly currency: string;
  readonly variableCurrency: boolean;
  readonly variableRate: boolean;
  readonly blocked: boolean;
}

export interface BookPaymentCondition {
  readonly code: string;
  readonly description: string;
  /** Fraction; above 0 is never mapped (facts: vat 1.4). */
  readonly discount: number;
}

/** How often the bookkeeper used a VAT code and account together on sales lines: the proof of a habit. */
export interface BookHabit {
  readonly account: string;
  readonly vatCode: string;
  readonly journal: string;
  readonly count: number;
  /** Sum of nets in minor units of the administration's currency. */
  readonly net: Minor;
  /** VAT countries of the relations met, ISO. */
  readonly countries: readonly string[];
}

export interface Books {
  readonly division: number;
  /** ISO code of the administration's country. */
  readonly country: string;
  readonly currency: string;
  readonly readAt: string;
  readonly vatCodes: readonly BookVatCode[];
  readonly accounts: readonly BookAccount[];
  readonly journals: readonly BookJournal[];
  readonly paymentConditions: readonly BookPaymentCondition[];
  readonly costCenters: readonly { readonly code: string; readonly description: string }[];
  readonly costUnits: readonly { readonly code: string; readonly description: string }[];
  readonly currencies: readonly string[];
  readonly habits: readonly BookHabit[];
  /** Accounting periods that exist; whether one is open only trying tells. */
  readonly periods: readonly { readonly year: number; readonly period: number; readonly from: IsoDate; readonly to: IsoDate }[];
  /** What Exact did not show to this user or this app: its list is empty, and nothing may be concluded from that. */
  readonly unread?: readonly BooksPart[];
}

/** Parts that a reading can do without. */
export type BooksPart = 'payment-conditions' | 'cost-centers' | 'cost-units' | 'currencies' | 'periods' | 'habits';

/** The percentage of a code on a day; null when it has none then. */
export function percentageOn(code: BookVatCode, date: IsoDate): RateBp | null {
  return code.percentages.find(({ from, to }) => (from === '' || from <= date) && (to === '' || date <= to))?.rate ?? null;
}
