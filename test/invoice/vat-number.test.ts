import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buyerNumberOf, namesBusiness, normaliseVatNumber, readVatNumber } from '../../lib/invoice/vat-number';
import { NUMBER_RULES, type VatPrefix } from '../../lib/invoice/vat-number-checks';
import { aParty } from '../booking/fixtures';

const DAY = '2026-03-10';
const grade = (text: string, country = ''): string => {
  const number = readVatNumber(text, country);
  return number === null ? 'none' : number.grade === 'malformed' ? `malformed ${String(number.fault)}` : `${number.scheme} ${number.state}`.trim();
};

/** Examples of public documentation (facts: vat 7 and 9), and numbers that an independent library takes. */
const WELL_FORMED: Readonly<Record<VatPrefix, readonly string[]>> = {
  AT: ['U13585627'],
  BE: ['0428759497', '1000000021'],
  BG: ['175074752', '7523169263'],
  CY: ['10259033P'],
  CZ: ['25123891', '7103192745', '991231123'],
  DE: ['136695976'],
  DK: ['13585628'],
  EE: ['100931558'],
  EL: ['094259216', '023456780'],
  ES: ['54362315K', 'X2482300W', 'B58378431', 'J99216582', 'M1234567L'],
  FI: ['20774740'],
  FR: ['40303265045', '23334175221', 'K7399859412', '83404833048'],
  GB: ['980780684', '980780684001', 'GD001', 'HA599'],
  HR: ['33392005961'],
  HU: ['12892312'],
  IE: ['6433435F', '6433435OA', '8D79739I', '3B78089A', '6+70298P', '1234567FA'],
  IT: ['00743110157'],
  LT: ['119511515', '100001919017', '100004801610'],
  LU: ['15027442'],
  LV: ['40003521600', '16117519997'],
  MT: ['11679112'],
  NL: ['004495445B01', '000099998B57'],
  PL: ['8567346215'],
  PT: ['501964843'],
  RO: ['18547290', '19', '94'],
  SE: ['123456789701'],
  SI: ['50223054'],
  SK: ['2022749619'],
  XI: ['980780684'],
};

describe('form and check digit of each state', () => {
  const rows = Object.entries(WELL_FORMED).flatMap(([prefix, bodies]) => bodies.map((body) => [`${prefix}${body}`, prefix] as const));

  it.each(rows)('%s is well-formed', (number, prefix) => {
    expect(readVatNumber(number, '')).toEqual({ text: number, state: prefix, scheme: prefix === 'GB' ? 'outside' : 'member', grade: 'well-formed', prefixAdded: false });
  });

  it.each([
    ['AT13585627', 'form'], ['ATU1358562', 'form'], ['ATU13585626', 'check'],
    ['BE2428759497', 'form'], ['BE0428759496', 'check'],
    ['BG17507475', 'form'], ['BG175074751', 'check'],
    ['CY12000139V', 'form'], ['CY10259033Z', 'check'],
    ['CZ95123891', 'form'], ['CZ25123890', 'check'],
    ['DE036695976', 'form'], ['DE13669597', 'form'], ['DE136695978', 'check'],
    ['DK03585628', 'form'], ['DK13585627', 'check'],
    ['EE10093155', 'form'], ['EE100931557', 'check'],
    ['EL0942592', 'form'], ['EL094259215', 'check'],
    ['ES123456789', 'form'], ['ES54362315Z', 'check'], ['ESX2482300A', 'check'], ['ESB58378432', 'check'], ['ESBB5837843', 'form'], ['ESM1234567A', 'check'],
    ['FI2077474', 'form'], ['FI20774741', 'check'],
    ['FRO0303265045', 'form'], ['FR41303265045', 'check'], ['FR40303265044', 'check'], ['FRK7399859411', 'check'],
    ['HR3339200596', 'form'], ['HR33392005962', 'check'],
    ['HU1289231', 'form'], ['HU12892313', 'check'],
    ['IE643343F', 'form'], ['IE6433435E', 'check'], ['IE6433435OB', 'check'], ['IE8D79738J', 'check'], ['IE6433435FJ', 'form'],
    ['IT0074311015', 'form'], ['IT00743110158', 'check'], ['IT00743111254', 'check'],
    ['LT119511525', 'form'], ['LT119511514', 'check'],
    ['LU1502744', 'form'], ['LU15027443', 'check'],
    ['LV4000352160', 'form'], ['LV40003521601', 'check'],
    ['MT01679112', 'form'], ['MT11679113', 'check'],
    ['NL004495445', 'form'], ['NL004495445C01', 'form'], ['NL123456789B90', 'check'], ['NL000099998B58', 'check'],
    ['PL856734621', 'form'], ['PL8567346216', 'check'],
    ['PT001964843', 'form'], ['PT501964842', 'check'],
    ['RO1', 'form'], ['RO18547291', 'check'],
    ['SE123456789702', 'form'], ['SE123456789101', 'check'],
    ['SI09999990', 'form'], ['SI50223055', 'check'],
    ['SK2052749619', 'form'], ['SK2022749618', 'check'],
    ['XI98078068', 'form'], ['XI802311781', 'check'], ['XIGD500', 'form'], ['XIHA499', 'form'],
    ['NL000000000B01', 'form'], ['HU00000000', 'form'],
  ])('%s is malformed: %s', (number, fault) => {
    expect(grade(number)).toBe(`malformed ${fault}`);
  });

  it('takes either Dutch check: companies, and sole traders since 2020', () => {
    const company = '004495445B01';
    const soleTrader = '000099998B57';
    const byOld = (body: string): boolean => [9, 8, 7, 6, 5, 4, 3, 2, -1].reduce((sum, weight, place) => sum + weight * Number(body[place]), 0) % 11 === 0;
    expect([byOld(company), byOld(soleTrader)]).toEqual([true, false]);
    expect([grade(`NL${company}`), grade(`NL${soleTrader}`)]).toEqual(['member NL', 'member NL']);
  });

  it('leaves the check of a Monegasque number to its key alone', () => {
    expect(NUMBER_RULES.FR.form.test('53000026793')).toBe(true);
    const key = String((12 + 3 * (26_793 % 97)) % 97).padStart(2, '0');
    expect(grade(`FR${key}000026793`)).toBe('member FR');
    expect(grade('000026793', 'MC')).toBe('malformed prefix');
    expect(readVatNumber(`${key}000026793`, 'MC')).toMatchObject({ text: `FR${key}000026793`, state: 'FR', grade: 'well-formed', prefixAdded: true });
  });
});

describe('numbers that are not a buyer\'s', () => {
  it.each([
    ['EU372000041', 'oss-seller'], ['IM0561234567', 'import-seller'], ['DE123456789EX', 'small-business DE'], ['NL123456789B01EX', 'small-business NL'],
    ['CHE-123.456.788 MWST', 'outside CH'], ['NO 123456785 MVA', 'outside NO'], ['123456785MVA', 'outside NO'], ['GB980780684', 'outside GB'],
    ['EU37200004', 'malformed form'], ['IM056123456', 'malformed form'], ['CHE-12', 'malformed form'], ['NO12', 'malformed form'], ['GB980780685', 'malformed check'],
  ])('%s: %s', (text, expected) => {
    expect(grade(text)).toBe(expected);
    const number = readVatNumber(text, '');
    expect(number && namesBusiness(number, DAY)).toBe(false);
  });

  it.each(['', ' - ', 'n.v.t.', 'GEEN', 'none'])('"%s" is no number', (text) => {
    expect(readVatNumber(text, 'DE')).toBeNull();
  });

  it('knows no form of what names no state, and says so', () => {
    expect(grade('123456789', '')).toBe('malformed prefix');
    expect(readVatNumber('12-3456789', 'US')).toMatchObject({ scheme: 'outside', state: '', fault: 'prefix' });
    expect(readVatNumber('12-34', 'DE')).toMatchObject({ scheme: 'member', fault: 'prefix' });
    expect(grade('ZZ123456789', 'DE')).toBe('malformed prefix');
  });

  it('takes British numbers while the United Kingdom counted as a member', () => {
    const number = readVatNumber('GB980780684', '')!;
    expect([namesBusiness(number, '2020-12-31'), namesBusiness(number, '2021-01-01')]).toEqual([true, false]);
    expect(namesBusiness(readVatNumber('XI980780684', '')!, DAY)).toBe(true);
  });
});

describe('one spelling', () => {
  it.each([
    ['de 136.695-976', '', 'DE136695976', false],
    ['BE/0428.759.497', '', 'BE0428759497', false],
    ['BE 428 759 497', '', 'BE0428759497', false],
    ['GR094259216', '', 'EL094259216', false],
    ['EL94259216', '', 'EL094259216', false],
    ['nl004495445b01', 'DE', 'NL004495445B01', false],
    ['NL\u00a0004495445\u2013B01\u200b', '', 'NL004495445B01', false],
    ['136695976', 'DE', 'DE136695976', true],
    ['428759497', 'BE', 'BE0428759497', true],
    ['94259216', 'gr', 'EL094259216', true],
    ['U13585627', 'AT', 'ATU13585627', true],
    ['B58378431', 'ES', 'ESB58378431', true],
    ['K7399859412', 'FR', 'FRK7399859412', true],
    ['136695976', 'NL', '136695976', false],
    ['136695976', 'US', '136695976', false],
    ['980780684', 'GB', 'GB980780684', true],
    ['980780684', 'XI', 'XI980780684', true],
    ['980780684', 'UK', 'GB980780684', true],
    ['123456789EX', 'DE', 'DE123456789EX', true],
    ['DE136695976', 'FR', 'DE136695976', false],
  ])('"%s" beside an address in "%s" is %s', (text, country, expected, prefixAdded) => {
    expect(normaliseVatNumber(text, country)).toEqual({ text: expected, prefixAdded });
  });

  it.each([
    ['BTW BE 0428.759.497', '', 'BE0428759497'], ['VAT: DE136695976', '', 'DE136695976'], ['DE:136695976', '', 'DE136695976'], ['DE136695976,', '', 'DE136695976'],
    ['BTW-nummer: NL004495445B01', '', 'NL004495445B01'], ['BTWNL004495445B01', '', 'NL004495445B01'], ['USt-IdNr. DE 136 695 976', '', 'DE136695976'],
    ['UID: ATU13585627', '', 'ATU13585627'], ['VAT no DE136695976', '', 'DE136695976'], ['VAT No.: 136695976', 'DE', 'DE136695976'], ['N° TVA FR40303265045', '', 'FR40303265045'],
    ['P. IVA 00743110157', 'IT', 'IT00743110157'], ['NIF B58378431', 'ES', 'ESB58378431'], ['(BE) 0428759497', '', 'BE0428759497'], ['VAT IE6+70298P', '', 'IE6+70298P'],
    ['VAT GR 094259216', '', 'EL094259216'], ['"DE136695976";', '', 'DE136695976'], ['VAT U13585627', 'AT', 'ATU13585627'],
  ])('takes label and signs off "%s" beside an address in "%s": %s', (text, country, expected) => {
    expect(readVatNumber(text, country)).toMatchObject({ text: expected, grade: 'well-formed' });
  });

  it.each([
    ['BTW BE 0428.759.49', '', 'malformed check'], ['VAT: DE1366959767', '', 'malformed form'], ['DE136695976A', '', 'malformed form'], ['DE136695976, 1', '', 'malformed form'],
    ['XDE136695976', 'DE', 'malformed prefix'], ['KVK 136695976', 'DE', 'malformed prefix'], ['DE136695976, NL004495445B01', '', 'malformed form'],
    ['VAT NO 123456785 MVA', '', 'outside NO'], ['VAT', '', 'none'], ['IE6*70298P', '', 'member IE'],
  ])('drops nothing that belongs to the number: "%s" in "%s": %s', (text, country, expected) => {
    expect(grade(text, country)).toBe(expected);
  });

  it('a label before a number never changes what is said of it', () => {
    const wrong = fc.string({ unit: fc.constantFrom(...'0123456789ABDEILNRTVU'.split('')), minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(fc.constantFrom('BTW ', 'VAT: ', 'btw-nr. ', 'VAT number '), fc.constantFrom('DE', 'NL', 'BE', 'EL'), wrong, (label, letters, body) => {
        expect(readVatNumber(`${label}${letters}${body}`, '')).toEqual(readVatNumber(`${letters}${body}`, ''));
      }),
      { numRuns: 1000 },
    );
  });

  it('is idempotent', () => {
    const country = fc.constantFrom('', 'DE', 'GR', 'BE', 'NL', 'FR', 'GB', 'MC', 'CH', 'US', 'ES');
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789ABEGLRNXU -./+*VTWI:,'.split('')), maxLength: 16 }),
      fc.tuple(fc.constantFrom('GR', 'EL', 'BE', 'be ', 'EU', 'NL', '', 'BTW ', 'VAT NO ', 'VAT NO. ', 'TVAGR'), fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 7, maxLength: 12 })).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(typed, country, (text, iso) => {
        const once = normaliseVatNumber(text, iso).text;
        expect(normaliseVatNumber(once, iso)).toEqual({ text: once, prefixAdded: false });
        expect(readVatNumber(once, iso)?.grade).toBe(readVatNumber(text, iso)?.grade);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a typing error', () => {
  /** States whose check catches every single wrong digit; the others (mod 11 with folded values, two checks) promise less. */
  const PROMISED: readonly (readonly [VatPrefix, form: string])[] = [
    ['AT', 'U########'], ['BE', '0#########'], ['CY', '0#######A'], ['DE', '4########'], ['DK', '3#######'], ['EE', '#########'], ['ES', '########A'],
    ['ES', 'B########'], ['FI', '########'], ['FR', '###########'], ['HR', '###########'], ['HU', '########'], ['IE', '#######A'], ['IT', '#######00##'],
    ['LU', '########'], ['LV', '9##########'], ['MT', '3#######'], ['PL', '##########'], ['SE', '##########01'], ['SI', '5#######'], ['SK', '20########'],
  ];

  it.each(PROMISED)('%s: one wrong digit is caught', (prefix, form) => {
    const { check, form: shape } = NUMBER_RULES[prefix];
    const digit = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(digit, { minLength: form.length, maxLength: form.length }), fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, where, by) => {
        const number = completed(prefix, Array.from(form, (sign, place) => (sign === '#' ? String(digits[place]) : sign)).join(''));
        fc.pre(number !== null);
        const places = Array.from(form).flatMap((sign, place) => (sign === '#' ? [place] : []));
        const at = places[where % places.length]!;
        const wrong = `${number.slice(0, at)}${String((Number(number[at]) + by) % 10)}${number.slice(at + 1)}`;
        expect(shape.test(wrong) && check(wrong), `${number} → ${wrong}`).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  /** The number with other check characters where that makes it pass: the last, the last two, the key of France or the tenth of Sweden. */
  function completed(prefix: VatPrefix, body: string): string | null {
    const { check, form } = NUMBER_RULES[prefix];
    const good = (candidate: string): boolean => form.test(candidate) && check(candidate);
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');
    const two = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));
    const candidates =
      prefix === 'FR' ? last.slice(26).flatMap((luhn) => two.map((key) => `${key}${body.slice(2, 10)}${luhn}`))
      : prefix === 'SE' ? last.map((value) => `${body.slice(0, 9)}${value}01`)
      : [...last.map((value) => `${body.slice(0, -1)}${value}`), ...two.map((value) => `${body.slice(0, -2)}${value}`)];
    return candidates.find(good) ?? null;
  }
});

it('finds the buyer\'s number with either address', () => {
  const german = aParty({ country: 'DE', vatNumber: '136695976' });
  expect(buyerNumberOf({ billTo: german })?.text).toBe('DE136695976');
  expect(buyerNumberOf({ billTo: aParty({ vatNumber: 'n.v.t.' }), shipTo: german })?.text).toBe('DE136695976');
  expect(buyerNumberOf({ billTo: aParty({ vatNumber: 'NL004495445B01' }), shipTo: german })?.text).toBe('NL004495445B01');
  expect(buyerNumberOf({ billTo: aParty() })).toBeNull();
});
