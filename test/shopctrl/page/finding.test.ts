// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { findContent } from '../../../lib/shopctrl/page/content';
import { isLabel, labelLanguage } from '../../../lib/shopctrl/page/labels';
import { detectNative } from '../../../lib/shopctrl/page/native';
import { findPlace } from '../../../lib/shopctrl/page/place';
import { findShopTab } from '../../../lib/shopctrl/page/shop-tab';
import { activate, field, SHOP_TOPICS, writeAdmin } from './admin-page';

const noLink = { waits: () => false, sawActive: () => undefined, idFor: () => null };
const shop = (title: string, extra = {}) => ({ title, topics: SHOP_TOPICS, selected: 'Invoice export', ...extra });

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('labels', () => {
  it('are compared without case, colon, stars or doubled spaces, and know their language', () => {
    expect(labelLanguage('invoiceExport', '  INVOICE   export: ')).toBe('en');
    expect(labelLanguage('invoiceExport', 'Factuurexport')).toBe('nl');
    expect(labelLanguage('financial', 'Financieel')).toBe('nl');
    for (const label of ['Invoice export (2)', 'Exporteer facturen', 'Facturen exporteren', 'Invoice Exports']) expect(isLabel('invoiceExport', label)).toBe(true);
    expect(isLabel('invoiceExport', 'Invoices')).toBe(false);
  });
});

describe('the shop tab', () => {
  it('is the visible one, with its own title', () => {
    writeAdmin([shop('Lamp & Licht', { active: true }), shop('Boekenhoek')]);
    expect(findShopTab(document)).toMatchObject({ title: 'Lamp & Licht', twin: false, language: 'en' });
    activate(1);
    expect(findShopTab(document)?.title).toBe('Boekenhoek');
  });

  it('knows a title that the strip shows twice', () => {
    writeAdmin([shop('Lamp', { active: true }), shop('Lamp *')]);
    expect(findShopTab(document)?.twin).toBe(true);
  });

  it('is none when the visible tab is a shop owner, a customer or a list', () => {
    writeAdmin([{ title: 'Lumen Retail', active: true, topics: ['Authorization', 'Financial', 'Number ranges'], selected: 'Financial' }, shop('Lamp')]);
    expect(findShopTab(document)).toBeNull();
    writeAdmin([{ title: 'Orders', active: true }, shop('Lamp')]);
    expect(findShopTab(document)).toBeNull();
  });
});

const NODES = ['Site information', 'Financial', 'Invoice export'];
/** Another way to list the topics, in the page of `writeAdmin`. */
function replaceTree(html: (text: string, chosen: boolean) => string, chosen = 'Invoice export'): void {
  const tree = document.querySelector('.x-tree-panel');
  if (tree) tree.outerHTML = `<div class="x-panel" id="topics">${NODES.map((text) => html(text, text === chosen)).join('')}</div>`;
}

describe('the place in admins that are built otherwise', () => {
  const inside = { kind: 'inside', title: 'Lamp', wait: 0 };

  it('is told by the heading when no topic is marked, and by rows that Ext JS 4 marks', () => {
    writeAdmin([shop('Lamp', { active: true, selected: undefined, heading: 'Invoice export' })]);
    expect(findPlace(document, noLink)).toMatchObject(inside);
    writeAdmin([shop('Lamp', { active: true, selected: undefined, heading: 'Warehouses' })]);
    expect(findPlace(document, noLink)).toBeNull();
    const row = [...document.querySelectorAll('tr')].find((each) => each.textContent === 'Invoice export');
    row?.classList.add('x-grid-row-selected');
    expect(findPlace(document, noLink)).toBeNull();
    document.querySelectorAll('.x-title-text').forEach((title) => title.remove());
    expect(findPlace(document, noLink)).toMatchObject(inside);
  });

  it('is not forbidden by a heading of the topic above, once that stays', () => {
    writeAdmin([shop('Lamp', { active: true, heading: 'Financial' })]);
    expect(findPlace(document, noLink)).toMatchObject({ kind: 'inside', wait: 2_000 });
  });

  it.each([
    ['buttons', (text: string, chosen: boolean) => `<a class="x-btn ${chosen ? 'x-btn-pressed' : ''}"><span class="x-btn-inner">${text}</span></a>`],
    ['a plain grid', (text: string, chosen: boolean) => `<table class="x-grid-item ${chosen ? 'x-grid-item-selected' : ''}"><tbody><tr><td><div class="x-grid-cell-inner">${text}</div></td></tr></tbody></table>`],
    ['tabs', (text: string, chosen: boolean) => `<a class="x-tab ${chosen ? 'x-tab-active' : ''}"><span class="x-tab-inner">${text}</span></a>`],
  ])('is found beside topics as %s', (_, html) => {
    writeAdmin([shop('Lamp', { active: true })]);
    replaceTree(html);
    expect(findPlace(document, noLink)).toMatchObject(inside);
    replaceTree(html);
    document.querySelectorAll('#topics').forEach((topics) => topics.remove());
    expect(findPlace(document, noLink)).toBeNull();
    writeAdmin([shop('Lamp', { active: true, heading: 'Financial' })]);
    replaceTree(html, 'Financial');
    expect(findPlace(document, noLink)).toBeNull();
  });

  it('is the small button where topics cannot be recognised, on a tab that the title or the link calls a shop', () => {
    const bare = (title: string): void => writeAdmin([{ title, active: true, topics: ['Zahlungsarten'], selected: 'Zahlungsarten' }]);
    bare('Edit shop: Lamp');
    expect(findPlace(document, noLink)).toMatchObject({ kind: 'button', title: 'Edit shop: Lamp', wait: 3_000 });
    for (const other of ['Lamp', 'Shops', 'Shop owners']) {
      bare(other);
      expect(findPlace(document, noLink)).toBeNull();
    }
    expect(findPlace(document, { ...noLink, waits: () => true })).toMatchObject({ kind: 'button' });
  });

  it('takes a count behind a topic for no part of its name', () => {
    writeAdmin([{ title: 'Lamp', active: true, topics: ['Financial', 'Invoice export (2)'], selected: 'Invoice export (2)', heading: 'Invoice export' }]);
    expect(findPlace(document, noLink)).toMatchObject(inside);
  });

  it('reads the title from the strip above cards without class and role', () => {
    writeAdmin([shop('Lamp', { active: true }), shop('Boekenhoek')]);
    document.querySelectorAll('.x-tabpanel-child').forEach((card) => {
      card.classList.remove('x-tabpanel-child');
      for (const name of ['role', 'aria-labelledby']) card.removeAttribute(name);
    });
    const place = findPlace(document, noLink);
    expect(place).toMatchObject(inside);
    // Another tab, another key: nothing typed in one may turn up in the other.
    expect(place?.key.id).toBe('card-0');
  });

  it('is below a panel of ShopCtrl that fills the topic, not in it', () => {
    writeAdmin([shop('Lamp', { active: true, content: '<div class="x-panel" id="native"><div class="x-panel-header"><div class="x-title-text">Exact Online Sync</div></div><div class="x-panel-body" id="native-body"><a>Authenticate</a></div></div>' })]);
    expect(findPlace(document, noLink)).toMatchObject({ ...inside, native: 'present', body: { id: 'center-0-body' } });
  });
});

describe('the place', () => {
  it('is the content of the selected topic Invoice export', () => {
    writeAdmin([shop('Lamp', { active: true, content: '<p>Send to</p>' })]);
    const place = findPlace(document, noLink);
    expect(place).toMatchObject({ kind: 'inside', title: 'Lamp', native: 'absent' });
    expect(place?.body?.id).toBe('center-0-body');
  });

  it('is nowhere while another topic is selected, or still stands there under the new selection', () => {
    writeAdmin([shop('Lamp', { active: true, selected: 'Warehouses' })]);
    expect(findPlace(document, noLink)).toBeNull();
    writeAdmin([shop('Lamp', { active: true, heading: 'Warehouses' })]);
    expect(findPlace(document, noLink)).toBeNull();
  });

  it('is Financial without Invoice export, and the small button without both', () => {
    const without = SHOP_TOPICS.filter((topic) => topic !== 'Invoice export');
    writeAdmin([shop('Lamp', { active: true, topics: without, selected: 'Financial' })]);
    expect(findPlace(document, noLink)).toMatchObject({ kind: 'inside', native: 'unknown' });
    writeAdmin([shop('Lamp', { active: true, topics: ['Site information', 'Warehouses'], selected: 'Warehouses' })]);
    expect(findPlace(document, noLink)).toMatchObject({ kind: 'button' });
  });

  it('speaks Dutch in a Dutch admin', () => {
    writeAdmin([{ title: 'Lamp', active: true, topics: ['Site-informatie', 'Financieel', 'Factuurexport'], selected: 'Factuurexport' }]);
    expect(findPlace(document, noLink)).toMatchObject({ kind: 'inside', language: 'nl' });
  });

  it('waits behind a loading mask', () => {
    writeAdmin([shop('Lamp', { active: true })]);
    const tab = findShopTab(document);
    document.body.insertAdjacentHTML('beforeend', '<div class="x-mask"><div class="x-mask-msg">Loading</div></div>');
    expect(tab && findContent(tab)).toBeNull();
  });
});

describe("ShopCtrl's own module", () => {
  const seen = (html: string): string => {
    const body = document.createElement('div');
    body.innerHTML = html;
    document.body.replaceChildren(body);
    return detectNative(body);
  };
  const sync = (inner: string): string => `<fieldset class="x-fieldset"><legend class="x-fieldset-header"><div>Exact Online Sync</div></legend>${inner}</fieldset>`;

  it('is active when somebody authorized', () => {
    expect(seen(sync(field('Authorized by:', 'Jan Jansen')))).toBe('active');
    expect(seen(sync(field('Geautoriseerd door', 'Jan Jansen')))).toBe('active');
    expect(seen('<p>Authorized by Jan Jansen</p>')).toBe('active');
    expect(seen('<fieldset><legend>Authorized by</legend><div>Jan Jansen</div></fieldset>')).toBe('active');
    expect(seen('<table><tr><td>Authorized by</td><td>Jan</td></tr></table>')).toBe('active');
    expect(seen('<dl><dt>Authorized by</dt><dd>Jan</dd></dl>')).toBe('active');
  });

  it('is present when nobody did', () => {
    expect(seen(sync('<a class="x-btn">Authenticate</a>'))).toBe('present');
    expect(seen(sync(field('Authorized by', '')))).toBe('present');
    expect(seen(sync(field('Authorized by', '-')))).toBe('present');
    expect(seen(sync(field('Authorized by', 'Not authorized')))).toBe('present');
  });

  it('is absent among other content and unknown before any', () => {
    expect(seen('<p>Send to: administration</p>')).toBe('absent');
    expect(seen('')).toBe('unknown');
    expect(seen('<p>Send to</p><p style="display:none">Authorized by Jan</p>')).toBe('absent');
  });
});
