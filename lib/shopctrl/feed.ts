/**
 * The invoice feed of one shop: everything that changed, once, into the store (facts: shopctrl 3.2, 6 #4-5). A run lists the changed
 * entries, then works through them by id; each chunk is committed with the cursor, so that a killed worker repeats at most one chunk
 * (and, before a shop's first commit, its first 100 invoices, which are judged together by what all of them tell).
 */
import { addDays, dayOfInstant } from '../invoice/date';
import type { Finding, Invoice } from '../invoice/invoice';
import { arithmeticOf, basisOf, codeOf, EVIDENCE, isDecided, narrowed, triedBy, type Evidence, type TenantArithmetic } from './arithmetic';
import type { ShopCtrlClient } from './client';
import { discover, probeRoute, untilAfter, type Entry, type Route } from './discovery';
import { createCodes, gather } from './gather';
import { createOriginals, type Originals } from './originals';
import { readInvoice, toInvoice, type Understood } from './normalise';
import type { FeedCursor, FeedStore, HeldEntry, OtherCode } from './ports';
import { equalCodeFindings, gapFindings } from './series';

export interface FeedProgress {
  readonly phase: 'listing' | 'reading';
  /** Entries done (orders, or invoices where there is a shop-wide list). */
  readonly done: number;
  /** 0 while listing: not known yet. */
  readonly total: number;
  /** Invoices read and stored by this run. */
  readonly invoices: number;
  readonly findings: number;
}

export interface FeedOptions {
  readonly client: ShopCtrlClient;
  readonly store: FeedStore;
  readonly tenantId: string;
  readonly shopId: number;
  /** true: look 90 days back; false: only the overlap; absent: look back when the last sweep is a day old. */
  readonly sweep?: boolean | undefined;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** A few times a second. `total` is 0 while the list is read; entries are orders, or invoices where there is a shop-wide list. */
  readonly onProgress?: (done: number, total: number, progress: FeedProgress) => void;
  /** Awaited after each page: keeps the worker alive. */
  readonly pulse?: () => Promise<void> | void;
}

export interface FeedResult {
  readonly invoices: number;
  readonly unchanged: number;
  readonly findings: number;
  readonly gaps: number;
  readonly route: Route;
  readonly arithmetic: string | null;
  /** False when a list would not rest: the watermark stayed, the next run reads the same window again. */
  readonly complete: boolean;
}

const DAY = 86_400_000;
const OVERLAP_DAYS = 7;
const SWEEP_DAYS = 90;
const BEGINNING = '2000-01-01';
const CHUNK = 25;
/** Known numbers kept beside the invoices; a tenant with more trouble than this has another problem than a gap. */
const MOST_OTHERS = 5_000;
const PROGRESS_EVERY = 200;

/**
 * Runs the feed to its end. Safe to repeat and to kill at any point. Throws a FaultError when ShopCtrl cannot be read (what was committed
 * stays), or the reason of the aborted signal.
 */
export async function runFeed(options: FeedOptions): Promise<FeedResult> {
  const { client, store, tenantId, shopId, signal } = options;
  const serverTime = await client.serverTime({ signal });
  let cursor: FeedCursor = (await store.loadCursor(tenantId, shopId)) ?? {
    tenantId, shopId, route: 'unprobed', watermark: null, sweptAt: null, run: null, arithmetic: null,
  };
  const probed = cursor.route === 'unprobed' ? await probeRoute(client, shopId, serverTime, signal) : { route: cursor.route, sure: true };
  const heldBefore = cursor.held?.entries ?? [];
  // What is held by the ids of another route is found again by listing everything.
  const foreign = heldBefore.length > 0 && cursor.held?.route !== probed.route;
  const run = foreign ? planned({ ...cursor, watermark: null }, serverTime, options.sweep) : (cursor.run ?? planned(cursor, serverTime, options.sweep));
  cursor = { ...cursor, route: probed.sure ? probed.route : 'unprobed', run };
  const counts = { invoices: 0, unchanged: 0, findings: 0 };
  const report = progressTo(options);

  const found = await discover({
    client, shopId, signal, serverTime,
    route: probed.route,
    from: run.from,
    afterPage: async (entries) => {
      report({ phase: 'listing', done: entries, total: 0, ...counts });
      await options.pulse?.();
    },
  });
  const all = withHeld(found.entries, foreign ? [] : heldBefore);
  const left = all.filter((entry) => entry.id > (run.afterId ?? -Infinity));
  const codesFor = createCodes(client, signal);
  const originals = createOriginals(client);

  let arithmetic = arithmeticOf(cursor.arithmetic);
  // Only the very first hundred wait for each other; later runs commit chunk by chunk, whatever is still open.
  const first = cursor.arithmetic === null;
  const evidence: Evidence[] = [];
  const waiting: Chunk[] = [];
  let page = run.page;

  const flush = async (): Promise<void> => {
    const last = waiting.at(-1);
    if (!last) return;
    if (!isDecided(arithmetic)) arithmetic = narrowed(arithmetic, evidence);
    const results = waiting.map((chunk) => ({ chunk, judged: chunk.understood.map((value) => judge(tenantId, value, arithmetic)) }));
    const judged = results.flatMap((result) => result.judged);
    const invoices = judged.filter((one): one is Invoice => 'contentHash' in one);
    const refused = judged.filter((one): one is Finding => !('contentHash' in one));
    const findings = [...waiting.flatMap((chunk) => chunk.findings), ...refused];
    const dates = new Map(waiting.flatMap((chunk) => chunk.understood.map((value) => [value.invoice.Id, value.date] as const)));
    const others = [
      ...waiting.flatMap((chunk) => chunk.others),
      ...refused.flatMap((finding) => otherOf(finding, dates.get(finding.invoiceId ?? -1) ?? '')),
    ];
    const known = new Set(waiting.flatMap((chunk) => [...chunk.known]));
    const withdrawn = [...waiting.flatMap((chunk) => chunk.dropped), ...findings.flatMap((finding) => finding.invoiceId ?? [])].filter((id) => known.has(id));
    page += 1;
    const heldNow: HeldEntry[] = [
      ...waiting.flatMap((chunk) => chunk.unlisted),
      ...findings.flatMap((finding) => waiting.flatMap((chunk) => chunk.entryOf.get(finding.invoiceId ?? -1) ?? []).map((id) => ({ id }))),
    ];
    const otherCodes = mergeOthers(cursor.otherCodes ?? [], others, invoices);
    const seriesStays = cursor.gaps !== undefined && withdrawn.length === 0 && sameCodes(cursor.otherCodes ?? [], otherCodes) && (await areStored(options, invoices));
    const { gaps, ...rest } = cursor;
    cursor = {
      ...rest,
      ...(seriesStays ? { gaps } : {}),
      run: { ...run, page, afterId: last.lastId },
      arithmetic: codeOf(arithmetic),
      otherCodes,
      held: { route: probed.route, entries: mergeHeld(foreign && page === run.page + 1 ? [] : (cursor.held?.entries ?? []), waiting.flatMap((chunk) => chunk.entries), heldNow) },
    };
    await store.commitPage({ invoices, findings, cursor, ...(withdrawn.length > 0 ? { withdrawn: [...new Set(withdrawn)] } : {}) });
    counts.invoices += invoices.length;
    counts.findings += findings.length;
    waiting.length = 0;
  };

  for (let start = 0; start < left.length; start += CHUNK) {
    signal.throwIfAborted();
    const entries = left.slice(start, start + CHUNK);
    const chunk = await readChunk(entries, options, probed.route, run.sweep, codesFor, originals);
    counts.unchanged += chunk.unchanged;
    waiting.push(chunk);
    if (!isDecided(arithmetic) && evidence.length < EVIDENCE) evidence.push(...chunk.understood.map(({ sums, basis }) => ({ sums, basis })));
    if (!first || evidence.length >= EVIDENCE || start + CHUNK >= left.length) await flush();
    await options.pulse?.();
    report({ phase: 'reading', done: all.length - left.length + start + entries.length, total: all.length, ...counts });
  }

  const lists = (cursor.held?.entries ?? []).flatMap((entry) => entry.list ?? []);
  await store.replaceFindings(tenantId, shopId, 'unreadable-list', found.unreadable === 0 ? [] : [{ tenantId, shopId, code: 'unreadable-list', params: { what: 'Id', count: found.unreadable } }]);
  await store.replaceFindings(tenantId, shopId, 'unreadable-order', lists.map((params) => ({ tenantId, shopId, code: 'unreadable-order', params })));
  const gaps = cursor.gaps ?? (await checkSeries(options, cursor.otherCodes ?? []));
  cursor = {
    ...cursor,
    gaps,
    run: null,
    watermark: found.stable ? run.serverTime : cursor.watermark,
    sweptAt: found.stable && run.sweep ? run.serverTime : cursor.sweptAt,
  };
  await store.commitPage({ invoices: [], findings: [], cursor });
  return { ...counts, gaps, route: probed.route, arithmetic: cursor.arithmetic, complete: found.stable };
}

/** Gaps and equal codes of all that is stored, which takes seconds where that is a lot. Answers how many gaps there are. */
async function checkSeries({ store, tenantId, shopId, pulse }: FeedOptions, others: readonly OtherCode[]): Promise<number> {
  await pulse?.();
  const codes = [...(await store.codesOf(tenantId, shopId)), ...others];
  await pulse?.();
  await store.replaceFindings(tenantId, shopId, 'equal-codes', equalCodeFindings(tenantId, shopId, codes));
  const gaps = gapFindings(tenantId, shopId, codes);
  await store.replaceFindings(tenantId, shopId, 'gap', gaps);
  return gaps.length;
}

/** Whether each of them has its place in the series already: what is read again is no change of it. */
async function areStored({ store, tenantId }: FeedOptions, invoices: readonly Invoice[]): Promise<boolean> {
  if (invoices.length === 0) return true;
  const known = await store.stampsOf(tenantId, invoices.map(({ id }) => id));
  return invoices.every(({ id, code, kind, date }) => {
    const before = known.get(id);
    return before?.code === code && before.kind === kind && before.date === date;
  });
}

function sameCodes(one: readonly OtherCode[], other: readonly OtherCode[]): boolean {
  return one === other || (one.length === other.length && one.every((code, at) => JSON.stringify(code) === JSON.stringify(other[at])));
}

/** The first run reads from the beginning; later ones seven days before the watermark, once a day (or when asked) ninety days back. */
function planned(cursor: FeedCursor, serverTime: number, asked: boolean | undefined): NonNullable<FeedCursor['run']> {
  const time = new Date(serverTime).toISOString();
  const shared = { until: untilAfter(serverTime), serverTime: time, page: 0 };
  if (cursor.watermark === null) return { ...shared, from: BEGINNING, sweep: true };
  const due = cursor.sweptAt === null || serverTime - Date.parse(cursor.sweptAt) >= DAY;
  const sweep = asked ?? due;
  const overlap = addDays(dayOfInstant(Date.parse(cursor.watermark)), -OVERLAP_DAYS);
  const back = addDays(dayOfInstant(serverTime), -SWEEP_DAYS);
  return { ...shared, from: sweep && back < overlap ? back : overlap, sweep };
}

interface Chunk {
  /** Ids of what the chunk is made of. */
  readonly entries: readonly number[];
  readonly entryOf: ReadonlyMap<number, number>;
  /** Entries whose list of invoices could not be read, or not wholly. */
  readonly unlisted: readonly HeldEntry[];
  readonly lastId: number;
  readonly understood: readonly Understood[];
  readonly findings: readonly Finding[];
  readonly others: readonly OtherCode[];
  readonly known: ReadonlySet<number>;
  /** Deleted, gone or drafts (again). */
  readonly dropped: readonly number[];
  readonly unchanged: number;
}

async function readChunk(entries: readonly Entry[], options: FeedOptions, route: Route, sweep: boolean, codesFor: ReturnType<typeof createCodes>, originals: Originals): Promise<Chunk> {
  const { client, store, tenantId, shopId, signal } = options;
  const gathered = await gather(entries, { client, route, signal, sweep, originals, stampsOf: (ids) => store.stampsOf(tenantId, ids) });
  const codes = await codesFor(gathered.parts);
  const understood: Understood[] = [];
  const findings: Finding[] = [];
  const others: OtherCode[] = [...gathered.gone.filter((one) => one.code !== '')];
  const dropped = [...gathered.gone.map((one) => one.id), ...gathered.drafts];

  for (const parts of gathered.parts) {
    const reading = readInvoice(tenantId, shopId, parts, codes);
    if (reading.kind === 'understood') understood.push(reading.value);
    else if (reading.kind === 'left-out') {
      dropped.push(parts.id);
      if (reading.code !== '') others.push({ id: parts.id, code: reading.code, kind: 'invoice', date: reading.date });
    } else {
      findings.push(reading.finding);
      others.push(...otherOf(reading.finding, reading.date));
    }
  }
  for (const { id, code, fault } of gathered.failed) {
    findings.push({ tenantId, shopId, invoiceId: id, ...(code === '' ? {} : { invoiceCode: code }), code: 'unreadable', params: { what: fault } });
    if (code !== '') others.push({ id, code, kind: 'invoice', date: '' });
  }
  const unlisted = gathered.unlisted.map(({ entry, order, what }): HeldEntry => ({ id: entry, list: { order, what } }));
  return { unlisted, entries: entries.map((entry) => entry.id), entryOf: gathered.entryOf, lastId: entries.at(-1)?.id ?? 0, understood, findings, others, known: gathered.known, dropped, unchanged: gathered.unchanged };
}

/** The sums of one invoice. Whatever goes wrong with them goes wrong with this invoice alone. */
function judge(tenantId: string, value: Understood, arithmetic: TenantArithmetic): Invoice | Finding {
  try {
    return toInvoice(tenantId, value, triedBy(arithmetic), basisOf(arithmetic));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { Id, ShopId, InvoiceCode } = value.invoice;
    return { tenantId, shopId: ShopId, invoiceId: Id, invoiceCode: InvoiceCode, code: 'unreadable', params: { what: 'amount' } };
  }
}

/** What was listed and what is held from before, by id. A held entry is read as one of which nothing is known. */
function withHeld(listed: readonly Entry[], held: readonly HeldEntry[]): readonly Entry[] {
  const ids = new Set(listed.map((entry) => entry.id));
  const more = held.filter((entry) => !ids.has(entry.id)).map(({ id, list }): Entry => ({ id, changedAt: null, ...(list ? { code: list.order } : {}) }));
  return [...listed, ...more].toSorted((a, b) => a.id - b.id);
}

function mergeHeld(before: readonly HeldEntry[], read: readonly number[], held: readonly HeldEntry[]): readonly HeldEntry[] {
  const done = new Set(read);
  const merged = new Map(before.filter((entry) => !done.has(entry.id)).map((entry) => [entry.id, entry]));
  for (const entry of held) merged.set(entry.id, merged.get(entry.id)?.list ? { ...entry, ...merged.get(entry.id) } : entry);
  return [...merged.values()].toSorted((a, b) => a.id - b.id);
}

function otherOf(finding: Finding, date: string): readonly OtherCode[] {
  if (finding.invoiceId === undefined || finding.invoiceCode === undefined) return [];
  return [{ id: finding.invoiceId, code: finding.invoiceCode, kind: 'invoice', date }];
}

function mergeOthers(before: readonly OtherCode[], added: readonly OtherCode[], invoices: readonly Invoice[]): readonly OtherCode[] {
  const merged = new Map([...before, ...added].map((one) => [one.id, one]));
  for (const invoice of invoices) merged.delete(invoice.id);
  return [...merged.values()].slice(-MOST_OTHERS);
}

/** At most a few times a second, and always the last. */
function progressTo(options: FeedOptions): (progress: FeedProgress) => void {
  let last = -Infinity;
  return (progress) => {
    const now = options.now();
    if (now - last < PROGRESS_EVERY && progress.done !== progress.total) return;
    last = now;
    options.onProgress?.(progress.done, progress.total, progress);
  };
}
