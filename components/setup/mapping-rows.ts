/** Rows of the mapping table while they are typed: what is met in invoices joins what is saved, and the most specific row decides. */
import type { RulesForm } from '../../lib/messages';
import type { BooksView, MappingRowView, MetRowView } from '../../lib/view/types';
import { kindText, REGIME_ORDER, TAXED, USE_ORDER } from '../../lib/words/regimes';
import type { Surroundings } from './parts';

export type AccountRule = RulesForm['table'][number];
export type RuleKind = Pick<AccountRule, 'use' | 'regime' | 'country' | 'rate'>;

/** A row as the table shows it. */
export interface ShownRow {
  readonly row: MappingRowView;
  /** What was met of it; null when nothing was. */
  readonly met: MetRowView | null;
  /** Values of a wider row, used while the own ones are empty. */
  readonly wider: { readonly account: string; readonly vatCode: string };
  /** Met in invoices, and no row says where to book it. */
  readonly open: boolean;
  /** Met in invoices, and booked as the sale that it belongs to: nothing to fill in. */
  readonly follows: boolean;
}

/** Account and code of the rounding line, which rows of rounding fall back on. */
export type Rounding = Pick<RulesForm, 'roundingAccount' | 'roundingVatCode'>;

/** Identity of a row: one per use, regime, country and, where it matters, rate. */
export function keyOf({ use, regime, country, rate }: RuleKind): string {
  return [use, regime, country, TAXED.has(regime) || regime === '' ? String(rate ?? '') : ''].join('|');
}

/** Saved and standard rows and those met in invoices, each once, in the order of a bookkeeper. */
export function shownRows(rows: readonly MappingRowView[], met: readonly MetRowView[], rounding: Rounding, { language }: Pick<Surroundings, 'language'>): readonly ShownRow[] {
  const joined = new Map(rows.map((row) => [row.key, row]));
  const metBy = new Map<string, MetRowView>();
  for (const one of met) {
    // The sale itself may have been saved under its own name.
    const own = one.rule.use === '' ? keyOf({ ...one.rule, use: 'revenue' }) : one.key;
    const key = joined.has(own) ? own : one.key;
    const before = metBy.get(key);
    metBy.set(key, before ? { ...one, count: one.count + before.count, nets: [...before.nets, ...one.nets] } : one);
    if (!joined.has(key)) joined.set(key, { key, rule: { ...one.rule, account: '', vatCode: '', costCenter: '', costUnit: '' }, standard: false });
  }
  const all = [...joined.values()];
  const rank = (order: readonly string[], name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return all
    .map((row): ShownRow => {
      const found = metBy.get(row.key) ?? null;
      const others = all.filter((other) => other.key !== row.key);
      const last = row.rule.use === 'rounding' ? { account: rounding.roundingAccount.trim(), vatCode: rounding.roundingVatCode.trim() } : { account: '', vatCode: '' };
      const wider = { account: best(others, row.rule, 'account') || last.account, vatCode: best(others, row.rule, 'vatCode') || last.vatCode };
      const filled = (field: 'account' | 'vatCode'): boolean => row.rule[field].trim() !== '' || wider[field] !== '';
      const open = found !== null && found.count > 0 && !(filled('account') && filled('vatCode'));
      const own = row.rule.account.trim() !== '' || row.rule.vatCode.trim() !== '' || row.rule.costCenter !== '' || row.rule.costUnit !== '';
      return { row, met: found, wider, open, follows: found !== null && !open && !own && row.rule.use !== '' && filled('account') && filled('vatCode') };
    })
    .sort(
      (a, b) =>
        rank(REGIME_ORDER, a.row.rule.regime) - rank(REGIME_ORDER, b.row.rule.regime) ||
        kindText(language, { ...a.row.rule, use: '', rate: null }).localeCompare(kindText(language, { ...b.row.rule, use: '', rate: null }), language) ||
        (b.row.rule.rate ?? 0) - (a.row.rule.rate ?? 0) ||
        rank(USE_ORDER, a.row.rule.use) - rank(USE_ORDER, b.row.rule.use),
    );
}

/** Uses outside the tax: an account for sales would be wrong for them. */
const OUTSIDE: ReadonlySet<string> = new Set(['voucher', 'deposit', 'donation', 'damages', 'rounding']);

/**
 * The value that a kind of sale gets from the most specific other row, as the decider finds it; empty when none fits. A VAT code only comes
 * from a row of its regime, for taxed ones of its country and rate too.
 */
function best(rows: readonly MappingRowView[], kind: RuleKind, field: 'account' | 'vatCode'): string {
  const fits = (rule: AccountRule): boolean => {
    if (rule[field].trim() === '' || (rule.use !== '' && rule.use !== kind.use)) return false;
    if (rule.regime !== '' && rule.regime !== kind.regime) return false;
    if (rule.country !== '' && rule.country !== kind.country) return false;
    if (rule.rate !== null && rule.rate !== (kind.rate ?? 0)) return false;
    if (field === 'account') return !OUTSIDE.has(kind.use) || rule.use === kind.use || rule.regime === 'no-supply';
    return rule.regime === kind.regime && (!TAXED.has(kind.regime) || (rule.country !== '' && rule.rate !== null));
  };
  const weight = (rule: AccountRule): number => (rule.use === '' ? 0 : 8) + (rule.regime === '' ? 0 : 4) + (rule.country === '' ? 0 : 2) + (rule.rate === null ? 0 : 1);
  const ranked = rows.map((row) => row.rule).filter(fits).sort((a, b) => weight(b) - weight(a));
  return ranked[0]?.[field].trim() ?? '';
}

/** What of a proposal would change this row: fields that are empty now and proposed. */
export function offeredFor({ row, met, wider, follows }: ShownRow): { readonly account: string; readonly vatCode: string } | null {
  if (met === null || follows) return null;
  const part = (field: 'account' | 'vatCode'): string => {
    const proposed = met.rule[field].trim();
    return row.rule[field].trim() === '' && met[field].from !== 'saved' && met[field].from !== 'none' && proposed !== wider[field] ? proposed : '';
  };
  const offered = { account: part('account'), vatCode: part('vatCode') };
  return offered.account === '' && offered.vatCode === '' ? null : offered;
}

/** The rows after a change of one of them, which may only have been met so far. */
export function withRow(rows: readonly MappingRowView[], row: MappingRowView, part: Partial<AccountRule>): readonly MappingRowView[] {
  const changed = { ...row, rule: { ...row.rule, ...part } };
  return rows.some((other) => other.key === row.key) ? rows.map((other) => (other.key === row.key ? changed : other)) : [...rows, changed];
}

/** All proposals taken over at once; what is typed or saved stays, and what a wider row says by now needs no row of its own. */
export function takeAll(rows: readonly MappingRowView[], shown: readonly ShownRow[]): readonly MappingRowView[] {
  return shown.reduce((taken, one) => {
    const offered = offeredFor(one);
    if (offered === null) return taken;
    const { row } = one;
    const others = taken.filter((other) => other.key !== row.key);
    const part = (field: 'account' | 'vatCode'): string => (offered[field] === '' || offered[field] === best(others, row.rule, field) ? row.rule[field] : offered[field]);
    const next = { account: part('account'), vatCode: part('vatCode') };
    return next.account === row.rule.account && next.vatCode === row.rule.vatCode ? taken : withRow(taken, row, next);
  }, rows);
}

/** VAT codes of the books that a sale may use, split by whether they fit this row. */
export function codesFor(books: NonNullable<BooksView['books']>, fitting: readonly string[]): { readonly fits: typeof books.vatCodes; readonly others: typeof books.vatCodes } {
  const usable = books.vatCodes.filter((code) => !code.blocked && code.transaction !== 'P' && code.type !== 'I');
  const fits = fitting.flatMap((code) => usable.filter((one) => one.code === code));
  return { fits, others: usable.filter((one) => !fitting.includes(one.code)) };
}
