/** What is typed in a shop's settings, before it is stored: text as typed, nothing lost on an error. */
import type { RulesForm } from '../../lib/messages';
import type { MappingRowView, SetupShopView } from '../../lib/view/types';
import { rate as rateText } from '../../lib/words/format';
import { groupName } from '../../lib/words/groups';
import type { SetupKey } from '../../lib/words/setup';
import type { Surroundings } from './parts';

type TextField = {
  [K in keyof RulesForm]: RulesForm[K] extends string ? K : never;
}[keyof RulesForm];

export interface RulesDraft {
  readonly rules: RulesForm;
  readonly rows: readonly MappingRowView[];
  /** Numbers as typed. */
  readonly roundingLimit: string;
  readonly fileRecords: string;
  readonly fileMegabytes: string;
}

export interface Mistake {
  /** Field of the draft, or `row:<key>`. */
  readonly where: string;
  readonly text: string;
}

/** Longest codes that Exact takes. */
const LENGTHS: readonly (readonly [field: TextField, label: SetupKey, max: number])[] = [
  ['journal', 'shop.journal', 4],
  ['debtorCode', 'shop.debtorCode', 18],
  ['paymentCondition', 'shop.paymentCondition', 4],
  ['itemCode', 'shop.itemCode', 30],
  ['ownDebtorPrefix', 'more.prefix', 8],
  ['roundingAccount', 'more.roundingAccount', 9],
  ['roundingVatCode', 'more.roundingVatCode', 3],
  ['receivableAccount', 'more.receivable', 9],
  ['vatAccount', 'more.vatAccount', 9],
  ['referencePrefix', 'more.referencePrefix', 20],
];

export function draftOf(shop: SetupShopView): RulesDraft {
  return {
    rules: shop.rules,
    rows: shop.rows,
    roundingLimit: String(shop.rules.roundingLimit),
    fileRecords: String(shop.rules.fileRecords),
    fileMegabytes: String(shop.rules.fileBytes / 1_000_000),
  };
}

/** Takes over what another shop has typed in; the rows met in this shop's own invoices stay. */
export function takeOver(draft: RulesDraft, from: SetupShopView): RulesDraft {
  const theirs = new Map(from.rows.map((row) => [row.key, row]));
  const mine = draft.rows.map((row) => {
    const other = theirs.get(row.key);
    return other ? { ...row, revenueAccount: other.revenueAccount, vatCode: other.vatCode } : row;
  });
  const known = new Set(mine.map((row) => row.key));
  const more = from.rows.filter((row) => !known.has(row.key) && row.revenueAccount !== '').map((row) => ({ ...row, seen: 0 }));
  return { ...draftOf(from), rows: [...mine, ...more] };
}

/** A percentage as typed ("21", "5,5 %") in hundredths; null when it is none. */
export function typedRate(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!match) return null;
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return hundredths <= 10_000 ? hundredths : null;
}

/** The settings to store, or everything that is wrong with the draft, in words. Codes are trimmed; empty rows are left out. */
export function checked(draft: RulesDraft, { say, language }: Pick<Surroundings, 'say' | 'language'>): { readonly rules: RulesForm; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const trimmed: RulesForm = { ...draft.rules, ...Object.fromEntries(LENGTHS.map(([field]) => [field, draft.rules[field].trim()])) };
  for (const [field, label, max] of LENGTHS) {
    if (trimmed[field].length > max) mistakes.push({ where: field, text: say('map.tooLong', { field: say(label), max }) });
  }
  const mapping = [];
  for (const row of draft.rows) {
    const revenueAccount = row.revenueAccount.trim();
    const vatCode = row.vatCode.trim();
    if (revenueAccount === '' && vatCode === '') continue;
    const names = { rate: rateText(language, row.rate), group: groupName(language, row.group) };
    if (revenueAccount === '' || vatCode === '') mistakes.push({ where: `row:${row.key}`, text: say('map.half', names) });
    else if (revenueAccount.length > 9) mistakes.push({ where: `row:${row.key}`, text: say('map.tooLong', { field: say('map.revenueOf', names), max: 9 }) });
    else if (vatCode.length > 3) mistakes.push({ where: `row:${row.key}`, text: say('map.tooLong', { field: say('map.vatOf', names), max: 3 }) });
    mapping.push({ rate: row.rate, group: row.group, revenueAccount, vatCode });
  }
  const roundingLimit = whole(draft.roundingLimit, 0, 100);
  if (roundingLimit === null) mistakes.push({ where: 'roundingLimit', text: say('more.badNumber', { field: say('more.roundingLimit'), min: 0, max: 100 }) });
  const fileRecords = whole(draft.fileRecords, 1, 100_000);
  if (fileRecords === null) mistakes.push({ where: 'fileRecords', text: say('more.badNumber', { field: say('more.fileRecords'), min: 1, max: 100_000 }) });
  const megabytes = decimal(draft.fileMegabytes);
  const sizeFits = megabytes !== null && megabytes >= 0.1 && megabytes <= 100;
  if (!sizeFits) mistakes.push({ where: 'fileMegabytes', text: say('more.badSize', { field: say('more.fileSize'), min: 0.1, max: 100 }) });
  return {
    rules: {
      ...trimmed,
      mapping,
      roundingLimit: roundingLimit ?? draft.rules.roundingLimit,
      fileRecords: fileRecords ?? draft.rules.fileRecords,
      fileBytes: sizeFits ? Math.round(megabytes * 1_000_000) : draft.rules.fileBytes,
    },
    mistakes,
  };
}

function whole(text: string, min: number, max: number): number | null {
  if (!/^\d+$/.test(text.trim())) return null;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : null;
}

function decimal(text: string): number | null {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null;
}
