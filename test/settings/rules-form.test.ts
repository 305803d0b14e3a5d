import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, type AccountRule } from '../../lib/booking/rules';
import { FaultError } from '../../lib/faults';
import type { RulesForm } from '../../lib/messages';
import { formFromRules, rulesFromForm } from '../../lib/settings/rules-form';
import { aRow } from '../booking/fixtures';

const form = (change: Partial<RulesForm> = {}): RulesForm => ({ ...formFromRules(null), ...change });
const row = (change: Partial<AccountRule> = {}): AccountRule => aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2', ...change });
const field = (change: Partial<RulesForm>): unknown => {
  try {
    rulesFromForm(form(change));
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'bad-request') return error.fault.params?.['field'];
    throw error;
  }
  return null;
};

describe('rules out of the form', () => {
  it('are the defaults for an untouched form, and come back as they were typed', () => {
    expect(rulesFromForm(form())).toEqual(DEFAULT_RULES);
    const rules = rulesFromForm(form({ journal: ' 70 ', table: [row({ account: ' 8000' })] }));
    expect(rules).toMatchObject({ journal: '70', table: [row()] });
    expect(rulesFromForm(formFromRules(rules))).toEqual(rules);
  });
  it('leave out rows that nobody filled in', () => {
    expect(rulesFromForm(form({ table: [row(), row({ rate: 900, account: '', vatCode: ' ' }), aRow({ use: 'shipping', costCenter: 'WEB' })] })).table).toHaveLength(2);
  });
  it.each([
    [{ debtorCode: '1234567890123456789' }, 'debtorCode'],
    [{ fileRecords: 0 }, 'fileRecords'],
    [{ fileRecords: 1.5 }, 'fileRecords'],
    [{ roundingLimit: -1 }, 'roundingLimit'],
    [{ table: [row({ country: 'nl' })] }, 'table.0.country'],
    [{ table: [row({ rate: 21.5 })] }, 'table.0.rate'],
    [{ table: [row(), row({ vatCode: '4' })] }, 'table.1.regime'],
    [{ journals: [{ currency: 'euro', journal: '70' }] }, 'journals.0.currency'],
  ] satisfies readonly [Partial<RulesForm>, string][])('name the field that does not fit: %j', (change, name) => {
    expect(field(change)).toBe(name);
  });
  it('keep a row of one country beside that of all', () => {
    expect(field({ table: [row({ country: '' }), row({ country: 'DE' }), row({ use: 'shipping' })] })).toBeNull();
  });
});
