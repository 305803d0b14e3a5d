/** VAT as Exact would compute it from the codes, line by line from the net (facts: vat 5.1): for exits that cannot carry the shop's own. */
import type { Minor, RateBp } from '../invoice/money';
import type { Booking } from './booking';

/** Net × rate, rounded half away from zero to a minor unit, in integers (facts: vat 5.2). */
export function computedVat(net: Minor, rate: RateBp): Minor {
  const product = net * rate;
  // Far below the integers that a number holds exactly, plain arithmetic is exact and much faster.
  if (product < 4_000_000_000_000_000 && product > -4_000_000_000_000_000) {
    const raised = Math.abs(product) + 5_000;
    const whole = (raised - (raised % 10_000)) / 10_000;
    return product < 0 && whole > 0 ? -whole : whole;
  }
  const big = BigInt(net) * BigInt(rate);
  return Number((big + (big < 0n ? -5_000n : 5_000n)) / 10_000n);
}

/** The total that Exact comes to from nets and rates alone. */
export function computedTotal(booking: Booking): Minor {
  return booking.lines.reduce((total, line) => total + line.net + computedVat(line.net, line.rate), 0);
}
