/**
 * A whole quarter of six shops with its truth: per document what the books must say, known because the regime was chosen before the amounts
 * (facts: vat 1.3, 7, 8). Nothing here asks product code.
 */
import type { InvoiceRecord, World } from '../types';
import { defaultPlans, worldFrom, type ShopPlan } from '../world';
import { salesOf, type Expected } from './sales';
import { QUARTER_SHOPS, type QuarterShop } from './sellers';

export { QUARTER_SHOPS, type QuarterShop, type SellerFacts, type SellerKey } from './sellers';

export interface QuarterLine {
  readonly kind: 'row' | 'shipping' | 'paymentFee' | 'discount' | 'rounding';
  /** `NL-21`, `OSS-DE-19`, `ICS-G`, `OUT` … */
  readonly regime: string;
  /** Hundredths of a percent. */
  readonly rate: number;
  /** Minor units of the invoice's currency, negative on credits. */
  readonly net: number;
  readonly vat: number;
  /** `2026-Q1`, of lines in the One Stop Shop: that of the supply, on credits that of the original. */
  readonly ossQuarter?: string;
}

export interface QuarterDocument {
  readonly shopId: number;
  readonly invoiceId: number;
  readonly code: string;
  readonly scenario: string;
  readonly kind: 'invoice' | 'credit';
  /** The printed day in Amsterdam. */
  readonly date: string;
  readonly currency: string;
  /** `booked`: as `lines` say. `refused`: by one of `refusals`. `finding`: not even readable as an invoice, by `refusals`. */
  readonly outcome: 'booked' | 'refused' | 'finding';
  readonly refusals: readonly string[];
  readonly lines: readonly QuarterLine[];
  readonly net: number;
  readonly vat: number;
  readonly gross: number;
  /** Number that the listing of intra-Community supplies must name. */
  readonly listed: string | null;
  /** Id of the document that this one credits. */
  readonly credits: number | null;
}

export interface Quarter {
  /** One ShopCtrl environment, `demo`, with shops 31 to 36 and the people of the usual seed. */
  readonly world: World;
  readonly shops: readonly QuarterShop[];
  /** In order of shop and id; some originals of credits lie before `from`. */
  readonly documents: readonly QuarterDocument[];
  readonly from: '2026-01-01';
  readonly to: '2026-03-31';
  /** Day on which the world is looked at, some weeks after the quarter. */
  readonly now: number;
}

/** Noon on 20 April 2026: 109 days after the first day of the quarter, 20 after its last. */
export const QUARTER_NOW = Date.UTC(2026, 3, 20, 10);
const SPAN = { first: 109, last: 20 };

/** The same seed and count give the same quarter. `count` documents are dated in it (at least every scenario once). */
export function quarter(seed: number, count: number): Quarter {
  const { plans, expected } = quarterShops(seed, count, QUARTER_NOW);
  const [demo] = defaultPlans({});
  if (!demo) throw new Error('no environment');
  const world = worldFrom([{ ...demo, shops: plans }], { seed, now: QUARTER_NOW });
  const documents = QUARTER_SHOPS.flatMap((shop) => {
    const records = [...world.shop('demo', shop.id).book.records()].flatMap((record) => record.invoices);
    const idOf = new Map(records.map((record) => [scenarioOf(record), record.invoice.Id]));
    return records.map((record) => documentOf(record, expected.get(scenarioOf(record)), idOf)).sort((a, b) => a.invoiceId - b.invoiceId);
  });
  return { world, shops: QUARTER_SHOPS, documents, from: '2026-01-01', to: '2026-03-31', now: QUARTER_NOW };
}

/** Plans of the six shops, for a world that has them beside others. */
export function quarterShops(seed: number, count: number, now: number): { readonly plans: readonly ShopPlan[]; readonly expected: ReadonlyMap<string, Expected> } {
  const expected = new Map<string, Expected>();
  const plans = QUARTER_SHOPS.map((shop, place): ShopPlan => {
    const before = QUARTER_SHOPS.slice(0, place).reduce((sum, one) => sum + Math.round((count * one.share) / 100), 0);
    const own = place === QUARTER_SHOPS.length - 1 ? count - before : Math.round((count * shop.share) / 100);
    const sales = salesOf(shop, seed, own, now, SPAN);
    for (const [name, one] of sales.expected) expected.set(name, one);
    return {
      id: shop.id, name: shop.name, owner: 1, group: 1, basis: shop.basis, arithmetic: { vatRounding: shop.vatRounding },
      range: { style: 'digits', first: shop.id * 1000 + 1 }, sales: () => [...sales.orders],
    };
  });
  return { plans, expected };
}

function scenarioOf({ truth }: InvoiceRecord): string {
  return truth.is === 'exportable' ? truth.invoice.scenario : truth.is === 'finding' ? truth.finding.scenario : truth.leftOut.scenario;
}

function documentOf(record: InvoiceRecord, expected: Expected | undefined, idOf: ReadonlyMap<string, number>): QuarterDocument {
  const { truth, invoice } = record;
  if (!expected) throw new Error(`nothing is expected of ${scenarioOf(record)}`);
  const common = {
    shopId: invoice.ShopId, invoiceId: invoice.Id, code: invoice.InvoiceCode ?? '', scenario: scenarioOf(record), currency: invoice.CurrencyCode,
    listed: expected.listed, credits: expected.credits === null ? null : (idOf.get(expected.credits) ?? null),
  };
  if (truth.is !== 'exportable') {
    if (truth.is !== 'finding' || truth.finding.finding !== expected.finding) throw new Error(`${common.scenario} was built otherwise than planned`);
    return { ...common, kind: 'invoice', date: truth.finding.date ?? '', outcome: 'finding', refusals: [truth.finding.finding], lines: [], net: 0, vat: 0, gross: 0 };
  }
  const fact = truth.invoice;
  const lines = fact.lines.map((line): QuarterLine => {
    const regime = line.kind === 'rounding' ? 'OUT' : (line.regime ?? '');
    if (regime === '' && expected.refused === null) throw new Error(`${common.scenario}: a line without regime`);
    return { kind: line.kind, regime, rate: line.rate, net: line.net, vat: line.vat, ...(regime.startsWith('OSS-') ? { ossQuarter: expected.ossQuarter } : {}) };
  });
  return {
    ...common, kind: fact.kind, date: fact.date, outcome: expected.refused === null ? 'booked' : 'refused', refusals: expected.refused ?? [],
    lines, net: fact.net, vat: fact.vat, gross: fact.gross,
  };
}
