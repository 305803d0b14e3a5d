/** What the tests of exporting share: one browser with ShopCtrl access typed by hand, rules of shops through the extension's own door, and files as they arrive. */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { DEFAULT_RULES, type BookingRules } from '../../lib/booking/rules';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { createControls, type WorldControls } from '../simulators/seed';
import { startSimulators, type Simulators, type SimulatorSetUp } from '../simulators/start';
import { type Chromium, type ChromiumOptions, launchChromium } from './chromium';
import { byRole, eventually } from './drive';
import { fillShopCtrl } from './flows';

export const HOST = 'demo.shopctrl.com';
/** Employee accounts of the seed: the person at the admin, and the account that the extension uses. */
export const PERSON = { login: 'anna@demo.example', password: 'Welkom-2026!' } as const;
export const API_ACCOUNT = { login: 'api@demo.example', password: 'Sleutel-é€-42' } as const;

/** The settings of a shop as the form sends them. */
export type Rules = BookingRules;

/** Codes of the seeded administrations; 71 is the sales journal that takes other currencies too. */
export const RULES: Rules = {
  ...DEFAULT_RULES,
  journal: '71', debtorCode: '1001', debtorMode: 'collective', ownDebtorPrefix: '9', paymentCondition: '14', itemCode: 'STANDAARD', profile: aProfile(), table: exampleTable(),
  roundingAccount: '8011', roundingVatCode: 'N', roundingLimit: 2, entryShape: 'vat-amount', topic: 'GLTransactions', receivableAccount: '1300', vatAccount: '1500',
};

/** The job of a shop as the popup shows it. */
export interface Job {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly records: number;
  readonly leftOut: number;
  readonly reasons: readonly { readonly code: string; readonly count: number; readonly invoices: readonly string[]; readonly params: Readonly<Record<string, string | number>> }[];
  readonly fault?: { readonly code: string; readonly detail?: string };
}

export interface SavedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface ExportStage {
  readonly simulators: Simulators;
  readonly controls: WorldControls;
  readonly chromium: Chromium;
  /** The set-up page; stays open. */
  readonly setup: Page;
  readonly tenantId: string;
  /** A request as the extension's own pages send it; throws what the background refuses. */
  send<T = unknown>(request: Readonly<Record<string, unknown>>): Promise<T>;
  saveRules(shopId: number, change?: Partial<Rules>): Promise<void>;
  job(shopId: number): Promise<Job | null>;
  /** Waits until the shop's export is over, then for its files; answers both. `work` starts it. */
  exported(shopId: number, work: () => Promise<unknown>, timeout?: number): Promise<{ readonly job: Job; readonly files: readonly SavedFile[] }>;
  close(): Promise<void>;
}

/** Opens simulators, browser and set-up page, and types the ShopCtrl access. */
export async function openExportStage(options: SimulatorSetUp = {}, launch: Partial<ChromiumOptions> = {}): Promise<ExportStage> {
  const simulators = await startSimulators(options);
  const folder = process.env['EXTENSION_FOLDER'];
  const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, ...(folder ? { extension: folder } : {}), ...launch });
  const setup = await chromium.newPage(chromium.extensionUrl('options.html'));
  await byRole(setup, 'textbox', 'ShopCtrl address');
  await fillShopCtrl(setup, { address: HOST, ...API_ACCOUNT });
  await eventually('the shops to appear', async () => (await setup.$$('section.shop')).length > 0);
  return stageOf(simulators, chromium, setup);
}

/** The handles of a stage whose browser and set-up page stand already. */
export async function stageOf(simulators: Simulators, chromium: Chromium, setup: Page): Promise<ExportStage> {
  const send = async <T>(request: Readonly<Record<string, unknown>>): Promise<T> => {
    const reply = await setup.evaluate(
      (message) => (globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<unknown> } } }).chrome.runtime.sendMessage(message),
      request,
    );
    const { ok, value, fault } = reply as { ok: boolean; value: T; fault: unknown };
    if (!ok) throw new Error(`refused: ${JSON.stringify(fault)}`);
    return value;
  };
  const { tenants } = await send<{ tenants: readonly { tenantId: string }[] }>({ kind: 'setup.state' });
  const tenantId = tenants[0]?.tenantId;
  if (tenantId === undefined) throw new Error('no ShopCtrl environment is set up');

  const job = async (shopId: number): Promise<Job | null> => {
    const { shops } = await send<{ shops: readonly { shopId: number; job: Job | null }[] }>({ kind: 'popup.state' });
    return shops.find((shop) => shop.shopId === shopId)?.job ?? null;
  };
  return {
    simulators,
    controls: createControls(simulators.world, simulators.clock),
    chromium,
    setup,
    tenantId,
    send,
    saveRules: async (shopId, change = {}) => {
      await send({ kind: 'setup.saveRules', shop: { tenantId, shopId }, rules: { ...RULES, ...change } });
    },
    job,
    exported: async (shopId, work, timeout = 60_000) => {
      // A file of the same name would be written over unseen: a driven browser asks nobody.
      emptyDownloads(chromium);
      const before = await filesOf(setup, shopId);
      await work();
      const over = await eventually(
        `the export of shop ${shopId}`,
        async () => {
          const current = await job(shopId);
          return current && !['reading', 'deciding', 'writing'].includes(current.phase) && current;
        },
        timeout,
      );
      const made = (await filesOf(setup, shopId)).filter((file) => !before.some((one) => one.fileId === file.fileId));
      const sizeOf = (name: string): number => statSync(join(chromium.downloads, name), { throwIfNoEntry: false })?.size ?? -1;
      await eventually('the files to be saved', () => made.every((file) => sizeOf(file.name) === file.bytes));
      const files = chromium.listDownloads().sort().map((name) => ({ name, bytes: readFileSync(join(chromium.downloads, name)) }));
      if (files.length !== made.length) throw new Error(`${made.length} files were made, and saved: ${files.map(({ name }) => name).join(', ')}`);
      return { job: over, files };
    },
    close: async () => {
      await chromium.close();
      await simulators.close();
    },
  };
}

export function emptyDownloads(chromium: Chromium): void {
  for (const name of chromium.listDownloads()) rmSync(join(chromium.downloads, name));
}

/** The files that the extension's memory lists for a shop, read as its own pages can. */
async function filesOf(page: Page, shopId: number): Promise<readonly { readonly fileId: string; readonly name: string; readonly bytes: number }[]> {
  const files = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase | null>((resolve) => {
      const opening = indexedDB.open('ledger');
      // Not there yet: a look must not make it.
      opening.onupgradeneeded = () => opening.transaction?.abort();
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => resolve(null);
    });
    if (!database) return [];
    const asked = database.transaction('files').objectStore('files').getAll();
    const rows = await new Promise<unknown[]>((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    database.close();
    return rows;
  });
  return (files as { fileId: string; shopId: number; name: string; bytes: number }[]).filter((file) => file.shopId === shopId);
}
