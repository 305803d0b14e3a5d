/** Messages of an import, in the language of the user (facts: exact-xml 4.3, 4.4; exact-api 2.6), and the XML that carries them. */
import type { Language } from '../types';

/** 0 error, 1 warning, 2 done, 3 fatal. */
export type MessageType = 0 | 1 | 2 | 3;

export interface ImportMessage {
  readonly type: MessageType;
  /** Kind of record, such as `GLTransaction`; absent on fatal messages. */
  readonly node?: string;
  readonly key?: string;
  readonly keyAlt?: string;
  readonly description: string;
}

export const FIELDS = {
  account: ['Klant', 'Customer'], accountType: ['Klant (Type)', 'Customer (Type)'], currency: ['Valuta', 'Currency'], date: ['Datum', 'Date'], dueDate: ['Vervaldatum', 'Due date'], entryNumber: ['Boekstuknummer', 'Entry number'],
  glAccount: ['Grootboekrekening', 'G/L account'], glAccountType: ['Grootboekrekeningtype', 'G/L account type'], item: ['Artikel', 'Item'], journal: ['Dagboek', 'Journal'], journalType: ['Dagboek (type)', 'Journal (type)'],
  paymentCondition: ['Betalingsconditie', 'Payment condition'], rate: ['Wisselkoers', 'Exchange rate'], vatCode: ['Btw-code', 'VAT code'], vatNumber: ['Btw-nummer', 'VAT number'], vatPercentage: ['Btw-percentage', 'VAT percentage'],
  costCenter: ['Kostenplaats', 'Cost center'], type: ['Type', 'Type'], amount: ['Bedrag', 'Amount'], email: ['Email', 'Email'], year: ['Boekjaar (Periode-datumtabel)', 'Financial year (Period-date table)'], price: ['Prijs', 'Price'], name: ['Naam', 'Name'], status: ['Status', 'Status'],
  costUnit: ['Kostendrager', 'Cost unit'], lines: ['Verkoopboekingsregels', 'Sales entry lines'], code: ['Code', 'Code'], vatAmount: ['Btw-bedrag', 'VAT amount'], invoiceNumber: ['Factuurnummer', 'Invoice number'], country: ['Land', 'Country'],
  entry: ['Boeking', 'Entry'], document: ['Document', 'Document'], documentType: ['Documenttype', 'Document type'], subject: ['Onderwerp', 'Subject'], attachment: ['Bijlage', 'Attachment'], fileName: ['Bestandsnaam', 'File name'], documentNumber: ['Boekstuknummer', 'Document number'],
} as const;
export type Field = keyof typeof FIELDS;

const KINDS = { mandatory: ['Verplicht', 'Mandatory'], invalid: ['Ongeldig', 'Invalid'], unknown: ['Onbekend', 'Unknown'], notAllowed: ['Niet toegestaan', 'Not allowed'], blocked: ['Geblokkeerd', 'Blocked'], reference: ['Ongeldige referentie', 'Invalid reference'], exists: ['Bestaat reeds', 'Already exists'], inUse: ['In gebruik', 'In use'] } as const;

/** Texts of one language. */
export interface Texts {
  finding(kind: keyof typeof KINDS, field: Field, value?: string): string;
  readonly created: string;
  readonly updated: string;
  alreadyExists(entryNumber: number, journal: string): string;
  periodClosed(year: number, period: number): string;
  notBalanced(what: string, currency: string, minor: number): string;
  accountMissing(code: string): string;
  receivableDiffers: string;
  vatOnNoVat: string;
  input17: string;
  noRecords(topic: string): string;
  otherTopic(container: string): string;
  readonly creditNotImportable: string;
  readonly alreadyProcessed: string;
  readonly vatReturnFiled: string;
  cannotDelete(what: string, usedIn: string): string;
}

export function texts(language: Language): Texts {
  const at = language === 'NL' ? 0 : 1;
  const pick = (dutch: string, english: string): string => (at === 0 ? dutch : english);
  return {
    finding: (kind, field, value) => `${KINDS[kind][at]}: ${FIELDS[field][at]}${value === undefined ? '' : ` [${value}]`}`,
    created: pick('Aangemaakt', 'Created'),
    updated: pick('Bijgewerkt', 'Updated'),
    alreadyExists: (entryNumber, journal) => pick(`Bestaat reeds - Boekstuknummer: ${entryNumber}, Dagboek: ${journal}`, `Already exists - Entry number: ${entryNumber}, Journal: ${journal}`),
    periodClosed: (year, period) => pick(`Periode is afgesloten: ${year} - ${period}`, `Period is closed: ${year} - ${period}`),
    notBalanced: (what, currency, minor) =>
      pick(`De boeking is niet in evenwicht op: ${what}. Verschil: ${currency} ${money(minor).replace('.', ',')}`, `Entry is not balanced on: ${what}. Difference: ${currency} ${money(minor)}`),
    accountMissing: (code) => pick(`Relatie ${code}: Verplicht: Code, Verplicht: Naam. Gegevens niet aangemaakt`, `Account ${code}: Mandatory: Code, Mandatory: Name. Data not created`),
    receivableDiffers: pick('De debiteurenrekening van de klant wijkt af van die van het verkoopdagboek', "The customer's receivable account differs from that of the sales journal"),
    vatOnNoVat: pick('Een btw-bedrag is niet toegestaan bij een btw-code van het type "geen btw"', 'A VAT amount is not allowed with a VAT code of type "no VAT"'),
    input17: pick('Invoer 17: het bedrag van de btw-regel wijkt af van de btw van de grondslagregels', 'Input 17: VAT line amount differs from the VAT of the base lines'),
    noRecords: (topic) => pick(`Geen gegevens gevonden voor onderwerp ${topic}`, `No data found for topic ${topic}`),
    otherTopic: (container) => pick(`Overgeslagen: ${container}`, `Skipped: ${container}`),
    creditNotImportable: pick('Niet toegestaan: Type. Creditfacturen kunnen niet worden geïmporteerd', 'Not allowed: Type. Credit notes cannot be imported'),
    alreadyProcessed: pick('Reeds verwerkt', 'Already processed'),
    vatReturnFiled: pick('Niet toegestaan: Verwijderen. De btw-aangifte van deze periode is ingediend', 'Not allowed: Delete. The VAT return of this period has been filed'),
    cannotDelete: (what, usedIn) => pick(`Kan niet verwijderen: ${what} - Gebruikt in: ${usedIn}`, `Cannot delete: ${what} - Used in: ${usedIn}`),
  };
}

function money(minor: number): string {
  const sign = minor < 0 ? '-' : '';
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The answer document, with the byte order mark that Exact's answers begin with. */
export function answerXml(topic: string, messages: readonly ImportMessage[], now: number): string {
  const date = new Date(now).toISOString().slice(0, 19);
  const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const rows = messages.map((message) => {
    const data = message.key === undefined && message.keyAlt === undefined ? '' : `<Data${message.key === undefined ? '' : ` key="${escape(message.key)}"`}${message.keyAlt === undefined ? '' : ` keyAlt="${escape(message.keyAlt)}"`}/>`;
    const about = message.node === undefined ? '' : `<Topic code="${escape(topic)}" node="${escape(message.node)}">${data}</Topic>`;
    return `<Message type="${message.type}">${about}<Date>${date}</Date><Description>${escape(message.description.slice(0, 255))}</Description></Message>`;
  });
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd"><Messages>${rows.join('')}</Messages></eExact>`;
}
