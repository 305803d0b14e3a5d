import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { amountText, cleanText, cutText, escapeXml, fractionText } from '../../lib/xml/text';
import { XmlDocument } from 'libxml2-wasm';

/** Any sequence of UTF-16 code units, lone surrogates and control characters included. */
const anyText = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 9, 10, 13, 0xd83d, 0xde00, 0xfffe, 0xffff, 0x26, 0x3c, 0x5d)), { maxLength: 40 }).map((units) => String.fromCharCode(...units));

/** XML 1.0, production 2, stated apart from the code under test. */
function allowed(point: number): boolean {
  return point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd) || point >= 0x10000;
}

describe('characters', () => {
  it('keeps exactly what XML 1.0 allows', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const expected = [...text].filter((character) => allowed(character.codePointAt(0) ?? 0)).join('');
        expect(cleanText(text)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('survives a parser unchanged, in content and in attributes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const written = escapeXml(text);
        const document = XmlDocument.fromBuffer(new TextEncoder().encode(`<a b="${written}">${written}</a>`));
        const read = { content: document.root.content, attribute: document.root.attr('b')?.value };
        document.dispose();
        expect(read).toEqual({ content: cleanText(text), attribute: cleanText(text) });
      }),
      { numRuns: 1000 },
    );
  });

  it('is read alike by a second parser', () => {
    const parser = new XMLParser({ parseTagValue: false, trimValues: false });
    expect(parser.parse(`<a>${escapeXml('Jansen & Zn <"x"> ]]> é 😀')}</a>`)).toEqual({ a: 'Jansen & Zn <"x"> ]]> é 😀' });
  });
});

describe('cutting', () => {
  const segments = new Intl.Segmenter('und', { granularity: 'grapheme' });

  it('keeps at most the limit, a beginning of the text, and never a torn character', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 300 }), anyText), fc.integer({ min: 1, max: 255 }), (text, limit) => {
        const cut = cutText(text, limit);
        expect([...cut].length).toBeLessThanOrEqual(limit);
        expect(cleanText(text).startsWith(cut)).toBe(true);
        expect(cleanText(cut)).toBe(cut);
        if ([...cleanText(text)].length <= limit) expect(cut).toBe(cleanText(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('cuts between characters as a person sees them', () => {
    const family = '👨‍👩‍👧';
    expect([...segments.segment(family)]).toHaveLength(1);
    expect(cutText(`${'a'.repeat(253)}${family}`, 255)).toBe('a'.repeat(253));
    expect(cutText(`${'a'.repeat(254)}😀b`, 255)).toBe(`${'a'.repeat(254)}😀`);
    expect(cutText(`${'a'.repeat(254)}e\u0301x`, 255)).toBe('a'.repeat(254));
    expect([...cutText(family.repeat(2), 3)]).toEqual(['👨', '\u200d', '👩']);
  });
});

describe('numbers', () => {
  it('writes minor units as plain decimals', () => {
    expect([0, 5, -5, 10, 123456, -100].map((amount) => amountText(amount, 'EUR'))).toEqual(['0.00', '0.05', '-0.05', '0.10', '1234.56', '-1.00']);
    expect(amountText(1234, 'JPY')).toBe('1234');
    expect(amountText(-1234, 'KWD')).toBe('-1.234');
  });

  it('gives back the same integer for any amount, without exponent', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD'), (amount, currency) => {
        const text = amountText(amount, currency);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
        expect(BigInt(text.replace('.', ''))).toBe(BigInt(amount));
      }),
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('refuses %s', (amount) => {
    expect(() => amountText(amount, 'EUR')).toThrow(RangeError);
  });

  it.each([
    [2100, '0.21'],
    [900, '0.09'],
    [550, '0.055'],
    [1000, '0.1'],
    [0, '0'],
    [10000, '1'],
    [1, '0.0001'],
  ])('writes a rate of %d as the fraction %s', (rate, text) => {
    expect(fractionText(rate)).toBe(text);
  });
});
