// A debugger keeps workers alive and wakes them, so here none is attached: no debugging port, only the simulators and the downloads folder can tell what happens.
import { type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createBigWorld } from '../simulators/seed';
import { startSimulators, type Simulators } from '../simulators/start';
import { problems } from '../xml/validate';
import { launchChromium, launchWithoutDebugger, makeProfile } from './chromium';
import { eventually } from './drive';
import { API_ACCOUNT, HOST, stageOf } from './export-stage';
import { fillShopCtrl } from './flows';

const COUNT = 300;
const profile = makeProfile();
let simulators: Simulators | undefined;
let bare: ChildProcess | undefined;

afterAll(async () => {
  await stopped(bare);
  await simulators?.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Ends the browser as a power cut would, and waits until it is gone. */
async function stopped(browser: ChildProcess | null | undefined): Promise<void> {
  if (!browser || browser.exitCode !== null || browser.signalCode !== null) return;
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  browser.kill('SIGKILL');
  await gone;
}

it('goes on by itself after the browser was killed, without any debugger, and saves the file', async () => {
  simulators = await startSimulators({ world: createBigWorld(COUNT), api: { latencyMs: 15 } });
  const { api, exact, port, certificate } = simulators;
  const network = { port, spkiHash: certificate.spkiHash };

  const prepared = await launchChromium({ network, profile });
  const setup = await prepared.newPage(prepared.extensionUrl('options.html'));
  await fillShopCtrl(setup, { address: HOST, ...API_ACCOUNT });
  await eventually('the shops to appear', async () => (await setup.$$('section.shop')).length > 0);
  const stage = await stageOf(simulators, prepared, setup);
  await stage.saveRules(12);
  await stage.send({ kind: 'export.startNew', shop: { tenantId: stage.tenantId, shopId: 12 } });
  const reads = (): number => api.calls.filter((call) => /\/invoices\//i.test(call.path)).length;
  await eventually('the reading to be half-way', () => reads() > COUNT, 60_000);
  await stopped(prepared.browser.process());
  expect(prepared.listDownloads()).toEqual([]);
  const before = api.calls.length;
  const started = Date.now();

  const folder = process.env['EXTENSION_FOLDER'];
  bare = launchWithoutDebugger({ network, profile, url: 'about:blank', ...(folder ? { extension: folder } : {}) });
  expect(bare.spawnargs.filter((argument) => argument.includes('remote-debugging'))).toEqual([]);
  const name = await eventually('the file in the downloads folder', () => prepared.listDownloads()[0], 100_000);
  const first = api.calls[before];
  console.log(`without a debugger: first call ${((first?.at ?? 0) - started) / 1000} s after the start, file after ${(Date.now() - started) / 1000} s`);

  const bytes = await eventually('the file to be whole', () => {
    const read = readFileSync(join(profile, 'downloads', name));
    return read.includes('</eExact>') && read;
  });
  expect(problems(bytes)).toEqual([]);
  expect(bytes.toString('utf8').split('<GLTransaction ').length - 1).toBe(COUNT);
  expect(api.calls.length).toBeGreaterThan(before);
  expect(api.violations).toEqual([]);
  expect(exact.violations).toEqual([]);
}, 180_000);
