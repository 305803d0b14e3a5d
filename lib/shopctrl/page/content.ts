/** Finds the body in which the selected topic of a shop tab shows its content. */
import { area, HOST_TAG, isElement, texts, textOf, visible } from './dom';
import { isLabel, plain } from './labels';
import type { ShopTab } from './shop-tab';

// Parts of a panel that are no content.
const FURNITURE =
  '.x-panel-header,.x-toolbar,.x-splitter,.x-tab-bar,.x-tab-guard,.x-docked,.x-mask,.x-hidden-clip,.x-resizable-handle,.x-scroller-spacer,script,style';
// Wrappers that Ext JS puts around the items of a container; not items themselves.
export const WRAPPERS = '.x-autocontainer-outerCt,.x-autocontainer-innerCt,.x-box-inner,.x-box-target,.x-panel-bodyWrap,.x-form-layout-wrap,.x-column-inner';

const HEADINGS = '.x-panel-header .x-title-text,.x-panel-header-text';

export interface Content {
  readonly body: HTMLElement;
  /** Compared text of the first heading in sight (see `plain`); empty without one. */
  readonly heading: string;
}

/** The content beside the topics; null while the page is still loading it. */
export function findContent(tab: ShopTab): Content | null {
  const center = besideTree(tab);
  if (!center || masked(center)) return null;
  return { body: innermostBody(center), heading: plain(textOf([...center.querySelectorAll(HEADINGS)].find(visible))) };
}

/** The part of the card that fills the room beside the tree: climb from the tree to the first ancestor that has such a part. */
function besideTree(tab: ShopTab): HTMLElement | null {
  let inside: Element = tab.tree;
  for (let at = tab.tree.parentElement; at; inside = at, at = at.parentElement) {
    const others = [...at.children].filter(
      (child): child is HTMLElement => isElement(child) && child !== inside && child.localName !== HOST_TAG && !child.matches(FURNITURE) && !child.querySelector('.x-tree-panel') && visible(child),
    );
    const largest = others.reduce<HTMLElement | null>((best, child) => (best && area(best) >= area(child) ? best : child), null);
    if (largest && (area(largest) > 40_000 || (area(tab.tree) === 0 && largest.matches('.x-panel,.x-container,[role]')))) return largest;
    if (at === tab.card) return null;
  }
  return null;
}

/** Goes down as long as one child panel fills its parent (card and fit layouts); what it then stands in is the content body. */
function innermostBody(center: HTMLElement): HTMLElement {
  let body = bodyOf(center);
  for (let depth = 0; depth < 12; depth += 1) {
    const items = itemsOf(body);
    const only = items[0];
    if (items.length !== 1 || !only || !only.matches('.x-panel,.x-container,.x-tabpanel-child') || only.matches('.x-grid,.x-form-fieldcontainer,.x-fieldset')) return body;
    // ShopCtrl's own Exact panel can fill the topic: below it is our place, not in it.
    if (isLabel('nativeTitle', textOf(only.querySelector(HEADINGS)))) return body;
    const room = area(body);
    if (room > 0 && area(only) < room * 0.6) return body;
    body = bodyOf(only);
  }
  return body;
}

/** Body element of a panel; a plain container is its own body. */
function bodyOf(panel: HTMLElement): HTMLElement {
  if (!panel.id) return panel.querySelector<HTMLElement>(':scope > .x-panel-body, :scope > .x-panel-bodyWrap > .x-panel-body') ?? panel;
  const named = panel.ownerDocument.getElementById(`${panel.id}-body`);
  return named && panel.contains(named) ? named : (panel.querySelector<HTMLElement>(':scope > .x-panel-body, :scope > .x-panel-bodyWrap > .x-panel-body') ?? panel);
}

/** The element whose children are the container's items. */
export function itemsTarget(body: HTMLElement): HTMLElement {
  let target = body;
  for (;;) {
    const wrapper: Element | undefined = [...target.children].find((child) => child.matches(WRAPPERS) && visible(child));
    if (!isElement(wrapper ?? null)) return target;
    target = wrapper as HTMLElement;
  }
}

/** Visible items of a container, ours and furniture left out. */
export function itemsOf(body: HTMLElement): readonly HTMLElement[] {
  return [...itemsTarget(body).children].filter(
    (child): child is HTMLElement => isElement(child) && child.localName !== HOST_TAG && !child.matches(FURNITURE) && visible(child),
  );
}

/** A loading mask lies over the content. Ext JS puts it beside what it covers or at the end of the body, so the boxes tell. */
function masked(center: Element): boolean {
  // What stands there already stays there, else it would blink with every Save.
  if (center.querySelector(HOST_TAG)) return false;
  const box = center.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return [...center.ownerDocument.querySelectorAll('.x-mask')].some((mask) => {
    if (!mask.querySelector('.x-mask-msg,.x-mask-loading') || !visible(mask)) return false;
    const over = mask.getBoundingClientRect();
    return center.contains(mask) || (over.x <= x && x <= over.right && over.y <= y && y <= over.bottom);
  });
}

/** True once the body shows anything of the page's own. */
export function hasContent(body: Element): boolean {
  for (const [, holder] of texts(body, 40)) if (visible(holder)) return true;
  return body.querySelector('input,iframe,button,a') !== null;
}
