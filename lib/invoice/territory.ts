/**
 * Which VAT area goods arrive in. The ISO code of an address alone does not say it: parts of member states lie outside the EU's VAT area
 * and the other way round, so country AND post code are read (facts: vat 3, whose rows these are; Dir 6, 7).
 */
import type { IsoDate } from './money';

/** The 27 member states since 2020-02-01, by ISO code. No other change from 2020 to 2026. */
const MEMBERS: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Last day on which the United Kingdom counted as a member state for VAT; from the next day Northern Ireland is apart. */
const GB_UNTIL: IsoDate = '2020-12-31';

/** The parts of a member state that have rates of their own, by ISO 3166-2. */
export type RateRegion = 'PT-20' | 'PT-30' | 'FR-20R';

/**
 * `eu`: inside, as part of `state` (ISO; XI for Northern Ireland); `ossCountry` is what the One Stop Shop return calls it (EL for Greece).
 * `outside`: no VAT of a member state is due there. `refuse`: EU law is suspended, or the address does not tell; only a person can decide.
 * `place` is the ISO code of the place, or of the state that it belongs to where it has none.
 */
export type Territory =
  | { readonly area: 'eu'; readonly state: string; readonly ossCountry: string; readonly region?: RateRegion }
  | { readonly area: 'outside'; readonly place: string }
  | { readonly area: 'refuse'; readonly place: string; readonly why: 'suspended' | 'unclear' };

/** What an address is asked for. */
export interface Place {
  /** ISO 3166 alpha-2, any case; UK and EL are understood. */
  readonly country: string;
  /** As printed. */
  readonly postalCode: string;
  readonly city?: string;
}

interface Exception {
  readonly country: string;
  /** Matched against the letters and digits of the post code, upper case. */
  readonly postCode: RegExp;
  readonly territory: Territory;
  /** The post code is shared with ordinary places: only this city is meant. */
  readonly city?: RegExp;
}

const outside = (place: string): Territory => ({ area: 'outside', place });
const inside = (state: string, region?: RateRegion): Territory => ({
  area: 'eu', state, ossCountry: state === 'GR' ? 'EL' : state, ...(region === undefined ? {} : { region }),
});
const at = (country: string, postCode: RegExp, territory: Territory, city?: RegExp): Exception => ({ country, postCode, territory, ...(city ? { city } : {}) });

const BY_POST_CODE: readonly Exception[] = [
  // Spain: Canary Islands; Ceuta and Melilla.
  at('ES', /^3[58]\d{3}$/, outside('IC')),
  at('ES', /^5[12]\d{3}$/, outside('EA')),
  // The sovereign bases in Cyprus; Crown dependencies and Gibraltar written as GB.
  at('GB', /^BFPO5[789]$/, inside('CY')),
  at('GB', /^JE\d/, outside('JE')),
  at('GB', /^GY\d/, outside('GG')),
  at('GB', /^GX\d/, outside('GI')),
  // France: Monaco, overseas departments, other overseas, Corsica.
  at('FR', /^980\d\d$/, inside('FR')),
  at('FR', /^971\d\d$/, outside('GP')),
  at('FR', /^972\d\d$/, outside('MQ')),
  at('FR', /^973\d\d$/, outside('GF')),
  at('FR', /^974\d\d$/, outside('RE')),
  at('FR', /^975\d\d$/, outside('PM')),
  at('FR', /^976\d\d$/, outside('YT')),
  at('FR', /^977\d\d$/, outside('BL')),
  at('FR', /^978\d\d$/, outside('MF')),
  at('FR', /^984\d\d$/, outside('TF')),
  at('FR', /^986\d\d$/, outside('WF')),
  at('FR', /^987\d\d$/, outside('PF')),
  at('FR', /^988\d\d$/, outside('NC')),
  at('FR', /^20\d{3}$/, inside('FR', 'FR-20R')),
  at('FI', /^22\d{3}$/, outside('AX')),
  // Germany: Büsingen, Heligoland; Jungholz and Mittelberg with their German post codes.
  at('DE', /^(78266|27498)$/, outside('DE')),
  at('DE', /^(87491|8756[789])$/, inside('AT')),
  // Italy: Livigno, Campione; the older codes are those of other towns as well. San Marino and the Vatican use Italian codes.
  at('IT', /^(23041|22061)$/, outside('IT')),
  at('IT', /^23030$/, outside('IT'), /livigno/i),
  at('IT', /^22060$/, outside('IT'), /campione/i),
  at('IT', /^4789\d$/, outside('SM')),
  at('IT', /^00120$/, outside('VA')),
  // Mount Athos.
  at('GR', /^6308[67]$/, outside('GR')),
  at('DK', /^39\d\d$/, outside('GL')),
  at('DK', /^FO\d{3}$/, outside('FO')),
  at('PT', /^9[0-4]\d\d(\d{3})?$/, inside('PT', 'PT-30')),
  at('PT', /^9[5-9]\d\d(\d{3})?$/, inside('PT', 'PT-20')),
  // The north of Cyprus has five digits, the rest of the island four.
  at('CY', /^99\d{3}$/, { area: 'refuse', place: 'CY', why: 'suspended' }),
];

const SPELLINGS: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** The ISO code behind the spellings in use; upper case. */
export function isoCountry(country: string): string {
  const given = country.trim().toUpperCase();
  return SPELLINGS[given] ?? given;
}

/** Whether a country (ISO code) is in the EU's VAT area as a whole on that day. Northern Ireland is answered by `territoryOf`. */
export function isMember(country: string, date: IsoDate): boolean {
  return MEMBERS.has(country) || (country === 'GB' && date <= GB_UNTIL);
}

/**
 * The VAT area of what arrives at this address on that day. Services follow other rules than goods in Northern Ireland only.
 * @param date day of the supply, for membership.
 */
export function territoryOf(place: Place, date: IsoDate, supply: 'goods' | 'service' = 'goods'): Territory {
  const country = isoCountry(place.country);
  const code = place.postalCode.replace(/[^A-Za-z0-9]+/g, '').toUpperCase();
  // A post code may carry its country ("D-78266", "ES-35001", "GB-BT9 5EE"); the exceptions are about what stands behind it.
  const bare = code.replace(/^[A-Z]{1,3}(?=\d{4,5}(\d{3})?$)/, '').replace(/^(GB|UK)(?=[A-Z]{2})/, '');
  const city = place.city?.trim() ?? '';
  for (const entry of BY_POST_CODE) {
    if (entry.country !== country || !(entry.postCode.test(code) || entry.postCode.test(bare))) continue;
    if (!entry.city || entry.city.test(city)) return entry.territory;
    if (city === '') return { area: 'refuse', place: country, why: 'unclear' };
  }
  if (bare === '' && doubtful(country, city, date, supply)) return { area: 'refuse', place: country, why: 'unclear' };
  if (country === 'XI' || (country === 'GB' && /^BT\d/.test(bare))) return northernIreland(date, supply);
  if (country === 'MC') return inside('FR');
  // For VAT the Isle of Man was part of the United Kingdom.
  if (country === 'IM') return isMember('GB', date) ? inside('GB') : outside('IM');
  return isMember(country, date) ? inside(country) : outside(country);
}

/** Places that an address without a post code may lie in, where another VAT law holds than in the rest of its country; some have namesakes there. */
const APART: Readonly<Record<string, RegExp>> = {
  GB: /\b(belfast|derry|londonderry|lisburn|newry|armagh|bangor|craigavon|newtownabbey|ballymena|newtownards|coleraine|omagh|larne|strabane|enniskillen|dungannon|antrim|northern ireland)\b/,
  ES: /\b(las palmas|gran canaria|tenerife|san cristobal de la laguna|la laguna|arrecife|puerto del rosario|lanzarote|fuerteventura|santa cruz de la palma|gomera|el hierro|canarias|canary islands|ceuta|melilla)\b/,
};

function doubtful(country: string, city: string, date: IsoDate, supply: 'goods' | 'service'): boolean {
  // Northern Ireland differs from Great Britain for goods alone, and only since both left.
  if (country === 'GB' && (supply === 'service' || isMember('GB', date))) return false;
  return APART[country]?.test(city.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()) ?? false;
}

function northernIreland(date: IsoDate, supply: 'goods' | 'service'): Territory {
  if (isMember('GB', date)) return inside('GB');
  return supply === 'goods' ? inside('XI') : outside('GB');
}
