/** Names of the country groups of a mapping row (`lib/booking/rules`). */
import type { Language } from '../messages';
import { country } from './format';

const NAMES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    home: 'Netherlands',
    'eu-business': 'EU companies with VAT number',
    'eu-consumer': 'EU consumers',
    'outside-eu': 'Outside the EU',
  },
  nl: {
    home: 'Nederland',
    'eu-business': 'EU-bedrijven met btw-nummer',
    'eu-consumer': 'EU-consumenten',
    'outside-eu': 'Buiten de EU',
  },
};

/** "Netherlands", "EU consumers", "Consumers in Germany"; an unknown group is shown as it is. */
export function groupName(language: Language, group: string): string {
  const [kind, code] = group.split(':');
  if (kind === 'eu-consumer' && code) return `${language === 'nl' ? 'Consumenten in' : 'Consumers in'} ${country(language, code)}`;
  return NAMES[language][group] ?? group;
}

/** The other member states (ISO 3166) and Northern Ireland, for consumers of one country. */
export const EU_MEMBERS: readonly string[] = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT PL PT RO SE SI SK XI'.split(' ');
