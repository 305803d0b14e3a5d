/** What the parts of the simulated Exact Online know of each other. Amounts are whole minor units unless a name says otherwise. */
import type { SimClock, Violation } from '../contract';

/** Exact's sites by the suffix of their host (facts: exact-api 1.2). */
export type Site = 'nl' | 'be' | 'de' | 'co.uk' | 'com' | 'fr' | 'es';
export const SITES: readonly Site[] = ['nl', 'be', 'de', 'co.uk', 'com', 'fr', 'es'];
export const APP_CENTER_HOST = 'apps.exactonline.com';

/** What Exact does with `ForeignAmount/VATAmount` on a one-sided entry; not known, so all three can be tried. */
export type VatAmountMode = 'honoured' | 'limited' | 'ignored';

/** Live switches: every one may be changed while requests run. */
export interface ExactOptions {
  /** As the token endpoint says it: seconds as text. A refresh is refused until 30 seconds before the end. */
  expiresIn: string;
  refreshTokenDays: number;
  codeSeconds: number;
  callsPerMinute: number;
  callsPerDay: number;
  tokenCallsPerDay: number;
  /** Errors of one endpoint within an hour before it is blocked for an hour. */
  errorsPerHour: number;
  /** The answer while blocked is not recorded anywhere; both shapes can be tried. */
  errorBlockStatus: 429 | 403;
  pageSize: number;
  /** Shape of the answer to an expired or unknown access token. */
  expiredAnswer: '401' | '302' | 'html';
  /** Scope group "Organization administration" of the app, needed by system/Divisions. */
  scopeOrganization: boolean;
  /** HTTP status of the page that says the callback address is not valid. */
  errorPageStatus: number;
  secondFactor: boolean;
  vatAmount: VatAmountMode;
  /** Largest deviation per line for the mode `limited`. */
  vatDeviationLimit: number;
  /** `strict`: a file that breaks the schema is refused whole. `loose`: only what the import needs is asked. */
  schema: 'strict' | 'loose';
  /** A code for intra-Community supplies asks a customer with a VAT number. */
  icpNeedsVatNumber: boolean;
  /** Whether a One Stop Shop code on a customer of another country is refused (facts: vat 1.4); `off` suits one collective debtor for all. */
  countryFit: 'off' | 'refused';
  /** An order with a negative total in topic Invoices. */
  negativeInvoices: 'refused' | 'accepted';
  importLanguage: Language;
  /** What REST does with `VATAmountFC` (facts: vat 8, 5): taken as it is, refused beyond `restVatDeviation` per line, or passed over. */
  restVatAmount: VatAmountMode;
  /** Minor units per line for `restVatAmount: 'limited'`. */
  restVatDeviation: number;
  /** An offered InvoiceNumber that is lower than the last or in use (facts: exact-api 5). */
  invoiceNumberInUse: 'replaced' | 'refused';
  /** Meaning of `SalesEntries.Rate`, which is unproved: home currency for one foreign unit, or the other way round. */
  rateDirection: 'home-per-foreign' | 'foreign-per-home';
  /** `or` in `$filter` is refused as a mistake of syntax. */
  orRefused: boolean;
  /** DELETE of an entry whose date lies in a filed VAT period. */
  filedDelete: 'refused' | 'allowed';
  /** How VAT numbers are judged when an account is written over REST. */
  vatNumberCheck: 'off' | 'format' | 'digits';
  /** `XMLDownload.aspx?Topic=VATs`, with the box links of the codes. */
  vatsDownload: 'off' | 'on';
  /** Bytes of the body of an attachment's POST; no limit is written down anywhere. */
  largestRequest: number;
  /** Bookings that the bookkeeper made before anybody connected; read when an administration is first touched. */
  history: boolean;
}

export const DEFAULT_OPTIONS: ExactOptions = {
  expiresIn: '600',
  refreshTokenDays: 30,
  codeSeconds: 180,
  callsPerMinute: 60,
  callsPerDay: 5000,
  tokenCallsPerDay: 200,
  errorsPerHour: 10,
  errorBlockStatus: 429,
  pageSize: 60,
  expiredAnswer: '401',
  scopeOrganization: true,
  errorPageStatus: 200,
  secondFactor: true,
  vatAmount: 'honoured',
  vatDeviationLimit: 2,
  schema: 'strict',
  icpNeedsVatNumber: true,
  countryFit: 'off',
  negativeInvoices: 'refused',
  importLanguage: 'NL',
  restVatAmount: 'honoured',
  restVatDeviation: 5,
  invoiceNumberInUse: 'replaced',
  rateDirection: 'home-per-foreign',
  orRefused: false,
  filedDelete: 'refused',
  vatNumberCheck: 'digits',
  vatsDownload: 'on',
  largestRequest: 30_000_000,
  history: false,
};

export type Language = 'NL' | 'EN';

export interface App {
  readonly site: Site;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exactly one (facts: exact-api 1.1). */
  readonly redirectUri: string;
  readonly name: string;
}

export interface User {
  readonly site: Site;
  readonly id: string;
  readonly login: string;
  readonly password: string;
  /** Stands in for the time-based second factor; the same every time. */
  readonly code: string;
  readonly fullName: string;
  readonly language: Language;
  /** Divisions that this user may open; the first one is the current one. */
  readonly divisions: readonly number[];
}

export interface Division {
  readonly site: Site;
  /** Number used in addresses. */
  readonly code: number;
  /** Number that the person sees. */
  readonly hid: number;
  readonly description: string;
  readonly country: string;
  readonly currency: string;
  readonly vatNumber: string;
  readonly status: 'active' | 'archived' | 'blocked';
  /** Owner: divisions of one owner form a licence. */
  readonly licence: string;
}

/** `late` tells whose token it was that has expired or died: such calls still burn the error budget. */
export type Bearer = { readonly ok: true; readonly user: User; readonly app: App } | { readonly ok: false; readonly late?: { readonly user: User; readonly app: App } };

/** What every part gets. */
export interface Ctx {
  readonly options: ExactOptions;
  readonly clock: SimClock;
  /** `bytes` random bytes as lower-case hex. */
  readonly random: (bytes: number) => string;
  /** 0 up to 1, for faults that hit by chance. */
  readonly chance: () => number;
  readonly violate: (code: string, detail: string) => void;
  readonly violations: Violation[];
}
