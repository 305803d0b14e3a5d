import { describe, expect, it } from 'vitest';
import { isOutsideTheTax, kindOf } from '../../lib/booking/kinds';
import { DEFAULT_PROFILE, ROW_KINDS, type KindRule } from '../../lib/booking/profile';
import { aLine } from './fixtures';

const rule = (by: KindRule['by'], code: string, kind: KindRule['kind'], country = ''): KindRule => ({ by, code, country, kind });
const row = aLine(1000, 0, 0, { productCode: 'GIFT-50', vatTariffCode: 'Nul' });
const kind = (rules: readonly KindRule[], country = 'NL', line = row): string | null => kindOf(line, { ...DEFAULT_PROFILE, kinds: rules }, country);

describe('what a row is', () => {
  it.each([
    ['nothing said', [], null],
    ['by tariff, in any case', [rule('tariff', 'NUL', 'exempt')], 'exempt'],
    ['by product', [rule('product', 'gift-50', 'voucher-multi')], 'voucher-multi'],
    ['by the beginning of the product', [rule('product', 'GIFT*', 'voucher-multi')], 'voucher-multi'],
    ['another product', [rule('product', 'GIFT', 'voucher-multi'), rule('product', 'GIFT-5', 'deposit')], null],
    ['a star alone is no code', [rule('product', '*', 'deposit')], null],
    ['a tariff is no beginning', [rule('tariff', 'nu*', 'deposit')], null],
    ['product wins over tariff', [rule('tariff', 'Nul', 'exempt', 'NL'), rule('product', 'GIFT-50', 'deposit')], 'deposit'],
    ['the country wins', [rule('tariff', 'Nul', 'exempt'), rule('tariff', 'Nul', 'service', 'NL')], 'service'],
    ['another country says nothing', [rule('tariff', 'Nul', 'service', 'DE')], null],
    ['the longer code wins', [rule('product', 'GI*', 'deposit'), rule('product', 'GIFT*', 'donation')], 'donation'],
    ['the first of equals', [rule('tariff', 'Nul', 'exempt'), rule('tariff', 'nul', 'service')], 'exempt'],
  ] as const)('%s', (_, rules, expected) => {
    expect(kind(rules)).toBe(expected);
  });

  it('a zero rate without a country is that of home', () => {
    const rules = [rule('tariff', 'Nul', 'zero-rate')];
    expect([kind(rules, 'NL'), kind(rules, 'IE')]).toEqual(['zero-rate', null]);
    expect(kind([rule('tariff', 'Nul', 'zero-rate', 'IE')], 'IE')).toBe('zero-rate');
  });

  it('header amounts have none of their own, and rounding is rounding', () => {
    expect(kind([rule('product', 'GIFT-50', 'deposit')], 'NL', { ...row, kind: 'shipping' })).toBeNull();
    expect(kind([], 'NL', { ...row, kind: 'rounding' })).toBe('rounding');
  });

  it('five kinds are no supply', () => {
    expect(ROW_KINDS.filter(isOutsideTheTax)).toEqual(['voucher-multi', 'deposit', 'donation', 'damages', 'rounding']);
    expect(isOutsideTheTax(null)).toBe(false);
  });
});
