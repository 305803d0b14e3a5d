/** When a line was supplied, from where, and where to (facts: vat 1.2 steps 2 and 3, 6.1, 6.2). */
import type { Invoice, InvoiceLine, Party, Remark } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';
import { isMember } from '../invoice/territory';
import type { RateDates } from '../invoice/vat-rates';
import { homeOf } from './kinds';
import { holds, type SellerProfile } from './profile';
import { refused, remark, type Refused } from './sale';

/** `2026-Q1`: the period of the One Stop Shop, and of the Dutch return of most shops. */
export function quarterOf(day: IsoDate): string {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 4)}-Q${month <= 3 ? '1' : month <= 6 ? '2' : month <= 9 ? '3' : '4'}`;
}

/** The day of the supply: shipment, else order (not one that is dated later than the invoice), else the invoice itself. */
export function supplyDayOf(invoice: Invoice): IsoDate {
  const { shipmentDate, orderDate, date } = invoice;
  return shipmentDate ?? (orderDate !== undefined && orderDate <= date ? orderDate : date);
}

/** The day on which a line is judged: a credit row by its original, however old. */
export function dayOf(invoice: Invoice, line: InvoiceLine): IsoDate {
  return line.original ? (line.original.supplyDate ?? line.original.date) : supplyDayOf(invoice);
}

/** The dates that may say which rate a line has. */
export function datesOf(invoice: Invoice, line: InvoiceLine): RateDates {
  const { original } = line;
  if (original) {
    return { invoice: original.date, ...(original.supplyDate === undefined ? {} : { shipment: original.supplyDate }), credit: original.kind === 'credit' };
  }
  const { date, orderDate, shipmentDate, kind } = invoice;
  return {
    invoice: date,
    ...(orderDate === undefined ? {} : { order: orderDate }),
    ...(shipmentDate === undefined ? {} : { shipment: shipmentDate }),
    credit: kind === 'credit',
  };
}

/** Ship-to decides; without one the bill-to counts, and the person is told so. */
export function arrivalOf(invoice: Invoice): { readonly party: Party; readonly remarks: readonly Remark[] } {
  if (invoice.shipTo && invoice.shipTo.country !== '') return { party: invoice.shipTo, remarks: [] };
  return { party: invoice.billTo, remarks: [remark('F-BILL-TO')] };
}

/** Whether the profile names a registration in that country on that day. Home needs none. */
export function isRegistered(profile: SellerProfile, country: string, day: IsoDate): boolean {
  return country === homeOf(profile) || profile.registrations.some((registration) => registration.country === country && holds(registration, day));
}

/**
 * The country that the goods leave. `R-DISPATCH` when the invoice names a warehouse that a table of warehouses does not, or warehouses of
 * several countries, or when the seller has no registration in that country.
 */
export function departureOf(invoice: Invoice, profile: SellerProfile, day: IsoDate): { readonly ok: true; readonly country: string } | Refused {
  const usual = profile.dispatchCountry || homeOf(profile);
  const countries = new Set<string>();
  const named = profile.warehouses.length === 0 ? [] : [...(invoice.warehouseId === undefined ? [] : [invoice.warehouseId]), ...(invoice.otherWarehouseIds ?? [])];
  for (const id of named) {
    const known = profile.warehouses.find(({ warehouse }) => warehouse.trim() === String(id));
    if (!known) return refused('R-DISPATCH', { warehouse: String(id) });
    countries.add(known.country);
  }
  if (countries.size > 1) return refused('R-DISPATCH', { reason: 'several-countries' });
  const [country = usual] = countries;
  return isRegistered(profile, country, day) ? { ok: true, country } : refused('R-DISPATCH', { country });
}

/** Goods from outside the EU: the import scheme and what comes after customs are for a person (facts: vat 1.3, import scheme). */
export function isImport(departure: string, arrival: string, day: IsoDate): boolean {
  return departure !== arrival && !isMember(departure, day);
}
