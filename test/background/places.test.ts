/** The preview and set-up each know where a cause is mended, since neither room may import the other: they have to name the same place. */
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../components/setup/waiting';
import { fixOf } from '../../lib/background/preview-causes';

const SAID: readonly (readonly [code: string, name: string, value: string])[] = [
  ...['no-mapping', 'R-COLLECTIVE', 'R-THRESHOLD', 'R-DISPATCH', 'R-PROFILE', 'R-KIND', 'R-MARGIN', 'sales-invoice-credit', 'sales-invoice-total', 'debtor-code'].map((code) => [code, '', ''] as const),
  ...['journal', 'paymentCondition', 'debtorCode', 'rounding', 'table', 'itemCode', 'receivableAccount', 'vatAccount'].map((value) => ['no-settings', 'setting', value] as const),
  ...['journal', 'currency', 'payment-condition', 'debtor', 'vat-code', 'account', 'cost-center', 'cost-unit'].map((value) => ['R-CODE', 'what', value] as const),
];

describe('where a cause is mended', () => {
  it.each(SAID)('%s %s %s: preview and set-up agree', (code, name, value) => {
    const params: Record<string, string> = name === '' ? {} : { [name]: value };
    const fix = fixOf({ code, params });
    const place = placeOf({ code, params, count: 1, invoices: [] });
    expect(fix.kind).toBe('setup');
    const at = fix.kind === 'setup' ? fix.at : '';
    // The preview leads to the profile; set-up knows the question within it.
    expect([at === 'profile' ? place?.step : place?.at]).toEqual([at]);
  });
});
