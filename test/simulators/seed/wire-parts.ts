/** The lesser parts of an order as ShopCtrl shows them: contacts, payments, shipments (facts: shopctrl 4.4, 4.6, 4.7). */
import type { E4 } from './amounts';
import { countryOf } from './lookups';
import type { ContactSpec } from './specs';
import { writeDate } from './time';
import type { ContactWire, InvoiceRecord, PaymentWire, ShopContext } from './types';

export const money = (amount: E4): number => amount / 10_000;

export function contactWire(id: number, spec: ContactSpec): ContactWire {
  const country = countryOf(spec.country);
  const hide = <T extends string | null>(value: T): T | 'GDPR: removed' => (spec.obfuscated && value !== null ? 'GDPR: removed' : value);
  const line = `${spec.street} ${spec.number}`;
  const fullName = [spec.first, spec.prefix, spec.last].filter(Boolean).join(' ');
  return {
    Id: id,
    CompanyName: hide(spec.company ?? null),
    VatNumber: hide(spec.vatNumber ?? null),
    ...(spec.sparse ? {} : { CocNumber: hide(spec.cocNumber ?? null) }),
    FullName: hide(fullName),
    FirstName: spec.sparse ? null : hide(spec.first),
    MiddleName: null,
    LastName: spec.sparse ? null : hide(spec.last),
    LastNamePrefix: spec.sparse ? null : hide(spec.prefix ?? null),
    PersonTitle: null,
    Gender: null,
    DateOfBirth: null,
    EMail: spec.obfuscated ? 'removed@gdpr.eu' : (spec.email ?? null),
    Address: spec.sparse ? line : hide(line),
    Address2: null,
    StreetAddress: spec.sparse ? null : hide(spec.street),
    StreetAddressNumber: spec.sparse ? null : hide(spec.number),
    StreetAddressExtension: null,
    PostalCode: hide(spec.postalCode),
    City: hide(spec.city),
    CountryId: country.Id,
    CountryCode: country.Code,
    CountryName: country.Name,
    StateProvince: null,
    StateProvinceCode: null,
    Phone: spec.sparse ? null : hide(spec.phone ?? null),
    Phone2: null,
  };
}

export function paymentOf(record: InvoiceRecord, paid: 'no' | 'part' | 'yes', shop: ShopContext, orderId: number): PaymentWire[] {
  const { invoice } = record;
  if (paid === 'no' || invoice.InvoiceCode === null || invoice.Deleted) return [];
  const at = writeDate(record.changedAt - 60_000);
  return [
    {
      Id: shop.ids.other(), OrderId: orderId, ShopId: shop.shopId, ShopOwnerId: shop.shopOwnerId, InvoiceId: invoice.Id,
      Amount: paid === 'part' ? Math.trunc(invoice.InvoiceTotalIncVat / 2) : invoice.InvoiceTotalIncVat, PaymentDate: at, CurrencyId: invoice.CurrencyId,
      CurrencyCode: invoice.CurrencyCode, Note: null, AccountNumber: null, AccountName: null, TransactionId: `tr_${String(invoice.Id)}`, CreationDate: at,
      ImportSource: null, PaymentTypeId: 1,
    },
  ];
}

export function shipmentWire(shop: ShopContext, orderId: number, orderCode: string, at: number, warehouse = 1): unknown {
  const stamp = writeDate(at);
  return {
    Id: shop.ids.other(), ShippingCode: `3S${String(orderId)}`, CreateTimestamp: stamp, ShopId: shop.shopId, OrderId: orderId, OrderCode: orderCode, WarehouseId: warehouse,
    ParcelId: null, PickedTimestamp: stamp, PackedTimestamp: stamp, ShippedTimestamp: stamp, HandOverTimestamp: null, ShipmentType: 0,
  };
}
