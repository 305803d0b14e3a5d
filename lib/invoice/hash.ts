/** Content hash of an invoice: tells whether what would be booked has changed, whatever else ShopCtrl touched. */
import type { Invoice, Party } from './invoice';
import { sha256Hex } from './sha256';

type Hashed = Omit<Invoice, 'contentHash'>;

/**
 * Hash over what booking and file are made of. Left out: change time and our own remarks, and of contacts everything but country and
 * VAT number, since a new phone number or an obfuscated contact changes no booking.
 */
export function contentHashOf(invoice: Hashed): string {
  return sha256Hex(
    JSON.stringify([
      invoice.id,
      invoice.shopId,
      invoice.code,
      invoice.kind,
      invoice.date,
      invoice.orderCode,
      invoice.customerId ?? null,
      invoice.customerCode,
      invoice.currency,
      placeOf(invoice.billTo),
      invoice.shipTo ? placeOf(invoice.shipTo) : null,
      invoice.lines.map((line) => [
        line.kind, line.rowId ?? null, line.productCode, line.description, line.quantity, line.unitPriceEx, line.unitPriceInc,
        line.rate, line.net, line.vat, line.gross,
      ]),
      invoice.net,
      invoice.vat,
      invoice.gross,
    ]),
  );
}

function placeOf(party: Party): readonly string[] {
  return party.obfuscated ? [party.country] : [party.country, party.vatNumber];
}
