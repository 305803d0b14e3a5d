/** Turning Sync on: what has to be there first, and what would go from where on. Nothing here books anything. */
import { causeKey, sharedParams } from '../booking/cause';
import { settingsMissing } from '../export/settings';
import type { Answer } from '../exact/answer';
import { fail } from '../faults';
import type { IsoDate } from '../invoice/money';
import type { Place } from '../ledger/invoices';
import type { InvoiceRow } from '../ledger/rows';
import { HELD_STATES, LEFT, type SyncReason, type SyncRow, type SyncShopRow } from '../ledger/sync-rows';
import type { Replies, Request, ShopName, ShopRef, StartChoice, StartStep } from '../messages';
import type { SyncState } from '../ledger/sync-rows';
import { budgetOf } from '../exact/budget';
import { createBudgets } from '../sync/budgets';
import { rulesDecider } from '../sync/decider';
import type { Decider, ExactSession, Target } from '../sync/ports';
import { isBeforeStart } from '../sync/first-invoice';
import { endDocuments } from '../sync/documents-again';
import { closedFor, isFindable } from '../sync/prepare';
import { previewStart } from '../sync/preview';
import { isPeriod } from '../sync/resolve';
import { openSession } from '../sync/session';
import { verdictOn } from '../sync/verdict';
import type { App } from './app';
import { causeOf } from './preview-causes';
import { forgetCounted, isCounted, keepCounted } from './sync-counted';
import { countsSince, nativeState, wordOf } from './sync-native';
import { unreadFrom, type Unread } from './sync-unread';
import { limitsOf } from './sync-tuning';

/** Invoices of one step: about two look-ups. */
const ROWS = 100;
const LAST_DAY = '9999-12-31';
const FIRST_DAY = '0000-01-01';

/** Where the shop's entries go; null without a connection. */
export async function targetOf(app: Pick<App, 'connections'>, shop: ShopRef): Promise<Target | null> {
  const link = await app.connections.linkOf(shop);
  const connection = link && (await app.connections.get(link.connectionId));
  return connection ? { connectionId: connection.id, site: connection.site, division: link.administration.division, userId: connection.userId } : null;
}

/** The shop's rules as Sync decides by them; null while settings are missing. */
export async function deciderOf(app: Pick<App, 'settings' | 'books' | 'ledger' | 'pulse'>, shop: ShopRef): Promise<Decider | null> {
  const history = await app.settings.rulesHistory(shop);
  if (settingsMissing(history.at(-1)?.rules ?? null, 'GLTransactions').length > 0) return null;
  const versions = await Promise.all(history.map(async ({ version, rules }) => ({ version, rules: await app.books.effective(shop, rules) })));
  return rulesDecider(versions, await app.books.booksOf(shop), { ledger: app.ledger, shop, pulse: () => app.pulse() });
}

/** The first invoice by date or id. Throws `invoice-unknown` for a number that the shop does not have. */
async function startOf(app: Pick<App, 'ledger'>, shop: ShopRef, choice: StartChoice): Promise<SyncShopRow['from']> {
  if ('date' in choice) return { date: choice.date };
  const id = await app.ledger.invoiceOfCode(shop, choice.code);
  const first = id === null ? null : await app.ledger.invoice(shop, id);
  return first ? { id: first.id, since: { date: first.date, code: first.code } } : fail('invoice-unknown');
}

/** Adds up the next invoices from there on. Throws why Exact could not be asked what stands there already; without a connection nobody asks. */
export async function previewStep(app: App, shop: ShopName, choice: StartChoice, after: Place | null): Promise<StartStep> {
  const from = await startOf(app, shop, choice);
  const decider = await deciderOf(app, shop);
  if (!decider) return fail('export-settings-missing');
  const first = 'date' in from ? from.date : FIRST_DAY;
  const total = await app.ledger.countInvoices(shop, 'all', first, LAST_DAY);
  const opened = await session(app, shop);
  const none = { done: 0, total, count: 0, totals: [], found: 0, exported: 0, causes: [], next: after };
  const full = opened?.session.room();
  if (opened && full) return { ...none, until: full.until - (opened.session.now() - app.now()) };
  const rows = await app.ledger.invoicesAfter(shop, 'all', first, LAST_DAY, after, ROWS);
  const asked = rows.filter((row) => !isBeforeStart(from, row));
  const known = new Map((await Promise.all(asked.map((row) => app.ledger.syncRow(row.tenantId, row.id)))).flatMap((row) => (row ? [[row.id, row] as const] : [])));
  const held = asked.filter(({ id }) => isHeld(known.get(id)?.state)).length;
  // What a person took out of Sync's hands stays there.
  const open = asked.filter(({ id }) => !isHeld(known.get(id)?.state) && known.get(id)?.reason?.code !== LEFT);
  const { causes, shut } = await causesOf(open, decider, known, await closedOf(app, shop));
  const preview = await previewStart(once(open.filter(({ id }) => !shut.has(id))), from, decider, opened?.session ?? null);
  await opened?.keep();
  if (opened && preview.trouble) return { ...none, until: await untilOf(app, opened, preview.trouble) };
  const last = rows.at(-1);
  const next = last && rows.length === ROWS ? { date: last.date, id: last.id } : null;
  if (opened) await keepCounted(app.settings, shop, from, opened.target, after, next);
  return {
    done: rows.length,
    total,
    count: preview.count,
    totals: preview.totals,
    found: preview.found === null ? null : preview.found + held,
    exported: preview.exported,
    // What nobody could read is in no page of invoices: it is said with the first.
    causes: [...(after === null ? (await unreadFrom(app.ledger, shop, from)).map(unreadCause) : []), ...causes],
    next,
    until: null,
  };
}

function isHeld(state: SyncState | undefined): boolean {
  return state !== undefined && HELD_STATES.includes(state);
}

async function* once(rows: readonly InvoiceRow[]): AsyncGenerator<readonly InvoiceRow[]> {
  yield await Promise.resolve(rows);
}

/** Why an invoice of a month would wait, where Exact said so within the last day. */
type Closed = (date: IsoDate, reporting: SyncRow['reporting']) => SyncReason | null;

async function closedOf(app: App, shop: ShopName): Promise<Closed> {
  const target = await targetOf(app, shop);
  if (!target) return () => null;
  const administration = await app.ledger.administration(target.site, target.division);
  return (date, reporting) => closedFor(administration, { date, ...(reporting ? { reporting } : {}) }, app.now());
}

/** Invoices of this step that would not go, by cause; `shut`: those that the rules would book and something else holds. */
async function causesOf(rows: readonly InvoiceRow[], decider: Decider, known: ReadonlyMap<number, SyncRow>, closed: Closed): Promise<{ readonly causes: StartStep['causes']; readonly shut: ReadonlySet<number> }> {
  const found = new Map<string, StartStep['causes'][number]>();
  const shut = new Set<number>();
  const counted = await decider.before?.(rows);
  for (const row of rows) {
    const verdict = verdictOn(decider, row, counted?.get(row.id));
    const reason = verdict.ok ? (closed(verdict.booking.date, known.get(row.id)?.reporting) ?? lost(known.get(row.id)?.reference ?? verdict.references[0] ?? '')) : verdict.reason;
    // An invoice of nothing waits for nothing.
    if (!reason || reason.code === 'zero-invoice') continue;
    if (verdict.ok) shut.add(row.id);
    const { code, params } = reason;
    const key = isPeriod(code) ? `${code}|${row.date.slice(0, 7)}` : causeKey(reason);
    const before = found.get(key);
    found.set(key, causeOf({ key, code, params: before ? sharedParams(before.params, params) : params, count: (before?.count ?? 0) + 1, invoices: [...(before?.invoices ?? []), row.code].slice(0, 20) }));
  }
  return { causes: [...found.values()], shut };
}

/** Why an entry under this reference would not be sent. */
function lost(reference: string): SyncReason | null {
  return isFindable(reference) ? null : { code: 'S-REFERENCE-LONG', params: { reference } };
}

function unreadCause({ key, code, params, invoices }: Unread): StartStep['causes'][number] {
  return causeOf({ key, code, params, count: invoices.length, invoices: invoices.map((one) => one.code).slice(0, 20) });
}

interface Opened {
  readonly session: ExactSession;
  readonly target: Target;
  readonly token: string;
  /** Stores what it learnt of the limits, errors and a refused `or` included. */
  keep(): Promise<void>;
}

/** A session that only looks; null without a connection. Throws why Exact cannot be asked now. */
async function session(app: App, shop: ShopRef): Promise<Opened | null> {
  const target = await targetOf(app, shop);
  if (!target) return null;
  const token = await app.tokens.access(target.connectionId);
  const { budget } = await app.ledger.administration(target.site, target.division);
  const opened = openSession({ fetch: app.fetch, now: () => app.now(), limits: limitsOf(await app.sync.tuning()), pulse: () => app.pulse() }, target, token, budget);
  return { session: opened, target, token, keep: () => createBudgets(app.ledger, () => app.now()).note(target.site, target.division, budgetOf(opened.budget())) };
}

/** When it makes sense to ask again (local, milliseconds), where only a limit is in the way. Throws anything else as the fault that it is. */
async function untilOf(app: App, { session, target, token }: Opened, trouble: Exclude<Answer<unknown>, { readonly kind: 'ok' }>): Promise<number> {
  if (trouble.kind === 'refused') return fail('exact-error', {}, trouble.detail);
  if (trouble.kind === 'unclear') return fail(trouble.cause === 'network' ? 'offline' : trouble.cause === 'timeout' ? 'timeout' : 'exact-error');
  if (trouble.cause === 'forbidden') return fail('exact-forbidden', {}, trouble.detail);
  if (trouble.cause === 'signed-out') {
    // Asked again it goes with another token, or the connection is known to have ended.
    await app.tokens.access(target.connectionId, token);
    return fail('exact-error');
  }
  return trouble.until === null ? fail('exact-rate-limit') : trouble.until - (session.now() - app.now());
}

/** Stores the switch and orders a run. Throws `sync-not-ready` with `what` is missing. */
export async function turnOn(app: App, shop: ShopName, request: Extract<Request, { kind: 'ledger.turnOn' }>): Promise<Replies['ledger.turnOn']> {
  const from = await startOf(app, shop, request.from);
  const link = await app.connections.linkOf(shop);
  const connection = link && (await app.connections.get(link.connectionId));
  if (connection?.state !== 'ok') return fail('sync-not-ready', { what: 'connection' });
  if (settingsMissing((await app.settings.rules(shop))?.rules ?? null, 'GLTransactions').length > 0) return fail('sync-not-ready', { what: 'settings' });
  const before = await app.ledger.syncShop(shop);
  const native = await nativeState(app.settings, shop, countsSince(before, app.now()));
  // What a page shows as active is not off by anybody's word: the run would be held by it at once.
  if (native === 'active' || (native === 'unknown' && request.nativeOff === null && !wordOf(before, app.now()))) return fail('sync-not-ready', { what: 'native' });
  const target = await targetOf(app, shop);
  if (!target || !(await isCounted(app.settings, shop, from, target))) return fail('sync-not-ready', { what: 'count' });
  let moved = false;
  await app.sync.change(shop, (row) => {
    moved = row !== null && JSON.stringify(row.from) !== JSON.stringify(from);
    return {
      tenantId: shop.tenantId,
      shopId: shop.shopId,
      on: true,
      from,
      nativeOff: request.nativeOff === null ? (row?.nativeOff ?? null) : { by: request.nativeOff, at: new Date(app.now()).toISOString() },
      paused: null,
      ...request.options,
      refusals: { key: '', count: 0, rulesVersion: row?.refusals.rulesVersion ?? 0 },
      lastRun: row?.lastRun ?? null,
      caughtUp: row?.caughtUp ?? null,
    };
  });
  await forgetCounted(app.settings, shop);
  if (!request.options.attachPdf) await endDocuments(app.ledger, shop);
  // What lay before the former start is judged by the new one.
  if (moved) await app.ledger.retrySync(shop, 'skipped', 'S-BEFORE-START', app.now());
  app.sync.runSoon();
  app.changed('sync');
  return null;
}
