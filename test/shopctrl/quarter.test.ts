/**
 * The simulated quarter, read from ShopCtrl's JSON and decided into regimes, against its truth: per document the sums per regime and VAT, the
 * quarter of the One Stop Shop, the listed number, or one of the refusals that it deserves (facts: vat 1 to 6).
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_PROFILE, ROW_KINDS, type RowKind, type SellerProfile } from '../../lib/booking/profile';
import { regimeName } from '../../lib/booking/regime';
import { regimesOf } from '../../lib/booking/regime-of';
import { ARITHMETICS } from '../../lib/invoice/add-up';
import type { Finding, Invoice } from '../../lib/invoice/invoice';
import type { ShopCtrlClient } from '../../lib/shopctrl/client';
import { readInvoice, toInvoice } from '../../lib/shopctrl/normalise';
import { createOriginals } from '../../lib/shopctrl/originals';
import { quarter, type Quarter, type QuarterDocument, type QuarterShop, type SellerFacts } from '../simulators/seed';

const kindOf = (name: string): RowKind => ROW_KINDS.find((kind) => kind === name) ?? 'goods';

function profileOf(facts: SellerFacts): SellerProfile {
  return {
    ...DEFAULT_PROFILE,
    homeCountry: facts.home,
    dispatchCountry: facts.home,
    warehouses: Object.entries(facts.warehouses).map(([warehouse, country]) => ({ warehouse, country })),
    consumers: facts.consumers === null ? [] : [{ scheme: facts.consumers, from: facts.consumersFrom, to: '' }],
    registrations: facts.registrations.map((one) => ({ ...one, to: '' })),
    smallBusiness: facts.smallBusinessFrom === null ? [] : [{ from: facts.smallBusinessFrom, to: '' }],
    kinds: facts.kinds.map((rule) => ({ ...rule, kind: kindOf(rule.kind) })),
    voucherUse: facts.voucherUse,
  };
}

/** Every document of a shop as the product reads it. */
async function readShop(world: Quarter['world'], shop: QuarterShop): Promise<ReadonlyMap<number, Invoice | Finding>> {
  const nobody = new Proxy({}, { get: (_, name) => () => Promise.reject(new Error(`asked ${String(name)}`)) }) as ShopCtrlClient;
  const originals = createOriginals(nobody);
  const signal = new AbortController().signal;
  const result = new Map<number, Invoice | Finding>();
  for (const record of world.shop('demo', shop.id).book.records()) {
    const order = { ...record.order, OrderRows: record.orderRows };
    const parts = record.invoices.map(({ invoice, rows }) => ({ id: invoice.Id, invoice, rows, order, customer: null, orderChangedAt: null }));
    const heads = record.invoices.map(({ invoice }) => invoice);
    for (const part of parts) originals.note(part);
    for (const part of parts) {
      const reading = readInvoice('t', shop.id, { ...part, originals: await originals.of(part, heads, signal) }, { currencies: new Map(), countries: new Map() });
      if (reading.kind === 'understood') result.set(part.id, toInvoice('t', reading.value, ARITHMETICS.filter((one) => one.rows === 'after' && one.header === 'minus'), shop.basis));
      if (reading.kind === 'finding') result.set(part.id, reading.finding);
    }
  }
  return result;
}

type Said = Readonly<Record<string, unknown>>;

/** Sums per regime (with the quarter of the One Stop Shop), as text, so that one glance shows the difference. */
function sums(lines: readonly { readonly regime: string; readonly net: number; readonly vat: number; readonly ossQuarter?: string | undefined }[]): readonly string[] {
  const found = new Map<string, { net: number; vat: number }>();
  for (const { regime, net, vat, ossQuarter } of lines) {
    const key = ossQuarter === undefined ? regime : `${regime} ${ossQuarter}`;
    const sum = found.get(key) ?? { net: 0, vat: 0 };
    found.set(key, { net: sum.net + net, vat: sum.vat + vat });
  }
  return [...found].filter(([, sum]) => sum.net !== 0 || sum.vat !== 0).map(([regime, { net, vat }]) => `${regime} ${String(net)} ${String(vat)}`).sort();
}

function wanted(document: QuarterDocument): Said {
  const { outcome, kind, date, currency, gross, listed } = document;
  return outcome === 'booked' ? { outcome, kind, date, currency, gross, listed, lines: sums(document.lines) } : { outcome };
}

function got(document: QuarterDocument, read: Invoice | Finding | undefined, profile: SellerProfile): Said {
  if (!read) return { outcome: 'not read' };
  if (!('contentHash' in read)) return { outcome: document.outcome === 'finding' && document.refusals.includes(read.code) ? 'finding' : read.code };
  const decided = regimesOf(read, profile, { confirmedNumbers: [], consents: [], before: 0 });
  if (!decided.ok) return { outcome: document.outcome === 'refused' && document.refusals.includes(decided.code) ? 'refused' : decided.code };
  const lines = decided.lines.flatMap((one, index) => {
    const line = decided.invoice.lines[index];
    return one && line ? [{ regime: regimeName(one.regime), net: line.net, vat: line.vat, ossQuarter: one.ossQuarter }] : [];
  });
  const isListed = lines.some((line) => line.regime.startsWith('ICS-'));
  return {
    outcome: 'booked', kind: read.kind, date: read.date, currency: read.currency, gross: read.gross, listed: isListed ? (decided.buyerNumber?.text ?? '') : null, lines: sums(lines),
  };
}

describe('the simulated quarter', () => {
  it('is read and decided as it was built, document by document', async () => {
    const { world, shops, documents } = quarter(3, Number(process.env['QUARTER'] ?? 800));
    let booked = 0;
    for (const shop of shops) {
      const read = await readShop(world, shop);
      const profile = profileOf(shop.facts);
      for (const document of documents.filter((one) => one.shopId === shop.id)) {
        expect({ scenario: document.scenario, ...got(document, read.get(document.invoiceId), profile) }).toEqual({ scenario: document.scenario, ...wanted(document) });
        booked += document.outcome === 'booked' ? 1 : 0;
      }
    }
    expect(booked).toBeGreaterThan(documents.length * 0.8);
  }, 300_000);
});
