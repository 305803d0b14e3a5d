/**
 * What the section says, made in the background and sent to the content script once per language: the texts of both languages
 * weigh more than all of its code (the content script has 20,000 bytes).
 */
import type { FaultCode } from '../faults';
import type { Language, ReasonGroup, SectionState, SectionWords } from '../messages';
import { faultWords } from './faults';
import { faultsEn } from './faults.en';
import { reasonText } from './reasons';
import { sectionEn } from './section.en';
import { sectionNl } from './section.nl';

/** The answer to `section.words`; `style` is the text of `components/section/section.css`. */
export function sectionWords(language: Language, style: string): SectionWords {
  const codes = Object.keys(faultsEn) as FaultCode[];
  return {
    style,
    texts: language === 'nl' ? sectionNl : sectionEn,
    faults: Object.fromEntries(codes.map((code) => [code, faultWords(language, { code })])),
  };
}

/** The state with the sentence of every reason, and of what ended the connection, as the answer to `section.state` carries it. */
export function withReasonTexts(state: SectionState, language: Language): SectionState {
  if (state.identity !== 'sure') return state;
  const worded = (groups: readonly ReasonGroup[]): readonly ReasonGroup[] => groups.map((group) => ({ ...group, text: reasonText(language, group) }));
  const { job, findings } = state.export;
  const sync = state.sync.state === 'reconnect' ? { ...state.sync, text: faultWords(language, state.sync.fault).text } : state.sync;
  return { ...state, sync, export: { ...state.export, job: job && { ...job, reasons: worded(job.reasons) }, findings: worded(findings) } };
}
