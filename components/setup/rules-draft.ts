/** What is typed in a shop's settings, before it is stored: text as typed, nothing lost on an error. */
import type { Fault } from '../../lib/faults';
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

/** Against slips of the keyboard; the 18 of a relation is Exact's own. The background checks the same. */
const LENGTHS: readonly (readonly [field: TextField, label: SetupKey, max: number])[] = [
  ['journal', 'shop.journal', 10],
  ['debtorCode', 'shop.debtorCode', 18],
  ['paymentCondition', 'shop.paymentCondition', 10],
  ['itemCode', 'shop.itemCode', 30],
  ['ownDebtorPrefix', 'more.prefix', 8],
  ['roundingAccount', 'more.roundingAccount', 20],
  ['roundingVatCode', 'more.roundingVatCode', 8],
  ['receivableAccount', 'more.receivable', 20],
  ['vatAccount', 'more.vatAccount', 20],
  ['referencePrefix', 'more.referencePrefix', 10],
];

const ACCOUNT = 20;
const VAT_CODE = 10;

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

/** Met in invoices, and neither this row nor the wider one says where to book. */
export function isOpen(row: MappingRowView, rows: readonly MappingRowView[]): boolean {
  const filled = (one: MappingRowView | undefined): boolean => one !== undefined && one.revenueAccount.trim() !== '' && one.vatCode.trim() !== '';
  return row.seen > 0 && !filled(row) && !filled(rows.find((other) => other.key === row.general));
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
    else if (revenueAccount.length > ACCOUNT) mistakes.push({ where: `row:${row.key}`, text: say('map.tooLong', { field: say('map.revenueOf', names), max: ACCOUNT }) });
    else if (vatCode.length > VAT_CODE) mistakes.push({ where: `row:${row.key}`, text: say('map.tooLong', { field: say('map.vatOf', names), max: VAT_CODE }) });
    mapping.push({ rate: row.rate, group: row.group, revenueAccount, vatCode });
  }
  const roundingLimit = whole(draft.roundingLimit, 0, 500);
  if (roundingLimit === null) mistakes.push({ where: 'roundingLimit', text: say('more.badNumber', { field: say('more.roundingLimit'), min: 0, max: 500 }) });
  const fileRecords = whole(draft.fileRecords, 1, 50_000);
  if (fileRecords === null) mistakes.push({ where: 'fileRecords', text: say('more.badNumber', { field: say('more.fileRecords'), min: 1, max: 50_000 }) });
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

/** The mistake that the background found in the settings as sent; none when its fault names no field. */
export function refused(fault: Fault, sent: RulesForm, { say, language }: Pick<Surroundings, 'say' | 'language'>): readonly Mistake[] {
  if (fault.code !== 'bad-request') return [];
  const [field = '', index = ''] = String(fault.params?.['field'] ?? '').replace(/^rules\./, '').split('.');
  const row = field === 'mapping' ? sent.mapping[Number(index)] : undefined;
  if (row) {
    const name = say('map.label', { rate: rateText(language, row.rate), group: groupName(language, row.group) });
    return [{ where: `row:${String(row.rate)}|${row.group}`, text: say('notUsable', { field: name }) }];
  }
  const known = LENGTHS.find(([name]) => name === field);
  return known ? [{ where: known[0], text: say('notUsable', { field: say(known[1]) }) }] : [];
}

function whole(text: string, min: number, max: number): number | null {
  if (!/^\d+$/.test(text.trim())) return null;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : null;
}

function decimal(text: string): number | null {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null;
}
