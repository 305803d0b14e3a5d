/**
 * VAT numbers as people type them: one spelling, and how much can be said about one without asking anybody (facts: vat 4). Of the three
 * grades this module gives the first two; *confirmed* needs an answer of VIES, and only a confirmed number may be called valid.
 */
import type { Invoice, Party } from './invoice';
import type { IsoDate } from './money';
import { isMember } from './territory';
import { isVatPrefix, NUMBER_RULES, type VatPrefix } from './vat-number-checks';

/** `malformed`: form or check digit is wrong, or no form is known for it. `well-formed` says nothing about registration. */
export type NumberGrade = 'malformed' | 'well-formed';

/**
 * Whose number it is: of a business in a member state (or of Northern Ireland's goods), of a seller under the small-business scheme
 * (suffix EX), of a seller in the One Stop Shop or the import scheme (never a buyer's), or of a country outside the EU.
 */
export type NumberScheme = 'member' | 'small-business' | 'oss-seller' | 'import-seller' | 'outside';

/** What is wrong with a malformed number: no known country letters, another form than the country's, or the check digit. */
export type NumberFault = 'prefix' | 'form' | 'check';

export interface VatNumber {
  /** The spelling of the listings. */
  readonly text: string;
  /** The state by the letters of VAT numbers (EL for Greece, XI for Northern Ireland, GB, CH, NO); empty when it names none. */
  readonly state: string;
  readonly scheme: NumberScheme;
  readonly grade: NumberGrade;
  /** Only of malformed numbers. */
  readonly fault?: NumberFault;
  /** The country letters were not typed, but come from the address. */
  readonly prefixAdded: boolean;
}

export interface NormalNumber {
  readonly text: string;
  readonly prefixAdded: boolean;
}

/** Country letters of an address that are others in VAT numbers: Monaco has French ones, the Isle of Man British ones. */
const PREFIX_OF: Readonly<Record<string, VatPrefix>> = { GR: 'EL', MC: 'FR', UK: 'GB', IM: 'GB' };

const SMALL_BUSINESS = /^[A-Z0-9]*\d[A-Z0-9]*EX$/;
const SWISS = /^CHE\d{9}(MWST|TVA|IVA|VAT)?$/;
const NORWEGIAN = /^(NO\d{9}(MVA)?|\d{9}MVA)$/;
/** What such a number is called, typed before it. No country's letters begin one of these, and none of them is ever a part of a number. */
const LABELS = '(?:BTW|VAT|N?TVA|UST|MWST|IVA|PIVA|PARTITAIVA|NIF|NIP|CIF|UID|MOMS)';
const LABEL = new RegExp(`^(?:${LABELS}(?:REG)?(?:IDENT|ID)?(?:NUMMER|NUMBER|NUMERO|NUM|NR|NO(?=[A-Z]{2}))?)+(?=.*\\d)`);
/** "VAT No. 123": of Norway's letters only the full stop or colon tells them. */
const LABEL_NO = new RegExp(`^(\\P{L}*${LABELS}[\\s.-]*(?:REG|ID)?[\\s.-]*)N[O°]\\s*[.:]`, 'u');
/** Signs between and around the digits and letters. `+` and `*` are part of old Irish numbers. */
const SIGNS = /[\s\p{Cf}\p{Pd}\u2212./:;,'"’“”()[\]_#°]/gu;

/** Nobody's number, but typed to get past a required field. */
const FILLER = /^[A-Z]*0{8}/;

/**
 * One spelling: upper case, without spaces, signs and a label ("BTW BE 0428.759.497"), EL for Greece, the leading 0 of Belgian and Greek numbers; country
 * letters from the address when the number has none and fits that country's form. Idempotent. What is no number comes back tidied only.
 * @param country ISO 3166 code of the address that the number stands with, empty when unknown.
 */
export function normaliseVatNumber(text: string, country: string): NormalNumber {
  const plain = text.normalize('NFKC').toUpperCase().normalize('NFKC').replace(LABEL_NO, '$1').replace(SIGNS, '');
  const spelled = plain.replace(LABEL, '').replace(/^GR/, 'EL');
  const letters = spelled.slice(0, 2);
  if (isVatPrefix(letters)) return { text: `${letters}${completed(letters, spelled.slice(2))}`, prefixAdded: false };
  if (/^(EU|IM|CHE|NO)\d/.test(spelled)) return { text: spelled, prefixAdded: false };

  const iso = country.trim().toUpperCase();
  const prefix = PREFIX_OF[iso] ?? iso;
  if (!isVatPrefix(prefix)) return { text: spelled, prefixAdded: false };
  const body = completed(prefix, spelled);
  const fits = NUMBER_RULES[prefix].form.test(body) || /^\d{2,12}EX$/.test(body);
  return fits ? { text: `${prefix}${body}`, prefixAdded: true } : { text: spelled, prefixAdded: false };
}

function completed(prefix: VatPrefix, body: string): string {
  return (prefix === 'BE' && /^\d{9}$/.test(body)) || (prefix === 'EL' && /^\d{8}$/.test(body)) ? `0${body}` : body;
}

/**
 * What can be said about a number that somebody typed beside an address in `country`. Null for texts without a digit ("n/a", "-"):
 * those are no numbers.
 */
export function readVatNumber(text: string, country: string): VatNumber | null {
  const { text: number, prefixAdded } = normaliseVatNumber(text, country);
  if (!/\d/.test(number)) return null;
  const answer = (scheme: NumberScheme, state: string, fault?: NumberFault): VatNumber => ({
    text: number, state, scheme, prefixAdded, ...(fault === undefined ? { grade: 'well-formed' } : { grade: 'malformed', fault }),
  });

  const letters = number.slice(0, 2);
  const body = number.slice(2);
  if (letters === 'EU') return answer('oss-seller', '', /^\d{9}$/.test(body) ? undefined : 'form');
  if (letters === 'IM') return answer('import-seller', '', /^\d{10}$/.test(body) ? undefined : 'form');
  if (number.startsWith('CHE')) return answer('outside', 'CH', SWISS.test(number) ? undefined : 'form');
  if (letters === 'NO' || NORWEGIAN.test(number)) return answer('outside', 'NO', NORWEGIAN.test(number) ? undefined : 'form');
  if (!isVatPrefix(letters)) return answer(hasForm(country) ? 'member' : 'outside', '', 'prefix');
  if (letters !== 'GB' && SMALL_BUSINESS.test(body)) return answer('small-business', letters);
  return answer(letters === 'GB' ? 'outside' : 'member', letters, faultOf(letters, number, body));
}

function faultOf(prefix: VatPrefix, number: string, body: string): NumberFault | undefined {
  if (!NUMBER_RULES[prefix].form.test(body) || FILLER.test(number)) return 'form';
  return NUMBER_RULES[prefix].check(body) ? undefined : 'check';
}

/** Numbers without letters are only judged beside an address in a state whose form is known. */
function hasForm(country: string): boolean {
  const iso = country.trim().toUpperCase();
  const prefix = PREFIX_OF[iso] ?? iso;
  return prefix !== 'GB' && isVatPrefix(prefix);
}

/** The buyer's number of an invoice, wherever it stands: with the bill-to address, else with the delivery address. Null without one. */
export function buyerNumberOf(invoice: Pick<Invoice, 'billTo' | 'shipTo'>): VatNumber | null {
  const read = (party: Party | undefined): VatNumber | null => (party ? readVatNumber(party.vatNumber, party.country) : null);
  return read(invoice.billTo) ?? read(invoice.shipTo);
}

/** Whether a number can name a business in the EU on that day: of a member state (or XI) and well-formed. */
export function namesBusiness(number: VatNumber, date: IsoDate): boolean {
  return (number.scheme === 'member' || (number.state === 'GB' && isMember('GB', date))) && number.grade === 'well-formed';
}
