/** Whether a VAT code of Exact can carry a regime (facts: vat 1.3; exact-api 6.2). A code that does not fit is never used, whoever chose it. */
import type { IsoDate } from '../invoice/money';
import { percentageOn, type BookVatCode } from './books';
import type { Regime, RegimeKind } from './regime';

export const FIT_REASONS = ['blocked', 'transaction', 'type', 'percentage', 'listing', 'oss-country', 'charged', 'margin'] as const;
/** What speaks against a code: the name of the property. */
export type FitReason = (typeof FIT_REASONS)[number];

/** Zero rates with a base for the return; taxed regimes at 0 % belong to them. */
const ZERO: ReadonlySet<RegimeKind> = new Set(['home-zero', 'reverse-charge', 'intra-goods', 'intra-services', 'export']);
/** Nothing for the return: exempt, outside the tax, small-business scheme, services outside the EU. */
const NONE: ReadonlySet<RegimeKind> = new Set(['exempt', 'no-supply', 'small-business', 'export-services']);

/**
 * Everything that speaks against booking a regime with a code on an entry date; nothing when it fits. The percentage is the one that the
 * code has on that day, not today's, and a credit note is booked with the rate of its original, so a changed code does not fit it any more.
 */
export function fits(code: BookVatCode, regime: Regime, entryDate: IsoDate): readonly FitReason[] {
  const reasons: FitReason[] = [];
  if (code.blocked) reasons.push('blocked');
  if (code.transaction !== 'S' && code.transaction !== 'B') reasons.push('transaction');
  if (!typeFits(code, regime)) reasons.push('type');
  if (!percentageFits(code, regime, entryDate)) reasons.push('percentage');
  if ((code.listing === '' ? 'N' : code.listing) !== listingOf(regime.kind)) reasons.push('listing');
  if (!ossFits(code.ossCountry, regime)) reasons.push('oss-country');
  if (!chargedFits(code.charged, regime.kind)) reasons.push('charged');
  if (code.margin !== (regime.kind === 'margin')) reasons.push('margin');
  return reasons;
}

/**
 * What speaks against a code where nothing is known of the country's law (administrations outside the Netherlands, mapped by hand): only what
 * would change the amounts. Listings, One Stop Shop and reverse charge are then the bookkeeper's business (facts: vat 1.1).
 */
export function carries(code: BookVatCode, { kind, rate }: Regime, entryDate: IsoDate): readonly FitReason[] {
  const reasons: FitReason[] = [];
  if (code.blocked) reasons.push('blocked');
  if (code.transaction !== 'S' && code.transaction !== 'B') reasons.push('transaction');
  if (rate > 0 ? code.type !== 'E' : code.type !== 'B' && code.type !== 'N') reasons.push('type');
  if (!percentageFits(code, { kind, rate }, entryDate)) reasons.push('percentage');
  return reasons;
}

/** E excluding VAT above 0, B zero with a base, N none. I would take nets for gross amounts. */
function typeFits({ type, baseBox }: BookVatCode, { kind, rate }: Regime): boolean {
  // The margin is taxed later and elsewhere: its flag is what tells such a code.
  if (kind === 'margin') return type !== 'I';
  // A base without a box says as little as no base, but only where that was read.
  if (kind === 'export-services' && type === 'B') return baseBox === '';
  if (NONE.has(kind)) return type === 'N';
  return type === (ZERO.has(kind) || rate === 0 ? 'B' : 'E');
}

function percentageFits(code: BookVatCode, { kind, rate }: Pick<Regime, 'kind' | 'rate'>, date: IsoDate): boolean {
  if (kind === 'margin') return true;
  const percentage = percentageOn(code, date);
  return rate === 0 ? percentage === null || percentage === 0 : percentage === rate;
}

function listingOf(kind: RegimeKind): string {
  return kind === 'intra-goods' ? 'L' : kind === 'intra-services' ? 'S' : 'N';
}

/** Greece is EL in VAT matters and GR elsewhere; either may stand there. */
function ossFits(written: string, { kind, country }: Regime): boolean {
  const iso = written.trim().toUpperCase().replace(/^EL$/, 'GR');
  return kind === 'oss' ? iso === country.replace(/^EL$/, 'GR') : iso === '';
}

/** The flag means reverse charge or a sale between member states: needed for the first, possible for the second, wrong for all others. */
function chargedFits(charged: boolean, kind: RegimeKind): boolean {
  if (kind === 'reverse-charge') return charged;
  return !charged || kind === 'intra-goods' || kind === 'intra-services';
}
