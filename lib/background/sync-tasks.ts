/** What needs a person in Sync of one shop, by cause, and what becomes of the person's answers. */
import { sharedParams } from '../booking/cause';
import { fail } from '../faults';
import { changedBy, heldBy, LOOKED_AT, type HeldBy } from '../ledger/held';
import { withoutReason, type SyncReason, type SyncRow, type SyncState } from '../ledger/sync-rows';
import type { SyncMove } from '../ledger/sync';
import type { ListMark } from '../ledger/sync-pages';
import type { LedgerAnswer, LedgerCause, LedgerCauses, LedgerExample, ShopName, ShopRef } from '../messages';
import { orderAddress } from '../shopctrl/address';
import { withoutRefusals } from '../sync/canary';
import { documentsAgain } from '../sync/documents-again';
import { release } from '../sync/release';
import { FAR, isPeriod, KIND_RESTS, passes } from '../sync/resolve';
import type { App } from './app';
import { ledgerFixOf } from './sync-causes';
import { leaveUnread, leftBy, leftOutcome } from './sync-leave';
import { bookShownElsewhere } from './sync-period';
import { targetOf } from './sync-start';
import { UNREAD, unreadOf, type Unread } from './sync-unread';

/** Rows of one state that are looked through at most; how many there are is told by counters. */
const LIMIT = 5000;
const EXAMPLES = 10;
const STEPS = 40;
/** Sent back to be judged anew by a person's word; what is two, gone or different is looked up in Exact first by the engine. */
const RETRIED = ['refused', 'waiting'] as const satisfies readonly SyncState[];
const LOOKED_UP: readonly SyncState[] = ['differs', 'two-found'];
const RETRIED_ONE: readonly SyncState[] = ['refused', 'waiting', 'differs', 'two-found', 'skipped'];

type Group = Omit<HeldBy, 'reason'> & { reason: SyncReason; /** Those that were looked at, and how many there are. */ rows: SyncRow[]; count: number };
/** Turns of an answer to a cause of more invoices than are looked at: the engine may bring some back meanwhile. */
const TURNS = 50;

/** Invoices that are held, by what holds them. */
export async function groupsOf(app: Pick<App, 'ledger' | 'pulse'>, shop: ShopRef): Promise<readonly Group[]> {
  const [counts, held] = await Promise.all([app.ledger.syncCounts(shop), app.ledger.syncHeld(shop)]);
  const groups = new Map<string, Group>();
  const add = (row: SyncRow, told: HeldBy): void => {
    const group = groups.get(told.key) ?? { ...told, rows: [], count: held.get(told.key) ?? 0 };
    group.rows.push(row);
    group.count = Math.max(group.count, group.rows.length);
    group.reason = { code: group.reason.code, params: sharedParams(group.reason.params, told.reason.params) };
    groups.set(told.key, group);
  };
  for (const state of LOOKED_AT) {
    if (counts[state] === 0) continue;
    for (const row of await app.ledger.syncAll(shop, state, LIMIT)) add(row, heldBy(row));
    app.pulse();
    // Causes that lie behind so many others.
    const hidden = new Set([...held.keys()].filter((key) => key.startsWith(`${state}|`) && !groups.has(key)));
    for (let mark: ListMark | null = null; hidden.size > 0; ) {
      const page: Awaited<ReturnType<App['ledger']['syncPage']>> = await app.ledger.syncPage(shop, state, mark, LIMIT);
      for (const row of page.rows) if (hidden.has(heldBy(row).key)) add(row, heldBy(row));
      app.pulse();
      for (const key of groups.keys()) hidden.delete(key);
      if (page.next === null) break;
      mark = page.next;
    }
  }
  if (counts.changed > 0) for (const row of await app.ledger.syncChanged(shop, LIMIT)) add(row, changedBy(row));
  return [...groups.values()].sort((one, other) => other.count - one.count || (one.key < other.key ? -1 : 1));
}

/** What needs a person, the shop's own trouble first, and what goes on by itself. */
export async function causesOf(app: App, shop: ShopName): Promise<LedgerCauses> {
  const [groups, summary, tenant] = await Promise.all([groupsOf(app, shop), app.sync.state(shop), app.settings.tenant(shop.tenantId)]);
  const tasks: LedgerCause[] = [];
  const waiting: LedgerCause[] = [];
  const { held, daysLeft } = summary;
  if (held) (held.person ? tasks : waiting).push(ofShop({ code: held.code, params: { ...held.params, ...(held.until === null ? {} : { until: held.until }) } }));
  if (daysLeft !== null) tasks.push(ofShop({ code: 'S-CONSENT-AGES', params: { days: daysLeft } }));
  for (const group of groups) (group.passing ? waiting : tasks).push(await cardOf(app, group, tenant?.adminHost ?? ''));
  for (const unread of await unreadOf(app.ledger, shop, await app.ledger.syncShop(shop))) tasks.push(ofUnread(unread));
  return { tasks, waiting };
}

/** No order is known of what could not be read: the way in is the shop itself. */
function ofUnread({ invoices, ...reason }: Unread): LedgerCause {
  const examples = invoices.slice(0, EXAMPLES).map(({ id, code }): LedgerExample => ({ invoiceId: id, code, found: [], address: '' }));
  return { ...reason, state: 'unread', count: invoices.length, totals: [], examples, fix: { kind: 'connect' }, retry: false, leave: true };
}

function ofShop(reason: SyncReason): LedgerCause {
  return { key: `shop|${reason.code}`, state: 'shop', ...reason, count: 0, totals: [], examples: [], fix: ledgerFixOf(reason, ''), retry: false, leave: false };
}

async function cardOf(app: App, { key, state, reason, month, rows, count, passing }: Group, adminHost: string): Promise<LedgerCause> {
  const totals = new Map<string, number>();
  const orders = new Map<number, number>();
  for (let at = 0; at < rows.length; at += 500) {
    const part = rows.slice(at, at + 500);
    for (const { id, invoice } of await app.ledger.invoiceRows(part[0]?.tenantId ?? '', part.map((row) => row.id))) {
      totals.set(invoice.currency, (totals.get(invoice.currency) ?? 0) + invoice.gross);
      if (at === 0) orders.set(id, invoice.orderId);
    }
  }
  return {
    key,
    state,
    ...reason,
    count,
    // The amount of a part would pass for that of the whole.
    totals: rows.length < count ? [] : [...totals].map(([currency, gross]) => ({ currency, gross })).sort((one, other) => (one.currency < other.currency ? -1 : 1)),
    examples: rows.slice(0, EXAMPLES).map((row): LedgerExample => {
      const debtor = reason.params['debtor'] === undefined ? row.reason?.params['debtor'] : undefined;
      return { invoiceId: row.id, code: row.code, found: row.found ?? [], address: adminHost === '' ? '' : orderAddress(adminHost, orders.get(row.id) ?? 0), ...(debtor === undefined ? {} : { debtor: String(debtor) }) };
    }),
    fix: passing && !isPeriod(reason.code) ? { kind: 'none' } : ledgerFixOf(reason, month),
    retry: (!passing || isPeriod(reason.code)) && RETRIED_ONE.includes(state as SyncState),
    leave: !passing && state !== 'changed' && isLeavable({ state: state as SyncState }),
  };
}

/** The card of one invoice; null while nothing holds it. */
export async function causeOfRow(app: App, row: SyncRow): Promise<LedgerCause | null> {
  const holds = row.changed || LOOKED_AT.some((state) => state === row.state) || row.reason !== undefined;
  if (!holds) return null;
  const tenant = await app.settings.tenant(row.tenantId);
  return cardOf(app, { ...(row.changed && row.state !== 'differs' ? changedBy(row) : heldBy(row)), rows: [row], count: 1 }, tenant?.adminHost ?? '');
}

/** Does what a person answered. Answers how many invoices it moved. */
export async function answerTask(app: App, shop: ShopName, answer: LedgerAnswer): Promise<number> {
  const at = app.now();
  const again = (row: SyncRow, outcome: string): SyncMove => moved(withoutReason(row), row, 'seen', outcome, at);
  switch (answer.kind) {
    case 'retry':
      return retry(app, shop, answer, (row) => again(row, 'retry'));
    case 'not-imported':
      return store(app, await chosen(app, shop, ['exported'], answer.invoiceId), (row) => moved({ ...withoutReason(row), notImported: true }, row, 'seen', 'file was not imported', at));
    case 'book-again':
      return store(app, await chosen(app, shop, ['gone'], answer.invoiceId), (row) => again(withoutEntry(row), 'book again'));
    case 'leave':
      return leave(app, shop, answer, at);
    case 'adopt':
      return adopt(app, shop, answer, at);
    case 'seen':
      return seen(app, shop, answer.invoiceId);
    case 'period':
      return bookShownElsewhere(app, shop, answer);
    case 'documents':
      return documentsAgain(app.ledger, shop, at);
    case 'native-off':
      await app.sync.change(shop, (row) => row && { ...row, nativeOff: { by: answer.by, at: new Date(at).toISOString() } });
      return 0;
  }
}

function moved(row: SyncRow, before: SyncRow, state: SyncState, outcome: string, at: number): SyncMove {
  return { before, after: { ...row, state, due: state === 'seen' ? 0 : row.due, rev: before.rev + 1, steps: [...before.steps, { at, state, call: '', outcome }].slice(-STEPS) } };
}

/** Takes one invoice, or all of a cause, out of Sync's hands; what is on its way stays there. */
async function leave(app: App, shop: ShopName, answer: Extract<LedgerAnswer, { kind: 'leave' }>, at: number): Promise<number> {
  const { invoiceId, cause, by } = answer;
  const known = invoiceId === undefined ? null : await app.ledger.syncRow(shop.tenantId, invoiceId);
  if (invoiceId !== undefined && known?.shopId !== shop.shopId && (known || (await leaveUnread(app, shop, answer)) === 0)) return fail('invoice-unknown');
  if (invoiceId !== undefined && !known) return 1;
  if (cause?.startsWith(UNREAD)) return leaveUnread(app, shop, answer);
  const left = (row: SyncRow): SyncMove => moved({ ...row, reason: leftBy(by, row.reason), due: FAR }, row, 'skipped', leftOutcome(by), at);
  return known ? store(app, [known].filter(isLeavable), left) : ofCause(app, shop, cause ?? '', isLeavable, left);
}

/** What is uncertain is looked up first: it may be booked. */
function isLeavable({ state }: Pick<SyncRow, 'state'>): boolean {
  return state !== 'uncertain' && LOOKED_AT.some((one) => one === state);
}

/** As a row that nothing is asked about any more. */
function settled({ reason: _reason, found: _found, intent: _intent, ...row }: SyncRow): SyncRow {
  return row;
}

function withoutEntry({ entry: _, ...row }: SyncRow): SyncRow {
  return row;
}

/** Rows move one by one, so that one that the engine moved meanwhile does not hold up the others. */
async function store(app: App, rows: readonly SyncRow[], change: (row: SyncRow) => SyncMove): Promise<number> {
  const done = await app.ledger.moveSync(rows.map(change), 'strict');
  return done.filter(Boolean).length;
}

async function chosen(app: App, shop: ShopRef, states: readonly SyncState[], invoiceId: number | undefined): Promise<readonly SyncRow[]> {
  if (invoiceId === undefined) return (await Promise.all(states.map((state) => app.ledger.syncAll(shop, state, LIMIT)))).flat();
  const row = await rowOf(app, shop, invoiceId);
  return states.includes(row.state) ? [row] : [];
}

async function rowOf(app: App, shop: ShopRef, invoiceId: number): Promise<SyncRow> {
  const row = await app.ledger.syncRow(shop.tenantId, invoiceId);
  return row?.shopId === shop.shopId ? row : fail('invoice-unknown');
}

/** All of a state that wait for a person, part by part: what moved is in that state no more. */
async function allAgain(app: App, shop: ShopName, state: SyncState, anew: (row: SyncRow) => SyncMove): Promise<number> {
  for (let count = 0; ; ) {
    const moved = await store(app, (await app.ledger.syncAll(shop, state, LIMIT)).filter((row) => !passes(row)), anew);
    if (moved === 0) return count;
    count += moved;
  }
}

/** All invoices of a cause, part by part. */
async function ofCause(app: App, shop: ShopName, cause: string, wanted: (row: SyncRow) => boolean, change: (row: SyncRow) => SyncMove): Promise<number> {
  let count = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const group = (await groupsOf(app, shop)).find(({ key }) => key === cause);
    if (!group) break;
    const moved = await store(app, group.rows.filter(wanted), change);
    count += moved;
    if (moved === 0 || group.rows.length >= group.count) break;
  }
  return count;
}

async function retry(app: App, shop: ShopName, { cause, invoiceId }: Extract<LedgerAnswer, { kind: 'retry' }>, anew: (row: SyncRow) => SyncMove): Promise<number> {
  const target = await targetOf(app, shop);
  let count = 0;
  if (invoiceId !== undefined && (await app.ledger.takeBackUnread(shop.tenantId, invoiceId))) return 1;
  if (invoiceId !== undefined) count = await store(app, await chosen(app, shop, RETRIED_ONE, invoiceId), anew);
  else if (cause !== undefined) count = await ofCause(app, shop, cause, ({ state }) => RETRIED_ONE.includes(state), anew);
  // Takes back what was remembered against them as well: closed months, the stop after equal refusals.
  const [closed, all] = [cause === undefined || /\b(X-PERIOD-CLOSED|X-NO-YEAR)\b/.test(cause), cause === undefined && invoiceId === undefined];
  // Others of a refused kind wait for what a person just mended.
  if (!all) await app.ledger.retrySync(shop, 'waiting', KIND_RESTS, app.now());
  for (const state of RETRIED) if (all) count += await release(app.ledger, shop, target, state, null, app.now());
  for (const state of LOOKED_UP) if (all) count += await allAgain(app, shop, state, anew);
  await app.sync.change(shop, (row) => row && withoutRefusals(row));
  if (target && closed) {
    const row = await app.ledger.administration(target.site, target.division);
    await app.ledger.putAdministration({ ...row, closed: {} });
  }
  return count;
}

/** The entry that a person names is the invoice, as long as no other invoice has it. */
async function adopt(app: App, shop: ShopRef, { invoiceId, entryId }: Extract<LedgerAnswer, { kind: 'adopt' }>, at: number): Promise<number> {
  const row = await rowOf(app, shop, invoiceId);
  const entry = row.found?.find((one) => one.entryId === entryId);
  if (!entry || (row.state !== 'differs' && row.state !== 'two-found')) return fail('invoice-unknown');
  const holder = (await app.ledger.claims([entryId])).get(entryId);
  if (holder && (holder[0] !== row.tenantId || holder[1] !== row.id)) return fail('not-allowed');
  const kept = settled(row);
  const origin = row.entry?.entryId === entryId ? row.entry.origin : 'adopted';
  return store(app, [row], () => moved({ ...kept, entry: { entryId, entryNumber: entry.entryNumber, origin }, due: FAR }, row, 'booked', 'adopted by a person', at));
}

async function seen(app: App, shop: ShopRef, invoiceId: number | undefined): Promise<number> {
  const rows = invoiceId === undefined ? await app.ledger.syncChanged(shop, LIMIT) : [await rowOf(app, shop, invoiceId)].filter(({ changed }) => changed);
  const invoices = await app.ledger.invoiceRows(shop.tenantId, rows.map(({ id }) => id));
  const hashes = new Map(invoices.map(({ id, contentHash }) => [id, contentHash]));
  return store(app, rows, (row) => moved({ ...row, changed: false, hash: hashes.get(row.id) ?? row.hash }, row, row.state, 'change seen by a person', app.now()));
}
