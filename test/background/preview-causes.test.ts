import { describe, expect, it } from 'vitest';
import { fixOf } from '../../lib/background/preview-causes';

describe('the one fix of a cause', () => {
  it.each([
    ['R-CODE', { what: 'vat-code', vatCode: '2' }, 'mapping'],
    ['R-CODE', { what: 'account', account: '8000' }, 'mapping'],
    ['R-CODE', { what: 'journal', journal: '70' }, 'journal'],
    ['R-CODE', { what: 'payment-condition', value: '14' }, 'journal'],
    ['no-settings', { setting: 'journal' }, 'journal'],
    ['no-settings', { setting: 'debtorCode' }, 'debtor'],
    ['no-settings', { setting: 'table' }, 'mapping'],
    ['no-settings', { setting: 'rounding' }, 'rounding'],
    ['no-settings', { setting: 'itemCode' }, 'more'],
    ['R-KIND', { product: 'GIFT-50' }, 'kinds'],
    ['R-DISPATCH', { warehouse: '7' }, 'dispatch'],
    ['R-PROFILE', {}, 'profile'],
  ])('%s %j stands in set-up at %s', (code, params, at) => {
    expect(fixOf({ code, params })).toEqual({ kind: 'setup', at });
  });
});
