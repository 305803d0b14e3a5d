/**
 * From the topic's body to the painted state text, in documents that were just loaded, so that texts, style and state all have to come from the
 * background. An observer in the page's own world notes when the body of *Invoice export* stands in the document, and when the state text stands in
 * the section's shadow root; the end is the first task after the next frame, when that frame was painted.
 *
 * Beside it the least that any content script can do: a copy of the build whose script knows the text already and puts it into the same body.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chromium } from '../browser/chromium';
import { sleep } from '../browser/drive';
import { injectedFiles } from './content-script-size';
import { alternate, type Measurement, median, spread } from './measure';
import { employeeOf, giveAccess, HOST, onStage, signIn } from './stage';

const ROUNDS = 11;
const COLD_ROUNDS = 5;
const STATE = 'Not connected';
const URL = `https://${HOST}/?tab=Shop|12&control=InvoiceExport`;

// The heading of the topic's panel; the body is the panel's.
const BODY = `[...document.querySelectorAll('.x-title-text')].find((title) => title.textContent === 'Invoice export')?.closest('.x-panel')?.querySelector('.x-panel-body')`;

const PROBE = `(() => {
  const noted = (window.__bench = {});
  const look = () => {
    if (noted.body === undefined) {
      if (!(${BODY})) return;
      noted.body = performance.now();
    }
    const root = document.querySelector('exact-online-section')?.shadowRoot;
    if (!root) return;
    if (root !== noted.root) {
      noted.root = root;
      observer.observe(root, { childList: true, subtree: true, characterData: true });
    }
    if (noted.text !== undefined || !root.textContent.includes(${JSON.stringify(STATE)})) return;
    noted.text = performance.now();
    observer.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const { width, height } = root.host.getBoundingClientRect();
      if (width > 0 && height > 0) noted.painted = performance.now();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
})()`;

const STATIC_SCRIPT = `(() => {
  const observer = new MutationObserver(() => {
    const body = ${BODY};
    if (!body) return;
    observer.disconnect();
    const host = document.createElement('exact-online-section');
    host.attachShadow({ mode: 'open' }).append(Object.assign(document.createElement('div'), { textContent: ${JSON.stringify(STATE)} }));
    body.append(host);
  });
  observer.observe(document, { childList: true, subtree: true });
})();`;

/** One load of the deep link; milliseconds from body to paint. `onceLoading` runs when the document began to load. */
async function visit(chromium: Chromium, onceLoading?: () => Promise<void>): Promise<number> {
  const page = await chromium.newPage();
  try {
    await page.evaluateOnNewDocument(PROBE);
    await page.goto(URL, { waitUntil: 'domcontentloaded' });
    await onceLoading?.();
    await page.waitForFunction('window.__bench?.painted !== undefined', { timeout: 60_000, polling: 100 });
    const { body, painted } = (await page.evaluate('({ body: window.__bench.body, painted: window.__bench.painted })')) as { body: number; painted: number };
    return painted - body;
  } finally {
    await page.close();
  }
}

function workerRuns(chromium: Chromium): boolean {
  return chromium.browser.targets().some((target) => target.type() === 'service_worker');
}

export const sectionVisible: Measurement = {
  names: ['section-visible-ms', 'section-visible-cold-ms', 'section-visible-ratio', 'section-visible-static-ms'],
  run: (report) =>
    onStage(async (stage) => {
      const fixed = stage.copyOfBuild();
      for (const file of injectedFiles(fixed)) writeFileSync(join(fixed, file), file.endsWith('.js') ? STATIC_SCRIPT : '');
      const who = employeeOf(stage);
      const [ours, least] = [await stage.launch(), await stage.launch({ extension: fixed })];
      for (const chromium of [ours, least]) {
        await giveAccess(chromium, who);
        await signIn(chromium, who);
      }
      const warm = async (): Promise<number> => {
        if (!workerRuns(ours)) throw new Error('the worker should run');
        return visit(ours);
      };
      const result = await alternate(ROUNDS, 1, warm, () => visit(least));

      const cold: number[] = [];
      for (let round = 0; round < COLD_ROUNDS; round += 1) {
        await ours.killWorker();
        await sleep(200);
        if (workerRuns(ours)) throw new Error('the worker came back by itself');
        cold.push(await visit(ours));
        if (!workerRuns(ours)) throw new Error('the section showed its state without a worker');
      }
      report.note(`warm: ${spread(result.ours)}; static: ${spread(result.theirs)}; cold: ${spread(cold)}`);
      report.figure('section-visible-ms', median(result.ours), 'ms');
      report.figure('section-visible-cold-ms', median(cold), 'ms');
      report.figure('section-visible-ratio', result.ratio, 'ratio');
      report.figure('section-visible-static-ms', median(result.theirs), 'ms');
    }),
};
