/**
 * When Sync runs, and how it stands. One run at a time in this worker; whatever orders it (schedule, a waited-for moment, a visible tab, a
 * person) is enough alone, since everything that a run goes by is stored (design 4).
 */
import type { SyncShopRow, SyncState } from '../ledger/sync-rows';
import { shopsAtWork } from '../sync/at-work';
import { createSyncEngine, type SyncEngine } from '../sync/engine';
import { FAR } from '../sync/resolve';
import { ageOf, VISIBLE_MS } from '../sync/schedule';
import type { App } from './app';
import type { SyncDesk } from './sync-desk';
import { createSyncPorts, type SyncPortDeps } from './sync-ports';
import { createSyncProgress, openOf } from './sync-progress';
import { DEFAULT_TUNING, engineSettings, readTuning, writeTuning, type SyncTuning } from './sync-tuning';
import { summaryOf } from './sync-summary';

/** Timers of Sync that survive the worker (`lib/platform/alarms`). */
export interface SyncAlarms {
  wake(on: boolean): Promise<void>;
  every(minutes: number | null): Promise<void>;
  at(when: number | null): Promise<void>;
  next(): Promise<number | null>;
}

export interface SyncRunner extends SyncDesk {
  /** At every start of the worker or the browser: verifies the alarms, and goes on with what was left or missed. */
  resume(): Promise<void>;
  /** The schedule, the moment that was waited for, or a worker that was killed while it worked. */
  alarm(name: 'sync' | 'sync-wake' | 'sync-at'): Promise<void>;
}

export interface SyncDeps extends Omit<SyncPortDeps, 'app' | 'tuning' | 'beganAt' | 'signal' | 'wake' | 'alarmAt'> {
  readonly app: Pick<App, 'settings' | 'connections' | 'tokens' | 'books' | 'book' | 'now'>;
  readonly alarms: SyncAlarms;
  /** Goes on without anybody waiting for it. */
  inBackground(work: Promise<unknown>): void;
}

/** A run that goes on after a kill reads ShopCtrl again only when that is so long ago. */
const READ_AGAIN_MS = 2 * 60_000;

/** Progress is shown this often. */
const SHOWN_MS = 1000;

/** A run that goes on so soon is the same one to whoever looks. */
const GOES_ON_MS = 2 * 60_000;

/** States in which a run that was ended has left something to do. */
const OPEN: readonly SyncState[] = ['seen', 'ready', 'intent', 'sent', 'uncertain', 'two-found', 'waiting'];

interface Run {
  readonly stop: AbortController;
  readonly finished: Promise<void>;
}

export function createSync(deps: SyncDeps): SyncRunner {
  const { app, ledger, alarms } = deps;
  let tuning: SyncTuning = DEFAULT_TUNING;
  let engine: { readonly key: string; readonly engine: SyncEngine } | null = null;
  let current: Run | null = null;
  let again = false;
  /** Runs begin when this resolves. */
  let barrier: Promise<void> = Promise.resolve();
  /** When this worker last began to work for shops; what a person mended before is looked at anew since. */
  let beganAt = 0;
  /** When what is shown was last said to have changed. */
  let shownAt = 0;
  /** Until when the run that ended last has to wait. */
  let waits: number | null = null;
  const progress = createSyncProgress(app);
  let stop = new AbortController();

  const ports = createSyncPorts({ ...deps, pulse: () => pulse(), wake: (on) => alarms.wake(on), alarmAt: (at) => alarms.at(at), tuning: () => tuning, beganAt: () => beganAt, signal: () => AbortSignal.any([stop.signal, deps.life]) });
  const pulse = (): void => {
    deps.pulse();
    if (current && app.now() - shownAt >= SHOWN_MS) {
      shownAt = app.now();
      deps.changed();
    }
  };
  const engineNow = (): SyncEngine => {
    const key = JSON.stringify(tuning);
    if (engine?.key !== key) engine = { key, engine: createSyncEngine(ports, engineSettings(tuning)) };
    return engine.engine;
  };

  /** Shops that are on, and those that are off whose last invoices can still be looked up. */
  const shopsToRun = async (): Promise<readonly SyncShopRow[]> => {
    const shops = await shopsAtWork(ledger);
    const linked = await Promise.all(shops.map(async (shop) => shop.on || (await app.connections.linkOf(shop)) !== null));
    return shops.filter((_, at) => linked[at]);
  };

  /** When ShopCtrl was last read for all shops that are on; null when none is. */
  const readAt = (shops: readonly SyncShopRow[]): number | null => {
    const on = shops.filter((shop) => shop.on);
    return on.length === 0 ? null : Math.min(...on.map(({ caughtUp }) => caughtUp ?? 0));
  };

  /** Whether anything is left to be done or waited for, or is to be proved by now; what waits for a person is not. */
  const hasOpen = async (shops: readonly SyncShopRow[]): Promise<boolean> => {
    if (shops.some(({ on }) => !on)) return true;
    const before = async (shop: SyncShopRow, state: SyncState, moment: number): Promise<boolean> => ((await ledger.syncDue(shop, state)) ?? FAR) < moment;
    const found = await Promise.all(shops.flatMap((shop) => [before(shop, 'booked', app.now()), ...OPEN.map((state) => before(shop, state, FAR))]));
    return found.includes(true);
  };

  /** The alarms as they have to stand, before any work. */
  const verified = async (): Promise<readonly SyncShopRow[]> => {
    tuning = await readTuning(app.settings);
    const shops = await shopsToRun();
    await alarms.every(shops.length > 0 ? tuning.everyMinutes : null);
    if (shops.length === 0) await Promise.all([alarms.wake(false), alarms.at(null)]);
    return shops;
  };

  const work = async (discover: boolean): Promise<void> => {
    try {
      const { signal } = stop;
      await Promise.race([barrier, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
      signal.throwIfAborted();
      for (let reads = discover; ; reads = true) {
        again = false;
        if ((await verified()).length === 0) return;
        beganAt = app.now();
        deps.changed();
        waits = (await engineNow().run({ discover: reads })).next;
        if (!again) return;
      }
    } catch (error) {
      // A Cancel is no failure; anything else is stored with its shop, and the alarms go on.
      if (!stop.signal.aborted) throw error;
    }
  };

  const progressEnded = async (): Promise<void> => {
    const shops = await ledger.syncShops();
    const goesOn = waits !== null && waits - app.now() <= GOES_ON_MS;
    const over = await Promise.all(shops.map(async (shop) => !goesOn || openOf(await ledger.syncCounts(shop)) === 0));
    await progress.end(shops.filter((_, at) => over[at]));
  };

  const begin = (discover: boolean): Promise<void> => {
    if (current) return current.finished;
    stop = new AbortController();
    waits = null;
    const finished = work(discover).finally(async () => {
      await progressEnded().catch(() => undefined);
      current = null;
      deps.changed();
    });
    finished.catch(() => undefined);
    current = { stop, finished };
    return finished;
  };

  /** Ends the run; answers whether there was one. */
  const halt = async (): Promise<boolean> => {
    const run = current;
    if (!run) return false;
    again = false;
    run.stop.abort();
    await run.finished.catch(() => undefined);
    return true;
  };

  const runSoon = (): void => {
    if (current) again = true;
    else deps.inBackground(begin(true));
  };

  return {
    runSoon,
    cancel: async () => {
      await halt();
      await Promise.all([alarms.wake(false), alarms.at(null)]);
      deps.changed();
    },
    state: (shop) => summaryOf({ app, ledger, alarms, progress, running: current !== null }, shop),
    change: async (shop, change) => {
      const ran = await halt();
      const after = change(await ledger.syncShop(shop));
      if (after) await ledger.putSyncShop(after);
      await verified();
      deps.changed();
      if (ran) runSoon();
    },
    quiet: async (work) => {
      const before = barrier;
      let open = (): void => undefined;
      barrier = new Promise((resolve) => {
        open = resolve;
      });
      await before;
      const ran = await halt();
      try {
        return await work();
      } finally {
        open();
        const left = (await verified()).some(({ on }) => !on);
        if (ran || left) runSoon();
      }
    },
    visible: async (shop) => {
      const row = await ledger.syncShop(shop);
      if (!row?.on || current || Math.min(...[row.lastRun?.at ?? 0, row.caughtUp ?? 0, beganAt].map((at) => ageOf(at, app.now()))) < VISIBLE_MS) return;
      deps.inBackground(begin(true));
    },
    tuning: () => readTuning(app.settings),
    putTuning: async (value) => {
      await writeTuning(app.settings, value);
      await verified();
      deps.changed();
    },
    resume: async () => {
      const shops = await verified();
      if (shops.length === 0) return;
      const read = readAt(shops);
      const due = read !== null && ageOf(read, app.now()) >= tuning.everyMinutes * 60_000;
      // A browser that was killed has lost its alarms: what was left is gone on with, or waited for, by what is stored.
      if (due || (await hasOpen(shops))) await begin(due);
    },
    alarm: async (name) => {
      if (current) return current.finished;
      const shops = await verified();
      if (shops.length === 0) return;
      const read = readAt(shops);
      await begin(name === 'sync' || read === null || ageOf(read, app.now()) > (name === 'sync-wake' ? READ_AGAIN_MS : tuning.everyMinutes * 60_000));
    },
  };
}
