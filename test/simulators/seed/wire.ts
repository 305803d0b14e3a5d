/** Answers of ShopCtrl: field names, casing and odd spots of facts shopctrl 4. */

export interface ContactWire {
  readonly Id: number;
  readonly CompanyName: string | null;
  readonly VatNumber: string | null;
  readonly CocNumber?: string | null;
  readonly FullName: string | null;
  readonly FirstName: string | null;
  readonly MiddleName: string | null;
  readonly LastName: string | null;
  readonly LastNamePrefix: string | null;
  readonly PersonTitle: string | null;
  readonly Gender: string | null;
  readonly DateOfBirth: string | null;
  readonly EMail: string | null;
  readonly Address: string | null;
  readonly Address2: string | null;
  readonly StreetAddress: string | null;
  readonly StreetAddressNumber: string | null;
  readonly StreetAddressExtension: string | null;
  readonly PostalCode: string | null;
  readonly City: string | null;
  readonly CountryId: number | null;
  readonly CountryCode: string | null;
  readonly CountryName: string | null;
  readonly StateProvince: string | null;
  readonly StateProvinceCode: string | null;
  readonly Phone: string | null;
  readonly Phone2: string | null;
}

export interface InvoiceStatusWire {
  readonly Id: number;
  readonly Name: string;
  readonly BaseInvoiceStatusId: number;
  readonly InvoiceStatusTypeId: number;
  readonly ShopOwnerId: number;
  readonly ShopId: number | null;
  readonly IsDefaultStatus: boolean;
  readonly HasActionDate: boolean;
  readonly ActionDateCaption: string | null;
  readonly ActionDateMessage: string | null;
  readonly Sequence: number;
}

export interface InvoiceBaseWire {
  readonly Id: number;
  readonly InvoiceCode: string | null;
  readonly InvoiceDate: string | null;
  readonly InvoiceTotalIncVat: number;
  readonly InvoiceTotalExVat: number;
  readonly CurrencyId: number;
  readonly CurrencyCode: string;
  readonly Deleted: boolean;
  readonly ChangedTimestamp: string;
  readonly MainStatusId: number;
  readonly PaymentStatusId: number;
  readonly SentStatusId: number | null;
  readonly CustomStatusId: number | null;
  readonly InvoiceSourceType: number | string;
  readonly IsReadOnly: boolean;
  readonly DocumentFileId: number | null;
  readonly ShopId: number;
  readonly OrderId: number;
  readonly OrderCode: string | null;
}

export interface InvoiceDetailWire extends InvoiceBaseWire {
  readonly CultureCode: string;
  readonly CultureId: number;
  readonly ExchangeRate: number;
  readonly ShippingCostsIncVat: number;
  readonly ShippingCostsExVat: number;
  readonly PaymentFeeIncVat: number;
  readonly PaymentFeeExVat: number;
  readonly DiscountExVat: number;
  readonly DiscountIncVat: number;
  readonly PaymentTypeId: number | null;
  readonly [further: string]: unknown;
}

export interface InvoiceRowWire {
  readonly Id: number;
  readonly OrderRowId: number;
  readonly ProductCode: string;
  readonly ProductName: string | null;
  readonly ProductDescription: string | null;
  readonly ProductSelectionProductId: number | null;
  readonly ItemQuantity: number;
  readonly ItemPriceExVat: number;
  readonly ItemPriceIncVat: number;
  readonly DiscountExVat: number;
  readonly DiscountIncVat: number;
  readonly VatTariffId: number | null;
  readonly VatTariffCode: string | null;
  readonly VatPercentage: number | null;
  readonly RowTotalExVat: number;
  readonly RowTotalIncVat: number;
  readonly Comment: string | null;
}

export interface OrderRowWire {
  readonly Id: number;
  readonly ProductSelectionProductId: number | null;
  readonly ProductId: number | null;
  readonly OrderRowKey: string | null;
  readonly ItemQuantity: number;
  readonly ProductName: string | null;
  readonly ProductCode: string;
  readonly ProductDescription: string | null;
  readonly ItemPriceExVat: number;
  readonly ItemPriceIncVat: number;
  readonly ItemDiscountExVat: number;
  readonly ItemDiscountIncVat: number;
  readonly RowDiscountExVat: number;
  readonly RowDiscountIncVat: number;
  readonly Vatperc: number | null;
  readonly VATTariffId: number | null;
  readonly VATTariffCode: string | null;
  readonly RowTotalExVat: number;
  readonly RowTotalIncVat: number;
  readonly Comment: string | null;
  readonly CreditForOrderRowId: number | null;
  readonly Sequence: number;
}

/** The order without its dynamic parts (change time, rows), which the API adds when asked. */
export interface OrderWire {
  readonly Id: number;
  readonly OrderCode: string;
  readonly ShopId: number;
  readonly BillToContact: ContactWire | null;
  readonly ShipToContact: ContactWire | null;
  readonly [further: string]: unknown;
}

export interface PaymentWire {
  readonly Id: number;
  readonly OrderId: number;
  readonly ShopId: number;
  readonly ShopOwnerId: number;
  readonly InvoiceId: number | null;
  readonly Amount: number;
  readonly PaymentDate: string;
  readonly CurrencyId: number;
  readonly CurrencyCode: string;
  readonly Note: string | null;
  readonly AccountNumber: string | null;
  readonly AccountName: string | null;
  readonly TransactionId: string | null;
  readonly CreationDate: string;
  readonly ImportSource: string | null;
  readonly PaymentTypeId: number | null;
}
