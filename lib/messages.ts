/**
 * The typed protocol between contexts. Plain JSON both ways. The background's door checks schema and sender:
 * content scripts may send `SectionRequest`s only, extension pages everything.
 */
import type { Books } from './booking/books';
import type { Proposal, SaleKind } from './booking/proposal-types';
import type { BookingRules, OverrideMode } from './booking/rules';
import type { Fault } from './faults';
import type { IsoDate, RateBp } from './invoice/money';

export type Language = 'en' | 'nl';
export type ExactSite = 'nl' | 'be' | 'de' | 'uk' | 'us' | 'fr' | 'es';
export type Topic = 'GLTransactions' | 'Invoices' | 'Accounts';

/** A shop of one ShopCtrl environment. `tenantId` is a stable id of ours, not an address. */
export interface ShopRef {
  readonly tenantId: string;
  readonly shopId: number;
}

export interface ShopName extends ShopRef {
  readonly name: string;
}

/** What the content script saw of ShopCtrl's own Exact module in this topic. */
export type NativeModule = 'active' | 'present' | 'absent' | 'unknown';

// ---- Requests --------------------------------------------------------------------------------------------------

export type SectionRequest =
  | {
      readonly kind: 'section.state';
      /** `location.host` of the admin, with port if any. */
      readonly adminHost: string;
      /** Title of the shop tab the section stands in; null when the page shows none. */
      readonly title: string | null;
      /** Shop id of the deep link, only when this tab is the one that the link opened. */
      readonly linkShopId: number | null;
      /**
       * The person's answer for this very tab, null before it was given. There where the title alone cannot tell (no title, or another
       * open tab bears the same): then nothing that was remembered for the title decides.
       */
      readonly own?: { readonly shopId: number | null };
      readonly native: NativeModule;
      readonly language: Language;
    }
  /** Texts and style of the section, asked once per language: they would not fit in the content script. */
  | { readonly kind: 'section.words'; readonly language: Language }
  | { readonly kind: 'section.chooseShop'; readonly adminHost: string; readonly title: string | null; readonly shopId: number }
  | { readonly kind: 'connect.authorize'; readonly shop: ShopRef; readonly forceLogin: boolean }
  | { readonly kind: 'connect.useExisting'; readonly shop: ShopRef; readonly connectionId: string }
  | { readonly kind: 'connect.chooseAdministration'; readonly shop: ShopRef; readonly division: number }
  | { readonly kind: 'connect.cancel'; readonly shop: ShopRef }
  | { readonly kind: 'connect.remove'; readonly shop: ShopRef }
  | { readonly kind: 'export.start'; readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate; readonly topic: Topic }
  | { readonly kind: 'export.cancel'; readonly shop: ShopRef; readonly jobId: string }
  | { readonly kind: 'export.downloadAgain'; readonly shop: ShopRef; readonly fileId: string }
  | { readonly kind: 'pages.openSetup'; readonly shop?: ShopRef };

export type PageRequest =
  | { readonly kind: 'popup.state' }
  | { readonly kind: 'export.startNew'; readonly shop: ShopRef }
  | { readonly kind: 'pages.openShop'; readonly shop: ShopRef }
  | { readonly kind: 'setup.state' }
  /** Finds the API's address for an admin address, without credentials. */
  | { readonly kind: 'setup.probe'; readonly address: string }
  /** `apiBase` is the host that the person confirmed; the password goes nowhere else. An empty password keeps the stored one. */
  | { readonly kind: 'setup.saveShopCtrl'; readonly address: string; readonly apiBase: string; readonly login: string; readonly password: string }
  /** An empty secret keeps the stored one. */
  | { readonly kind: 'setup.saveExactApp'; readonly site: ExactSite; readonly clientId: string; readonly clientSecret: string }
  | { readonly kind: 'setup.test'; readonly tenantId?: string }
  | { readonly kind: 'setup.acceptUser'; readonly tenantId: string }
  | { readonly kind: 'setup.saveRules'; readonly shop: ShopRef; readonly rules: RulesForm }
  | { readonly kind: 'setup.forgetShop'; readonly shop: ShopRef }
  /** What Exact offers this shop, what the shop sold in the last 90 days, and the mapping proposed for it. `read` asks Exact again. */
  | { readonly kind: 'setup.books'; readonly shop: ShopRef; readonly read: boolean }
  /** The file page saved a file: contact data that only this file needed can go. */
  | { readonly kind: 'file.saved'; readonly fileId: string };

export type Request = SectionRequest | PageRequest;
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** The answer of each request kind. */
export interface Replies {
  'section.state': SectionState;
  'section.words': SectionWords;
  'section.chooseShop': SectionState | null;
  'connect.authorize': null;
  'connect.useExisting': null;
  'connect.chooseAdministration': null;
  'connect.cancel': null;
  'connect.remove': null;
  'export.start': { readonly jobId: string };
  'export.startNew': { readonly jobId: string };
  'export.cancel': null;
  'export.downloadAgain': null;
  'pages.openSetup': null;
  'pages.openShop': null;
  'popup.state': PopupState;
  'setup.state': SetupState;
  'setup.probe': ProbeResult;
  'setup.saveShopCtrl': { readonly tenantId: string };
  'setup.saveExactApp': null;
  'setup.test': TestResult;
  'setup.acceptUser': null;
  'setup.saveRules': null;
  'setup.forgetShop': null;
  'setup.books': BooksState;
  'file.saved': null;
}

/** How components and pages send a request: never throws; a dead context answers with fault `reload-page`. */
export type Ask = <R extends Request>(request: R) => Promise<Reply<Replies[R['kind']]>>;

/** Background → all its listeners, without payload beyond what changed: ask for the state again. */
export interface ChangedNotice {
  readonly kind: 'changed';
  readonly what: 'connection' | 'export' | 'setup';
}

// ---- States ----------------------------------------------------------------------------------------------------

export interface Administration {
  /** Number used in Exact's addresses. */
  readonly division: number;
  /** Administration number as the person sees it (HID). */
  readonly code: string;
  readonly name: string;
}

export type SyncState =
  | { readonly state: 'none' }
  /** The consent window is open, or its answer is being exchanged. */
  | { readonly state: 'pending'; readonly step: 'consent' | 'exchange' }
  | { readonly state: 'choose'; readonly by: string; readonly administrations: readonly Administration[]; readonly preselected: number | null }
  | { readonly state: 'authorized'; readonly by: string; readonly administration: Administration; readonly since: IsoDate }
  /** Linked, but the tokens no longer work: everything is kept, consent is needed again. */
  | { readonly state: 'reconnect'; readonly by: string; readonly administration: Administration; readonly since: IsoDate; readonly fault: Fault };

export interface FileView {
  readonly fileId: string;
  readonly name: string;
  readonly madeAt: string;
  readonly topic: Topic;
  readonly records: number;
  readonly bytes: number;
  /** Invoices of this file that changed in ShopCtrl since. */
  readonly changed: number;
}

/** Equal reasons grouped: one card with one fix. */
export interface ReasonGroup {
  readonly code: string;
  /** The sentence in the language that was asked for; filled in answers to `section.state`. */
  readonly text?: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly count: number;
  /** At most 20 invoice codes (or ids) as examples. */
  readonly invoices: readonly string[];
}

export interface JobView {
  readonly jobId: string;
  readonly topic: Topic;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly phase: 'reading' | 'deciding' | 'writing' | 'done' | 'failed' | 'cancelled';
  readonly done: number;
  /** 0 while unknown. */
  readonly total: number;
  readonly records: number;
  readonly leftOut: number;
  readonly reasons: readonly ReasonGroup[];
  readonly fault?: Fault;
}

export interface ExportState {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly topic: Topic;
  readonly topics: readonly Topic[];
  /** Some invoice codes are no integers: importing the same file twice doubles it. */
  readonly noEntryNumbers: boolean;
  /** Invoices known and not exported yet. */
  readonly waiting: number;
  readonly job: JobView | null;
  readonly files: readonly FileView[];
  readonly findings: readonly ReasonGroup[];
  readonly settingsMissing: readonly string[];
}

export type SectionState =
  | { readonly identity: 'unavailable'; readonly fault: Fault }
  | { readonly identity: 'ask'; readonly reason: 'none' | 'several' | 'disagree'; readonly tenantId: string; readonly candidates: readonly ShopName[] }
  | {
      readonly identity: 'sure';
      readonly shop: ShopName;
      /** Other shops that the title fits as well, after the person chose: equal names stay changeable. */
      readonly alternatives?: readonly ShopName[];
      readonly hasExactApp: boolean;
      readonly sync: SyncState;
      /** The last attempt to connect went wrong; kept until the next attempt. */
      readonly connectFault: Fault | null;
      readonly existing: readonly { readonly connectionId: string; readonly name: string }[];
      readonly export: ExportState;
      /** ShopCtrl's own module, as the page or its API tells. */
      readonly native: NativeModule;
      /** Access to ShopCtrl is not as it was (another user, fewer shops, refused): shown above all else; what is known stays. */
      readonly accessFault?: Fault;
    };

/** Made by `lib/words/section`; by key of its texts and by fault code. A pair is the form for one and for every other count. */
export interface SectionWords {
  /** Style sheet of the section; here for the same reason as the texts. */
  readonly style: string;
  readonly texts: Readonly<Record<string, string | readonly [one: string, other: string]>>;
  readonly faults: Readonly<Record<string, { readonly text: string; readonly action: string; readonly button: string }>>;
}

export interface PopupShop extends ShopName {
  readonly connection: 'connected' | 'attention' | 'not-connected';
  readonly administration: Administration | null;
  readonly lastExport: string | null;
  /** Invoices known and not exported yet; null while the shop's invoices were never read to the end, as nobody knows then. */
  readonly waiting: number | null;
  /** An export would stop on its settings. */
  readonly settingsMissing: boolean;
  readonly job: JobView | null;
  /** Of the shop's connection with Exact; trouble of its environment stands in `environments`. */
  readonly fault: Fault | null;
}

/** A ShopCtrl environment that needs a person, or cannot be reached now. */
export interface EnvironmentFault {
  readonly tenantId: string;
  readonly adminHost: string;
  readonly fault: Fault;
}

export interface PopupState {
  /** What to do first when there is nothing to show. */
  readonly next: 'set-up-shopctrl' | 'set-up-exact' | null;
  readonly shops: readonly PopupShop[];
  /** Environments in trouble: said once, not at each of their shops. Absent in snapshots of older versions. */
  readonly environments?: readonly EnvironmentFault[];
}

export interface ProbeResult {
  readonly adminHost: string;
  /** Answering addresses, best first; the person confirms one. */
  readonly candidates: readonly { readonly apiBase: string; readonly answers: 'open' | 'asks-login' }[];
}

export interface TestResult {
  readonly shopctrl: { readonly ok: true; readonly user: string; readonly shops: number } | { readonly ok: false; readonly fault: Fault };
  readonly exact: { readonly ok: true; readonly user: string | null } | { readonly ok: false; readonly fault: Fault };
}

/** What the set-up page knows for the mapping of one shop. */
export interface BooksState {
  /** Null without a connection: the same table is then filled by hand. */
  readonly books: Books | null;
  /** Why the last reading failed, if it did; the books of before stay. */
  readonly fault: Fault | null;
  readonly kinds: readonly SaleKind[];
  /** Computed from what is saved, also without books. */
  readonly proposal: Proposal;
  /** Invoices of the last 90 days that wait, grouped by cause. */
  readonly waiting: readonly ReasonGroup[];
  /** The shop's invoices are still being read or looked through: kinds and waiting grow, and a notice `setup` says when to ask again. */
  readonly counting?: boolean;
  /** Exact is being asked in the background; a notice `setup` follows. */
  readonly reading?: boolean;
  /** Whether the administration keeps the shop's VAT, as learnt by reading back what was booked there; what is set by hand in the rules wins. */
  readonly learnt?: { readonly api: OverrideMode; readonly xml: OverrideMode };
}

/** A shop's rules as typed; the background validates. */
export interface RulesForm extends Omit<BookingRules, 'mapping'> {
  readonly journal: string;
  readonly debtorCode: string;
  readonly debtorMode: 'collective' | 'own';
  readonly ownDebtorPrefix: string;
  readonly paymentCondition: string;
  readonly itemCode: string;
  readonly mapping: readonly { readonly rate: RateBp; readonly group: string; readonly revenueAccount: string; readonly vatCode: string }[];
  readonly roundingAccount: string;
  readonly roundingVatCode: string;
  readonly roundingLimit: number;
  readonly entryShape: 'vat-code' | 'vat-amount' | 'full';
  readonly topic: Topic;
  readonly receivableAccount: string;
  readonly vatAccount: string;
  readonly referencePrefix: string;
  readonly referenceYear: boolean;
  readonly fileRecords: number;
  readonly fileBytes: number;
}

export interface SetupShop extends ShopName {
  readonly rules: RulesForm;
  /** Rate × country group met in this shop's invoices, so that the table can offer them. */
  readonly seen: readonly { readonly rate: RateBp; readonly group: string; readonly count: number }[];
  /** How ShopCtrl's sums add up for this tenant, chosen by evidence, in a code for words. */
  readonly arithmetic: string | null;
}

export interface SetupState {
  readonly redirectAddress: string;
  readonly tenants: readonly {
    readonly tenantId: string;
    readonly adminHost: string;
    readonly apiBase: string;
    readonly login: string;
    readonly hasPassword: boolean;
    readonly user: string | null;
    readonly fault: Fault | null;
  }[];
  readonly exactApp: { readonly site: ExactSite; readonly clientId: string; readonly hasSecret: boolean } | null;
  readonly shops: readonly SetupShop[];
}

