/** Shops for the chaos runner: every invoice can be booked, so that whatever is missing at the end was lost. Deterministic for one seed and one day. */
import { company, consumer, LAMPS, pickRow } from '../simulators/seed/people';
import type { Random } from '../simulators/seed/random';
import { ordinarySale } from '../simulators/seed/scenarios';
import type { ContactSpec, InvoiceSpec, OrderSpec } from '../simulators/seed/specs';
import type { World } from '../simulators/seed';
import { defaultPlans, worldFrom, type ShopPlan } from '../simulators/seed/world';

export interface ChaosShop {
  readonly shopId: number;
  readonly name: string;
  /** Administration that its entries go to, and how the field names it. */
  readonly division: number;
  readonly administration: string;
  readonly debtorMode: 'collective' | 'own';
  /** The PDF of each invoice is attached to its entry. */
  readonly attachPdf?: boolean;
}

/** Two shops share an administration; the third gives every customer a relation of its own, and each entry its PDF. */
export const CHAOS_SHOPS: readonly ChaosShop[] = [
  { shopId: 12, name: 'Lamp & Licht', division: 100_001, administration: '1 — Lamp & Licht B.V.', debtorMode: 'collective' },
  { shopId: 13, name: 'Boekenhoek', division: 100_002, administration: '2 — Boekenhoek B.V.', debtorMode: 'own', attachPdf: true },
  { shopId: 14, name: 'Fietsen', division: 100_001, administration: '1 — Lamp & Licht B.V.', debtorMode: 'collective' },
];

/** A day's sales lie so close together that all fit between the first and the last day. */
const SPAN_DAYS = 80;
const LAST_DAY = 2;

/** `count` documents over the given shops, credits included. */
export function createChaosWorld(options: { readonly seed: number; readonly count: number; readonly now: number; readonly shops?: readonly ChaosShop[] }): World {
  const shops = options.shops ?? CHAOS_SHOPS;
  const [demo] = defaultPlans({});
  if (!demo) throw new Error('no environment');
  const plans = shops.map((shop, place): ShopPlan => {
    const count = Math.floor(options.count / shops.length) + (place < options.count % shops.length ? 1 : 0);
    return { id: shop.shopId, name: shop.name, owner: 1, group: 1, basis: place % 2 === 0 ? 'net' : 'gross', range: { style: 'digits', first: (place + 1) * 10_000 + 1 }, sales: (random) => sales(random, shop, count) };
  });
  return worldFrom([{ ...demo, shops: plans }], { seed: options.seed, now: options.now });
}

function sales(random: Random, shop: ChaosShop, count: number): OrderSpec[] {
  const buyers = customers(random, shop);
  const orders: OrderSpec[] = [];
  let made = 0;
  while (made < count) {
    const daysAgo = SPAN_DAYS - Math.floor((made * (SPAN_DAYS - LAST_DAY)) / count);
    const order = sale(random, shop, buyers, daysAgo, `${String(shop.shopId)}-${String(made)}`);
    const credited = made + 2 <= count && order.customerCode !== undefined && random.int(1, 6) === 1;
    orders.push(credited ? { ...order, credits: [{ scenario: `${String(shop.shopId)}-credit-${String(made)}`, daysAgo: Math.max(1, daysAgo - 5), of: 0, what: 'full' }] } : order);
    made += credited ? 2 : 1;
  }
  return orders;
}

interface Customer {
  readonly code: string;
  readonly contact: ContactSpec;
  readonly kind: 'home' | 'oss' | 'intra' | 'export';
}

/** Customers who come back, so that a second relation of the same one would show. Addresses of e-mail are each one person's. */
function customers(random: Random, { shopId }: ChaosShop): readonly Customer[] {
  const of = (kind: Customer['kind'], at: number, contact: ContactSpec): Customer => ({ kind, code: `${kind.slice(0, 1).toUpperCase()}${String(shopId)}${String(at)}`, contact: { ...contact, email: `${kind}${String(at)}.shop${String(shopId)}@post.example` } });
  const many = (count: number, make: (at: number) => Customer): readonly Customer[] => Array.from({ length: count }, (_, at) => make(at));
  return [
    ...many(20, (at) => of('home', at, consumer(random))),
    ...many(6, (at) => of('oss', at, consumer(random, at % 2 === 0 ? 'DE' : 'BE'))),
    ...many(5, (at) => of('intra', at, company(random, (['DE', 'BE', 'FR'] as const)[at % 3] ?? 'DE', `Handel ${String(shopId)}-${String(at)}`))),
    ...many(4, (at) => of('export', at, consumer(random, at % 2 === 0 ? 'CH' : 'GB'))),
  ];
}

function sale(random: Random, shop: ChaosShop, buyers: readonly Customer[], daysAgo: number, scenario: string): OrderSpec {
  const dice = random.int(1, 100);
  const kind = dice <= 64 ? 'home' : dice <= 78 ? 'oss' : dice <= 90 ? 'intra' : 'export';
  const { code, contact } = random.pick(buyers.filter((buyer) => buyer.kind === kind));
  const who = { billTo: contact, customerCode: `${code}` };
  if (kind === 'home') return { ...ordinarySale(random, LAMPS, daysAgo, scenario), ...who };
  const rate = kind !== 'oss' ? 0 : contact.country === 'DE' ? 1900 : 2100;
  const invoice: InvoiceSpec = { scenario, daysAgo, minutes: random.int(480, 1200), rows: Array.from({ length: random.int(1, 3) }, () => pickRow(random, LAMPS, false, rate)), shipping: { amount: 49_500 + shop.shopId * 100, split: rate } };
  return { ...who, invoices: [invoice], ...(kind === 'export' && contact.country === 'GB' ? { currency: 'GBP' as const } : {}) };
}
