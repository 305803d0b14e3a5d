/**
 * What it means to book the invoices of a closed month in another period: the amounts that move, before a person agrees (facts: vat 6.2), and
 * afterwards those invoices alone that stood in the amounts, as long as they would still be booked as shown.
 */
import type { Booking } from '../booking/booking';
import { boxesOf } from '../booking/boxes';
import { ImpactSum } from '../booking/impact';
import { DEFAULT_RULES } from '../booking/rules';
import { fail } from '../faults';
import { dayOfInstant } from '../invoice/date';
import { sha256Hex } from '../invoice/sha256';
import type { LedgerAnswer, PeriodImpact, ShopName } from '../messages';
import { closedFor } from '../sync/prepare';
import { bookElsewhere } from '../sync/release';
import { isPeriod } from '../sync/resolve';
import type { App } from './app';
import { deciderOf, targetOf } from './sync-start';

/** Invoices of one batch; what waits beyond is another one. */
const LIMIT = 5000;
const CHOICES = 12;
const MARK = 12;

/** Invoices of the month that wait for its period, as the rules would book them now. Throws `export-settings-missing`. */
async function* batchOf(app: App, shop: ShopName, month: string): AsyncGenerator<{ readonly id: number; readonly booking: Booking }> {
  const decider = await deciderOf(app, shop);
  if (!decider) return fail('export-settings-missing');
  const rows = (await app.ledger.syncAll(shop, 'waiting', LIMIT)).filter((row) => row.reason !== undefined && isPeriod(row.reason.code) && row.date.startsWith(month));
  for (let at = 0; at < rows.length; at += 500) {
    const invoices = await app.ledger.invoiceRows(shop.tenantId, rows.slice(at, at + 500).map(({ id }) => id));
    const before = await decider.before?.(invoices);
    for (const invoice of invoices) {
      const { decision } = decider.decide(invoice, before?.get(invoice.id));
      if (decision.ok) yield { id: invoice.id, booking: decision.booking };
    }
    app.pulse();
  }
}

/** Stands for how an invoice would be booked. */
const markOf = (booking: Booking): string => sha256Hex(JSON.stringify(booking)).slice(0, MARK);

/** Books elsewhere what a person agreed to: what was shown, and would still be booked as it was shown. Answers how many. */
export async function bookShownElsewhere(app: App, shop: ShopName, { month, shown, ...to }: Extract<LedgerAnswer, { kind: 'period' }>): Promise<number> {
  const agreed = new Map(shown);
  const ids: number[] = [];
  for await (const { id, booking } of batchOf(app, shop, month)) if (agreed.get(id) === markOf(booking)) ids.push(id);
  return bookElsewhere(app.ledger, shop.tenantId, ids, to, app.now());
}

export async function periodImpact(app: App, shop: ShopName, month: string): Promise<PeriodImpact> {
  const [target, rules, books] = await Promise.all([targetOf(app, shop), app.settings.rules(shop), app.books.booksOf(shop)]);
  if (!target) return fail('sync-not-ready', { what: 'connection' });
  const profile = (rules?.rules ?? DEFAULT_RULES).profile;
  const home = profile.homeCountry || books?.country || 'NL';
  const sum = new ImpactSum(home === 'NL' ? boxesOf : null);
  const shown: (readonly [number, string])[] = [];
  for await (const { id, booking } of batchOf(app, shop, month)) {
    sum.addBooking(booking);
    shown.push([id, markOf(booking)]);
  }
  const impact = sum.view();
  const administration = await app.ledger.administration(target.site, target.division);
  const periods = monthsAfter(month, dayOfInstant(app.now()).slice(0, 7))
    .map((one) => {
      // A book year need not be the calendar's: where Exact said its periods, these count.
      const inBooks = books?.periods.find(({ from, to }) => from <= `${one}-01` && to >= `${one}-01`);
      return { year: inBooks?.year ?? Number(one.slice(0, 4)), period: inBooks?.period ?? Number(one.slice(5)), month: one };
    })
    .filter((one) => closedFor(administration, { date: `${one.month}-01` }, app.now()) === null && closedFor(administration, { date: `${one.month}-01`, reporting: one }, app.now()) === null)
    .slice(0, CHOICES);
  return {
    month,
    invoices: shown.length,
    shown,
    periods,
    totals: impact.totals,
    boxes: impact.boxes?.map((box) => ({ ...box, read: false })) ?? null,
    oss: impact.oss,
    icp: impact.icp,
    homeVat: (impact.boxes ?? []).filter(({ currency }) => currency === 'EUR').reduce((total, { vat }) => total + vat, 0),
  };
}

/** The months behind one up to another, as `2026-02`. */
function monthsAfter(month: string, last: string): readonly string[] {
  const found: string[] = [];
  for (let [year = 0, index = 0] = month.split('-').map(Number); ; ) {
    [year, index] = index === 12 ? [year + 1, 1] : [year, index + 1];
    const next = `${String(year)}-${String(index).padStart(2, '0')}`;
    if (next > last || found.length > 120) return found;
    found.push(next);
  }
}
