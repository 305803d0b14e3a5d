/** How each step of a shop stands, and what it says while it is closed. */
import type { BooksView } from '../../lib/view/types';
import { country as countryName } from '../../lib/words/format';
import type { ShownRow } from './mapping-rows';
import type { Surroundings } from './parts';
import type { Mistake, RulesDraft } from './rules-draft';
import type { PartState } from './shop-step';
import type { Place } from './waiting';

export type StepName = Place['step'];
export const STEP_NAMES: readonly StepName[] = ['profile', 'booking', 'mapping', 'exceptions'];

export interface StepView {
  readonly state: PartState;
  readonly summary: string;
}

/** The step in which a mistake stands. */
export function stepOf({ where }: Mistake): StepName {
  if (where.startsWith('profile.')) return 'profile';
  if (where.startsWith('row:')) return 'mapping';
  return where.startsWith('confirmedNumbers') || where.startsWith('consents') ? 'exceptions' : 'booking';
}

export function stepViews(draft: RulesDraft, shown: readonly ShownRow[], books: BooksView | null, mistakes: readonly Mistake[], { say, language }: Pick<Surroundings, 'say' | 'language'>): Readonly<Record<StepName, StepView>> {
  const { rules } = draft;
  const { profile } = rules;
  const waiting = books?.waiting ?? [];
  const troubled = (step: StepName): boolean => mistakes.some((mistake) => stepOf(mistake) === step) || waiting.some((reason) => reason.place?.step === step);
  const state = (step: StepName, open: boolean): PartState => (open ? 'question' : troubled(step) ? 'attention' : 'done');
  const gone = (books?.vanished ?? []).filter(({ what }) => what === 'vat-code' || what === 'account').length > 0;
  const goneElsewhere = (books?.vanished ?? []).some(({ what }) => what === 'journal' || what === 'payment-condition');

  const schemes = [...new Set(profile.consumers.map(({ scheme }) => say(`scheme.${scheme}`)))].join(', ');
  const kinds = profile.kinds.length === 0 ? [] : [say('summary.kinds', { count: profile.kinds.length })];
  const booked = rules.journal.trim() !== '' && rules.paymentCondition.trim() !== '' && (rules.debtorMode === 'own' || rules.debtorCode.trim() !== '') && (rules.topic !== 'Invoices' || rules.itemCode.trim() !== '') && (rules.entryShape !== 'full' || (rules.receivableAccount.trim() !== '' && rules.vatAccount.trim() !== ''));
  const filled = shown.filter(({ row }) => row.rule.account.trim() !== '' || row.rule.vatCode.trim() !== '').length;
  const open = shown.filter((one) => one.open).length;
  const agreed = new Set(rules.consents.map(({ cause }) => cause));
  const asked = waiting.some(({ consent }) => consent !== null && !agreed.has(consent));
  return {
    profile: {
      state: state('profile', profile.consumers.length === 0),
      summary: profile.consumers.length === 0 ? say('summary.consumersOpen') : [countryName(language, profile.homeCountry || (books?.books?.country ?? 'NL')), schemes, ...kinds].join(' · '),
    },
    booking: {
      state: goneElsewhere ? 'attention' : state('booking', !booked),
      summary: [rules.journal.trim() === '' ? '' : `${say('shop.journal')} ${rules.journal.trim()}`, rules.debtorMode === 'own' ? say('summary.ownDebtors') : rules.debtorCode.trim() === '' ? '' : `${say('shop.debtorCode')} ${rules.debtorCode.trim()}`].filter((text) => text !== '').join(' · '),
    },
    mapping: {
      state: gone ? 'attention' : state('mapping', filled === 0 || open > 0),
      summary: [say('summary.rows', { count: filled }), ...(open > 0 ? [say('shop.unmapped', { count: open })] : [])].join(' · '),
    },
    exceptions: {
      state: mistakes.some((mistake) => stepOf(mistake) === 'exceptions') ? 'attention' : asked ? 'question' : 'optional',
      summary: rules.consents.length + rules.confirmedNumbers.length === 0 ? say('summary.exceptionsNone') : say('summary.exceptions', { consents: rules.consents.length, numbers: rules.confirmedNumbers.length }),
    },
  };
}
