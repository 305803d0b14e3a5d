/** Content hash of an invoice: tells whether what would be booked has changed, whatever else ShopCtrl touched. */
import type { Invoice, Party } from './invoice';
import type { IsoDate } from './money';
import { sha256Hex } from './sha256';
import { territoryOf } from './territory';

type Hashed = Omit<Invoice, 'contentHash'>;

/**
 * Hash over what booking and file are made of. Left out: change time and our own remarks, and of contacts everything but country, VAT
 * area and VAT number, since a new phone number, or a consumer's contact that was obfuscated, changes no booking. Left out too: what comes
 * after the document or cannot change (shipment and warehouse, which are filled in when goods leave, the link to a credit's original, the exchange rate),
 * or an invoice exported before its goods left would look changed in ShopCtrl.
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
      placeOf(invoice.billTo, invoice.date),
      invoice.shipTo ? placeOf(invoice.shipTo, invoice.date) : null,
      invoice.lines.map((line) => [
        line.kind, line.rowId ?? null, line.productCode, line.description, line.quantity, line.unitPriceEx, line.unitPriceInc,
        line.rate, line.net, line.vat, line.gross,
      ]),
      invoice.net,
      invoice.vat,
      invoice.gross,
      // Only where it is so: the hash of every other invoice stays what it was.
      ...(invoice.downPayment === true ? ['down payment'] : []),
    ]),
  );
}

/** The area instead of the post code: another spelling of the same post code is no change, a move to the Canary Islands is. */
function placeOf(party: Party, date: IsoDate): readonly string[] {
  const territory = territoryOf(party, date);
  const area = territory.area === 'eu' ? (territory.region ?? territory.state) : `${territory.area} ${territory.place}`;
  return [party.country, area, party.vatNumber];
}
