/** When and from where the goods of an invoice left, by the shipments of its order (facts: shopctrl 4.6, vat 6.1). */
import { printedDay } from '../invoice/date';
import type { IsoDate } from '../invoice/money';
import { shipmentRowSchema, shipmentSchema } from './schemas';

export interface Dispatch {
  /** Day on which the goods left; null until they did, or when nobody says. */
  readonly day: IsoDate | null;
  /** ShopCtrl's ids of the warehouses, each once; empty when nobody says. */
  readonly warehouses: readonly number[];
}

interface Shipment {
  readonly day: IsoDate | null;
  readonly warehouse: number | null;
  readonly rows: ReadonlySet<number>;
}

/**
 * The shipments that an invoice is about. Shipments that list their rows are matched by row. Others do not name their invoice: then it is the last
 * day of shipping up to the invoice's day, else the first after it, so that a later part delivery changes no earlier invoice.
 * @param raw the order's `Shipments`.
 * @param orderRowIds order rows of the invoice.
 */
export function dispatchOf(raw: readonly unknown[], invoiceDay: IsoDate, orderRowIds: readonly number[]): Dispatch {
  const all = raw.flatMap((one): readonly Shipment[] => {
    const read = shipmentSchema.safeParse(one);
    return read.success ? [{ day: printedDay(read.data.ShippedTimestamp), warehouse: read.data.WarehouseId, rows: rowIds(read.data.OrderRows) }] : [];
  });
  const named = all.filter((shipment) => orderRowIds.some((id) => shipment.rows.has(id)));
  const meant = named.length > 0 ? named : all;
  const days = meant.flatMap((shipment) => shipment.day ?? []).toSorted();
  const day = days.findLast((one) => one <= invoiceDay) ?? days[0] ?? null;
  // Rows name their shipments, all of them; a day names the shipments of that day; before any left, the planned ones.
  const from = named.length > 0 ? named : all.filter((shipment) => shipment.day === day);
  return { day, warehouses: [...new Set(from.flatMap((shipment) => shipment.warehouse ?? []))] };
}

function rowIds(rows: readonly unknown[]): ReadonlySet<number> {
  return new Set(
    rows.flatMap((row) => {
      const read = shipmentRowSchema.safeParse(row);
      return read.success ? (read.data.OrderRowId ?? read.data.Id ?? []) : [];
    }),
  );
}
