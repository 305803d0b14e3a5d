/** The desk where exports are ordered: starts, resumes, cancels and shows them. One open export per shop. */
import type { Books } from '../booking/books';
import type { BookingRules, ExportTopic } from '../booking/rules';
import { FaultError, fail, faultOf } from '../faults';
import { dayOfInstant } from '../invoice/date';
import type { IsoDate } from '../invoice/money';
import { isOpen } from '../ledger/jobs';
import type { Ledger } from '../ledger/ledger';
import type { JobRow } from '../ledger/rows';
import type { ExportState, ShopRef } from '../messages';
import type { ShopCtrlClient } from '../shopctrl/client';
import { runJob } from './job';
import { readShop } from './read';
import type { ReadShop } from './read';
import { settingsMissing } from './settings';
import { exportState } from './state';
import type { Progress } from './state';

type Awaitable<T> = T | Promise<T>;

/** What the desk needs of its surroundings. */
export interface ExportDeps {
  readonly ledger: Ledger;
  /** The rules in force now, with their version. */
  readonly rulesOf: (shop: ShopRef) => Awaitable<{ readonly version: number; readonly rules: BookingRules } | null>;
  readonly shopName: (shop: ShopRef) => Awaitable<string>;
  /** Before invoices are read: what the administration offers may be a day old. Never throws. */
  readonly prepare?: (shop: ShopRef) => Awaitable<void>;
  /** What the shop's administration offers, as last read; null when that is not known. */
  readonly booksOf?: (shop: ShopRef) => Awaitable<Books | null>;
  readonly clientFor: (tenantId: string) => Awaitable<ShopCtrlClient>;
  /** Opens `file.html#fileId`, which saves the file. */
  readonly deliver: (fileId: string) => Awaitable<void>;
  /** The export state of some shop changed. */
  readonly notify: () => void;
  /** One extension API call: keeps the worker alive. */
  readonly pulse: () => Awaitable<void>;
  /** An alarm at most 60 s ahead while work is open. */
  readonly wake: (on: boolean) => Awaitable<void>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly lock: <T>(name: string, run: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly signal: AbortSignal;
  /** Resolves after so many milliseconds, or at once when the signal aborts; a timer by default. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Makes ids of jobs; random by default. */
  readonly newId?: () => string;
  /** Reads a shop's invoices into the ledger; the feed by default. */
  readonly read?: ReadShop;
}

export interface ExportDesk {
  /** Orders an export of a period. Faults: `export-bad-period`, `export-settings-missing`, `export-busy`. */
  start(order: { readonly shop: ShopRef; readonly from: IsoDate; readonly to: IsoDate; readonly topic: ExportTopic }): Promise<{ readonly jobId: string }>;
  /** Orders an export of everything that is in no file yet, up to today, by the shop's own topic. Faults as `start`. */
  startNew(shop: ShopRef): Promise<{ readonly jobId: string }>;
  /** Stops an export that has made no file yet; later it is too late, and nothing happens. */
  cancel(shop: ShopRef, jobId: string): Promise<void>;
  /** Delivers the stored bytes of a file once more. Fault `file-gone`. */
  downloadAgain(shop: ShopRef, fileId: string): Promise<void>;
  /** The file page saved a file: contact data that nothing needs any more is removed. */
  saved(fileId: string): Promise<void>;
  state(shop: ShopRef): Promise<ExportState>;
  /** Goes on with whatever is open; at every start of the worker and every alarm. Resolves when the work is done. */
  resume(): Promise<void>;
  /** Stops the shop's export and removes everything that the ledger holds of it. */
  forget(shop: ShopRef): Promise<void>;
  /** How this tenant's sums add up, as the feed found; null while undecided. */
  arithmetic(tenantId: string): Promise<string | null>;
}

interface Run {
  readonly stop: AbortController;
  readonly finished: Promise<void>;
  readonly progress: () => Progress;
}

const NOTIFY_MS = 500;
/** How long the next file waits for the one before it to be saved; less than an idle worker lives. */
const SAVE_MS = 10_000;

/** True for a day that exists, as `yyyy-mm-dd`. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function createExportDesk(deps: ExportDeps): ExportDesk {
  const { ledger } = deps;
  const newId = deps.newId ?? (() => crypto.randomUUID());
  const read = deps.read ?? readShop;
  const sleep = deps.sleep ?? timer;
  const runs = new Map<string, Run>();
  /** Files whose page was opened and has not said yet that it saved. */
  const unsaved = new Map<string, () => void>();
  let notified = Number.NEGATIVE_INFINITY;

  const today = (): IsoDate => dayOfInstant(deps.now());

  const notify = (now: boolean): void => {
    if (!now && deps.now() - notified < NOTIFY_MS) return;
    notified = deps.now();
    deps.notify();
  };

  const deliverInTurn = async (fileId: string, more: boolean, signal: AbortSignal): Promise<void> => {
    const waiting = new AbortController();
    const saved = new Promise<void>((resolve) => unsaved.set(fileId, resolve));
    try {
      await deps.deliver(fileId);
      if (more) await Promise.race([saved, sleep(SAVE_MS, AbortSignal.any([signal, waiting.signal]))]);
    } finally {
      unsaved.delete(fileId);
      waiting.abort();
    }
  };

  const run = (job: JobRow): Promise<void> => {
    const running = runs.get(job.jobId);
    if (running) return running.finished;
    const stop = new AbortController();
    const signal = AbortSignal.any([deps.signal, stop.signal]);
    let progress: Progress = { done: 0, total: 0 };
    let phase = job.phase;
    const work = async (): Promise<void> => {
      try {
        await deps.lock(
          `export:${job.tenantId}:${String(job.shopId)}`,
          () =>
            runJob(job.jobId, {
              ledger,
              signal,
              read: async (current) => {
                await deps.prepare?.(current);
                const client = await deps.clientFor(current.tenantId);
                await deps.lock(
                  `discover:${current.tenantId}`,
                  () =>
                    read({
                      client,
                      store: ledger,
                      tenantId: current.tenantId,
                      shopId: current.shopId,
                      now: deps.now,
                      signal,
                      pulse: deps.pulse,
                      onProgress: (done, total) => {
                        progress = { done, total };
                        notify(false);
                      },
                    }),
                  signal,
                );
              },
              books: async (current) => (await deps.booksOf?.(current)) ?? null,
              deliver: (fileId, more) => deliverInTurn(fileId, more, signal),
              pulse: async () => deps.pulse(),
              onStep: (after) => {
                notify(after.phase !== phase);
                phase = after.phase;
              },
            }),
          signal,
        );
      } finally {
        runs.delete(job.jobId);
        notify(true);
        if (!deps.signal.aborted && (await ledger.openJobs()).length === 0) await deps.wake(false);
      }
    };
    // Begins only after the entry below is made, so that no second run can slip in.
    const finished = Promise.resolve().then(work);
    runs.set(job.jobId, { stop, finished, progress: () => progress });
    return finished;
  };

  /** What goes wrong outside the job's own steps leaves it open; the alarm tries again. */
  const runInBackground = (job: JobRow): void => {
    run(job).catch(() => undefined);
  };

  const order = async (shop: ShopRef, from: IsoDate | '', to: IsoDate, wanted: ExportTopic | null): Promise<{ readonly jobId: string }> => {
    const current = await deps.rulesOf(shop);
    const topic = wanted ?? current?.rules.topic ?? 'GLTransactions';
    const missing = settingsMissing(current?.rules ?? null, topic);
    if (!current || missing.length > 0) fail('export-settings-missing', { settings: missing.join(', ') });
    const job: JobRow = {
      jobId: newId(),
      tenantId: shop.tenantId,
      shopId: shop.shopId,
      shopName: await deps.shopName(shop),
      topic,
      from,
      to,
      createdAt: new Date(deps.now()).toISOString(),
      rulesVersion: current.version,
      rules: current.rules,
      phase: 'reading',
      done: 0,
      total: 0,
      records: 0,
      leftOut: 0,
      reasons: [],
      decided: null,
      pages: 0,
      written: 0,
      marked: 0,
      fileNumber: 1,
      files: [],
      delivered: 0,
      fault: null,
    };
    // The alarm first: a worker killed after this line finds either no job or one that it will be woken for.
    await deps.wake(true);
    const started = await ledger.startJob(job);
    if (!started) fail('export-busy');
    notify(true);
    runInBackground(started);
    return { jobId: started.jobId };
  };

  return {
    async start({ shop, from, to, topic }) {
      if (!isDay(from) || !isDay(to) || from > to) fail('export-bad-period', { from, to });
      return order(shop, from, to, topic);
    },

    startNew: (shop) => order(shop, '', today(), null),

    async cancel(shop, jobId) {
      if (!(await ledger.cancelJob(shop, jobId))) return;
      runs.get(jobId)?.stop.abort();
      notify(true);
    },

    async downloadAgain(shop, fileId) {
      const file = await ledger.file(fileId);
      if (!file || file.tenantId !== shop.tenantId || file.shopId !== shop.shopId) fail('file-gone');
      await deps.deliver(fileId);
    },

    async saved(fileId) {
      if (!(await ledger.fileSaved(fileId))) fail('file-gone');
      unsaved.get(fileId)?.();
      await ledger.stripSaved(async () => deps.pulse());
    },

    async state(shop) {
      const rules = (await deps.rulesOf(shop))?.rules ?? null;
      const job = await ledger.lastJob(shop);
      const progress = job ? (runs.get(job.jobId)?.progress() ?? null) : null;
      return exportState(shop, { ledger, rules, job, progress, today: today() });
    },

    async resume() {
      const open = await ledger.openJobs();
      if (open.length > 0) await deps.wake(true);
      const results = await Promise.allSettled(open.map(run));
      await ledger.stripSaved(async () => deps.pulse());
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw new FaultError(faultOf(failed.reason), { cause: failed.reason });
    },

    async forget(shop) {
      const job = await ledger.lastJob(shop);
      const running = job ? runs.get(job.jobId) : undefined;
      if (job && isOpen(job)) await ledger.cancelJob(shop, job.jobId);
      // A run that still commits pages would bring rows back.
      running?.stop.abort();
      await running?.finished.catch(() => undefined);
      await ledger.forget(shop);
      // A reading that nobody ordered here may have been on its way; what it still stored goes as well.
      await deps.lock(`discover:${shop.tenantId}`, () => ledger.forget(shop), deps.signal);
      notify(true);
    },

    arithmetic: (tenantId) => ledger.arithmeticOf(tenantId),
  };
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(running);
      resolve();
    };
    const running = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}
