/** A shop's rules in Sync decide as they do in an export: the threshold is counted, and the first entry tells what becomes of the shop's VAT. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BookingRules } from '../../lib/booking/rules';
import { computedVat } from '../../lib/booking/computed-vat';
import { learntAfter } from '../../lib/exact/override-probe';
import { decidedPages } from '../../lib/export/decided';
import type { Invoice } from '../../lib/invoice/invoice';
import { openLedger, type Ledger } from '../../lib/ledger/ledger';
import { rulesDecider } from '../../lib/sync/decider';
import { aLine, aParty, aProfile, someRules } from '../booking/fixtures';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, fresh, invoices, rowsOf, settle, SHOP, type Bench, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
beforeEach(() => {
  ({ clock, exact } = fresh());
});

async function stored(source: readonly Invoice[]): Promise<Ledger> {
  const ledger = openLedger();
  await ledger.commitPage({ invoices: source, findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
  return ledger;
}

describe('the threshold', () => {
  const RULES: BookingRules = someRules({ profile: aProfile({ consumers: [{ from: '', to: '', scheme: 'below' }] }) });
  /** Sales of EUR 900 to German consumers, taxed at home: the twelfth passes the threshold. */
  const source = invoices(30, (id) => ({
    date: `2026-0${String(1 + Math.floor(id / 10))}-${String(10 + (id % 10))}`,
    billTo: aParty({ country: 'DE', postalCode: '10115' }),
    shipTo: aParty({ country: 'DE', postalCode: '10115' }),
    lines: [aLine(90_000, 18_900, 2100)],
    net: 90_000,
    vat: 18_900,
    gross: 108_900,
  }));

  it('is counted over what was sold before, as in an export, whatever is asked for at once', async () => {
    const ledger = await stored(source);
    const exported = new Map<number, string>();
    for await (const page of decidedPages({ ledger, shop: SHOP, rules: RULES, version: 1, from: '2026-01-01', to: '2026-12-31', which: 'all', page: 7, pulse: () => undefined })) {
      for (const { row, outcome } of page) exported.set(row.id, outcome.kind === 'refused' ? outcome.refusal.code : 'booked');
    }
    expect(new Set(exported.values()).size).toBe(2);
    let pulses = 0;
    const decider = rulesDecider([{ version: 1, rules: RULES }], null, { ledger, shop: SHOP, pulse: () => void (pulses += 1) });
    const rows = await ledger.invoiceRows('t1', source.map(({ id }) => id));
    for (const size of [30, 4, 1]) {
      const decided = new Map<number, string>();
      for (let at = 0; at < rows.length; at += size) {
        const part = rows.slice(at, at + size).reverse();
        const before = await decider?.before?.(part);
        for (const row of part) {
          const decision = decider?.decide(row, before?.get(row.id)).decision;
          decided.set(row.id, decision?.ok ? 'booked' : (decision?.refusal.code ?? 'none'));
        }
      }
      expect(decided).toEqual(exported);
    }
    // Asked backwards, nothing can be gone on with: counted from the start.
    const [first] = rows;
    const again = first && (await decider?.before?.([first]));
    expect(again?.get(1)).toBe(0);
    await ledger.close();
  });

  it('is not counted for a profile that does not need it', async () => {
    const ledger = await stored([]);
    expect(rulesDecider([{ version: 1, rules: someRules() }], null, { ledger, shop: SHOP, pulse: () => undefined })?.before).toBeUndefined();
    await ledger.close();
  });
});

describe("the shop's VAT", () => {
  /** VAT one cent above Exact's own. */
  const source = invoices(8, () => ({ lines: [aLine(1000, 211, 2100)], net: 1000, vat: 211, gross: 1211 }));
  const RULES = someRules({ override: { ...someRules().override, api: 'unknown' } });

  /** As the background does it: what was learnt is in the rules when they are asked for again. */
  async function run(): Promise<Bench> {
    let mode: BookingRules['override']['api'] = 'unknown';
    const ledgerOf: { ledger?: Ledger } = {};
    const bench = aBench({
      exact,
      clock,
      source,
      ports: {
        decider: () => {
          const rules = { ...RULES, override: { ...RULES.override, api: mode } };
          return Promise.resolve(rulesDecider([{ version: 1, rules }], null, ledgerOf.ledger ? { ledger: ledgerOf.ledger, shop: SHOP, pulse: () => undefined } : undefined));
        },
        learnt: (_shop, found) => {
          mode = learntAfter(mode, found);
          bench.learnt.push(mode);
          return Promise.resolve();
        },
      },
    });
    ledgerOf.ledger = bench.ledger;
    await bench.ledger.putSyncShop(aShop());
    return bench;
  }

  it('that Exact keeps is learnt by the first entry, and the others go on as they are', async () => {
    const bench = await run();
    await ensureDebtors(bench);
    await settle(bench, clock);
    expect(bench.learnt).toEqual(['honoured']);
    expect(exact.entries.map(({ gross }) => gross)).toEqual(source.map(() => 1211));
    expect((await rowsOf(bench.ledger, source.map(({ id }) => id))).map(({ state }) => state)).toEqual(source.map(() => 'proved'));
  });

  it('that Exact computes anew: one entry tells, and it alone differs; the others carry a visible rounding line or wait', async () => {
    exact.vatOf = (draft) => {
      const lines = draft.lines.map((line) => ({ ...line, vat: computedVat(line.net, line.rate ?? 0) }));
      const vat = lines.reduce((sum, line) => sum + line.vat, 0);
      return { ...draft, lines, vat, gross: lines.reduce((sum, line) => sum + line.net, 0) + vat };
    };
    const bench = await run();
    await ensureDebtors(bench);
    await settle(bench, clock);
    expect(bench.learnt).toEqual(['ignored']);
    const rows = await rowsOf(bench.ledger, source.map(({ id }) => id));
    expect(rows.filter(({ state }) => state === 'differs')).toHaveLength(1);
    // What follows stands in Exact with the customer's total, or not at all.
    expect(exact.entries.slice(1).map(({ gross }) => gross)).toEqual(exact.entries.slice(1).map(() => 1211));
    expect(rows.slice(1).every(({ state }) => state === 'proved' || state === 'refused')).toBe(true);
  });

  /** The collective debtor that the rules name. */
  async function ensureDebtors(bench: Bench): Promise<void> {
    const decider = rulesDecider([{ version: 1, rules: RULES }], null);
    await bench.ledger.commitPage({ invoices: source, findings: [], cursor: { ...SHOP, route: 'orders', watermark: null, sweptAt: null, run: null, arithmetic: null } });
    for (const row of await bench.ledger.invoiceRows('t1', source.map(({ id }) => id))) {
      const decision = decider?.decide(row).decision;
      if (!decision?.ok) throw new Error(`not decided: ${decision?.refusal.code ?? ''}`);
      const { code } = decision.booking.debtor;
      if (!exact.accounts.some((account) => account.code === code)) exact.account(code);
    }
  }
});
