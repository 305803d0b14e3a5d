/** What the background's handlers work with. Everything that touches the browser, the network or the clock comes in from `start.ts`, so that all of it runs in tests. */
import type { Connections } from '../connection/connections';
import type { Consent } from '../connection/consent';
import type { Tokens } from '../connection/tokens';
import type { Vault } from '../connection/vault';
import type { Fetch } from '../exact/send';
import { fail } from '../faults';
import type { IsoDate } from '../invoice/money';
import type { Ledger } from '../ledger/ledger';
import type { ChangedNotice, ExportState, ProbeResult, SetupPlace, ShopName, ShopRef, Topic } from '../messages';
import type { Sender } from '../platform/serving';
import type { Settings } from '../settings/settings';
import type { BooksDesk } from './books';
import type { ShopBook } from './shop-book';
import type { SyncDesk } from './sync-desk';

export interface Surroundings {
  /** Of the extension. */
  version(): string;
  redirectAddress(): string;
  openSetup(shop?: ShopRef, at?: SetupPlace): Promise<void>;
  openPreview(shop: ShopRef, invoiceId?: number): Promise<void>;
  /** `start` opens the assistant that turns Sync on. */
  openLedger(shop: ShopRef, start: boolean): Promise<void>;
  openShop(adminHost: string, shopId: number): Promise<void>;
  /** Whether these addresses may be reached. */
  hasAccess(addresses: readonly string[]): Promise<boolean>;
  /** Puts the section on the admin hosts of own domains. */
  placeSection(adminHosts: readonly string[]): Promise<void>;
}

/** What the handlers ask of the export (`lib/export/desk`). */
export interface Desk {
  start(order: { readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate; readonly topic: Topic }): Promise<{ readonly jobId: string }>;
  startNew(shop: ShopRef): Promise<{ readonly jobId: string }>;
  cancel(shop: ShopRef, jobId: string): Promise<void>;
  downloadAgain(shop: ShopRef, fileId: string): Promise<void>;
  state(shop: ShopRef): Promise<ExportState>;
  forget(shop: ShopRef): Promise<void>;
  arithmetic(tenantId: string): Promise<string | null>;
  saved(fileId: string): Promise<void>;
}

/** Which shop a tab shows (`lib/shopctrl/shop-match`). */
export type MatchShop = (input: {
  readonly title: string | null;
  readonly linkShopId: number | null;
  readonly shops: readonly ShopName[];
  readonly remembered: number | null;
}) =>
  | { readonly state: 'sure'; readonly shopId: number }
  | { readonly state: 'ask'; readonly reason: 'none' | 'several' | 'disagree'; readonly candidates: readonly ShopName[] };

export interface App {
  readonly settings: Settings;
  readonly connections: Connections;
  readonly vault: Vault;
  readonly tokens: Tokens;
  readonly consent: Consent;
  readonly desk: Desk;
  readonly ledger: Ledger;
  /** Booking by itself: when it runs and how it stands. */
  readonly sync: SyncDesk;
  readonly book: ShopBook;
  /** What the shops' administrations in Exact offer. */
  readonly books: BooksDesk;
  readonly surroundings: Surroundings;
  readonly matchShop: MatchShop;
  /** Addresses at which the API of an admin may answer, best first. */
  candidatesFor(adminHost: string): readonly string[];
  /** Asks the candidates, without credentials. */
  probe(adminHost: string): Promise<ProbeResult['candidates']>;
  readonly fetch: Fetch;
  now(): number;
  /** An unguessable text. */
  random(): string;
  /** Asks an API who this login is, with nothing stored yet. Throws what ShopCtrl or the line has against it. */
  tryLogin(apiBase: string, login: string, password: string): Promise<void>;
  /** Whether the shop's invoices were read to the end at least once: before that, nobody knows how many wait. */
  wasRead(shop: ShopRef): Promise<boolean>;
  /** Reads the shop's invoices in the background, without waiting for the next alarm. */
  readSoon(shop: ShopRef): void;
  /** Shows the browser that work goes on. */
  pulse(): void;
  /** Tells everybody who shows something, and writes the popup's snapshot. */
  changed(what: ChangedNotice['what']): void;
  /** Notices go to this tab from now on. */
  listens(sender: Sender): void;
}

/** The shop, when it is one that the extension knows. Throws `shop-unknown`. */
export async function knownShop(app: Pick<App, 'settings'>, ref: ShopRef): Promise<ShopName> {
  const shop = await app.settings.shop(ref);
  if (!shop) return fail('shop-unknown');
  return shop;
}
