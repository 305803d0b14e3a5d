/** The set-up that a chaos run starts from, done by hand in a real browser: access, app, rules, connections. Sync is still off. */
import type { Page } from 'puppeteer-core';
import { authorize, chooseAdministration, finish, goToShop, openAdmin, throughExact } from '../browser/connect-stage';
import { launchChromium, type Chromium, type NetworkPlace } from '../browser/chromium';
import { byRole, eventually, press } from '../browser/drive';
import { API_ACCOUNT, HOST, stageOf } from '../browser/export-stage';
import { fillExactApp, fillShopCtrl, section, type ExactUser } from '../browser/flows';
import { startSimulators, type Simulators, type SimulatorSetUp } from '../simulators/start';
import type { ChaosShop } from './world';

/** Tokens for a minute, so that refreshes are crossed; calls and token calls are no bottleneck. */
export const FAST = { expiresIn: '60', callsPerMinute: 1_200, callsPerDay: 1_000_000, tokenCallsPerDay: 10_000 } as const;

export function startChaosSimulators(setUp: SimulatorSetUp): Promise<Simulators> {
  return startSimulators({ ...setUp, exact: { ...FAST, ...setUp.exact } });
}

export function placeOf({ port, certificate }: Simulators): NetworkPlace {
  return { port, spkiHash: certificate.spkiHash };
}

/** A browser that is set up and connected, with the admin open. */
export interface Prepared {
  readonly chromium: Chromium;
  readonly admin: Page;
  readonly setup: Page;
  readonly tenantId: string;
}

/** Sets everything up in a fresh browser on this profile; `user` connects all shops. */
export async function prepare(simulators: Simulators, profile: string, shops: readonly ChaosShop[], user: ExactUser): Promise<Prepared> {
  const chromium = await launchChromium({ network: placeOf(simulators), profile });
  const setup = await chromium.newPage(chromium.extensionUrl('options.html'));
  await byRole(setup, 'textbox', 'ShopCtrl address');
  await fillShopCtrl(setup, { address: HOST, ...API_ACCOUNT });
  await eventually('the shops to appear', async () => (await setup.$$('section.shop')).length > 0);
  await fillExactApp(setup, simulators);
  const stage = await stageOf(simulators, chromium, setup);
  for (const shop of shops) await stage.saveRules(shop.shopId, { debtorMode: shop.debtorMode, ownDebtorPrefix: '' });
  const admin = await openAdmin({ chromium });
  for (const [at, shop] of shops.entries()) {
    await goToShop(admin, shop.shopId);
    if (at === 0) {
      await authorize(admin);
      await throughExact({ chromium }, admin, user);
    } else {
      await press(await section(admin), 'button', 'Authenticate');
      await press(admin, 'link', `Use the connection of ${simulators.exact.user(user.login).fullName}`);
    }
    await chooseAdministration(admin, shop.administration);
    await finish(admin);
  }
  return { chromium, admin, setup, tenantId: stage.tenantId };
}

/** How long a missing answer is not believed: the person's own setting. */
export async function setPatience({ setup }: Prepared, minutes: number): Promise<void> {
  const reply = await setup.evaluate(
    (message) => (globalThis as unknown as { chrome: { runtime: { sendMessage(message: unknown): Promise<{ ok: boolean }> } } }).chrome.runtime.sendMessage(message),
    { kind: 'ledger.tuning', tuning: { uncertainMinutes: minutes, everyMinutes: 5, reserve: 2 } },
  );
  if (!reply.ok) throw new Error('the setting was refused');
}

/** What a person does when a rotation was lost: one consent in one shop renews the connection of all. */
export async function reconnect(chromium: Chromium, shop: ChaosShop, user: ExactUser): Promise<void> {
  const admin = await openAdmin({ chromium });
  await goToShop(admin, shop.shopId);
  await authorize(admin);
  await throughExact({ chromium }, admin, user);
  await chooseAdministration(admin, shop.administration);
  await finish(admin);
}
