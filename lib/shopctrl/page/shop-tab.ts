/**
 * Finds the visible shop tab: its topic tree, the card that holds it and the title in the tab strip. Ext JS keeps every open tab in
 * the document and only one in sight (facts: shopctrl 1.3-1.5).
 */
import type { Language } from '../../messages';
import { isElement, textOf, visible } from './dom';
import { isLabel, labelLanguage, plain } from './labels';

export interface ShopTab {
  /** The card of the tab: everything of this shop in the page is inside it. */
  readonly card: HTMLElement;
  readonly tree: HTMLElement;
  /** Title of the tab as the strip shows it; null when there is no strip. */
  readonly title: string | null;
  /** Another tab of the strip bears the same title. */
  readonly twin: boolean;
  readonly language: Language;
  readonly topics: Topics;
}

export interface Topics {
  /** All visible node texts, as compared (see `plain`). */
  readonly texts: readonly string[];
  readonly hasInvoiceExport: boolean;
  readonly hasFinancial: boolean;
  /** Compared text of the selected node; null when none is. */
  readonly selected: string | null;
}

const TREES = '.x-tree-panel,.x-tree-view,.x-treelist,[role="tree"],[role="treegrid"]';
const NODES = '.x-tree-node-text,.x-treelist-item-text,[role="treeitem"]';
const SELECTED = '.x-grid-item-selected,.x-treelist-item-selected,[aria-selected="true"]';
const CARDS = '.x-tabpanel-child,[role="tabpanel"]';

/** The shop tab that the person sees; null when the visible tab is no shop's. */
export function findShopTab(page: Document, isLinked: (card: Element) => boolean = () => false): ShopTab | null {
  for (const tree of page.querySelectorAll<HTMLElement>(TREES)) {
    const card = tree.closest<HTMLElement>(CARDS) ?? cardWithoutStrip(tree);
    if (!card || !visible(tree)) continue;
    const topics = topicsOf(tree);
    if (!isShop(topics, isLinked(card))) continue;
    const { title, twin } = titleOf(card);
    return { card, tree, title, twin, topics, language: languageOf(topics, page) };
  }
  return null;
}

/** The tab's title and whether the strip shows it twice. */
export function titleOf(card: Element): { readonly title: string | null; readonly twin: boolean } {
  const tab = tabOf(card);
  if (!tab) return { title: null, twin: false };
  const title = nameOn(tab);
  const strip = tab.closest('.x-tab-bar,[role="tablist"]');
  const same = [...(strip?.querySelectorAll('.x-tab,[role="tab"]') ?? [])].filter((other) => nameOn(other) === title);
  return { title: title || null, twin: same.length > 1 };
}

function nameOn(tab: Element): string {
  return textOf(tab.querySelector('.x-tab-inner') ?? tab).replace(/^[\s*•]+|[\s*•]+$/g, '');
}

function tabOf(card: Element): Element | null {
  const id = card.getAttribute('aria-labelledby');
  const named = id ? card.ownerDocument.getElementById(id) : null;
  if (named?.matches('.x-tab,[role="tab"]')) return named;
  for (let at = card.parentElement; at; at = at.parentElement) {
    for (const tab of at.querySelectorAll('.x-tab-active,[role="tab"][aria-selected="true"]')) {
      if (!card.contains(tab) && visible(tab)) return tab;
    }
  }
  return null;
}

function topicsOf(tree: Element): Topics {
  const nodes = [...tree.querySelectorAll(NODES)].slice(0, 300).filter(visible);
  const texts = nodes.map((node) => plain(textOf(node)));
  const chosen = nodes.findIndex((node) => {
    const row = node.closest(SELECTED);
    return row !== null && tree.contains(row);
  });
  return {
    texts,
    hasInvoiceExport: texts.some((text) => isLabel('invoiceExport', text)),
    hasFinancial: texts.some((text) => isLabel('financial', text)),
    selected: texts[chosen] ?? null,
  };
}

// Invoice export exists on shops alone. Financial exists on shop owners too, so there the other topics decide.
function isShop(topics: Topics, linked: boolean): boolean {
  if (topics.hasInvoiceExport) return true;
  if (topics.texts.some((text) => isLabel('otherEntity', text))) return false;
  return linked || topics.texts.some((text) => isLabel('shopTopic', text));
}

// An admin without a tab strip: the part of the page that holds both the tree and what it opens.
function cardWithoutStrip(tree: Element): HTMLElement | null {
  const body = tree.closest('.x-border-layout-ct,.x-viewport,body');
  return isElement(body) ? body : null;
}

function languageOf(topics: Topics, page: Document): Language {
  for (const text of topics.texts) {
    for (const kind of ['invoiceExport', 'financial', 'shopTopic'] as const) {
      const language = labelLanguage(kind, text);
      if (language) return language;
    }
  }
  return page.documentElement.lang.toLowerCase().startsWith('nl') ? 'nl' : 'en';
}
