/** ContactInfo -> Party (facts: shopctrl 4.4, 5.4). */
import type { Party } from '../invoice/invoice';
import { contactSchema, type RawContact } from './schemas';

const REMOVED = /^\s*GDPR:\s*removed\s*$/i;
const REMOVED_MAIL = /^removed@gdpr\.eu$/i;

/** Null for what is no contact, or one without any content. `countries` gives codes for contacts that carry the country's id alone. */
export function partyOf(raw: unknown, countries: ReadonlyMap<number, string>): Party | null {
  if (raw === undefined || raw === null) return null;
  const read = contactSchema.safeParse(raw);
  if (!read.success) return null;
  const contact = read.data;
  const texts = Object.values(contact).filter((value) => typeof value === 'string');
  if (texts.every((value) => value === '') && contact.CountryId === null) return null;
  const street = [contact.StreetAddress, contact.StreetAddressNumber, contact.StreetAddressExtension].filter(Boolean).join(' ');
  return {
    companyName: kept(contact.CompanyName),
    fullName: kept(contact.FullName) || kept(nameOf(contact)),
    email: REMOVED_MAIL.test(contact.EMail) ? '' : kept(contact.EMail),
    phone: kept(contact.Phone) || kept(contact.Phone2),
    addressLine1: kept(contact.Address) || kept(street),
    addressLine2: kept(contact.Address2),
    postalCode: kept(contact.PostalCode),
    city: kept(contact.City),
    country: countryOf(contact, countries),
    vatNumber: kept(contact.VatNumber),
    cocNumber: kept(contact.CocNumber),
    obfuscated: texts.some((value) => REMOVED.test(value)) || REMOVED_MAIL.test(contact.EMail),
  };
}

/** True when the contact names its country by id alone. */
export function needsCountry(raw: unknown): boolean {
  const read = contactSchema.safeParse(raw ?? {});
  return read.success && read.data.CountryCode === '' && read.data.CountryId !== null;
}

/** ShopCtrl's marker is no name, street or VAT number. */
const kept = (text: string): string => (/GDPR:\s*removed/i.test(text) ? '' : text);

function nameOf(contact: RawContact): string {
  return [contact.FirstName, contact.MiddleName, contact.LastNamePrefix, contact.LastName].filter(Boolean).join(' ');
}

function countryOf(contact: RawContact, countries: ReadonlyMap<number, string>): string {
  const code = contact.CountryCode || (contact.CountryId === null ? '' : (countries.get(contact.CountryId) ?? ''));
  return /^[a-z]{2}$/i.test(code) ? code.toUpperCase() : '';
}
