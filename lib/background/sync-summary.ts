/** How Sync stands for one shop, as plain data: from counters, however many invoices wait. */
import { isPassing } from '../ledger/held';
import type { Ledger } from '../ledger/ledger';
import { BOUND_STATES, type SyncReason, type SyncShopRow } from '../ledger/sync-rows';
import type { ShopRef, SyncState as ConnectionState, SyncSummary } from '../messages';
import { DEFAULT_SETTINGS } from '../sync/ports';
import type { App } from './app';
import { openOf, type SyncProgress } from './sync-progress';
import { unreadOf } from './sync-unread';

export interface SummaryDeps {
  readonly app: Pick<App, 'settings' | 'connections' | 'tokens' | 'now'>;
  readonly ledger: Ledger;
  readonly alarms: { next(): Promise<number | null> };
  readonly running: boolean;
  readonly progress: SyncProgress;
}

const DAY_MS = 24 * 3_600_000;
/** Exact forgets a permission that was silent for so long. */
const SILENT_DAYS = 30;
const WARN_FROM_DAY = 23;
/** What holds a shop and passes by itself. */
const PASSING = new Set(['S-WAIT', 'offline', 'timeout', 'server-error', 'not-json', 'exact-rate-limit', 'exact-error', 'unexpected', 'shopctrl-html', 'shopctrl-forbidden']);

/** The state of a shop; all zeros and `on: false` for one that was never turned on. */
export async function summaryOf(deps: SummaryDeps, shop: ShopRef): Promise<SyncSummary> {
  const { app, ledger, alarms, running } = deps;
  const [row, counts, tenant, next, daysLeft] = await Promise.all([ledger.syncShop(shop), ledger.syncCounts(shop), app.settings.tenant(shop.tenantId), alarms.next(), daysLeftOf(app, shop)]);
  const on = row?.on === true;
  const sessionOnly = tenant?.access === 'session';
  const held = row && on ? heldOf(row, sessionOnly) : null;
  const groups = row ? [...(await ledger.syncHeld(shop))] : [];
  const unread = await unreadOf(ledger, shop, row);
  const sum = (passing: boolean): number => groups.filter(([key]) => isPassing(key) === passing).reduce((total, [, count]) => total + count, 0);
  const open = openOf(counts);
  return {
    on,
    running: on && running,
    lastRun: row?.lastRun?.at ?? null,
    nextRun: on ? next : null,
    booked: counts.booked + counts.proved,
    waiting: on ? open + sum(true) : 0,
    attention: sum(false) + unread.reduce((total, { invoices }) => total + invoices.length, 0),
    bound: BOUND_STATES.reduce((total, state) => total + counts[state], 0),
    tasks: groups.filter(([key]) => !isPassing(key)).length + unread.length + (held?.person ? 1 : 0) + (on && daysLeft !== null ? 1 : 0),
    progress: on && running && open > 0 ? await deps.progress.of(shop, open) : null,
    held,
    caughtUp: row?.caughtUp ?? null,
    sessionOnly,
    daysLeft: on ? daysLeft : null,
    at: app.now(),
  };
}

/** Without what holds the shop where the connection's own notice says the same beside it. */
export function besides(summary: SyncSummary, connection: ConnectionState): SyncSummary {
  return connection.state === 'reconnect' && summary.held?.code === connection.fault.code ? { ...summary, held: null } : summary;
}

function heldOf(row: SyncShopRow, sessionOnly: boolean): SyncSummary['held'] {
  const stopped: SyncReason | null = row.refusals.count >= DEFAULT_SETTINGS.equalRefusals ? { code: 'S-STOPPED', params: {} } : null;
  const reason = row.paused ?? stopped ?? row.lastRun?.fault ?? null;
  if (!reason) return null;
  const passes = PASSING.has(reason.code) || (sessionOnly && reason.code === 'shopctrl-signed-out');
  const until = Number(reason.params['until'] ?? Number.NaN);
  return { ...reason, person: !passes, until: Number.isNaN(until) ? null : until };
}

async function daysLeftOf({ connections, tokens, now }: SummaryDeps['app'], shop: ShopRef): Promise<number | null> {
  const link = await connections.linkOf(shop);
  const renewed = link && (await tokens.renewedAt(link.connectionId));
  if (renewed === null) return null;
  const silent = Math.floor((now() - renewed) / DAY_MS);
  return silent >= WARN_FROM_DAY ? Math.max(0, SILENT_DAYS - silent) : null;
}
