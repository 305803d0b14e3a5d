/** Names of what changed between two versions of a shop's rules. */
import type { Language } from '../messages';

const FIELDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    journal: 'journal', debtorCode: 'debtor code', debtorMode: 'debtors', ownDebtorPrefix: 'prefix of debtor codes', paymentCondition: 'payment condition', itemCode: 'item code',
    roundingAccount: 'rounding', roundingVatCode: 'rounding', roundingLimit: 'rounding', entryShape: 'shape of an entry', topic: 'topic', receivableAccount: 'receivable account', vatAccount: 'VAT account',
    referencePrefix: 'reference', referenceYear: 'reference', fileRecords: 'files', fileBytes: 'files', profile: 'profile of the seller', table: 'accounts and VAT codes', mapping: 'accounts and VAT codes',
    journals: 'journals per currency', paymentConditions: 'payment conditions', debtors: 'debtors per country', costCenter: 'cost centre', costUnit: 'cost unit', grouping: 'grouping of lines',
    confirmedNumbers: 'confirmed VAT numbers', consents: 'booked as invoiced', override: 'VAT amounts in Exact',
  },
  nl: {
    journal: 'dagboek', debtorCode: 'debiteurcode', debtorMode: 'debiteuren', ownDebtorPrefix: 'voorvoegsel van debiteurcodes', paymentCondition: 'betalingsconditie', itemCode: 'artikelcode',
    roundingAccount: 'afronding', roundingVatCode: 'afronding', roundingLimit: 'afronding', entryShape: 'vorm van een boeking', topic: 'onderwerp', receivableAccount: 'debiteurenrekening', vatAccount: 'btw-rekening',
    referencePrefix: 'referentie', referenceYear: 'referentie', fileRecords: 'bestanden', fileBytes: 'bestanden', profile: 'profiel van de verkoper', table: 'rekeningen en btw-codes', mapping: 'rekeningen en btw-codes',
    journals: 'dagboeken per valuta', paymentConditions: 'betalingscondities', debtors: 'debiteuren per land', costCenter: 'kostenplaats', costUnit: 'kostendrager', grouping: 'groeperen van regels',
    confirmedNumbers: 'bevestigde btw-nummers', consents: 'geboekt zoals gefactureerd', override: 'btw-bedragen in Exact',
  },
};

/** "journal, accounts and VAT codes": each name once; unknown fields as they are. */
export function changedText(language: Language, changed: readonly string[]): string {
  return [...new Set(changed.map((field) => FIELDS[language][field] ?? field))].join(', ');
}
