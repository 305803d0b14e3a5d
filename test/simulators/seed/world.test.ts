import { describe, expect, it } from 'vitest';
import { createBigWorld, createWorld, truth, truthInvoices, truthPerVatCode, createControls, createSessions, type TruthInvoice, type World, type WorldOptions } from '.';
import { createClock } from '../contract';
import { read, type Read } from './reference-reader';

const NOW = Date.UTC(2026, 10, 22, 12);
const VARIANTS: readonly WorldOptions[] = [
  {}, { basis: 'gross' }, { headerDiscount: 'in-rows' }, { rowTotal: 'before-discount' }, { headerDiscount: 'in-rows', rowTotal: 'before-discount', basis: 'gross' },
  { vatRounding: 'grouped' }, { vatRounding: 'grouped', basis: 'gross', seed: 4 }, { discountSign: 'negated' }, { discountSign: 'positive', rowTotal: 'before-discount' },
  { decimals: 'four' }, { decimals: 'four', basis: 'gross', headerDiscount: 'in-rows' }, { jpy: true, creditFlag: true }, { seed: 2 }, { seed: 3, decimals: 'four', rowTotal: 'before-discount' },
];
const worldOf = (options: WorldOptions): World => createWorld({ now: NOW, ...options });
const text = (world: World): string => JSON.stringify(world.tenants.map((t) => t.shops.map((s) => [...s.book.records()])));

describe('the seed', () => {
  it('gives the same world for the same seed and day, and another for another seed', () => {
    expect(text(worldOf({ seed: 5 }))).toBe(text(worldOf({ seed: 5 })));
    expect(text(worldOf({ seed: 5 }))).not.toBe(text(worldOf({ seed: 6 })));
    expect(text(createWorld({ seed: 5, now: NOW + 3_600_000 }))).toBe(text(worldOf({ seed: 5 })));
  });

  it('has the shops that others count on', () => {
    const demo = worldOf({}).tenant('demo.shopctrl.com:52222');
    expect(demo.shops.filter((s) => s.id <= 13).map((s) => s.name)).toEqual(['Lamp & Licht', 'Boekenhoek']);
    expect(demo.shops.filter((s) => !s.active)).toHaveLength(1);
    const names = worldOf({ equalShopNames: true }).tenant('demo').shops.map((s) => s.name);
    expect(new Set(names).size).toBe(names.length - 1);
    expect(worldOf({}).tenant('api.lampenwinkel.example').adminHost).toBe('admin.lampenwinkel.example');
    expect(worldOf({ extraShops: 44 }).tenant('demo').shops).toHaveLength(50);
  });

  it('holds every case of the list', () => {
    const t = truth(worldOf({}).shop('demo', 12));
    expect(t.invoices.length).toBeGreaterThanOrEqual(60);
    expect(new Set(t.invoices.map((i) => i.group))).toEqual(new Set(['home', 'eu-business', 'eu-consumer:DE', 'eu-consumer:BE', 'eu-consumer:FR', 'outside-eu']));
    expect(new Set(t.findings.map((f) => f.finding))).toEqual(new Set(['R-RATE-AMOUNT', 'R-ADDS-UP', 'unreadable']));
    expect(new Set(t.leftOut.map((l) => l.reason))).toEqual(new Set(['draft', 'deleted', 'zero']));
    expect(t.gaps).toEqual([{ missing: ['2600051'] }]);
    expect(truth(worldOf({}).shop('demo', 13)).gaps).toEqual([{ missing: ['F26-000131'] }]);
    expect(t.invoices.filter((i) => i.kind === 'credit').length).toBeGreaterThanOrEqual(5);
    expect(t.invoices.filter((i) => i.obfuscated)).toHaveLength(1);
  });

  it('numbers run in the order of dates and stay within 20 characters; ids are unique in an environment and overlap between two', () => {
    const world = worldOf({});
    const idsOf = (tenant: string): number[] => world.tenant(tenant).shops.flatMap((s) => [...s.book.records()].flatMap((r) => r.invoices.map((i) => i.invoice.Id)));
    expect(new Set(idsOf('demo')).size).toBe(idsOf('demo').length);
    expect(idsOf('lampenwinkel').some((id) => idsOf('demo').includes(id))).toBe(true);
    const invoices = truth(world.shop('demo', 12)).invoices;
    const byCode = [...invoices].sort((a, b) => Number(a.code) - Number(b.code));
    expect(byCode.map((i) => i.date)).toEqual(byCode.map((i) => i.date).sort());
    expect(invoices.every((i) => i.code.length <= 20)).toBe(true);
  });
});

describe('the truth', () => {
  it.each(VARIANTS)('adds up to what the API shows: %j', (options) => {
    const world = worldOf(options);
    for (const tenant of world.tenants) {
      for (const shop of tenant.shops) {
        for (const record of shop.book.records()) {
          for (const { invoice, truth: entry } of record.invoices) {
            if (entry.is !== 'exportable') continue;
            const fact = entry.invoice;
            const minor = fact.currency === 'JPY' ? 1 : 100;
            const sum = (key: 'net' | 'vat' | 'gross'): number => fact.lines.reduce((acc, line) => acc + line[key], 0);
            expect([fact.scenario, sum('net'), sum('vat'), sum('gross')]).toEqual([fact.scenario, fact.net, fact.vat, fact.gross]);
            expect([fact.scenario, away(invoice.InvoiceTotalExVat * minor), away(invoice.InvoiceTotalIncVat * minor)]).toEqual([fact.scenario, fact.net, fact.gross]);
            for (const line of fact.lines) expect(line.net + line.vat).toBe(line.gross);
            expect(fact.kind === 'credit').toBe(fact.gross < 0 && fact.scenario !== 'barter-of-rates');
          }
        }
      }
    }
  });

  it.each(VARIANTS)('is what a reader finds that follows facts vat 5.3 to 5.5 from the outside: %j', (options) => {
    const world = worldOf(options);
    let compared = 0;
    for (const tenant of world.tenants) {
      for (const shop of tenant.shops) {
        for (const record of shop.book.records()) {
          for (const entry of record.invoices) {
            const found = read(entry, shop.basis, world.arithmetic);
            const where = `${shop.name} ${String(entry.invoice.Id)}`;
            expect([where, found.is]).toEqual([where, entry.truth.is]);
            if (entry.truth.is === 'exportable' && found.is === 'exportable') {
              compared += 1;
              expect([where, found.perRate]).toEqual([where, perRate(entry.truth.invoice)]);
            }
            if (entry.truth.is === 'finding' && found.is === 'finding') expect([where, found.finding]).toEqual([where, entry.truth.finding.finding]);
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('a full credit mirrors its original to the cent', () => {
    for (const options of VARIANTS) {
      const invoices = truth(worldOf(options).shop('demo', 12)).invoices;
      for (const [original, credit] of [['full-credit-original', 'full-credit'], ['credit-with-discount-original', 'credit-with-discount'], ['eu-consumer-fr', 'eu-consumer-credit']]) {
        const [a, b] = [original, credit].map((name) => invoices.find((i) => i.scenario === name));
        if (!a || !b) throw new Error('missing');
        expect(b.lines).toEqual(a.lines.map((l) => ({ ...l, net: -l.net || 0, vat: -l.vat || 0, gross: -l.gross || 0 })));
      }
    }
  });

  it('the header discount of a variant is found once, in the rows or beside them', () => {
    const of = (options: WorldOptions): TruthInvoice | undefined => truth(worldOf(options).shop('demo', 12)).invoices.find((i) => i.scenario === 'header-discount-mixed');
    const beside = of({});
    const inRows = of({ headerDiscount: 'in-rows' });
    if (!beside || !inRows) throw new Error('missing');
    expect(beside.lines.filter((l) => l.kind === 'discount')).toHaveLength(2);
    expect(inRows.lines.filter((l) => l.kind === 'discount')).toHaveLength(0);
    expect(Math.abs(beside.net - inRows.net)).toBeLessThanOrEqual(2);
    expect(beside.lines[0]?.net).toBeGreaterThan((inRows.lines[0]?.net ?? 0) + 100);
  });

  it('four decimals really come out of the API', () => {
    const rows = [...worldOf({ decimals: 'four' }).shop('demo', 12).book.records()].flatMap((r) => r.invoices.flatMap((i) => i.rows));
    expect(rows.some((row) => Math.abs(row.RowTotalIncVat * 100 - Math.round(row.RowTotalIncVat * 100)) > 0.001)).toBe(true);
    const cents = [...worldOf({}).shop('demo', 12).book.records()].flatMap((r) => r.invoices.flatMap((i) => i.rows));
    expect(cents.some((row) => Math.abs(row.RowTotalIncVat * 100 - Math.round(row.RowTotalIncVat * 100)) > 0.001)).toBe(false);
  });

  it('totals per VAT code follow the mapping, name what it lacks, and sum to the total', () => {
    const shop = worldOf({}).shop('demo', 12);
    const mapping = [
      { rate: 2100, group: 'home', vatCode: '4' }, { rate: 900, group: 'home', vatCode: '2' }, { rate: 0, group: 'eu-business', vatCode: '7' }, { rate: 0, group: 'outside-eu', vatCode: '6' },
      { rate: 1900, group: 'eu-consumer:DE', vatCode: 'DE19' }, { rate: 700, group: 'eu-consumer:DE', vatCode: 'DE7' }, { rate: 2100, group: 'eu-consumer', vatCode: 'BE21' }, { rate: 2000, group: 'eu-consumer', vatCode: 'FR20' },
    ];
    const all = truthPerVatCode(shop, mapping, { roundingVatCode: '0' });
    expect(all.unmapped).toEqual([]);
    expect([...all.totals.keys()].sort()).toEqual(['0', '2', '4', '6', '6@GBP', '7', 'BE21', 'DE19', 'DE7', 'FR20'].sort());
    const euros = [...all.totals.values()].filter((t) => t.currency === 'EUR');
    expect(euros.reduce((acc, t) => acc + t.gross, 0)).toBe(truth(shop).totals['EUR']?.gross);
    const less = truthPerVatCode(shop, mapping.filter((m) => m.vatCode !== 'DE7'));
    const german = truth(shop).invoices.filter((i) => i.scenario === 'eu-consumer-de-mixed').map((i) => i.id);
    expect(less.unmapped).toEqual(german);
    expect(less.count).toBe(all.count - 1);
    // The whole invoice is out, its 19 % line too.
    expect(less.totals.get('DE19')?.lines).toBe((all.totals.get('DE19')?.lines ?? 0) - 2);
  });
});

describe('dates', () => {
  it('are written with seven decimals, some without offset, one as midnight in UTC; the printed day is that of Amsterdam', () => {
    const records = [...worldOf({}).shop('demo', 12).book.records()].flatMap((r) => r.invoices);
    const of = (scenario: string): [string | null, string] => {
      const found = records.find((r) => r.truth.is === 'exportable' && r.truth.invoice.scenario === scenario);
      return [found?.invoice.InvoiceDate ?? null, found?.truth.is === 'exportable' ? found.truth.invoice.date : ''];
    };
    expect(of('nl-21')).toEqual([expect.stringMatching(/^2026-08-16T11:00:00\.\d{7}\+02:00$/), '2026-08-16']);
    expect(of('date-naive')[0]).toMatch(/^2026-10-10T11:00:00\.\d{7}$/);
    expect(of('date-utc-midnight')).toEqual(['2026-10-10T22:00:00Z', '2026-10-11']);
    expect(of('date-just-before-midnight')[1]).toBe('2026-10-14');
    expect(of('date-just-after-midnight-naive')[0]).toMatch(/^2026-10-15T00:01/);
    expect(of('ordinary-9')[0]).toMatch(/\+01:00$/);
  });
});

describe('other days of the year', () => {
  it.each(['2027-01-03T23:30:00Z', '2026-04-02T06:00:00Z', '2028-02-29T12:00:00Z', '2026-10-25T00:30:00Z'])('numbers, dates and truth hold at %s', (now) => {
    const world = createWorld({ now: Date.parse(now) });
    for (const id of [12, 13]) {
      const t = truth(world.shop('demo', id));
      expect(t.gaps).toHaveLength(1);
      expect(t.invoices.every((i) => i.date <= now.slice(0, 10))).toBe(true);
      for (const i of t.invoices) expect(i.code).toContain(i.date.slice(2, 4));
      expect(new Set(t.invoices.map((i) => i.code)).size).toBe(t.invoices.length);
    }
    for (const record of world.shop('demo', 12).book.records()) for (const entry of record.invoices) expect(read(entry, 'net', world.arithmetic).is).toBe(entry.truth.is);
    const stamps = world.shop('demo', 12).book.orderStamps();
    expect(Math.max(...stamps.map((s) => s.changedAt))).toBeLessThan(Date.parse(now));
  });
});

describe('a big world', () => {
  it('makes the same order again, adds up, and numbers without gaps', () => {
    const world = createBigWorld(2000, { now: NOW });
    const { book } = world.shop('demo', 12);
    expect(book.orderCount).toBe(2000);
    expect(JSON.stringify(book.order(1_001_234))).toBe(JSON.stringify(createBigWorld(2000, { now: NOW }).shop('demo', 12).book.order(1_001_234)));
    expect(book.orderOfInvoice(2_001_234)?.order.Id).toBe(1_001_234);
    const t = truth(world.shop('demo', 12));
    expect([t.invoices.length, t.findings.length, t.leftOut.length, t.gaps.length]).toEqual([2000, 0, 0, 0]);
    const stamps = book.orderStamps();
    expect(stamps.every((s, i) => i === 0 || s.changedAt >= (stamps[i - 1]?.changedAt ?? 0))).toBe(true);
    expect(stamps[1234]?.changedAt).toBe(book.order(1_001_234)?.changedAt);
    for (const record of book.records()) expect(read(record.invoices[0]!, 'net', world.arithmetic)).toMatchObject({ is: 'exportable', perRate: perRateOf(record.invoices[0]!.truth) });
  });

  it('takes additions and changes', () => {
    const world = createBigWorld(500, { now: NOW });
    const controls = createControls(world, createClock(NOW));
    const added = controls.addInvoice('demo', 12);
    expect(added.code).toBe('2600501');
    controls.deleteInvoice('demo', 2_000_007, { touchOrder: true });
    const t = truth(world.shop('demo', 12));
    expect([t.invoices.length, t.leftOut.length]).toEqual([500, 1]);
    expect(t.gaps).toEqual([{ missing: ['2600008'] }]);
  });
});

describe('controls', () => {
  it('the truth follows additions, deletions and finished drafts', () => {
    const world = worldOf({});
    const controls = createControls(world, createClock(NOW));
    const shop = world.shop('demo', 12);
    const before = truth(shop);
    const draft = before.leftOut.find((l) => l.scenario === 'draft');
    const finished = controls.finishDraft('demo', draft?.id ?? 0, { touchOrder: true });
    controls.deleteInvoice('demo', before.invoices[0]?.id ?? 0, { touchOrder: false });
    const added = controls.addInvoice('demo', 12, { invoice: { shipping: { amount: 49_500, split: 2100 } } });
    const after = truth(shop);
    expect(after.invoices.map((i) => i.id)).toEqual(expect.arrayContaining([draft?.id, added.invoiceId]));
    expect(after.invoices.find((i) => i.id === draft?.id)).toMatchObject({ code: finished.code, date: '2026-11-22' });
    expect(after.invoices).toHaveLength(before.invoices.length + 1);
    // The number of the invoice that was deleted first of all was the lowest of the year, so no new gap; the deleted last one leaves one.
    expect(after.gaps).toHaveLength(before.gaps.length + 1);
  });

  it('sessions hold for one host, end, and ask for the second factor', () => {
    const world = worldOf({});
    const sessions = createSessions(world);
    expect(sessions.login('demo.shopctrl.com', 'anna@demo.example', 'fout').kind).toBe('denied');
    expect(sessions.login('demo.shopctrl.com', 'tess@demo.example', 'Twee-Factor-1').kind).toBe('second-factor');
    expect(sessions.login('demo.shopctrl.com', 'tess@demo.example', 'Twee-Factor-1', '000000').kind).toBe('denied');
    const tess = sessions.login('demo.shopctrl.com', 'tess@demo.example', 'Twee-Factor-1', '246810');
    if (tess.kind !== 'ok') throw new Error(tess.kind);
    const cookie = `a=b; ${tess.setCookie.split(';')[0] ?? ''}`;
    expect(sessions.verify('demo.shopctrl.com', cookie)?.login).toBe('tess@demo.example');
    expect(sessions.verify('admin.lampenwinkel.example', cookie)).toBeNull();
    sessions.logout(cookie);
    expect(sessions.verify('demo.shopctrl.com', cookie)).toBeNull();
  });
});

/** Half away from zero, so that credits mirror (facts: vat 5.2). */
const away = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5 + 1e-7) || 0;

function perRate(invoice: TruthInvoice): Read['perRate'] {
  const sums = new Map<string, { net: number; gross: number }>();
  for (const line of invoice.lines) {
    const key = line.kind === 'rounding' ? 'rounding' : String(line.rate);
    const sum = sums.get(key) ?? { net: 0, gross: 0 };
    sums.set(key, { net: sum.net + line.net, gross: sum.gross + line.gross });
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const perRateOf = (entry: { readonly is: string; readonly invoice?: TruthInvoice }): Read['perRate'] => (entry.invoice ? perRate(entry.invoice) : {});

it('truthInvoices gives the same as truth', () => {
  const shop = worldOf({}).shop('demo', 13);
  expect([...truthInvoices(shop.book)].map((i) => i.id).sort()).toEqual(truth(shop).invoices.map((i) => i.id).sort());
});
