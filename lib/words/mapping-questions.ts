/** Questions about a proposed account or VAT code, as they stand at a row of the mapping table. */
import type { Language } from '../messages';
import { fill, type Params } from './text';

const QUESTIONS = {
  en: {
    'code-shared': 'Code {code} would serve two kinds of sale; each needs a code of its own. Which one is meant here?',
    'saved-unfit': 'Code {code} does not fit this kind of sale[: {reason}]. Bookings with it are refused; choose another.',
    'habit-unfit': 'Your bookkeeper used code {code} here ({count} times), but it does not fit[: {reason}]. It is not taken over; which code is right?',
    'no-code': 'The administration has no code that fits. Let your bookkeeper add one in Exact, then read Exact again.',
    'several-codes': 'Several codes fit: {codes}. Choose one.',
    'no-account': 'The administration has no account that fits. Choose one, or let your bookkeeper add it.',
    'several-accounts': 'Several accounts are possible[: {accounts}]. Choose one.',
    'by-hand': 'This administration is not Dutch: fill in account and code yourself.',
    other: 'A question about this row ({code}).',
  },
  nl: {
    'code-shared': 'Code {code} zou voor twee soorten verkoop gelden; elke soort heeft een eigen code nodig. Welke is hier bedoeld?',
    'saved-unfit': 'Code {code} past niet bij deze soort verkoop[: {reason}]. Boekingen ermee worden geweigerd; kies een andere.',
    'habit-unfit': 'Uw boekhouder gebruikte hier code {code} ({count} keer), maar die past niet[: {reason}]. Hij wordt niet overgenomen; welke code is juist?',
    'no-code': 'De administratie heeft geen code die past. Laat uw boekhouder er een toevoegen in Exact en lees Exact daarna opnieuw.',
    'several-codes': 'Er passen meer codes: {codes}. Kies er een.',
    'no-account': 'De administratie heeft geen rekening die past. Kies er een, of laat uw boekhouder haar toevoegen.',
    'several-accounts': 'Er zijn meer rekeningen mogelijk[: {accounts}]. Kies er een.',
    'by-hand': 'Deze administratie is niet Nederlands: vul rekening en code zelf in.',
    other: 'Een vraag bij deze regel ({code}).',
  },
} as const;

/** Properties of a VAT code that can speak against it. */
const REASONS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    blocked: 'it is blocked',
    transaction: 'it is not for sales',
    type: 'its type is another (E excluding, B zero, N no VAT)',
    percentage: 'its percentage is another on the dates of these sales',
    listing: 'it is listed otherwise as intra-Community supply',
    'oss-country': 'its One Stop Shop country is another',
    charged: 'its setting for reverse charge is another',
    margin: 'its setting for the margin scheme is another',
  },
  nl: {
    blocked: 'hij is geblokkeerd',
    transaction: 'hij is niet voor verkoop',
    type: 'het type is een ander (E exclusief, B nul, N geen btw)',
    percentage: 'het percentage is een ander op de datums van deze verkopen',
    listing: 'de opgaaf intracommunautaire prestaties staat anders',
    'oss-country': 'het One Stop Shop-land is een ander',
    charged: 'de instelling voor verlegde btw is een andere',
    margin: 'de instelling voor de margeregeling is een andere',
  },
};

/** The question in words; an unknown one is named. */
export function questionText(language: Language, { code, params }: { readonly code: string; readonly params: Params }): string {
  const texts = QUESTIONS[language];
  const known = Object.hasOwn(texts, code) ? texts[code as keyof typeof texts] : texts.other;
  const reason = params['reason'];
  const named = reason === undefined ? {} : { reason: REASONS[language][String(reason)] ?? String(reason) };
  return fill(language, known, { code, ...params, ...named });
}
