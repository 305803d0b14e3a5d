/** A desk with everything around it injected, and a way to kill it at any call. */
import { createExportDesk } from '../../lib/export/desk';
import type { ExportDeps, ExportDesk } from '../../lib/export/desk';
import type { ReadOptions } from '../../lib/export/read';
import { openLedger } from '../../lib/ledger/ledger';
import type { Ledger } from '../../lib/ledger/ledger';
import type { BookingRules } from '../../lib/booking/rules';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice, someRules } from '../booking/fixtures';

export const SHOP = { tenantId: 't1', shopId: 12 };
export const NOW = Date.parse('2024-06-15T12:00:00Z');

/** Calls a `kill` may strike: every method of the ledger and every port. */
export type Strike = (call: string) => 'before' | 'after' | null;

export class Killed extends Error {}

/** What ShopCtrl holds, as the reading sees it. */
export interface Source {
  invoices: readonly Invoice[];
  findings?: readonly Finding[];
  fails?: Error;
}

export interface Bench {
  readonly desk: ExportDesk;
  readonly ledger: Ledger;
  readonly delivered: string[];
  readonly wakes: boolean[];
  readonly notices: { count: number };
  /** Ends this desk as a killed worker ends: no further call does anything. */
  readonly die: () => void;
}

export interface BenchOptions {
  readonly source: Source;
  readonly rules?: BookingRules | null;
  readonly strike?: Strike;
  readonly deps?: Partial<ExportDeps>;
}

let ids = 0;

/** A desk on the current `indexedDB`. Several may follow each other on one database, as workers do. */
export function aDesk({ source, rules = someRules(), strike = () => null, deps = {} }: BenchOptions): Bench {
  const real = openLedger();
  const life = { dead: false };
  const controller = new AbortController();
  const delivered: string[] = [];
  const wakes: boolean[] = [];
  const notices = { count: 0 };

  const guarded = async <T>(name: string, call: () => T | Promise<T>): Promise<T> => {
    if (life.dead) throw new Killed(name);
    const when = strike(name);
    if (when === 'before') life.dead = true;
    if (life.dead) throw new Killed(name);
    const result = await call();
    if (when === 'after') life.dead = true;
    if (life.dead) throw new Killed(name);
    return result;
  };
  const ledger = Object.fromEntries(
    Object.entries(real).map(([name, method]) => [name, (...args: never[]) => guarded(name, () => (method as (...given: never[]) => unknown)(...args))]),
  ) as unknown as Ledger;

  const locks = new Map<string, Promise<unknown>>();
  const read = async ({ store, tenantId, shopId, onProgress, pulse, signal }: ReadOptions): Promise<void> => {
    if (source.fails) throw source.fails;
    const before = await store.loadCursor(tenantId, shopId);
    const size = 50;
    const pages = Math.max(1, Math.ceil(source.invoices.length / size));
    for (let page = before?.run?.page ?? 0; page < pages; page += 1) {
      signal.throwIfAborted();
      const run = page + 1 < pages ? { from: '', until: '', serverTime: '', page: page + 1, sweep: false } : null;
      const cursor = { tenantId, shopId, route: 'orders' as const, watermark: null, sweptAt: null, run, arithmetic: 'after-minus' };
      await store.commitPage({ invoices: source.invoices.slice(page * size, (page + 1) * size), findings: page === 0 ? (source.findings ?? []) : [], cursor });
      onProgress(page, pages);
      await pulse();
    }
  };
  const desk = createExportDesk({
    ledger,
    rulesOf: () => (rules ? { version: 3, rules } : null),
    shopName: () => 'Lamp & Licht',
    clientFor: () => null as never,
    deliver: (fileId) => guarded('deliver', () => void delivered.push(fileId)),
    notify: () => {
      notices.count += 1;
    },
    pulse: () => guarded('pulse', () => undefined),
    wake: (on) => guarded('wake', () => void wakes.push(on)),
    now: () => NOW,
    lock: async (name, run) => {
      const before = locks.get(name) ?? Promise.resolve();
      const mine = before.then(run, run);
      locks.set(name, mine.catch(() => undefined));
      return mine;
    },
    signal: controller.signal,
    // No page stands behind these files: the next one does not wait.
    sleep: () => Promise.resolve(),
    // Of one length: files of one moment are listed by their ids.
    newId: () => `job${String((ids += 1)).padStart(4, '0')}`,
    read,
    ...deps,
  });
  return {
    desk,
    ledger: real,
    delivered,
    wakes,
    notices,
    die: () => {
      life.dead = true;
      controller.abort(new Killed('worker'));
    },
  };
}

const GERMAN = aParty({ companyName: 'Licht & Raum GmbH', country: 'DE', postalCode: '10115', vatNumber: 'DE136695976' });

/** Invoices of many kinds: rates, credits, companies abroad, refusals, odd characters, several days. */
export function manyInvoices(count: number): readonly Invoice[] {
  return Array.from({ length: count }, (_, index) => {
    const id = index + 1;
    const day = String(1 + (index % 28)).padStart(2, '0');
    const base = { id, date: `2024-03-${day}`, code: id % 10 === 0 ? `F24-${String(id)}` : String(20240000 + id) };
    if (id % 7 === 0) return anInvoice({ ...base, kind: 'credit', lines: [aLine(-1000 - id, -Math.round((1000 + id) * 0.21), 2100)] });
    if (id % 13 === 0) return anInvoice({ ...base, customerCode: `B${String(id % 4)}`, billTo: GERMAN, shipTo: GERMAN, lines: [aLine(2000 + id, 0, 0)] });
    if (id % 11 === 0) return anInvoice({ ...base, shipTo: aParty({ country: 'FR', postalCode: '75001' }), lines: [aLine(1000, 200, 2000)] });
    return anInvoice({ ...base, lines: [aLine(1000 + id, Math.round((1000 + id) * 0.21), 2100, { description: `Lamp <${String(id)}> & zn \u0007é😀` }), aLine(500, 45, 900), aLine(413, 87, 2100, { kind: 'shipping', description: 'Verzending' })] });
  });
}

/** The whole text of a file out of the ledger. */
export async function textOf(ledger: Ledger, fileId: string): Promise<string> {
  const parts = await ledger.fileBytes(fileId);
  if (!parts) throw new Error('file is gone');
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob([...parts]).arrayBuffer());
}

export const MARCH = { shop: SHOP, from: '2024-03-01', to: '2024-03-31', topic: 'GLTransactions' } as const;

/** Orders an export and waits until it is over. */
export async function exported(bench: Bench, order: Parameters<Bench['desk']['start']>[0] = MARCH): Promise<Awaited<ReturnType<Bench['desk']['state']>>> {
  await bench.desk.start(order);
  await bench.desk.resume();
  return bench.desk.state(order.shop);
}
