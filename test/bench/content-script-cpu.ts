/**
 * What the content script costs the admin's page: CPU time of the page's renderer process (`ProcessTime` of CDP's Performance domain: all its
 * threads, collection of garbage included) during a fixed sequence in the simulated admin, with the build and with a copy of the build whose
 * content script is an empty file. Two browsers, in turn; the one whose turn it is not is idle, and its time counts for itself anyway.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { Chromium } from '../browser/chromium';
import { injectedFiles } from './content-script-size';
import { alternate, type Measurement, median, spread } from './measure';
import { employeeOf, giveAccess, HOST, onStage, signIn } from './stage';

const ROUNDS = 5;
/** Rest after each step, the same on both sides. */
const REST_MS = 110;

/**
 * Opens a shop tab at Invoice export, switches topics 20 times (every second time to Invoice export), opens the tab of a second shop there and
 * switches between the two 20 times. Each step ends when the topic's panel stands in the page, plus the rest. Answers how often our host element
 * stood in the page at the end of a step that shows Invoice export.
 */
const SEQUENCE = `(async () => {
  const admin = window.__admin;
  const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const stands = (key, control) => {
    const tab = admin.tabs().find((one) => one.key === key && one.active && one.topic === control);
    return tab && Ext.ComponentQuery.query('#topic').some((topic) => topic.rendered && topic.up('[tabKey=' + key + ']') && topic.up('[tabKey=' + key + ']').currentControl === control);
  };
  let seen = 0;
  const step = async (act, key, control) => {
    act();
    for (let turns = 0; !stands(key, control); turns += 1) {
      if (turns > 400) throw new Error('topic ' + control + ' of ' + key + ' does not come');
      await rest(25);
    }
    await rest(${String(REST_MS)});
    if (control === 'InvoiceExport' && document.querySelector('exact-online-section')) seen += 1;
  };
  await step(() => admin.open('Shop', 12, 'InvoiceExport'), 'Shop|12', 'InvoiceExport');
  for (let turn = 0; turn < 20; turn += 1) {
    const control = turn % 2 === 0 ? 'Financial' : 'InvoiceExport';
    await step(() => admin.topic(control, 'Shop|12'), 'Shop|12', control);
  }
  await step(() => admin.open('Shop', 13, 'InvoiceExport'), 'Shop|13', 'InvoiceExport');
  for (let turn = 0; turn < 20; turn += 1) {
    const key = turn % 2 === 0 ? 'Shop|12' : 'Shop|13';
    await step(() => admin.activate(key), key, 'InvoiceExport');
  }
  admin.close('Shop|12');
  admin.close('Shop|13');
  return seen;
})()`;
/** Steps of the sequence that show Invoice export. */
const SHOWING = 1 + 10 + 1 + 20;

interface Side {
  readonly page: Page;
  run(): Promise<{ readonly milliseconds: number; readonly seen: number }>;
}

async function sideIn(chromium: Chromium): Promise<Side> {
  const page = await chromium.newPage(`https://${HOST}/`);
  await page.waitForFunction('window.__admin !== undefined');
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  const processTime = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = metrics.find(({ name }) => name === 'ProcessTime');
    if (!metric) throw new Error('this browser does not tell the CPU time of a page');
    return metric.value * 1000;
  };
  return {
    page,
    async run() {
      const before = await processTime();
      const seen = (await page.evaluate(SEQUENCE)) as number;
      return { milliseconds: (await processTime()) - before, seen };
    },
  };
}

export const contentScriptCpu: Measurement = {
  names: ['content-script-cpu-ratio', 'content-script-cpu-ms', 'content-script-cpu-empty-ms'],
  run: (report) =>
    onStage(async (stage) => {
      const emptied = stage.copyOfBuild();
      for (const file of injectedFiles(emptied)) writeFileSync(join(emptied, file), '');
      const who = employeeOf(stage);
      const sides: Side[] = [];
      for (const options of [{}, { extension: emptied }]) {
        const chromium = await stage.launch(options);
        await giveAccess(chromium, who);
        await signIn(chromium, who);
        sides.push(await sideIn(chromium));
      }
      const [ours, empty] = sides as [Side, Side];
      const seen: number[] = [];
      const timed = (side: Side) => async (): Promise<number> => {
        const result = await side.run();
        if (side === ours) seen.push(result.seen);
        else if (result.seen > 0) throw new Error('the empty content script shows a section');
        return result.milliseconds;
      };
      const { ours: with_, theirs: without, ratio } = await alternate(ROUNDS, 1, timed(ours), timed(empty));
      // A section that is late at some step on a busy machine is no harm; one that hardly ever comes would make the figure worthless.
      if (median(seen) < SHOWING * 0.8) throw new Error(`the section stood there after ${String(median(seen))} of ${String(SHOWING)} steps only`);
      report.note(`with: ${spread(with_)}; empty: ${spread(without)}; section there after ${String(median(seen))} of ${String(SHOWING)} steps`);
      report.figure('content-script-cpu-ratio', ratio, 'ratio');
      report.figure('content-script-cpu-ms', median(with_), 'ms');
      report.figure('content-script-cpu-empty-ms', median(without), 'ms');
    }),
};
