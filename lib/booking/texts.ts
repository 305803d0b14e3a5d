/** Descriptions of lines that ShopCtrl gives none. They end up in the books of a Dutch administration, so they are Dutch in every language of the screens. */
import type { LineKind } from '../invoice/invoice';

export const DEFAULT_TEXTS: Readonly<Record<LineKind, string>> = {
  row: 'Artikel',
  shipping: 'Verzendkosten',
  paymentFee: 'Betaalkosten',
  discount: 'Korting',
  rounding: 'Afronding',
};
