/** Contacts and articles of the seed. All made up. */
import type { RateBp } from './amounts';
import type { CountryCode } from './lookups';
import type { Random } from './random';
import type { ContactSpec, RowSpec } from './specs';
import { vatNumberOf } from './vat-numbers';

const FIRST = ['Sanne', 'Daan', 'Fatima', 'Joris', 'Noor', 'Bram', 'Lotte', 'Youssef', 'Eva', 'Ruben', 'Zoë', 'Jürgen', 'Chloé', 'Mathis'];
const LAST: readonly (readonly [string | undefined, string])[] = [
  ['de', 'Vries'], ['van den', 'Berg'], [undefined, 'Jansen'], [undefined, 'Bakker'], [undefined, "O'Neill"], [undefined, 'Yılmaz'], ['van', 'Dijk'], [undefined, 'Müller'], [undefined, 'Peeters'],
];
const PLACES: Readonly<Partial<Record<CountryCode, readonly (readonly [string, string, string])[]>>> = {
  NL: [['3511 LX', 'Utrecht', 'Oudegracht'], ['1012 JS', 'Amsterdam', 'Dam'], ['9712 HM', 'Groningen', 'Grote Markt'], ["5211 JX", "'s-Hertogenbosch", 'Markt']],
  BE: [['2000', 'Antwerpen', 'Meir'], ['9000', 'Gent', 'Korenmarkt']],
  DE: [['10115', 'Berlin', 'Invalidenstraße'], ['80331', 'München', 'Marienplatz']],
  FR: [['75011', 'Paris', 'Rue de la Roquette'], ['69002', 'Lyon', 'Rue Mercière']],
  CH: [['8001', 'Zürich', 'Bahnhofstrasse']],
  GB: [['SW1A 1AA', 'London', 'The Mall'], ['EH1 1YZ', 'Edinburgh', 'Royal Mile']],
  JP: [['100-0001', 'Tokyo', 'Chiyoda']],
  ES: [['28013', 'Madrid', 'Gran Vía']],
};

export function consumer(random: Random, country: CountryCode = 'NL'): ContactSpec {
  const first = random.pick(FIRST);
  const [prefix, last] = random.pick(LAST);
  const [postalCode, city, street] = random.pick(PLACES[country] ?? [['10000', 'Stad', 'Straat']]);
  return {
    first, last, ...(prefix === undefined ? {} : { prefix }), country, postalCode, city, street, number: String(random.int(1, 240)),
    email: `klant${String(random.int(100, 999))}@post.example`, phone: '+31 6 00000000',
  };
}

export function company(random: Random, country: 'NL' | 'DE' | 'BE' | 'FR', name: string): ContactSpec {
  return { ...consumer(random, country), company: name, vatNumber: vatNumberOf(country, random), cocNumber: String(random.int(10_000_000, 89_999_999)) };
}

interface Article {
  readonly code: string;
  readonly name: string;
  readonly low: boolean;
  /** Euros times 10,000, net. */
  readonly price: number;
}

export const LAMPS: readonly Article[] = [
  { code: 'LMP-001', name: 'Hanglamp Oslo & kap', low: false, price: 495_000 },
  { code: 'LMP-002', name: 'Bureaulamp "Flex" 12"', low: false, price: 329_752 },
  { code: 'LMP-003', name: 'LED-lamp E27 <warm>', low: false, price: 82_645 },
  { code: 'LMP-004', name: 'Snoer 3 m, ‘retro’', low: false, price: 119_500 },
  { code: 'BK-900', name: 'Boek: Licht in huis', low: true, price: 182_110 },
  { code: 'PLT-007', name: 'Kamerplant voor bij de lamp 🌿', low: true, price: 127_523 },
];

export const BOOKS: readonly Article[] = [
  { code: '9789000000011', name: 'De avonden & meer', low: true, price: 229_900 },
  { code: '9789000000028', name: 'Kookboek “Zuid”', low: true, price: 349_500 },
  { code: '9789000000035', name: 'Atlas der Lage Landen', low: true, price: 599_900 },
  { code: 'CAD-01', name: 'Boekenlegger leer', low: false, price: 79_500 },
  { code: 'CAD-02', name: 'Leeslamp klem', low: false, price: 249_500 },
];

export function row(article: Article, rate: RateBp, more: Partial<RowSpec> = {}): RowSpec {
  return { code: article.code, name: article.name, quantity: 1000, price: article.price, rate, ...more };
}

export const pickRow = (random: Random, articles: readonly Article[], low: boolean, rate: RateBp): RowSpec =>
  row(random.pick(articles.filter((article) => article.low === low)), rate, { quantity: random.int(1, 4) * 1000, price: random.int(20_000, 900_000) });

export const articleAt = (articles: readonly Article[], index: number): Article => {
  const found = articles[index];
  if (!found) throw new Error(`no article ${String(index)}`);
  return found;
};
