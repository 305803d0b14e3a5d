import type { Language } from '../../lib/messages';
import { kindText } from '../../lib/words/regimes';
import type { Say } from './parts';

/** The rule behind a line in words: the row of the table that gave the account and, where another one gave the VAT code, that row as well. */
export function ruleText(language: Language, say: Say, line: { readonly rule: string; readonly kind: string }): string {
  if (line.kind === 'rounding') return say('invoice.whyRounding');
  const rows = /^table:(.*)$/.exec(line.rule)?.[1]?.split(' + ').map((row) => rowName(language, row));
  const [account, code] = rows ?? [];
  if (account === undefined) return say('invoice.whyRule', { rule: line.rule });
  return code === undefined ? say('invoice.whyTable', { row: account }) : say('invoice.whyTables', { row: account, code });
}

/** `shipping|oss|DE|1900` in words. */
function rowName(language: Language, row: string): string {
  const [use = '', regime = '', country = '', rate = ''] = row.split('|');
  return kindText(language, { use: use === 'revenue' ? '' : use, regime, country, rate: rate === '' ? null : Number(rate) });
}
