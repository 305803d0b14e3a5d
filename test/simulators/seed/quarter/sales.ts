/** From scenarios to orders: amounts, header amounts, days and credits, and what the books must say of each document. */
import type { Basis, RateBp } from '../amounts';
import { createRandom, type Random } from '../random';
import type { CreditSpec, HeaderSpec, InvoiceSpec, OrderSpec, RowSpec, Split } from '../specs';
import { DAY, wallOf, type DateStyle } from '../time';
import { BELOW, MOST_BELOW, SCENARIOS, type Sale, type Scenario, type Ware } from './scenarios';
import type { QuarterShop } from './sellers';

/** What is expected of one document, by the name of its scenario (each name occurs once). */
export interface Expected {
  /** One of these refusals; null: it is booked. */
  readonly refused: readonly string[] | null;
  readonly finding: string | null;
  /** `2026-Q1`: the One Stop Shop quarter of the document's lines in that scheme. */
  readonly ossQuarter: string;
  /** Number in the listing. */
  readonly listed: string | null;
  /** Scenario of the document that is credited. */
  readonly credits: string | null;
}

export interface Sales {
  readonly orders: readonly OrderSpec[];
  readonly expected: ReadonlyMap<string, Expected>;
}

/** Days back from the quarter's `now` of its first and last day. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

const MINUTES = [0, 1, 121, 660, 845, 1200, 1439] as const;
const STYLES: readonly DateStyle[] = ['offset', 'naive', 'utc'];

/** About `count` documents (orders' invoices and their credits in the quarter) of one shop. */
export function salesOf(shop: QuarterShop, seed: number, count: number, now: number, span: Span): Sales {
  const random = createRandom(seed * 7919 + shop.id);
  const orders: OrderSpec[] = [];
  const expected = new Map<string, Expected>();
  const deck = SCENARIOS[shop.seller];
  let made = 0;
  for (let n = 0; made < count; n += 1) {
    // Every scenario once, in turn, before chance decides.
    const [name, , make] = deck[n] ?? drawn(random, deck);
    const below = shop.seller === 'below' && n >= deck.length && n < deck.length + MOST_BELOW && n % 2 === 0;
    const order = orderOf(below ? 'below' : name, below ? BELOW(random) : make(random), { shop, random, n, now, span, room: count - made, expected });
    orders.push(order);
    made += (order.invoices[0]?.daysAgo ?? 0) <= span.first ? 1 : 0;
    made += order.credits?.length ?? 0;
  }
  return { orders, expected };
}

function drawn(random: Random, deck: readonly Scenario[]): Scenario {
  let left = random.int(1, deck.reduce((sum, [, weight]) => sum + weight, 0));
  for (const scenario of deck) {
    left -= scenario[1];
    if (left <= 0) return scenario;
  }
  throw new Error('no scenarios');
}

interface Frame {
  readonly shop: QuarterShop;
  readonly random: Random;
  readonly n: number;
  readonly now: number;
  readonly span: Span;
  readonly room: number;
  readonly expected: Map<string, Expected>;
}

function orderOf(name: string, sale: Sale, frame: Frame): OrderSpec {
  const { shop, random, n, now, span, expected } = frame;
  const scenario = `${String(shop.id)}-${name}-${String(n)}`;
  const currency = sale.order?.currency ?? 'EUR';
  const whole = currency === 'JPY';
  const rows = sale.wares.map((ware, place) => rowOf(ware, place, random, whole, name === 'percentage-missing' && place === 0));
  const regimes = Object.fromEntries(sale.wares.filter((ware) => ware.outside !== true).map((ware) => [ware.rate, ware.regime]));
  const daysAgo = sale.before === true ? random.int(span.first + 1, span.first + 20) : random.int(span.last, span.first);
  const given = sale.invoice ?? {};
  const invoice: InvoiceSpec = {
    scenario, daysAgo, minutes: random.pick(MINUTES), dateStyle: random.pick(STYLES), rows, regimes,
    ...(sale.headers === true ? headersOf(sale.wares, random, shop.basis, whole) : {}),
    ...given,
  };
  const shippedAfter = sale.before === true ? 0 : random.pick([0, 0, 0, -1, 1]);
  const sold = quarterOf(now, daysAgo - shippedAfter);
  const common = { finding: sale.finding ?? null, listed: sale.listed ?? null };
  expected.set(scenario, { ...common, refused: sale.refused ?? null, ossQuarter: sold, credits: null });
  const credits = creditsOf(scenario, sale, invoice, frame);
  // Both go into a return or listing of the original's quarter (facts: vat 6.2).
  const needsLink = sale.wares.some((ware) => /^(OSS|ICS)-/.test(ware.regime));
  for (const credit of credits) {
    const lost = credit.unlinked === true && needsLink;
    const of = credit.ofCredit === undefined ? scenario : (credits[credit.ofCredit]?.scenario ?? scenario);
    expected.set(credit.scenario, { ...common, refused: lost ? ['R-PERIOD'] : null, ossQuarter: sold, credits: of });
  }
  return {
    billTo: sale.billTo,
    ...(sale.shipTo === undefined ? {} : { shipTo: sale.shipTo }),
    ...sale.order,
    shippedAfter,
    invoices: [invoice],
    ...(credits.length > 0 ? { credits } : {}),
  };
}

function rowOf(ware: Ware, place: number, random: Random, whole: boolean, percentageMissing: boolean): RowSpec {
  const drawnPrice = whole ? random.int(100, 900) * 100_000 : random.int(500, 9_000) * 100;
  return {
    code: ware.product ?? `ART-${String(random.int(100, 999))}`,
    name: ware.product ?? `Artikel ${String(place + 1)}`,
    quantity: ware.price === undefined ? random.int(1, 5) * 1000 : 1000,
    price: ware.price ?? drawnPrice,
    rate: ware.rate,
    tariff: ware.tariff,
    regime: ware.regime,
    ...(ware.outside === true ? { outside: true } : {}),
    ...(ware.negative === true ? { negative: true } : {}),
    ...(percentageMissing ? { percentageMissing: true } : {}),
    ...(ware.price === undefined && random.int(0, 5) === 0 ? { discount: Math.floor(drawnPrice / (whole ? 100_000 : 1000)) * (whole ? 10_000 : 100) } : {}),
  };
}

type Headers = Pick<InvoiceSpec, 'shipping' | 'fee' | 'discount'>;

function headersOf(wares: readonly Ware[], random: Random, basis: Basis, whole: boolean): Headers {
  const rates = [...new Set(wares.filter((ware) => ware.outside !== true).map((ware) => ware.rate))].sort((a, b) => b - a);
  const [high] = rates;
  if (high === undefined) return {};
  const unit = whole ? 10_000 : 100;
  const amount = (from: number, to: number): number => random.int(from, to) * unit;
  const value = (): Split => (rates.length === 1 ? high : 'by-value');
  const header = (from: number, to: number, split: Split): HeaderSpec => ({ amount: amount(from, to), split });
  const result: { -readonly [K in keyof Headers]: Headers[K] } = {};
  const shipping = random.int(0, 9);
  if (shipping < 5) result.shipping = header(295, 995, value());
  // All at the highest rate, or half and half: what some shops do with a mixed basket.
  else if (shipping === 5) result.shipping = header(295, 995, high);
  else if (shipping === 6 && rates.length === 2 && rates.every((rate) => rate % 100 === 0) && !whole) result.shipping = header(400, 900, 'half');
  if (random.int(0, 5) === 0) result.fee = header(50, 250, value());
  if (random.int(0, 4) === 0) result.discount = header(100, basis === 'net' ? 400 : 450, value());
  return result;
}

function creditsOf(scenario: string, sale: Sale, invoice: InvoiceSpec, { random, span, room }: Frame): readonly CreditSpec[] {
  const wanted = sale.before === true || (sale.creditable === true && random.int(0, 5) === 0);
  const latest = Math.min(invoice.daysAgo - 1, span.first);
  if (!wanted || room < 3 || latest < span.last) return [];
  const day = random.int(span.last, latest);
  const full: CreditSpec = { scenario: `${scenario}-credit`, daysAgo: day, of: 0, what: 'full' };
  if (sale.before === true) return [full];
  switch (random.int(0, 5)) {
    case 0:
      return [{ ...full, unlinked: true }];
    case 1: {
      // Back again: a sale, some days after the credit.
      const later = random.int(span.last, day);
      return later < day ? [full, { scenario: `${scenario}-again`, daysAgo: later, of: 0, ofCredit: 0, what: 'full' }] : [full];
    }
    case 2:
    case 3:
      return [{ ...full, what: [{ row: 0, quantity: 1000 }] }];
    case 4: {
      const rates = new Set<RateBp>(invoice.rows.filter((row) => row.outside !== true).map((row) => row.rate));
      const every = invoice.rows.map((row, place) => ({ row: place, quantity: row.quantity }));
      const [rate] = rates;
      if (!invoice.discount || rate === undefined) return [full];
      return [{ ...full, what: every, discount: { amount: Math.floor(invoice.discount.amount / 20_000) * 10_000 || invoice.discount.amount, split: rates.size === 1 ? rate : 'by-value' } }];
    }
    default:
      return [full];
  }
}

/** Quarter of the day that many days before `now`. */
function quarterOf(now: number, daysAgo: number): string {
  const day = new Date(Math.floor(wallOf(now) / DAY) * DAY - daysAgo * DAY);
  return `${String(day.getUTCFullYear())}-Q${String(Math.floor(day.getUTCMonth() / 3) + 1)}`;
}
