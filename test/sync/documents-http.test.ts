/** The PDF of an invoice, out of ShopCtrl and onto its entry in Exact, over HTTP: once, byte by byte, whatever goes wrong; the entry is never booked again. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../simulators/exact/index';
import type { FaultKind } from '../simulators/shopctrl-api';
import { aShop, rowsOf, SHOP, type Bench } from './fixtures';
import { DIVISION, runUntil } from './over-http';
import { aPapersStage, type PaperCall, type PapersStage } from './papers-over-http';

const COUNT = 2;
const HOUR = 3_600_000;

let stage: PapersStage;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  stage = await aPapersStage(COUNT, { resends: true });
});
afterEach(() => stage.close());

async function begun(strike?: Parameters<PapersStage['bench']>[0]): Promise<Bench> {
  const bench = stage.bench(strike);
  await bench.ledger.putSyncShop(aShop({ attachPdf: true }));
  return bench;
}
const run = (bench: Bench, hours: number): Promise<void> => runUntil(bench, stage.exact, stage.exact.harness.clock.now() + hours * HOUR);
const rows = async ({ ledger }: Bench) => rowsOf(ledger, stage.records.map(({ invoice }) => invoice.Id));
const codes = (): readonly string[] => stage.records.map(({ invoice }) => invoice.InvoiceCode ?? '');
/** Each entry with its one document and its one file, and nothing else anywhere. */
function expectAll(): void {
  const { sim } = stage.exact.harness;
  expect(stage.papers()).toEqual(codes().map((code) => ({ entry: code, documents: [`ShopCtrl ${code} 10 1 2026-03-05`], files: [`${code}.pdf right`] })));
  expect([sim.documents(DIVISION).length, sim.attachments(DIVISION).length, sim.documentDoubles(DIVISION)]).toEqual([COUNT, COUNT, []]);
  expectNothingRebooked();
}
function expectNothingRebooked(): void {
  const posts = stage.exact.calls().filter(({ method, path }) => method === 'POST' && path.endsWith('/salesentry/SalesEntries'));
  expect([posts.length, stage.exact.harness.sim.books(DIVISION).length]).toEqual([COUNT, COUNT]);
  expect([stage.exact.harness.sim.violations, stage.shopctrl.codes()]).toEqual([[], []]);
}

it('is attached byte by byte, each of the entry’s two papers once, by few calls', async () => {
  const bench = await begun();
  await run(bench, 1.5);
  expectAll();
  expect((await rows(bench)).map(({ state, document, documentDue }) => [state, document?.state, documentDue])).toEqual(Array.from({ length: COUNT }, () => ['proved', 'done', undefined]));
  expect(stage.calls.filter((call) => call.startsWith('POST')).sort()).toEqual(['POST DocumentAttachments', 'POST DocumentAttachments', 'POST Documents', 'POST Documents']);
});

describe.each(['document', 'attachment'] as const)('the POST of the %s', (where) => {
  it.each<readonly [string, Omit<FaultRule, 'where'>]>([
    ['stored, then a reused connection is cut and the browser sends it again', { kind: 'cut-reused' }],
    ['stored, answer lost, sent again', { kind: 'cut-after' }],
    ['dropped before, twice', { kind: 'cut-before', times: 2 }],
    ['stored four minutes later, both times that the browser sent it', { kind: 'store-late', seconds: 240, times: 2 }],
    ['half of the answer arrives', { kind: 'cut-midway' }],
    ['a success that cannot be read', { kind: 'garbled' }],
    ['an empty success', { kind: 'empty-200', processed: true }],
    ['500 without JSON, not processed', { kind: 'html-500' }],
    ['500 without JSON, processed', { kind: 'html-500', processed: true }],
    ['503 with Retry-After', { kind: '503', retryAfter: 120 }],
    ['408, processed', { kind: '408', processed: true }],
    ['the gateway’s own JSON', { kind: 'gateway' }],
    ['429 of the minute', { kind: '429-minute' }],
    ['redirect to the login page, processed', { kind: 'login-302', processed: true }],
    ['login page instead of an answer', { kind: 'login-html' }],
    ['no answer, then cut', { kind: 'timeout', processed: true, delayMs: 30, times: 2 }],
  ])('%s: one of each', async (_name, rule) => {
    stage.exact.harness.sim.fault({ where, ...rule });
    const bench = await begun();
    await run(bench, 2.5);
    expect(stage.exact.harness.sim.faultHits.length).toBe(rule.times ?? 1);
    expect(stage.exact.harness.sim.pendingLate()).toBe(0);
    expectAll();
    expect((await rows(bench)).map(({ document }) => document?.state)).toEqual(['done', 'done']);
  });

  it('refused for good: said with its cause, the entry stays proved', async () => {
    stage.exact.harness.sim.fault({ where, kind: 'json-500', text: 'Niet toegestaan: Document', times: COUNT });
    const bench = await begun();
    await run(bench, 2);
    expect((await rows(bench)).map(({ state, document }) => [state, document?.state, document?.reason?.code])).toEqual(Array.from({ length: COUNT }, () => ['proved', 'refused', 'X-NOT-ALLOWED']));
    expect(stage.exact.harness.sim.attachments(DIVISION)).toEqual([]);
    expectNothingRebooked();
  });
});

it.each<readonly [string, FaultRule]>([
  ['look-up of documents cut', { where: /documents\/Documents$/, method: 'GET', kind: 'cut-before', times: 2 }],
  ['look-up of documents unreadable', { where: /documents\/Documents$/, method: 'GET', kind: 'garbled', nth: 2 }],
  ['look-up of documents in maintenance', { where: /documents\/Documents$/, method: 'GET', kind: '503', retryAfter: 60 }],
  ['login page for a look-up of files', { where: /DocumentAttachments$/, method: 'GET', kind: 'login-html' }],
  ['look-up of files cut', { where: /DocumentAttachments$/, method: 'GET', kind: 'cut-after' }],
])('%s: one of each', async (_name, rule) => {
  stage.exact.harness.sim.fault(rule);
  const bench = await begun();
  await run(bench, 2.5);
  expect(stage.exact.harness.sim.faultHits.length).toBe(rule.times ?? 1);
  expectAll();
});

it.each(['cut-before', 'cut-after'] as const)('a copy that the browser made goes, also when each removal is %s for an hour', async (kind) => {
  const { sim } = stage.exact.harness;
  for (const where of ['document', 'attachment'] as const) sim.fault({ where, kind: 'cut-reused', times: COUNT });
  const release = sim.fault({ where: 'write', method: 'DELETE', kind, times: 50 });
  const bench = await begun();
  await run(bench, 2);
  const resent = sim.faultHits.filter((hit) => hit.kind === 'cut-reused').length;
  expect(resent).toBeGreaterThanOrEqual(COUNT);
  if (kind === 'cut-before') expect(sim.documentDoubles(DIVISION)).toHaveLength(resent);
  release();
  await run(bench, 2);
  expectAll();
});

it('where `or` is refused, papers are looked up one by one', async () => {
  const bench = await begun();
  await run(bench, 0.2);
  expect(stage.papers().flatMap(({ documents }) => documents)).toEqual([]);
  stage.exact.harness.sim.options.orRefused = true;
  await run(bench, 1.5);
  expectAll();
});

it('a file too large for Exact is refused; that is said, and the entry stays proved', async () => {
  stage.exact.harness.sim.options.largestRequest = 500;
  const bench = await begun();
  await run(bench, 2);
  expect((await rows(bench)).map(({ state, document }) => [state, document?.state, document?.reason?.code])).toEqual(Array.from({ length: COUNT }, () => ['proved', 'refused', 'X-OTHER']));
  expectNothingRebooked();
});

describe('ShopCtrl', () => {
  it.each<readonly [FaultKind, number, string]>([
    ['401', 1, 'shopctrl-password'],
    ['403', 1, 'S-PDF-NONE'],
    ['404', 1, 'S-PDF-NONE'],
    ['500', 5, 'server-error'],
    ['html', 1, 'S-PDF-NONE'],
    ['redirect', 1, 'shopctrl-html'],
    ['truncated', 1, 'S-PDF-NONE'],
    ['cut', 3, 'offline'],
    ['reset', 3, 'offline'],
    ['hang', 5, 'timeout'],
  ])('answers a file with %s: said, and attached with the next run', async (kind, times, reason) => {
    stage.shopctrl.api.faults.add({ kind, times, path: /\/files\//i });
    const bench = await begun();
    while ((await rows(bench)).every(({ document }) => document === undefined)) await run(bench, 0.25);
    const [first] = (await rows(bench)).filter(({ document }) => document?.reason);
    expect(first).toMatchObject({ state: 'proved', document: { state: 'due', reason: { code: reason } } });
    expect((await bench.ledger.syncShop(SHOP))?.lastRun?.fault).toBeNull();
    await run(bench, 1.5);
    expectAll();
    expect((await rows(bench)).map(({ document }) => [document?.state, document?.reason])).toEqual(Array.from({ length: COUNT }, () => ['done', undefined]));
  });

  it('is slow: waited for', async () => {
    stage.shopctrl.api.faults.add({ kind: 'slow', ms: 120, path: /\/files\//i });
    await run(await begun(), 1.5);
    expectAll();
  });

  it.each(['unnamed', 'gone'] as const)('has no PDF of one invoice (%s): said after some days, its entry stays proved, the other has its own', async (how) => {
    const [lost] = stage.records;
    stage.shopctrl.api.controls.losePdf('demo', lost?.invoice.Id ?? 0, how);
    const bench = await begun();
    for (let day = 0; day < 5; day += 1) {
      await run(bench, 2);
      stage.exact.harness.clock.advance(23 * HOUR);
    }
    const [without, other] = await rows(bench);
    expect(without).toMatchObject({ state: 'proved', document: { state: 'refused', reason: { code: 'S-PDF-NONE' } } });
    expect(other).toMatchObject({ state: 'proved', document: { state: 'done' } });
    expect(stage.papers().map(({ documents, files }) => [documents.length, files.length])).toEqual([[0, 0], [1, 1]]);
    expectNothingRebooked();
  });

  it('makes the PDF a day late: attached then', async () => {
    const [late] = stage.records;
    stage.shopctrl.api.controls.losePdf('demo', late?.invoice.Id ?? 0, 'unnamed');
    const bench = await begun();
    await run(bench, 3);
    stage.shopctrl.api.controls.losePdf('demo', late?.invoice.Id ?? 0, 'back');
    stage.exact.harness.clock.advance(25 * HOUR);
    await run(bench, 1.5);
    expectAll();
  });
});

it('killed before, within and after each call about papers: one of each, and no entry again', async () => {
  // What there is to be crossed, from a run that nobody disturbs.
  const whole = await begun();
  await run(whole, 1.5);
  const seen = new Map<string, number>();
  const crossings: PaperCall[] = stage.calls.map((name) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { name, nth: seen.get(name) ?? 0 };
  });
  expect([...seen.keys()].sort()).toEqual(['GET DocumentAttachments', 'GET Documents', 'GET Files', 'GET Invoices', 'POST DocumentAttachments', 'POST Documents']);
  for (const crossing of crossings) {
    for (const when of ['before', 'during', 'after'] as const) {
      await stage.close();
      globalThis.indexedDB = new IDBFactory();
      stage = await aPapersStage(COUNT);
      let struck = false;
      const killed = await begun({
        strike: ({ name, nth }) => {
          const hit = name === crossing.name && nth === crossing.nth;
          struck ||= hit;
          return hit ? when : null;
        },
      });
      await run(killed, 1.5).catch(() => undefined);
      expect([crossing, when, struck]).toEqual([crossing, when, true]);
      await run(stage.bench(), 1.5);
      expectAll();
    }
  }
}, 120_000);
