import { describe, expect, it } from 'vitest';
import { exactOf } from '../../lib/invoice/decimal';
import { arithmeticOf, basisOf, codeOf, isDecided, narrowed, triedBy, UNDECIDED, type Evidence } from '../../lib/shopctrl/arithmetic';

const pair = (ex: number, inc: number) => ({ ex: exactOf(ex), inc: exactOf(inc) });
/** 100.00 + 21 %, with a header discount of 10.00 and a row discount of 5.00, and what the total makes of them. */
const invoice = (total: number, discount = 1000, rowDiscount = 500, sign = 1): Evidence => ({
  basis: null,
  sums: {
    rows: [{ ...pair(sign * 10_000, sign * 12_100), discount: pair(sign * rowDiscount, sign * rowDiscount * 1.21), rate: 2100 }],
    shipping: pair(0, 0),
    paymentFee: pair(0, 0),
    discount: pair(discount, discount * 1.21),
    total: pair(total, total * 1.21),
  },
});
const times = (count: number, one: Evidence): readonly Evidence[] => Array<Evidence>(count).fill(one);

describe('the arithmetic of a tenant, by evidence', () => {
  it('is undecided without evidence, and stays so for invoices without discounts', () => {
    expect(narrowed(UNDECIDED, [])).toEqual(UNDECIDED);
    const plain = narrowed(UNDECIDED, times(50, invoice(10_000, 0, 0)));
    expect(plain).toMatchObject({ rows: 'any', header: 'any' });
    expect(triedBy(plain).length).toBe(8);
  });

  it.each([
    [9_000, 'after-in'],
    [10_000, 'after-out'],
    [8_500, 'before-in'],
    [9_500, 'before-out'],
  ])('total %i: %s', (total, code) => {
    const found = narrowed(UNDECIDED, times(3, invoice(total)));
    expect(codeOf(found).startsWith(code)).toBe(true);
  });

  it('credits tell which sign the discount has', () => {
    const sales = times(3, invoice(9_000));
    // Negative on credits: subtracted as it stands, which is also nearer to zero.
    expect(triedBy(narrowed(UNDECIDED, [...sales, ...times(3, invoice(-9_000, -1000, 500, -1))])).map((one) => one.header)).toContain('minus');
    expect(narrowed(UNDECIDED, [...sales, ...times(3, invoice(-9_000, 1000, 500, -1))]).header).toBe('against');
  });

  it('one odd invoice decides nothing, and does not turn a majority', () => {
    expect(narrowed(UNDECIDED, [invoice(9_000)])).toMatchObject({ rows: 'any', header: 'any' });
    expect(narrowed(UNDECIDED, [invoice(10_000), ...times(5, invoice(9_000))])).toMatchObject({ rows: 'after', header: 'in' });
  });

  it('keeps what was decided and reads its own code', () => {
    const decided = arithmeticOf('after-minus-net');
    expect(isDecided(decided)).toBe(true);
    expect(narrowed(decided, times(10, invoice(10_000)))).toEqual(decided);
    for (const code of ['before-out-gross', 'any-in-any', 'any-any-any']) expect(codeOf(arithmeticOf(code))).toBe(code);
    expect(arithmeticOf('nonsense')).toEqual(UNDECIDED);
    expect(arithmeticOf(null)).toEqual(UNDECIDED);
  });

  it('reads at most a hundred', () => {
    expect(narrowed(UNDECIDED, [...times(100, invoice(10_000, 0, 0)), ...times(10, invoice(9_000))])).toMatchObject({ rows: 'any', header: 'any' });
  });

  it('net or gross: the order says, else the cents do', () => {
    expect(narrowed(UNDECIDED, [{ ...invoice(9_000), basis: 'net' }]).basis).toBe('net');
    // 4.13 ex comes from 5.00 inc; 4.13 * 1.21 would be 5.00 too. 8.22 ex / 9.95 inc: only the gross price gives both.
    const row = (ex: number, inc: number): Evidence => ({ ...invoice(0), sums: { ...invoice(0).sums, rows: [{ ...pair(ex, inc), discount: pair(0, 0), rate: 2100 }] } });
    const fromGross = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => row(Math.round((n * 995) / 1.21), n * 995));
    const fromNet = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => row(n * 7, Math.round(n * 7 * 1.21)));
    expect(narrowed(UNDECIDED, [...fromGross, ...fromGross, ...fromGross]).basis).toBe(basisOf({ ...UNDECIDED, basis: 'gross' }));
    expect(narrowed(UNDECIDED, fromNet).basis).not.toBe('gross');
  });
});
