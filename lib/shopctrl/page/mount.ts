/**
 * Puts our host element into the page and keeps it in sight: at the end of the content, below the native items, whatever layout
 * the container has. Ext JS lays containers out by script with inline sizes, clears and replaces children; so every step can be
 * repeated and nothing is changed that stands right already.
 */
import { itemsOf, itemsTarget } from './content';

// A vertical scrollbar that comes with us must not bring a horizontal one for items of fixed width.
const SCROLLBAR = 24;

/** Page styles that we had to change, with what stood there before. */
type Changed = Map<string, readonly [value: string, priority: string]>;

export interface Mount {
  /** Brings the host to its place in `body`; answers whether it had to be inserted anew. */
  settle(body: HTMLElement): boolean;
  /** Puts the host at the end of the document's body, where it takes no room. */
  float(body: HTMLElement): boolean;
  /** Takes the host out and gives the page its styles back. */
  leave(): void;
}

export function createMount(host: HTMLElement): Mount {
  const changed = new Map<HTMLElement, Changed>();

  const force = (element: HTMLElement, property: string, value: string): void => {
    const { style } = element;
    if (style.getPropertyValue(property) === value && style.getPropertyPriority(property) === 'important') return;
    const before = changed.get(element) ?? new Map<string, readonly [string, string]>();
    if (!before.has(property)) before.set(property, [style.getPropertyValue(property), style.getPropertyPriority(property)]);
    changed.set(element, before);
    style.setProperty(property, value, 'important');
  };

  const restore = (): void => {
    for (const [element, before] of changed) {
      for (const [property, [value, priority]] of before) {
        if (value) element.style.setProperty(property, value, priority);
        else element.style.removeProperty(property);
      }
    }
    changed.clear();
  };

  return {
    settle(body) {
      const target = itemsTarget(body);
      const items = itemsOf(body);
      const floating = items.some((item) => isOutOfFlow(item));
      const parent = floating ? body : target;
      const inserted = host.parentElement !== parent;
      if (inserted && host.parentElement) restore();
      if (inserted || laterItem(host, items)) parent.append(host);
      if (floating) {
        below(host, body, items);
        const beyond = body.scrollWidth - body.clientWidth;
        if (beyond > 0 && beyond <= SCROLLBAR) force(body, 'overflow-x', 'hidden');
      }
      else for (const property of ['position', 'top', 'left', 'right']) host.style.removeProperty(property);
      for (const clipping of clippingAncestors(host, body)) {
        force(clipping, 'overflow-y', 'auto');
        force(clipping, 'overflow-x', 'hidden');
      }
      return inserted;
    },
    float(body) {
      if (host.parentElement === body) return false;
      restore();
      host.removeAttribute('style');
      body.append(host);
      return true;
    },
    leave() {
      host.remove();
      restore();
    },
  };
}

function isOutOfFlow(item: HTMLElement): boolean {
  const position = item.ownerDocument.defaultView?.getComputedStyle(item).position;
  return position === 'absolute' || position === 'fixed';
}

function laterItem(host: HTMLElement, items: readonly HTMLElement[]): boolean {
  return items.some((item) => (host.compareDocumentPosition(item) & 4) /* FOLLOWING */ !== 0 && item.parentElement === host.parentElement);
}

/** Items without flow (box and absolute layouts) give no room: stand under the lowest of them, in the coordinates of the body. */
function below(host: HTMLElement, body: HTMLElement, items: readonly HTMLElement[]): void {
  const frame = body.getBoundingClientRect();
  const boxes = items.map((item) => item.getBoundingClientRect());
  const lowest = Math.max(frame.top, ...boxes.map((box) => box.bottom));
  const margin = Math.max(0, Math.min(40, ...boxes.map((box) => box.left - frame.left)));
  const place = { position: 'absolute', top: pixels(lowest - frame.top - body.clientTop + body.scrollTop), left: pixels(margin), right: pixels(margin) };
  for (const [property, value] of Object.entries(place)) if (host.style.getPropertyValue(property) !== value) host.style.setProperty(property, value);
}

function pixels(length: number): string {
  return `${String(Math.round(length))}px`;
}

/** The body, and what stands between it and the host, where it cuts the host off without a way to scroll there. */
function clippingAncestors(host: HTMLElement, body: HTMLElement): readonly HTMLElement[] {
  const view = host.ownerDocument.defaultView;
  const clipping: HTMLElement[] = [];
  for (let at = host.parentElement; at && view; at = at.parentElement) {
    const overflow = view.getComputedStyle(at).overflowY;
    if (overflow === 'auto' || overflow === 'scroll') return clipping;
    const cuts = overflow === 'hidden' || overflow === 'clip';
    if (cuts && at.scrollHeight > at.clientHeight + 1) return [...clipping, at];
    if (cuts && at === body) return clipping;
    if (at.classList.contains('x-tabpanel-child') || at === host.ownerDocument.body) return clipping;
  }
  return clipping;
}
