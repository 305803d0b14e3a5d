/** The section in the ShopCtrl admin: what a content script may ask, and the state that it shows. */
import type { Fault } from '../faults';
import type { IsoDate } from '../invoice/money';
import type { Administration, Language, NativeModule, ReasonGroup, SetupPlace, ShopName, ShopRef, Topic } from './common';

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

export interface SectionReplies {
  'section.state': SectionState;
  'section.words': SectionWords;
  'section.chooseShop': SectionState | null;
  'connect.authorize': null;
  'connect.useExisting': null;
  'connect.chooseAdministration': null;
  'connect.cancel': null;
  'connect.remove': null;
  'export.start': { readonly jobId: string };
  'export.cancel': null;
  'export.downloadAgain': null;
  'pages.openSetup': null;
  'pages.openPreview': null;
  'pages.openLedger': null;
  'sync.act': null;
}

export type SyncState =
  | { readonly state: 'none' }
  /** The consent window is open, or its answer is being exchanged. */
  | { readonly state: 'pending'; readonly step: 'consent' | 'exchange' }
  | { readonly state: 'choose'; readonly by: string; readonly administrations: readonly Administration[]; readonly preselected: number | null }
  | { readonly state: 'authorized'; readonly by: string; readonly administration: Administration; readonly since: IsoDate }
  /** Linked, but the tokens no longer work: everything is kept, consent is needed again. `text`: the fault in words, with what is particular to it. */
  | { readonly state: 'reconnect'; readonly by: string; readonly administration: Administration; readonly since: IsoDate; readonly fault: Fault; readonly text?: string };

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
