/** What it means to book the invoices of a closed month in another period: the amounts that move, before a person agrees (facts: vat 6.2). */
import { boxesOf } from '../booking/boxes';
import { ImpactSum } from '../booking/impact';
import { DEFAULT_RULES } from '../booking/rules';
import { fail } from '../faults';
import { dayOfInstant } from '../invoice/date';
import type { PeriodImpact, ShopName } from '../messages';
import { closedFor } from '../sync/prepare';
import { isPeriod } from '../sync/resolve';
import type { App } from './app';
import { deciderOf, targetOf } from './sync-start';

const LIMIT = 5000;
const CHOICES = 12;

export async function periodImpact(app: App, shop: ShopName, month: string): Promise<PeriodImpact> {
  const [target, decider, rules, books] = await Promise.all([targetOf(app, shop), deciderOf(app, shop), app.settings.rules(shop), app.books.booksOf(shop)]);
  if (!target) return fail('sync-not-ready', { what: 'connection' });
  if (!decider) return fail('export-settings-missing');
  const profile = (rules?.rules ?? DEFAULT_RULES).profile;
  const home = profile.homeCountry || books?.country || 'NL';
  const sum = new ImpactSum(home === 'NL' ? boxesOf : null);
  const rows = (await app.ledger.syncAll(shop, 'waiting', LIMIT)).filter((row) => row.reason !== undefined && isPeriod(row.reason.code) && row.date.startsWith(month));
  for (let at = 0; at < rows.length; at += 500) {
    const invoices = await app.ledger.invoiceRows(shop.tenantId, rows.slice(at, at + 500).map(({ id }) => id));
    const before = await decider.before?.(invoices);
    for (const invoice of invoices) {
      const { decision } = decider.decide(invoice, before?.get(invoice.id));
      if (decision.ok) sum.addBooking(decision.booking);
    }
    app.pulse();
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
    invoices: rows.length,
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
