/** Worlds of thousands of invoices whose orders are made when they are asked for: memory stays small. */
import { createLazyBook } from './book';
import { buildOrder } from './build';
import { createRandom } from './random';
import { ordinarySale } from './scenarios';
import { consumer, LAMPS } from './people';
import { dayAt, dayOf } from './time';
import type { OrderSpec } from './specs';
import { codeOf, defaultPlans, worldFrom } from './world';
import type { Ids, OrderRecord, ShopBook, ShopContext, World, WorldOptions } from './types';

/**
 * Like the default world, but shop 12 of `demo` has `count` invoices (one per order) over the last 80 days, all exportable,
 * a tenth of them to German consumers; numbers are integers in order of date.
 */
export function createBigWorld(count: number, options: WorldOptions = {}): World {
  return worldFrom(defaultPlans(options), options, ({ tenantId, shopId, context }) => (tenantId === 'demo' && shopId === 12 ? bigBook(count, context, options.seed ?? 1) : null));
}

const FIRST_ORDER = 1_000_000;
const FIRST_INVOICE = 2_000_000;
const FIRST_OTHER = 100_000_000;
const SPAN_DAYS = 80;

function bigBook(count: number, context: ShopContext, seed: number): ShopBook {
  const place = (index: number): { daysAgo: number; minutes: number } => {
    const minute = Math.floor((index * SPAN_DAYS * 1440) / count);
    return { daysAgo: SPAN_DAYS - Math.floor(minute / 1440), minutes: minute % 1440 };
  };
  const instant = (index: number): number => {
    const { daysAgo, minutes } = place(index);
    return dayAt(context.now, -daysAgo, minutes);
  };
  // Numbers restart each year, so the first index of the last year is needed once.
  const lastYear = dayOf(instant(count - 1)).slice(0, 4);
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(instant(middle)).slice(0, 4) < lastYear) low = middle + 1;
    else high = middle;
  }
  const make = (index: number): OrderRecord => {
    const random = createRandom(seed * 1_000_003 + index * 7919);
    const { daysAgo, minutes } = place(index);
    const year = dayOf(instant(index)).slice(0, 4);
    const number = year === lastYear ? index - low + 1 : index + 1;
    return buildOrder(saleAt(index), { invoices: [{ id: FIRST_INVOICE + index, code: codeOf({ style: 'digits', first: 1 }, year, number) }], credits: [] }, { ...context, ids: idsAt(index) }).record;

    function saleAt(i: number): OrderSpec {
      const sale = ordinarySale(random, LAMPS, daysAgo, `big-${String(i)}`);
      const first = sale.invoices[0];
      if (!first) return sale;
      if (i % 10 !== 3) return { ...sale, invoices: [{ ...first, minutes }] };
      const rows = first.rows.map((row) => ({ ...row, rate: row.rate === 900 ? 700 : 1900 }));
      const shipping = first.shipping && { ...first.shipping, split: first.shipping.split === 'by-value' ? first.shipping.split : (rows[0]?.rate ?? 1900) };
      return { billTo: consumer(random, 'DE'), invoices: [{ ...first, minutes, rows, ...(shipping ? { shipping } : {}) }] };
    }
  };
  return createLazyBook(context.shopId, { count, firstOrderId: FIRST_ORDER, firstInvoiceId: FIRST_INVOICE, make, changedAt: (index) => instant(index) + 96 * 60_000 });
}

function idsAt(index: number): Ids {
  let other = FIRST_OTHER + index * 40;
  return { order: () => FIRST_ORDER + index, invoice: () => FIRST_INVOICE + index, other: () => (other += 1) };
}
