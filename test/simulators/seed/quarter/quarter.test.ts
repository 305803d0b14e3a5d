import { describe, expect, it } from 'vitest';
import { quarter, QUARTER_SHOPS } from '..';
import { fits } from '../amounts';

const made = quarter(1, 900);

describe('the simulated quarter', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(JSON.stringify(quarter(1, 900).documents)).toBe(JSON.stringify(made.documents));
    expect(JSON.stringify(quarter(2, 900).documents)).not.toBe(JSON.stringify(made.documents));
  }, 60_000);

  it('holds as many documents as asked for, and originals of the year before', () => {
    const inside = made.documents.filter((one) => one.date >= made.from && one.date <= made.to);
    expect(inside.length).toBeGreaterThanOrEqual(900);
    expect(inside.length).toBeLessThanOrEqual(910);
    const outside = made.documents.filter((one) => one.date < made.from);
    expect(outside.length).toBeGreaterThan(0);
    expect(made.documents.length).toBe(inside.length + outside.length);
  });

  it('has every regime that can be booked, four foreign currencies, and refusals of many kinds', () => {
    const kinds = new Set(made.documents.flatMap((one) => one.lines.map((line) => line.regime.replace(/^(OSS|LOCAL|FOREIGN)-.*/, '$1'))));
    expect([...kinds].filter((kind) => kind !== '').sort()).toEqual([
      'EXP', 'EXP-S', 'FOREIGN', 'ICS-G', 'ICS-S', 'KOR', 'LOCAL', 'NL-0', 'NL-21', 'NL-9', 'NL-EX', 'NL-MARGIN', 'NL-RC', 'OSS', 'OUT',
    ]);
    expect(new Set(made.documents.map((one) => one.currency))).toEqual(new Set(['EUR', 'USD', 'GBP', 'JPY', 'SEK']));
    expect(new Set(made.documents.flatMap((one) => one.refusals)).size).toBeGreaterThanOrEqual(15);
    expect(new Set(made.documents.filter((one) => one.kind === 'credit').map((one) => one.outcome))).toEqual(new Set(['booked', 'refused']));
  });

  it('adds up: lines to the document, and the document to what the API shows', () => {
    for (const { id } of QUARTER_SHOPS) {
      const shown = new Map([...made.world.shop('demo', id).book.records()].flatMap((record) => record.invoices.map(({ invoice }) => [invoice.Id, invoice] as const)));
      for (const one of made.documents.filter((document) => document.shopId === id && document.outcome !== 'finding')) {
        const total = (of: 'net' | 'vat'): number => one.lines.reduce((sum, line) => sum + line[of], 0);
        const minor = one.currency === 'JPY' ? 1 : 100;
        const invoice = shown.get(one.invoiceId);
        expect([one.scenario, total('net'), total('vat'), one.net + one.vat]).toEqual([one.scenario, one.net, one.vat, one.gross]);
        expect([one.scenario, Math.round((invoice?.InvoiceTotalExVat ?? 0) * minor), Math.round((invoice?.InvoiceTotalIncVat ?? 0) * minor)]).toEqual([one.scenario, one.net, one.gross]);
      }
    }
  });

  it('a regime says its rate, and each row has the VAT of it', () => {
    for (const one of made.documents) {
      for (const line of one.lines) {
        const percent = /^(?:NL|OSS-..|LOCAL-..|FOREIGN-..)-([\d.]+)$/.exec(line.regime)?.[1];
        if (line.regime !== '') expect([one.scenario, line.regime, line.rate]).toEqual([one.scenario, line.regime, Math.round(Number(percent ?? 0) * 100)]);
        // Shops that round per rate move a cent between the lines of a rate.
        if (line.kind === 'row') expect([one.scenario, fits({ ex: line.net, inc: line.net + line.vat }, line.rate, 1)]).toEqual([one.scenario, true]);
      }
    }
  });

  it('a full credit mirrors its original, and lies in the quarter of it', () => {
    const byId = new Map(made.documents.map((one) => [one.invoiceId, one]));
    const credits = made.documents.filter((one) => one.credits !== null && one.gross === -(byId.get(one.credits)?.gross ?? 0));
    expect(credits.length).toBeGreaterThan(20);
    for (const credit of credits) {
      const original = byId.get(credit.credits ?? -1);
      expect(credit.lines).toEqual(original?.lines.map((line) => ({ ...line, net: -line.net || 0, vat: -line.vat || 0 })));
    }
    const late = made.documents.filter((one) => one.kind === 'credit' && one.lines.some((line) => line.ossQuarter === '2025-Q4'));
    expect(late.length).toBeGreaterThan(0);
    // Rates that ended with the year come back on credits alone.
    const ended = made.documents.filter((one) => one.date >= made.from && one.lines.some((line) => /^OSS-(FI-14|LT-9)$/.test(line.regime)));
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.every((one) => one.kind === 'credit')).toBe(true);
  });

  it('stays below the threshold where the shop says so', () => {
    const abroad = made.documents.filter((one) => /^32-below/.test(one.scenario)).reduce((sum, one) => sum + one.net, 0);
    expect(abroad).toBeGreaterThan(0);
    expect(quarter(1, 5000).documents.filter((one) => /^32-below/.test(one.scenario)).reduce((sum, one) => sum + one.net, 0)).toBeLessThan(1_000_000);
  }, 60_000);
});
