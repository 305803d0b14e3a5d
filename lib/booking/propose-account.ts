/**
 * The ledger account proposed for a use: what is saved, else what the bookkeeper used most with the code, else the only one whose name or
 * default code says so. Turnover goes to accounts of type 110; what is outside the tax to a balance account (facts: exact-api 4.3, vat 6.3).
 */
import type { BookAccount, BookHabit, Books } from './books';
import { OUTSIDE_USES } from './line-use';
import { NO_PROOF } from './propose-code';
import type { MappingQuestion, Proof } from './proposal-types';
import type { LineUse } from './rules';

export interface AccountChoice {
  readonly account: string;
  readonly proof: Proof;
  readonly questions: readonly MappingQuestion[];
}

export interface AccountNeed {
  readonly use: LineUse;
  /** Chosen or, where none is, possible codes; and codes of the same regime in other countries and at other rates. */
  readonly codes: readonly string[];
  readonly kindred: readonly string[];
  readonly saved: string;
  /** Whether a habit's buyers are those of this regime: a code that was used wrongly took its account along. */
  readonly speaks: (habit: BookHabit) => boolean;
}

const REVENUE: ReadonlySet<number> = new Set([110]);
const RESULT: ReadonlySet<number> = new Set([110, 111, 120, 121, 130, 140]);
/** Balance accounts that a sales line may name; debtors and VAT are refused there. */
const BALANCE: ReadonlySet<number> = new Set([26, 27, 32, 55, 60, 90, 100]);

const TYPES: Readonly<Record<LineUse, ReadonlySet<number>>> = {
  revenue: REVENUE, margin: REVENUE, shipping: REVENUE, fee: REVENUE, discount: RESULT, damages: RESULT, rounding: RESULT,
  voucher: BALANCE, deposit: new Set([...BALANCE, ...REVENUE]), donation: new Set([...BALANCE, ...REVENUE]),
};

/** How accounts for a use are called in Dutch and English charts. */
const NAMES: Partial<Readonly<Record<LineUse, RegExp>>> = {
  shipping: /verzend|vracht|porto\b|bezorg|shipping|freight|postage|delivery/i,
  fee: /betaalkost|betaalmethode|betalingskost|transactiekost|payment (fee|cost|charge)/i,
  discount: /korting|discount|rabat/i,
  voucher: /cadeau|waardebon|tegoedbon|gift ?card|voucher/i,
  deposit: /statiegeld|emballage|borg(som)?\b|deposit/i,
  donation: /donatie|giften|goede? doel|donation|charit/i,
  damages: /aanmaning|incasso|herinnering|reminder|dunning/i,
  rounding: /afrond|betaling(s)?-? ?(en |verschil)|rounding|cash difference|payment difference/i,
  margin: /marge|margin/i,
};
/** Names that tell another use: such an account is not where the goods go. */
const ELSEWHERE = ['shipping', 'fee', 'discount', 'rounding', 'deposit', 'donation', 'voucher', 'damages'] as const;

/** `revenue`: what was chosen for the goods of the same regime, where shipping, fees and discounts go without an account of their own. */
export function chooseAccount(books: Books, { use, codes, kindred, saved, speaks }: AccountNeed, revenue: AccountChoice | null): AccountChoice {
  if (saved !== '' && books.accounts.some(({ code, blocked }) => code === saved && !blocked)) return { account: saved, proof: { from: 'saved', count: 0 }, questions: [] };
  const candidates = books.accounts.filter((account) => !account.blocked && TYPES[use].has(account.type) && isCalledFor(account, use));
  const byCode = mostUsed(books.habits.filter((habit) => codes.includes(habit.vatCode) && speaks(habit)), candidates);
  if (byCode) return byCode;
  if (use === 'revenue') return mostUsed(books.habits.filter((habit) => kindred.includes(habit.vatCode)), candidates) ?? byDefaultCode(candidates, codes) ?? only(candidates) ?? none(candidates, use);
  const byName = mostUsed(books.habits, candidates) ?? only(candidates);
  if (byName) return byName;
  if (!OUTSIDE_USES.has(use) && candidates.length === 0 && revenue && revenue.account !== '') return { account: revenue.account, proof: revenue.proof, questions: [] };
  return none(candidates, use);
}

function isCalledFor({ description }: BookAccount, use: LineUse): boolean {
  return use === 'revenue' ? !ELSEWHERE.some((other) => NAMES[other]?.test(description) === true) : NAMES[use]?.test(description) === true;
}

/** The candidate that these habits name most often; none when two are equal or nothing was used. */
function mostUsed(habits: readonly BookHabit[], candidates: readonly BookAccount[]): AccountChoice | null {
  const times = candidates.map(({ code }) => ({ code, count: habits.filter((habit) => habit.account === code).reduce((sum, habit) => sum + habit.count, 0) }));
  const [best, next] = times.sort((a, b) => b.count - a.count);
  if (!best || best.count === 0 || best.count === next?.count) return null;
  return { account: best.code, proof: { from: 'habit', count: best.count }, questions: [] };
}

/** An account whose own default is this code was made for it. */
function byDefaultCode(candidates: readonly BookAccount[], codes: readonly string[]): AccountChoice | null {
  return only(candidates.filter(({ vatCode }) => vatCode !== '' && codes.includes(vatCode)));
}

function only(accounts: readonly BookAccount[]): AccountChoice | null {
  const [one, other] = accounts;
  return one && !other ? { account: one.code, proof: { from: 'properties', count: 0 }, questions: [] } : null;
}

/** Names in a question; a chart with a hundred revenue accounts is not spelt out. */
const NAMED = 8;

function none(candidates: readonly BookAccount[], use: LineUse): AccountChoice {
  const question: MappingQuestion =
    candidates.length === 0 ? { code: 'no-account', params: { use } } : { code: 'several-accounts', params: { use, count: candidates.length, accounts: candidates.slice(0, NAMED).map(({ code }) => code).join(', ') } };
  return { account: '', proof: NO_PROOF, questions: [question] };
}
