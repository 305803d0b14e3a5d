/**
 * Rules as the first version stored them, with one row per rate and country group, brought to the table of regimes. Rows of which the new
 * table must not guess the regime keep their account and lose their code: the person then sees them as unmapped.
 */
import type { RateBp } from '../invoice/money';
import { DEFAULT_RULES, type AccountRule, type BookingRules } from './rules';

interface RowV1 {
  readonly rate: RateBp;
  readonly group: string;
  readonly revenueAccount: string;
  readonly vatCode: string;
}

/** What may be stored: any version's rules. */
export type StoredRules = Partial<BookingRules> & { readonly mapping?: readonly RowV1[] };

/** Rules of today's shape out of stored ones; rules that have it already come back equal. */
export function upgradedRules(stored: StoredRules): BookingRules {
  const { mapping, ...rest } = stored;
  const rules: BookingRules = { ...DEFAULT_RULES, ...rest };
  return stored.table || !mapping ? rules : { ...rules, table: tableFromV1(mapping) };
}

/** The table that says the same as the rows of rate and country group. */
export function tableFromV1(mapping: readonly RowV1[]): readonly AccountRule[] {
  const table: AccountRule[] = [];
  const place = (row: AccountRule | null): void => {
    if (row && (row.account !== '' || row.vatCode !== '') && !table.some((one) => one.regime === row.regime && one.country === row.country && one.rate === row.rate)) table.push(row);
  };
  // Home first: VAT charged on exports goes to the same row, and only fills it where nothing else does.
  const inOrder = [...mapping].sort((a, b) => Number(a.group !== 'home') - Number(b.group !== 'home'));
  for (const row of inOrder) place(rowFromV1(row));
  return table;
}

function rowFromV1({ rate, group, revenueAccount, vatCode }: RowV1): AccountRule | null {
  const row = (regime: AccountRule['regime'], country: string, of: RateBp | null, code: string): AccountRule => ({
    use: '', regime, country, rate: of, account: revenueAccount, vatCode: code, costCenter: '', costUnit: '',
  });
  const [kind, country] = group.split(':');
  if (kind === 'eu-business') return rate === 0 ? row('intra-goods', '', null, vatCode) : null;
  // A general row named no country, and a code without its country would be taken for a rate of any.
  if (kind === 'eu-consumer') return country === undefined ? row('oss', '', rate, '') : row('oss', country, rate, vatCode);
  if (kind === 'outside-eu' && rate === 0) return row('export', '', null, vatCode);
  // 0 % at home is ten different things: it needs a kind, which only a person knows (facts: vat 0.2).
  return rate === 0 ? null : row('home', 'NL', rate, vatCode);
}
