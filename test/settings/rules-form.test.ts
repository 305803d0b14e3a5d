import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import { FaultError } from '../../lib/faults';
import type { RulesForm } from '../../lib/messages';
import { formFromRules, rulesFromForm } from '../../lib/settings/rules-form';

const form = (change: Partial<RulesForm> = {}): RulesForm => ({ ...formFromRules(null), ...change });
const row = (change: Partial<RulesForm['mapping'][number]> = {}): RulesForm['mapping'][number] => ({ rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '2', ...change });
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
    const rules = rulesFromForm(form({ journal: ' 70 ', mapping: [row({ revenueAccount: ' 8000' })] }));
    expect(rules).toMatchObject({ journal: '70', mapping: [{ rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '2' }] });
    expect(rulesFromForm(formFromRules(rules))).toEqual(rules);
  });
  it('leave out rows that nobody filled in', () => {
    expect(rulesFromForm(form({ mapping: [row(), row({ rate: 900, revenueAccount: '', vatCode: ' ' })] })).mapping).toHaveLength(1);
  });
  it.each([
    [{ debtorCode: '1234567890123456789' }, 'debtorCode'],
    [{ fileRecords: 0 }, 'fileRecords'],
    [{ fileRecords: 1.5 }, 'fileRecords'],
    [{ roundingLimit: -1 }, 'roundingLimit'],
    [{ mapping: [row({ group: 'europe' })] }, 'mapping.0.group'],
    [{ mapping: [row({ group: 'eu-consumer:de' })] }, 'mapping.0.group'],
    [{ mapping: [row({ rate: 21.5 })] }, 'mapping.0.rate'],
    [{ mapping: [row(), row({ vatCode: '4' })] }, 'mapping.1.group'],
  ] satisfies readonly [Partial<RulesForm>, string][])('name the field that does not fit: %j', (change, name) => {
    expect(field(change)).toBe(name);
  });
  it('keep a country of its own beside the group of all', () => {
    expect(field({ mapping: [row({ group: 'eu-consumer' }), row({ group: 'eu-consumer:DE' })] })).toBeNull();
  });
});
