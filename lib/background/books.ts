/**
 * An administration's books for the set-up page, the export and the preview: read from Exact when they are a day old, kept in between; and
 * what a shop sells, counted from its invoices, with the mapping proposed for it.
 */
import type { Books } from '../booking/books';
import { propose } from '../booking/propose';
import { DEFAULT_RULES, type BookingRules } from '../booking/rules';
import { vanishedOf } from '../booking/vanished';
import type { Connection, Connections, Link } from '../connection/connections';
import { leftOf, type Budget } from '../exact/budget';
import type { ExactClient } from '../exact/client';
import { readBooks, readCodes } from '../exact/master-data';
import { learntAfter, learnXmlOverride } from '../exact/override-probe';
import { createPatientClient } from '../exact/patient';
import { NOTHING_LEARNT, type BooksStore, type Learnt, type StoredBooks } from '../exact/books-store';
import type { Fetch } from '../exact/send';
import { faultOf, type Fault } from '../faults';
import { dayOfInstant } from '../invoice/date';
import type { OverrideMode } from '../booking/rules';
import type { BooksState, ShopRef } from '../messages';
import type { Settings } from '../settings/settings';
import type { Budgets } from '../sync/budgets';
import { bookingsThatTell, createScanner, type ScanLedger } from './kinds-scan';

/** What the handlers ask about books. */
export interface BooksDesk {
  /**
   * For the set-up page. `read` asks Exact whatever the age; otherwise it is asked when the books are a day old. Reading troubles are in the answer. A `typed`
   * profile counts as if it were saved: what the shop sells is known by it, and the proposal follows an answer at once.
   */
  state(shop: ShopRef, read: boolean, typed?: BookingRules['profile']): Promise<BooksState>;
  /** As last read; null without a connection or before the first reading. Asks nobody. */
  booksOf(shop: ShopRef): Promise<Books | null>;
  /** The rules as they count for this shop's administration: what was learnt there, and its country where the profile names none. */
  effective(shop: ShopRef, rules: BookingRules): Promise<BookingRules>;
  /** Reads again when the books are older than a day. Never throws: the old ones stay. */
  refreshIfStale(shop: ShopRef): Promise<void>;
  /**
   * For a run of Sync, which may not sleep: codes that are older than a day are read again when the minute has room for it. Answers the
   * moment (local time) at which to ask anew when they are still to be read; null when they are as they should be. Never throws: the old
   * ones stay.
   */
  refreshCodes(shop: ShopRef): Promise<number | null>;
  /** Why the last reading of the shop's administration failed; null when it did not, or none ended yet. Asks nobody. */
  unreadFor(shop: ShopRef): Promise<Fault | null>;
  /** Reads what linked administrations were never asked for; after connecting. */
  readMissing(): Promise<void>;
  /** How many codes of the rules are gone from Exact, or blocked there. */
  vanished(shop: ShopRef): Promise<number>;
  /** The API's answer to the first entries (`overrideOf`), told by whoever booked them. */
  learnt(shop: ShopRef, exit: keyof Learnt, entry: OverrideMode): Promise<void>;
  /** Looks whether imported files kept the shop's VAT, where that is not known yet. Never throws. */
  learnFromImports(): Promise<void>;
  /** The person looks at this shop's set-up: its invoices may be read although nothing uses it yet. */
  wants(shop: ShopRef): boolean;
  forget(shop: ShopRef): void;
}

export interface BooksDeps {
  readonly store: BooksStore;
  readonly connections: Connections;
  readonly settings: Settings;
  readonly ledger: ScanLedger;
  readonly fetch: Fetch;
  readonly budgets: Budgets;
  accessToken(connectionId: string, refused?: string): Promise<string>;
  wasRead(shop: ShopRef): Promise<boolean>;
  readSoon(shop: ShopRef): void;
  /** What is shown of a shop's set-up changed. */
  changed(): void;
  /** Runs on without anybody waiting for it. */
  inBackground(work: Promise<unknown>): void;
  pulse(): void;
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly signal: AbortSignal;
}

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** Calls that reading the codes of a middling administration takes. */
const CODES_CALLS = 15;
/** Calls of each limit that reading master data leaves to others. */
const SPARED = { reserve: 5, circuit: 6 };
/** After a reading that failed, and between two looks for invoices that nobody read yet. */
const AGAIN_MS = 10 * 60_000;
/** Between two looks whether a file was imported. */
const IMPORTS_MS = 6 * 3_600_000;

interface Place {
  readonly link: Link;
  readonly connection: Connection;
}

interface Outcome {
  readonly books?: Books;
  readonly fault: Fault | null;
}

export function createBooksDesk(deps: BooksDeps): BooksDesk {
  const reading = new Map<string, Promise<StoredBooks>>();
  const asked = new Map<string, number>();
  const scanner = createScanner({ ledger: deps.ledger, now: () => deps.now(), pulse: () => deps.pulse(), inBackground: (work) => deps.inBackground(work), done: () => deps.changed(), signal: deps.signal });

  const placeOf = async (shop: ShopRef): Promise<Place | null> => {
    const link = await deps.connections.linkOf(shop);
    const connection = link && (await deps.connections.get(link.connectionId));
    return link && connection ? { link, connection } : null;
  };
  const storedOf = ({ link, connection }: Place): Promise<StoredBooks | null> => deps.store.get(connection.site, link.administration.division);
  /** Runs readings of one administration under its limits; what they told of those is kept, however they end. */
  const reads = async <T>({ connection, link }: Place, sleeps: boolean, run: (client: ExactClient) => Promise<T>): Promise<T> => {
    const { division } = link.administration;
    let budget: Budget = await deps.budgets.of(connection.site, division);
    const client = createPatientClient({
      budget,
      spent: (after) => {
        budget = after;
      },
      sleeps,
      fetch: deps.fetch,
      site: connection.site,
      accessToken: (refused) => deps.accessToken(connection.id, refused),
      signal: deps.signal,
      now: () => deps.now(),
      sleep: (milliseconds) => deps.sleep(milliseconds, deps.signal),
      pulse: () => deps.pulse(),
    });
    try {
      return await run(client);
    } finally {
      await deps.budgets.note(connection.site, division, budget);
    }
  };

  /** One reading per administration at a time; whoever comes meanwhile gets its answer. */
  const read = (place: Place): Promise<StoredBooks> => {
    const { site } = place.connection;
    const { division } = place.link.administration;
    const key = `${site}:${division}`;
    const running = reading.get(key);
    if (running) return running;
    const work = (async (): Promise<StoredBooks> => {
      const now = deps.now();
      const outcome = await reads(place, true, (client) => readBooks(client, { division, today: dayOfInstant(now), now: new Date(now).toISOString(), onStep: () => deps.pulse() })).then(
        (books): Outcome => ({ books, fault: null }),
        (error: unknown) => ({ fault: faultOf(error) }),
      );
      const stored = await deps.store.change(site, division, (before) => ({ ...before, ...outcome, triedAt: now }));
      deps.changed();
      return stored;
    })();
    reading.set(key, work);
    const over = (): void => void reading.delete(key);
    work.then(over, over);
    return work;
  };

  /** The codes alone. What is more than a minute holds is read on beside the run. */
  const readCodesOf = async (place: Place, before: Books, sleeps = false): Promise<void> => {
    const { site } = place.connection;
    const { division } = place.link.administration;
    const key = `${site}:${division}`;
    if (reading.has(key)) return;
    const now = deps.now();
    const outcome = reads(place, sleeps, (client) => readCodes(client, { division, before, today: dayOfInstant(now), onStep: () => deps.pulse() })).then(
      (books): Outcome => ({ books, fault: null }),
      (error: unknown) => ({ fault: faultOf(error) }),
    );
    const work = outcome.then((read) => deps.store.change(site, division, (stood) => ({ ...stood, ...read, triedAt: now, ...(read.fault ? {} : { checkedAt: now }) })));
    reading.set(key, work);
    await work.finally(() => reading.delete(key));
    deps.changed();
    if (!sleeps && (await outcome).fault?.code === 'exact-rate-limit') deps.inBackground(readCodesOf(place, before, true).catch(() => undefined));
  };

  const isDue = (stored: StoredBooks | null): boolean => {
    const now = deps.now();
    if (!stored) return true;
    if (stored.books && now - Date.parse(stored.books.readAt) < DAY_MS) return false;
    return stored.fault === null || now - stored.triedAt >= AGAIN_MS;
  };
  /** The stored books, new when it is time; a connection that needs consent again is not asked. */
  const current = async (place: Place, force: boolean): Promise<StoredBooks | null> => {
    const stored = await storedOf(place);
    if (place.connection.state !== 'ok') return stored && { ...stored, fault: place.connection.fault ?? { code: 'exact-reconnect' } };
    return force || isDue(stored) ? read(place) : stored;
  };
  const rulesOf = async (shop: ShopRef): Promise<{ readonly version: number; readonly rules: BookingRules } | null> => {
    const version = await deps.settings.rules(shop);
    return version && { version: version.version, rules: version.rules };
  };
  const startReading = (shop: ShopRef): void => {
    const key = keyOf(shop);
    const now = deps.now();
    if (now - (asked.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    asked.set(key, now);
    deps.readSoon(shop);
  };

  const learnFromImport = async (shop: ShopRef): Promise<void> => {
    const place = await placeOf(shop);
    const saved = place?.connection.state === 'ok' ? await rulesOf(shop) : null;
    if (!place || !saved) return;
    const stored = await storedOf(place);
    const rules = effectiveRules(saved.rules, stored);
    const now = deps.now();
    // Only this shape leaves the VAT of a line to Exact's good will.
    if (rules.override.xml !== 'unknown' || rules.entryShape !== 'vat-amount' || now - (stored?.lookedAt?.[keyOf(shop)] ?? Number.NEGATIVE_INFINITY) < IMPORTS_MS) return;
    const bookings = await bookingsThatTell(deps.ledger, shop, { rules, version: saved.version, books: stored?.books ?? null, today: dayOfInstant(now) });
    if (bookings.length === 0) return;
    const { site } = place.connection;
    const { division } = place.link.administration;
    const found = await reads(place, true, (client) => learnXmlOverride(client, division, 'unknown', bookings)).catch((): OverrideMode => 'unknown');
    await deps.store.change(site, division, (before) => ({ ...before, lookedAt: { ...before.lookedAt, [keyOf(shop)]: now }, learnt: { ...before.learnt, xml: learntAfter(before.learnt.xml, found) } }));
    if (found !== 'unknown') deps.changed();
  };

  return {
    state: async (shop, force, typed) => {
      const place = await placeOf(shop);
      const stored = place && (await current(place, force));
      const books = stored?.books ?? null;
      const saved = await rulesOf(shop);
      const known = saved?.rules ?? DEFAULT_RULES;
      const rules = effectiveRules(typed ? { ...known, profile: typed } : known, stored);
      const wasRead = await deps.wasRead(shop);
      if (!wasRead) startReading(shop);
      const today = dayOfInstant(deps.now());
      const met = await scanner.scan(shop, { rules, version: saved?.version ?? 0, books, today });
      return {
        books,
        fault: stored?.fault ?? null,
        kinds: met.kinds,
        proposal: propose(books, met.kinds, rules, today),
        waiting: met.waiting,
        ...(met.complete && wasRead ? {} : { counting: true }),
        ...(stored ? { learnt: stored.learnt } : {}),
      };
    },
    booksOf: async (shop) => {
      const place = await placeOf(shop);
      return (place && (await storedOf(place)))?.books ?? null;
    },
    unreadFor: async (shop) => {
      const place = await placeOf(shop);
      return (place && (await storedOf(place)))?.fault ?? null;
    },
    effective: async (shop, rules) => {
      const place = await placeOf(shop);
      return effectiveRules(rules, place && (await storedOf(place)));
    },
    refreshIfStale: async (shop) => {
      const place = await placeOf(shop);
      if (place) await current(place, false).catch(() => undefined);
    },
    refreshCodes: async (shop) => {
      const place = await placeOf(shop);
      const stored = place && (await storedOf(place));
      if (place?.connection.state !== 'ok') return null;
      const { site } = place.connection;
      const now = deps.now();
      // Never read: all of it, beside the run, which asks again when that may be done.
      if (!stored?.books) {
        if (isDue(stored)) deps.inBackground(read(place).catch(() => undefined));
        return now + MINUTE_MS;
      }
      if (now - Math.max(Date.parse(stored.books.readAt), stored.checkedAt ?? 0) < DAY_MS || (stored.fault !== null && now - stored.triedAt < AGAIN_MS)) return null;
      const budget = await deps.budgets.of(site, place.link.administration.division);
      const left = leftOf(budget, now + budget.offset, SPARED);
      if (left.calls < CODES_CALLS) return left.until - budget.offset;
      await readCodesOf(place, stored.books).catch(() => undefined);
      return null;
    },
    readMissing: async () => {
      for (const link of await deps.connections.links()) {
        const place = await placeOf(link);
        if (place?.connection.state === 'ok' && !(await storedOf(place))) await read(place).catch(() => undefined);
      }
    },
    vanished: async (shop) => {
      const place = await placeOf(shop);
      const books = (place && (await storedOf(place)))?.books;
      const saved = books ? await rulesOf(shop) : null;
      return books && saved ? vanishedOf(books, saved.rules).length : 0;
    },
    learnt: async (shop, exit, entry) => {
      const place = await placeOf(shop);
      if (!place || entry === 'unknown') return;
      await deps.store.change(place.connection.site, place.link.administration.division, (before) => ({ ...before, learnt: { ...before.learnt, [exit]: learntAfter(before.learnt[exit], entry) } }));
      deps.changed();
    },
    learnFromImports: async () => {
      for (const link of await deps.connections.links()) await learnFromImport(link).catch(() => undefined);
    },
    wants: (shop) => asked.has(keyOf(shop)),
    forget: (shop) => {
      asked.delete(keyOf(shop));
      scanner.forget(shop);
    },
  };
}

/** What is set by hand wins over what was learnt, and the profile's country over Exact's. */
export function effectiveRules(rules: BookingRules, stored: Pick<StoredBooks, 'learnt' | 'books'> | null): BookingRules {
  const learnt = stored?.learnt ?? NOTHING_LEARNT;
  const homeCountry = rules.profile.homeCountry || stored?.books?.country || '';
  const override = { api: rules.override.api === 'unknown' ? learnt.api : rules.override.api, xml: rules.override.xml === 'unknown' ? learnt.xml : rules.override.xml };
  return { ...rules, override, profile: { ...rules.profile, homeCountry } };
}

const keyOf = ({ tenantId, shopId }: ShopRef): string => `${tenantId}:${shopId}`;
