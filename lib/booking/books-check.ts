/**
 * A booking against what the administration in Exact offers: everything that Exact would refuse, or silently book otherwise, is a refusal here
 * (facts: vat 1.3, 1.4; exact-api 4.3). Equal causes have equal params, so that a code which vanished is one task and not many invoices.
 */
import type { IsoDate } from '../invoice/money';
import type { BookAccount, BookJournal, BookPaymentCondition, Books, BooksPart, BookVatCode } from './books';
import type { Refusal } from './booking';
import { carries, fits } from './code-fit';
import { regimeName, type Regime } from './regime';
import type { LineUse } from './rules';

/** Params of a refusal `R-CODE`; null when nothing speaks against it. */
export type Misfit = Refusal['params'] | null;

/** Cash, bank, cards, payment services, debtors, creditors, VAT, equity: no sales line stands there (facts: exact-api 4.3; vat 6.3). */
const NOT_ON_SALES_LINES: ReadonlySet<number> = new Set([10, 12, 14, 16, 20, 21, 22, 24, 50, 52]);
const SALES_JOURNAL = 20;
/** Account types from here on are profit and loss (facts: exact-api 4.3). */
const PROFIT_AND_LOSS = 110;
const MANDATORY = 1;
const NOT_ALLOWED = 2;
/** Money that is somebody else's: never on a revenue account. */
const OWED: ReadonlySet<LineUse> = new Set(['voucher', 'deposit']);

interface Index {
  readonly vatCodes: ReadonlyMap<string, BookVatCode>;
  readonly accounts: ReadonlyMap<string, BookAccount>;
  readonly journals: ReadonlyMap<string, BookJournal>;
  readonly conditions: ReadonlyMap<string, BookPaymentCondition>;
  readonly centers: ReadonlySet<string>;
  readonly units: ReadonlySet<string>;
  /** Lists that Exact did not show: what is not in them may exist all the same. */
  readonly unread: ReadonlySet<BooksPart>;
  /** Judged before: a batch has few codes, regimes and days. */
  readonly fitting: Map<string, Misfit>;
}

const indexes = new WeakMap<Books, Index>();

function indexOf(books: Books): Index {
  let index = indexes.get(books);
  if (!index) {
    const byCode = <T extends { readonly code: string }>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row.code.trim(), row]));
    index = {
      vatCodes: byCode(books.vatCodes),
      accounts: byCode(books.accounts),
      journals: byCode(books.journals),
      conditions: byCode(books.paymentConditions),
      centers: new Set(books.costCenters.map((row) => row.code.trim())),
      units: new Set(books.costUnits.map((row) => row.code.trim())),
      unread: new Set(books.unread ?? []),
      fitting: new Map(),
    };
    indexes.set(books, index);
  }
  return index;
}

/**
 * Whether a VAT code of the administration can carry the regime on the entry date; params name every reason against it.
 * @param lawKnown false for administrations of whose VAT nothing may be said: then only what would change the amounts counts.
 */
export function codeMisfit(books: Books, vatCode: string, regime: Regime, entryDate: IsoDate, lawKnown = true): Misfit {
  const { vatCodes, fitting } = indexOf(books);
  const name = regimeName(regime);
  const key = `${vatCode}|${regime.kind}|${name}|${entryDate}|${lawKnown ? '' : 'by-hand'}`;
  const known = fitting.get(key);
  if (known !== undefined) return known;
  const code = vatCodes.get(vatCode.trim());
  const reasons = code ? (lawKnown ? fits : carries)(code, regime, entryDate) : ['missing'];
  const [reason = ''] = reasons;
  const misfit = reasons.length === 0 ? null : { what: 'vat-code', vatCode, ...saleOf(regime), reason, ...(reasons.length > 1 ? { also: reasons.slice(1).join(', ') } : {}) };
  fitting.set(key, misfit);
  return misfit;
}

/** A kind of sale in the params of a refusal. */
export function saleOf(regime: Regime): Refusal['params'] {
  return { regime: regimeName(regime), kind: regime.kind, rate: regime.rate, ...(regime.country === '' ? {} : { country: regime.country }) };
}

export interface Placed {
  readonly account: string;
  readonly use: LineUse;
  readonly costCenter: string;
  readonly costUnit: string;
}

/** Whether a sales line may stand on an account, with the cost centre and unit that it names. */
export function accountMisfit(books: Books, { account, use, costCenter, costUnit }: Placed): Misfit {
  const { accounts, centers, units, unread } = indexOf(books);
  const against = (reason: string): Misfit => ({ what: 'account', account, reason });
  const known = accounts.get(account.trim());
  if (!known) return against('missing');
  if (known.blocked) return against('blocked');
  if (NOT_ON_SALES_LINES.has(known.type)) return against('account-type');
  if (OWED.has(use) && known.type >= PROFIT_AND_LOSS) return against('not-balance');
  return (
    dimensionMisfit('cost-center', known.costCenter, costCenter, unread.has('cost-centers') ? null : centers, account) ??
    dimensionMisfit('cost-unit', known.costUnit, costUnit, unread.has('cost-units') ? null : units, account)
  );
}

function dimensionMisfit(what: 'cost-center' | 'cost-unit', rule: 0 | 1 | 2, value: string, known: ReadonlySet<string> | null, account: string): Misfit {
  if (value === '') return rule === MANDATORY ? { what, onAccount: account, reason: 'mandatory' } : null;
  if (rule === NOT_ALLOWED) return { what, value, onAccount: account, reason: 'not-allowed' };
  return known === null || known.has(value.trim()) ? null : { what, value, reason: 'missing' };
}

/** Whether an account takes a cost centre, so that a general default is only used where it is wanted. */
export function takes(books: Books, code: string): { readonly center: boolean; readonly unit: boolean } {
  const account = indexOf(books).accounts.get(code.trim());
  return { center: account?.costCenter !== NOT_ALLOWED, unit: account?.costUnit !== NOT_ALLOWED };
}

/** The cost centre and unit that Exact gives a line on an account by itself where the entry names none; empty where it has none. */
export function defaultsOf(books: Books, code: string): { readonly center: string; readonly unit: string } {
  const account = indexOf(books).accounts.get(code.trim());
  const taken = takes(books, code);
  return { center: taken.center ? (account?.defaultCostCenter ?? '') : '', unit: taken.unit ? (account?.defaultCostUnit ?? '') : '' };
}

/** Whether a journal takes sales entries in a currency. */
export function journalMisfit(books: Books, journal: string, currency: string): Misfit {
  const against = (reason: string): Misfit => ({ what: 'journal', journal, reason });
  const known = indexOf(books).journals.get(journal.trim());
  if (!known) return against('missing');
  if (known.blocked) return against('blocked');
  if (known.type !== SALES_JOURNAL) return against('journal-type');
  if (books.currencies.length > 0 && !books.currencies.includes(currency)) return { what: 'currency', value: currency, reason: 'missing' };
  const own = known.currency === '' ? books.currency : known.currency;
  return own === currency || known.variableCurrency ? null : { ...against('journal-currency'), currency };
}

/** Whether a payment condition can be used: it exists and gives no discount, which would change the VAT (facts: vat 1.4). */
export function conditionMisfit(books: Books, condition: string): Misfit {
  const { conditions, unread } = indexOf(books);
  const known = conditions.get(condition.trim());
  if (!known && unread.has('payment-conditions')) return null;
  if (!known) return { what: 'payment-condition', value: condition, reason: 'missing' };
  return known.discount > 0 ? { what: 'payment-condition', value: condition, reason: 'payment-discount' } : null;
}
