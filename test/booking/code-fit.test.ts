import { describe, expect, it } from 'vitest';
import type { BookVatCode } from '../../lib/booking/books';
import { fits } from '../../lib/booking/code-fit';
import type { Regime, RegimeKind } from '../../lib/booking/regime';

const DAY = '2026-03-10';
const code = (change: Partial<BookVatCode> = {}): BookVatCode => ({
  code: '2', description: '', type: 'E', transaction: 'S', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false, percentages: [{ rate: 2100, from: '', to: '' }], ...change,
});
const zero = (change: Partial<BookVatCode> = {}): BookVatCode => code({ type: 'B', percentages: [{ rate: 0, from: '', to: '' }], ...change });
const none = (change: Partial<BookVatCode> = {}): BookVatCode => zero({ type: 'N', percentages: [], ...change });
const regime = (kind: RegimeKind, country = '', rate = 0): Regime => ({ kind, country, rate });
const HOME = regime('home', 'NL', 2100);

describe('a code that carries each regime of facts vat 1.3', () => {
  it.each<[string, BookVatCode, Regime]>([
    ['NL-21', code(), HOME],
    ['NL-21 both ways', code({ transaction: 'B', listing: '' }), HOME],
    ['NL-0', zero(), regime('home-zero', 'NL')],
    ['NL-EX', none(), regime('exempt', 'NL')],
    ['NL-RC', zero({ charged: true }), regime('reverse-charge', 'NL')],
    ['NL-MARGIN', none({ margin: true }), regime('margin', 'NL')],
    ['KOR', none(), regime('small-business')],
    ['OUT', none(), regime('no-supply')],
    ['ICS-G', zero({ listing: 'L' }), regime('intra-goods')],
    ['ICS-G charged', zero({ listing: 'L', charged: true }), regime('intra-goods')],
    ['ICS-S', zero({ listing: 'S' }), regime('intra-services')],
    ['OSS-BE-21', code({ ossCountry: 'BE' }), regime('oss', 'BE', 2100)],
    ['OSS-GR-24 as Exact writes it', code({ ossCountry: 'EL', percentages: [{ rate: 2400, from: '', to: '' }] }), regime('oss', 'GR', 2400)],
    ['OSS-IE-0', zero({ ossCountry: 'IE' }), regime('oss', 'IE')],
    ['LOCAL-DE-19', code({ percentages: [{ rate: 1900, from: '', to: '' }] }), regime('local', 'DE', 1900)],
    ['EXP', zero(), regime('export')],
    ['EXP-S', none(), regime('export-services')],
    ['EXP-S without a box', zero({ baseBox: '' }), regime('export-services')],
    ['FOREIGN-CH-8.1', code({ percentages: [{ rate: 810, from: '', to: '' }] }), regime('foreign', 'CH', 810)],
  ])('%s', (_, fitting, of) => {
    expect(fits(fitting, of, DAY)).toEqual([]);
  });
});

describe('what speaks against a code', () => {
  it.each<[string, BookVatCode, Regime, readonly string[]]>([
    ['blocked', code({ blocked: true }), HOME, ['blocked']],
    ['for purchases', code({ transaction: 'P' }), HOME, ['transaction']],
    ['including VAT', code({ type: 'I' }), HOME, ['type']],
    ['including VAT, margin', code({ type: 'I', margin: true }), regime('margin', 'NL'), ['type']],
    ['no VAT for a zero rate', none(), regime('export'), ['type']],
    ['zero rate for what is outside the tax', zero(), regime('no-supply'), ['type']],
    ['a zero code with a box, or one of which nothing is known, for services outside', zero({ baseBox: '3a' }), regime('export-services'), ['type']],
    ['boxes unknown', zero(), regime('export-services'), ['type']],
    ['Belgian 21 % on the Dutch code', code(), regime('oss', 'BE', 2100), ['oss-country']],
    ['Dutch 21 % on the Belgian code', code({ ossCountry: 'BE' }), HOME, ['oss-country']],
    ['own registration on a One Stop Shop code', code({ ossCountry: 'DE', percentages: [{ rate: 1900, from: '', to: '' }] }), regime('local', 'DE', 1900), ['oss-country']],
    ['export on the code of intra-Community', zero({ listing: 'L' }), regime('export'), ['listing']],
    ['intra-Community on the export code', zero(), regime('intra-goods'), ['listing']],
    ['goods on the code of services', zero({ listing: 'S' }), regime('intra-goods'), ['listing']],
    ['triangulation', zero({ listing: 'T' }), regime('intra-goods'), ['listing']],
    ['reverse charge unmarked', zero(), regime('reverse-charge', 'NL'), ['charged']],
    ['zero rate on a reverse-charge code', zero({ charged: true }), regime('home-zero', 'NL'), ['charged']],
    ['home on a reverse-charge code', code({ charged: true }), HOME, ['charged']],
    ['margin unmarked', none(), regime('margin', 'NL'), ['margin']],
    ['home on a margin code', code({ margin: true }), HOME, ['margin']],
    ['several at once', code({ blocked: true, type: 'I', listing: 'L' }), HOME, ['blocked', 'type', 'listing']],
  ])('%s', (_, given, of, reasons) => {
    expect(fits(given, of, DAY)).toEqual(reasons);
  });

  it('is the percentage on the entry date, not today\'s', () => {
    const estonian = code({ ossCountry: 'EE', percentages: [{ rate: 2200, from: '2024-01-01', to: '2025-06-30' }, { rate: 2400, from: '2025-07-01', to: '' }] });
    expect(fits(estonian, regime('oss', 'EE', 2200), '2025-06-30')).toEqual([]);
    expect(fits(estonian, regime('oss', 'EE', 2200), '2025-07-01')).toEqual(['percentage']);
    expect(fits(estonian, regime('oss', 'EE', 2400), '2025-07-01')).toEqual([]);
    expect(fits(estonian, regime('oss', 'EE', 2000), '2023-12-31')).toEqual(['percentage']);
  });
});
