/**
 * What a Booking is expected to bring into the Dutch return, the listing of intra-Community supplies, the One Stop Shop and other countries'
 * returns (facts: vat 1.3, 6.2, 6.5). Expected, not known: what Exact does hangs on the VAT code's link to a box (facts: vat 0.7). Pure.
 */
import type { Minor, RateBp } from '../invoice/money';
import type { Booking } from './booking';
import { regimeOfName, type Regime } from './regime';
import { quarterOf } from './supply';

/** Boxes of the Dutch return that sales reach. */
export const BOXES = ['1a', '1b', '1c', '1e', '3a', '3b'] as const;
export type Box = (typeof BOXES)[number];

export interface BoxAmount {
  readonly box: Box;
  readonly base: Minor;
  readonly vat: Minor;
}

export interface OssAmount {
  /** ISO code, XI for Northern Ireland. */
  readonly country: string;
  readonly rate: RateBp;
  readonly base: Minor;
  readonly vat: Minor;
  /** `2026-Q1`: of the supply, of the original for credits; a quarter before that of the booking is a correction in the return. */
  readonly quarter: string;
}

export interface IcpAmount {
  /** Normalised VAT number of the relation; empty where the debtor has none, which no listing takes. */
  readonly number: string;
  readonly base: Minor;
  /** The listing's letter: L goods, S services. */
  readonly kind: 'L' | 'S';
}

export interface ForeignAmount {
  /** ISO code of the country that the VAT is owed to. */
  readonly country: string;
  readonly base: Minor;
  readonly vat: Minor;
}

export interface Expected {
  /** Quarter of the return: that of the booking's date, also for credits. Shops on the cash basis and those that file monthly have other periods. */
  readonly quarter: string;
  readonly boxes: readonly BoxAmount[];
  readonly icp: readonly IcpAmount[];
  /** In the booking's currency: the One Stop Shop has an exchange rate of its own, that of the quarter's last day (Dir 369h). */
  readonly oss: readonly OssAmount[];
  /** In the booking's currency. */
  readonly foreign: readonly ForeignAmount[];
}

/** From the currency of the booking to that of the administration, minor units; the identity where they are the same. */
export type Convert = (amount: Minor) => Minor;

/**
 * The expected boxes, listing, One Stop Shop lines and foreign VAT of one Booking, added up per box, number, country and rate; nothing that
 * comes to 0.00 on both sides. Boxes and listing are converted line by line, as Exact does; without `convert` they stay in the booking's currency.
 * For Dutch administrations alone: of others nothing may be said (`regimesAreKnown`), and the caller does not ask.
 */
export function boxesOf(booking: Booking, convert: Convert = (amount) => amount): Expected {
  return expectedOf([booking], () => convert, quarterOf(booking.date));
}

/** The same for many bookings of one quarter, added up. */
export function expectedOf(bookings: readonly Booking[], convertFor: (booking: Booking) => Convert, quarter: string): Expected {
  const boxes = new Map<Box, BoxAmount>();
  const icp = new Map<string, IcpAmount>();
  const oss = new Map<string, OssAmount>();
  const foreign = new Map<string, ForeignAmount>();
  for (const booking of bookings) {
    const convert = convertFor(booking);
    for (const line of booking.lines) {
      const regime = regimeOfName(line.regime ?? '');
      if (regime === null) continue;
      const { kind, country, rate } = regime;
      const base = convert(line.net);
      const box = boxOf(regime);
      if (box !== null) {
        const before = boxes.get(box);
        boxes.set(box, { box, base: (before?.base ?? 0) + base, vat: (before?.vat ?? 0) + (kind === 'home' ? convert(line.vat) : 0) });
      }
      if (kind === 'intra-goods' || kind === 'intra-services') {
        const number = booking.debtor.vatNumber ?? '';
        const letter = kind === 'intra-goods' ? 'L' : 'S';
        icp.set(`${number}|${letter}`, { number, kind: letter, base: (icp.get(`${number}|${letter}`)?.base ?? 0) + base });
      }
      if (kind === 'oss') {
        const of = line.ossQuarter ?? quarterOf(booking.date);
        const before = oss.get(`${country}|${String(rate)}|${of}`);
        oss.set(`${country}|${String(rate)}|${of}`, { country, rate, quarter: of, base: (before?.base ?? 0) + line.net, vat: (before?.vat ?? 0) + line.vat });
      }
      if (kind === 'local' || kind === 'foreign') {
        const before = foreign.get(country);
        foreign.set(country, { country, base: (before?.base ?? 0) + line.net, vat: (before?.vat ?? 0) + line.vat });
      }
    }
  }
  const there = ({ base, vat = 0 }: { readonly base: Minor; readonly vat?: Minor }): boolean => base !== 0 || vat !== 0;
  return {
    quarter,
    boxes: [...boxes.values()].filter(there).sort((a, b) => BOXES.indexOf(a.box) - BOXES.indexOf(b.box)),
    icp: [...icp.values()].filter(there),
    oss: [...oss.values()].filter(there),
    foreign: [...foreign.values()].filter(there),
  };
}

/** The box of a line's base; null for what the return does not ask: exempt, outside the tax, margin (a calculation of its own), small-business scheme, VAT of other countries. */
function boxOf({ kind, country, rate }: Regime): Box | null {
  switch (kind) {
    case 'home':
      if (country !== 'NL') return null;
      return rate === 2100 ? '1a' : rate === 900 ? '1b' : '1c';
    case 'home-zero':
    case 'reverse-charge':
      return country === 'NL' ? '1e' : null;
    case 'intra-goods':
    case 'intra-services':
      return '3b';
    case 'export':
    case 'foreign':
      return '3a';
    default:
      return null;
  }
}
