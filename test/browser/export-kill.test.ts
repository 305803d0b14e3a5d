// An export of thousands of invoices, killed in every phase: it ends by itself, and no byte of its files differs from those of an undisturbed run.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, describe, expect, it } from 'vitest';
import { createBigWorld, truth } from '../simulators/seed';
import { problems } from '../xml/validate';
import { eventually } from './drive';
import { emptyDownloads, type ExportStage, openExportStage } from './export-stage';

const long = process.env['TEST_LONG'] === '1';
/** The long one takes minutes; skipped, it is named in the summary of the run. */
const COUNTS = [300, 2000];
/** Both worlds are seeded from the same moment, so that they hold the same invoices. */
const NOW = Date.now();
let stage: ExportStage | null = null;

afterAll(() => stage?.close());

/** A fresh browser with the shop's rules saved. Two files, with relations of their own in both. */
async function fresh(count: number): Promise<ExportStage> {
  await stage?.close();
  stage = await openExportStage({ world: createBigWorld(count, { now: NOW }) });
  await stage.saveRules(12, { fileRecords: Math.ceil(count / 2) + 10, debtorMode: 'own' });
  return stage;
}

const start = (on: ExportStage): Promise<unknown> => on.send({ kind: 'export.startNew', shop: { tenantId: on.tenantId, shopId: 12 } });

/** Waits in a page of the extension's origin that runs none of its scripts: only the stored job is looked at, nothing wakes the worker. */
function phaseReached(watch: Page, phases: readonly string[]): Promise<string> {
  return watch.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('ledger');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    try {
      for (const end = Date.now() + 240_000; Date.now() < end; ) {
        const asked = database.transaction('jobs').objectStore('jobs').getAll();
        const [job] = await new Promise<{ phase: string; pages: number; written: number; marked: number }[]>((resolve, reject) => {
          asked.onsuccess = () => resolve(asked.result as never);
          asked.onerror = () => reject(asked.error);
        });
        if (job && wanted.includes(job.phase)) return `${job.phase}, ${job.pages} pages decided, ${job.written} written, ${job.marked} marked`;
      }
      throw new Error(`no phase ${wanted.join(', ')}`);
    } finally {
      database.close();
    }
  }, phases);
}

describe.each(COUNTS)('an export of %i invoices', (count) => {
  // 2,000 invoices take minutes; 300 of them always run and cross the same steps.
  it.skipIf(count > 300 && !long)('killed five times, popup and pages closed, ends by itself with the bytes of an undisturbed run', async () => {
    const calm = await fresh(count);
    let began = Date.now();
    const { files: expected, job } = await calm.exported(12, () => start(calm), 300_000);
    const undisturbed = (Date.now() - began) / 1000;
    expect(job).toMatchObject({ phase: 'done', records: truth(calm.simulators.world.shop('demo', 12)).invoices.length });
    expect(expected).toHaveLength(2);
    for (const file of expected) expect(problems(file.bytes)).toEqual([]);

    const rough = await fresh(count);
    const { chromium } = rough;
    const { api } = rough.simulators;
    const reads = (): number => api.calls.filter((call) => /\/invoices\//i.test(call.path)).length;
    const watch = await chromium.newPage(chromium.extensionUrl('manifest.json'));
    const kills: string[] = [];
    const kill = async (where: string): Promise<void> => {
      await chromium.killWorker();
      kills.push(where);
    };
    /** Someone opens the popup, sees the export run, and closes it again. */
    const lookIn = async (): Promise<void> => {
      const popup = await chromium.newPage(chromium.extensionUrl('popup.html'));
      await popup.waitForSelector('progress');
      await popup.close();
    };
    emptyDownloads(chromium);
    began = Date.now();
    await start(rough);
    await rough.setup.close();
    await eventually('the list of orders', () => api.calls.some((call) => /\/orders/i.test(call.path)));
    await kill(`listing after ${api.calls.length} calls`);
    let from = reads();
    // Nobody looks: the alarm alone brings it back.
    await eventually('the alarm to wake the worker', () => reads() - from > count / 2, 90_000);
    await kill(`reading after ${reads()} calls`);
    from = reads();
    await lookIn();
    await eventually('the reading to go on', () => reads() - from > count, 90_000);
    await kill(`reading after ${reads()} calls`);
    await lookIn();
    await kill(await phaseReached(watch, ['deciding', 'writing', 'marking', 'delivering']));
    const popup = await chromium.newPage(chromium.extensionUrl('popup.html'));
    await kill(await phaseReached(watch, ['writing', 'marking', 'delivering', 'done']));
    await popup.close();
    await watch.close();

    const saved = await eventually(
      'the files, without anybody asking',
      () => {
        const files = chromium.listDownloads().sort().map((name) => ({ name, bytes: readFileSync(join(chromium.downloads, name)) }));
        return files.length === expected.length && files.every(({ bytes }) => bytes.includes('</eExact>')) && files;
      },
      120_000,
    );
    console.log(`${count} invoices: undisturbed ${undisturbed.toFixed(1)} s; killed ${kills.length} times ${((Date.now() - began) / 1000).toFixed(1)} s: ${kills.join(' | ')}`);
    expect(kills).toHaveLength(5);
    expect(saved.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const [index, { name, bytes }] of saved.entries()) expect(bytes.equals(expected[index]?.bytes ?? Buffer.alloc(0)), name).toBe(true);
    expect(api.violations).toEqual([]);
  }, 900_000);
});
