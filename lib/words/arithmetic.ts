/** How ShopCtrl's sums add up for a tenant, in words. The code is `rows-header-basis`, chosen by evidence (`lib/shopctrl/arithmetic`); `any`: no invoice has told yet. */
import type { Language } from '../messages';

type Part = 'rows' | 'header' | 'basis';

const WORDS: Readonly<Record<Language, Readonly<Record<Part, Readonly<Record<string, string>>>>>> = {
  en: {
    rows: { after: 'row totals are after the row’s discount', before: 'row totals are before the row’s discount' },
    header: {
      minus: 'the invoice’s discount is subtracted from the rows',
      in: 'the invoice’s discount is subtracted from the rows',
      against: 'the invoice’s discount is subtracted, on credit invoices too',
      plus: 'the invoice’s discount is written negative and added',
      out: 'the rows carry the invoice’s discount already',
    },
    basis: { net: 'prices are kept without VAT', gross: 'prices are kept with VAT' },
  },
  nl: {
    rows: { after: 'regeltotalen zijn na de regelkorting', before: 'regeltotalen zijn vóór de regelkorting' },
    header: {
      minus: 'de factuurkorting gaat van de regels af',
      in: 'de factuurkorting gaat van de regels af',
      against: 'de factuurkorting gaat eraf, ook op creditfacturen',
      plus: 'de factuurkorting staat negatief en wordt opgeteld',
      out: 'de factuurkorting zit al in de regels',
    },
    basis: { net: 'prijzen zijn zonder btw', gross: 'prijzen zijn met btw' },
  },
};

/** What is known so far, joined by semicolons; null when nothing is. Unknown parts of a code are left out. */
export function arithmeticText(language: Language, code: string): string | null {
  const [rows = '', header = '', basis = ''] = code.split('-');
  const words = WORDS[language];
  const known = [words.rows[rows], words.header[header], words.basis[basis]].filter((text) => text !== undefined);
  return known.length > 0 ? known.join('; ') : null;
}
