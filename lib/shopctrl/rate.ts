import { exactOf, type Exact } from '../invoice/decimal';
import type { RateBp } from '../invoice/money';

/** A percentage in hundredths of a percent; null when it is absent or not a whole number of those. */
export function rateBp(percentage: Exact | null): RateBp | null {
  if (percentage === null) return null;
  const hundredths = percentage.times(100);
  return hundredths.gte(0) && hundredths.lte(exactOf(10_000)) && hundredths.eq(hundredths.round(0)) ? hundredths.toNumber() : null;
}
