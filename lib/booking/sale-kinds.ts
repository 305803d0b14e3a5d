/** Which kinds of sale a shop has: counted from lines whose regime is known, one invoice after the other. */
import type { IsoDate, Minor } from '../invoice/money';
import type { SaleKind } from './proposal-types';
import type { Regime } from './regime';
import type { LineUse } from './rules';

/** One line of an invoice, as far as its kind is concerned. */
export interface MetLine {
  readonly use: LineUse;
  readonly regime: Regime;
  readonly net: Minor;
  readonly currency: string;
  readonly date: IsoDate;
  readonly invoiceCode: string;
}

export interface KindCounter {
  add(line: MetLine): void;
  /** The kinds so far, the most frequent first. */
  kinds(): readonly SaleKind[];
}

const EXAMPLES = 5;

interface Count {
  readonly use: LineUse;
  readonly regime: Regime;
  count: number;
  readonly nets: Map<string, Minor>;
  readonly examples: string[];
  first: IsoDate;
  last: IsoDate;
}

/** Counts lines by use and regime; amounts by currency in minor units, invoice dates as first and last day met. */
export function createKindCounter(): KindCounter {
  const counts = new Map<string, Count>();
  return {
    add({ use, regime, net, currency, date, invoiceCode }) {
      const key = `${use}|${regime.kind}|${regime.country}|${String(regime.rate)}`;
      let count = counts.get(key);
      if (!count) counts.set(key, (count = { use, regime, count: 0, nets: new Map(), examples: [], first: date, last: date }));
      count.count += 1;
      count.nets.set(currency, (count.nets.get(currency) ?? 0) + net);
      if (count.examples.length < EXAMPLES && count.examples.at(-1) !== invoiceCode) count.examples.push(invoiceCode);
      if (date < count.first) count.first = date;
      if (date > count.last) count.last = date;
    },
    kinds: () =>
      [...counts.entries()]
        .sort(([keyA, a], [keyB, b]) => b.count - a.count || (keyA < keyB ? -1 : 1))
        .map(([, { use, regime, count, nets, examples, first, last }]) => ({
          use,
          regime: regime.kind,
          country: regime.country,
          rate: regime.rate,
          count,
          nets: [...nets].map(([currency, net]) => ({ currency, net })).sort((a, b) => (a.currency < b.currency ? -1 : 1)),
          examples: [...examples],
          first,
          last,
        })),
  };
}

/** The kinds of sale of lines that are at hand all at once. */
export function kindsOf(lines: Iterable<MetLine>): readonly SaleKind[] {
  const counter = createKindCounter();
  for (const line of lines) counter.add(line);
  return counter.kinds();
}
