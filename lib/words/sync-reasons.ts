/** Words for what holds an invoice, or a shop, in Sync: of the engine, of Exact's answers, of the decider, of the line. */
import type { FaultCode } from '../faults';
import type { Language, LedgerReason } from '../messages';
import { faultsEn } from './faults.en';
import { faultWords } from './faults';
import { moment } from './format';
import { readable as decided, reasonText } from './reasons';
import { outcomesEn, syncPartsEn, syncReasonsEn, type SyncReasonCode } from './sync-reasons.en';
import { outcomesNl, syncPartsNl, syncReasonsNl } from './sync-reasons.nl';
import { fill, type Params } from './text';

/** The sentences of a cause. Unknown codes are named, never hidden. */
export function syncReasonText(language: Language, { code, params }: LedgerReason): string {
  if (Object.hasOwn(syncReasonsEn, code)) return fill(language, (language === 'nl' ? syncReasonsNl : syncReasonsEn)[code as SyncReasonCode], code.startsWith('no-') ? decided(language, params) : readable(language, params));
  if (Object.hasOwn(faultsEn, code)) return faultWords(language, { code: code as FaultCode, params }).text;
  return reasonText(language, { code, params });
}

/** One step of the history. A code that nobody wrote words for is left to the details. */
export function outcomeText(language: Language, outcome: string): string {
  const known = language === 'nl' ? outcomesNl : outcomesEn;
  const [name = ''] = outcome.split(': ');
  if (known[outcome] !== undefined) return known[outcome];
  if (known[name] !== undefined) return known[name];
  return Object.hasOwn(syncReasonsEn, outcome) || /^[A-Z]+-|^[a-z]+(-[a-z]+)+$/.test(outcome) ? syncReasonText(language, { code: outcome, params: {} }) : outcome;
}

/** `2026-01` → "January 2026" / "januari 2026". */
export function monthName(language: Language, month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? month : new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
}

function readable(language: Language, params: Params): Params {
  const parts = language === 'nl' ? syncPartsNl : syncPartsEn;
  const named = (list: unknown): string => String(list).split(', ').map((one) => parts[one] ?? one).join(', ');
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === 'what' || name === 'field') return [name, named(value)];
      if (name === 'until') return [name, moment(language, new Date(Number(value)).toISOString())];
      if (name === 'month') return [name, monthName(language, String(value))];
      return [name, value];
    }),
  );
}
