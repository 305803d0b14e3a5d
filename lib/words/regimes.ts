/** Kinds of sale in words: what bookkeepers call a regime (facts: vat 1.3), and what a line is for. */
import type { Language } from '../messages';
import { country as countryName, rate as rateText } from './format';

const REGIMES = {
  en: {
    home: '{country} {rate}',
    'home-zero': '{country} 0 %, zero rate',
    exempt: '{country}, exempt from VAT',
    'reverse-charge': '{country}, VAT reverse-charged',
    margin: 'Margin scheme',
    'small-business': 'Small-business scheme, no VAT',
    'no-supply': 'Outside VAT',
    'intra-goods': 'Companies in other EU countries, goods (intra-Community)',
    'intra-services': 'Companies in other EU countries, services',
    oss: 'Consumers {country} {rate} (One Stop Shop)',
    local: '{country} {rate} (own VAT registration)',
    export: 'Outside the EU, goods (export)',
    'export-services': 'Outside the EU, services',
    foreign: '{country} {rate} (own VAT registration outside the EU)',
    '': 'Every kind of sale',
  },
  nl: {
    home: '{country} {rate}',
    'home-zero': '{country} 0 %, nultarief',
    exempt: '{country}, vrijgesteld van btw',
    'reverse-charge': '{country}, btw verlegd',
    margin: 'Margeregeling',
    'small-business': 'Kleineondernemersregeling, geen btw',
    'no-supply': 'Buiten de btw',
    'intra-goods': 'Bedrijven in andere EU-landen, goederen (intracommunautair)',
    'intra-services': 'Bedrijven in andere EU-landen, diensten',
    oss: 'Consumenten {country} {rate} (One Stop Shop)',
    local: '{country} {rate} (eigen btw-registratie)',
    export: 'Buiten de EU, goederen (export)',
    'export-services': 'Buiten de EU, diensten',
    foreign: '{country} {rate} (eigen btw-registratie buiten de EU)',
    '': 'Elke soort verkoop',
  },
} as const;

const USES = {
  en: { '': '', revenue: '', shipping: 'shipping', fee: 'payment fee', discount: 'discount', margin: 'margin goods', voucher: 'gift cards', deposit: 'deposits', donation: 'donations', damages: 'damages and reminder costs', rounding: 'rounding' },
  nl: { '': '', revenue: '', shipping: 'verzending', fee: 'betaalkosten', discount: 'korting', margin: 'margegoederen', voucher: 'cadeaubonnen', deposit: 'statiegeld', donation: 'donaties', damages: 'schade en aanmaningskosten', rounding: 'afronding' },
} as const;

/** Regimes whose VAT depends on country and rate: for these a row needs both. */
export const TAXED: ReadonlySet<string> = new Set(['home', 'oss', 'local', 'foreign']);
/** Regimes in the order of the mapping table. */
export const REGIME_ORDER: readonly string[] = ['', 'home', 'home-zero', 'exempt', 'reverse-charge', 'margin', 'small-business', 'oss', 'local', 'intra-goods', 'intra-services', 'export', 'export-services', 'foreign', 'no-supply'];
/** Uses in the order of the mapping table; '' holds for all that have no row of their own. */
export const USE_ORDER: readonly string[] = ['', 'revenue', 'margin', 'shipping', 'fee', 'discount', 'voucher', 'deposit', 'donation', 'damages', 'rounding'];

export interface NamedKind {
  readonly use: string;
  readonly regime: string;
  readonly country: string;
  readonly rate: number | null;
}

/** "Consumers Germany 19 % (One Stop Shop)"; an unknown regime is shown as it is. */
export function regimeText(language: Language, { regime, country, rate }: Omit<NamedKind, 'use'>): string {
  const form = (REGIMES[language] as Readonly<Record<string, string>>)[regime] ?? regime;
  const filled = form.replace('{country}', country === '' ? '' : countryName(language, country)).replace('{rate}', rate === null ? '' : rateText(language, rate));
  return filled.replace(/^[\s,]+/, '').replace(/\s+/g, ' ').trim();
}

/** "shipping"; empty for the sale itself. */
export function useText(language: Language, use: string): string {
  return (USES[language] as Readonly<Record<string, string>>)[use] ?? use;
}

/** "Netherlands 21 %: shipping"; outside VAT the use says it all. */
export function kindText(language: Language, kind: NamedKind): string {
  const regime = regimeText(language, kind);
  const use = useText(language, kind.use);
  return use === '' ? regime : `${regime}: ${use}`;
}
