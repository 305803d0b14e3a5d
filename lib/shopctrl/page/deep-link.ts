/**
 * The deep link in the address (`?tab=Shop|12&control=…`). It names the tab that it opened and nothing else, and stays in the
 * address while the person moves to other tabs (facts: shopctrl 1.3). So it is bound to one card and never decides for another.
 */
import { SHOP_TAB_TYPES } from './labels';

/** Shop id of a deep link, or null when the address names no shop. */
export function linkedShopId(search: string): number | null {
  let tab: string | null;
  try {
    tab = new URLSearchParams(search).get('tab');
  } catch {
    return null;
  }
  const parts = /^([\w-]{1,30})\|(\d{1,9})$/.exec(tab?.trim() ?? '');
  if (!parts?.[1] || !parts[2] || !SHOP_TAB_TYPES.test(parts[1])) return null;
  const id = Number(parts[2]);
  return id > 0 ? id : null;
}

/** Marks the card that the link opened, so that a frame inside it can see it too. */
export const LINK_MARK = 'data-exact-online-link';
/** Marks it further once title and link agreed on the shop: from then on the link belongs to no other tab. */
const AGREED_MARK = 'data-exact-online-agreed';

/** Title and link name the same shop in this card. */
export function agreeOnLink(card: Element): void {
  if (card.hasAttribute(LINK_MARK) && !card.hasAttribute(AGREED_MARK)) card.setAttribute(AGREED_MARK, '');
}

export interface LinkBinding {
  /** The active shop card was seen; `twin` when another tab bears the same title, so that the link cannot be told apart. */
  sawActive(card: Element, twin: boolean): void;
  /** No card is bound yet, and the person has not opened any: what is in sight may be what the link opens. */
  waits(): boolean;
  /** Shop id of the link for this card; null for every other card. */
  idFor(card: Element): number | null;
}

/**
 * Binds the link to the shop card that became active without the person's doing. A restored session can show another tab first, so a
 * later card takes the link over until title and link agreed. After the first trusted key or pointer press any tab may have been
 * opened by hand, so from then on nothing is bound any more.
 */
export function bindLink(page: Window, search: string, signal: AbortSignal): LinkBinding {
  const shopId = linkedShopId(search);
  let open = shopId !== null;
  let bound: Element | null = null;
  if (open) {
    const stop = new AbortController();
    const freeze = (event: Event): void => {
      if (!event.isTrusted) return;
      open = false;
      stop.abort();
    };
    for (const type of ['pointerdown', 'keydown', 'touchstart'] as const) {
      page.addEventListener(type, freeze, { capture: true, passive: true, signal: AbortSignal.any([signal, stop.signal]) });
    }
  }
  return {
    sawActive(card, twin) {
      if (!open || shopId === null || card === bound || bound?.hasAttribute(AGREED_MARK)) return;
      bound?.removeAttribute(LINK_MARK);
      bound = twin ? null : card;
      bound?.setAttribute(LINK_MARK, String(shopId));
    },
    waits: () => open && !bound,
    idFor: (card) => (shopId !== null && card === bound ? shopId : null),
  };
}

/** What the mark on a card says, as a frame inside it reads it. */
export function markedShopId(card: Element): number | null {
  const mark = card.getAttribute(LINK_MARK);
  return mark !== null && /^\d{1,9}$/.test(mark) ? Number(mark) : null;
}
