/**
 * A shop's rules for booking, as the person typed them. Stored as dated versions by `lib/settings`; read by the decider.
 */
import type { Minor, RateBp } from '../invoice/money';
import { DEFAULT_PROFILE, type ConfirmedNumber, type Consent, type SellerProfile } from './profile';
import type { RegimeKind } from './regime';

/** What a booking line is for; `voucher`, `deposit`, `donation` and `damages` are balance or other accounts outside the tax. */
export const LINE_USES = ['revenue', 'shipping', 'fee', 'discount', 'margin', 'voucher', 'deposit', 'donation', 'damages', 'rounding'] as const;
export type LineUse = (typeof LINE_USES)[number];

/**
 * One row of the table that finds general-ledger account and VAT code. Empty fields fit everything; of the rows that fit, the most specific
 * one with an account gives the account, and the most specific one with a VAT code gives the code. A VAT code is only taken from a row that
 * names its regime, and for taxed regimes country and rate too: one code per country × rate × regime (facts: vat 0.5).
 */
export interface AccountRule {
  readonly use: LineUse | '';
  readonly regime: RegimeKind | '';
  /** ISO code; of the regime's country. */
  readonly country: string;
  readonly rate: RateBp | null;
  readonly account: string;
  readonly vatCode: string;
  readonly costCenter: string;
  readonly costUnit: string;
}

/** Whether Exact keeps the shop's VAT of a line: as sent; only within a few cents; or it computes its own. `unknown` until the first entry was read back. */
export type OverrideMode = 'unknown' | 'honoured' | 'limited' | 'ignored';

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
  readonly profile: SellerProfile;
  readonly table: readonly AccountRule[];
  /** Journals of other currencies; the administration's own currency uses `journal`. */
  readonly journals: readonly { readonly currency: string; readonly journal: string }[];
  /** By ShopCtrl's payment type id; `paymentCondition` is for the rest. */
  readonly paymentConditions: readonly { readonly paymentTypeId: number; readonly code: string }[];
  /** Collective debtors by country of taxation (ISO); `debtorCode` is for the rest. */
  readonly debtors: readonly { readonly country: string; readonly code: string }[];
  readonly costCenter: string;
  readonly costUnit: string;
  /** Line by line, or one line per account and VAT code (never opposite signs together). */
  readonly grouping: 'lines' | 'accounts';
  readonly confirmedNumbers: readonly ConfirmedNumber[];
  readonly consents: readonly Consent[];
  /** Learnt per exit; `xml` may be set by hand after a look at the first imported file. */
  readonly override: { readonly api: OverrideMode; readonly xml: OverrideMode };
}

export const DEFAULT_RULES: BookingRules = {
  journal: '',
  debtorCode: '',
  debtorMode: 'collective',
  ownDebtorPrefix: '',
  paymentCondition: '',
  itemCode: '',
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
  profile: DEFAULT_PROFILE,
  table: [],
  journals: [],
  paymentConditions: [],
  debtors: [],
  costCenter: '',
  costUnit: '',
  grouping: 'lines',
  confirmedNumbers: [],
  consents: [],
  override: { api: 'unknown', xml: 'unknown' },
};
