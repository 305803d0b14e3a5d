/** What is typed in a shop's settings, before it is stored: text as typed, nothing lost on an error. */
import type { Fault } from '../../lib/faults';
import type { RulesForm } from '../../lib/messages';
import type { MappingRowView, SetupShopView } from '../../lib/view/types';
import { kindText } from '../../lib/words/regimes';
import type { SetupKey } from '../../lib/words/setup';
import type { Surroundings } from './parts';

export type Profile = RulesForm['profile'];
type TextField = { [K in keyof RulesForm]: RulesForm[K] extends string ? K : never }[keyof RulesForm];
type ListField = 'journals' | 'paymentConditions' | 'debtors' | 'confirmedNumbers';
type ProfileList = 'warehouses' | 'consumers' | 'registrations' | 'smallBusiness' | 'kinds';

export interface RulesDraft {
  readonly rules: RulesForm;
  readonly rows: readonly MappingRowView[];
  /** Numbers as typed. */
  readonly roundingLimit: string;
  readonly fileRecords: string;
  readonly fileMegabytes: string;
  /** In euros. */
  readonly belowElsewhere: string;
}

export interface Mistake {
  /** Path of the field in the rules (`profile.consumers.0.from`), a number of the draft, or `row:<key>`. */
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
  ['costCenter', 'book.costCenter', 30],
  ['costUnit', 'book.costUnit', 30],
  ['roundingAccount', 'more.roundingAccount', 20],
  ['roundingVatCode', 'more.roundingVatCode', 8],
  ['receivableAccount', 'more.receivable', 20],
  ['vatAccount', 'more.vatAccount', 20],
  ['referencePrefix', 'more.referencePrefix', 10],
];

const ACCOUNT = 20;
const VAT_CODE = 8;

export function draftOf(shop: SetupShopView): RulesDraft {
  return {
    rules: shop.rules,
    rows: shop.rows,
    roundingLimit: String(shop.rules.roundingLimit),
    fileRecords: String(shop.rules.fileRecords),
    fileMegabytes: String(shop.rules.fileBytes / 1_000_000),
    belowElsewhere: String(shop.rules.profile.belowElsewhere / 100),
  };
}

/** Takes over what another shop has typed in, except what is this shop's own: confirmed numbers and consents. */
export function takeOver(draft: RulesDraft, from: SetupShopView): RulesDraft {
  const theirs = draftOf(from);
  return { ...theirs, rules: { ...theirs.rules, confirmedNumbers: draft.rules.confirmedNumbers, consents: draft.rules.consents } };
}

/** A percentage as typed ("21", "5,5 %") in hundredths; null when it is none. */
export function typedRate(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!match) return null;
  const hundredths = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return hundredths <= 10_000 ? hundredths : null;
}

/** Rows that were added and left empty go, so that places in lists are the same here and in what is sent. */
export function withoutEmptyRows(draft: RulesDraft): RulesDraft {
  const { rules } = draft;
  const { profile } = rules;
  return {
    ...draft,
    rules: {
      ...rules,
      journals: rules.journals.filter((row) => row.currency.trim() !== '' || row.journal.trim() !== ''),
      paymentConditions: rules.paymentConditions.filter((row) => row.paymentTypeId !== 0 || row.code.trim() !== ''),
      debtors: rules.debtors.filter((row) => row.country !== '' || row.code.trim() !== ''),
      confirmedNumbers: rules.confirmedNumbers.filter((row) => row.number.trim() !== ''),
      profile: {
        ...profile,
        warehouses: profile.warehouses.filter((row) => row.warehouse.trim() !== '' || row.country !== ''),
        registrations: profile.registrations.filter((row) => row.country !== '' || row.number.trim() !== ''),
        smallBusiness: profile.smallBusiness.filter((row) => row.from !== '' || row.to !== ''),
        kinds: profile.kinds.filter((row) => row.code.trim() !== ''),
      },
    },
  };
}

/** The settings to store, or everything that is wrong with the draft, in words. Codes are trimmed; empty rows are left out. */
export function checked(draft: RulesDraft, surroundings: Pick<Surroundings, 'say' | 'language'>): { readonly rules: RulesForm; readonly mistakes: readonly Mistake[]; readonly keys: readonly string[] } {
  const { say, language } = surroundings;
  const mistakes: Mistake[] = [];
  const wrong = (where: string, text: string): void => { mistakes.push({ where, text }); };
  const trimmed: RulesForm = { ...draft.rules, ...Object.fromEntries(LENGTHS.map(([field]) => [field, draft.rules[field].trim()])) };
  for (const [field, label, max] of LENGTHS) {
    if (trimmed[field].length > max) wrong(field, say('map.tooLong', { field: say(label), max }));
  }
  checkLists(draft.rules, wrong, say);
  const table = [];
  const keys: string[] = [];
  for (const row of draft.rows) {
    const rule = { ...row.rule, account: row.rule.account.trim(), vatCode: row.rule.vatCode.trim(), costCenter: row.rule.costCenter.trim(), costUnit: row.rule.costUnit.trim() };
    if (rule.account === '' && rule.vatCode === '' && rule.costCenter === '' && rule.costUnit === '') continue;
    const name = kindText(language, rule);
    if (rule.account.length > ACCOUNT) wrong(`row:${row.key}`, say('map.tooLong', { field: say('map.accountOf', { name }), max: ACCOUNT }));
    else if (rule.vatCode.length > VAT_CODE) wrong(`row:${row.key}`, say('map.tooLong', { field: say('map.vatOf', { name }), max: VAT_CODE }));
    table.push(rule);
    keys.push(row.key);
  }
  const roundingLimit = whole(draft.roundingLimit, 0, 500);
  if (roundingLimit === null) wrong('roundingLimit', say('more.badNumber', { field: say('more.roundingLimit'), min: 0, max: 500 }));
  const fileRecords = whole(draft.fileRecords, 1, 50_000);
  if (fileRecords === null) wrong('fileRecords', say('more.badNumber', { field: say('more.fileRecords'), min: 1, max: 50_000 }));
  const megabytes = decimal(draft.fileMegabytes);
  const sizeFits = megabytes !== null && megabytes >= 0.1 && megabytes <= 100;
  if (!sizeFits) wrong('fileMegabytes', say('more.badSize', { field: say('more.fileSize'), min: 0.1, max: 100 }));
  const elsewhere = decimal(draft.belowElsewhere);
  const elsewhereFits = elsewhere !== null && elsewhere <= 1_000_000;
  if (!elsewhereFits) wrong('profile.belowElsewhere', say('more.badSize', { field: say('profile.elsewhere'), min: 0, max: 1_000_000 }));
  return {
    rules: {
      ...trimmed,
      table,
      profile: { ...trimmed.profile, belowElsewhere: elsewhereFits ? Math.round(elsewhere * 100) : draft.rules.profile.belowElsewhere },
      roundingLimit: roundingLimit ?? draft.rules.roundingLimit,
      fileRecords: fileRecords ?? draft.rules.fileRecords,
      fileBytes: sizeFits ? Math.round(megabytes * 1_000_000) : draft.rules.fileBytes,
    },
    mistakes,
    keys,
  };
}

function checkLists(rules: RulesForm, wrong: (where: string, text: string) => void, say: Surroundings['say']): void {
  const { profile } = rules;
  const needs = <R>(list: ListField | `profile.${ProfileList}`, rows: readonly R[], field: keyof R & string, label: SetupKey): void => {
    rows.forEach((row, index) => {
      if (String(row[field]).trim() === '' || row[field] === 0) wrong(`${list}.${String(index)}.${field}`, say('list.needs', { list: say(LIST_NAMES[list]), row: index + 1, field: say(label) }));
    });
  };
  const inOrder = (list: `profile.${ProfileList}`, rows: readonly { readonly from: string; readonly to: string }[]): void => {
    rows.forEach(({ from, to }, index) => {
      if (from !== '' && to !== '' && to < from) wrong(`${list}.${String(index)}.to`, say('list.order', { list: say(LIST_NAMES[list]), row: index + 1 }));
    });
  };
  needs('journals', rules.journals, 'currency', 'book.currency');
  needs('journals', rules.journals, 'journal', 'shop.journal');
  needs('paymentConditions', rules.paymentConditions, 'paymentTypeId', 'book.paymentType');
  needs('paymentConditions', rules.paymentConditions, 'code', 'shop.paymentCondition');
  needs('debtors', rules.debtors, 'country', 'col.country');
  needs('debtors', rules.debtors, 'code', 'shop.debtorCode');
  needs('confirmedNumbers', rules.confirmedNumbers, 'date', 'numbers.date');
  needs('profile.warehouses', profile.warehouses, 'warehouse', 'profile.warehouse');
  needs('profile.warehouses', profile.warehouses, 'country', 'col.country');
  needs('profile.registrations', profile.registrations, 'country', 'col.country');
  inOrder('profile.consumers', profile.consumers);
  inOrder('profile.registrations', profile.registrations);
  inOrder('profile.smallBusiness', profile.smallBusiness);
}

const LIST_NAMES: Readonly<Record<ListField | `profile.${ProfileList}`, SetupKey>> = {
  journals: 'book.journals',
  paymentConditions: 'book.conditions',
  debtors: 'book.debtors',
  confirmedNumbers: 'numbers.title',
  'profile.warehouses': 'profile.warehouses',
  'profile.consumers': 'profile.consumers',
  'profile.registrations': 'profile.registrations',
  'profile.smallBusiness': 'profile.small',
  'profile.kinds': 'kinds.title',
};

/** The mistake that the background found in the settings as sent; none when its fault names no field. `keys` are those of the rows sent. */
export function refused(fault: Fault, sent: RulesForm, keys: readonly string[], { say, language }: Pick<Surroundings, 'say' | 'language'>): readonly Mistake[] {
  if (fault.code !== 'bad-request') return [];
  const where = String(fault.params?.['field'] ?? '').replace(/^rules\./, '');
  const [field = '', second = '', third = ''] = where.split('.');
  if (field === 'table') {
    const rule = sent.table[Number(second)];
    const key = keys[Number(second)];
    return rule && key !== undefined ? [{ where: `row:${key}`, text: say('notUsable', { field: kindText(language, rule) }) }] : [];
  }
  const known = LENGTHS.find(([name]) => name === field);
  if (known) return [{ where: known[0], text: say('notUsable', { field: say(known[1]) }) }];
  const list = field === 'profile' ? `profile.${second}` : field;
  const name = Object.hasOwn(LIST_NAMES, list) ? LIST_NAMES[list as keyof typeof LIST_NAMES] : null;
  const row = Number(field === 'profile' ? third : second);
  return name ? [{ where, text: say('list.unusable', { list: say(name), row: Number.isNaN(row) ? 1 : row + 1 }) }] : [];
}

function whole(text: string, min: number, max: number): number | null {
  if (!/^\d+$/.test(text.trim())) return null;
  const value = Number(text.trim());
  return value >= min && value <= max ? value : null;
}

function decimal(text: string): number | null {
  return /^\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : null;
}
