import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../lib/booking/booking';
import type { FaultCode } from '../../lib/faults';
import { bookedEn, nextEn } from '../../lib/words/fates.en';
import { bookedNl, nextNl } from '../../lib/words/fates.nl';
import { faultWords } from '../../lib/words/faults';
import { faultTextHere } from '../../lib/words/faults-here';
import { faultsEn } from '../../lib/words/faults.en';
import { faultsNl } from '../../lib/words/faults.nl';
import { popupEn } from '../../lib/words/popup.en';
import { popupNl } from '../../lib/words/popup.nl';
import { previewEn } from '../../lib/words/preview.en';
import { previewNl } from '../../lib/words/preview.nl';
import { reasonText } from '../../lib/words/reasons';
import { partsEn, reasonsEn } from '../../lib/words/reasons.en';
import { partsNl, reasonsNl } from '../../lib/words/reasons.nl';
import { remarkText } from '../../lib/words/remarks';
import { remarksEn } from '../../lib/words/remarks.en';
import { remarksNl } from '../../lib/words/remarks.nl';
import { setupEn } from '../../lib/words/setup.en';
import { setupNl } from '../../lib/words/setup.nl';
import { setupVatEn } from '../../lib/words/setup-vat.en';
import { setupVatNl } from '../../lib/words/setup-vat.nl';
import { fill, pickLanguage, type Text } from '../../lib/words/text';

type Record2 = Readonly<Record<string, Text>>;
const PAIRS: readonly (readonly [name: string, en: Record2, nl: Record2])[] = [
  ['booked', bookedEn, bookedNl],
  ['what happens by itself', nextEn, nextNl],
  ['faults', faultsEn, faultsNl],
  ['popup', popupEn, popupNl],
  ['preview', previewEn, previewNl],
  ['reasons', reasonsEn, reasonsNl],
  ['parts', partsEn, partsNl],
  ['remarks', remarksEn, remarksNl],
  ['setup', setupEn, setupNl],
  ['setup of a shop', setupVatEn, setupVatNl],
];

const forms = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text);
const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();

// Exhaustive by the compiler: a new code without a line here does not compile.
const REFUSALS: Readonly<Record<RefusalCode, true>> = {
  'no-mapping': true,
  'no-settings': true,
  'no-country': true,
  'zero-invoice': true,
  'R-ADDS-UP': true,
  'R-RATE-AMOUNT': true,
  'R-OBFUSCATED': true,
  'R-COLLECTIVE': true,
  'R-VATNO-MISSING': true,
  'R-VATNO-FORM': true,
  'R-VATNO-HOME': true,
  'R-VATNO-XI': true,
  'R-VATNO-EX': true,
  'R-TERRITORY': true,
  'R-VATNO-CHECK': true,
  'R-RATE-UNKNOWN': true,
  'R-OSS-OFF': true,
  'R-OSS-RATE': true,
  'R-OSS-B2B': true,
  'R-THRESHOLD': true,
  'R-DISPATCH': true,
  'R-PROFILE': true,
  'R-RC': true,
  'R-KIND': true,
  'R-MARGIN': true,
  'R-PREPAYMENT': true,
  'R-DEBTOR-VATNO': true,
  'R-CODE': true,
  'R-PERIOD': true,
  'sales-invoice-credit': true,
  'sales-invoice-total': true,
  'debtor-code': true,
};

describe.each(PAIRS)('%s', (_name, en, nl) => {
  it('has the same keys in both languages, each with words', () => {
    expect(Object.keys(nl).sort()).toEqual(Object.keys(en).sort());
    for (const text of [...Object.values(en), ...Object.values(nl)]) for (const form of forms(text)) expect(form.trim()).not.toBe('');
  });

  it('has the same placeholders and plural forms in both languages', () => {
    for (const key of Object.keys(en)) {
      const ours = forms(en[key]!);
      const theirs = forms(nl[key]!);
      expect(theirs.length, key).toBe(ours.length);
      ours.forEach((form, index) => expect(placeholders(theirs[index]!), key).toEqual(placeholders(form)));
    }
  });
});

it('says different things in different languages', () => {
  const same = Object.keys(setupEn).filter((key) => JSON.stringify((setupEn as Record2)[key]) === JSON.stringify((setupNl as Record2)[key]));
  expect(same.sort()).toEqual(['details', 'map.never', 'shop.id', 'shopctrl.apiAt', 'shopctrl.login', 'shopctrl.title', 'shops.jump', 'step.later', 'test.exact', 'test.shopctrl'].sort());
});

describe('faults', () => {
  it.each(Object.keys(faultsEn) as FaultCode[])('%s: what happened and what to do, without naming a placeholder or a code', (code) => {
    for (const language of ['en', 'nl'] as const) {
      const { text, action, button } = faultWords(language, { code });
      expect(text.split(/(?<=[.;:?]) /).length, text).toBeGreaterThanOrEqual(2);
      expect(text).not.toMatch(/[{}[\]]/);
      if (code.includes('-')) expect(text).not.toContain(code);
      expect(button === '').toBe(action === 'none');
    }
  });

  it.each(Object.keys(faultsEn) as FaultCode[])('%s on the set-up page does not send the person to set-up', (code) => {
    expect(faultTextHere('en', { code })).not.toMatch(/set-up/i);
    expect(faultTextHere('nl', { code })).not.toMatch(/instellen/i);
  });

  it('names everything that can make Exact refuse an app', () => {
    const says = (code: FaultCode, ...words: readonly string[]): void => {
      for (const text of [faultWords('en', { code }).text, faultTextHere('en', { code })]) for (const word of words) expect(text.toLowerCase()).toContain(word);
    };
    says('exact-page-not-loaded', 'client id', 'redirect address');
    says('exact-secret', 'client id', 'client secret', 'redirect address');
    says('exact-cancelled', 'did exact show an error?', 'client id', 'redirect address');
  });

  it('promises no help at an address that does not exist', () => {
    for (const texts of [faultsEn, reasonsEn]) expect(Object.values(texts).join(' ')).not.toMatch(/send us/i);
    for (const texts of [faultsNl, reasonsNl]) expect(Object.values(texts).join(' ')).not.toMatch(/stuur ons/i);
  });

  it('names the day on which a connection was taken over, as the person has it on the calendar', () => {
    expect(faultWords('en', { code: 'exact-taken-over', params: { on: new Date(2026, 0, 31, 0, 30).toISOString() } }).text).toContain('taken over on 31 Jan 2026 by another browser');
    expect(faultWords('nl', { code: 'exact-taken-over', params: { on: '2026-01-31' } }).text).toContain('op 31 jan 2026 overgenomen door een andere browser');
    expect(faultWords('en', { code: 'exact-taken-over' }).text).toContain('taken over by another browser');
  });

  it('falls back for a code of a newer version', () => {
    expect(faultWords('en', { code: 'brand-new' as FaultCode }).text).toBe(faultsEn.unexpected);
    expect(faultWords('en', { code: 'constructor' as FaultCode }).text).toBe(faultsEn.unexpected);
  });
});

describe('reasons', () => {
  it.each(Object.keys(REFUSALS))('%s has words of its own in both languages', (code) => {
    const figures = { rate: 1900, group: 'eu-consumer:DE', country: 'DE', expected: 12100, found: 12099, actual: 12099, net: 10000, gross: 12100, setting: 'journal', what: 'shipping', from: 'A1', to: 'A3', currency: 'EUR' };
    for (const language of ['en', 'nl'] as const) {
      const bare = reasonText(language, { code, params: {} });
      expect(bare).not.toContain(code);
      for (const text of [bare, reasonText(language, { code, params: figures })]) expect(text, text).not.toMatch(/[{}[\]]|undefined|NaN/);
    }
  });

  it('writes rates, groups and amounts as the person reads them', () => {
    expect(reasonText('en', { code: 'no-mapping', params: { rate: 550, group: 'eu-consumer:FR' } })).toContain('5.5 % Consumers in France');
    expect(reasonText('en', { code: 'no-mapping', params: { rate: 700, group: 'eu-consumer:DE', country: 'DE' } })).toContain('7 % Consumers in Germany. ');
    expect(reasonText('en', { code: 'no-mapping', params: { rate: 0, group: 'outside-eu', country: 'CH' } })).toContain('0 % Outside the EU (Switzerland). ');
    expect(reasonText('nl', { code: 'no-mapping', params: { rate: 550, group: 'eu-consumer:FR' } })).toContain('5,5 % Consumenten in Frankrijk');
    const figures = reasonText('nl', { code: 'R-ADDS-UP', params: { expected: 1234567, actual: 1234561, currency: 'EUR' } });
    expect(figures.replace(/\s/g, ' ')).toContain('€ 12.345,67 tegen € 12.345,61');
    expect(reasonText('en', { code: 'R-ADDS-UP', params: { expected: 100, found: 90, currency: 'JPY' } })).toMatch(/100.* against .*90/);
    expect(reasonText('en', { code: 'no-settings', params: { setting: 'rounding' } })).toContain('Rounding account and VAT code');
  });

  it('says each missing number once, and the last one only where the list stops before it', () => {
    const gap = (missing: string, to: string): string => reasonText('en', { code: 'gap', params: { series: '26', from: '2600051', to, count: 1, missing } });
    expect(gap('2600051', '2600051')).toMatch(/^Missing in the number series: 2600051\. /);
    expect(gap('2600051, 2600052', '2600052')).toMatch(/: 2600051, 2600052\. /);
    expect(gap('2600051, 2600052', '2600090')).toMatch(/: 2600051, 2600052 and more, up to 2600090\. /);
  });

  it('names an unknown reason instead of hiding it', () => {
    expect(reasonText('en', { code: 'R-NEW', params: {} })).toContain('R-NEW');
    expect(reasonText('en', { code: 'toString', params: {} })).toContain('toString');
  });

  it('has words for remarks, with their figure where there is one', () => {
    expect(remarkText('en', { code: 'F-ROUNDING', params: { difference: -1 } })).toMatch(/-€0\.01/);
    expect(remarkText('nl', { code: 'F-ROUNDING' })).not.toMatch(/[[\]{}]/);
    expect(remarkText('nl', { code: 'F-UNKNOWN' })).toBe('F-UNKNOWN');
  });
});

describe('fill', () => {
  it('chooses the plural by count and groups numbers by language', () => {
    const text = ['1 invoice', '{count} invoices'] as const;
    expect([0, 1, 2, 12345].map((count) => fill('en', text, { count }))).toEqual(['0 invoices', '1 invoice', '2 invoices', '12,345 invoices']);
    expect(fill('nl', text, { count: 12345 })).toBe('12.345 invoices');
  });

  it('leaves a bracketed part out when one of its placeholders is unknown', () => {
    expect(fill('en', 'Missing[: {a} and {b}].', { a: 'x' })).toBe('Missing.');
    expect(fill('en', 'Missing[: {a} and {b}].', { a: 'x', b: 0 })).toBe('Missing: x and 0.');
  });

  it('does not fill placeholders that came in with a value', () => {
    expect(fill('en', '{a}', { a: '{b}', b: 'no' })).toBe('{b}');
    expect(fill('en', 'Forget {name}?', { name: 'Shop [{x}]' })).toBe('Forget Shop [{x}]?');
  });
});

it('speaks the first language of the browser that we know', () => {
  expect(pickLanguage(['fr-FR', 'nl-BE', 'en'])).toBe('nl');
  expect(pickLanguage(['en-US', 'nl'])).toBe('en');
  expect(pickLanguage(['de'])).toBe('en');
  expect(pickLanguage([])).toBe('en');
});
