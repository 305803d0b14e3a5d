/**
 * A stand-in for Exact Online on its seven sites and the App Center: consent in the browser, rotating tokens, the REST API with its limits,
 * and the import of XML by hand, with books that balance. It enforces facts exact-api 8 and exact-xml 2-5 and shares no code with the product.
 */
import { randomBytes } from 'node:crypto';
import { createClock } from '../contract';
import type { CallRecord, HostHandler, SimClock, Violation } from '../contract';
import { createApi } from './api';
import { createBooks, selected, totalsPerVatCode, trialBalance } from './books';
import type { Books, Entry, OpenInvoice, Selection, StoredAttachment, StoredDocument, VatTotal } from './books';
import { debtorDoubles, documentDoubles, doubles } from './doubles';
import { creditByHand } from './credit';
import { createFaults } from './faults';
import type { FaultHit, FaultRule, Outcome } from './faults';
import { bookHistory } from './history';
import { html, readRequest } from './http';
import type { Reply, SimRequest } from './http';
import { createLimits } from './limits';
import { seedMasterData } from './master-data';
import type { MasterData } from './master-data';
import { createWeb } from './oauth';
import { plainPage } from './pages';
import { createPeople } from './people';
import { comparable, reportOf } from './report';
import type { ComparableEntry, VatReport } from './report';
import { createTokens } from './tokens';
import { APP_CENTER_HOST, DEFAULT_OPTIONS, SITES } from './types';
import type { App, Ctx, Division, ExactOptions, Site, User } from './types';
import { createWire } from './wire';
import { importXml, printInvoices } from './xml/import';
import type { ImportAnswer, Topic } from './xml/import';
import { createUpload } from './upload';

export type { App, Division, ExactOptions, Site, User } from './types';
export type { Entry, OpenInvoice, Selection, VatTotal } from './books';
export type { ImportAnswer, ImportMessage, Topic } from './xml/import';
export type { FaultHit, FaultKind, FaultPlace, FaultRule } from './faults';
export { EXAMPLE_MAPPING, EXAMPLE_TABLE } from './example';
export { collectiveDebtor, ossCode, OSS_RATES, OSS_ZERO } from './master-data';
export { BOXES } from './report';
export type { Amounts, Box, ComparableEntry, OssLine, VatReport } from './report';
export { HABITS } from './history';
export type { ExampleRow } from './example';
export type { VatCode } from './master-data';
export { SEED_USERS, SEED_DIVISIONS } from './people';

type MasterKind = 'vatCodes' | 'glAccounts' | 'journals' | 'paymentConditions' | 'accounts' | 'costCenters' | 'costUnits' | 'rates';

export interface ExactSim extends HostHandler {
  /** Live switches. */
  readonly options: ExactOptions;
  readonly calls: CallRecord[];
  readonly violations: Violation[];
  readonly clock: SimClock;

  /** Registers an app with exactly one redirect address; a second call with the same client id replaces it. Site `nl` unless said. */
  registerApp(app: Omit<App, 'site'> & { readonly site?: Site }): App;
  addUser(user: Omit<User, 'id'>): User;
  user(login: string, site?: Site): User;
  addDivision(division: Division): void;
  /** The user withdraws the permission: tokens die, consent will be asked again. */
  revoke(login: string, clientId?: string, site?: Site): void;
  /** All web sessions end, as in a fresh browser. */
  logoutAll(): void;
  aliveChains(login: string, clientId: string, site?: Site): number;
  /** Orders trouble for the next requests; the returned function takes it back. */
  fault(rule: FaultRule): () => void;
  /** Every request that a rule has hit, in order. */
  readonly faultHits: readonly FaultHit[];
  /** Requests of `store-late` that are still to be stored. */
  pendingLate(): number;
  /** Refresh tokens that were rotated while the new pair never reached anybody; each costs one new consent. */
  readonly rotationsLost: number;
  /** Codes whose exchange was answered into the void. */
  readonly exchangesLost: number;
  /** The user may no longer open an administration: 403 from now on, until the returned function gives it back. */
  withdrawDivision(login: string, division: number, site?: Site): () => void;
  /** A row of master data vanishes, or is blocked, until the returned function brings it back. */
  vanish(division: number, kind: MasterKind, code: string): () => void;
  /** A row is made anew under its code: everything as before, with another key. */
  remake(division: number, kind: 'glAccounts' | 'accounts', code: string): void;
  block(division: number, kind: 'vatCodes' | 'glAccounts' | 'journals' | 'accounts', code: string): () => void;

  /** What a person does on the import page. The answer is what Exact shows, and the XML of it. */
  importXml(division: number, topic: Topic, bytes: Uint8Array | string): ImportAnswer;
  /** Master data of a division, to be changed as a person in Exact would. */
  master(division: number): MasterData;
  /** The user types a credit of an entry, line by line and under the reference of the original. */
  creditByHand(division: number, entryId: string, login: string): Entry;
  /** A payment is matched with what the debtor owes for an entry. */
  matchPayment(division: number, entryId: string): void;
  closePeriod(division: number, year: number, period: number): void;
  openPeriod(division: number, year: number, period: number): void;
  /** A VAT return was filed: entries in it are flagged, and stay. */
  fileVat(division: number, from: string, to: string): void;
  /** A row of the rate table: home currency for one unit, from that day on. */
  setRate(division: number, currency: string, from: string, rate: number): void;
  /** Every call on an administration, refused ones too; token calls and `current/Me` are no such calls. */
  callsOf(division: number): readonly CallRecord[];
  /** Calls of the token endpoint. */
  tokenCalls(): readonly CallRecord[];
  /** Entries of one reference, type, journal and total that are there more than once. */
  doubles(division: number): readonly (readonly Entry[])[];
  /** Codes of relations made after the seed that share VAT number, e-mail address or search code with another one. */
  debtorDoubles(division: number): readonly (readonly string[])[];
  /** Entries with more than one document, and documents with the same attachment twice, by id. */
  documentDoubles(division: number): readonly string[];
  /** Boxes, intra-Community listing, One Stop Shop report and sums from what was booked; dates of entries, both inclusive. */
  report(division: number, from: string, to: string): VatReport;
  /** Entries without what differs between REST and XML, in the order of their references: to compare both ways in, or with a truth. */
  comparable(division: number, selection?: Selection): readonly ComparableEntry[];
  documents(division: number): readonly StoredDocument[];
  attachments(division: number): readonly StoredAttachment[];
  /** The ledger: entries that came over REST, were imported, printed or typed. */
  books(division: number): readonly Entry[];
  openInvoices(division: number): readonly OpenInvoice[];
  /** Prints open invoices: each gets number and date, and an entry in the ledger. */
  printInvoices(division: number, date: string): readonly Entry[];
  /** Net and VAT per VAT code in minor units, sales positive; keys `2`, or `2@GBP` in another currency. `openInvoices` counts those that nobody has printed yet as well. */
  totalsPerVatCode(division: number, selection?: Selection & { readonly openInvoices?: boolean }): Readonly<Record<string, VatTotal>>;
  trialBalance(division: number): { readonly accounts: Readonly<Record<string, number>>; readonly sum: number };
}

export interface ExactSetUp {
  readonly options?: Partial<ExactOptions>;
  readonly clock?: SimClock;
  /** Random bytes as lower-case hex. */
  readonly random?: (bytes: number) => string;
  /** 0 up to 1, for faults that hit by chance. */
  readonly chance?: () => number;
}

export function createExact(setUp: ExactSetUp = {}): ExactSim {
  const violations: Violation[] = [];
  const calls: CallRecord[] = [];
  const ctx: Ctx = {
    options: { ...DEFAULT_OPTIONS, ...setUp.options },
    clock: setUp.clock ?? createClock(),
    random: setUp.random ?? ((bytes) => randomBytes(bytes).toString('hex')),
    chance: setUp.chance ?? Math.random,
    violations,
    violate: (code, detail) => void violations.push({ code, detail }),
  };
  const people = createPeople(ctx);
  const tokens = createTokens(ctx, people);
  const web = createWeb(ctx, people, tokens);
  const limits = createLimits(ctx);
  const faults = createFaults(ctx);
  const wire = createWire(() => ctx.clock.now());
  const late: { readonly due: number; readonly run: () => void }[] = [];
  const ledgers = new Map<number, Books>();
  /** Requests whose connection has ended long ago are worked off when their time has come; nobody can look before that is done. */
  let settling = false;
  const settle = (): void => {
    if (settling) return;
    settling = true;
    for (let at = late.findIndex(({ due }) => due <= ctx.clock.now()); at >= 0; at = late.findIndex(({ due }) => due <= ctx.clock.now())) late.splice(at, 1)[0]?.run();
    settling = false;
  };
  const booksOf = (code: number): Books => {
    settle();
    const division = people.division(code);
    if (!division) throw new Error(`no division ${code}`);
    const known = ledgers.get(code);
    if (known) return known;
    const books = createBooks(seedMasterData(division));
    ledgers.set(code, books);
    if (ctx.options.history) bookHistory(books, ctx.clock.now());
    return books;
  };
  const api = createApi(ctx, people, tokens, limits, booksOf);
  const upload = createUpload(ctx, people, tokens, web, booksOf);
  const siteOf = (host: string): Site | undefined => SITES.find((site) => host === `start.exactonline.${site}`);

  const route = (site: Site, request: SimRequest): Reply => {
    const path = request.path.toLowerCase();
    const machine = path === '/api/oauth2/token' || path.startsWith('/api/v1/');
    if (machine && request.headers.cookie !== undefined) ctx.violate('cookies-sent', `${request.method} ${request.path}`);
    watchAddress(ctx, request, people.secrets(), tokens.isSecret);
    if (path === '/api/oauth2/token') return tokens.handle(site, request);
    if (path.startsWith('/api/v1/')) return api.handle(site, request);
    return upload.handle(site, request) ?? web.handle(site, request) ?? html(plainPage('Exact Online', 'Not found'), 404);
  };

  const requireUser = (login: string, site: Site = 'nl'): User => {
    const user = people.user(site, login);
    if (!user) throw new Error(`no user ${login} on ${site}`);
    return user;
  };

  const senderOf = (site: Site, request: SimRequest): string | undefined => {
    const bearer = tokens.bearer(site, request.headers.authorization);
    return bearer.ok ? bearer.user.login : undefined;
  };

  const setPeriod = (division: number, year: number, period: number, closed: boolean): void => {
    const { master } = booksOf(division);
    master.periods = master.periods.map((row) => (row.year === year && row.period === period ? { ...row, closed } : row));
  };

  return {
    options: ctx.options,
    calls,
    violations,
    clock: ctx.clock,
    claims: (host) => host === APP_CENTER_HOST || siteOf(host) !== undefined,
    async handle(incoming, response) {
      const request = await readRequest(incoming);
      const site = siteOf(request.host);
      const app = html(plainPage('Exact App Center', 'Beheer mijn apps: registreer hier uw eigen app.'));
      settle();
      const outcome: Outcome =
        site === undefined
          ? { kind: 'reply', reply: app }
          : await faults.run(request, { reused: wire.reused(incoming), login: () => senderOf(site, request) }, {
              now: () => Promise.resolve(route(site, request)),
              // Rights are looked at when the request comes in; what it does shows when it is done.
              later: (seconds) => {
                const accepted = { ...request, accepted: tokens.bearer(site, request.headers.authorization) };
                late.push({ due: ctx.clock.now() + seconds * 1000, run: () => void route(site, accepted) });
              },
            });
      const api = request.path.toLowerCase().startsWith('/api/v1/');
      calls.push({ at: ctx.clock.now(), method: request.method, host: request.host, path: api && request.rawQuery !== '' ? `${request.path}?${request.rawQuery}` : request.path, status: outcome.kind === 'reply' ? outcome.reply.status : 0 });
      wire.send(incoming, response, outcome);
    },

    registerApp: (app) => people.registerApp({ ...app, site: app.site ?? 'nl' }),
    addUser: (user) => people.addUser(user),
    user: requireUser,
    addDivision: (division) => people.addDivision(division),
    revoke(login, clientId, site) {
      const user = requireUser(login, site);
      tokens.revoke(user, clientId);
      web.withdrawConsent(user, clientId);
    },
    logoutAll: () => web.logoutAll(),
    aliveChains: (login, clientId, site) => tokens.aliveChains(requireUser(login, site), clientId),
    fault: (rule) => faults.add(rule),
    faultHits: faults.hits,
    pendingLate: () => late.length,
    get rotationsLost() {
      return tokens.lost().rotations;
    },
    get exchangesLost() {
      return tokens.lost().exchanges;
    },
    withdrawDivision: (login, division, site) => people.withdraw(requireUser(login, site), division),
    vanish: (division, kind, code) => taken(booksOf(division).master[kind] as Map<string, unknown>, code),
    remake(division, kind, code) {
      const rows = booksOf(division).master[kind] as Map<string, { readonly id: string }>;
      const before = rows.get(code);
      if (!before) throw new Error(`no ${kind} ${code}`);
      rows.set(code, { ...before, id: `${ctx.random(4)}-${ctx.random(2)}-4${ctx.random(2).slice(1)}-8${ctx.random(2).slice(1)}-${ctx.random(6)}` });
    },
    block(division, kind, code) {
      const rows = booksOf(division).master[kind] as Map<string, { readonly blocked: boolean }>;
      const before = rows.get(code);
      if (!before) throw new Error(`no ${kind} ${code}`);
      rows.set(code, { ...before, blocked: true });
      return () => void rows.set(code, before);
    },

    importXml: (division, topic, bytes) => importXml(ctx, booksOf(division), topic, bytes, ctx.options.importLanguage),
    master: (division) => booksOf(division).master,
    creditByHand: (division, entryId, login) => creditByHand(ctx, booksOf(division), entryId, requireUser(login)),
    matchPayment: (division, entryId) => void booksOf(division).matched.add(entryId),
    closePeriod: (division, year, period) => setPeriod(division, year, period, true),
    openPeriod: (division, year, period) => setPeriod(division, year, period, false),
    fileVat: (division, from, to) => void booksOf(division).master.filed.push({ from, to }),
    setRate: (division, currency, from, rate) => void booksOf(division).master.dailyRates.push({ currency, from, rate }),
    callsOf: (division) => calls.filter(({ path }) => path.startsWith(`/api/v1/${division}/`)),
    tokenCalls: () => calls.filter(({ path }) => /^\/api\/oauth2\/token$/i.test(path)),
    doubles: (division) => doubles(booksOf(division)),
    debtorDoubles: (division) => debtorDoubles(booksOf(division)),
    documentDoubles: (division) => documentDoubles(booksOf(division)),
    report: (division, from, to) => reportOf(booksOf(division), from, to),
    comparable: (division, selection) => selected(booksOf(division).entries, selection).map((entry) => comparable(booksOf(division), entry)).sort((left, right) => (left.yourRef < right.yourRef ? -1 : left.yourRef > right.yourRef ? 1 : left.type - right.type)),
    documents: (division) => [...booksOf(division).documents.values()],
    attachments: (division) => [...booksOf(division).attachments.values()],
    books: (division) => booksOf(division).entries,
    openInvoices: (division) => booksOf(division).openInvoices,
    printInvoices: (division, date) => printInvoices(ctx, booksOf(division), date),
    totalsPerVatCode(division, selection) {
      const books = booksOf(division);
      return totalsPerVatCode([...selected(books.entries, selection), ...(selection?.openInvoices ? books.openInvoices : [])], books.master.division.currency);
    },
    trialBalance: (division) => trialBalance(booksOf(division).entries),
  };
}

/** Secrets belong in bodies and headers; an address ends up in logs and histories. */
function watchAddress(ctx: Ctx, request: SimRequest, secrets: readonly string[], isSecret: (text: string) => boolean): void {
  for (const [name, value] of request.query) {
    if (name === 'client_secret' || secrets.includes(value)) ctx.violate('secret-in-url', `${request.path}: ${name}`);
    else if (name === 'access_token' || name === 'refresh_token' || isSecret(value)) ctx.violate('token-in-url', `${request.path}: ${name}`);
  }
}

function taken<Row>(rows: Map<string, Row>, code: string): () => void {
  const before = rows.get(code);
  if (before === undefined) throw new Error(`no row ${code}`);
  rows.delete(code);
  return () => void rows.set(code, before);
}
