import { describe, expect, it } from 'vitest';
import { fixOf, placeOf } from '../../lib/view/cause-help';

describe('the one fix of a cause', () => {
  it.each([
    ['R-CODE', { what: 'vat-code', vatCode: '2' }, 'mapping'],
    ['R-CODE', { what: 'account', account: '8000' }, 'mapping'],
    ['R-CODE', { what: 'cost-center' }, 'mapping'],
    ['R-CODE', { what: 'journal', journal: '70' }, 'journal'],
    ['R-CODE', { what: 'payment-condition', value: '14' }, 'journal'],
    ['R-CODE', { what: 'debtor' }, 'debtor'],
    ['no-settings', { setting: 'journal' }, 'journal'],
    ['no-settings', { setting: 'debtorCode' }, 'debtor'],
    ['no-settings', { setting: 'table' }, 'mapping'],
    ['no-settings', { setting: 'rounding' }, 'rounding'],
    ['no-settings', { setting: 'itemCode' }, 'more'],
    ['R-KIND', { product: 'GIFT-50' }, 'kinds'],
    ['R-DISPATCH', { warehouse: '7' }, 'dispatch'],
  ])('%s %j stands in set-up at %s, for other pages and in set-up itself', (code, params, at) => {
    expect(fixOf({ code, params })).toEqual({ kind: 'setup', at });
    expect(placeOf({ code, params })?.at).toBe(at);
  });

  it('of the profile is a question in it, which set-up knows by name', () => {
    expect(fixOf({ code: 'R-PROFILE', params: {} })).toEqual({ kind: 'setup', at: 'profile' });
    expect(placeOf({ code: 'R-PROFILE', params: {} })).toEqual({ step: 'profile', at: 'consumers' });
  });

  it('is ShopCtrl for what stands there, also for the number of an invoice, and set-up is the second way where it helps', () => {
    expect(fixOf({ code: 'R-CODE', params: { what: 'InvoiceCode', length: 70 } })).toEqual({ kind: 'shopctrl' });
    expect(placeOf({ code: 'R-CODE', params: { what: 'InvoiceCode', length: 70 } })).toBeNull();
    expect(fixOf({ code: 'R-ADDS-UP', params: {} })).toEqual({ kind: 'shopctrl' });
    expect(placeOf({ code: 'R-ADDS-UP', params: {} })?.at).toBe('rounding');
  });

  it('is a person’s word where the invoice may be booked as it is, and nothing where nobody can mend it', () => {
    expect(fixOf({ code: 'R-OSS-RATE', params: { country: 'DE' } })).toEqual({ kind: 'consent', cause: 'R-OSS-RATE|DE' });
    for (const code of ['R-PREPAYMENT', 'zero-invoice', 'R-NEW', 'toString']) expect(fixOf({ code, params: {} })).toEqual({ kind: 'none' });
  });
});
