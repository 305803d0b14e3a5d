/**
 * Starts a real Chromium with the unmodified build against the simulators, and gives tests the few handles they need:
 * pages, the worker, the real popup bubble, downloads. One profile folder can be used for several launches.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page, type Target } from 'puppeteer-core';
import { findChromium } from '../tools/find-browser';
import { eventually } from './drive';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
export const CHROME_BUILD = join(REPOSITORY, '.output', 'chrome-mv3');

export interface NetworkPlace {
  readonly port: number;
  readonly spkiHash: string;
}

export interface ChromiumOptions {
  readonly network: NetworkPlace;
  readonly headless?: boolean;
  readonly profile?: string;
  readonly extension?: string;
  readonly window?: { readonly width: number; readonly height: number };
  readonly language?: string;
}

export interface Chromium {
  readonly browser: Browser;
  readonly profile: string;
  readonly downloads: string;
  readonly extensionId: string;
  extensionUrl(path: string): string;
  /** The worker's target; waits until it runs. */
  worker(): Promise<Target>;
  /** Ends the worker as Chrome does when it is idle. */
  killWorker(): Promise<void>;
  /** The real popup bubble over the toolbar (`action.openPopup()`). */
  openPopupBubble(): Promise<Page>;
  newPage(url?: string): Promise<Page>;
  /** A page whose address fits, already open or opened soon. */
  waitForPage(fits: (url: string) => boolean, timeout?: number): Promise<Page>;
  /** The next finished download beyond those already there. */
  waitForDownload(known: readonly string[], timeout?: number): Promise<string>;
  listDownloads(): string[];
  close(): Promise<void>;
}

/** Extension id: the first 32 hex digits of the key's SHA-256, written with a–p. */
export function extensionIdOf(manifestFolder: string): string {
  const manifest = JSON.parse(readFileSync(join(manifestFolder, 'manifest.json'), 'utf8')) as { key: string };
  const digest = createHash('sha256').update(Buffer.from(manifest.key, 'base64')).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join('');
}

/** Command-line switches: all hosts lead to the simulators, nothing leaves the machine. */
export function chromiumArguments(options: ChromiumOptions, profile: string): string[] {
  const extension = options.extension ?? CHROME_BUILD;
  const { width, height } = options.window ?? { width: 1280, height: 720 };
  return [
    `--user-data-dir=${profile}`,
    `--load-extension=${extension}`,
    `--disable-extensions-except=${extension}`,
    `--host-resolver-rules=MAP * 127.0.0.1:${options.network.port}`,
    `--ignore-certificate-errors-spki-list=${options.network.spkiHash}`,
    `--window-size=${width},${height}`,
    `--lang=${options.language ?? 'en-US'}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-gpu',
    '--disable-search-engine-choice-screen',
    '--disable-features=DialMediaRouteProvider,OptimizationHints,AutofillServerCommunication,HttpsUpgrades',
    '--password-store=basic',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...((options.headless ?? true) ? ['--headless=new'] : []),
  ];
}

/** A profile folder that saves downloads into its own `downloads` without asking. */
export function makeProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'shopctrl-exact-'));
  const downloads = join(profile, 'downloads');
  mkdirSync(join(profile, 'Default'), { recursive: true });
  mkdirSync(downloads);
  writeFileSync(
    join(profile, 'Default', 'Preferences'),
    JSON.stringify({ download: { default_directory: downloads, prompt_for_download: false }, safebrowsing: { enabled: false }, credentials_enable_service: false }),
  );
  return profile;
}

export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const extension = options.extension ?? CHROME_BUILD;
  if (!existsSync(join(extension, 'manifest.json'))) throw new Error(`no build at ${extension}: run "npm run build" first`);
  const ownProfile = options.profile === undefined;
  const profile = options.profile ?? makeProfile();
  const downloads = join(profile, 'downloads');
  const extensionId = extensionIdOf(extension);
  const browser = await puppeteer.launch({
    executablePath: findChromium(),
    headless: options.headless ?? true,
    pipe: true,
    ignoreDefaultArgs: true,
    args: [...chromiumArguments(options, profile), '--remote-debugging-pipe', 'about:blank'],
    defaultViewport: null,
    env: { ...process.env, LANGUAGE: options.language ?? 'en_US' },
  });
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  const isWorker = (target: Target): boolean => target.type() === 'service_worker' && target.url().startsWith(`chrome-extension://${extensionId}/`);
  const worker = (): Promise<Target> => browser.waitForTarget(isWorker, { timeout: 15_000 });
  const listDownloads = (): string[] => readdirSync(downloads).filter((name) => !name.endsWith('.crdownload') && !name.startsWith('.'));

  const waitForPage = (fits: (url: string) => boolean, timeout = 15_000): Promise<Page> =>
    eventually(
      'a page',
      async () => {
        const target = browser.targets().find((candidate) => (candidate.type() === 'page' || candidate.type() === 'other') && fits(candidate.url()));
        return target ? ((await target.asPage()) ?? undefined) : undefined;
      },
      timeout,
    );

  return {
    browser,
    profile,
    downloads,
    extensionId,
    extensionUrl: (path) => `chrome-extension://${extensionId}/${path}`,
    worker,
    killWorker: async () => {
      const running = async (): Promise<string | undefined> => {
        const { targetInfos } = await session.send('Target.getTargets');
        return targetInfos.find((info) => info.type === 'service_worker' && info.url.startsWith(`chrome-extension://${extensionId}/`))?.targetId;
      };
      const targetId = await running();
      if (targetId === undefined) return;
      await session.send('Target.closeTarget', { targetId });
      await eventually('the worker to end', async () => ((await running()) === targetId ? undefined : true), 5_000);
    },
    openPopupBubble: async () => {
      const running = await (await worker()).worker();
      await running?.evaluate('chrome.action.openPopup()');
      return waitForPage((url) => url.startsWith(`chrome-extension://${extensionId}/popup.html`));
    },
    newPage: async (url) => {
      const page = await browser.newPage();
      if (url) await page.goto(url, { waitUntil: 'domcontentloaded' });
      return page;
    },
    waitForPage,
    listDownloads,
    waitForDownload: (known, timeout = 30_000) => eventually('a download', () => listDownloads().find((name) => !known.includes(name)), timeout).then((name) => join(downloads, name)),
    close: async () => {
      await browser.close();
      if (ownProfile) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Starts Chromium without any debugger attached: nothing but the simulators can tell what it does. */
export function launchWithoutDebugger(options: ChromiumOptions & { readonly profile: string; readonly url: string }): ChildProcess {
  return spawn(findChromium(), [...chromiumArguments(options, options.profile), options.url], { stdio: 'ignore' });
}
