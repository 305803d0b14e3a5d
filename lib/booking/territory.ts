/**
 * Which VAT area an address lies in. The ISO code alone does not say it: some places of a member state lie outside the EU's
 * VAT area and the other way round, so country AND post code are read (facts: vat 3).
 */
import type { IsoDate } from '../invoice/money';

/** The 27 member states since 2020-02-01, by ISO code. */
const MEMBERS: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
);

/** Last day on which Great Britain counted as a member state for VAT. */
const GB_UNTIL: IsoDate = '2020-12-31';

/** `outside`: not in the EU's VAT area. `suspended`: EU law does not apply there for now; only a person can decide. */
export type VatArea =
  | { readonly kind: 'member'; readonly iso: string }
  | { readonly kind: 'outside'; readonly iso: string }
  | { readonly kind: 'suspended'; readonly iso: string };

interface Exception {
  readonly country: string;
  /** Matched against the post code without spaces, upper case. */
  readonly postCode: RegExp;
  readonly area: VatArea;
}

const outside = (iso: string): VatArea => ({ kind: 'outside', iso });
const member = (iso: string): VatArea => ({ kind: 'member', iso });

const BY_POST_CODE: readonly Exception[] = [
  { country: 'ES', postCode: /^(35|38)\d{3}$/, area: outside('IC') },
  { country: 'ES', postCode: /^(51|52)\d{3}$/, area: outside('EA') },
  { country: 'GB', postCode: /^BT/, area: member('XI') },
  { country: 'GB', postCode: /^BFPO(57|58|59)$/, area: member('CY') },
  { country: 'FR', postCode: /^980\d\d$/, area: member('FR') },
  { country: 'FR', postCode: /^97[12346]\d\d$/, area: outside('FR') },
  { country: 'FR', postCode: /^97[578]\d\d$/, area: outside('FR') },
  { country: 'FR', postCode: /^98[678]\d\d$/, area: outside('FR') },
  { country: 'FI', postCode: /^22\d{3}$/, area: outside('AX') },
  { country: 'DE', postCode: /^(78266|27498)$/, area: outside('DE') },
  { country: 'DE', postCode: /^(87491|87567|87568|87569)$/, area: member('AT') },
  { country: 'IT', postCode: /^(23041|23030|22061|22060)$/, area: outside('IT') },
  { country: 'GR', postCode: /^(63086|63087)$/, area: outside('GR') },
  { country: 'DK', postCode: /^39\d\d$/, area: outside('GL') },
  { country: 'DK', postCode: /^FO-?\d{3}$/, area: outside('FO') },
  { country: 'CY', postCode: /^99\d{3}$/, area: { kind: 'suspended', iso: 'CY' } },
];

const BY_COUNTRY: ReadonlyMap<string, VatArea> = new Map([
  ['MC', member('FR')],
  ['XI', member('XI')],
  ['EL', member('GR')],
  ['UK', outside('GB')],
]);

/**
 * The VAT area of goods that arrive at this address.
 * @param country ISO 3166 alpha-2, any case. @param postCode as printed. @param date day of the invoice, for membership.
 */
export function vatAreaOf(country: string, postCode: string, date: IsoDate): VatArea {
  const given = country.trim().toUpperCase();
  const iso = given === 'UK' ? 'GB' : given === 'EL' ? 'GR' : given;
  const code = postCode.replace(/\s+/g, '').toUpperCase();
  // A post code may carry its country ("D-78266"); the exceptions are about the digits behind it.
  const bare = code.replace(/^[A-Z]{1,2}-(?=\d)/, '');
  const hit = BY_POST_CODE.find((entry) => entry.country === iso && (entry.postCode.test(code) || entry.postCode.test(bare)));
  if (hit) return hit.area;
  const named = BY_COUNTRY.get(iso);
  if (named) return named;
  if (MEMBERS.has(iso)) return member(iso);
  if ((iso === 'GB' || iso === 'IM') && date <= GB_UNTIL) return member('GB');
  return outside(iso);
}

/** True when the two letters in front of a VAT number are those of a member state (EL for Greece, XI for Northern Ireland). */
export function isMemberVatPrefix(prefix: string): boolean {
  return prefix === 'EL' || prefix === 'XI' || (prefix !== 'GR' && MEMBERS.has(prefix));
}
