/**
 * The VAT regimes of a sale (facts: vat 1.3). A regime is what the law makes of a line; the VAT code in Exact follows from it, and never the
 * other way round.
 */
import type { RateBp } from '../invoice/money';

/**
 * `home` taxed at home; `home-zero` zero rate; `exempt`; `reverse-charge` domestic; `margin`; `small-business` (KOR); `no-supply` outside the
 * tax (deposit, voucher, donation, damages, rounding); `intra-goods`, `intra-services` to businesses in other member states; `oss` consumers
 * in other member states, Union scheme; `local` taxed where the goods already are, by an own registration; `export`, `export-services`;
 * `foreign` VAT of a country outside the EU by an own registration there.
 */
export const REGIME_KINDS = [
  'home', 'home-zero', 'exempt', 'reverse-charge', 'margin', 'small-business', 'no-supply',
  'intra-goods', 'intra-services', 'oss', 'local', 'export', 'export-services', 'foreign',
] as const;
export type RegimeKind = (typeof REGIME_KINDS)[number];

export interface Regime {
  readonly kind: RegimeKind;
  /** ISO code of the country whose VAT it is (XI for goods of Northern Ireland): the home country for the domestic ones, arrival for `oss`, `local`, `foreign`; empty for the others. */
  readonly country: string;
  /** The rate as invoiced; 0 where no VAT is charged. */
  readonly rate: RateBp;
}

/** The name that bookkeepers read and that cases, remarks and rules use: `NL-21`, `OSS-DE-19`, `ICS-G`, `EXP`, `OUT`. */
export function regimeName({ kind, country, rate }: Regime): string {
  const percent = String(rate / 100);
  switch (kind) {
    case 'home':
      return `${country}-${percent}`;
    case 'home-zero':
      return `${country}-0`;
    case 'exempt':
      return `${country}-EX`;
    case 'reverse-charge':
      return `${country}-RC`;
    case 'margin':
      return `${country}-MARGIN`;
    case 'small-business':
      return 'KOR';
    case 'no-supply':
      return 'OUT';
    case 'intra-goods':
      return 'ICS-G';
    case 'intra-services':
      return 'ICS-S';
    case 'oss':
      return `OSS-${country}-${percent}`;
    case 'local':
      return `LOCAL-${country}-${percent}`;
    case 'export':
      return 'EXP';
    case 'export-services':
      return 'EXP-S';
    case 'foreign':
      return `FOREIGN-${country}-${percent}`;
  }
}

const NAMED: Readonly<Record<string, RegimeKind>> = {
  KOR: 'small-business', OUT: 'no-supply', 'ICS-G': 'intra-goods', 'ICS-S': 'intra-services', EXP: 'export', 'EXP-S': 'export-services',
};
const ENDINGS: Readonly<Record<string, RegimeKind>> = { '0': 'home-zero', EX: 'exempt', RC: 'reverse-charge', MARGIN: 'margin' };

/** The regime behind a name of `regimeName`; null for other texts. The country of the small-business scheme is in no name. */
export function regimeOfName(name: string): Regime | null {
  const known = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  if (known !== undefined) return { kind: known, country: '', rate: 0 };
  const [, prefix, country = '', ending = ''] = /^(OSS-|LOCAL-|FOREIGN-)?([A-Z]{2})-(\d+(?:\.\d+)?|[A-Z]+)$/.exec(name) ?? [];
  if (country === '') return null;
  if (prefix === undefined && Object.hasOwn(ENDINGS, ending)) return { kind: ENDINGS[ending] as RegimeKind, country, rate: 0 };
  const [whole = '', part = ''] = ending.split('.');
  const rate = Number(whole) * 100 + Number(part.padEnd(2, '0').slice(0, 2));
  if (!Number.isInteger(rate)) return null;
  return { kind: prefix === 'OSS-' ? 'oss' : prefix === 'LOCAL-' ? 'local' : prefix === 'FOREIGN-' ? 'foreign' : 'home', country, rate };
}
