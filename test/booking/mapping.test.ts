import { describe, expect, it } from 'vitest';
import { mappingOf } from '../../lib/booking/mapping';
import type { Regime } from '../../lib/booking/regime';
import type { AccountRule, LineUse } from '../../lib/booking/rules';
import { aRow, someRules } from './fixtures';

const HOME: Regime = { kind: 'home', country: 'NL', rate: 2100 };
const GERMAN: Regime = { kind: 'oss', country: 'DE', rate: 1900 };
const OUT: Regime = { kind: 'no-supply', country: '', rate: 0 };
const code = aRow({ regime: 'home', country: 'NL', rate: 2100, vatCode: '2' });

function place(table: readonly AccountRule[], use: LineUse, regime: Regime): unknown {
  const result = mappingOf(someRules({ table, costCenter: 'SHOP' }), use, regime);
  return result.ok ? `${result.mapped.account} ${result.mapped.vatCode}` : result.params['what'];
}

describe('the account', () => {
  it('is that of the most specific row: use before regime, regime before country, country before rate', () => {
    const rows = [aRow({ account: 'any' }), aRow({ rate: 2100, account: 'rate' }), aRow({ country: 'NL', account: 'country' }), aRow({ regime: 'home', account: 'regime' }), aRow({ use: 'shipping', account: 'use' }), aRow({ use: 'shipping', regime: 'home', account: 'use and regime' })];
    expect(rows.map((_, last) => place([...rows.slice(0, last + 1), code], 'shipping', HOME))).toEqual(['any 2', 'rate 2', 'country 2', 'regime 2', 'use 2', 'use and regime 2']);
    expect(place([...rows, code], 'revenue', HOME)).toBe('regime 2');
    expect(place([aRow({ regime: 'home', country: 'NL', rate: 2100, account: 'all three' }), aRow({ use: 'fee', account: 'use' }), code], 'fee', HOME)).toBe('use 2');
  });

  it('does not come from rows of other uses, countries or rates, nor from empty ones', () => {
    const rows = [aRow({ use: 'fee', account: 'a' }), aRow({ regime: 'export', account: 'b' }), aRow({ country: 'BE', account: 'c' }), aRow({ rate: 900, account: 'd' }), code];
    expect(place(rows, 'revenue', HOME)).toBe('account');
  });

  it('is the first of rows that are equally specific', () => {
    expect(place([aRow({ account: 'first' }), aRow({ account: 'second' }), code], 'revenue', HOME)).toBe('first 2');
  });

  it('of what is owed to customers is never that of turnover', () => {
    const none = aRow({ regime: 'no-supply', vatCode: 'N' });
    const general = [aRow({ account: '8000' }), none];
    expect(place(general, 'voucher', OUT)).toBe('account');
    expect(place([...general, aRow({ use: 'voucher', account: '1400' })], 'voucher', OUT)).toBe('1400 N');
    expect(place([...general, aRow({ regime: 'no-supply', account: '1490' })], 'deposit', OUT)).toBe('1490 N');
  });
});

describe('the VAT code', () => {
  it('comes only from a row that names the regime, and for taxed ones country and rate', () => {
    const account = aRow({ account: '8000' });
    for (const row of [aRow({ vatCode: 'x' }), aRow({ regime: 'oss', vatCode: 'x' }), aRow({ regime: 'oss', country: 'DE', vatCode: 'x' }), aRow({ country: 'DE', rate: 1900, vatCode: 'x' }), aRow({ regime: 'home', country: 'DE', rate: 1900, vatCode: 'x' })]) {
      expect(place([account, row], 'revenue', GERMAN)).toBe('vat-code');
    }
    expect(place([account, aRow({ regime: 'oss', country: 'DE', rate: 1900, vatCode: 'DE1' })], 'revenue', GERMAN)).toBe('8000 DE1');
    expect(place([account, aRow({ regime: 'export', vatCode: '6' })], 'revenue', { kind: 'export', country: '', rate: 0 })).toBe('8000 6');
    expect(place([account, aRow({ regime: 'oss', country: 'IE', rate: 0, vatCode: 'IE0' })], 'revenue', { kind: 'oss', country: 'IE', rate: 0 })).toBe('8000 IE0');
  });

  it('and the account are found apart, and the line says both rows', () => {
    const table = [aRow({ use: 'shipping', account: '8008' }), aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' })];
    expect(mappingOf(someRules({ table }), 'shipping', HOME)).toMatchObject({ ok: true, mapped: { account: '8008', vatCode: '2', rule: 'table:shipping||| + |home|NL|2100' } });
    expect(mappingOf(someRules({ table }), 'revenue', HOME)).toMatchObject({ mapped: { rule: 'table:|home|NL|2100' } });
  });

  it('that is missing is said with the kind of sale', () => {
    expect(mappingOf(someRules({ table: [] }), 'fee', GERMAN)).toEqual({ ok: false, params: { use: 'fee', regime: 'OSS-DE-19', kind: 'oss', country: 'DE', rate: 1900, what: 'account-and-code' } });
    expect(mappingOf(someRules({ table: [] }), 'revenue', { kind: 'export', country: '', rate: 0 })).toEqual({ ok: false, params: { use: 'revenue', regime: 'EXP', kind: 'export', rate: 0, what: 'account-and-code' } });
  });
});

it('cost centre and unit are those of the row, else of the shop', () => {
  const base = aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' });
  const of = (...table: readonly AccountRule[]): unknown => {
    const result = mappingOf(someRules({ table, costCenter: 'SHOP' }), 'revenue', HOME);
    return result.ok && [result.mapped.costCenter, result.mapped.ownCostCenter, result.mapped.costUnit];
  };
  expect(of(base)).toEqual(['SHOP', false, '']);
  expect(of(base, aRow({ regime: 'home', costCenter: 'NL' }), aRow({ costCenter: 'ALL', costUnit: 'U' }))).toEqual(['NL', true, 'U']);
});
