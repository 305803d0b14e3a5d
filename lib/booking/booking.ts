/**
 * What the books should say. One Booking feeds preview, API, XML, explanation and proof, so they cannot disagree.
 * Plain immutable JSON-safe data.
 */
import type { IsoDate, Minor, RateBp } from '../invoice/money';
import type { LineKind, Remark } from '../invoice/invoice';
import type { LineUse } from './rules';

export interface BookingLine {
  /** General-ledger account code. */
  readonly account: string;
  readonly vatCode: string;
  /** Percentage of the VAT code as the invoice states it. */
  readonly rate: RateBp;
  /** Positive on sales, negative on credits, in minor units of the booking's currency. */
  readonly net: Minor;
  readonly vat: Minor;
  readonly description: string;
  readonly kind: LineKind;
  /** The rule that chose account and code, e.g. `mapping:2100|home`; shown to the person. */
  readonly rule: string;
  /** Name of the VAT regime, e.g. `OSS-DE-19` (`regimeName`). */
  readonly regime?: string;
  readonly use?: LineUse;
  readonly costCenter?: string;
  readonly costUnit?: string;
  /** Quarter of the One Stop Shop (`2026-Q1`): that of the supply, for credits that of the original. */
  readonly ossQuarter?: string;
}

export interface Debtor {
  /** Relation code in Exact, at most 18 characters. */
  readonly code: string;
  /** `collective`: one relation for all consumers; `own`: this customer's own relation. */
  readonly kind: 'collective' | 'own';
  /** ISO country of taxation that chose a collective debtor; country of an own one. */
  readonly country?: string;
  /** Normalised VAT number that the relation has to carry (intra-Community and reverse charge). */
  readonly vatNumber?: string;
}

/** A sales entry (type 20) or sales credit note (type 21). Balanced: sum of `net + vat` over the lines equals `gross`. */
export interface Booking {
  readonly tenantId: string;
  readonly shopId: number;
  readonly invoiceId: number;
  readonly invoiceCode: string;
  readonly type: 20 | 21;
  /** Written to Exact as YourRef; the key of every look-up (design 6.1). */
  readonly reference: string;
  /** Only for codes that are integers and by themselves the reference, and that no other invoice has; Exact then refuses a second import (facts: exact-xml 5.6). */
  readonly entryNumber?: number;
  readonly date: IsoDate;
  readonly currency: string;
  readonly journal: string;
  readonly paymentCondition: string;
  readonly debtor: Debtor;
  readonly description: string;
  readonly orderCode: string;
  readonly lines: readonly BookingLine[];
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
  readonly remarks: readonly Remark[];
  readonly settingsVersion: number;
}

/** Why an invoice is not booked: a stable code, the figures and what the person can do. A refusal is a result, not an error. */
export interface Refusal {
  readonly tenantId: string;
  readonly shopId: number;
  readonly invoiceId: number;
  readonly invoiceCode: string;
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Codes of facts vat 1.5 plus those of mapping and settings. */
export type RefusalCode =
  | 'no-mapping'
  | 'no-settings'
  | 'no-country'
  | 'zero-invoice'
  | 'R-ADDS-UP'
  | 'R-RATE-AMOUNT'
  | 'R-OBFUSCATED'
  | 'R-COLLECTIVE'
  | 'R-VATNO-MISSING'
  | 'R-VATNO-FORM'
  | 'R-VATNO-HOME'
  | 'R-VATNO-XI'
  | 'R-VATNO-EX'
  | 'R-TERRITORY'
  | 'R-VATNO-CHECK'
  | 'R-RATE-UNKNOWN'
  | 'R-OSS-OFF'
  | 'R-OSS-RATE'
  | 'R-OSS-B2B'
  | 'R-THRESHOLD'
  | 'R-DISPATCH'
  | 'R-PROFILE'
  | 'R-RC'
  | 'R-KIND'
  | 'R-MARGIN'
  | 'R-PREPAYMENT'
  | 'R-DEBTOR-VATNO'
  | 'R-CODE'
  | 'R-PERIOD'
  | 'sales-invoice-credit'
  | 'sales-invoice-total'
  | 'debtor-code';

export type Decision = { readonly ok: true; readonly booking: Booking } | { readonly ok: false; readonly refusal: Refusal };
