/**
 * The mapping proposed for a shop: for each kind of sale met, account and VAT code with their proof. What is saved wins; a habit is
 * proposed only where its code can carry the regime; what stays unclear is a question (facts: vat 1.3, exact-api 6.2).
 */
import type { IsoDate } from '../invoice/money';
import { ratesOf } from '../invoice/vat-rates';
import { isoCountry } from '../invoice/territory';
import type { BookJournal, Books } from './books';
import { speaksFor } from './evidence';
import { rowsFor, TAXED } from './mapping';
import { chooseAccount, type AccountChoice } from './propose-account';
import { chooseCodes, NO_PROOF, regimeKey, type CodeChoice } from './propose-code';
import type { Proof, Proposal, ProposalRow, SaleKind } from './proposal-types';
import { OUTSIDE_TAX } from './rounding';
import type { Regime } from './regime';
import type { BookingRules } from './rules';
import { vanishedOf } from './vanished';

/** Regimes and boxes are only known for administrations here (issue part 2): others are mapped by hand. */
const HOME = 'NL';

/**
 * Proposes for the kinds met and, in the Netherlands, for the standard rates, which every shop will need. `today` stands for the days of
 * kinds without any. Without books, what is saved. Same input, same output.
 */
export function propose(books: Books | null, kinds: readonly SaleKind[], rules: BookingRules, today: IsoDate): Proposal {
  const all = [...kinds, ...standardKinds(books, kinds, rules, today)];
  const vanished = books ? vanishedOf(books, rules) : [];
  const ground = books && isoCountry(books.country) === HOME ? books : null;
  const codes = ground ? codesOf(ground, all, rules, today) : new Map<string, CodeChoice>();
  const rows = all.map((kind) => (ground ? rowOf(ground, kind, { all, codes, rules, today }) : savedRow(kind, rules, books !== null)));
  return {
    rows,
    journal: journalOf(books, rules),
    journals: books ? journalsOf(books, kinds, rules) : [],
    ...(ground ? { rounding: roundingOf(ground, codes, rules) } : {}),
    vanished,
  };
}

const regimeOf = ({ regime, country, rate }: SaleKind): Regime => ({ kind: regime, country, rate });

/** The standard rates of home that were not met, highest first. */
function standardKinds(books: Books | null, kinds: readonly SaleKind[], rules: BookingRules, today: IsoDate): readonly SaleKind[] {
  if ((isoCountry(books?.country ?? '') || rules.profile.homeCountry || HOME) !== HOME) return [];
  return ratesOf(HOME, today)
    .filter((rate) => rate > 0 && !kinds.some((kind) => kind.use === 'revenue' && kind.regime === 'home' && kind.rate === rate))
    .map((rate) => ({ use: 'revenue', regime: 'home', country: HOME, rate, count: 0, nets: [], examples: [] }));
}

function daysOf({ first, last }: SaleKind, today: IsoDate): readonly IsoDate[] {
  if (first === undefined || last === undefined) return [today];
  return first === last ? [first] : [first, last];
}

/** One need per regime, with the outermost days of all kinds under it; and one for the rounding line. */
function codesOf(books: Books, kinds: readonly SaleKind[], rules: BookingRules, today: IsoDate): ReadonlyMap<string, CodeChoice> {
  const needs = new Map<string, { regime: Regime; saved: string; days: readonly IsoDate[] }>();
  for (const kind of kinds) {
    const regime = regimeOf(kind);
    const before = needs.get(regimeKey(regime));
    const days = [...new Set([...(before?.days ?? []), ...daysOf(kind, today)])].sort();
    const saved = rowsFor(rules.table, kind.use, regime).code?.vatCode ?? '';
    needs.set(regimeKey(regime), { regime, saved: before?.saved || saved, days: days.length > 2 ? [days[0] as IsoDate, days.at(-1) as IsoDate] : days });
  }
  const rounding = regimeKey(OUTSIDE_TAX);
  if (!needs.has(rounding)) needs.set(rounding, { regime: OUTSIDE_TAX, saved: rules.roundingVatCode, days: [today] });
  return chooseCodes(books, [...needs.values()]);
}

interface Around {
  readonly all: readonly SaleKind[];
  readonly codes: ReadonlyMap<string, CodeChoice>;
  readonly rules: BookingRules;
  readonly today: IsoDate;
}

function rowOf(books: Books, kind: SaleKind, { all, codes, rules, today }: Around): ProposalRow {
  const regime = regimeOf(kind);
  const code = codes.get(regimeKey(regime)) as CodeChoice;
  // The most specific row of this use may have a code of its own; that it may not be the regime's is for the person to see.
  const saved = rowsFor(rules.table, kind.use, regime);
  const accountFor = (use: SaleKind['use'], revenue: AccountChoice | null): AccountChoice =>
    chooseAccount(
      books,
      {
        use,
        codes: code.code === '' ? code.fitting : [code.code],
        kindred: kindredCodes(books, all, kind, codes),
        saved: rowsFor(rules.table, use, regime).account?.account ?? '',
        speaks: (habit) => speaksFor({ books, days: daysOf(kind, today) }, habit, regime),
      },
      revenue,
    );
  const account = accountFor(kind.use, kind.use === 'revenue' ? null : accountFor('revenue', null));
  return {
    kind,
    rule: ruleOf(kind, account.account, code.code, saved),
    account: account.proof,
    vatCode: code.proof,
    fitting: code.fitting,
    questions: [...code.questions, ...account.questions],
  };
}

/** Codes of the same regime for other countries and rates: where those sales went, these may go too. */
function kindredCodes(books: Books, all: readonly SaleKind[], { regime, country, rate }: SaleKind, codes: ReadonlyMap<string, CodeChoice>): readonly string[] {
  if (regime === 'home') return [];
  if (regime === 'oss') return books.vatCodes.filter(({ ossCountry }) => ossCountry !== '').map(({ code }) => code);
  return all.filter((other) => other.regime === regime && (other.country !== country || other.rate !== rate)).flatMap((other) => codes.get(regimeKey(regimeOf(other)))?.code || []);
}

/** The row of the table for a kind; cost centre and unit are nobody's to propose. */
function ruleOf(kind: SaleKind, account: string, vatCode: string, { center, unit }: ReturnType<typeof rowsFor>): ProposalRow['rule'] {
  return {
    use: kind.use,
    regime: kind.regime,
    country: kind.country,
    rate: TAXED.has(kind.regime) ? kind.rate : null,
    account,
    vatCode,
    costCenter: center?.costCenter ?? '',
    costUnit: unit?.costUnit ?? '',
  };
}

/** Only what the table says: no administration is known, or one whose VAT the product does not know. */
function savedRow(kind: SaleKind, rules: BookingRules, foreign: boolean): ProposalRow {
  const saved = rowsFor(rules.table, kind.use, regimeOf(kind));
  const proof = (value: string | undefined): Proof => ({ from: value ? 'saved' : 'none', count: 0 });
  return {
    kind,
    rule: ruleOf(kind, saved.account?.account ?? '', saved.code?.vatCode ?? '', saved),
    account: proof(saved.account?.account),
    vatCode: proof(saved.code?.vatCode),
    fitting: [],
    questions: foreign && !(saved.account && saved.code) ? [{ code: 'by-hand', params: {} }] : [],
  };
}

const usable = (journal: BookJournal): boolean => !journal.blocked && journal.type === 20;

function chosenJournal(books: Books, candidates: readonly BookJournal[]): { readonly code: string; readonly proof: Proof } {
  const times = candidates.map(({ code }) => ({ code, count: books.habits.filter((habit) => habit.journal === code).reduce((sum, habit) => sum + habit.count, 0) })).sort((a, b) => b.count - a.count);
  const [best, next] = times;
  if (best && best.count > 0 && best.count !== next?.count) return { code: best.code, proof: { from: 'habit', count: best.count } };
  return best && !next ? { code: best.code, proof: { from: 'properties', count: 0 } } : { code: '', proof: NO_PROOF };
}

function journalOf(books: Books | null, rules: BookingRules): Proposal['journal'] {
  const saved = { code: rules.journal, proof: { from: 'saved', count: 0 } } as const;
  if (!books) return rules.journal === '' ? { code: '', proof: NO_PROOF } : saved;
  if (books.journals.some((journal) => journal.code === rules.journal && usable(journal))) return saved;
  return chosenJournal(books, books.journals.filter((journal) => usable(journal) && (journal.currency === books.currency || journal.currency === '' || journal.variableCurrency)));
}

/** A journal takes another currency when it is its own, or when it takes any. */
function journalsOf(books: Books, kinds: readonly SaleKind[], rules: BookingRules): NonNullable<Proposal['journals']> {
  const currencies = [...new Set(kinds.flatMap(({ nets }) => nets.map(({ currency }) => currency)))].filter((currency) => currency !== books.currency).sort();
  return currencies.map((currency) => {
    const saved = rules.journals.find((one) => one.currency === currency)?.journal ?? '';
    if (saved !== '' && books.journals.some((journal) => journal.code === saved && usable(journal))) return { currency, code: saved, proof: { from: 'saved', count: 0 } };
    return { currency, ...chosenJournal(books, books.journals.filter((journal) => usable(journal) && (journal.currency === currency || journal.variableCurrency))) };
  });
}

function roundingOf(books: Books, codes: ReadonlyMap<string, CodeChoice>, rules: BookingRules): NonNullable<Proposal['rounding']> {
  const code = codes.get(regimeKey(OUTSIDE_TAX));
  const account = chooseAccount(books, { use: 'rounding', codes: code?.code ? [code.code] : [], kindred: [], saved: rules.roundingAccount, speaks: () => true }, null);
  return { account: account.account, accountProof: account.proof, vatCode: code?.code ?? '', vatCodeProof: code?.proof ?? NO_PROOF };
}
