/** Descriptions of lines that ShopCtrl gives none. They end up in the books of a Dutch administration, so they are Dutch in every language of the screens. */
import type { LineKind } from '../invoice/invoice';
import type { RateBp } from '../invoice/money';
import type { LineUse } from './rules';

export const DEFAULT_TEXTS: Readonly<Record<LineKind, string>> = {
  row: 'Artikel',
  shipping: 'Verzendkosten',
  paymentFee: 'Betaalkosten',
  discount: 'Korting',
  rounding: 'Afronding',
};

const GROUP_TEXTS: Readonly<Record<LineUse, string>> = {
  revenue: 'Omzet',
  shipping: 'Verzendkosten',
  fee: 'Betaalkosten',
  discount: 'Korting',
  margin: 'Margegoederen',
  voucher: 'Cadeaubonnen',
  deposit: 'Statiegeld',
  donation: 'Donaties',
  damages: 'Vergoedingen',
  rounding: 'Afronding',
};

/** Description of several lines in one: `Omzet 21%`. */
export function groupText(use: LineUse, rate: RateBp): string {
  return rate === 0 ? GROUP_TEXTS[use] : `${GROUP_TEXTS[use]} ${String(rate / 100).replace('.', ',')}%`;
}
