/**
 * The VAT rates of the member states by date, 2020-2026 (facts: vat 2, whose rows these are): a set per state and day, never a choice, since
 * nobody here knows the goods. The table warns; it changes no figure.
 */
import { addDays } from './date';
import type { IsoDate, RateBp } from './money';
import type { RateRegion } from './territory';

interface Span {
  readonly rate: RateBp;
  /** First and last day; open where absent. Days before 2020 are not covered. */
  readonly from?: IsoDate;
  readonly to?: IsoDate;
}

const always = (...rates: readonly RateBp[]): readonly Span[] => rates.map((rate) => ({ rate }));
const from = (day: IsoDate, ...rates: readonly RateBp[]): readonly Span[] => rates.map((rate) => ({ rate, from: day }));
const until = (day: IsoDate, ...rates: readonly RateBp[]): readonly Span[] => rates.map((rate) => ({ rate, to: day }));
const within = (first: IsoDate, last: IsoDate, ...rates: readonly RateBp[]): readonly Span[] => rates.map((rate) => ({ rate, from: first, to: last }));

const FRANCE = always(2000, 1000, 550, 210);
/** Basic food in all of Portugal. */
const PORTUGAL_FOOD = within('2023-04-18', '2024-01-04', 0);

/**
 * 0 stands where goods that a shop may sell are zero-rated or exempt with credit. Rates that distance sellers cannot have are left out:
 * 19 % in Jungholz and Mittelberg, the lower ones of the Greek islands.
 */
const RATES: Readonly<Record<string, readonly Span[]>> = {
  AT: [
    ...always(2000, 1300, 1000),
    ...within('2020-07-01', '2021-12-31', 500),
    ...within('2024-01-01', '2025-03-31', 0),
    ...from('2026-01-01', 0),
    ...from('2026-07-01', 490),
  ],
  BE: always(2100, 1200, 600, 0),
  BG: [...always(2000, 900), ...within('2022-07-01', '2024-12-31', 0)],
  // The zero rate was prolonged several times; its state after September 2024 is not verified.
  CY: [...always(1900, 900, 500), ...from('2023-07-21', 300), ...within('2023-05-05', '2024-09-30', 0)],
  CZ: [...always(2100), ...until('2023-12-31', 1500, 1000), ...from('2024-01-01', 1200, 0)],
  DE: [
    ...until('2020-06-30', 1900, 700),
    ...within('2020-07-01', '2020-12-31', 1600, 500),
    ...from('2021-01-01', 1900, 700),
    ...from('2023-01-01', 0),
  ],
  DK: always(2500, 0),
  EE: [
    ...until('2023-12-31', 2000),
    ...within('2024-01-01', '2025-06-30', 2200),
    ...from('2025-07-01', 2400),
    ...always(900),
    ...from('2025-01-01', 1300),
    ...within('2022-08-01', '2024-12-31', 500),
  ],
  ES: [...always(2100, 1000, 400), ...within('2023-01-01', '2024-09-30', 500, 0), ...within('2024-10-01', '2024-12-31', 750, 200)],
  FI: [...until('2024-08-31', 2400), ...from('2024-09-01', 2550), ...until('2025-12-31', 1400), ...from('2026-01-01', 1350), ...always(1000)],
  FR: FRANCE,
  'FR-20R': [...FRANCE, ...always(1300, 90)],
  GR: always(2400, 1300, 600, 400),
  HR: [...always(2500, 1300, 500), ...from('2022-10-01', 0)],
  HU: always(2700, 1800, 500),
  IE: [
    ...until('2020-08-31', 2300),
    ...within('2020-09-01', '2021-02-28', 2100),
    ...from('2021-03-01', 2300),
    ...always(1350, 900, 480, 0),
  ],
  IT: always(2200, 1000, 500, 400),
  LT: [...always(2100, 500), ...until('2025-12-31', 900), ...from('2026-01-01', 1200)],
  LU: [...until('2022-12-31', 1700, 1400, 800), ...within('2023-01-01', '2023-12-31', 1600, 1300, 700), ...from('2024-01-01', 1700, 1400, 800), ...always(300)],
  LV: always(2100, 1200, 500),
  MT: [...always(1800, 700, 500, 0), ...from('2024-01-01', 1200)],
  NL: [...always(2100, 900), ...from('2023-01-01', 0)],
  PL: [...always(2300, 800, 500), ...within('2022-02-01', '2024-03-31', 0)],
  PT: [...always(2300, 1300, 600), ...PORTUGAL_FOOD],
  // Azores and Madeira.
  'PT-20': [...until('2021-06-30', 1800), ...from('2021-07-01', 1600), ...always(900, 400), ...PORTUGAL_FOOD],
  'PT-30': [...always(2200, 1200), ...until('2024-09-30', 500), ...from('2024-10-01', 400), ...PORTUGAL_FOOD],
  // After July 2025 the 9 % is that of certain dwellings.
  RO: [...until('2025-07-31', 1900, 500), ...from('2025-08-01', 2100, 1100), ...until('2026-07-31', 900)],
  SE: always(2500, 1200, 600),
  SI: always(2200, 950, 500),
  SK: [...until('2024-12-31', 2000, 1000), ...from('2025-01-01', 2300, 1900), ...always(500)],
  XI: from('2021-01-01', 2000, 500, 0),
  GB: always(2000, 500, 0),
  CH: [...until('2023-12-31', 770, 250), ...from('2024-01-01', 810, 260)],
  NO: always(2500, 1500, 1200, 0),
};

/** The days that may say which rate an invoice has (facts: vat 6.1). */
export interface RateDates {
  readonly invoice: IsoDate;
  readonly order?: IsoDate;
  readonly shipment?: IsoDate;
  /** A credit note has the rate of its original, however old (facts: vat 6.2). */
  readonly credit?: boolean;
}

/**
 * `F-RATE-BY-DELIVERY`: known, as the rate of the day of order or delivery, or of shortly before. `F-RATE-BY-INVOICE`: a rate of the
 * invoice's day, but not of the day on which the goods left, which decides (facts: vat 0.4).
 */
export type RateAnswer = { readonly known: true; readonly remark: 'F-RATE-BY-DELIVERY' | 'F-RATE-BY-INVOICE' | null } | { readonly known: false; readonly remark: 'F-RATE-UNKNOWN' };

/** A shop may issue the invoice this many days after the supply. */
const NEIGHBOUR_DAYS = 31;

/** Every rate of a state (ISO code; XI for Northern Ireland) or of a part of it with rates of its own, the highest (standard) first. Empty for states not in the table. */
export function ratesOf(state: string | RateRegion, date: IsoDate): readonly RateBp[] {
  const rates = spansOf(state).filter((span) => holds(span, date, date)).map((span) => span.rate);
  return [...new Set(rates)].sort((a, b) => b - a);
}

/**
 * Whether a percentage was a rate of that state on the invoice's day, or by the neighbour rule: on the day of shipment or of an earlier
 * order, or at most 31 days before. So an old rate lives on for a month; a new one counts early only for goods shipped after its start.
 * An order day alone casts no doubt on the invoice's: goods may have left on any day between.
 */
export function rateIsKnown(state: string | RateRegion, rate: RateBp, dates: RateDates): RateAnswer {
  const spans = spansOf(state).filter((span) => span.rate === rate);
  const during = (first: IsoDate, last: IsoDate): boolean => spans.some((span) => holds(span, first, last));
  if (during(dates.invoice, dates.invoice)) {
    const early = dates.shipment !== undefined && !during(dates.shipment, dates.shipment);
    return { known: true, remark: early ? 'F-RATE-BY-INVOICE' : null };
  }
  if (dates.credit === true && spans.some((span) => span.from === undefined || span.from <= dates.invoice)) return { known: true, remark: null };
  const { invoice, order, shipment } = dates;
  const byDelivery =
    during(addDays(invoice, -NEIGHBOUR_DAYS), invoice) ||
    (shipment !== undefined && during(shipment, shipment)) ||
    (order !== undefined && order <= invoice && during(order, order));
  return byDelivery ? { known: true, remark: 'F-RATE-BY-DELIVERY' } : { known: false, remark: 'F-RATE-UNKNOWN' };
}

function spansOf(state: string): readonly Span[] {
  return Object.hasOwn(RATES, state) ? (RATES[state] ?? []) : [];
}

/** Whether a span has a day in common with first..last. */
function holds(span: Span, first: IsoDate, last: IsoDate): boolean {
  return (span.from === undefined || span.from <= last) && (span.to === undefined || span.to >= first);
}
