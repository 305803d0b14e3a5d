/** The quarter's shops as the product sees them: their rules as a person would have set them, and their invoices through the product's own feed. */
import { DEFAULT_PROFILE, type SellerProfile } from '../../lib/booking/profile';
import { DEFAULT_RULES, type BookingRules } from '../../lib/booking/rules';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import { runFeed } from '../../lib/shopctrl/feed';
import { exampleTable } from '../booking/example-table';
import { collectiveDebtor } from '../simulators/exact';
import type { Quarter, QuarterShop } from '../simulators/seed';
import { createMemoryStore, startHarness, NOW } from '../shopctrl/harness';

const CONSUMERS_IN = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT PL PT RO SE SI SK XI'.split(' ');
const CURRENCIES = ['USD', 'GBP', 'SEK', 'JPY', 'CHF', 'DKK', 'PLN'];

export function rulesOf({ id, facts }: QuarterShop): BookingRules {
  const profile: SellerProfile = {
    ...DEFAULT_PROFILE,
    homeCountry: facts.home,
    warehouses: Object.entries(facts.warehouses).map(([warehouse, country]) => ({ warehouse, country })),
    consumers: facts.consumers === null ? [] : [{ scheme: facts.consumers, from: facts.consumersFrom, to: '' }],
    registrations: facts.registrations.map((one) => ({ ...one, to: '' })),
    smallBusiness: facts.smallBusinessFrom === null ? [] : [{ from: facts.smallBusinessFrom, to: '' }],
    kinds: facts.kinds as SellerProfile['kinds'],
    voucherUse: facts.voucherUse,
  };
  return {
    ...DEFAULT_RULES,
    journal: '70',
    journals: CURRENCIES.map((currency) => ({ currency, journal: '71' })),
    paymentCondition: '14',
    debtorCode: collectiveDebtor('NL'),
    debtors: CONSUMERS_IN.map((country) => ({ country, code: collectiveDebtor(country) })),
    ownDebtorPrefix: 'W',
    // Two shops number alike; a reference names one invoice of one shop.
    referencePrefix: `S${String(id)}-`,
    roundingAccount: '4900',
    roundingVatCode: 'N',
    profile,
    table: exampleTable(),
  };
}

export interface Read {
  readonly invoices: readonly Invoice[];
  readonly findings: readonly Finding[];
}

/** Every shop of the quarter, read over TLS by the product's client and feed; invoices in the order of date and id. */
export async function readShops({ world, shops }: Quarter): Promise<ReadonlyMap<number, Read>> {
  // Answers at once: how the feed bears a slow ShopCtrl is tested elsewhere, and here are twenty thousand requests.
  const harness = await startHarness({ made: world }, { latencyMs: 0 });
  try {
    const read = new Map<number, Read>();
    for (const { id } of shops) {
      const store = createMemoryStore();
      await runFeed({ client: harness.client(), store, tenantId: 't', shopId: id, now: () => NOW, signal: new AbortController().signal, pulse: () => undefined, onProgress: () => undefined });
      const invoices = [...store.invoices.values()].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.id - b.id));
      read.set(id, { invoices, findings: store.findings });
    }
    if (harness.api.violations.length > 0) throw new Error(`rules of ShopCtrl were broken: ${JSON.stringify(harness.api.violations.slice(0, 3))}`);
    return read;
  } finally {
    await harness.close();
  }
}
