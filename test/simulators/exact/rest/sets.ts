/** Endpoints of bookings and documents with their fields (facts: exact-api 4.5-4.7), and what of them may be written. */
import { AUDIT, DIVISION_AUDIT, fields } from '../entities';
import type { EntitySet } from '../odata';

export const SALES_ENTRIES: EntitySet = {
  path: 'salesentry/SalesEntries', type: 'SalesEntry', key: 'EntryID',
  fields: fields(`EntryID:g Customer:g CustomerName Journal JournalDescription EntryDate:d DueDate:d ReportingYear:n ReportingPeriod:n YourRef InvoiceNumber:n EntryNumber:n OrderNumber:n Description Currency Rate:n PaymentCondition
PaymentConditionDescription PaymentConditionPaymentMethod PaymentReference AmountFC:n AmountDC:n VATAmountFC:n VATAmountDC:n Document:g DocumentNumber:n DocumentSubject Type:n TypeDescription Status:n StatusDescription Reversal:b
ExternalLinkReference ExternalLinkDescription BatchNumber:n ProcessNumber:n GAccountAmountFC:n IsExtraDuty:b WithholdingTaxAmountDC:n WithholdingTaxBaseAmount:n WithholdingTaxPercentage:n${DIVISION_AUDIT}`),
  mandatoryFilter: ['EntryID', 'YourRef', 'InvoiceNumber', 'EntryNumber', 'Customer', 'EntryDate', 'Journal', 'PaymentReference', 'Created', 'Modified', 'ReportingYear', 'ReportingPeriod', 'Status', 'Type'],
};
export const SALES_ENTRY_WRITABLE = 'Customer Journal SalesEntryLines EntryDate DueDate ReportingYear ReportingPeriod YourRef InvoiceNumber EntryNumber OrderNumber Description Currency Rate PaymentCondition PaymentReference Document'.split(' ');

export const SALES_ENTRY_LINES: EntitySet = {
  path: 'salesentry/SalesEntryLines', type: 'SalesEntryLine', key: 'ID',
  fields: fields(`ID:g EntryID:g AmountFC:n AmountDC:n GLAccount:g GLAccountCode GLAccountDescription VATCode VATCodeDescription VATPercentage:n VATAmountFC:n VATAmountDC:n VATBaseAmountFC:n VATBaseAmountDC:n Description Notes Quantity:n CostCenter
CostCenterDescription CostUnit CostUnitDescription Project:g ProjectDescription ProjectWBS:g ProjectWBSDescription From:d To:d LineNumber:n Type:n Asset:g AssetDescription ExtraDutyAmountFC:n ExtraDutyPercentage:n IntraStatArea IntraStatCountry
IntraStatDeliveryTerm IntraStatTransactionA IntraStatTransactionB IntraStatTransportMethod SerialNumber StatisticalNetWeight:n StatisticalNumber StatisticalQuantity:n StatisticalValue:n Subscription:g SubscriptionDescription TrackingNumber:g
TrackingNumberDescription Division:n CustomField`),
  mandatoryFilter: ['ID', 'EntryID', 'GLAccount', 'GLAccountCode', 'Description'],
};

export const TRANSACTION_LINES: EntitySet = {
  path: 'financialtransaction/TransactionLines', type: 'TransactionLine', key: 'ID',
  fields: fields(`ID:g EntryID:g EntryNumber:n InvoiceNumber:n JournalCode JournalDescription YourRef PaymentReference Date:d FinancialYear:n FinancialPeriod:n Status:n Type:n LineNumber:n LineType:n GLAccount:g GLAccountCode GLAccountDescription
AmountDC:n AmountFC:n AmountVATFC:n AmountVATBaseFC:n VATCode VATCodeDescription VATPercentage:n VATType Account:g AccountCode AccountName Document:g DocumentNumber:n DocumentSubject Asset:g AssetCode AssetDescription CostCenter
CostCenterDescription CostUnit CostUnitDescription Currency Description DueDate:d ExchangeRate:n ExternalLinkDescription ExternalLinkReference ExtraDutyAmountFC:n ExtraDutyPercentage:n Item:g ItemCode ItemDescription Notes OffsetID:g
OrderNumber:n PaymentDiscountAmount:n Project:g ProjectCode ProjectDescription ProjectWBS:g ProjectWBSDescription Quantity:n SerialNumber ShopOrder:g Subscription:g SubscriptionDescription TrackingNumber TrackingNumberDescription${DIVISION_AUDIT}`),
  mandatoryFilter: 'ID EntryID EntryNumber InvoiceNumber YourRef Date JournalCode FinancialYear FinancialPeriod Account AccountCode GLAccount GLAccountCode Document Description Status Type VATCode VATType Item OrderNumber Project ProjectCode CostCenter CostUnit Modified'.split(' '),
};

/** Its filters are not documented (facts: exact-api 4.7). */
export const RECEIVABLES: EntitySet = {
  path: 'cashflow/Receivables', type: 'Receivable', key: 'ID',
  fields: fields('ID:g Account:g AmountFC:n TransactionEntryID:g InvoiceNumber:n EntryNumber:n YourRef PaymentReference PaymentMethod Status:n IsFullyPaid:b LastPaymentDate:d DueDate:d Division:n'),
};

export const DOCUMENTS: EntitySet = {
  path: 'documents/Documents', type: 'Document', key: 'ID',
  fields: fields(`ID:g Subject Type:n TypeDescription Account:g AccountCode AccountName DocumentDate:d FinancialTransactionEntryID:g SalesInvoiceNumber:n Body AmountFC:n Currency Category:g CategoryDescription DocumentFolder:g DocumentFolderCode
DocumentFolderDescription HID:n Language Contact:g ContactFullName DocumentViewUrl HasEmptyBody:b ContractID:g ContractNumber ExpiryDate:d InheritShare:b Item:g ItemCode ItemDescription Opportunity:g Project:g ProjectCode ProjectDescription
ProposedEntryStatus:n SalesOrderNumber:n ScanServiceStatus:n SendMethod:n ShopOrderNumber:n TeamsMeetingId${DIVISION_AUDIT}`),
  mandatoryFilter: ['ID', 'HID', 'Subject', 'Account', 'Type', 'DocumentDate', 'FinancialTransactionEntryID', 'SalesInvoiceNumber', 'Created', 'Modified'],
};

export const DOCUMENT_ATTACHMENTS: EntitySet = {
  path: 'documents/DocumentAttachments', type: 'DocumentAttachment', key: 'ID',
  fields: fields('ID:g Document:g FileName FileSize:n Url Attachment'),
};

export const DOCUMENT_TYPES: EntitySet = {
  path: 'documents/DocumentTypes', type: 'DocumentType', key: 'ID',
  fields: fields(`ID:n Description TypeCategory:n DocumentIsCreatable:b DocumentIsViewable:b DocumentIsUpdatable:b DocumentIsDeletable:b${AUDIT}`),
};

export const ACCOUNT_WRITABLE = `Name Code Status IsSupplier Blocked StartDate EndDate Email Phone Fax AddressLine1 AddressLine2 AddressLine3 Postcode City State Country VATNumber ChamberOfCommerce TradeName Language SearchCode Remarks PaymentConditionSales
SalesVATCode SalesCurrency GLAccountSales GLAR DiscountSales CreditLineSales InvoiceAccount InvoicingMethod MainContact Parent PeppolIdentifier PeppolIdentifierType EORINumber AutomaticProcessProposedEntry RSIN BSN IsReseller IsAccountant PriceList Reseller
AccountManager Accountant CodeAtSupplier Website`.split(/\s+/);
