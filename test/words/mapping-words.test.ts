import { describe, expect, it } from 'vitest';
import { FIT_REASONS } from '../../lib/booking/code-fit';
import { REGIME_KINDS } from '../../lib/booking/regime';
import { DEFAULT_RULES, LINE_USES } from '../../lib/booking/rules';
import { changedText } from '../../lib/words/changed-fields';
import { countries, EU_COUNTRIES } from '../../lib/words/countries';
import { questionText } from '../../lib/words/mapping-questions';
import { kindText, REGIME_ORDER, USE_ORDER } from '../../lib/words/regimes';

const LANGUAGES = ['en', 'nl'] as const;

describe('kinds of sale', () => {
  it.each([
    [{ use: '', regime: 'home', country: 'NL', rate: 2100 }, 'Netherlands 21 %', 'Nederland 21 %'],
    [{ use: 'shipping', regime: 'home', country: 'NL', rate: 900 }, 'Netherlands 9 %: shipping', 'Nederland 9 %: verzending'],
    [{ use: '', regime: 'oss', country: 'DE', rate: 1900 }, 'Consumers Germany 19 % (One Stop Shop)', 'Consumenten Duitsland 19 % (One Stop Shop)'],
    [{ use: 'voucher', regime: 'no-supply', country: '', rate: null }, 'Outside VAT: gift cards', 'Buiten de btw: cadeaubonnen'],
    [{ use: '', regime: 'exempt', country: '', rate: 0 }, 'exempt from VAT', 'vrijgesteld van btw'],
    [{ use: '', regime: 'new-regime', country: '', rate: 0 }, 'new-regime', 'new-regime'],
  ])('are named in the person’s words: %j', (kind, en, nl) => {
    expect([kindText('en', kind), kindText('nl', kind)]).toEqual([en, nl]);
  });

  it('cover every regime and use that the decider knows', () => {
    expect([...REGIME_ORDER].sort()).toEqual(['', ...REGIME_KINDS].sort());
    expect([...USE_ORDER].sort()).toEqual(['', ...LINE_USES].sort());
    for (const language of LANGUAGES) for (const regime of REGIME_KINDS) expect(kindText(language, { use: '', regime, country: 'DE', rate: 1900 })).not.toContain('{');
  });
});

describe('questions at a row', () => {
  it('say every reason against a code, and name codes that are new', () => {
    for (const language of LANGUAGES) {
      for (const reason of FIT_REASONS) expect(questionText(language, { code: 'saved-unfit', params: { code: '2', reason } })).not.toContain(`: ${reason}.`);
      expect(questionText(language, { code: 'unheard-of', params: {} })).toContain('unheard-of');
    }
  });
});

it('names every field of the rules that can change', () => {
  for (const language of LANGUAGES) for (const field of Object.keys(DEFAULT_RULES)) expect(changedText(language, [field]), field).not.toMatch(/[a-z][A-Z][a-z]/);
  expect(changedText('en', ['roundingAccount', 'roundingLimit', 'table'])).toBe('rounding, accounts and VAT codes');
});

it('offers each country once, sorted by its name', () => {
  const eu = countries('nl', 'eu').map(([code]) => code);
  const others = countries('nl', 'others').map(([code]) => code);
  expect([...eu].sort()).toEqual([...EU_COUNTRIES].sort());
  expect(new Set([...eu, ...others]).size).toBe(eu.length + others.length);
  expect(countries('nl', 'eu')[0]?.[1]).toBe('België');
});
