/**
 * Text and numbers as the eExact document wants them: only characters that XML 1.0 allows, markup escaped, lengths cut at a
 * character, plain decimals with a point (facts: exact-xml 0.7, 5.3).
 */
import { minorDigits } from '../invoice/decimal';
import type { Minor, RateBp } from '../invoice/money';

/** Control characters, lone surrogates and the two non-characters: no XML 1.0 document may hold them, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const MAYBE_FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\uD800-\uDFFF\uFFFE\uFFFF]/;
const MARKUP = /[&<>"\r\n\t]/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser turns these into plain spaces or newlines unless they are written as references.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** The text without characters that XML 1.0 forbids; emoji and other astral characters stay whole. */
export function cleanText(text: string): string {
  return MAYBE_FORBIDDEN.test(text) ? text.replace(FORBIDDEN, '') : text;
}

/** Cleaned and escaped, for element content and for attributes in double quotes alike. */
export function escapeXml(text: string): string {
  const clean = cleanText(text);
  return MARKUP.test(clean) ? clean.replace(/[&<>"\r\n\t]/g, (character) => ENTITIES[character] ?? '') : clean;
}

let graphemes: Intl.Segmenter | undefined;

/**
 * At most `limit` characters as XML Schema counts them (code points), cut between characters that a person would see as one.
 * A single character longer than the limit is cut between code points.
 */
export function cutText(text: string, limit: number): string {
  const clean = cleanText(text);
  if (clean.length <= limit) return clean;
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(clean)) {
    const size = codePoints(segment);
    if (length + size > limit) break;
    kept += segment;
    length += size;
  }
  return length > 0 ? kept : [...clean].slice(0, limit).join('');
}

function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** An amount in minor units as a plain decimal: 1234 → `12.34`, -5 → `-0.05`, JPY 1234 → `1234`. Throws on anything but a safe integer. */
export function amountText(amount: Minor, currency: string): string {
  return scaled(amount, minorDigits(currency));
}

/** A percentage as the fraction that the schema asks: 2100 → `0.21`. */
export function fractionText(rate: RateBp): string {
  return scaled(rate, 4).replace(/\.?0+$/, '');
}

function scaled(value: number, digits: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('an amount must be a whole number of minor units');
  const text = String(Math.abs(value)).padStart(digits + 1, '0');
  const sign = value < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
