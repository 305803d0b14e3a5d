/**
 * Reads an invoice as the API shows it, by the rules of facts vat 5.2-5.5 alone. It shares nothing with the generator, so it shows
 * whether the truth that was built forward can be found from the outside. For the tests of the seed only.
 */
import type { Arithmetic, InvoiceRecord } from './types';

export interface Read {
  readonly is: 'exportable' | 'left-out' | 'finding';
  readonly finding?: string;
  /** Sums of net and gross in minor units, by rate in hundredths of a percent; `rounding` for the difference with the total. */
  readonly perRate: Readonly<Record<string, { readonly net: number; readonly gross: number }>>;
}

interface Part {
  rate: number;
  net: number;
  gross: number;
}

const round = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5 + 1e-7) || 0;
const fits = (net: number, gross: number, rate: number): boolean =>
  Math.abs(gross - net - round((net * rate) / 10_000)) <= 1 || Math.abs(net - round((gross * 10_000) / (10_000 + rate))) <= 1;

export function read(record: InvoiceRecord, basis: 'net' | 'gross', arithmetic: Arithmetic): Read {
  const { invoice, rows } = record;
  const none = { perRate: {} };
  if (invoice.Deleted || invoice.InvoiceCode === null) return { is: 'left-out', ...none };
  const minor = invoice.CurrencyCode === 'JPY' ? 1 : 100;
  const cents = (amount: number): number => round(amount * minor);
  const lessDiscount = arithmetic.rowTotal === 'before-discount';
  const parts: (Part & { stated: boolean })[] = rows.map((row) => ({
    rate: row.VatPercentage === null ? -1 : Math.round(row.VatPercentage * 100),
    stated: row.VatPercentage !== null,
    net: cents(row.RowTotalExVat - (lessDiscount ? row.DiscountExVat : 0)),
    gross: cents(row.RowTotalIncVat - (lessDiscount ? row.DiscountIncVat : 0)),
  }));
  const credit = invoice.InvoiceTotalIncVat < 0;
  const sign = arithmetic.discountSign === 'negated' || (arithmetic.discountSign === 'positive' && credit) ? 1 : -1;
  const headers = [
    [invoice.ShippingCostsExVat, invoice.ShippingCostsIncVat],
    [invoice.PaymentFeeExVat, invoice.PaymentFeeIncVat],
    ...(arithmetic.headerDiscount === 'separate' ? [[sign * invoice.DiscountExVat, sign * invoice.DiscountIncVat]] : []),
  ].map(([ex, inc]) => ({ net: cents(ex ?? 0), gross: cents(inc ?? 0) }));
  if ([...parts, ...headers].every((p) => p.net === 0 && p.gross === 0)) return { is: 'left-out', ...none };
  if (invoice.InvoiceDate === null) return { is: 'finding', finding: 'unreadable', ...none };

  const nets = (): Map<number, number> => {
    const map = new Map<number, number>();
    for (const p of parts) if (p.rate >= 0) map.set(p.rate, (map.get(p.rate) ?? 0) + Math.abs(p.net));
    return map;
  };
  const ranked = (): number[] => [...nets()].sort(([ra, a], [rb, b]) => b - a || rb - ra).map(([rate]) => rate);
  for (const part of parts) {
    if (!part.stated) part.rate = ranked().find((rate) => fits(part.net, part.gross, rate)) ?? -1;
    if (part.rate < 0 || !fits(part.net, part.gross, part.rate)) return { is: 'finding', finding: 'R-RATE-AMOUNT', ...none };
  }
  const weights = new Map<number, number>();
  for (const p of parts) weights.set(p.rate, (weights.get(p.rate) ?? 0) + Math.abs(basis === 'net' ? p.net : p.gross));
  const all: Part[] = [...parts];
  for (const header of headers) {
    if (header.net === 0 && header.gross === 0) continue;
    const sign = header.gross < 0 ? -1 : 1;
    const found = spread(Math.abs(header.net), Math.abs(header.gross), ranked(), weights, basis);
    if (!found) return { is: 'finding', finding: 'R-RATE-AMOUNT', ...none };
    all.push(...found.map((p) => ({ rate: p.rate, net: sign * p.net, gross: sign * p.gross })));
  }
  const sums: Record<string, { net: number; gross: number }> = {};
  for (const p of all) {
    if (p.net === 0 && p.gross === 0) continue;
    const sum = sums[String(p.rate)] ?? { net: 0, gross: 0 };
    sums[String(p.rate)] = { net: sum.net + p.net, gross: sum.gross + p.gross };
  }
  if (arithmetic.vatRounding === 'grouped') {
    for (const [rate, sum] of Object.entries(sums)) {
      if (basis === 'net') sum.gross = sum.net + round((sum.net * Number(rate)) / 10_000);
      else sum.net = round((sum.gross * 10_000) / (10_000 + Number(rate)));
    }
  }
  const off = cents(invoice.InvoiceTotalIncVat) - Object.values(sums).reduce((acc, sum) => acc + sum.gross, 0);
  if (Math.abs(off) > 2) return { is: 'finding', finding: 'R-ADDS-UP', ...none };
  if (off !== 0) sums['rounding'] = { net: off, gross: off };
  return { is: 'exportable', perRate: Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Facts vat 5.4: one rate, else by value, else the two equations. */
function spread(net: number, gross: number, ranked: readonly number[], weights: ReadonlyMap<number, number>, basis: 'net' | 'gross'): Part[] | null {
  const single = ranked.find((rate) => fits(net, gross, rate));
  if (single !== undefined) return [{ rate: single, net, gross }];
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  const lead = basis === 'net' ? net : gross;
  const shares = [...weights].map(([rate, weight]) => ({ rate, weight, part: Math.floor((lead * weight) / sum), rest: (lead * weight) % sum }));
  let open = lead - shares.reduce((acc, s) => acc + s.part, 0);
  for (const share of [...shares].sort((a, b) => b.rest - a.rest || b.weight - a.weight || b.rate - a.rate)) {
    if (open <= 0) break;
    share.part += 1;
    open -= 1;
  }
  const parts = shares.map(({ rate, part }) =>
    basis === 'net' ? { rate, net: part, gross: part + round((part * rate) / 10_000) } : { rate, net: round((part * 10_000) / (10_000 + rate)), gross: part },
  );
  const exact = parts.reduce((acc, p) => acc + p.net, 0) === net && parts.reduce((acc, p) => acc + p.gross, 0) === gross;
  if (exact) return parts;
  const [a, b] = [...weights.keys()].sort((x, y) => y - x);
  if (weights.size !== 2 || a === undefined || b === undefined) return null;
  const netA = round(((gross - net) * 10_000 - b * net) / (a - b));
  const pair = [{ rate: a, net: netA }, { rate: b, net: net - netA }].map((p) => ({ ...p, gross: p.net + round((p.net * p.rate) / 10_000) }));
  const good = pair.every((p) => p.net >= 0) && pair.reduce((acc, p) => acc + p.gross, 0) === gross;
  return good ? pair : null;
}
