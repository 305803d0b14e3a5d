/** What the background knows of a shop's books and sales → the rows of the mapping table. */
import { consentCause } from '../booking/cause';
import type { AccountRule } from '../booking/rules';
import type { BooksState, ReasonGroup } from '../messages';
import { placeOf } from './cause-help';
import type { BooksView, MappingRowView, MetRowView, OfferedKind } from './types';

/** Regimes whose code depends on country and rate. */
const TAXED: ReadonlySet<string> = new Set(['home', 'oss', 'local', 'foreign']);
/** Dutch rates of today: nearly every shop sells at these, and nobody should have to wait for the first invoice to fill them in. */
const DUTCH_RATES = [2100, 900] as const;

/** Identity of a row: one per use, regime, country and, where it matters, rate. */
export function rowKey({ use, regime, country, rate }: Pick<AccountRule, 'use' | 'regime' | 'country' | 'rate'>): string {
  return [use, regime, country, TAXED.has(regime) || regime === '' ? String(rate ?? '') : ''].join('|');
}

/** The rows of a shop before anything was read: what is saved, and the home rates. */
export function mappingRows(table: readonly AccountRule[], homeCountry: string): readonly MappingRowView[] {
  const home = homeCountry === '' ? 'NL' : homeCountry;
  const standard = home === 'NL' ? DUTCH_RATES.map((rate) => emptyRule({ use: '', regime: 'home', country: home, rate })) : [];
  const rows = new Map<string, MappingRowView>();
  for (const rule of standard) {
    const present = table.find((row) => row.regime === rule.regime && row.country === rule.country && row.rate === rule.rate && (row.use === '' || row.use === 'revenue'));
    const shown = present ?? rule;
    rows.set(rowKey(shown), { key: rowKey(shown), rule: shown, standard: true });
  }
  for (const rule of table) if (!rows.has(rowKey(rule))) rows.set(rowKey(rule), { key: rowKey(rule), rule, standard: false });
  return [...rows.values()];
}

/** The books and what the shop sold, ready for the table. */
export function booksView(state: BooksState): BooksView {
  return {
    books: state.books,
    fault: state.fault,
    met: state.proposal.rows.map((row): MetRowView => {
      // The row of the sale itself also serves what has no row of its own, such as shipping.
      const rule = { ...row.rule, use: row.rule.use === 'revenue' ? ('' as const) : row.rule.use };
      return { key: rowKey(rule), rule, count: row.kind.count, nets: row.kind.nets, examples: row.kind.examples, account: row.account, vatCode: row.vatCode, fitting: row.fitting, questions: row.questions };
    }),
    journal: state.proposal.journal,
    journals: state.proposal.journals ?? [],
    rounding: state.proposal.rounding ?? null,
    counting: state.counting ?? false,
    learnt: state.learnt?.api ?? 'unknown',
    vanished: state.proposal.vanished,
    waiting: state.waiting.map((reason) => ({ ...reason, place: placeOf(reason), consent: consentCause(reason) })),
    offered: offeredKinds(state.waiting),
  };
}

/** Tariffs and products of rows at 0 % that wait for somebody to say what they are. */
function offeredKinds(waiting: readonly ReasonGroup[]): readonly OfferedKind[] {
  const offered = new Map<string, OfferedKind>();
  for (const { code, params, count } of waiting) {
    if (code !== 'R-KIND') continue;
    for (const by of ['product', 'tariff'] as const) {
      const named = String(params[by] ?? '').trim();
      if (named === '') continue;
      const key = `${by}|${named.toLowerCase()}`;
      offered.set(key, { by, code: named, count: count + (offered.get(key)?.count ?? 0) });
    }
  }
  return [...offered.values()];
}

function emptyRule(part: Pick<AccountRule, 'use' | 'regime' | 'country' | 'rate'>): AccountRule {
  return { ...part, account: '', vatCode: '', costCenter: '', costUnit: '' };
}
