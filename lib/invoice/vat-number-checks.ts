/**
 * Form and check digit of the VAT numbers of each state (facts: vat 4, whose rows these are). A check digit says nothing about whether a
 * number is registered. `body` is what follows the prefix; its form is tested before its check.
 */

/** The two letters that a VAT number begins with: ISO codes, but EL for Greece and XI for Northern Ireland. */
export type VatPrefix =
  | 'AT' | 'BE' | 'BG' | 'CY' | 'CZ' | 'DE' | 'DK' | 'EE' | 'EL' | 'ES' | 'FI' | 'FR' | 'GB' | 'HR' | 'HU' | 'IE' | 'IT' | 'LT' | 'LU' | 'LV'
  | 'MT' | 'NL' | 'PL' | 'PT' | 'RO' | 'SE' | 'SI' | 'SK' | 'XI';

export interface NumberRule {
  readonly form: RegExp;
  /** Whether the check digits are right, for a body of that form. */
  readonly check: (body: string) => boolean;
}

const digitsOf = (text: string): readonly number[] => Array.from(text, Number);

/** Sum of digit × weight, as far as there are weights. */
function weighted(body: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(body[place]), 0);
}

/** The digit at a place, counted from 1 as in the facts. */
const digit = (body: string, place: number): number => Number(body[place - 1]);

/** Luhn over all digits, the check digit last. */
function luhn(body: string): boolean {
  const sum = digitsOf(body).reduceRight((total, value, place) => {
    const doubled = (body.length - 1 - place) % 2 === 1 ? value * 2 : value;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 7064 mod 11,10, the check digit last. */
function mod11and10(body: string): boolean {
  const product = digitsOf(body.slice(0, -1)).reduce((before, value) => (((value + before) % 10 || 10) * 2) % 11, 10);
  return (11 - product) % 10 === Number(body.at(-1));
}

function austria(body: string): boolean {
  const number = body.slice(1);
  const sum = digitsOf(number.slice(0, 7)).reduce((total, value, index) => {
    const times = index % 2 === 1 ? value * 2 : value;
    return total + (times > 9 ? times - 9 : times);
  }, 0);
  return (10 - ((sum + 4) % 10)) % 10 === digit(number, 8);
}

function bulgaria(body: string): boolean {
  // Ten digits are persons, foreigners and others under three systems: form only.
  if (body.length === 10) return true;
  const first = weighted(body, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
  const check = first === 10 ? (weighted(body, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10 : first;
  return check === digit(body, 9);
}

const CYPRUS_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

function cyprus(body: string): boolean {
  const sum = digitsOf(body.slice(0, 8)).reduce((total, value, index) => total + (index % 2 === 0 ? (CYPRUS_ODD[value] ?? 0) : value), 0);
  return String.fromCharCode(65 + (sum % 26)) === body[8];
}

function czechia(body: string): boolean {
  // Nine and ten digits are persons: form only.
  if (body.length !== 8) return true;
  const check = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 10 ? 0 : check === 11 ? 1 : check) === digit(body, 8);
}

const SPAIN_PERSON = 'TRWAGMYFPDXBNJZSQVHLCKE';
const SPAIN_COMPANY = 'JABCDEFGHI';

function spain(body: string): boolean {
  const first = body.charAt(0);
  const last = body.charAt(8);
  const foreigner = 'XYZ'.indexOf(first);
  if (/\d/.test(first) || foreigner >= 0) {
    const number = foreigner >= 0 ? `${String(foreigner)}${body.slice(1, 8)}` : body.slice(0, 8);
    return SPAIN_PERSON[Number(number) % 23] === last;
  }
  if ('KLM'.includes(first)) return SPAIN_PERSON[Number(body.slice(1, 8)) % 23] === last;
  const sum = digitsOf(body.slice(1, 8)).reduce((total, value, index) => {
    const times = index % 2 === 0 ? value * 2 : value;
    return total + (times > 9 ? times - 9 : times);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  const asDigit = last === String(check);
  const asLetter = last === SPAIN_COMPANY[check];
  if ('ABEH'.includes(first)) return asDigit;
  if ('PQRSNW'.includes(first)) return asLetter;
  return asDigit || asLetter;
}

function finland(body: string): boolean {
  const check = 11 - (weighted(body, [7, 9, 10, 5, 8, 4, 2]) % 11);
  return (check === 11 ? 0 : check) === digit(body, 8);
}

function france(body: string): boolean {
  const key = body.slice(0, 2);
  const nine = body.slice(2);
  // Numbers of Monaco begin with 000 and are no French company numbers.
  if (!nine.startsWith('000') && !luhn(nine)) return false;
  return /\D/.test(key) || Number(key) === (12 + 3 * (Number(nine) % 97)) % 97;
}

const IRELAND = 'WABCDEFGHIJKLMNOPQRSTUV';

function ireland(body: string): boolean {
  // The old form had a letter or sign at the second place; its digits stand in another order under the same weights.
  const old = /^\d\D/.test(body);
  const number = old ? `0${body.slice(2, 7)}${body.charAt(0)}` : body.slice(0, 7);
  const second = old ? 0 : body.length === 9 ? IRELAND.indexOf(body.charAt(8)) : 0;
  return IRELAND[(weighted(number, [8, 7, 6, 5, 4, 3, 2]) + 9 * second) % 23] === body[7];
}

function italy(body: string): boolean {
  const office = Number(body.slice(7, 10));
  return ((office >= 1 && office <= 100) || [120, 121, 888, 999].includes(office)) && luhn(body);
}

function lithuania(body: string): boolean {
  const count = body.length - 1;
  const first = weighted(body, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2].slice(0, count)) % 11;
  const check = first === 10 ? (weighted(body, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4].slice(0, count)) % 11) % 10 : first;
  return check === Number(body.at(-1));
}

function latvia(body: string): boolean {
  // Persons' numbers begin with the day of birth: form only.
  return digit(body, 1) <= 3 || weighted(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3;
}

/** Either check is enough: companies keep the old one, sole traders got other numbers on 2020-01-01. */
function netherlands(body: string): boolean {
  const company = (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) - digit(body, 9)) % 11 === 0;
  // "NL" and "B" as 2321 and 11: A is 10, Z is 35.
  return company || BigInt(`2321${body.slice(0, 9)}11${body.slice(10)}`) % 97n === 1n;
}

function romania(body: string): boolean {
  const padded = body.padStart(10, '0');
  return ((weighted(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === digit(padded, 10);
}

function portugal(body: string): boolean {
  const check = 11 - (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === digit(body, 9);
}

function slovenia(body: string): boolean {
  const check = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 10 ? 0 : check) === digit(body, 8);
}

function unitedKingdom(body: string): boolean {
  // Government departments and health authorities have numbers without check.
  if (/^(GD|HA)/.test(body)) return true;
  const left = (weighted(body, [8, 7, 6, 5, 4, 3, 2]) + Number(body.slice(7, 9))) % 97;
  return left === 0 || (Number(body.slice(0, 3)) >= 100 && (left === 42 || left === 55));
}

const BRITISH: NumberRule = { form: /^(\d{9}|\d{12}|GD[0-4]\d\d|HA[5-9]\d\d)$/, check: unitedKingdom };

/** The rows of facts vat 4. */
export const NUMBER_RULES: Readonly<Record<VatPrefix, NumberRule>> = {
  AT: { form: /^U\d{8}$/, check: austria },
  BE: { form: /^[01]\d{9}$/, check: (body) => Number(body.slice(8)) === 97 - (Number(body.slice(0, 8)) % 97) },
  BG: { form: /^\d{9,10}$/, check: bulgaria },
  CY: { form: /^(?!12)\d{8}[A-Z]$/, check: cyprus },
  CZ: { form: /^([0-8]\d{7}|\d{9,10})$/, check: czechia },
  DE: { form: /^[1-9]\d{8}$/, check: mod11and10 },
  DK: { form: /^[1-9]\d{7}$/, check: (body) => weighted(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: { form: /^\d{9}$/, check: (body) => weighted(body, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: { form: /^\d{9}$/, check: (body) => (weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digit(body, 9) },
  ES: { form: /^(\d{8}[A-Z]|[KLMXYZ]\d{7}[A-Z]|[A-HJNP-SUVW]\d{7}[0-9A-J])$/, check: spain },
  FI: { form: /^\d{8}$/, check: finland },
  FR: { form: /^[0-9A-HJ-NP-Z]{2}\d{9}$/, check: france },
  GB: BRITISH,
  HR: { form: /^\d{11}$/, check: mod11and10 },
  HU: { form: /^\d{8}$/, check: (body) => (10 - (weighted(body, [9, 7, 3, 1, 9, 7, 3]) % 10)) % 10 === digit(body, 8) },
  IE: { form: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, check: ireland },
  IT: { form: /^\d{11}$/, check: italy },
  LT: { form: /^(\d{7}1\d|\d{10}1\d)$/, check: lithuania },
  LU: { form: /^\d{8}$/, check: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)) },
  LV: { form: /^\d{11}$/, check: latvia },
  MT: { form: /^[1-9]\d{7}$/, check: (body) => (weighted(body, [3, 4, 6, 7, 8, 9]) + Number(body.slice(6))) % 37 === 0 },
  NL: { form: /^\d{9}B\d\d$/, check: netherlands },
  PL: { form: /^\d{10}$/, check: (body) => weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digit(body, 10) },
  PT: { form: /^[1-9]\d{8}$/, check: portugal },
  RO: { form: /^\d{2,10}$/, check: romania },
  SE: { form: /^\d{10}01$/, check: (body) => luhn(body.slice(0, 10)) },
  SI: { form: /^[1-9]\d{7}$/, check: slovenia },
  SK: { form: /^[1-9]\d[2-47-9]\d{7}$/, check: (body) => Number(body) % 11 === 0 },
  XI: BRITISH,
};

export function isVatPrefix(text: string): text is VatPrefix {
  return Object.hasOwn(NUMBER_RULES, text);
}
