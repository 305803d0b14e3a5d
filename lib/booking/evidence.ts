/**
 * What an administration's past tells about a kind of sale. A habit speaks for a regime only where the buyers' countries agree with it: a
 * code at 0 % used for customers at home says nothing about exports, whatever its percentage (facts: vat 0.2).
 */
import { isMember, isoCountry } from '../invoice/territory';
import type { IsoDate } from '../invoice/money';
import type { BookHabit, Books, BookVatCode } from './books';
import { percentageOn } from './books';
import { fits } from './code-fit';
import type { Regime, RegimeKind } from './regime';

/** Without a box in the return: codes of these regimes may be one and the same. */
export const WITHOUT_BOX: ReadonlySet<RegimeKind> = new Set(['exempt', 'no-supply', 'small-business', 'export-services']);

/** Days on which a code has to fit, and the country of the administration. */
export interface Ground {
  readonly books: Books;
  readonly days: readonly IsoDate[];
}

/** A day of a ground; the first one. */
const dayOf = ({ days }: Ground): IsoDate => days[0] ?? '';

/** Codes that fit a regime on all days. */
export function fittingCodes(ground: Ground, regime: Regime): readonly BookVatCode[] {
  return ground.books.vatCodes.filter((code) => ground.days.every((day) => fits(code, regime, day).length === 0));
}

/** How often a code was used for such sales, of what was read. */
export function timesUsed(ground: Ground, code: string, regime: Regime): number {
  return ground.books.habits.filter((habit) => habit.vatCode === code && speaksFor(ground, habit, regime)).reduce((sum, habit) => sum + habit.count, 0);
}

/** Whether the countries of a habit's buyers agree with the regime. Codes that name their country or rate themselves need no buyers. */
export function speaksFor(ground: Ground, { countries }: BookHabit, { kind, country }: Regime): boolean {
  const home = isoCountry(ground.books.country);
  const day = dayOf(ground);
  switch (kind) {
    case 'home':
    case 'oss':
    case 'margin':
    case 'no-supply':
    case 'small-business':
      return true;
    case 'intra-goods':
    case 'intra-services':
      return countries.length === 0 || countries.some((one) => isOtherMember(one, home, day));
    case 'home-zero':
    case 'exempt':
    case 'reverse-charge':
      return countries.includes(home);
    case 'local':
    case 'foreign':
      return countries.includes(country);
    case 'export':
    case 'export-services':
      return countries.some((one) => isOutside(one, home, day));
  }
}

/** A code that looks as if it were meant for these sales, and breaks what they need: asked about, never adopted. */
export interface Unfit {
  readonly code: string;
  readonly count: number;
  /** As `code-fit` names it. */
  readonly reason: string;
}

/** The most used code of that kind; null when there is none. Buyers of other countries would mean that it serves other sales as well. */
export function unfitHabit(ground: Ground, regime: Regime): Unfit | null {
  const day = dayOf(ground);
  let worst: Unfit | null = null;
  for (const code of ground.books.vatCodes) {
    const reason = fits(code, regime, day)[0];
    if (reason === undefined || (percentageOn(code, day) ?? 0) !== regime.rate) continue;
    const count = ground.books.habits.filter((habit) => habit.vatCode === code.code && isPlainlyFor(ground, code, habit, regime)).reduce((sum, habit) => sum + habit.count, 0);
    if (count > 0 && count > (worst?.count ?? 0)) worst = { code: code.code, count, reason };
  }
  return worst;
}

function isPlainlyFor(ground: Ground, code: BookVatCode, { countries }: BookHabit, { kind, country }: Regime): boolean {
  const home = isoCountry(ground.books.country);
  const day = dayOf(ground);
  const all = (test: (one: string) => boolean): boolean => countries.length > 0 && countries.every(test);
  switch (kind) {
    case 'home':
      return code.ossCountry === '' && !code.margin && countries.includes(home);
    case 'home-zero':
    case 'reverse-charge':
    case 'exempt':
      return all((one) => one === home) && code.type !== 'N';
    case 'oss':
    case 'local':
    case 'foreign':
      return all((one) => one === country);
    case 'intra-goods':
    case 'intra-services':
      return all((one) => isOtherMember(one, home, day)) && code.ossCountry === '' && code.listing !== (kind === 'intra-goods' ? 'S' : 'L');
    case 'export':
      return all((one) => isOutside(one, home, day));
    case 'margin':
    case 'small-business':
    case 'no-supply':
    case 'export-services':
      return false;
  }
}

const isOtherMember = (country: string, home: string, day: IsoDate): boolean => country !== home && (country === 'XI' || isMember(country, day));
const isOutside = (country: string, home: string, day: IsoDate): boolean => country !== home && country !== 'XI' && !isMember(country, day);
