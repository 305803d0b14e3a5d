/** Small tables of a ShopCtrl environment. Fields of VATTariff and Country are not published (facts: shopctrl 4.8); these are guesses. */
import type { InvoiceStatusWire } from './types';

export const COUNTRIES = [
  { Id: 1, Code: 'NL', Name: 'Netherlands' },
  { Id: 2, Code: 'BE', Name: 'Belgium' },
  { Id: 3, Code: 'DE', Name: 'Germany' },
  { Id: 4, Code: 'FR', Name: 'France' },
  { Id: 5, Code: 'CH', Name: 'Switzerland' },
  { Id: 6, Code: 'GB', Name: 'United Kingdom' },
  { Id: 7, Code: 'JP', Name: 'Japan' },
  { Id: 8, Code: 'ES', Name: 'Spain' },
  { Id: 9, Code: 'AT', Name: 'Austria' },
  { Id: 10, Code: 'IE', Name: 'Ireland' },
  { Id: 11, Code: 'IT', Name: 'Italy' },
  { Id: 12, Code: 'SE', Name: 'Sweden' },
  { Id: 13, Code: 'FI', Name: 'Finland' },
  { Id: 14, Code: 'GR', Name: 'Greece' },
  { Id: 15, Code: 'PL', Name: 'Poland' },
  { Id: 16, Code: 'PT', Name: 'Portugal' },
  { Id: 17, Code: 'LT', Name: 'Lithuania' },
  { Id: 18, Code: 'MC', Name: 'Monaco' },
  { Id: 19, Code: 'US', Name: 'United States' },
  { Id: 20, Code: 'NO', Name: 'Norway' },
] as const;

export type CountryCode = (typeof COUNTRIES)[number]['Code'];

/** Members of the European Union among the countries above. */
export const EU: ReadonlySet<string> = new Set(['NL', 'BE', 'DE', 'FR', 'ES', 'AT', 'IE', 'IT', 'SE', 'FI', 'GR', 'PL', 'PT', 'LT']);

export interface Currency {
  readonly Id: number;
  readonly Code: string;
  readonly Name: string;
  readonly Symbol: string;
}

export const CURRENCIES: readonly Currency[] = [
  { Id: 1, Code: 'EUR', Name: 'Euro', Symbol: '€' },
  { Id: 2, Code: 'GBP', Name: 'Pound sterling', Symbol: '£' },
  { Id: 3, Code: 'JPY', Name: 'Yen', Symbol: '¥' },
  { Id: 4, Code: 'USD', Name: 'US dollar', Symbol: '$' },
  { Id: 5, Code: 'SEK', Name: 'Swedish krona', Symbol: 'kr' },
];

/** e4 in one minor unit of the currency. */
export const unitOf = (currency: string): number => (currency === 'JPY' ? 10_000 : 100);

export const EXCHANGE_RATES = [
  { Id: 1, BaseCurrencyId: 1, BaseCurrencyCode: 'EUR', ForeignCurrencyId: 2, ForeignCurrencyCode: 'GBP', Rate: 0.8642 },
  { Id: 2, BaseCurrencyId: 1, BaseCurrencyCode: 'EUR', ForeignCurrencyId: 3, ForeignCurrencyCode: 'JPY', Rate: 162.35 },
  { Id: 3, BaseCurrencyId: 1, BaseCurrencyCode: 'EUR', ForeignCurrencyId: 4, ForeignCurrencyCode: 'USD', Rate: 1.0842 },
  { Id: 4, BaseCurrencyId: 1, BaseCurrencyCode: 'EUR', ForeignCurrencyId: 5, ForeignCurrencyCode: 'SEK', Rate: 11.0425 },
];

/** Foreign units for one euro. */
export const exchangeRateOf = (currency: string): number => EXCHANGE_RATES.find((rate) => rate.ForeignCurrencyCode === currency)?.Rate ?? 1;

export interface Tariff {
  readonly Id: number;
  readonly Code: string;
  readonly Name: string;
  readonly Percentage: number;
  readonly CountryId: number | null;
  readonly CountryCode: string | null;
  readonly IsDefault: boolean;
}

export const TARIFFS: readonly Tariff[] = [
  { Id: 1, Code: 'NL21', Name: 'BTW hoog', Percentage: 21, CountryId: 1, CountryCode: 'NL', IsDefault: true },
  { Id: 2, Code: 'NL9', Name: 'BTW laag', Percentage: 9, CountryId: 1, CountryCode: 'NL', IsDefault: false },
  { Id: 3, Code: 'NL0', Name: 'BTW nul', Percentage: 0, CountryId: 1, CountryCode: 'NL', IsDefault: false },
  { Id: 4, Code: 'ICP', Name: 'Intracommunautair', Percentage: 0, CountryId: null, CountryCode: null, IsDefault: false },
  { Id: 5, Code: 'EXPORT', Name: 'Buiten EU', Percentage: 0, CountryId: null, CountryCode: null, IsDefault: false },
  { Id: 6, Code: 'DE19', Name: 'MwSt', Percentage: 19, CountryId: 3, CountryCode: 'DE', IsDefault: false },
  { Id: 7, Code: 'DE7', Name: 'MwSt ermäßigt', Percentage: 7, CountryId: 3, CountryCode: 'DE', IsDefault: false },
  { Id: 8, Code: 'BE21', Name: 'BTW België', Percentage: 21, CountryId: 2, CountryCode: 'BE', IsDefault: false },
  { Id: 9, Code: 'BE6', Name: 'BTW België laag', Percentage: 6, CountryId: 2, CountryCode: 'BE', IsDefault: false },
  { Id: 10, Code: 'FR20', Name: 'TVA', Percentage: 20, CountryId: 4, CountryCode: 'FR', IsDefault: false },
  { Id: 11, Code: 'FR5', Name: 'TVA réduite', Percentage: 5.5, CountryId: 4, CountryCode: 'FR', IsDefault: false },
];

/** The tariff of a rate for goods that arrive in that country; `group` decides between the kinds of 0 %. */
export function tariffFor(rateBp: number, group: string): Tariff {
  const country = group === 'home' ? 'NL' : group.startsWith('eu-consumer:') ? group.slice('eu-consumer:'.length) : null;
  const code = group === 'eu-business' && rateBp === 0 ? 'ICP' : group === 'outside-eu' && rateBp === 0 ? 'EXPORT' : null;
  const found = TARIFFS.find((t) => (code === null ? t.CountryCode === country && t.Percentage === rateBp / 100 : t.Code === code));
  if (!found) throw new Error(`no tariff for ${String(rateBp)} in ${group}`);
  return found;
}

export const PAYMENT_TYPES = [
  { Id: 1, Code: 'iDeal' },
  { Id: 2, Code: 'Creditcard' },
  { Id: 3, Code: 'Op rekening' },
  { Id: 4, Code: 'Bancontact' },
] as const;

/** Numbers of the base statuses are not published (facts: shopctrl 4.9); names are. */
export const BASE = { draft: 1, open: 2, credited: 3, unpaid: 11, partlyPaid: 12, paid: 13, notSent: 21, sent: 22 } as const;

function status(Id: number, Name: string, base: number, type: number, Sequence: number): InvoiceStatusWire {
  return {
    Id,
    Name,
    BaseInvoiceStatusId: base,
    InvoiceStatusTypeId: type,
    ShopOwnerId: 1,
    ShopId: null,
    IsDefaultStatus: Sequence === 1,
    HasActionDate: false,
    ActionDateCaption: null,
    ActionDateMessage: null,
    Sequence,
  };
}

export const INVOICE_STATUSES: readonly InvoiceStatusWire[] = [
  status(101, 'Draft', BASE.draft, 1, 1),
  status(102, 'Open', BASE.open, 1, 2),
  status(103, 'Credited', BASE.credited, 1, 3),
  status(111, 'Not paid', BASE.unpaid, 2, 1),
  status(112, 'Partially paid', BASE.partlyPaid, 2, 2),
  status(113, 'Paid', BASE.paid, 2, 3),
  status(121, 'Not sent', BASE.notSent, 3, 1),
  status(122, 'Sent', BASE.sent, 3, 2),
];

export const statusOf = (base: number): InvoiceStatusWire => {
  const found = INVOICE_STATUSES.find((s) => s.BaseInvoiceStatusId === base);
  if (!found) throw new Error(`no status ${String(base)}`);
  return found;
};

export const currencyOf = (code: string): Currency => {
  const found = CURRENCIES.find((c) => c.Code === code);
  if (!found) throw new Error(`no currency ${code}`);
  return found;
};

export const countryOf = (code: string): (typeof COUNTRIES)[number] => {
  const found = COUNTRIES.find((c) => c.Code === code);
  if (!found) throw new Error(`no country ${code}`);
  return found;
};
