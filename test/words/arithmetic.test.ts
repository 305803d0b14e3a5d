import { expect, it } from 'vitest';
import { ARITHMETICS } from '../../lib/invoice/add-up';
import { arithmeticText } from '../../lib/words/arithmetic';

it('has words for every way of adding up, in both languages', () => {
  for (const { rows, header } of ARITHMETICS) {
    for (const basis of ['net', 'gross']) {
      for (const language of ['en', 'nl'] as const) expect(arithmeticText(language, `${rows}-${header}-${basis}`)?.split('; ')).toHaveLength(3);
    }
  }
});

it('says only what the invoices have told', () => {
  expect(arithmeticText('en', 'after-any-any')).toBe('row totals are after the row’s discount');
  expect(arithmeticText('en', 'any-any-any')).toBeNull();
});
