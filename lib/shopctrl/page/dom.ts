/** Small questions to the admin's DOM. It is hostile input: read, bounded, never written back as markup. */

/** Tag name of our host element; the one name by which it is found again. */
export const HOST_TAG = 'exact-online-section';

const HIDDEN = '.x-hidden-offsets,.x-hidden-display,.x-hidden-visibility,.x-hidden,.x-hidden-clip,[hidden]';

/** Rendered and not hidden by any of Ext JS's ways to hide (it moves inactive cards out of sight, so size alone does not tell). */
export function visible(element: Element): boolean {
  if (!element.isConnected || element.closest(HIDDEN)) return false;
  if (typeof element.checkVisibility === 'function') return element.checkVisibility({ visibilityProperty: true });
  const view = element.ownerDocument.defaultView;
  for (let at: Element | null = element; at && view; at = at.parentElement) {
    const style = view.getComputedStyle(at);
    if (style.display === 'none' || style.visibility === 'hidden') return false;
  }
  return true;
}

/** Visible text of an element, one space between words, at most 300 characters. */
export function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').slice(0, 2000).replace(/[\s\u00a0\u200b]+/g, ' ').trim().slice(0, 300);
}

/** Area of the box on screen. */
export function area(element: Element): number {
  const box = element.getBoundingClientRect();
  return box.width * box.height;
}

/** True for elements of a document in a frame too, where `instanceof` of this realm fails. */
export function isElement(node: Node | null): node is HTMLElement {
  return node !== null && node.nodeType === 1;
}

/** Own texts under `root` with the element that holds each, our own host left out; stops after `limit` texts. */
export function* texts(root: Element, limit = 2000): Generator<readonly [string, Element]> {
  const walker = root.ownerDocument.createTreeWalker(root, 4 /* SHOW_TEXT */);
  for (let count = 0; count < limit && walker.nextNode(); ) {
    const holder = walker.currentNode.parentElement;
    const text = walker.currentNode.nodeValue ?? '';
    if (!holder || text.length > 200 || !text.trim()) continue;
    count += 1;
    yield [text, holder];
  }
}
