/**
 * The table that finds account, VAT code and cost centre of a line. Each of them comes from the most specific row that fits and has one, on
 * its own. Use weighs more than regime, regime more than country, country more than rate; of equals the first row counts.
 */
import type { Refusal } from './booking';
import { OUTSIDE_USES } from './line-use';
import { regimeName, type Regime, type RegimeKind } from './regime';
import type { AccountRule, BookingRules, LineUse } from './rules';

/** Regimes with VAT of some country: their code is one of country × rate × regime (facts: vat 0.5). */
export const TAXED: ReadonlySet<RegimeKind> = new Set(['home', 'oss', 'local', 'foreign']);

export interface Mapped {
  readonly account: string;
  readonly vatCode: string;
  /** Empty: none. */
  readonly costCenter: string;
  readonly costUnit: string;
  /** Whether a row of the table names the cost centre, so that it is no general default. */
  readonly ownCostCenter: boolean;
  readonly ownCostUnit: boolean;
  /** As `ruleText` writes it. */
  readonly rule: string;
}

export type MappingResult = { readonly ok: true; readonly mapped: Mapped } | { readonly ok: false; readonly params: Refusal['params'] };

interface Rows {
  readonly account: AccountRule | null;
  readonly code: AccountRule | null;
  readonly center: AccountRule | null;
  readonly unit: AccountRule | null;
}

/** Rows found so far, per table: tables are values that never change, and a shop has few kinds of lines. */
const found = new WeakMap<readonly AccountRule[], Map<string, Rows>>();

/** Account, code and cost centre for a use under a regime; else what is missing (`what`: account or vat-code), as the params of `no-mapping`. */
export function mappingOf(rules: BookingRules, use: LineUse, regime: Regime): MappingResult {
  const rows = rowsFor(rules.table, use, regime);
  if (!rows.account || !rows.code) {
    const about = { use, regime: regimeName(regime), kind: regime.kind, rate: regime.rate, what: rows.account ? 'vat-code' : rows.code ? 'account' : 'account-and-code' };
    return { ok: false, params: regime.country === '' ? about : { ...about, country: regime.country } };
  }
  return {
    ok: true,
    mapped: {
      account: rows.account.account,
      vatCode: rows.code.vatCode,
      costCenter: rows.center?.costCenter ?? rules.costCenter,
      costUnit: rows.unit?.costUnit ?? rules.costUnit,
      ownCostCenter: rows.center !== null,
      ownCostUnit: rows.unit !== null,
      rule: ruleText(rows.account, rows.code),
    },
  };
}

/** The row of the table that gives the account for a use under a regime, and the one that gives its code. */
export function rowsFor(table: readonly AccountRule[], use: LineUse, regime: Regime): Rows {
  let known = found.get(table);
  if (!known) found.set(table, (known = new Map<string, Rows>()));
  const key = `${use}|${regime.kind}|${regime.country}|${String(regime.rate)}`;
  let rows = known.get(key);
  if (!rows) known.set(key, (rows = search(table, use, regime)));
  return rows;
}

/** A row by its four questions, `shipping|oss|DE|1900`; empty where it fits everything. */
export function ruleKey({ use, regime, country, rate }: Pick<AccountRule, 'use' | 'regime' | 'country' | 'rate'>): string {
  return `${use}|${regime}|${country}|${rate === null ? '' : String(rate)}`;
}

/** What a booking line says of the rows that made it: `table:` and the row of the account, then, where it is another one, ` + ` and that of the code. */
export function ruleText(account: AccountRule, code: AccountRule): string {
  const [a, b] = [ruleKey(account), ruleKey(code)];
  return a === b ? `table:${a}` : `table:${a} + ${b}`;
}

function search(table: readonly AccountRule[], use: LineUse, regime: Regime): Rows {
  const fitting = table.filter((row) => fitsLine(row, use, regime));
  return {
    account: best(fitting.filter((row) => row.account !== '' && (!OUTSIDE_USES.has(use) || row.use === use || row.regime === 'no-supply'))),
    code: best(fitting.filter((row) => row.vatCode !== '' && namesRegime(row, regime))),
    center: best(fitting.filter((row) => row.costCenter !== '')),
    unit: best(fitting.filter((row) => row.costUnit !== '')),
  };
}

function fitsLine(row: AccountRule, use: LineUse, regime: Regime): boolean {
  return (
    (row.use === '' || row.use === use) &&
    (row.regime === '' || row.regime === regime.kind) &&
    (row.country === '' || row.country === regime.country) &&
    (row.rate === null || row.rate === regime.rate)
  );
}

/** A percentage proves nothing alone: a code is only taken from a row that says what it is for (facts: vat 0.2). */
function namesRegime(row: AccountRule, { kind }: Regime): boolean {
  return row.regime === kind && (!TAXED.has(kind) || (row.country !== '' && row.rate !== null));
}

const weight = (row: AccountRule): number => (row.use === '' ? 0 : 8) + (row.regime === '' ? 0 : 4) + (row.country === '' ? 0 : 2) + (row.rate === null ? 0 : 1);

function best(rows: readonly AccountRule[]): AccountRule | null {
  let chosen: AccountRule | null = null;
  for (const row of rows) if (!chosen || weight(row) > weight(chosen)) chosen = row;
  return chosen;
}
