/** The endpoints with their fields (facts: exact-api 4.1-4.3) and how their rows come from people and master data. */
import type { FieldKind, EntitySet } from './odata';
import type { Row, Value } from './filter';
import type { MasterData, VatCode } from './master-data';
import { fixedId, percentageOn } from './master-data';
import type { Division, User } from './types';

/** `'Code:n Name Flag:b'` to a table of fields; text where nothing is said. */
export function fields(text: string): Record<string, FieldKind> {
  const kinds: Record<string, FieldKind> = { n: 'number', g: 'guid', d: 'datetime', b: 'boolean' };
  return Object.fromEntries(
    text.trim().split(/\s+/).map((part): [string, FieldKind] => {
      const [name = '', kind] = part.split(':');
      return [name, kind === undefined ? 'string' : (kinds[kind] ?? 'string')];
    }),
  );
}
export const AUDIT = ' Created:d Creator:g CreatorFullName Modified:d Modifier:g ModifierFullName';
export const DIVISION_AUDIT = `${AUDIT} Division:n CustomField`;
/** Everything without a value of its own is null, as Exact does. */
const SET_UP = new Date(Date.UTC(2020, 0, 6));

export const ME: EntitySet = {
  path: 'current/Me', type: 'Me', key: 'UserID',
  fields: fields(`UserID:g CurrentDivision:n AccountingDivision:n UserName FullName Email Language LanguageCode Legislation:n ServerTime ServerUtcOffset:n PackageCode DivisionCustomerName DivisionCustomerCode CustomerCode
DivisionCustomer:g DivisionCustomerSiretNumber DivisionCustomerVatNumber DossierDivision:n EmployeeID:g FirstName Gender Initials IsClientUser:b IsEmployeeSelfServiceUser:b IsMyFirmLiteUser:b IsMyFirmPortalUser:b
IsOEIMigrationMandatory:b IsStarterUser:b LastName MiddleName Mobile Nationality Phone PhoneExtension PictureUrl ThumbnailPicture ThumbnailPictureFormat Title`),
};

export const HRM_DIVISIONS: EntitySet = {
  path: 'hrm/Divisions', type: 'Division', key: 'Code',
  fields: fields(`Code:n HID:n Description Main:b Country Currency VATNumber Status:n BlockingStatus:n StartDate:d ArchiveDate:d Customer:g CustomerName CountryDescription CurrencyDescription CustomerCode OBNumber SiretNumber
TaxOfficeNumber TaxReferenceNumber TemplateCode Website${AUDIT}`),
};

export const SYSTEM_DIVISIONS: EntitySet = {
  path: 'system/Divisions', type: 'SystemDivision', key: 'Code',
  fields: fields(`Code:n Hid:n Description IsMainDivision:b Current:b Country Currency Legislation VATNumber ChamberOfCommerceNumber Status:n BlockingStatus:n DivisionMoveDate:d CustomerName AddressLine1 AddressLine2 AddressLine3
ArchiveDate:d BusinessTypeCode BusinessTypeDescription ChamberOfCommerceEstablishment City CompanySizeCode CompanySizeDescription Customer:g CustomerCode DatevAccountantNumber DatevClientNumber DivisionHRLinkUnlinkDate:d Email Fax
IsDossierDivision:b IsHRDivision:b IsPracticeDivision:b OBNumber Phone Postcode SbiCode SbiDescription SectorCode SectorDescription ShareCapital:n SiretNumber StartDate:d State SubsectorCode SubsectorDescription TaxOfficeNumber
TaxReferenceNumber TemplateCode Website${AUDIT}`),
};

export const VAT_CODES: EntitySet = {
  path: 'vat/VATCodes', type: 'VATCode', key: 'ID',
  fields: fields(`ID:g Code Description Percentage:n Type VATTransactionType IsBlocked:b Charged:b EUSalesListing IntraStat:b OssCountry LegalText GLToPay:g GLToClaim:g CalculationBasis:n VatMargin:n Account:g TaxReturnType:n Country
ExcludeVATListing:n GLDiscountPurchase:g GLDiscountSales:g IntrastatType VatDocType VATPartialRatio:n AccountCode AccountName GLDiscountPurchaseCode GLDiscountPurchaseDescription GLDiscountSalesCode GLDiscountSalesDescription
GLToClaimCode GLToClaimDescription GLToPayCode GLToPayDescription${DIVISION_AUDIT}`),
};

export const VAT_PERCENTAGES: EntitySet = {
  path: 'vat/VatPercentages', type: 'VatPercentage', key: 'ID',
  fields: fields(`ID:g VATCodeID:g Percentage:n Type:n StartDate:d EndDate:d LineNumber:n${DIVISION_AUDIT}`),
};

export const GL_ACCOUNTS: EntitySet = {
  path: 'financial/GLAccounts', type: 'GLAccount', key: 'ID',
  fields: fields(`ID:g Code Description Type:n BalanceType BalanceSide VATCode IsBlocked:b UseCostcenter:n UseCostunit:n Costcenter Costunit SearchCode Matching:b AllowCostsInSales:n AssimilatedVATBox:n BelcotaxType:n Compress:b
DescriptionTermID:n ExcludeVATListing:n ExpenseNonDeductiblePercentage:n PrivateGLAccount:g PrivatePercentage:n ReportingCode RevalueCurrency:b VATGLAccountType VATNonDeductibleGLAccount:g VATNonDeductiblePercentage:n VATSystem
YearEndCostGLAccount:g YearEndReflectionGLAccount:g CostcenterDescription CostunitDescription TypeDescription VATDescription${DIVISION_AUDIT}`),
  mandatoryFilter: ['ID', 'Code', 'Description', 'SearchCode', 'Type', 'BalanceType', 'BalanceSide', 'IsBlocked', 'VATCode', 'Modified'],
};

export const JOURNALS: EntitySet = {
  path: 'financial/Journals', type: 'Journal', key: 'ID',
  fields: fields(`ID:g Code Description Type:n Currency AllowVariableCurrency:b AllowVariableExchangeRate:b AllowVAT:b IsBlocked:b GLAccount:g GLAccountCode GLAccountType:n AutoSave:b Bank:g BankAccountID:g BankAccountIncludingMask
PaymentInTransitAccount:g PaymentServiceAccountIdentifier PaymentServiceProvider:n BankAccountBICCode BankAccountCountry BankAccountDescription BankAccountIBAN BankAccountUseSEPA:b BankAccountUseSepaDirectDebit:b BankName
CurrencyDescription GLAccountDescription PaymentServiceProviderName${DIVISION_AUDIT}`),
};

export const PAYMENT_CONDITIONS: EntitySet = {
  path: 'cashflow/PaymentConditions', type: 'PaymentCondition', key: 'ID',
  fields: fields(`ID:g Code Description PaymentDays:n PaymentEndOfMonths:n PaymentMethod DiscountPercentage:n DiscountPaymentDays:n PaymentDiscountType DiscountCalculation VATCalculation Percentage:n CreditManagementScenario:g
CreditManagementScenarioCode CreditManagementScenarioDescription${AUDIT} Division:n`),
};

export const FINANCIAL_PERIODS: EntitySet = {
  path: 'financial/FinancialPeriods', type: 'FinancialPeriod', key: 'ID',
  fields: fields(`ID:g FinYear:n FinPeriod:n StartDate:d EndDate:d${AUDIT} Division:n`),
};

export const EXCHANGE_RATES: EntitySet = { path: 'financial/ExchangeRates', type: 'ExchangeRate', key: 'ID', fields: fields(`ID:g SourceCurrency SourceCurrencyDescription TargetCurrency TargetCurrencyDescription Rate:n StartDate:d${DIVISION_AUDIT}`) };
export const CURRENCIES: EntitySet = { path: 'general/Currencies', type: 'Currency', key: 'Code', fields: fields('Code Description AmountPrecision:n PricePrecision:n Created:d Modified:d') };
export const COST_CENTERS: EntitySet = { path: 'hrm/Costcenters', type: 'Costcenter', key: 'ID', fields: fields(`ID:g Code Description Active:b EndDate:d${DIVISION_AUDIT}`) };
export const COST_UNITS: EntitySet = { path: 'hrm/Costunits', type: 'Costunit', key: 'ID', fields: fields(`ID:g Code Description Account:g EndDate:d${DIVISION_AUDIT}`) };

export const ACCOUNTS: EntitySet = {
  path: 'crm/Accounts', type: 'Account', key: 'ID',
  fields: fields(`ID:g Name Code Status IsSales:b IsSupplier:b Type Blocked:b StartDate:d EndDate:d Email Phone Fax AddressLine1 AddressLine2 AddressLine3 Postcode City State Country CountryName VATNumber ChamberOfCommerce TradeName Language
SearchCode Remarks PaymentConditionSales SalesVATCode SalesCurrency GLAccountSales:g GLAR:g DiscountSales:n CreditLineSales:n InvoiceAccount:g InvoicingMethod:n MainContact:g Parent:g PeppolIdentifier PeppolIdentifierType:n EORINumber
AutomaticProcessProposedEntry:n RSIN BSN IsReseller:b IsAccountant:n PriceList:g Reseller:g AccountManager:g Accountant:g CodeAtSupplier Website${DIVISION_AUDIT}`),
  // facts: exact-api 2.3
  mandatoryFilter: ['ID', 'Code', 'Name', 'Email', 'Phone', 'Fax', 'VATNumber', 'ChamberOfCommerce', 'RSIN', 'BSN', 'EORINumber', 'AddressLine1', 'AddressLine2', 'AddressLine3', 'Postcode', 'City', 'Country', 'SearchCode', 'Status', 'Type', 'IsSales', 'IsSupplier', 'IsReseller', 'IsAccountant', 'Blocked', 'InvoiceAccount', 'MainContact', 'Parent', 'PriceList', 'Reseller', 'AccountManager', 'Accountant', 'CodeAtSupplier', 'Created', 'Modified', 'StartDate', 'EndDate'],
};

export function meRow(user: User, divisions: readonly Division[], now: number): Row {
  const current = divisions[0];
  const space = user.fullName.indexOf(' ');
  return {
    UserID: user.id, UserName: user.login, FullName: user.fullName, FirstName: user.fullName.slice(0, space), LastName: user.fullName.slice(space + 1), Email: `${user.login}@${user.site}.example`,
    CurrentDivision: current?.code ?? null, AccountingDivision: current?.code ?? null, Language: user.language, LanguageCode: user.language === 'NL' ? 'nl-NL' : 'en-US', Legislation: 1,
    ServerTime: new Date(now).toISOString().slice(0, 19), ServerUtcOffset: 3600, PackageCode: 'EOL', DivisionCustomerName: current?.description ?? null, DivisionCustomerCode: current ? String(current.hid).padStart(18) : null,
    IsMyFirmPortalUser: false, IsStarterUser: false, IsClientUser: false,
  };
}

export function hrmDivisionRow(division: Division, main: boolean): Row {
  return { ...divisionRow(division), HID: division.hid, Main: main, Status: division.status === 'archived' ? 1 : 0 };
}

export function systemDivisionRow(division: Division, main: boolean): Row {
  return { ...divisionRow(division), Hid: division.hid, IsMainDivision: main, Current: main, Legislation: division.country, Status: division.status === 'archived' ? 2 : 1 };
}

function divisionRow(division: Division): Record<string, Value> {
  return {
    Code: division.code, Description: division.description, Country: division.country, Currency: division.currency, VATNumber: division.vatNumber === '' ? null : division.vatNumber, BlockingStatus: division.status === 'blocked' ? 1 : 0,
    StartDate: SET_UP, ArchiveDate: division.status === 'archived' ? new Date(Date.UTC(2024, 11, 31)) : null, Customer: fixedId('licence', division.licence), CustomerName: division.licence, Created: SET_UP, Modified: SET_UP,
  };
}

const glId = (master: MasterData, code: string | null): string | null => (code === null ? null : (master.glAccounts.get(code)?.id ?? null));

/** Rows of a division-bound endpoint; undefined when the endpoint does not exist here (yet). */
export function masterRows(path: string, master: MasterData, today: string): { readonly set: EntitySet; readonly rows: readonly Row[] } | undefined {
  const common = { Division: master.division.code, Created: SET_UP, Modified: SET_UP };
  switch (path.toLowerCase()) {
    case 'vat/vatcodes':
      return { set: { ...VAT_CODES, collections: { VATPercentages: (row) => percentages(master, [...master.vatCodes.values()].filter((code) => code.id === row['ID'])) } }, rows: [...master.vatCodes.values()].map((code) => vatRow(master, code, common, today)) };
    case 'vat/vatpercentages':
      return { set: VAT_PERCENTAGES, rows: percentages(master, [...master.vatCodes.values()]) };
    case 'financial/glaccounts':
      return { set: GL_ACCOUNTS, rows: [...master.glAccounts.values()].map((account) => ({ ...common, ID: account.id, Code: account.code, Description: account.description, SearchCode: account.description.toUpperCase().slice(0, 20), Type: account.type, TypeDescription: null, BalanceType: account.type >= 110 ? 'W' : 'B', BalanceSide: account.type === 110 || account.type === 24 || account.type === 22 ? 'C' : 'D', VATCode: account.vatCode === null ? null : account.vatCode.padEnd(3), IsBlocked: account.blocked, UseCostcenter: account.costCenter, UseCostunit: account.costUnit, Costcenter: account.defaultCostCenter ?? null, Costunit: account.defaultCostUnit ?? null, Matching: account.type === 20 })) };
    case 'financial/journals':
      return { set: JOURNALS, rows: [...master.journals.values()].map((journal) => ({ ...common, ID: journal.id, Code: journal.code, Description: journal.description, Type: journal.type, Currency: journal.currency, AllowVariableCurrency: journal.variableCurrency, AllowVariableExchangeRate: journal.variableRate, AllowVAT: true, IsBlocked: journal.blocked, GLAccount: glId(master, journal.glAccount), GLAccountCode: journal.glAccount, GLAccountType: master.glAccounts.get(journal.glAccount)?.type ?? null })) };
    case 'cashflow/paymentconditions':
      return { set: PAYMENT_CONDITIONS, rows: [...master.paymentConditions.values()].map((condition) => ({ ...common, ID: condition.id, Code: condition.code, Description: condition.description, PaymentDays: condition.days, PaymentMethod: condition.days === 0 ? 'K' : 'B', Percentage: 1, DiscountPercentage: condition.discount, DiscountPaymentDays: condition.discount > 0 ? condition.days : null, PaymentDiscountType: condition.discount > 0 ? 'B' : null })) };
    case 'financial/financialperiods':
      return { set: FINANCIAL_PERIODS, rows: master.periods.map((period) => ({ ...common, ID: period.id, FinYear: period.year, FinPeriod: period.period, StartDate: new Date(`${period.start}T00:00:00Z`), EndDate: new Date(`${period.end}T00:00:00Z`) })) };
    case 'financial/exchangerates':
      return { set: EXCHANGE_RATES, rows: [...[...master.rates].filter(([currency]) => currency !== master.division.currency).map(([currency, rate]) => ({ currency, rate, from: '2025-01-01' })), ...master.dailyRates].map(({ currency, rate, from }) => ({ ...common, ID: fixedId(master.division.code, 'rate', currency, from), SourceCurrency: currency, SourceCurrencyDescription: currency, TargetCurrency: master.division.currency, TargetCurrencyDescription: master.division.currency, Rate: rate, StartDate: new Date(`${from}T00:00:00Z`) })) };
    case 'general/currencies':
      return { set: CURRENCIES, rows: [...new Set([master.division.currency, ...master.rates.keys()])].map((code) => ({ Code: code, Description: code, AmountPrecision: 0.01, PricePrecision: 0.001, Created: SET_UP, Modified: SET_UP })) };
    case 'hrm/costcenters':
      return { set: COST_CENTERS, rows: [...master.costCenters.values()].map(({ id, code, description }) => ({ ...common, ID: id, Code: code, Description: description, Active: true })) };
    case 'hrm/costunits':
      return { set: COST_UNITS, rows: [...master.costUnits.values()].map(({ id, code, description }) => ({ ...common, ID: id, Code: code, Description: description })) };
    case 'crm/accounts':
      return { set: ACCOUNTS, rows: [...master.accounts.values()].map((account) => ({ ...account.more, ...common, ID: account.id, Code: account.code.padStart(18), Name: account.name, Status: account.status, Type: 'A', ...(account.created === undefined ? {} : { Created: new Date(account.created), Modified: new Date(account.created) }), IsSales: account.status === 'C', IsSupplier: account.isSupplier, Blocked: account.blocked, Email: blank(account.email), Phone: blank(account.phone), AddressLine1: blank(account.addressLine1), AddressLine2: blank(account.addressLine2), Postcode: blank(account.postcode), City: blank(account.city), Country: blank(account.country), VATNumber: blank(account.vatNumber), ChamberOfCommerce: blank(account.chamberOfCommerce), PaymentConditionSales: blank(account.paymentCondition), GLAR: glId(master, account.glAr) })) };
    default:
      return undefined;
  }
}

export const blank = (text: string): string | null => (text === '' ? null : text);

function vatRow(master: MasterData, code: VatCode, common: Row, today: string): Row {
  return { ...common, ID: code.id, Code: code.code.padEnd(3), Description: code.description, Percentage: percentageOn(code, today) ?? 0, Type: code.type, VATTransactionType: code.transactionType, IsBlocked: code.blocked, Charged: code.charged, EUSalesListing: code.listing, IntraStat: code.listing === 'L', OssCountry: code.ossCountry, GLToPay: glId(master, code.glToPay), GLToPayCode: code.glToPay, VatMargin: code.margin ? 1 : 0, CalculationBasis: 0 };
}

function percentages(master: MasterData, codes: readonly VatCode[]): readonly Row[] {
  return codes.flatMap((code) =>
    (code.dated ?? [{ percentage: code.percentage, from: code.validFrom, to: null }]).map(({ percentage, from, to }, at) => ({ ID: fixedId(code.id, 'percentage', ...(at === 0 ? [] : [at])), VATCodeID: code.id, Percentage: percentage, Type: 0, LineNumber: at + 1, StartDate: new Date(`${from}T00:00:00Z`), EndDate: to === null ? null : new Date(`${to}T00:00:00Z`), Division: master.division.code, Created: SET_UP, Modified: SET_UP })),
  );
}
