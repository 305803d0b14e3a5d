/** A Sync engine with everything around it injected, and a way to kill it at any call. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import type { AccountRecord } from '../../lib/booking/account';
import type { Booking, Debtor, Decision } from '../../lib/booking/booking';
import { draftOf, type EntryDraft } from '../../lib/booking/entry-draft';
import type { OverrideMode } from '../../lib/booking/rules';
import type { Invoice } from '../../lib/invoice/invoice';
import { openLedger, type Ledger } from '../../lib/ledger/ledger';
import type { InvoiceRow } from '../../lib/ledger/rows';
import type { SyncRow, SyncShopRow, SyncState } from '../../lib/ledger/sync-rows';
import { createSyncEngine, type SyncEngine } from '../../lib/sync/engine';
import { DEFAULT_SETTINGS, type Decider, type ExactSession, type SyncPorts, type SyncSettings } from '../../lib/sync/ports';
import { anInvoice } from '../booking/fixtures';
import { FakeExact } from './fake-exact';

export const SHOP = { tenantId: 't1', shopId: 12 };
export const OTHER_SHOP = { tenantId: 't1', shopId: 13 };
export const NOW = Date.parse('2026-03-15T10:00:00Z');
export const USER = 'user-1';

/** Time that only tests move. */
export class Clock {
  constructor(public at: number = NOW) {}
  readonly now = (): number => this.at;
}

/** Nothing in the ledger yet, and an Exact that knows the collective debtor. */
export function fresh(): { readonly clock: Clock; readonly exact: FakeExact; readonly customer: string } {
  globalThis.indexedDB = new IDBFactory();
  const clock = new Clock();
  const exact = new FakeExact(clock.now);
  return { clock, exact, customer: exact.account('1001').id };
}

export class Killed extends Error {}

/** Which call a kill strikes, and when: before it, after it was done but before its answer, or right after the answer. */
export type Strike = (call: string) => 'before' | 'during' | 'after' | null;

export interface BenchOptions {
  readonly exact: FakeExact;
  readonly clock: Clock;
  readonly ledger?: string;
  readonly strike?: Strike;
  readonly userId?: string;
  readonly source?: readonly Invoice[];
  readonly ports?: Partial<SyncPorts>;
  readonly settings?: Partial<SyncSettings>;
  readonly decider?: Decider;
  /** False: ShopCtrl has none. */
  readonly pdfs?: boolean;
}

export interface Bench {
  readonly engine: SyncEngine;
  readonly ledger: Ledger;
  readonly alarms: (number | null)[];
  readonly wakes: boolean[];
  readonly learnt: OverrideMode[];
}

/** Invoices whose code starts with `B` are of own debtors (code by customer), the rest of the collective one. */
export function debtorFor(invoice: Invoice): Debtor {
  if (invoice.customerCode.startsWith('B')) return { code: invoice.customerCode, kind: 'own', ...(invoice.billTo.country ? { country: invoice.billTo.country } : {}), ...(invoice.billTo.vatNumber ? { vatNumber: invoice.billTo.vatNumber } : {}) };
  return { code: '1001', kind: 'collective' };
}

export function bookingOf(invoice: Invoice): Booking {
  return {
    tenantId: invoice.tenantId,
    shopId: invoice.shopId,
    invoiceId: invoice.id,
    invoiceCode: invoice.code,
    type: invoice.gross < 0 ? 21 : 20,
    reference: invoice.code,
    date: invoice.date,
    currency: 'EUR',
    journal: '70',
    paymentCondition: '30',
    debtor: debtorFor(invoice),
    description: invoice.code,
    orderCode: invoice.orderCode,
    lines: invoice.lines.map((line) => ({ account: '8000', vatCode: '2', rate: line.rate, net: line.net, vat: line.vat, description: line.description, kind: line.kind, rule: 'test' })),
    net: invoice.net,
    vat: invoice.vat,
    gross: invoice.gross,
    remarks: [],
    settingsVersion: 1,
  };
}

/** What the engine would send for an invoice, with the debtor's key. */
export function draftFor(invoice: Invoice, customer: string): EntryDraft {
  const result = draftOf(bookingOf(invoice), { customer, account: (code) => `gl-${code}` }, { reference: invoice.code, useEntryNumber: false });
  if (!result.ok) throw new Error('no draft');
  return result.draft;
}

export const DECIDER: Decider = {
  version: 1,
  decide: ({ invoice }: InvoiceRow): { readonly decision: Decision; readonly record: AccountRecord | null } => {
    const booking = bookingOf(invoice);
    const { billTo } = invoice;
    const record = booking.debtor.kind === 'own' ? { code: booking.debtor.code, name: billTo.fullName, email: billTo.email, phone: '', addressLine1: '', addressLine2: '', postalCode: '', city: '', country: billTo.country, vatNumber: billTo.vatNumber, cocNumber: '' } : null;
    if (invoice.gross === 0) return { decision: { ok: false, refusal: { tenantId: invoice.tenantId, shopId: invoice.shopId, invoiceId: invoice.id, invoiceCode: invoice.code, code: 'zero-invoice', params: {} } }, record };
    return { decision: { ok: true, booking }, record };
  },
  references: ({ code }) => [code],
};

export function aShop(change: Partial<SyncShopRow> = {}): SyncShopRow {
  return {
    ...SHOP,
    on: true,
    from: { date: '2026-01-01' },
    nativeOff: { by: 'Anna', at: '2026-03-01' },
    paused: null,
    promote: true,
    attachPdf: false,
    useEntryNumber: false,
    refusals: { key: '', count: 0, rulesVersion: 1 },
    lastRun: null,
    caughtUp: null,
    ...change,
  };
}

export function invoices(count: number, change: (id: number) => Partial<Invoice> = () => ({})): readonly Invoice[] {
  return Array.from({ length: count }, (_, index) => anInvoice({ id: index + 1, date: '2026-03-05', code: `F26-${String(index + 1).padStart(5, '0')}`, ...change(index + 1) }));
}

/** An engine on the current `indexedDB`. Several may follow each other on one ledger, as workers do. */
export function aBench(options: BenchOptions): Bench {
  const { exact, clock, strike = () => null, userId = USER, source = [] } = options;
  const real = openLedger(options.ledger === undefined ? {} : { name: options.ledger });
  const life = { dead: false };
  const stop = new AbortController();
  const alarms: (number | null)[] = [];
  const wakes: boolean[] = [];
  const learnt: OverrideMode[] = [];

  const guarded = async <T>(name: string, call: () => T | Promise<T>): Promise<T> => {
    if (life.dead) throw new Killed(name);
    const when = strike(name);
    if (when === 'before') life.dead = true;
    if (life.dead) {
      stop.abort(new Killed(name));
      throw new Killed(name);
    }
    const result = await call();
    if (when === 'during' || life.dead) {
      life.dead = true;
      stop.abort(new Killed(name));
      throw new Killed(name);
    }
    if (when === 'after') life.dead = true;
    return result;
  };
  const wrap = <T extends object>(prefix: string, object: T, plain: readonly string[] = []): T =>
    Object.fromEntries(
      Object.entries(object).map(([name, method]: [string, unknown]) => [
        name,
        plain.includes(name) || typeof method !== 'function' ? method : (...args: never[]) => guarded(`${prefix}.${name}`, () => (method as (...given: never[]) => unknown).apply(object, args)),
      ]),
    ) as T;

  const session = (): ExactSession => {
    const whole = exact.session(userId);
    return {
      ...whole,
      entries: wrap('entries', whole.entries, ['fitting']),
      debtors: wrap('debtors', whole.debtors),
      documents: wrap('documents', whole.documents),
      accounts: (codes) => guarded('accounts', () => whole.accounts(codes)),
    };
  };
  const locks = new Map<string, Promise<unknown>>();
  const ports: SyncPorts = {
    ledger: wrap('ledger', real),
    target: () => guarded('target', () => ({ connectionId: `c-${userId}`, site: 'nl', division: 100, userId })),
    decider: () => guarded('decider', () => options.decider ?? DECIDER),
    discover: (shop) =>
      guarded('discover', async () => {
        const { tenantId, shopId } = shop;
        await real.commitPage({ invoices: source.filter((one) => one.shopId === shopId), findings: [], cursor: { tenantId, shopId, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
      }),
    native: () => guarded('native', () => 'off'),
    token: (_connection, refused) => guarded('token', () => (refused === undefined ? 'token-1' : `${refused}x`)),
    exact: session,
    learnt: (_shop, mode) => guarded('learnt', () => void learnt.push(mode)),
    pdf: (_shop, id) => guarded('pdf', () => (options.pdfs === false ? null : { fileName: `${String(id)}.pdf`, base64: 'JVBERi0=' })),
    lock: async (name, run) => {
      await guarded('lock', () => undefined);
      const before = locks.get(name) ?? Promise.resolve();
      const mine = before.then(run, run);
      locks.set(name, mine.catch(() => undefined));
      return mine;
    },
    wake: (on) => guarded('wake', () => void wakes.push(on)),
    alarmAt: (at) => guarded('alarmAt', () => void alarms.push(at)),
    pulse: () => guarded('pulse', () => undefined),
    now: clock.now,
    random: () => 0.5,
    changed: () => undefined,
    signal: stop.signal,
    ...options.ports,
  };
  return { engine: createSyncEngine(ports, { ...DEFAULT_SETTINGS, ...options.settings }), ledger: real, alarms, wakes, learnt };
}

/** Runs until everything has come to rest: at each alarm, and every quarter of an hour. Killed engines throw `Killed`. */
export async function settle(bench: Bench, clock: Clock, runs = 14): Promise<void> {
  for (let run = 0; run < runs; run += 1) {
    const { next } = await bench.engine.run();
    clock.at = next === null ? clock.at + 16 * 60_000 : Math.max(next, clock.at + 1000);
    if (next === null && (await atRest(bench.ledger))) return;
  }
}

const MOVING = new Set(['seen', 'ready', 'intent', 'sent', 'uncertain']);

async function atRest(ledger: Ledger): Promise<boolean> {
  const counts = await Promise.all((await ledger.syncShops()).map((shop) => ledger.syncCounts(shop)));
  if (counts.some((count) => [...MOVING].some((state) => count[state as keyof typeof count] > 0))) return false;
  const due = await Promise.all((await ledger.syncShops()).map((shop) => ledger.syncRows(shop, 'booked', Number.MAX_SAFE_INTEGER, 1000)));
  if (!due.flat().every((row) => row.intent === undefined)) return false;
  const documents = await Promise.all((await ledger.syncShops()).map((shop) => ledger.documentRows(shop, Number.MAX_SAFE_INTEGER, 1)));
  return documents.flat().length === 0;
}

export async function rowsOf(ledger: Ledger, ids: readonly number[]): Promise<readonly SyncRow[]> {
  return (await Promise.all(ids.map((id) => ledger.syncRow('t1', id)))).flatMap((row) => row ?? []);
}

/** What holds the shop's invoices of a state: code and count, the most first. */
export async function reasonsOf(ledger: Ledger, state: SyncState): Promise<readonly (readonly [code: string, count: number])[]> {
  const counts = new Map<string, number>();
  for (const { reason } of await ledger.syncAll(SHOP, state, 1000)) counts.set(reason?.code ?? '', (counts.get(reason?.code ?? '') ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1]);
}

/** Runs over many things, so many at a time. */
export async function inParts<T>(things: readonly T[], size: number, run: (thing: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < things.length; at += size) await Promise.all(things.slice(at, at + size).map(run));
}
