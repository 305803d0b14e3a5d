import { describe, expect, it } from 'vitest';
import { ledgerFixOf } from '../../lib/background/sync-causes';
import { syncReasonText } from '../../lib/words/sync-reasons';

describe('a code that vanished in Exact', () => {
  it.each([
    ['vat-code', 'mapping', 'VAT code'],
    ['account', 'mapping', 'general-ledger account'],
    ['journal', 'journal', 'journal'],
    ['payment-condition', 'journal', 'payment condition'],
    ['debtor', 'debtor', 'relation'],
  ])('%s: the button leads to %s, and the text says what it is', (field, at, name) => {
    const reason = { code: 'X-REFERENCE', params: { field } };
    expect(ledgerFixOf(reason, '2026-01')).toEqual({ kind: 'setup', at });
    expect(syncReasonText('en', reason)).toContain(`: ${name}. `);
  });

  it('leads to the settings where Exact does not say which one it is', () => {
    expect(ledgerFixOf({ code: 'X-REFERENCE', params: {} }, '2026-01')).toEqual({ kind: 'setup', at: 'more' });
  });
});
