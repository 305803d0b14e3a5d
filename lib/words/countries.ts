/** Countries to choose from, by their names in the person's language. */
import type { Language } from '../messages';
import { country } from './format';

/** Member states (ISO 3166) and Northern Ireland, which counts as one for goods. */
export const EU_COUNTRIES: readonly string[] = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' ');

/** Everywhere else where a shop may deliver, store or be registered. */
const OTHERS: readonly string[] =
  'AD AE AF AG AI AL AM AO AR AS AU AW AX AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CU CV CW DJ DM DO DZ EC EG EH ER ET FJ FK FM FO GA GB GD GE GF GG GH GI GL GM GN GP GQ GT GU GW GY HK HN HT ID IL IM IN IQ IR IS JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MU MV MW MX MY MZ NA NC NE NG NI NO NP NR NU NZ OM PA PE PF PG PH PK PM PR PS PW PY QA RE RS RU RW SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  );

export type NamedCountry = readonly [code: string, name: string];

const sorted = new Map<string, readonly NamedCountry[]>();

/** The countries of the EU, or those outside, sorted by name. */
export function countries(language: Language, where: 'eu' | 'others'): readonly NamedCountry[] {
  const key = `${language}|${where}`;
  const found = sorted.get(key);
  if (found) return found;
  const made = (where === 'eu' ? EU_COUNTRIES : OTHERS).map((code): NamedCountry => [code, country(language, code)]).sort((a, b) => a[1].localeCompare(b[1], language));
  sorted.set(key, made);
  return made;
}
