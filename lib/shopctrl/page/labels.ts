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
    en: ['invoice export', 'invoices export', 'export invoices'],
    nl: ['factuurexport', 'factuur export', 'facturen export', 'facturenexport', 'facturen exporteren', 'export facturen', 'export van facturen', 'factuur exporteren'],
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

/** Text as it is compared: one space between words, no colon, star or dots at its ends, lower case. */
export function plain(text: string): string {
  return text
    .slice(0, 300)
    .replace(/[\s\u00a0\u200b]+/g, ' ')
    .replace(/^[\s*•]+|[\s:*•…]+$/g, '')
    .toLowerCase();
}

const INDEX: ReadonlyMap<string, ReadonlyMap<LabelKind, Language>> = indexOf(LABELS);

/** The language in which `text` is a label of this kind; null when it is none. */
export function labelLanguage(kind: LabelKind, text: string): Language | null {
  return INDEX.get(plain(text))?.get(kind) ?? null;
}

/** True when `text` is a label of this kind in any language. */
export function isLabel(kind: LabelKind, text: string): boolean {
  return labelLanguage(kind, text) !== null;
}

function indexOf(labels: typeof LABELS): ReadonlyMap<string, ReadonlyMap<LabelKind, Language>> {
  const index = new Map<string, Map<LabelKind, Language>>();
  for (const [kind, languages] of Object.entries(labels) as [LabelKind, Labels][]) {
    for (const [language, texts] of Object.entries(languages) as [Language, readonly string[]][]) {
      for (const text of texts) {
        const key = plain(text) || text;
        const kinds = index.get(key) ?? new Map<LabelKind, Language>();
        if (!kinds.has(kind)) kinds.set(kind, language);
        index.set(key, kinds);
      }
    }
  }
  return index;
}
