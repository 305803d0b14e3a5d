/** Decides where the section belongs right now: in which body, or as the small button, and for which tab of which shop. */
import type { Language, NativeModule } from '../../messages';
import { type Content, findContent, hasContent } from './content';
import { type LinkBinding, markedShopId } from './deep-link';
import { isElement, visible } from './dom';
import { isLabel } from './labels';
import { detectNative } from './native';
import { findBareTab, findShopTab, type ShopTab } from './shop-tab';

export interface Place {
  /** `inside`: in the topic's content; `button`: the small button that opens the same section. */
  readonly kind: 'inside' | 'button';
  /** Stands for the tab: the same element as long as the tab is open. */
  readonly key: HTMLElement;
  /** The tab's card, in this document or in the one around the frame. */
  readonly card: HTMLElement;
  /** Where the section goes: the content body; for the button the body of whatever topic is shown, null when there is none. */
  readonly body: HTMLElement | null;
  readonly title: string | null;
  readonly twin: boolean;
  readonly linkShopId: number | null;
  readonly native: NativeModule;
  readonly language: Language;
  /** Milliseconds that the page has to stay like this before the section is shown. */
  readonly wait: number;
}

/** How long a heading of the topic above may be the rest of what was shown before. */
const HEADING_MS = 2_000;
/** How long a tab may take to show topics before it counts as one whose topics cannot be recognised. */
const TOPICS_MS = 3_000;

/** The place in this document; null when the person sees no shop's invoice export, or a frame inside shows it itself. */
export function findPlace(page: Document, link: LinkBinding): Place | null {
  const tab = findShopTab(page, (card) => link.idFor(card) !== null);
  if (tab) {
    link.sawActive(tab.card, tab.twin);
    return placeIn(tab, link.idFor(tab.card));
  }
  return findPlaceInFrame(page) ?? findBarePlace(page, link);
}

function findBarePlace(page: Document, link: LinkBinding): Place | null {
  const tab = findBareTab(page, (card) => link.waits() || link.idFor(card) !== null);
  return tab && { ...tab, kind: 'button', key: tab.card, body: null, native: 'unknown', linkShopId: link.idFor(tab.card), wait: TOPICS_MS };
}

function placeIn(tab: ShopTab, linkShopId: number | null): Place | null {
  const { topics } = tab;
  const content = findContent(tab);
  const stale = content !== null && isStale(content, tab);
  const common = { key: tab.card, card: tab.card, title: tab.title, twin: tab.twin, linkShopId, language: tab.language, wait: 0 };
  if (!topics.hasInvoiceExport && !topics.hasFinancial) {
    return { ...common, kind: 'button', body: stale ? null : (content?.body ?? null), native: 'unknown' };
  }
  if (!content || !isWanted(tab, content)) return null;
  const { body, heading } = content;
  if ([...body.querySelectorAll('iframe')].some((frame) => visible(frame) && runsOurs(frame))) return null;
  // Invoice export is a part of Financial, so that heading can be meant for both.
  if (stale && !isLabel('financial', heading)) return null;
  return { ...common, kind: 'inside', body, native: topics.hasInvoiceExport ? detectNative(body) : 'unknown', wait: stale ? HEADING_MS : 0 };
}

/** The topic that we stand in is the one that is shown: as the list of topics marks it or else as the content's heading says. */
function isWanted({ topics }: ShopTab, content: Content | null): boolean {
  return isLabel(topics.hasInvoiceExport ? 'invoiceExport' : 'financial', topics.selected ?? content?.heading ?? '');
}

// Content of the topic before can still stand there while the new one loads. Its heading then names another topic.
function isStale({ heading }: Content, { topics }: ShopTab): boolean {
  return heading !== '' && topics.selected !== null && heading !== topics.selected && topics.texts.includes(heading);
}

/** A frame of the same site with a page of its own: the script in it shows the section there. While it loads its address tells. */
function runsOurs(frame: HTMLIFrameElement): boolean {
  const { defaultView } = frame.ownerDocument;
  try {
    const { location } = frame.contentDocument ?? {};
    if (!location) return false;
    return /^https?:$/.test(location.protocol) || new URL(frame.src, frame.ownerDocument.baseURI).origin === defaultView?.location.origin;
  } catch {
    return false;
  }
}

/** For the script inside a topic's frame: the tab, topic and title are those of the document around it (facts: shopctrl 6 #25). */
function findPlaceInFrame(page: Document): Place | null {
  const frame = frameOf(page);
  if (!frame || !page.body) return null;
  const tab = findShopTab(frame.ownerDocument, (card) => markedShopId(card) !== null);
  if (!tab?.card.contains(frame) || tab.tree.contains(frame) || !visible(frame)) return null;
  const { topics } = tab;
  if (!isWanted(tab, findContent(tab)) || !hasContent(page.body)) return null;
  return {
    kind: 'inside',
    key: page.body,
    card: tab.card,
    body: page.body,
    title: tab.title,
    twin: tab.twin,
    linkShopId: markedShopId(tab.card),
    native: topics.hasInvoiceExport ? detectNative(page.body) : 'unknown',
    language: tab.language,
    wait: 0,
  };
}

/** The frame element that this document lives in, when the document around it may be read. */
export function frameOf(page: Document): HTMLElement | null {
  try {
    const frame = page.defaultView?.frameElement ?? null;
    return isElement(frame) ? frame : null;
  } catch {
    return null;
  }
}
