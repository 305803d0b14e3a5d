/** The simulated admin alone, with a small world of its own and a real Chromium: for this folder's tests and for looking at it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findChromium } from '../../tools/find-browser';
import { createClock } from '../contract';
import { makeCertificate } from '../net/certificate';
import { startServer } from '../net/server';
import { createShopCtrlAdmin, type ShopCtrlAdmin } from './admin';
import type { AdminEmployee, AdminSessions, AdminWorld } from './needs';
import { defaultOptions } from './options';

export const HOST = 'demo.shopctrl.com';
export const LOGIN = 'marieke@lumen.example';
export const PASSWORD = 'correct horse';

const NAMES = ['Lamp & Licht', 'Boekenhoek', 'Outlet', 'Outlet', "Café 't Fornuis <Kook & Tafel> Webwinkel met een heel lange naam"];
const EMPLOYEES: readonly (AdminEmployee & { readonly password: string; readonly code: string | null })[] = [
  { id: 1, login: LOGIN, fullName: 'Marieke de Wit', cultureCode: 'en-GB', password: PASSWORD, code: null, roles: { 12: 'Shop Owner Admin', 13: 'Shop Owner Admin', 14: 'Shop Owner Admin', 15: 'Shop Owner Admin', 16: 'Shop Owner Admin' } },
  { id: 2, login: 'tom@lumen.example', fullName: 'Tom Verhoeven', cultureCode: 'nl-NL', password: PASSWORD, code: '246810', roles: { 13: 'Admin' } },
];

export function smallWorld(): AdminWorld {
  const shops = NAMES.map((name, index) => ({ id: 12 + index, name, active: index !== 3, shopOwnerId: 1 }));
  return { tenants: [{ adminHost: HOST, shops, shopOwners: [{ id: 1, name: 'Lumen Retail B.V.' }], appModules: { exactOnline: false, invoiceExportXml: false } }] };
}

export function smallSessions(): AdminSessions {
  const open = new Map<string, AdminEmployee>();
  const tokenOf = (header: string | undefined): string => /(?:^|; )SCSESSION=([^;]+)/.exec(header ?? '')?.[1] ?? '';
  return {
    login: (_host, login, password, secondFactor) => {
      const found = EMPLOYEES.find((employee) => employee.login === login && employee.password === password);
      if (!found) return { kind: 'denied' };
      if (found.code !== null && found.code !== secondFactor) return { kind: secondFactor === undefined ? 'second-factor' : 'denied' };
      const token = randomUUID();
      open.set(token, found);
      return { kind: 'ok', setCookie: `SCSESSION=${token}; Path=/; HttpOnly; Secure; SameSite=Lax` };
    },
    verify: (_host, header) => open.get(tokenOf(header)) ?? null,
    logout: (header) => {
      open.delete(tokenOf(header));
      return 'SCSESSION=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax';
    },
  };
}

export interface Stage {
  readonly admin: ShopCtrlAdmin;
  readonly browser: Browser;
  /** A new page in a profile of its own, not logged in. */
  stranger(): Promise<Page>;
  /** A logged-in page at this path of the admin, once its viewport stands. */
  visit(path: string): Promise<Page>;
  /** All options back to their defaults. */
  reset(): void;
  close(): Promise<void>;
}

const SIZE = { width: 1280, height: 720 };

export async function logIn(page: Page, login = LOGIN, password = PASSWORD): Promise<void> {
  await page.type('input[name=UserName]', login);
  await page.type('input[name=Password]', password);
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
}

export async function openStage(): Promise<Stage> {
  const certificate = await makeCertificate([HOST]);
  const admin = createShopCtrlAdmin({ world: smallWorld(), sessions: smallSessions(), clock: createClock() });
  const server = await startServer(certificate, [admin]);
  const profile = await mkdtemp(join(tmpdir(), 'admin-'));
  const browser = await puppeteer.launch({
    executablePath: findChromium(),
    headless: true,
    userDataDir: profile,
    defaultViewport: SIZE,
    args: [
      `--host-resolver-rules=MAP * 127.0.0.1:${server.port}`,
      `--ignore-certificate-errors-spki-list=${certificate.spkiHash}`,
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    admin,
    browser,
    stranger: async () => (await browser.createBrowserContext()).newPage(),
    visit: async (path) => {
      const page = await browser.newPage();
      await page.goto(`https://${HOST}${path}`);
      if (new URL(page.url()).pathname === '/Login.aspx') await logIn(page);
      await page.waitForFunction(() => '__admin' in window);
      return page;
    },
    reset: () => Object.assign(admin.options, defaultOptions()),
    close: async () => {
      await browser.close();
      await server.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
