// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { agreeOnLink, bindLink, linkedShopId, LINK_MARK, markedShopId } from '../../../lib/shopctrl/page/deep-link';

describe('the deep link', () => {
  it.each([
    ['?tab=Shop|12&control=InvoiceExport', 12],
    ['?tab=Shop%7C12', 12],
    ['?tab=shop|7', 7],
    ['?tab=ShopOwner|12', null],
    ['?tab=Order|4923', null],
    ['?tab=Shop|', null],
    ['?tab=Shop|0', null],
    ['?tab=Shop|12|13', null],
    ['?tab=OrderList', null],
    ['', null],
  ])('%s names shop %s', (search, shopId) => {
    expect(linkedShopId(search)).toBe(shopId);
  });
});

describe('its tab', () => {
  let first: Element;
  let second: Element;
  const signal = new AbortController().signal;
  const trusted = (type: string): Event => Object.defineProperty(new Event(type, { bubbles: true }), 'isTrusted', { value: true });

  beforeEach(() => {
    first = document.createElement('div');
    second = document.createElement('div');
  });

  it('is the one that became active by itself, and no other after it agreed with the title', () => {
    const link = bindLink(window, '?tab=Shop|12', signal);
    link.sawActive(first, false);
    expect([link.idFor(first), link.idFor(second), markedShopId(first)]).toEqual([12, null, 12]);
    agreeOnLink(first);
    link.sawActive(second, false);
    expect([link.idFor(first), link.idFor(second)]).toEqual([12, null]);
  });

  it('can be a later one while the first disagrees (a restored session)', () => {
    const link = bindLink(window, '?tab=Shop|12', signal);
    link.sawActive(first, false);
    link.sawActive(second, false);
    expect([link.idFor(first), link.idFor(second), first.hasAttribute(LINK_MARK)]).toEqual([null, 12, false]);
  });

  it('is none when the person did something before it was seen', () => {
    const link = bindLink(window, '?tab=Shop|12', signal);
    window.dispatchEvent(trusted('pointerdown'));
    link.sawActive(first, false);
    expect(link.idFor(first)).toBeNull();
  });

  it('is not changed by events that the page makes', () => {
    const link = bindLink(window, '?tab=Shop|12', signal);
    window.dispatchEvent(new Event('pointerdown'));
    link.sawActive(first, false);
    expect(link.idFor(first)).toBe(12);
  });

  it('is none when two tabs bear the same title', () => {
    const link = bindLink(window, '?tab=Shop|12', signal);
    link.sawActive(first, true);
    expect(link.idFor(first)).toBeNull();
  });
});
