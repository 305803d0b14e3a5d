/** Every worked case of `cases/`: the invoice out of ShopCtrl's answers, decided whole, against the lines, boxes, listings, remarks and refusals that the case names. */
import { describe, expect, it } from 'vitest';
import { boxesOf } from '../../lib/booking/boxes';
import { decide } from '../../lib/booking/decide';
import { DEFAULT_PROFILE, type SellerProfile } from '../../lib/booking/profile';
import type { BookingRules } from '../../lib/booking/rules';
import { exactOf, roundWhole } from '../../lib/invoice/decimal';
import { reasonText } from '../../lib/words/reasons';
import { remarkText } from '../../lib/words/remarks';
import { cents, givenOf, invoiceOf, kindsOf, readCases, type Case, type Change } from './cases/read';
import { rulesOf, SELLERS } from './cases/sellers';

const CASES = readCases();

/** Everything that came out, in the form of a case. */
interface Outcome {
  readonly refuse: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly boxes: readonly string[];
  readonly oss: readonly string[];
  readonly icp: readonly string[];
  readonly foreign: readonly string[];
  readonly flags: readonly string[];
  readonly debtor: { readonly kind: string; readonly code: string; readonly number: string } | null;
  readonly type: number;
  readonly date: string;
}

const NOTHING: Outcome = { refuse: '', text: '', lines: [], boxes: [], oss: [], icp: [], foreign: [], flags: [], debtor: null, type: 0, date: '' };

function outcomeOf(one: Case, rules: BookingRules, before: number | undefined, change: Change = {}): Outcome {
  const invoice = invoiceOf(one, change);
  if (!('contentHash' in invoice)) return { ...NOTHING, refuse: invoice.code, text: reasonText('nl', invoice) };
  const decision = decide(invoice, rules, 1, before === undefined ? {} : { before });
  if (!decision.ok) return { ...NOTHING, refuse: decision.refusal.code, text: reasonText('nl', decision.refusal) };
  const { booking } = decision;
  expect(booking.lines.reduce((sum, line) => sum + line.net + line.vat, 0)).toBe(invoice.gross);
  const { perEuro } = givenOf(one.given);
  const expected = boxesOf(booking, (amount) => roundWhole(exactOf(amount).div(perEuro)));
  return {
    ...NOTHING,
    text: booking.remarks.map((remark) => remarkText('nl', remark)).join(' '),
    lines: booking.lines.map(({ account, regime, vatCode, net, vat }) => [account, regime === vatCode ? regime : `${String(regime)} on ${vatCode}`, money(net), money(vat)].join(' | ')),
    boxes: expected.boxes.map(({ box, base, vat }) => [box, money(base), money(vat)].join(' | ')),
    oss: expected.oss.map(({ country, rate, base, vat, quarter }) => [country, String(rate / 100), money(base), money(vat), quarter].join(' | ')),
    icp: expected.icp.map(({ number, base, kind }) => [number, money(base), kind].join(' | ')),
    foreign: expected.foreign.map(({ country, base, vat }) => [country, money(base), money(vat)].join(' | ')),
    flags: [...new Set(booking.remarks.map(({ code }) => code))].sort(),
    debtor: { kind: booking.debtor.kind, code: booking.debtor.code, number: booking.debtor.vatNumber ?? '' },
    type: booking.type,
    date: booking.date,
  };
}

const money = (amount: number): string => (amount / 100).toFixed(2);
const told = (one: Case, word: string): string[] => one.of(word).map((fields) => fields.join(' | '));
const profileOf = (one: Case, name: string): SellerProfile => ({ ...(SELLERS[name] ?? DEFAULT_PROFILE), kinds: kindsOf(one) });
const beforeOf = (one: Case): number | undefined => (one.of('before').length === 0 ? undefined : cents(one.of('before')[0]?.[0]));

/** The same case with one thing changed; what it then gives: a refusal, or everything. */
function varied(one: Case, what: string): Outcome {
  const profile = profileOf(one, one.profile);
  const rules = rulesOf(profile);
  const [word = '', value = ''] = what.split(/ (.*)/);
  const given = (change: Change): Outcome => outcomeOf(one, rules, beforeOf(one), change);
  const judged = (other: BookingRules, before = beforeOf(one)): Outcome => outcomeOf(one, other, before);
  switch (word) {
    case 'dated':
      return given({ date: value });
    case 'percentage':
      return given({ percentage: Number(value) });
    case 'number':
      return given({ given: { number: value } });
    case 'ordered':
    case 'shipped':
    case 'ship':
    case 'warehouse':
      return given({ given: { [word]: value } });
    case 'before':
      return judged(rules, cents(value));
    case 'profile':
      return judged(rulesOf(value === 'silent' ? { ...profile, consumers: [] } : profileOf(one, value)));
    case 'consent':
      return judged({ ...rules, consents: [{ cause: value.replace(':', '|'), by: 'A. Bookkeeper', at: '2026-03-01T10:00:00Z' }] });
    case 'confirmed':
      return judged({ ...rules, confirmedNumbers: [{ number: value, date: '2026-03-01', consultation: 'WAPIAAAA', by: 'A. Bookkeeper' }] });
    default:
      if (what === 'no kinds') return judged(rulesOf({ ...profile, kinds: [] }));
      if (what === 'voucher use not answered') return judged(rulesOf({ ...profile, voucherUse: '' }));
      if (what === 'no margin code') return judged({ ...rules, table: rules.table.filter(({ regime }) => regime !== 'margin') });
      throw new Error(`${one.name}: no such change: ${what}`);
  }
}

describe('worked cases', () => {
  it('are those of the facts and at least twenty of our own', () => {
    const numbers = CASES.map(({ name }) => Number(name.slice(1)));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((number) => number <= 60).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(numbers.filter((number) => number > 60).length).toBeGreaterThanOrEqual(20);
  });

  it.each(CASES.map((one) => [`${one.name} ${one.title}`, one] as const))('%s', (_, one) => {
    const outcome = outcomeOf(one, rulesOf(profileOf(one, one.profile)), beforeOf(one));
    const refuse = one.of('skip').length > 0 ? 'zero-invoice' : (one.of('refuse')[0]?.[0] ?? '');
    expect(`${outcome.refuse} ${outcome.refuse === refuse ? '' : outcome.text}`.trim()).toBe(refuse);
    // What a person reads has no gap and no figure left in braces.
    expect(outcome.text).not.toMatch(/[[\]{}]|undefined/);
    if (refuse !== '') return;
    expect(outcome.lines).toEqual(told(one, 'out'));
    expect(outcome.boxes).toEqual(told(one, 'box'));
    expect(outcome.oss).toEqual(told(one, 'oss'));
    expect(outcome.icp).toEqual(told(one, 'icp'));
    expect(outcome.foreign).toEqual(told(one, 'foreign'));
    expect(outcome.flags).toEqual([...told(one, 'flag'), ...told(one, 'also')].sort());
    expect(outcome.type).toBe(Number(one.of('type')[0]?.[0] ?? (cents(one.of('sum')[0]?.[2]) < 0 ? 21 : 20)));
    expect(outcome.date).toBe(one.of('date')[0]?.[0] ?? one.date);
    expectDebtor(one, outcome);
  });

  it.each(CASES.flatMap((one) => one.of('vary').map(([what = '', gives = '']) => [`${one.name} ${what}: ${gives}`, one, what, gives] as const)))('%s', (_, one, what, gives) => {
    const outcome = varied(one, what);
    if (gives.startsWith('R-')) return expect(outcome.refuse).toBe(gives);
    expect(`${outcome.refuse} ${outcome.text}`.replace(/^ .*/, '')).toBe('');
    if (gives.startsWith('no F-')) return expect(outcome.flags).not.toContain(gives.slice(3));
    if (gives.startsWith('F-')) return expect(outcome.flags).toContain(gives);
    if (/^\d{4}-Q\d$/.test(gives)) return expect(outcome.oss.map((line) => line.split(' | ').at(-1))).toEqual([gives]);
    return expect(outcome.lines.map((line) => line.split(' | ')[1])).toContain(gives);
  });
});

/** The line says "own"; without it consumers share the debtor of the country that the sale is taxed in or goes to. */
function expectDebtor(one: Case, { debtor, lines }: Outcome): void {
  const [said] = one.of('debtor')[0] ?? [];
  const number = /number (\S+)/.exec(said ?? '')?.[1];
  if (number !== undefined) expect(debtor?.number).toBe(number);
  if (said !== undefined) return expect(debtor).toMatchObject({ kind: 'own', code: 'K9' });
  if (one.given.startsWith('company')) return expect(debtor?.kind).toMatch(/^(own|collective)$/);
  const regimes = lines.map((line) => line.split(' | ')[1] ?? '').filter((regime) => regime !== 'OUT');
  const countries = regimes.map((regime) => (/^(KOR|NL-)/.test(regime) || regime === '' ? 'NL' : (/^(?:OSS|LOCAL|FOREIGN)-([A-Z]{2})/.exec(regime)?.[1] ?? '')));
  if (countries.includes('')) return expect(debtor?.kind).toBe('collective');
  return expect(debtor).toMatchObject({ kind: 'collective', code: `consumers ${countries[0] ?? 'NL'}` });
}
