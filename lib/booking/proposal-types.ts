/** What a shop sells, and the mapping that is proposed for it: plain data between background, set-up page and tests. */
import type { IsoDate, Minor, RateBp } from '../invoice/money';
import type { RegimeKind } from './regime';
import type { AccountRule, LineUse } from './rules';

/** One kind of sale met in the invoices of the last 90 days. */
export interface SaleKind {
  readonly use: LineUse;
  readonly regime: RegimeKind;
  /** ISO country of the regime; empty where it has none. */
  readonly country: string;
  readonly rate: RateBp;
  /** Lines met. */
  readonly count: number;
  /** Sum of nets by currency, minor units. */
  readonly nets: readonly { readonly currency: string; readonly net: Minor }[];
  /** At most 5 invoice codes. */
  readonly examples: readonly string[];
  /** First and last invoice date met; absent where it was met on no day. */
  readonly first?: IsoDate;
  readonly last?: IsoDate;
}

/** Where a proposed value comes from: what the bookkeeper did before (with the count), the properties of the code, or nowhere. */
export interface Proof {
  readonly from: 'saved' | 'habit' | 'properties' | 'none';
  /** How often it was used; 0 where that is not the proof. */
  readonly count: number;
}

/** A habit or a choice that breaks the constraints of the regime is asked about, never adopted. `code` is for words. */
export interface MappingQuestion {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface ProposalRow {
  readonly kind: SaleKind;
  /** `regime`, `country`, `rate` and `use` filled as the row needs them; `account` or `vatCode` empty where nothing can be proposed. */
  readonly rule: AccountRule;
  readonly account: Proof;
  readonly vatCode: Proof;
  /** VAT codes that fit the regime on all days met, best first. */
  readonly fitting: readonly string[];
  readonly questions: readonly MappingQuestion[];
}

export interface Proposal {
  readonly rows: readonly ProposalRow[];
  readonly journal: { readonly code: string; readonly proof: Proof };
  /** Journals for the other currencies met. */
  readonly journals?: readonly { readonly currency: string; readonly code: string; readonly proof: Proof }[];
  /** Account and code of the rounding line. */
  readonly rounding?: { readonly account: string; readonly accountProof: Proof; readonly vatCode: string; readonly vatCodeProof: Proof };
  /** Saved codes, accounts, journals or conditions that Exact does not have any more, or blocked: a task, not failing invoices. */
  readonly vanished: readonly { readonly what: 'vat-code' | 'account' | 'journal' | 'payment-condition'; readonly code: string; readonly blocked: boolean }[];
}
