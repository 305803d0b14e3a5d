/**
 * Starts a real headless Firefox with the unmodified build against the simulators, over WebDriver BiDi.
 * BiDi alone refuses extension pages: `--remote-allow-system-access` and a fixed extension UUID open them.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox } from '../tools/find-browser';
import { startConnectProxy } from '../simulators/net/connect-proxy';
import { REPOSITORY } from './chromium';
import { eventually } from './drive';

export const FIREFOX_BUILD = join(REPOSITORY, '.output', 'firefox-mv3');
const UUID = '3f0c2a52-7d4e-4b0a-9a56-1b7f3f6f2c11';

export interface Firefox {
  readonly browser: Browser;
  readonly downloads: string;
  /** What `identity.getRedirectURL()` is based on: the SHA-1 of the add-on id. */
  readonly redirectHost: string;
  extensionUrl(path: string): string;
  newPage(url?: string): Promise<Page>;
  waitForPage(fits: (url: string) => boolean, timeout?: number): Promise<Page>;
  listDownloads(): string[];
  waitForDownload(known: readonly string[], timeout?: number): Promise<string>;
  close(): Promise<void>;
}

/** State and address as the page itself says them; empty when it does not answer. */
async function addressOf(page: Page): Promise<string> {
  const silence = new Promise<string>((resolve) => setTimeout(() => resolve(''), 2_000));
  return Promise.race([page.evaluate(() => `${document.readyState} ${location.href}`).catch(() => ''), silence]);
}

export async function launchFirefox(options: { readonly port: number }): Promise<Firefox> {
  const manifestPath = join(FIREFOX_BUILD, 'manifest.json');
  if (!existsSync(manifestPath)) throw new Error(`no build at ${FIREFOX_BUILD}: run "npm run build" first`);
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { browser_specific_settings: { gecko: { id: string } } };
  const addonId = manifest.browser_specific_settings.gecko.id;
  const proxy = await startConnectProxy(options.port);
  const folder = mkdtempSync(join(tmpdir(), 'shopctrl-exact-fx-'));
  const downloads = join(folder, 'downloads');
  mkdirSync(downloads);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    headless: true,
    acceptInsecureCerts: true,
    args: ['--remote-allow-system-access', '--width=1280', '--height=720'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [addonId]: UUID }),
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy.port,
      'network.proxy.http': '127.0.0.1',
      'network.proxy.http_port': proxy.port,
      'network.proxy.no_proxies_on': '',
      'network.dns.disableIPv6': true,
      'browser.download.folderList': 2,
      'browser.download.dir': downloads,
      'browser.download.useDownloadDir': true,
      'browser.helperApps.neverAsk.saveToDisk': 'application/xml,text/xml,application/octet-stream',
      'datareporting.policy.dataSubmissionEnabled': false,
      'app.normandy.enabled': false,
      'intl.accept_languages': 'en-US, en',
      'xpinstall.signatures.required': false,
    },
  });
  await browser.installExtension(FIREFOX_BUILD);
  const listDownloads = (): string[] => readdirSync(downloads).filter((name) => !name.endsWith('.part') && !name.startsWith('.'));
  return {
    browser,
    downloads,
    redirectHost: `${createHash('sha1').update(addonId).digest('hex')}.extensions.allizom.org`,
    extensionUrl: (path) => `moz-extension://${UUID}/${path}`,
    newPage: async (url) => {
      const page = await browser.newPage();
      if (url?.startsWith('moz-extension:')) {
        // The navigation to an extension page is done but never reported as finished over BiDi, and `page.url()` stays behind.
        void page.goto(url).catch(() => undefined);
        await eventually('the extension page', async () => ((await addressOf(page)) === `complete ${url}` ? true : undefined), 15_000);
      } else if (url) {
        await page.goto(url, { waitUntil: 'domcontentloaded' });
      }
      return page;
    },
    waitForPage: (fits, timeout = 20_000) =>
      eventually(
        'a page',
        async () => {
          for (const page of await browser.pages()) if (fits((await addressOf(page)).replace(/^\w+ /, ''))) return page;
          return undefined;
        },
        timeout,
      ),
    listDownloads,
    waitForDownload: (known, timeout = 30_000) => eventually('a download', () => listDownloads().find((name) => !known.includes(name)), timeout).then((name) => join(downloads, name)),
    close: async () => {
      await browser.close();
      await proxy.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
