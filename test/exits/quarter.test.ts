/**
 * A simulated quarter of six shops: every regime, four currencies, credits, vouchers, discounts. Read through the product's feed, decided, and
 * taken in by the simulated Exact twice, over the API and as files. What ITS books, return, listing and One Stop Shop report then say is compared
 * with each other and with the truth of the seed, to the cent.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../lib/booking/decide';
import { counted, countedBefore, NOTHING_COUNTED } from '../../lib/booking/threshold';
import type { RefusalCode } from '../../lib/booking/booking';
import { reasonsEn } from '../../lib/words/reasons.en';
import { reasonsNl } from '../../lib/words/reasons.nl';
import { quarter, type Quarter } from '../simulators/seed';
import { DIVISION, rateOf, startApi, startFiles, type ApiSide, type FileSide, type Sold } from './exits';
import { readShops, rulesOf } from './shops';
import { booked, boxes, codeOf, listing, perCode, perOss, type Sums } from './truth';

const COUNT = Number(process.env['QUARTER'] ?? 5000);
const MONTHS = [['2026-01-01', '2026-01-31'], ['2026-02-01', '2026-02-28'], ['2026-03-01', '2026-03-31'], ['2026-01-01', '2026-03-31']] as const;

let seed: Quarter;
let api: ApiSide;
let files: FileSide;
/** What became of each document, by invoice id: `booked`, a refusal's or a finding's code. */
const outcomes = new Map<number, string>();
const words = new Set<string>();

beforeAll(async () => {
  seed = quarter(20260331, COUNT);
  const read = await readShops(seed);
  api = await startApi();
  files = startFiles();
  for (const shop of seed.shops) {
    const rules = rulesOf(shop);
    const { invoices = [], findings = [] } = read.get(shop.id) ?? {};
    for (const finding of findings) if (finding.invoiceId !== undefined) outcomes.set(finding.invoiceId, finding.code);
    const exits: { readonly api: Sold[]; readonly xml: Sold[] } = { api: [], xml: [] };
    let state = NOTHING_COUNTED;
    for (const invoice of invoices) {
      const before = countedBefore(state, invoice, rules.profile);
      state = counted(state, invoice, rules.profile);
      for (const exit of ['api', 'xml'] as const) {
        const decision = decide(invoice, rules, 1, { books: api.books, exit, before });
        outcomes.set(invoice.id, decision.ok ? 'booked' : decision.refusal.code);
        if (decision.ok) exits[exit].push({ invoice, booking: decision.booking });
        else words.add(decision.refusal.code);
      }
    }
    await api.post(exits.api);
    files.import(exits.xml, rules);
  }
}, 300_000);
afterAll(() => api?.close());

const sorted = (sums: Sums): readonly (readonly [string, number, number])[] =>
  Object.entries(sums).filter(([, { net, vat }]) => net !== 0 || vat !== 0).map(([key, { net, vat }]) => [key, net, vat] as const).sort((a, b) => (a[0] < b[0] ? -1 : 1));
const sides = (): readonly (readonly [string, ApiSide['sim']])[] => [['API', api.sim], ['file', files.sim]];
const within = (from: string, to: string) => booked(seed).filter(({ date }) => date >= from && date <= to);

describe(`a quarter of ${String(COUNT)} invoices`, () => {
  it('has what it is said to have', () => {
    const documents = within('2026-01-01', '2026-03-31');
    expect(seed.documents.filter(({ date }) => date >= '2026-01-01' && date <= '2026-03-31').length).toBeGreaterThanOrEqual(COUNT * 0.98);
    expect(new Set(documents.map(({ currency }) => currency)).size).toBeGreaterThanOrEqual(4);
    const regimes = new Set(documents.flatMap(({ lines }) => lines.map(({ regime }) => regime.replace(/^(OSS|LOCAL|FOREIGN)-.*/, '$1'))));
    expect([...regimes].sort()).toEqual(['EXP', 'EXP-S', 'FOREIGN', 'ICS-G', 'ICS-S', 'KOR', 'LOCAL', 'NL-0', 'NL-21', 'NL-9', 'NL-EX', 'NL-MARGIN', 'NL-RC', 'OSS', 'OUT']);
    expect(documents.filter(({ kind }) => kind === 'credit').length).toBeGreaterThan(COUNT / 50);
  });

  it('has no undeserved refusal, and each deserved one has its own words', () => {
    const wrong = seed.documents.flatMap((one) => {
      const is = outcomes.get(one.invoiceId) ?? 'not read';
      const nothing = one.outcome === 'booked' && one.lines.every((line) => line.net === 0 && line.vat === 0);
      const should = one.outcome === 'booked' ? [nothing ? 'zero-invoice' : 'booked'] : one.refusals;
      return should.includes(is) ? [] : [`${one.scenario}: ${is}, should be ${should.join(' or ')}`];
    });
    expect(wrong).toEqual([]);
    const deserved = seed.documents.filter(({ outcome }) => outcome !== 'booked');
    expect(deserved.length).toBeGreaterThan(COUNT / 50);
    for (const [language, texts] of [['en', reasonsEn], ['nl', reasonsNl]] as const) {
      const said = [...words].map((code) => (texts as Readonly<Record<string, string>>)[code satisfies string as RefusalCode]);
      expect(said.every((text) => text !== undefined), language).toBe(true);
      expect(new Set(said).size, language).toBe(words.size);
    }
  });

  it('says the same over the API and as files, entry by entry', () => {
    const [overApi, asFile] = [api.sim.comparable(DIVISION), files.sim.comparable(DIVISION)];
    expect(overApi.length).toBe(booked(seed).length);
    expect(asFile.map(({ yourRef }) => yourRef)).toEqual(overApi.map(({ yourRef }) => yourRef));
    const different = asFile.flatMap((entry, at) => (JSON.stringify(entry) === JSON.stringify(overApi[at]) ? [] : [[entry, overApi[at]]]));
    expect(different.slice(0, 2)).toEqual([]);
    expect(different.length).toBe(0);
  });

  it('equals the truth in every invoice: total, VAT, type, date, currency, and VAT per code', () => {
    for (const [, sim] of sides()) {
      const entries = new Map(sim.comparable(DIVISION).map((entry) => [entry.yourRef, entry]));
      for (const one of booked(seed)) {
        const entry = entries.get(`S${String(one.shopId)}-${one.code}`);
        const is: Record<string, { net: number; vat: number }> = {};
        for (const { vatCode, net, vat } of entry?.lines ?? []) is[vatCode] = { net: (is[vatCode]?.net ?? 0) + net, vat: (is[vatCode]?.vat ?? 0) + vat };
        const should = perCode([{ ...one, currency: 'EUR' }]);
        expect({ total: entry?.total, vat: entry?.vat, date: entry?.date, currency: entry?.currency, codes: sorted(is) }, one.scenario)
          .toEqual({ total: one.gross, vat: one.vat, date: one.date, currency: one.currency, codes: sorted(should) });
        if (one.gross !== 0) expect(entry?.type, one.scenario).toBe(one.gross < 0 ? 21 : 20);
        if (one.listed !== null && one.lines.some(({ regime }) => regime.startsWith('ICS-'))) expect(entry?.debtorVatNumber, one.scenario).toBe(one.listed);
      }
    }
  });

  it.each(MONTHS)('totals per code and currency, return, listing and One Stop Shop of %s to %s equal the truth to the cent', (from, to) => {
    const documents = within(from, to);
    const rate = rateOf(api.sim);
    for (const [side, sim] of sides()) {
      expect(sorted(sim.totalsPerVatCode(DIVISION, { from, to })), side).toEqual(sorted(perCode(documents)));
      const report = sim.report(DIVISION, from, to);
      const filled = Object.fromEntries(Object.entries(report.boxes).filter(([, { base, vat }]) => base !== 0 || vat !== 0));
      expect(filled, side).toEqual(boxes(documents, rate));
      expect(Object.fromEntries(report.icp.filter(({ base }) => base !== 0).map(({ number, listing: letter, base }) => [`${number} ${letter}`, base])), side).toEqual(Object.fromEntries(Object.entries(listing(documents, rate)).filter(([, base]) => base !== 0)));
      // The listing's total is box 3b of the same period (facts: vat 1.3).
      expect(report.icp.reduce((sum, { base }) => sum + base, 0), side).toBe(report.boxes['3b'].base);
      const oss = Object.fromEntries(report.oss.flatMap(({ country, rate: fraction, perCurrency }) => Object.entries(perCurrency).map(([currency, { base, vat }]) => [`${country === 'EL' ? 'GR' : country} ${String(Math.round(fraction * 10_000) / 100)} ${currency}`, { net: base, vat }])));
      expect(sorted(oss), side).toEqual(sorted(perOss(documents)));
      expect(sim.trialBalance(DIVISION).sum, side).toBe(0);
      expect(sim.violations, side).toEqual([]);
      expect(report.flagged, side).toEqual([]);
    }
    expect(documents.some(({ lines }) => lines.some((line) => codeOf(line) === '2'))).toBe(true);
  });
});
