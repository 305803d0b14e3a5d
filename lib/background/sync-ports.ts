/** The engine's ports as they are in the extension. What a port tells is read anew at each call: a cache would outlive what a person changed. */
import type { Fetch } from '../exact/send';
import { settingsMissing } from '../export/settings';
import type { ReadShop } from '../export/read';
import { FaultError } from '../faults';
import type { Ledger } from '../ledger/ledger';
import type { ShopCtrlClient } from '../shopctrl/client';
import { invoiceDocument } from '../shopctrl/document';
import { rulesDecider } from '../sync/decider';
import type { SyncPorts } from '../sync/ports';
import { openSession } from '../sync/session';
import type { App } from './app';
import { nativeState } from './sync-native';
import { limitsOf, type SyncTuning } from './sync-tuning';

export interface SyncPortDeps {
  readonly app: Pick<App, 'settings' | 'connections' | 'tokens' | 'books' | 'book' | 'now'>;
  readonly ledger: Ledger;
  readonly fetch: Fetch;
  readonly read: ReadShop;
  clientFor(tenantId: string): Promise<ShopCtrlClient>;
  readonly lock: SyncPorts['lock'];
  wake(on: boolean): Promise<void>;
  alarmAt(at: number | null): Promise<void>;
  pulse(): void;
  random(): number;
  changed(): void;
  /** As last read. */
  tuning(): SyncTuning;
  /** When the run that goes on began to read (local, milliseconds). */
  beganAt(): number;
  /** Of the run that goes on. */
  signal(): AbortSignal;
  /** Of the worker: a call that is under way is never cut by a Cancel, as its fate would be unclear. */
  readonly life: AbortSignal;
}

export function createSyncPorts(deps: SyncPortDeps): SyncPorts {
  const { app, ledger } = deps;
  return {
    ledger,
    target: async (shop) => {
      const link = await app.connections.linkOf(shop);
      const connection = link && (await app.connections.get(link.connectionId));
      return connection ? { connectionId: connection.id, site: connection.site, division: link.administration.division, userId: connection.userId } : null;
    },
    decider: async (shop) => {
      const history = await app.settings.rulesHistory(shop);
      if (settingsMissing(history.at(-1)?.rules ?? null, 'GLTransactions').length > 0) return null;
      const again = await app.books.refreshCodes(shop);
      const books = await app.books.booksOf(shop);
      // Nothing is decided without books that are on their way.
      if (!books && again !== null) {
        const fault = await app.books.unreadFor(shop);
        throw new FaultError({ code: 'exact-rate-limit', params: { until: again, cause: 'books', ...(fault && fault.code !== 'exact-rate-limit' ? { why: fault.code } : {}) } });
      }
      const versions = await Promise.all(history.map(async ({ version, rules }) => ({ version, rules: await app.books.effective(shop, rules) })));
      const decider = rulesDecider(versions, books, { ledger, shop, pulse: () => deps.pulse() });
      return decider && again !== null ? { ...decider, again } : decider;
    },
    discover: async ({ tenantId, shopId }) => {
      const fault = await app.book.refreshUnlessFresh(tenantId, deps.beganAt());
      if (fault) throw new FaultError(fault);
      await deps.read({ client: await deps.clientFor(tenantId), store: ledger, tenantId, shopId, now: () => app.now(), signal: deps.signal(), pulse: () => deps.pulse(), onProgress: () => undefined });
    },
    native: (shop) => nativeState(app.settings, shop),
    token: (connectionId, refused) => app.tokens.access(connectionId, refused),
    exact: (target, token, budget) => openSession({ fetch: deps.fetch, now: () => app.now(), limits: limitsOf(deps.tuning()), signal: deps.life, pulse: () => deps.pulse() }, target, token, budget),
    learnt: (shop, mode) => app.books.learnt(shop, 'api', mode),
    pdf: async ({ tenantId }, invoiceId) => invoiceDocument(await deps.clientFor(tenantId), invoiceId),
    lock: deps.lock,
    wake: (on) => deps.wake(on),
    alarmAt: (at) => deps.alarmAt(at),
    pulse: () => Promise.resolve(deps.pulse()),
    now: () => app.now(),
    random: () => deps.random(),
    changed: () => deps.changed(),
    get signal() {
      return deps.signal();
    },
  };
}
