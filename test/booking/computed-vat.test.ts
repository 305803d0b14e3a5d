import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computedVat } from '../../lib/booking/computed-vat';

describe('VAT as Exact computes it', () => {
  it.each([
    [50, 2100, 11],
    [-50, 2100, -11],
    [49, 2100, 10],
    [1000, 550, 55],
    [9_007_199_254, 2100, 1_891_511_843],
    [9_007_199_254_740, 2100, 1_891_511_843_495],
    [0, 2100, 0],
  ])('%d at %d is %d', (net, rate, vat) => {
    expect(computedVat(net, rate)).toBe(vat);
  });

  it('mirrors credits', () => {
    fc.assert(fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 10_000 }), (net, rate) => {
      expect(computedVat(-net, rate) + computedVat(net, rate)).toBe(0);
    }));
  });
});
