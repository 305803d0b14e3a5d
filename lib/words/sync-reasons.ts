/**
 * Words for what holds an invoice, or a shop, in Sync: of the engine, of Exact's answers, of the decider, of the line. Each says whether it is
 * booked, one cause with what to do, and what happens by itself (design 8).
 */
import type { FaultCode } from '../faults';
import type { Language, LedgerReason } from '../messages';
import { bookedText, fateOf, nextText } from './fates';
import { faultsEn } from './faults.en';
import { faultWords } from './faults';
import { clock, day, moment } from './format';
import { causeText, nameOf } from './reasons';
import { keptEn, outcomesEn, syncPartsEn, syncReasonsEn, waitsEn, type SyncReasonCode } from './sync-reasons.en';
import { keptNl, outcomesNl, syncPartsNl, syncReasonsNl, waitsNl } from './sync-reasons.nl';
import { fill, type Params } from './text';

/** What holds something: a code with its figures, the state of the invoices that it holds where it holds some, and when it is said (local, milliseconds). */
export type Held = LedgerReason & { readonly state?: string; readonly now?: number };

/** The sentences of a cause. Unknown codes are named, never hidden. */
export function syncReasonText(language: Language, reason: Held): string {
  const fate = fateOf(nameOf(reason), reason.state);
  return [fate && bookedText(language, fate.booked), holdsText(language, reason, fate !== null)].filter(Boolean).join(' ');
}

/** The same without whether it is booked: of what was not sent at all. */
export function holdsText(language: Language, { code, params, state, now }: Held, worded = true): string {
  const fate = worded ? fateOf(nameOf({ code, params }), state) : null;
  return [whyText(language, { code, params }), fate && nextText(language, fate.next, readable(language, params, now))].filter(Boolean).join(' ');
}

/** The cause alone, with what to do about it. */
function whyText(language: Language, { code, params }: LedgerReason): string {
  if (Object.hasOwn(syncReasonsEn, code)) return fill(language, (language === 'nl' ? syncReasonsNl : syncReasonsEn)[code as SyncReasonCode], code === 'S-LEFT' ? left(language, params) : readable(language, params));
  if (Object.hasOwn(faultsEn, code)) return faultWords(language, { code: code as FaultCode, params }).text;
  return causeText(language, { code, params });
}

/** Who left it, and what it was that held it then. */
function left(language: Language, { by, why, ...params }: Params): Params {
  return { by: by ?? (language === 'nl' ? 'Iemand' : 'Somebody'), ...(why === undefined ? {} : { why: whyText(language, { code: String(why), params }) }) };
}

/** One step of the history. A code that nobody wrote words for is left to the details. */
export function outcomeText(language: Language, outcome: string): string {
  const known = language === 'nl' ? outcomesNl : outcomesEn;
  const [name = '', by] = outcome.split(': ');
  const text = known[outcome] ?? known[name];
  if (text !== undefined) return fill(language, text, by === undefined ? {} : { by });
  return fateOf(outcome) !== null || /^[A-Z]+-|^[a-z]+(-[a-z]+)+$/.test(outcome) ? whyText(language, { code: outcome, params: {} }) : outcome;
}

/** `2026-01` → "January 2026" / "januari 2026". */
export function monthName(language: Language, month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? month : new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}

function readable(language: Language, params: Params, now?: number): Params {
  const parts = language === 'nl' ? syncPartsNl : syncPartsEn;
  const named = (list: unknown): string => String(list).split(', ').map((one) => parts[one] ?? one).join(', ');
  const waits: Readonly<Record<string, string>> = language === 'nl' ? waitsNl : waitsEn;
  const kept: Readonly<Record<string, string>> = language === 'nl' ? keptNl : keptEn;
  const cause = String(params['cause'] ?? '');
  return Object.fromEntries(
    Object.entries({ ...params, cause: Object.hasOwn(waits, cause) ? cause : 'other', kept: kept[cause] ?? kept['other'] ?? '' }).map(([name, value]) => {
      if (name === 'cause') return [name, waits[value] ?? ''];
      if (name === 'on') return [name, day(language, String(value))];
      // Years, periods and numbers of entries are names, not amounts.
      if (name === 'year' || name === 'period' || name === 'number') return [name, String(value)];
      if (name === 'what' || name === 'field') return [name, named(value)];
      if (name === 'until') return [name, now === undefined ? moment(language, new Date(Number(value)).toISOString()) : clock(language, Number(value), now)];
      if (name === 'month') return [name, monthName(language, String(value))];
      return [name, value];
    }),
  );
}
