/** `npm run simulators`: the simulated ShopCtrl and Exact alone. Prints one line of JSON with their addresses and stays until it is ended. */
import { ensureExtJs } from './extjs';
import { startSimulators } from '../simulators/start';

await ensureExtJs();
const simulators = await startSimulators();
console.log(
  JSON.stringify({
    port: simulators.port,
    spkiHash: simulators.certificate.spkiHash,
    chromium: [`--host-resolver-rules=MAP * 127.0.0.1:${simulators.port}`, `--ignore-certificate-errors-spki-list=${simulators.certificate.spkiHash}`],
    shopctrl: simulators.world.tenants.map((tenant) => ({
      admin: `https://${tenant.adminHost}/`,
      employees: tenant.employees.map(({ login, password, secondFactor }) => ({ login, password, ...(secondFactor ? { secondFactor } : {}) })),
      shops: tenant.shops.map(({ id, name }) => ({ id, name })),
    })),
    exact: ['nl', 'be', 'de', 'co.uk', 'com', 'fr', 'es'].map((site) => `https://start.exactonline.${site}/`),
  }),
);
const stop = (): void => void simulators.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
