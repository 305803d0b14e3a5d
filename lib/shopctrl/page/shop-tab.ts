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
// Topics in a tree, and in what else can list them: a plain grid, buttons, tabs.
const PLAIN_NODES = '.x-grid-cell-inner,.x-btn-inner,.x-tab-inner';
const NODES = `.x-tree-node-text,.x-treelist-item-text,[role="treeitem"],${PLAIN_NODES}`;
const SELECTED = '.x-grid-item-selected,.x-grid-row-selected,.x-treelist-item-selected,.x-btn-pressed,.x-tab-active,[aria-selected="true"],[aria-pressed="true"]';
const CARDS = '.x-tabpanel-child,[role="tabpanel"]';
const STRIP = '.x-tab-bar,[role="tablist"]';
const TOPICS = ['invoiceExport', 'financial', 'shopTopic'] as const;
/** A title that says by itself that the tab is a shop's. */
const SHOP_TITLE = /^(\S+ )?(web)?(shop|winkel) ?[:|\u2013-] /i;

/** The shop tab that the person sees; null when the visible tab is no shop's. */
export function findShopTab(page: Document, isLinked: (card: Element) => boolean = () => false): ShopTab | null {
  for (const tree of menusOf(page)) {
    const card = tree.closest<HTMLElement>(CARDS) ?? cardWithoutRole(tree);
    if (!card || !visible(tree)) continue;
    const topics = topicsOf(tree);
    if (!isShop(topics, isLinked(card), tree.matches(TREES))) continue;
    const { title, twin } = titleOf(card);
    return { card, tree, title, twin, topics, language: languageOf(topics, page) };
  }
  return null;
}

/** A tab whose topics cannot be recognised, but which is a shop's by its title or because the link opened it. */
export function findBareTab(page: Document, isLinked: (card: Element) => boolean): Omit<ShopTab, 'tree' | 'topics'> | null {
  for (const card of page.querySelectorAll<HTMLElement>(CARDS)) {
    if (!visible(card)) continue;
    const { title, twin } = titleOf(card);
    if (title !== null && (SHOP_TITLE.test(title) || isLinked(card))) return { card, title, twin, language: languageOf(null, page) };
  }
  return null;
}

function* menusOf(page: Document): Generator<HTMLElement> {
  yield* page.querySelectorAll<HTMLElement>(TREES);
  const topics = [...page.querySelectorAll<HTMLElement>(PLAIN_NODES)].filter((node) => (node.textContent ?? '').length < 50 && TOPICS.some((kind) => isLabel(kind, textOf(node))) && visible(node));
  for (const topic of topics) {
    let menu = topic.parentElement;
    while (menu && topics.filter((other) => menu?.contains(other)).length < 2) menu = menu.parentElement;
    if (menu) yield menu;
  }
}

/** The tab's title and whether the strip shows it twice. */
export function titleOf(card: Element): { readonly title: string | null; readonly twin: boolean } {
  const tab = tabOf(card);
  if (!tab) return { title: null, twin: false };
  const title = nameOn(tab);
  const strip = tab.closest(STRIP);
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
  const nodes = [...tree.querySelectorAll(NODES)].slice(0, 600).filter(visible);
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
function isShop(topics: Topics, linked: boolean, inTree: boolean): boolean {
  if (topics.hasInvoiceExport) return true;
  if (topics.texts.some((text) => isLabel('otherEntity', text))) return false;
  return linked || (inTree && topics.texts.some((text) => isLabel('shopTopic', text)));
}

// A card that neither class nor role tells: what stands below the nearest tab strip. An admin without a strip: the part of the page
// that holds both the tree and what it opens.
function cardWithoutRole(tree: Element): HTMLElement | null {
  let inside = tree;
  for (let at = tree.parentElement; at; inside = at, at = at.parentElement) {
    if (![...(at.parentElement?.children ?? [])].some((beside) => beside !== at && beside.matches(STRIP))) continue;
    // Below the strip stand all cards of its panel, or this one alone.
    const alone = [...inside.querySelectorAll('.x-panel,.x-container')].some((part) => !part.contains(tree) && !tree.contains(part));
    return alone ? (inside as HTMLElement) : at;
  }
  const body = tree.closest('.x-border-layout-ct,.x-viewport,body');
  return isElement(body) ? body : null;
}

function languageOf(topics: Topics | null, page: Document): Language {
  for (const text of topics?.texts ?? []) {
    for (const kind of TOPICS) {
      const language = labelLanguage(kind, text);
      if (language) return language;
    }
  }
  return page.documentElement.lang.toLowerCase().startsWith('nl') ? 'nl' : 'en';
}
