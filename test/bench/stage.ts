/** A browser with the build against the simulators, as the measurements in the browser need it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { CHROME_BUILD, type Chromium, type ChromiumOptions, launchChromium } from '../browser/chromium';
import { logInToShopCtrl } from '../browser/flows';
import { type Simulators, startSimulators, type SimulatorSetUp } from '../simulators/start';
import { ensureExtJs } from '../tools/extjs';

export const HOST = 'demo.shopctrl.com';

export interface Stage {
  readonly simulators: Simulators;
  /** A browser with the build, or with a copy of it. Closed with the stage. */
  launch(options?: Partial<ChromiumOptions>): Promise<Chromium>;
  /** A copy of the build in a folder of its own, to be changed. Removed with the stage. */
  copyOfBuild(): string;
  close(): Promise<void>;
}

export async function openStage(setUp: SimulatorSetUp = {}): Promise<Stage> {
  await ensureExtJs();
  const simulators = await startSimulators(setUp);
  const browsers: Chromium[] = [];
  const folders: string[] = [];
  return {
    simulators,
    async launch(options = {}) {
      const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, ...options });
      browsers.push(chromium);
      return chromium;
    },
    copyOfBuild() {
      const folder = mkdtempSync(join(tmpdir(), 'bench-build-'));
      folders.push(folder);
      cpSync(CHROME_BUILD, folder, { recursive: true });
      return folder;
    },
    async close() {
      await Promise.all(browsers.map((chromium) => chromium.close().catch(() => undefined)));
      await simulators.close();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs `work` on a stage that is closed afterwards, come what may. */
export async function onStage(work: (stage: Stage) => Promise<void>, setUp: SimulatorSetUp = {}): Promise<void> {
  const stage = await openStage(setUp);
  try {
    await work(stage);
  } finally {
    await stage.close();
  }
}

export interface Employee {
  readonly login: string;
  readonly password: string;
}

/** Somebody who sees every shop of the environment and needs no second factor. */
export function employeeOf(stage: Stage): Employee {
  const employee = stage.simulators.world.tenant(HOST).employees.find(({ secondFactor }) => secondFactor === null);
  if (!employee) throw new Error('the seeded world has no employee without second factor');
  return { login: employee.login, password: employee.password };
}

/** A request to the background, sent by one of the extension's own pages as those pages send it. Throws on a fault. */
export async function ask<T>(page: Page, request: object): Promise<T> {
  const reply = (await page.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(request)})`)) as { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: { readonly code: string } };
  if (!reply.ok) throw new Error(`${JSON.stringify(request).slice(0, 80)} was answered with ${reply.fault.code}`);
  return reply.value;
}

/** Gives the extension access to the simulated ShopCtrl, as saving on the set-up page does; answers the tenant. */
export async function giveAccess(chromium: Chromium, who: Employee): Promise<string> {
  const page = await chromium.newPage(chromium.extensionUrl('options.html'));
  const { tenantId } = await ask<{ readonly tenantId: string }>(page, { kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://${HOST}`, ...who });
  await page.close();
  return tenantId;
}

/** Signs in to the simulated admin; the session's cookie stays in the browser. */
export async function signIn(chromium: Chromium, who: Employee): Promise<void> {
  const page = await chromium.newPage(`https://${HOST}/`);
  await logInToShopCtrl(page, who.login, who.password);
  await page.close();
}
