/** Words for refusals and findings, with their figures written as the person reads them. */
import type { Language, ReasonGroup } from '../messages';
import { MENDS } from './fates';
import { mendedEn } from './fates.en';
import { mendedNl } from './fates.nl';
import { country, day, money, rate } from './format';
import { groupName } from './groups';
import { partsEn, reasonsEn } from './reasons.en';
import { partsNl, reasonsNl } from './reasons.nl';
import { kindText } from './regimes';
import { fill, type Params } from './text';

/** Params that are integer minor units of `currency` (EUR when it is not said). */
const AMOUNTS = new Set(['expected', 'actual', 'found', 'difference', 'net', 'gross', 'total']);
/** Params that name a part of the invoice or the settings, or a cause, by a code. */
const NAMED = new Set(['setting', 'what', 'reason', 'question']);

/** The sentences of a reason, of a refusal or finding, where invoices wait for a file: the cause, what to do, what then happens. Unknown codes are named, never hidden. */
export function reasonText(language: Language, reason: Pick<ReasonGroup, 'code' | 'params'>): string {
  const mended = language === 'nl' ? mendedNl : mendedEn;
  const name = nameOf(reason);
  return [causeText(language, reason), Object.hasOwn(MENDS, name) && mended[MENDS[name as keyof typeof MENDS]]].filter(Boolean).join(' ');
}

/** The cause alone, with what to do about it. */
export function causeText(language: Language, reason: Pick<ReasonGroup, 'code' | 'params'>): string {
  const texts = language === 'nl' ? reasonsNl : reasonsEn;
  const name = nameOf(reason);
  const known = Object.hasOwn(texts, name) ? texts[name as keyof typeof reasonsEn] : texts.other;
  return fill(language, known, { ...readable(language, reason.params), code: reason.code });
}

/** What the words of a reason are called: one code stands for what set-up names and for the number of an invoice, and these are told apart. */
export function nameOf({ code, params }: Pick<ReasonGroup, 'code' | 'params'>): string {
  return code === 'R-CODE' && params['what'] === 'InvoiceCode' ? 'R-CODE-LONG' : code;
}

/** Params as a person reads them: rates, groups, countries, amounts in the document's currency. */
export function readable(language: Language, params: Params): Params {
  const currency = String(params['currency'] ?? 'EUR');
  const names: Readonly<Record<string, string>> = language === 'nl' ? partsNl : partsEn;
  // A group of one country names it already.
  const named = /^home$|:/.test(String(params['group'] ?? ''));
  // The last missing number is said only where the list of them stops before it.
  const listed = String(params['missing'] ?? '').split(', ').includes(String(params['to'] ?? ''));
  const sale = saleOf(language, params);
  return Object.fromEntries(
    Object.entries(sale).filter(([name]) => !(named && name === 'country') && !(listed && name === 'to')).map(([name, value]) => {
      if (name === 'rate' && typeof value === 'number') return [name, rate(language, value)];
      if (name === 'country') return [name, country(language, String(value))];
      if (name === 'date') return [name, day(language, String(value))];
      if (NAMED.has(name)) return [name, names[value] ?? value];
      if (name === 'group') return [name, groupName(language, String(value))];
      if (AMOUNTS.has(name) && typeof value === 'number') return [name, money(language, value, currency)];
      return [name, value];
    }),
  );
}

/** With a regime in it, a reason names the kind of sale as the mapping does, and no rate or country beside it. */
function saleOf(language: Language, params: Params): Params {
  const { kind, use = '', regime, rate: percentage, country: where, ...rest } = params;
  if (typeof regime !== 'string' || typeof kind !== 'string') return params;
  const sale = kindText(language, { use: String(use), regime: kind, country: String(where ?? ''), rate: typeof percentage === 'number' ? percentage : null });
  return { ...rest, sale };
}
