/** Words for refusals, findings and remarks, with their figures written as the person reads them. */
import type { Language, ReasonGroup } from '../messages';
import { money, rate } from './format';
import { groupName } from './groups';
import { reasonsEn } from './reasons.en';
import { reasonsNl } from './reasons.nl';
import { fill, type Params } from './text';

/** Params that are integer minor units of `currency` (EUR when it is not said). */
const AMOUNTS = new Set(['expected', 'actual', 'difference', 'limit', 'lines', 'total', 'net', 'vat', 'gross']);

/** The sentence of a reason, e.g. of a refusal, finding or remark. Unknown codes are named, never hidden. */
export function reasonText(language: Language, reason: Pick<ReasonGroup, 'code' | 'params'>): string {
  const texts = language === 'nl' ? reasonsNl : reasonsEn;
  const known = Object.hasOwn(texts, reason.code) ? texts[reason.code as keyof typeof reasonsEn] : texts.other;
  return fill(language, known, { ...readable(language, reason.params), code: reason.code });
}

function readable(language: Language, params: Params): Params {
  const currency = String(params['currency'] ?? 'EUR');
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === 'rate' && typeof value === 'number') return [name, rate(language, value)];
      if (name === 'group') return [name, groupName(language, String(value))];
      if (AMOUNTS.has(name) && typeof value === 'number') return [name, money(language, value, currency)];
      return [name, value];
    }),
  );
}
