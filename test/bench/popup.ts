/**
 * The popup with 50 shops, from the start of the navigation to the painted last row, against a static page of the extension with the popup's final
 * markup and its style sheet and no script at all. Both lie in one copy of the build, in one browser, each time in a new tab.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chromium } from '../browser/chromium';
import { alternate, type Measurement, median, spread } from './measure';
import { employeeOf, giveAccess, HOST, onStage } from './stage';

const SHOPS = 50;
const ROUNDS = 21;

/** Notes the first task after the frame that painted the last row, counted from the start of the navigation. */
const PROBE = `(() => {
  const look = () => {
    if (document.querySelectorAll('ul[aria-label] > li').length < ${String(SHOPS)}) return;
    observer.disconnect();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      window.__painted = performance.now();
    };
    requestAnimationFrame(() => port2.postMessage(null));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true });
})()`;

async function open(chromium: Chromium, file: string): Promise<number> {
  const page = await chromium.newPage();
  try {
    await page.evaluateOnNewDocument(PROBE);
    await page.goto(chromium.extensionUrl(file), { waitUntil: 'domcontentloaded' });
    await page.waitForFunction('window.__painted !== undefined', { timeout: 20_000, polling: 50 });
    return (await page.evaluate('window.__painted')) as number;
  } finally {
    await page.close();
  }
}

/** The popup as it stands when everything has arrived: its markup without scripts, with its style sheet. */
async function finalMarkup(chromium: Chromium): Promise<string> {
  const page = await chromium.newPage(chromium.extensionUrl('popup.html'));
  await page.waitForFunction(`document.querySelectorAll('ul[aria-label] > li').length === ${String(SHOPS)}`, { timeout: 30_000 });
  await page.evaluate(`(async () => {
    // Twice the same means that nothing is on its way any more.
    for (let last = ''; last !== document.body.innerHTML; await new Promise((resolve) => setTimeout(resolve, 1000))) last = document.body.innerHTML;
    for (const node of document.querySelectorAll('script,link[rel=modulepreload]')) node.remove();
  })()`);
  const markup = (await page.evaluate('document.documentElement.outerHTML')) as string;
  await page.close();
  if (/<script|modulepreload/.test(markup) || !/<link[^>]+stylesheet/.test(markup)) throw new Error('the static page should have the style and no script');
  return `<!doctype html>\n${markup}\n`;
}

export const popup: Measurement = {
  names: ['popup-ratio', 'popup-ms', 'popup-static-ms'],
  run: async (report) => {
    // The world without further shops has six.
    const probe = { extraShops: SHOPS - 6 };
    await onStage(
      async (stage) => {
        const present = stage.simulators.world.tenant(HOST).shops.length;
        if (present !== SHOPS) throw new Error(`the world should have ${String(SHOPS)} shops, it has ${String(present)}`);
        const build = stage.copyOfBuild();
        const chromium = await stage.launch({ extension: build });
        await giveAccess(chromium, employeeOf(stage));
        writeFileSync(join(build, 'static.html'), await finalMarkup(chromium));
        const { ours, theirs, ratio } = await alternate(ROUNDS, 2, () => open(chromium, 'popup.html'), () => open(chromium, 'static.html'));
        report.note(`popup: ${spread(ours)}; static: ${spread(theirs)}`);
        report.figure('popup-ratio', ratio, 'ratio');
        report.figure('popup-ms', median(ours), 'ms');
        report.figure('popup-static-ms', median(theirs), 'ms');
      },
      { world: probe },
    );
  },
};
