/** Requests of the ledger page: Sync of one shop, its switch, and every invoice with what happened to it. */
import { DEFAULT_RULES } from '../booking/rules';
import { connectionView } from '../connection/state';
import { exactUrl } from '../exact/sites';
import { settingsMissing } from '../export/settings';
import { dayOfInstant } from '../invoice/date';
import type { SyncShopRow } from '../ledger/sync-rows';
import type { LedgerState, ShopName, ShopRef } from '../messages';
import { endDocuments } from '../sync/documents-again';
import { DEFAULT_SETTINGS } from '../sync/ports';
import { knownShop, type App } from './app';
import { backupHandlers } from './backup';
import type { Handlers } from './door';
import { ledgerInvoice, ledgerList } from './sync-list';
import { countsSince, nativeState, wordOf } from './sync-native';
import { periodImpact } from './sync-period';
import { previewStep, turnOn } from './sync-start';
import { answerTask, causesOf } from './sync-tasks';

type Kinds = Extract<keyof Handlers, `ledger.${string}`>;

/** Between two orders to read a shop that was never read to the end. */
const READ_AGAIN_MS = 60_000;

export function ledgerHandlers(app: App): Pick<Handlers, Kinds> {
  const ordered = new Map<string, number>();
  return {
    ...backupHandlers(app),
    'ledger.state': async ({ shop }) => {
      const state = await ledgerState(app, shop);
      // What is counted before the switch is turned on has to be there.
      const key = state.shop && `${state.shop.tenantId}|${String(state.shop.shopId)}`;
      if (state.shop && key && !state.wasRead && app.now() - (ordered.get(key) ?? Number.NEGATIVE_INFINITY) > READ_AGAIN_MS) {
        ordered.set(key, app.now());
        app.readSoon(state.shop);
      }
      return state;
    },
    'ledger.preview': async ({ shop, from, after }) => previewStep(app, await knownShop(app, shop), from, after ?? null),
    'ledger.turnOn': async (request) => turnOn(app, await knownShop(app, request.shop), request),
    'ledger.options': async ({ shop, options }) => {
      await knownShop(app, shop);
      await app.sync.change(shop, (row) => row && { ...row, ...options });
      if (!options.attachPdf) await endDocuments(app.ledger, shop);
      // Consent to make relations customers may be all that some invoices wait for.
      if (options.promote) await app.ledger.retrySync(shop, 'waiting', 'S-DEBTOR-STATUS', app.now());
      app.sync.runSoon();
      return null;
    },
    'ledger.tuning': async ({ tuning }) => {
      await app.sync.putTuning(tuning);
      return null;
    },
    'ledger.causes': async ({ shop }) => causesOf(app, await knownShop(app, shop)),
    'ledger.answer': async ({ shop, answer }) => {
      const count = await answerTask(app, await knownShop(app, shop), answer);
      app.changed('sync');
      app.sync.runSoon();
      return { count };
    },
    'ledger.period': async ({ shop, month }) => periodImpact(app, await knownShop(app, shop), month),
    'ledger.list': async ({ shop, state, after }) => ledgerList(app, await knownShop(app, shop), state ?? null, after ?? null),
    'ledger.invoice': async ({ shop, invoiceId }) => ledgerInvoice(app, await knownShop(app, shop), invoiceId),
  };
}

async function ledgerState(app: App, ref: ShopRef | undefined): Promise<LedgerState> {
  const tenants = await app.settings.tenants();
  const shops = (await Promise.all(tenants.map((tenant) => app.settings.shops(tenant.tenantId)))).flat().map(({ tenantId, shopId, name }) => ({ tenantId, shopId, name }));
  const shop: ShopName | null = ref ? await knownShop(app, ref) : (shops[0] ?? null);
  const common = { shops, today: dayOfInstant(app.now()), tuning: await app.sync.tuning() };
  if (!shop) {
    return { ...common, shop: null, administration: null, connection: 'none', access: 'session', settingsMissing: [], native: 'unknown', wasRead: false, sync: null, summary: null, counts: {}, oldest: null, by: '', exactAddress: '' };
  }
  const tenant = tenants.find(({ tenantId }) => tenantId === shop.tenantId);
  const [view, link, rules, wasRead, row, summary, counts, oldest, withoutPdf] = await Promise.all([
    connectionView(app.connections, shop),
    app.connections.linkOf(shop),
    app.settings.rules(shop),
    app.wasRead(shop),
    app.ledger.syncShop(shop),
    app.sync.state(shop),
    app.ledger.syncCounts(shop),
    app.ledger.oldestNew(shop),
    app.ledger.countRefusedDocuments(shop),
  ]);
  const connection = link && (await app.connections.get(link.connectionId));
  const { consents, confirmedNumbers } = rules?.rules ?? DEFAULT_RULES;
  return {
    ...common,
    shop: { tenantId: shop.tenantId, shopId: shop.shopId, name: shop.name },
    administration: link?.administration ?? null,
    connection: view.sync.state === 'authorized' ? 'connected' : view.sync.state === 'reconnect' ? 'reconnect' : 'none',
    access: tenant?.access === 'basic' ? 'login' : 'session',
    settingsMissing: settingsMissing(rules?.rules ?? null, 'GLTransactions'),
    native: await nativeState(app.settings, shop, countsSince(row, app.now())),
    wasRead,
    sync: row && (await switchOf(app, row)),
    summary,
    counts: { ...counts, 'without-pdf': withoutPdf },
    oldest,
    by: row?.nativeOff?.by ?? [...confirmedNumbers, ...consents].at(-1)?.by ?? '',
    exactAddress: connection ? exactUrl(connection.site, '/') : '',
  };
}

async function switchOf(app: App, row: SyncShopRow): Promise<NonNullable<LedgerState['sync']>> {
  const { on, from, attachPdf, promote, useEntryNumber, paused, refusals, lastRun, caughtUp } = row;
  const first = 'id' in from ? await app.ledger.invoice(row, from.id) : null;
  return {
    on,
    from: 'id' in from ? { id: from.id, code: first?.code ?? String(from.id) } : from,
    options: { attachPdf, promote, useEntryNumber },
    nativeOff: wordOf(row, app.now()),
    paused,
    stopped: refusals.count >= DEFAULT_SETTINGS.equalRefusals,
    lastRun,
    caughtUp,
  };
}
