/** Shapes of ShopCtrl's answers as far as they are used (facts: shopctrl 3, 4). Everything not marked Required there is optional. */
import { z } from 'zod';
import { parseExact } from '../invoice/decimal';
import { anyCase, decimal, decimalOrZero, integer, maybeBoolean, maybeDecimal, maybeInteger, text } from './reading';

export const meSchema = anyCase({
  Id: maybeInteger,
  EmployeeId: maybeInteger,
  UserId: maybeInteger,
  Login: text,
  UserName: text,
  LoginName: text,
  EMail: text,
  FullName: text,
  Name: text,
  FirstName: text,
  LastNamePrefix: text,
  LastName: text,
});

export const shopSchema = anyCase({ Id: integer, Name: text, ShopOwnerId: maybeInteger, Active: maybeBoolean });

/** InvoiceBase, as lists give it. Only what finds an invoice; amounts are read from the detail. */
export const invoiceHeadSchema = anyCase({
  Id: integer,
  InvoiceCode: text,
  InvoiceDate: text,
  Deleted: maybeBoolean,
  ChangedTimestamp: text,
  ShopId: maybeInteger,
  OrderId: maybeInteger,
  InvoiceTotalIncVat: z.unknown().transform(parseExact).optional().transform((value) => value ?? null),
});

/** What of an invoice tells where its PDF is. */
export const documentSchema = anyCase({ InvoiceCode: text, DocumentFileId: maybeInteger });

/** An order in a list: id, code and change time. */
export const orderHeadSchema = anyCase({ Id: integer, OrderCode: text, ChangeTimestamp: text });

const anyObject = z.unknown().optional();
/** A list, or nothing. */
const entries = z.unknown().optional().transform((value) => (Array.isArray(value) ? (value as unknown[]) : []));
/** An exact decimal beside the amounts that count; what is no number says nothing. */
const looseDecimal = z.unknown().transform(parseExact).optional().transform((value) => value ?? null);

export const contactSchema = anyCase({
  CompanyName: text,
  VatNumber: text,
  CocNumber: text,
  FullName: text,
  FirstName: text,
  MiddleName: text,
  LastNamePrefix: text,
  LastName: text,
  EMail: text,
  Address: text,
  Address2: text,
  StreetAddress: text,
  StreetAddressNumber: text,
  StreetAddressExtension: text,
  PostalCode: text,
  City: text,
  CountryId: maybeInteger,
  CountryCode: text,
  Phone: text,
  Phone2: text,
});

export const invoiceSchema = anyCase({
  Id: integer,
  InvoiceCode: text,
  InvoiceDate: text,
  InvoiceTotalIncVat: decimal,
  InvoiceTotalExVat: decimal,
  CurrencyId: maybeInteger,
  CurrencyCode: text,
  Deleted: maybeBoolean,
  ChangedTimestamp: text,
  ShopId: integer,
  OrderId: integer,
  OrderCode: text,
  ShippingCostsIncVat: decimalOrZero,
  ShippingCostsExVat: decimalOrZero,
  PaymentFeeIncVat: decimalOrZero,
  PaymentFeeExVat: decimalOrZero,
  DiscountExVat: decimalOrZero,
  DiscountIncVat: decimalOrZero,
  PaymentTypeId: maybeInteger,
  ExchangeRate: looseDecimal,
  DownPayment: looseDecimal,
  // Known from document templates; whether the API gives it is unknown (facts: shopctrl 4.2).
  GroupedVatSum: entries,
  GroupedVatSums: entries,
  // Names of the credit flag are guesses (facts: shopctrl 6 #8).
  IsCreditInvoice: maybeBoolean,
  IsCredit: maybeBoolean,
  CreditInvoice: maybeBoolean,
  // Whether the invoice carries contacts of its own is unknown (facts: shopctrl 6 #9).
  BillToContact: anyObject,
  ShipToContact: anyObject,
});

export const invoiceRowSchema = anyCase({
  Id: integer,
  OrderRowId: maybeInteger,
  ProductCode: text,
  ProductName: text,
  ProductDescription: text,
  ItemQuantity: decimal,
  ItemPriceExVat: decimalOrZero,
  ItemPriceIncVat: decimalOrZero,
  DiscountExVat: decimalOrZero,
  DiscountIncVat: decimalOrZero,
  VatTariffId: maybeInteger,
  VatTariffCode: text,
  VatPercentage: maybeDecimal,
  RowTotalExVat: decimal,
  RowTotalIncVat: decimal,
});

/** One rate of an invoice. */
export const groupedVatSchema = anyCase({ VatPerc: decimal, VatTotal: decimal });

export const orderRowSchema = anyCase({ Id: maybeInteger, Vatperc: looseDecimal, VATTariffCode: text, CreditForOrderRowId: maybeInteger });

export const orderSchema = anyCase({
  Id: integer,
  OrderCode: text,
  Date: text,
  CustomerId: maybeInteger,
  CustomerCode: text,
  CurrencyCode: text,
  ViewModusIncVAT: maybeBoolean,
  PaymentTypeId: maybeInteger,
  ExchangeRate: looseDecimal,
  DownPayment: looseDecimal,
  ChangeTimestamp: text,
  BillToContact: anyObject,
  ShipToContact: anyObject,
  OrderRows: entries,
  Shipments: entries,
});

/** A shipment of an order (ShipmentBasicInfo); the rows in it stand in the full form alone. */
export const shipmentSchema = anyCase({ Id: maybeInteger, WarehouseId: maybeInteger, ShippedTimestamp: text, OrderRows: entries });

/** A row of a shipment names its order row; the field's name is a guess. */
export const shipmentRowSchema = anyCase({ OrderRowId: maybeInteger, Id: maybeInteger });

export const customerSchema = anyCase({ Id: integer, CustomerCode: text, BillToAddress: anyObject, ShipToAddress: anyObject });

/** A currency or country of the look-up lists; field names differ between sources. */
export const lookupSchema = anyCase({ Id: integer, Code: text, CountryCode: text, CurrencyCode: text, IsoCode: text, Iso2: text });

export const appModuleSchema = anyCase({
  Name: text,
  Code: text,
  Feature: text,
  Active: maybeBoolean,
  Enabled: maybeBoolean,
  IsActive: maybeBoolean,
  IsEnabled: maybeBoolean,
});

export type RawInvoice = z.output<typeof invoiceSchema>;
export type RawInvoiceRow = z.output<typeof invoiceRowSchema>;
export type RawOrder = z.output<typeof orderSchema>;
export type RawContact = z.output<typeof contactSchema>;
export type InvoiceHead = z.output<typeof invoiceHeadSchema>;
export type OrderHead = z.output<typeof orderHeadSchema>;
