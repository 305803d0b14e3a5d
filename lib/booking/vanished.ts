/** What the rules name and Exact does not have any more, or blocked: one task for a person instead of one refusal per invoice. */
import type { Books } from './books';
import type { Proposal } from './proposal-types';
import type { BookingRules } from './rules';

type Vanished = Proposal['vanished'];
type What = Vanished[number]['what'];

/** Each code once; nothing of a list that could not be read. */
export function vanishedOf(books: Books, rules: BookingRules): Vanished {
  const gone = (what: What, codes: readonly string[], known: readonly { readonly code: string; readonly blocked?: boolean }[]): Vanished =>
    [...new Set(codes)].flatMap((code) => {
      if (code === '') return [];
      const found = known.find((one) => one.code === code);
      return found && found.blocked !== true ? [] : [{ what, code, blocked: found !== undefined }];
    });
  const accounts = [...rules.table.map(({ account }) => account), rules.roundingAccount, ...(rules.entryShape === 'full' ? [rules.receivableAccount, rules.vatAccount] : [])];
  const conditions = books.unread?.includes('payment-conditions') === true ? [] : [rules.paymentCondition, ...rules.paymentConditions.map(({ code }) => code)];
  return [
    ...gone('vat-code', [...rules.table.map(({ vatCode }) => vatCode), rules.roundingVatCode], books.vatCodes),
    ...gone('account', accounts, books.accounts),
    ...gone('journal', [rules.journal, ...rules.journals.map(({ journal }) => journal)], books.journals),
    ...gone('payment-condition', conditions, books.paymentConditions),
  ];
}
