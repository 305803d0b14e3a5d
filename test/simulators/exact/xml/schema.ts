/**
 * The part of the eExact schema that imports of sales use, as data: element order, cardinality, attributes and types
 * (facts: exact-xml 2, 3). It accepts nothing that the official schema of November 2017 refuses; elements that no sale needs are left out.
 */

export type Simple = 'string' | 'string255' | 'string35' | 'float' | 'percentage' | 'date' | 'boolean' | 'integer' | { readonly oneOf: readonly string[] };

export interface Attribute {
  readonly type: Simple;
  readonly required: boolean;
}

export type Particle =
  | { readonly kind: 'element'; readonly name: string; readonly type: string; readonly min: 0 | 1; readonly max: 1 | typeof MANY }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[]; readonly optional: boolean };

export interface Type {
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Text content, or child elements; undefined: empty. */
  readonly text?: Simple;
  readonly content?: Particle;
}

export const MANY = Number.POSITIVE_INFINITY;

const one = (name: string, type = name): Particle => ({ kind: 'element', name, type, min: 1, max: 1 });
const maybe = (name: string, type = name): Particle => ({ kind: 'element', name, type, min: 0, max: 1 });
const some = (name: string, type = name): Particle => ({ kind: 'element', name, type, min: 1, max: MANY });
const any = (name: string, type = name): Particle => ({ kind: 'element', name, type, min: 0, max: MANY });
const sequence = (...parts: readonly Particle[]): Particle => ({ kind: 'sequence', parts, optional: false });
/** May be absent as a whole; its required parts count once anything of it is there. */
const block = (...parts: readonly Particle[]): Particle => ({ kind: 'sequence', parts, optional: true });
const choice = (...parts: readonly Particle[]): Particle => ({ kind: 'choice', parts, optional: false });
/** Attributes as `code!` (required) or `code`, with a type when it is no text. */
const attributes = (table: Readonly<Record<string, Simple>>): Readonly<Record<string, Attribute>> =>
  Object.fromEntries(Object.entries(table).map(([name, type]) => [name.replace('!', ''), { type, required: name.endsWith('!') }]));
const text = (type: Simple, table: Readonly<Record<string, Simple>> = {}): Type => ({ attributes: attributes(table), text: type });
const tree = (content: Particle, table: Readonly<Record<string, Simple>> = {}): Type => ({ attributes: attributes(table), content });
const oneOf = (...values: readonly string[]): Simple => ({ oneOf: values });
/** Named by code, perhaps with a description. */
const coded = (required: boolean): Type => tree(block(one('Description')), { [required ? 'code!' : 'code']: 'string' });

const TRANSACTION_TYPES = oneOf(...'10 20 21 22 30 31 32 40 50 70 71 72 73 74 75 76 80 82 83 84 85 90 120 121 130 131 140 141 145 146 150 151 155 156 158 170 180 195 290 310 320 321 322 323 324 325 326 327'.split(' '));
const GL_TYPES = oneOf(...'10 12 14 16 20 22 24 25 26 27 29 30 32 35 40 50 52 55 60 90 100 110 111 120 121 122 123 125 126 130 140 150 160'.split(' '));
const LINE_TYPES = oneOf(...'0 1 2 3 10 11 12 20 22 24 26 27 29 30 32 35 40 50 52 55 60 90 110 111 120 121 122 123 125 130 140 150 160'.split(' '));

const PERSON = ['LastName', 'MiddleName', 'BirthName', 'BirthNamePrefix', 'PartnerName', 'PartnerNamePrefix', 'FirstName', 'Initials', 'FullName'].map((name) => maybe(name, 'string'));
const PERSON_MORE = [maybe('Title', 'coded'), maybe('Language', 'codedLoose'), maybe('Nationality', 'coded'), ...['Phone', 'PhoneExt', 'Fax', 'Mobile', 'Email'].map((name) => maybe(name, 'string'))];
const SIDES = choice(sequence(maybe('Debit', 'float'), maybe('Credit', 'float')), maybe('Value', 'float'));

/** Element types by name; an element without a type of its own names one of the simple ones at the end. */
export const TYPES: Readonly<Record<string, Type>> = {
  eExact: tree(sequence(maybe('Accounts'), maybe('Items'), maybe('GLTransactions'), maybe('Invoices')), { schemaVersion: 'string' }),
  Accounts: tree(sequence(some('Account'))),
  Items: tree(sequence(some('Item'))),
  GLTransactions: tree(sequence(some('GLTransaction'))),
  Invoices: tree(sequence(some('Invoice'))),

  GLTransaction: tree(
    block(
      maybe('TransactionType'), maybe('Journal'), maybe('PaymentCondition'), maybe('Date', 'date'), maybe('FinYear', 'numbered'), maybe('FinPeriod', 'numbered'), maybe('OpeningBalance', 'float'), maybe('ClosingBalance', 'float'),
      maybe('Description'), maybe('Account'), some('GLTransactionLine'),
    ),
    { entry: 'integer' },
  ),
  TransactionType: tree(block(one('Description')), { 'number!': 'integer' }),
  GLTransactionLine: tree(
    sequence(
      one('Date', 'date'), maybe('VATType'), maybe('FinYear', 'numbered'), maybe('FinPeriod', 'numbered'), one('GLAccount'), maybe('Description'), maybe('DueDate', 'date'), maybe('InvoiceDate', 'date'), maybe('Account'),
      maybe('Costcenter', 'codedMaybe'), maybe('Costunit', 'codedMaybe'), maybe('Item'), maybe('Quantity', 'float'), maybe('Amount'), maybe('ForeignAmount'), maybe('References'), maybe('Note', 'string'),
    ),
    { type: TRANSACTION_TYPES, linetype: LINE_TYPES, line: 'integer', offsetline: 'integer', writeoffline: 'integer', status: oneOf('20', '50') },
  ),
  VATType: text(oneOf(...'123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')),
  Amount: tree(sequence(one('Currency'), SIDES, maybe('VAT'), maybe('VATPercentage', 'percentage'), maybe('VATBaseAmount', 'float'), maybe('VATNonDeductiblePercentage', 'percentage'))),
  ForeignAmount: tree(sequence(one('Currency'), SIDES, maybe('Rate', 'float'), maybe('VAT'), maybe('VATPercentage', 'percentage'), maybe('VATBaseAmount', 'float'), maybe('VATAmount', 'float'))),
  References: tree(
    sequence(
      choice(sequence(maybe('InvoiceNumber', 'string'), maybe('OrderNumber', 'string')), sequence(maybe('Sales', 'numbers'), maybe('Purchase', 'numbers'))),
      maybe('PaymentReference', 'string'), maybe('Contact', 'string'), maybe('YourRef', 'string'),
    ),
  ),
  numbers: tree(sequence(maybe('InvoiceNumber', 'string'), maybe('OrderNumber', 'string'))),

  Invoice: tree(
    block(
      maybe('Journal'), maybe('OrderDate', 'date'), maybe('InvoiceDate', 'date'), maybe('DueDate', 'date'), maybe('Description'), maybe('YourRef', 'string'), maybe('Notes', 'string'), one('OrderedBy', 'Account'), maybe('DeliverTo', 'Account'),
      maybe('DeliveryAddress'), one('InvoiceTo', 'Account'), maybe('Contact'), maybe('PaymentCondition'), maybe('ForeignAmount'), maybe('ShippingMethod', 'coded'), maybe('EntryDiscount'), maybe('PaymentReference', 'string'), some('InvoiceLine'),
    ),
    { ordernumber: 'string', invoicenumber: 'string', type: oneOf('8020', '8021', '8023', '8024'), status: oneOf('20', '50') },
  ),
  InvoiceLine: tree(
    sequence(
      maybe('Description'), one('Item'), maybe('Quantity', 'float'), maybe('Unit'), maybe('UnitPrice', 'Price'), maybe('NetPrice', 'Price'), maybe('ForeignAmount'), maybe('DiscountPercentage', 'percentage'), maybe('Costcenter', 'codedMaybe'),
      maybe('Costunit', 'codedMaybe'), maybe('Note', 'string'), maybe('StartDate', 'date'), maybe('EndDate', 'date'), maybe('GLAccount'), maybe('DeliveryDate', 'date'),
    ),
    { line: 'integer' },
  ),
  Price: tree(sequence(one('Currency'), one('Value', 'float'), maybe('VAT'), maybe('VATPercentage', 'percentage'))),
  EntryDiscount: tree(sequence(maybe('AmountInclVAT', 'string'), maybe('AmountExclVAT', 'string'), maybe('Percentage', 'string'))),
  DeliveryAddress: tree(sequence(...['AddressLine1', 'AddressLine2', 'AddressLine3', 'PostalCode', 'City'].map((name) => maybe(name, 'string')), maybe('State', 'coded'), maybe('Country')), { ID: 'string', insert: 'boolean' }),

  Account: tree(
    block(
      one('Name', 'string'), ...['Phone', 'PhoneExt', 'Fax', 'Email', 'HomePage', 'SIREN'].map((name) => maybe(name, 'string')), maybe('Language', 'codedLoose'),
      ...['IsSupplier', 'CanDropShip'].map((name) => maybe(name, 'boolean')), maybe('CountryOfOrigin', 'string'), ...['IsBlocked', 'IsReseller', 'IsPilot', 'IsSales', 'IsPurchase', 'IsMember'].map((name) => maybe(name, 'boolean')),
      maybe('IsAccountant', 'integer'), maybe('CodeAtSupplier', 'string'), any('Contact'), any('Address'), any('BankAccount'), maybe('Note', 'string'), maybe('VATSales', 'VAT'), maybe('VATNumber', 'string'), maybe('VATLiability', 'string'),
      maybe('ChamberOfCommerce', 'string'), maybe('SalesCurrency', 'Currency'), maybe('CostRevenueDirectAllowed', 'boolean'), maybe('GLSales', 'GLAccount'), maybe('GLAR', 'GLAccount'), maybe('SalesPaymentCondition', 'PaymentCondition'),
      maybe('IsMailing', 'boolean'), maybe('IsCompetitor', 'boolean'), maybe('StartDate', 'date'), maybe('EndDate', 'date'), maybe('IsInactive', 'boolean'), maybe('InvoicingMethod'),
    ),
    { code: 'string', searchcode: 'string', status: oneOf('', 'S', 'P', 'C', 'A'), ID: 'string', Accountant: 'string' },
  ),
  InvoicingMethod: text(oneOf('0', '1', '2', '3', '4', '8')),
  Contact: tree(sequence(...PERSON, ...PERSON_MORE, any('Address')), { number: 'integer', code: 'string', gender: oneOf('', 'M', 'V', 'O'), default: 'boolean', ID: 'string' }),
  Address: tree(
    sequence(
      choice(one('AddressLine1', 'string'), sequence(one('AddressStreet', 'string'), maybe('AddressStreetNumber', 'string'), maybe('AddressStreetSuffix', 'string'))),
      ...['AddressLine2', 'AddressLine3', 'AddressNo', 'AddressSuffix', 'PostalCode', 'City'].map((name) => maybe(name, 'string')), maybe('State', 'coded'), maybe('Country'), maybe('Phone', 'string'), maybe('Fax', 'string'),
    ),
    { type: oneOf('INV', 'POS', 'DEL', 'VIS'), default: 'boolean', ID: 'string' },
  ),
  BankAccount: tree(block(maybe('Description'), maybe('Currency'), maybe('Country'), maybe('BankName', 'string'), maybe('BICCode', 'string'), maybe('IBAN', 'string')), { ID: 'string', 'code!': 'string', format: 'string', default: 'boolean', type: 'string' }),
  Item: tree(
    block(maybe('Description'), maybe('ExtraDescription', 'string'), maybe('Barcode', 'integer'), maybe('IsSalesItem', 'boolean'), maybe('IsStockItem', 'boolean'), maybe('IsPurchaseItem', 'boolean'), maybe('IsFractionAllowedItem', 'boolean'), maybe('Assortment', 'codedOrNumbered'), maybe('GLRevenue', 'GLAccount'), maybe('Sales', 'ItemSales'), maybe('Costs', 'ItemCosts'), maybe('DateStart', 'date'), maybe('DateEnd', 'date'), maybe('Note', 'string')),
    { ID: 'string', 'code!': 'string', number: 'integer', searchcode: 'string' },
  ),
  ItemSales: tree(sequence(one('Price'), maybe('Unit'))),
  ItemCosts: tree(sequence(one('Price'))),

  Journal: tree(block(one('Description'), maybe('GLAccount'), maybe('Currency')), { 'code!': 'string', status: 'integer', type: 'integer', variableCurrency: 'boolean', variableExchangeRate: 'boolean', autoSave: 'boolean', allowVAT: 'boolean' }),
  PaymentCondition: coded(true),
  GLAccount: tree(block(maybe('Description')), { 'code!': 'string', type: GL_TYPES, blocked: 'boolean', balanceSide: oneOf('D', 'C'), balanceType: oneOf('W', 'B'), ID: 'string' }),
  Currency: coded(true),
  Country: coded(true),
  Unit: tree(block(one('Description')), { 'code!': 'string', type: oneOf('L', 'W', 'T', 'O', 'V', 'A') }),
  VAT: tree(block(maybe('Description')), { 'code!': 'string', vatmargin: 'boolean', type: oneOf('E', 'I', 'N', 'B'), charged: 'boolean', vattransactiontype: oneOf('P', 'S', 'B'), blocked: 'boolean' }),
  Description: text('string255', { termid: 'integer' }),

  coded: coded(true),
  codedMaybe: coded(false),
  codedLoose: tree(sequence(maybe('Description')), { 'code!': 'string' }),
  codedOrNumbered: tree(block(one('Description')), { code: 'string', number: 'integer' }),
  numbered: tree(block(), { number: 'integer' }),
  string: text('string'),
  float: text('float'),
  percentage: text('percentage'),
  date: text('date'),
  boolean: text('boolean'),
  integer: text('integer'),
};
