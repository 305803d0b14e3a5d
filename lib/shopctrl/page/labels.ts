/**
 * The one list of labels by which the admin's own parts are recognised (facts: shopctrl 1.6, 6 #23).
 * English is published; the Dutch ones are candidates, so several stand beside each other. Add here, nowhere else.
 */
import type { Language } from '../../messages';

export type LabelKind =
  | 'invoiceExport'
  | 'financial'
  | 'shopTopic'
  | 'otherEntity'
  | 'nativeTitle'
  | 'nativeConnect'
  | 'authorizedBy'
  | 'nothing';

type Labels = Readonly<Record<Language, readonly string[]>>;

export const LABELS: Readonly<Record<LabelKind, Labels>> = {
  invoiceExport: {
    en: ['invoice export', 'invoices export', 'invoice exports', 'export invoices'],
    nl: ['factuurexport', 'factuurexports', 'exporteer facturen', 'factuur exporteren', 'factuur export', 'facturen export', 'facturenexport', 'facturen exporteren', 'export facturen', 'export van facturen'],
  },
  financial: { en: ['financial', 'finance', 'financials'], nl: ['financieel', 'financiën', 'financien'] },
  // Topics that only a shop has; they tell a shop tab from other tabs when the two topics above are missing.
  shopTopic: {
    en: ['site information', 'shop synchronization', 'payment types', 'payment terms', 'document templates', 'multisafepay'],
    nl: ['site-informatie', 'siteinformatie', 'site informatie', 'shopsynchronisatie', 'shop synchronisatie', 'betaalwijzen', 'betaaltypes', 'betalingstypen', 'betalingscondities', 'betaaltermijnen', 'documentsjablonen'],
  },
  // Topics of shop owners and customers (facts: shopctrl 1.5), whose tabs have a topic Financial as well.
  otherEntity: {
    en: ['authorization', 'password settings', 'invoice management', 'purchasing', 'contact info', 'company contacts', 'export info'],
    nl: ['autorisatie', 'wachtwoordinstellingen', 'factuurbeheer', 'inkoop', 'contactgegevens', 'bedrijfscontacten', 'exportinformatie'],
  },
  nativeTitle: {
    en: ['exact online sync', 'exact online export', 'exact online synchronization', 'exact online', 'exact xml'],
    nl: ['exact online synchronisatie', 'exact online koppeling', 'exact online-koppeling', 'exact online-export'],
  },
  nativeConnect: { en: ['authenticate', 'authorize', 'authorize with exact'], nl: ['authenticeren', 'autoriseren', 'koppelen'] },
  authorizedBy: { en: ['authorized by', 'authorised by'], nl: ['geautoriseerd door', 'gemachtigd door', 'gekoppeld door'] },
  // What a display field shows when nobody authorized.
  nothing: {
    en: ['-', '–', '—', 'none', 'nobody', 'n/a', 'not authorized', 'not authorised', 'not connected', '(none)'],
    nl: ['geen', 'niemand', 'niet geautoriseerd', 'niet gekoppeld', 'n.v.t.'],
  },
};

/** The `tab=` types of a deep link that open a shop (facts: shopctrl 1.3, 6 #21). */
export const SHOP_TAB_TYPES = /^(shops?|shop-?(settings|details?|edit))$/i;

/** Text as it is compared: one space between words, no colon, star, dots or count (`(2)`) at its ends, lower case. */
export function plain(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[\s\u00a0\u200b]+/g, ' ')
    .replace(/^[\s*•]+|([\s:*•…]|[([]\d+[)\]])+$/g, '')
    .toLowerCase();
}

/** The language in which `text` is a label of this kind; null when it is none. */
export function labelLanguage(kind: LabelKind, text: string): Language | null {
  const words = plain(text);
  const { en, nl } = LABELS[kind];
  return en.includes(words) ? 'en' : nl.includes(words) ? 'nl' : null;
}

/** True when `text` is a label of this kind in any language. */
export function isLabel(kind: LabelKind, text: string): boolean {
  return labelLanguage(kind, text) !== null;
}
