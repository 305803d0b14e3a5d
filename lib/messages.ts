/**
 * The typed protocol between contexts. Plain JSON both ways. The background's door checks schema and sender:
 * content scripts may send `SectionRequest`s only, extension pages everything.
 */
import type { Booking } from './booking/booking';
import type { Books } from './booking/books';
import type { Proposal, SaleKind } from './booking/proposal-types';
import type { BookingRules, OverrideMode } from './booking/rules';
import type { Fault } from './faults';
import type { LineKind, Remark } from './invoice/invoice';
import type { Decimal, IsoDate, Minor, RateBp } from './invoice/money';

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
  | { readonly kind: 'pages.openSetup'; readonly shop?: ShopRef; readonly at?: SetupPlace }
  | { readonly kind: 'pages.openPreview'; readonly shop: ShopRef; readonly invoiceId?: number }
  /** `now`: one run at once. `cancel`: the run that goes on ends after its current call. `off`: nothing more is sent for this shop. */
  | { readonly kind: 'sync.act'; readonly shop: ShopRef; readonly action: 'now' | 'cancel' | 'off' }
  /** The ledger page at this shop; `start` opens the assistant that turns Sync on. */
  | { readonly kind: 'pages.openLedger'; readonly shop: ShopRef; readonly start?: boolean };

/** Part of a shop's settings that a fix leads to; the set-up page's anchor ends in it. */
export type SetupPlace = 'profile' | 'kinds' | 'dispatch' | 'mapping' | 'debtor' | 'journal' | 'rounding' | 'more';

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
  /** What Exact offers this shop, what the shop sold in the last 90 days, and the mapping proposed for it. `read` asks Exact again; `profile` is what stands on the page and is not saved yet. */
  | { readonly kind: 'setup.books'; readonly shop: ShopRef; readonly read: boolean; readonly profile?: BookingRules['profile'] }
  /** Which shops there are to preview, and what is known of the one asked for (the first without). */
  | { readonly kind: 'preview.state'; readonly shop?: ShopRef }
  /** What the invoices of the period that are in no file and not booked yet would change in the books. Books nothing. */
  | { readonly kind: 'preview.batch'; readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate }
  /** Invoices of the period, oldest first, 100 at a time; `cause` as in `PreviewCause.key`, `after` as `next` of the answer before. */
  | { readonly kind: 'preview.list'; readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate; readonly cause?: string; readonly after?: PreviewPlace }
  | { readonly kind: 'preview.invoice'; readonly shop: ShopRef; readonly invoiceId: number }
  /** A person's answer that stands for all invoices of a cause (`R-OSS-RATE|DE`: book as invoiced), or for one VAT number found in VIES. */
  | { readonly kind: 'preview.confirm'; readonly shop: ShopRef; readonly by: string; readonly what: PreviewAnswer }
  /** Sync of one shop (the first without): its switch, its counts, what has to be there before it can be turned on. */
  | { readonly kind: 'ledger.state'; readonly shop?: ShopRef }
  /** One step of counting what would go if Sync began there; begins at the start without `after`. Books nothing. */
  | { readonly kind: 'ledger.preview'; readonly shop: ShopRef; readonly from: StartChoice; readonly after?: PreviewPlace }
  /** `nativeOff`: name of the person who says that ShopCtrl's own connector is off. Fault `sync-not-ready` while something is missing. */
  | { readonly kind: 'ledger.turnOn'; readonly shop: ShopRef; readonly from: StartChoice; readonly nativeOff: string | null; readonly options: SyncOptions }
  | { readonly kind: 'ledger.options'; readonly shop: ShopRef; readonly options: SyncOptions }
  /** What needs a person, and what waits, by cause. */
  | { readonly kind: 'ledger.causes'; readonly shop: ShopRef }
  | { readonly kind: 'ledger.answer'; readonly shop: ShopRef; readonly answer: LedgerAnswer }
  /** What booking in another month would change, before a person agrees to it. */
  | { readonly kind: 'ledger.period'; readonly shop: ShopRef; readonly month: string }
  /** Invoices, the newest first, 100 at a time; of one state, or all. */
  | { readonly kind: 'ledger.list'; readonly shop: ShopRef; readonly state?: string; readonly after?: LedgerMark }
  | { readonly kind: 'ledger.invoice'; readonly shop: ShopRef; readonly invoiceId: number }
  /** The next part of the backup file, as text; begins at the start without `after`. */
  | { readonly kind: 'ledger.backup'; readonly after?: BackupMark }
  /** A part of a backup file, in order from 0; `file` is a random name of this attempt. Nothing is stored before the last part, and only if all of it is readable: fault `backup-unreadable`. */
  | { readonly kind: 'ledger.restore'; readonly file: string; readonly part: number; readonly text: string; readonly last: boolean; readonly settings: 'keep' | 'replace' }
  /** What of Sync counts for this browser as a whole. */
  | { readonly kind: 'ledger.tuning'; readonly tuning: LedgerState['tuning'] }
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
  'pages.openPreview': null;
  'pages.openLedger': null;
  'sync.act': null;
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
  'preview.state': PreviewState;
  'preview.batch': BatchPreview;
  'preview.list': PreviewList;
  'preview.invoice': InvoicePreview;
  'preview.confirm': null;
  'ledger.state': LedgerState;
  'ledger.preview': StartStep;
  'ledger.turnOn': null;
  'ledger.options': null;
  'ledger.causes': LedgerCauses;
  /** How many invoices it moved. */
  'ledger.answer': { readonly count: number };
  'ledger.period': PeriodImpact;
  'ledger.list': LedgerList;
  'ledger.invoice': LedgerInvoice;
  'ledger.backup': { readonly text: string; readonly next: BackupMark | null };
  /** `next`: the part to send next; 0 begins anew, when the worker was started again meanwhile. `invoices`: how many changed, once all is stored. */
  'ledger.restore': { readonly next: number; readonly invoices: number | null };
  'ledger.tuning': null;
  'file.saved': null;
}

/** Where a backup goes on. */
export interface BackupMark {
  readonly source: number;
  readonly key?: readonly (string | number)[];
  /** Records so far. */
  readonly count: number;
}

/** How components and pages send a request: never throws; a dead context answers with fault `reload-page`. */
export type Ask = <R extends Request>(request: R) => Promise<Reply<Replies[R['kind']]>>;

/** Background → all its listeners, without payload beyond what changed: ask for the state again. */
export interface ChangedNotice {
  readonly kind: 'changed';
  readonly what: 'connection' | 'export' | 'setup' | 'sync';
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

/** Sync of one shop as plain data. Moments are local, milliseconds. */
export interface SyncSummary {
  readonly on: boolean;
  /** Working now. */
  readonly running: boolean;
  readonly lastRun: number | null;
  readonly nextRun: number | null;
  /** Invoices of which exactly one entry was found in Exact. */
  readonly booked: number;
  /** Invoices that go by themselves, in this run or a later one. */
  readonly waiting: number;
  /** Invoices that need a person. */
  readonly attention: number;
  /** Invoices on their way, of which it is not known yet whether they arrived: bound to their administration. */
  readonly bound: number;
  /** Causes of these: each is one task. What holds the whole shop is one too. */
  readonly tasks: number;
  /** Of the work that is open; `remainingMs` null while nobody can tell. */
  readonly progress: { readonly done: number; readonly total: number; readonly remainingMs: number | null } | null;
  /** Why nothing is sent now: by itself over (`until`, when that is known), or for a person to end (`person`). */
  readonly held: { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly person: boolean; readonly until: number | null } | null;
  /** ShopCtrl was read up to here. */
  readonly caughtUp: number | null;
  /** ShopCtrl is reached by the admin's session alone: nothing happens while nobody is signed in there. */
  readonly sessionOnly: boolean;
  /** Days after which Exact asks for consent again, when that is near; null otherwise. */
  readonly daysLeft: number | null;
  /** When this was said. */
  readonly at: number;
}

/** Sync as the section shows it, in the language that was asked for: the content script has no room for its words. */
export interface SyncCard {
  readonly tone: 'off' | 'fine' | 'waiting' | 'attention';
  readonly title: string;
  readonly lines: readonly string[];
  /** What removing the connection means for Sync; empty when nothing. */
  readonly remove: string;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly actions: readonly { readonly label: string; readonly request: SectionRequest }[];
}

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
      /** Codes of the settings that Exact does not have any more, or blocked: a task on the set-up page; absent when there are none. */
      readonly vanished?: number;
      /** Null while the shop is not connected. */
      readonly automation: SyncCard | null;
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
  /** Codes of the settings that Exact does not have any more, or blocked: a task on the set-up page; absent when there are none. */
  readonly vanished?: number;
  readonly job: JobView | null;
  /** Absent while the shop is not connected, and in snapshots of older versions. */
  readonly sync?: SyncSummary;
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
  /** Whether the administration keeps the shop's VAT, as learnt by reading back what was booked there; what is set by hand in the rules wins. */
  readonly learnt?: { readonly api: OverrideMode; readonly xml: OverrideMode };
}

/** A shop's rules as typed; the background validates. */
export type RulesForm = BookingRules;

export interface SetupShop extends ShopName {
  readonly rules: RulesForm;
  /** How ShopCtrl's sums add up for this tenant, chosen by evidence, in a code for words. */
  readonly arithmetic: string | null;
  /** Versions of the rules, the newest first, at most 20: who changed which fields, and when. */
  readonly history: readonly { readonly version: number; readonly at: string; readonly by: string; readonly changed: readonly string[] }[];
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

// ---- Preview ---------------------------------------------------------------------------------------------------

export interface PreviewPlace {
  readonly date: IsoDate;
  readonly id: number;
}

export type PreviewAnswer =
  | { readonly kind: 'cause'; readonly cause: string }
  | { readonly kind: 'number'; readonly number: string; readonly date: IsoDate; readonly consultation: string };

export interface PreviewState {
  readonly shops: readonly ShopName[];
  /** Null when no shop is known. */
  readonly shop: ShopName | null;
  readonly administration: Administration | null;
  /** The period offered: from the oldest invoice in no file to today. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Invoices that wait in the whole shop; null while its invoices were never read to the end. */
  readonly waiting: number | null;
  /** ISO code of the administration's country; boxes are only known for NL. */
  readonly country: string;
  readonly cashBasis: boolean;
  /** Moment at which the administration's codes were read; null without them: names and read boxes are then missing. */
  readonly booksReadAt: string | null;
  /** Name of the person who confirmed something before, offered for the next time; never the login's own, which is often nobody. */
  readonly by: string;
}

/** The one thing that helps all invoices of a cause: a field of the settings, one confirmation, or correcting them in ShopCtrl; `none`: leave out or book by hand. */
export type CauseFix = { readonly kind: 'setup'; readonly at: SetupPlace } | { readonly kind: 'consent'; readonly cause: string } | { readonly kind: 'shopctrl' } | { readonly kind: 'none' };

export interface PreviewCause extends ReasonGroup {
  readonly key: string;
  readonly fix: CauseFix;
}

/** What the books would gain, per currency everywhere: amounts are minor units of `currency`. Sales are positive, credits negative. */
export interface BatchPreview {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly ready: number;
  readonly waiting: number;
  /** In a file already: not part of the figures. */
  readonly exported: number;
  readonly totals: readonly { readonly currency: string; readonly invoices: number; readonly net: Minor; readonly vat: Minor; readonly gross: Minor }[];
  /** Credit minus debit of each account; `receivable` and `vat` are the accounts that Exact takes from the debtor and the VAT code. */
  readonly accounts: readonly { readonly account: string; readonly name: string; readonly role: 'line' | 'receivable' | 'vat'; readonly currency: string; readonly lines: number; readonly credit: Minor }[];
  readonly codes: readonly {
    readonly vatCode: string;
    readonly name: string;
    readonly regime: string;
    readonly rate: RateBp;
    readonly currency: string;
    readonly lines: number;
    readonly net: Minor;
    readonly vat: Minor;
    /** Box by the regime; empty for none, null where nothing is said about boxes. */
    readonly expected: string | null;
    /** Box that Exact says for the code; null where that was not read. */
    readonly read: string | null;
  }[];
  readonly debtors: readonly { readonly kind: 'collective' | 'own'; readonly code: string; readonly country: string; readonly relations: number; readonly currency: string; readonly invoices: number; readonly gross: Minor }[];
  readonly periods: readonly { readonly month: string; readonly quarter: string; readonly journal: string; readonly currency: string; readonly invoices: number; readonly net: Minor; readonly vat: Minor; readonly gross: Minor }[];
  /** Dutch return; `read`: each code in it has this box in Exact, so it is a fact and no expectation. Null where nothing is said about boxes. */
  readonly boxes: readonly { readonly box: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor; readonly read: boolean }[] | null;
  readonly oss: readonly { readonly country: string; readonly rate: RateBp; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  readonly icp: readonly { readonly number: string; readonly kind: 'L' | 'S' | 'T'; readonly quarter: string; readonly currency: string; readonly base: Minor }[];
  /** VAT owed to countries outside the EU or by an own registration. */
  readonly foreign: readonly { readonly country: string; readonly quarter: string; readonly currency: string; readonly base: Minor; readonly vat: Minor }[];
  readonly causes: readonly PreviewCause[];
  /** Booked, but worth knowing. */
  readonly remarks: readonly { readonly code: string; readonly params: Readonly<Record<string, string | number>>; readonly count: number; readonly invoices: readonly string[] }[];
}

export interface PreviewRow {
  readonly invoiceId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly date: IsoDate;
  /** `left-out`: there is nothing to book; `exported` is in a file; `changed` is in a file and different in ShopCtrl since. */
  readonly state: 'ready' | 'waiting' | 'left-out' | 'exported' | 'changed';
  readonly cause: PreviewCause | null;
  readonly remarks: number;
  readonly gross: Minor;
  readonly currency: string;
}

export interface PreviewList {
  readonly rows: readonly PreviewRow[];
  /** Where the next page begins; null at the end. */
  readonly next: PreviewPlace | null;
}

/** One amount pair of the invoice as ShopCtrl says it. */
export interface PreviewLine {
  readonly kind: LineKind;
  readonly productCode: string;
  readonly description: string;
  readonly quantity: Decimal;
  readonly rate: RateBp;
  readonly net: Minor;
  readonly vat: Minor;
  readonly gross: Minor;
}

/** One invoice beside its Booking. */
export interface InvoicePreview {
  readonly invoiceId: number;
  readonly code: string;
  readonly kind: 'invoice' | 'credit';
  readonly state: PreviewRow['state'];
  readonly left: {
    readonly date: IsoDate;
    readonly orderCode: string;
    readonly orderDate: IsoDate | null;
    readonly shipmentDate: IsoDate | null;
    readonly currency: string;
    /** ISO codes; null where ShopCtrl gives no such address. */
    readonly billTo: string | null;
    readonly shipTo: string | null;
    readonly company: boolean;
    readonly vatNumber: string;
    /** Contact data was removed after the export; what hung on it cannot be decided again. */
    readonly stripped: boolean;
    readonly lines: readonly PreviewLine[];
    readonly net: Minor;
    readonly vat: Minor;
    readonly gross: Minor;
    /** The order in ShopCtrl's admin, where its invoices are corrected. */
    readonly address: string;
  };
  readonly right: {
    readonly booking: Booking;
    readonly month: string;
    /** Descriptions by code, where the administration's books were read. */
    readonly accounts: Readonly<Record<string, string>>;
    readonly vatCodes: Readonly<Record<string, string>>;
    readonly journal: string;
    /** Expected box of each line of the booking; null where nothing is said about boxes. */
    readonly boxes: readonly (string | null)[];
  } | null;
  readonly cause: PreviewCause | null;
  readonly remarks: readonly Remark[];
  readonly settings: { readonly version: number; readonly at: string; readonly by: string } | null;
  readonly files: readonly { readonly fileId: string; readonly name: string; readonly madeAt: string }[];
}

// ---- Sync and its ledger ---------------------------------------------------------------------------------------

/** Optional parts of Sync, all off unless a person wants them. */
export interface SyncOptions {
  /** ShopCtrl's PDF becomes a document of the entry. */
  readonly attachPdf: boolean;
  /** Relations that are no customers yet become customers. */
  readonly promote: boolean;
  /** The invoice number as entry number: a second guard in a journal that nothing else books into. */
  readonly useEntryNumber: boolean;
}

/** The first invoice that is Sync's, as a person says it. */
export type StartChoice = { readonly date: IsoDate } | { readonly code: string };

export interface LedgerReason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Numbers of the switch and the run are milliseconds since the epoch, local time. */
export interface LedgerState {
  readonly shops: readonly ShopName[];
  /** Null when no shop is known. */
  readonly shop: ShopName | null;
  readonly administration: Administration | null;
  readonly connection: 'connected' | 'reconnect' | 'none';
  /** `login`: stored in the extension; `session`: only while the person is signed in to ShopCtrl. */
  readonly access: 'login' | 'session';
  readonly settingsMissing: readonly string[];
  /** ShopCtrl's own connector with Exact. */
  readonly native: 'off' | 'active' | 'unknown';
  /** The shop's invoices were read to the end at least once. */
  readonly wasRead: boolean;
  readonly sync: {
    readonly on: boolean;
    readonly from: { readonly date: IsoDate } | { readonly id: number; readonly code: string };
    readonly options: SyncOptions;
    readonly nativeOff: { readonly by: string; readonly at: string } | null;
    readonly paused: LedgerReason | null;
    /** Exact refused the same thing too often: nothing is sent until a person lets it go on. */
    readonly stopped: boolean;
    readonly lastRun: { readonly at: number; readonly fault: LedgerReason | null } | null;
    readonly caughtUp: number | null;
  } | null;
  /** The run, as Sync itself tells. */
  readonly summary: SyncSummary | null;
  /** Invoices per state of `lib/ledger/sync-rows`, and `changed`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly today: IsoDate;
  /** Date of the oldest invoice that no file holds and nothing booked; null when there is none. */
  readonly oldest: IsoDate | null;
  /** Name of the person who confirmed something before. */
  readonly by: string;
  /** `uncertainMinutes`: how long a missing answer is not believed (design 6.3); `reserve`: calls of each limit of Exact's that are left to others. */
  readonly tuning: { readonly uncertainMinutes: number; readonly everyMinutes: number; readonly reserve: number };
  /** The administration in Exact, to open in a tab; empty without a connection. */
  readonly exactAddress: string;
}

/** Adds to the steps before it. Amounts are minor units of `currency`. */
export interface StartStep {
  /** Invoices looked at in this step, and of how many in all steps. */
  readonly done: number;
  readonly total: number;
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: Minor }[];
  /** Stand in Exact already; null when Exact could not be asked. */
  readonly found: number | null;
  readonly exported: number;
  readonly causes: readonly PreviewCause[];
  readonly next: PreviewPlace | null;
  /** Exact's limit of calls is reached: this step looked at nothing; ask again at this moment (local, milliseconds). */
  readonly until: number | null;
}

export type LedgerFix =
  | { readonly kind: 'setup'; readonly at: SetupPlace }
  | { readonly kind: 'consent'; readonly cause: string }
  | { readonly kind: 'shopctrl' }
  | { readonly kind: 'exact' }
  | { readonly kind: 'reconnect' }
  /** The connection of the shop, in ShopCtrl. */
  | { readonly kind: 'connect' }
  | { readonly kind: 'native' }
  | { readonly kind: 'promote' }
  | { readonly kind: 'not-imported' }
  | { readonly kind: 'period'; readonly month: string }
  | { readonly kind: 'choose' }
  | { readonly kind: 'book-again' }
  | { readonly kind: 'seen' }
  | { readonly kind: 'release' }
  | { readonly kind: 'login' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'none' };

export interface LedgerExample {
  readonly invoiceId: number;
  readonly code: string;
  /** Entries in Exact that bear on it. */
  readonly found: readonly { readonly entryId: string; readonly entryNumber: number; readonly type: number; readonly gross: Minor; readonly currency: string }[];
  /** The order in ShopCtrl's admin. */
  readonly address: string;
}

/** Equal causes are one card with one fix. */
export interface LedgerCause extends LedgerReason {
  readonly key: string;
  /** State of its invoices; `shop` for what concerns the shop as a whole. */
  readonly state: string;
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: Minor }[];
  /** At most 10. */
  readonly examples: readonly LedgerExample[];
  readonly fix: LedgerFix;
  /** A person can have it tried again. */
  readonly retry: boolean;
}

export interface LedgerCauses {
  readonly tasks: readonly LedgerCause[];
  /** Waits for nothing that a person has to do. */
  readonly waiting: readonly LedgerCause[];
}

export type LedgerAnswer =
  /** Judge anew: everything that needs a person, one cause, or one invoice. */
  | { readonly kind: 'retry'; readonly cause?: string; readonly invoiceId?: number }
  /** The file with these invoices was not imported. */
  | { readonly kind: 'not-imported'; readonly invoiceId?: number }
  /** This entry in Exact is the invoice. */
  | { readonly kind: 'adopt'; readonly invoiceId: number; readonly entryId: string }
  /** Left to a person: neither booked nor asked about again. */
  | { readonly kind: 'leave'; readonly invoiceId: number }
  | { readonly kind: 'book-again'; readonly invoiceId?: number }
  /** What changed in ShopCtrl since was seen, and the books were put right where that was needed. */
  | { readonly kind: 'seen'; readonly invoiceId?: number }
  /** Invoices of a closed month go into this period; `by` agrees to what `ledger.period` showed. */
  | { readonly kind: 'period'; readonly month: string; readonly year: number; readonly period: number; readonly by: string }
  | { readonly kind: 'native-off'; readonly by: string };

/** Amounts of the invoices of one closed month. */
export interface PeriodImpact {
  readonly month: string;
  readonly invoices: number;
  /** Periods that are not known to be closed, the first one first. */
  readonly periods: readonly { readonly year: number; readonly period: number; readonly month: string }[];
  readonly totals: BatchPreview['totals'];
  readonly boxes: BatchPreview['boxes'];
  readonly oss: BatchPreview['oss'];
  readonly icp: BatchPreview['icp'];
  /** Home VAT of the whole in minor units of EUR; what is in other currencies is left out. */
  readonly homeVat: Minor;
}

/** Where a list goes on; opaque. */
export type LedgerMark = readonly (string | number)[];

export interface LedgerRow {
  readonly invoiceId: number;
  readonly code: string;
  readonly date: IsoDate;
  readonly state: string;
  readonly reason: LedgerReason | null;
  readonly changed: boolean;
  readonly entryNumber: number | null;
  readonly gross: Minor | null;
  readonly currency: string;
}

export interface LedgerList {
  readonly rows: readonly LedgerRow[];
  readonly next: LedgerMark | null;
}

export interface LedgerInvoice extends LedgerRow {
  readonly kind: 'invoice' | 'credit';
  readonly reference: string;
  readonly origin: 'own' | 'adopted' | null;
  readonly found: LedgerExample['found'];
  readonly steps: readonly { readonly at: number; readonly state: string; readonly call: string; readonly outcome: string }[];
  readonly document: { readonly state: string; readonly reason: LedgerReason | null } | null;
  readonly cause: LedgerCause | null;
  readonly address: string;
}
