import { describe, expect, it } from 'vitest';
import type { Books } from '../../lib/booking/books';
import { propose } from '../../lib/booking/propose';
import type { ProposalRow, SaleKind } from '../../lib/booking/proposal-types';
import { kindsOf, type MetLine } from '../../lib/booking/sale-kinds';
import { DEFAULT_RULES, type AccountRule, type BookingRules } from '../../lib/booking/rules';
import { aCode, aHabit, aKind, anAccount, someBooks } from './books-fixture';
import { aRow } from './fixtures';

const TODAY = '2026-11-22';
const rules = (change: Partial<BookingRules> = {}): BookingRules => ({ ...DEFAULT_RULES, ...change });
const rule = (change: Partial<AccountRule>): AccountRule => ({ use: '', regime: '', country: '', rate: null, account: '', vatCode: '', costCenter: '', costUnit: '', ...change });
const one = (kind: SaleKind, books: Books | null = someBooks(), saved: BookingRules = rules()): ProposalRow => {
  const row = propose(books, [kind], saved, TODAY).rows.find((candidate) => candidate.kind === kind);
  if (!row) throw new Error('no row');
  return row;
};
const asked = (row: ProposalRow): readonly string[] => row.questions.map((question) => question.code);

describe('the VAT code of a kind of sale', () => {
  it('is the only one whose type, percentage, listing and country fit', () => {
    expect(one(aKind('home', 'NL', 2100))).toMatchObject({ rule: { regime: 'home', country: 'NL', rate: 2100, vatCode: '2' }, vatCode: { from: 'properties', count: 0 }, fitting: ['2'] });
    expect(one(aKind('oss', 'DE', 1900)).rule.vatCode).toBe('DE1');
    expect(one(aKind('oss', 'BE', 2100)).rule.vatCode).toBe('BE1');
    expect(one(aKind('intra-goods', '', 0)).rule).toMatchObject({ vatCode: '7', rate: null });
    expect(one(aKind('intra-services', '', 0)).rule.vatCode).toBe('8');
    expect(one(aKind('reverse-charge', 'NL', 0)).rule.vatCode).toBe('5');
    expect(one(aKind('exempt', 'NL', 0)).rule.vatCode).toBe('N');
  });

  it('has the percentage on the days met, not today’s', () => {
    expect(one(aKind('oss', 'EE', 2200, { first: '2026-09-01', last: '2026-09-30' })).rule.vatCode).toBe('EE1');
    const across = one(aKind('oss', 'EE', 2200, { first: '2026-09-01', last: '2026-10-02' }));
    expect(across.rule.vatCode).toBe('');
    expect(asked(across)).toContain('no-code');
  });

  it('is what the bookkeeper used most where several fit, with the count as proof', () => {
    const habits = [aHabit('8005', '6', 12, ['CH', 'US']), aHabit('8000', '0', 3, ['NL'])];
    expect(one(aKind('export', '', 0), someBooks({ habits }))).toMatchObject({ rule: { vatCode: '6', account: '8005' }, vatCode: { from: 'habit', count: 12 }, account: { from: 'habit', count: 12 }, fitting: ['6', '0'], questions: [] });
    expect(one(aKind('home-zero', 'NL', 0), someBooks({ habits }))).toMatchObject({ rule: { vatCode: '0' }, vatCode: { from: 'habit', count: 3 } });
  });

  it('is a question where several fit and nothing tells which: zero rate and export look the same', () => {
    const row = one(aKind('export', '', 0));
    expect(row).toMatchObject({ rule: { vatCode: '' }, vatCode: { from: 'none' }, fitting: ['0', '6'] });
    expect(row.questions[0]).toEqual({ code: 'several-codes', params: { codes: '0, 6', count: 2, regime: 'EXP' } });
    // Used for customers at home only: that says nothing of exports.
    expect(asked(one(aKind('export', '', 0), someBooks({ habits: [aHabit('8000', '0', 90, ['NL'])] })))).toContain('several-codes');
  });

  it('used equally often, it is a question as well', () => {
    const habits = [aHabit('8005', '6', 5, ['CH']), aHabit('8005', '0', 5, ['CH'])];
    expect(asked(one(aKind('export', '', 0), someBooks({ habits })))).toContain('several-codes');
  });

  it('serves one regime only, unless there is no box for it', () => {
    const books = someBooks({ vatCodes: [aCode('2', 'E', 2100), aCode('6', 'B', 0), aCode('N', 'N', 0)] });
    const { rows } = propose(books, [aKind('export', '', 0), aKind('home-zero', 'NL', 0), aKind('exempt', 'NL', 0), aKind('no-supply', '', 0, { use: 'voucher' })], rules(), TODAY);
    expect(rows.filter((row) => row.kind.regime === 'export' || row.kind.regime === 'home-zero').map((row) => [row.rule.vatCode, asked(row)[0]])).toEqual([['', 'code-shared'], ['', 'code-shared']]);
    expect(rows.filter((row) => row.kind.regime === 'exempt' || row.kind.regime === 'no-supply').map((row) => row.rule.vatCode)).toEqual(['N', 'N']);
    // Once exports were booked with it, it is theirs.
    const used = propose({ ...books, habits: [aHabit('8005', '6', 4, ['CH'])] }, [aKind('export', '', 0), aKind('home-zero', 'NL', 0)], rules(), TODAY).rows;
    expect(used[0]?.rule.vatCode).toBe('6');
    expect(asked(used[1] as ProposalRow)).toContain('code-shared');
  });

  it('is not adopted for two regimes though the bookkeeper used it for both, and is asked about where it is saved for both', () => {
    const books = someBooks({ vatCodes: [aCode('2', 'E', 2100), aCode('6', 'B', 0), aCode('N', 'N', 0)], habits: [aHabit('8005', '6', 9, ['NL', 'CH'])] });
    const kinds = [aKind('export', '', 0), aKind('home-zero', 'NL', 0)];
    expect(propose(books, kinds, rules(), TODAY).rows.slice(0, 2).map((row) => [row.rule.vatCode, asked(row).includes('code-shared')])).toEqual([['', true], ['', true]]);
    const table = [aRow({ regime: 'export', account: '8005', vatCode: '6' }), aRow({ regime: 'home-zero', account: '8005', vatCode: '6' })];
    expect(propose(books, kinds, rules({ table }), TODAY).rows.slice(0, 2).map((row) => [row.rule.vatCode, asked(row).includes('code-shared')])).toEqual([['6', true], ['6', true]]);
  });
});

describe('a habit that breaks what the regime needs', () => {
  it('an export code on goods for German companies is asked about, not adopted', () => {
    const habits = [aHabit('8004', '6', 17, ['DE']), aHabit('8005', '6', 12, ['CH'])];
    const row = one(aKind('intra-goods', '', 0), someBooks({ habits }));
    expect(row.rule.vatCode).toBe('7');
    expect(row.questions).toContainEqual({ code: 'habit-unfit', params: { code: '6', count: 17, reason: 'listing', regime: 'ICS-G' } });
  });

  it('codes that include VAT, are blocked or mean purchases', () => {
    const unfit = (vatCode: string): unknown => one(aKind('home', 'NL', 2100), someBooks({ habits: [aHabit('8000', vatCode, 40)] })).questions.find((question) => question.code === 'habit-unfit')?.params;
    expect(unfit('4')).toMatchObject({ code: '4', count: 40, reason: 'type' });
    expect(unfit('I')).toMatchObject({ code: 'I', reason: 'transaction' });
    expect(unfit('2')).toBeUndefined();
    // Another percentage was another sale.
    expect(unfit('1')).toBeUndefined();
  });

  it('home VAT for Belgian consumers, as Belgium has the same percentage', () => {
    const habits = [aHabit('8000', '2', 30, ['BE'])];
    const row = one(aKind('oss', 'BE', 2100), someBooks({ habits }));
    expect(row.rule.vatCode).toBe('BE1');
    expect(row.questions).toContainEqual({ code: 'habit-unfit', params: { code: '2', count: 30, reason: 'oss-country', regime: 'OSS-BE-21' } });
    // The same code for buyers at home and in Belgium is an ordinary shop.
    expect(asked(one(aKind('oss', 'BE', 2100), someBooks({ habits: [aHabit('8000', '2', 30, ['BE', 'NL'])] })))).not.toContain('habit-unfit');
  });
});

describe('the account', () => {
  it('is the one most used with the code; shipping has its own', () => {
    const habits = [aHabit('8000', '2', 214), aHabit('8008', '2', 38), aHabit('8001', '2', 2)];
    const books = someBooks({ habits });
    expect(one(aKind('home', 'NL', 2100), books)).toMatchObject({ rule: { account: '8000' }, account: { from: 'habit', count: 214 } });
    expect(one(aKind('home', 'NL', 2100, { use: 'shipping' }), books)).toMatchObject({ rule: { use: 'shipping', account: '8008', vatCode: '2' }, account: { from: 'habit', count: 38 } });
  });

  it('of shipping, fees and discounts is that of the goods when none is called so', () => {
    const books = someBooks({ habits: [aHabit('8000', '2', 214)], accounts: [anAccount('8000', 'Omzet hoog'), anAccount('8001', 'Omzet laag')] });
    expect(one(aKind('home', 'NL', 2100, { use: 'shipping' }), books)).toMatchObject({ rule: { account: '8000' }, account: { from: 'habit', count: 214 } });
    expect(one(aKind('home', 'NL', 2100, { use: 'discount' }), books)).toMatchObject({ rule: { account: '8000' } });
  });

  it('of a new country is where the same scheme of other countries went', () => {
    const books = someBooks({ habits: [aHabit('8006', 'DE1', 24, ['DE'])] });
    const { rows } = propose(books, [aKind('oss', 'DE', 1900), aKind('oss', 'FR', 2000)], rules(), TODAY);
    expect(rows[1]).toMatchObject({ rule: { vatCode: 'FR1', account: '8006' }, account: { from: 'habit', count: 24 } });
  });

  it('is not taken from a habit that was wrong: what German companies bought without VAT is no export', () => {
    const habits = [aHabit('8004', '6', 17, ['DE']), aHabit('8005', '6', 12, ['CH'])];
    expect(one(aKind('export', '', 0), someBooks({ habits }))).toMatchObject({ rule: { vatCode: '6', account: '8005' }, vatCode: { count: 12 }, account: { from: 'habit', count: 12 } });
  });

  it('of a country and rate that nobody sold to yet is where the scheme went, whatever this shop has met of it', () => {
    expect(one(aKind('oss', 'FR', 2000), someBooks({ habits: [aHabit('8006', 'DE1', 24, ['DE'])] }))).toMatchObject({ rule: { vatCode: 'FR1', account: '8006' }, account: { from: 'habit', count: 24 } });
  });

  it('is the one whose own default is this code, where nothing was booked yet', () => {
    const books = someBooks({ accounts: [anAccount('8000', 'Omzet hoog', 110, { vatCode: '2' }), anAccount('8001', 'Omzet laag', 110, { vatCode: '1' })] });
    expect(one(aKind('home', 'NL', 900), books)).toMatchObject({ rule: { account: '8001' }, account: { from: 'properties' } });
  });

  it('of vouchers is a balance account, and never one of turnover', () => {
    expect(one(aKind('no-supply', '', 0, { use: 'voucher' }))).toMatchObject({ rule: { account: '1400', vatCode: 'N' }, account: { from: 'properties' } });
    const without = one(aKind('no-supply', '', 0, { use: 'voucher' }), someBooks({ accounts: [anAccount('8000', 'Omzet cadeaubonnen')] }));
    expect(without.rule.account).toBe('');
    expect(asked(without)).toEqual(['no-account']);
  });

  it('is a question where several could be meant; blocked ones and other types do not count', () => {
    const row = one(aKind('home', 'NL', 2100), someBooks({ accounts: [anAccount('8000', 'A'), anAccount('8001', 'B'), anAccount('8002', 'C', 110, { blocked: true }), anAccount('1300', 'D', 20)] }));
    expect(row.questions).toContainEqual({ code: 'several-accounts', params: { use: 'revenue', count: 2, accounts: '8000, 8001' } });
    const two = someBooks({ accounts: [anAccount('8000', 'A'), anAccount('8002', 'C', 110, { blocked: true })] });
    expect(one(aKind('home', 'NL', 2100), two).rule.account).toBe('8000');
  });
});

describe('what is saved', () => {
  const table = [rule({ regime: 'home', country: 'NL', rate: 2100, account: '8001', vatCode: '2' })];

  it('wins over every habit', () => {
    const row = one(aKind('home', 'NL', 2100), someBooks({ habits: [aHabit('8000', '2', 500)] }), rules({ table }));
    expect(row).toMatchObject({ rule: { account: '8001', vatCode: '2' }, account: { from: 'saved' }, vatCode: { from: 'saved' }, questions: [] });
  });

  it('stays, with a question, when it does not fit', () => {
    const row = one(aKind('home', 'NL', 2100), someBooks(), rules({ table: [rule({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '4' })] }));
    expect(row.rule.vatCode).toBe('4');
    expect(row.questions).toEqual([{ code: 'saved-unfit', params: { code: '4', reason: 'type', regime: 'NL-21' } }]);
  });

  it('and gone from Exact is a task, and proposed anew', () => {
    const saved = rules({ table: [rule({ regime: 'home', country: 'NL', rate: 2100, account: '8999', vatCode: 'X9' })], journal: '70', paymentCondition: '60', roundingAccount: '4900', roundingVatCode: '9', journals: [{ currency: 'USD', journal: '75' }] });
    const books = someBooks({ habits: [aHabit('8000', '2', 7)] });
    const proposal = propose(books, [aKind('home', 'NL', 2100)], saved, TODAY);
    expect(proposal.vanished).toEqual([
      { what: 'vat-code', code: 'X9', blocked: false },
      { what: 'vat-code', code: '9', blocked: true },
      { what: 'account', code: '8999', blocked: false },
      { what: 'journal', code: '75', blocked: false },
      { what: 'payment-condition', code: '60', blocked: false },
    ]);
    expect(proposal.rows[0]).toMatchObject({ rule: { account: '8000', vatCode: '2' }, vatCode: { from: 'habit' } });
    // Conditions that could not be read are not said to be gone.
    expect(propose({ ...books, paymentConditions: [], unread: ['payment-conditions'] }, [], saved, TODAY).vanished.some((one) => one.what === 'payment-condition')).toBe(false);
  });

  it('is all there is without access to Exact', () => {
    const proposal = propose(null, [aKind('home', 'NL', 2100), aKind('export', '', 0)], rules({ table, journal: '70' }), TODAY);
    expect(proposal.rows[0]).toMatchObject({ rule: { account: '8001', vatCode: '2' }, vatCode: { from: 'saved' }, questions: [] });
    expect(proposal.rows[1]).toMatchObject({ rule: { account: '', vatCode: '' }, vatCode: { from: 'none' }, fitting: [], questions: [] });
    expect(proposal).toMatchObject({ journal: { code: '70', proof: { from: 'saved' } }, vanished: [] });
  });

  it('is all there is for administrations outside the Netherlands', () => {
    const proposal = propose(someBooks({ country: 'BE' }), [aKind('local', 'BE', 2100)], rules(), TODAY);
    expect(proposal.rows).toMatchObject([{ rule: { vatCode: '' }, questions: [{ code: 'by-hand' }] }]);
  });
});

describe('beside the table', () => {
  it('both standard rates of home are there before anything was sold', () => {
    expect(propose(someBooks(), [], rules(), TODAY).rows.map((row) => [row.kind.rate, row.kind.count, row.rule.vatCode])).toEqual([[2100, 0, '2'], [900, 0, '1']]);
  });

  it('the journal most used, and one for each other currency', () => {
    const two = someBooks({ journals: [...someBooks().journals, { code: '72', description: 'Web', type: 20, currency: 'EUR', variableCurrency: true, variableRate: true, blocked: false }] });
    const sek = aKind('oss', 'SE', 2500, { nets: [{ currency: 'SEK', net: 100 }] });
    expect(propose(two, [], rules(), TODAY).journal).toEqual({ code: '', proof: { from: 'none', count: 0 } });
    const used = { ...two, habits: [aHabit('8000', '2', 9, ['NL'], '72'), aHabit('8006', 'DE1', 4, ['SE'], '71')] };
    expect(propose(used, [sek], rules(), TODAY)).toMatchObject({ journal: { code: '72', proof: { from: 'habit', count: 9 } }, journals: [{ currency: 'SEK', code: '72' }] });
    expect(propose(someBooks(), [sek], rules(), TODAY).journals).toEqual([{ currency: 'SEK', code: '71', proof: { from: 'properties', count: 0 } }]);
  });

  it('the rounding line: account of differences, code without VAT', () => {
    expect(propose(someBooks(), [], rules(), TODAY).rounding).toEqual({ account: '4900', accountProof: { from: 'properties', count: 0 }, vatCode: 'N', vatCodeProof: { from: 'properties', count: 0 } });
  });
});

describe('kinds of sale', () => {
  const line = (change: Partial<MetLine>): MetLine => ({ use: 'revenue', regime: { kind: 'home', country: 'NL', rate: 2100 }, net: 1000, currency: 'EUR', date: '2026-11-05', invoiceCode: 'F1', ...change });

  it('are counted by use, regime, country and rate, with amounts by currency and the days met', () => {
    const kinds = kindsOf([
      line({}), line({ invoiceCode: 'F2', date: '2026-11-02', net: -400 }), line({ use: 'shipping' }),
      ...Array.from({ length: 7 }, (_, at) => line({ regime: { kind: 'oss', country: 'SE', rate: 2500 }, currency: at === 0 ? 'EUR' : 'SEK', invoiceCode: `S${String(at)}` })),
    ]);
    expect(kinds).toEqual([
      { use: 'revenue', regime: 'oss', country: 'SE', rate: 2500, count: 7, nets: [{ currency: 'EUR', net: 1000 }, { currency: 'SEK', net: 6000 }], examples: ['S0', 'S1', 'S2', 'S3', 'S4'], first: '2026-11-05', last: '2026-11-05' },
      { use: 'revenue', regime: 'home', country: 'NL', rate: 2100, count: 2, nets: [{ currency: 'EUR', net: 600 }], examples: ['F1', 'F2'], first: '2026-11-02', last: '2026-11-05' },
      expect.objectContaining({ use: 'shipping', count: 1 }),
    ]);
  });
});
