/**
 * Peak memory of writing 50,000 invoices, in the real Chromium and through the product's own door: the ledger holds the invoices, a request orders
 * the export, and the worker looks for what is new in ShopCtrl, decides, writes and marks, page by page, until the first file is handed over.
 * With `--long` also until all files were saved, each by a page of its own in the same process.
 *
 * `xml-50k-peak-mb` is the highest memory that the process of the extension had for itself; `xml-50k-resident-mb` counts the pages of the browser's
 * program too, some 120 MB that all its processes share. An idle worker has some 40 MB for itself, so the growth is reported as well.
 * The browser is started anew between filling the ledger and the export, so that the filling leaves nothing behind.
 */
import { readFileSync, rmSync } from 'node:fs';
import { makeProfile, type Chromium } from '../browser/chromium';
import { eventually, sleep } from '../browser/drive';
import { withBundle } from './bundle';
import { RULES } from './invoices';
import type { BenchOptions, Measurement, Report } from './measure';
import { watchExtension } from './process-memory';
import { ask, employeeOf, giveAccess, onStage } from './stage';

const COUNT = 50_000;
/** A shop of the seeded world that has hardly any invoices of its own. */
const SHOP_ID = 16;
const LIMIT_MS = 8 * 60_000;

interface Job {
  readonly phase: string;
  readonly records: number;
  readonly fault?: { readonly code: string };
}

/** Gives the shop its rules and 50,000 invoices that are in no file yet. */
async function fill(chromium: Chromium, tenantId: string): Promise<void> {
  const page = await chromium.newPage(chromium.extensionUrl('options.html'));
  const shop = { tenantId, shopId: SHOP_ID };
  await ask(page, { kind: 'setup.saveRules', shop, rules: RULES });
  await withBundle('test/bench/ledger-rows.page.ts', async (file) => {
    await page.evaluate(readFileSync(file, 'utf8'));
    await page.evaluate(`seedLedger(${JSON.stringify({ ...shop, count: COUNT })})`);
  });
}

async function exportAll(chromium: Chromium, tenantId: string, report: Report, { long }: BenchOptions): Promise<void> {
  const pid = chromium.browser.process()?.pid;
  if (pid === undefined) throw new Error('the browser has no process');
  await chromium.worker();
  // Some page of the extension has to ask; the smallest one, which then stands there idle.
  const page = await chromium.newPage(chromium.extensionUrl('file.html'));
  await sleep(3_000);
  const handedOver = (): boolean => chromium.browser.targets().some((target) => target.url().startsWith(chromium.extensionUrl('file.html#')));
  const job = async (): Promise<Job | null> => {
    const { shops } = await ask<{ readonly shops: readonly { readonly shopId: number; readonly job: Job | null }[] }>(page, { kind: 'popup.state' });
    const found = shops.find((shop) => shop.shopId === SHOP_ID)?.job ?? null;
    if (found?.fault || found?.phase === 'failed') throw new Error(`the export failed: ${found.fault?.code ?? ''}`);
    return found;
  };
  const memory = watchExtension(chromium.profile, pid);
  try {
    const before = memory.now();
    const begun = Date.now();
    const seconds = (): string => ((Date.now() - begun) / 1000).toFixed(0);
    await ask(page, { kind: 'export.startNew', shop: { tenantId, shopId: SHOP_ID } });
    // Only now and then: the answer costs the worker memory and time that are not the export's.
    for (let turn = 0; !handedOver(); turn += 1) {
      if (Date.now() - begun > LIMIT_MS) throw new Error(`the export takes too long: ${JSON.stringify(await job())}`);
      if (turn % 50 === 49) await job();
      await sleep(100);
    }
    const written = memory.peak();
    const { records = 0 } = (await job()) ?? {};
    if (records < COUNT) throw new Error(`${String(records)} records were written`);
    report.note(`${String(records)} records in ${seconds()} s, ${String(memory.samples())} samples; before: ${before.own.toFixed(0)} MB own, ${before.resident.toFixed(0)} MB resident`);
    report.figure('xml-50k-peak-mb', written.own, 'MB');
    report.figure('xml-50k-growth-mb', written.own - before.own, 'MB');
    report.figure('xml-50k-resident-mb', written.resident, 'MB');
    if (!long) return;
    await eventually('the last file', async () => (await job())?.phase === 'done', LIMIT_MS);
    report.note(`${String(chromium.listDownloads().length)} files saved after ${seconds()} s`);
    report.figure('xml-50k-saved-peak-mb', memory.peak().own, 'MB');
  } finally {
    memory.stop();
  }
}

export const xml50k: Measurement = {
  names: ['xml-50k-peak-mb', 'xml-50k-growth-mb', 'xml-50k-resident-mb', 'xml-50k-saved-peak-mb'],
  run: async (report, options) => {
    const profile = makeProfile();
    try {
      await onStage(async (stage) => {
        const filling = await stage.launch({ profile });
        const tenantId = await giveAccess(filling, employeeOf(stage));
        await fill(filling, tenantId);
        await filling.close();
        await exportAll(await stage.launch({ profile }), tenantId, report, options);
      });
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};
