// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { findContentBody } from '../../../lib/shopctrl/page/content';
import { isLabel, labelLanguage } from '../../../lib/shopctrl/page/labels';
import { detectNative } from '../../../lib/shopctrl/page/native';
import { findPlace } from '../../../lib/shopctrl/page/place';
import { findShopTab } from '../../../lib/shopctrl/page/shop-tab';
import { activate, field, SHOP_TOPICS, writeAdmin } from './admin-page';

const noLink = { sawActive: () => undefined, idFor: () => null };
const shop = (title: string, extra = {}) => ({ title, topics: SHOP_TOPICS, selected: 'Invoice export', ...extra });

beforeEach(() => {
  document.body.innerHTML = '';
});

describe('labels', () => {
  it('are compared without case, colon, stars or doubled spaces, and know their language', () => {
    expect(labelLanguage('invoiceExport', '  INVOICE   export: ')).toBe('en');
    expect(labelLanguage('invoiceExport', 'Factuurexport')).toBe('nl');
    expect(labelLanguage('financial', 'Financieel')).toBe('nl');
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
    expect(tab && findContentBody(tab)).toBeNull();
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
