/**
 * `npm start`: builds the extension, starts the simulators and opens Chromium on the shop settings of a seeded shop.
 * Without a display, or with `-- --headless`, it walks the whole job by itself and leaves screenshots and files in `demo-output/`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '../browser/chromium';
import { APP, logInToShopCtrl } from '../browser/flows';
import { startSimulators, type Simulators } from '../simulators/start';
import { ensureExtJs } from './extjs';
import { findChromium } from './find-browser';
import { walk } from './walk';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const DEMO_HOST = 'demo.shopctrl.com';

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

function build(): void {
  console.log('Building the extension …');
  const result = spawnSync('npm', ['run', '--silent', 'build:chrome'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (result.status !== 0) throw new Error(`the build failed:\n${result.stdout}\n${result.stderr}`);
}

/** Opens a visible browser and leaves it to the person. */
async function handOver(simulators: Simulators): Promise<void> {
  const chromium = await launchChromium({ network: { port: simulators.port, spkiHash: simulators.certificate.spkiHash }, headless: false, window: { width: 1380, height: 900 } });
  const tenant = simulators.world.tenant(DEMO_HOST);
  const employee = tenant.employees.find(({ secondFactor }) => secondFactor === null);
  if (!employee) throw new Error('the seeded world has no employee without second factor');
  simulators.exact.registerApp({ clientId: APP.clientId, clientSecret: APP.clientSecret, redirectUri: `https://${chromium.extensionId}.chromiumapp.org/`, name: APP.name });
  const setup = await chromium.newPage(chromium.extensionUrl('options.html'));
  const page = await chromium.newPage(`https://${DEMO_HOST}/?tab=Shop|12&control=InvoiceExport`);
  await logInToShopCtrl(page, employee.login, employee.password);
  await page.bringToFront();
  console.log(
    [
      '',
      'The browser is open on the shop settings of "Lamp & Licht", topic Invoice export. Everything in it is simulated; nothing leaves this machine.',
      '',
      `  ShopCtrl address ${DEMO_HOST}   Login ${employee.login}   Password ${employee.password}`,
      `  Exact app        Client ID ${APP.clientId}   Client secret ${APP.clientSecret}`,
      '  Exact user       anna.jansen   Password Lamp!2026   Second factor 246810',
      '  Administration   journal 70, debtor 1001, payment condition 14, item STANDAARD; 21 % NL: account 8000, code 2; 9 % NL: 8010, 1',
      '',
      `Set-up page: ${setup.url()}. Close the browser to end.`,
    ].join('\n'),
  );
  await new Promise<void>((resolve) => chromium.browser.once('disconnected', () => resolve()));
}

async function main(): Promise<void> {
  console.log(`Chromium: ${findChromium()}`);
  await ensureExtJs();
  build();
  const simulators = await startSimulators({ exact: { history: true } });
  try {
    if (hasDisplay() && !process.argv.includes('--headless')) await handOver(simulators);
    else await walk(simulators);
  } finally {
    await simulators.close();
  }
}

await main();
