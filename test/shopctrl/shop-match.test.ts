import { describe, expect, it } from 'vitest';
import { matchShop, type MatchInput } from '../../lib/shopctrl/shop-match';

const shops = [[12, 'Lamp & Licht'], [13, 'Boekenhoek'], [14, 'Shop Noord'], [22, 'Tuinhuis'], [23, 'Tuinhuis'], [30, 'Lamp']].map(([shopId, name]) => ({ tenantId: 't', shopId: Number(shopId), name: String(name) }));
const match = (title: string | null, more: Partial<MatchInput> = {}) => matchShop({ title, linkShopId: null, remembered: null, shops, ...more });
const sure = (shopId: number) => ({ state: 'sure', shopId });

describe('which shop a tab shows', () => {
  it.each([
    ['Lamp & Licht', 12],
    ['  lamp &\u00a0 LICHT ', 12],
    ['* Boekenhoek', 13],
    ['Shop: Lamp & Licht', 12],
    ['Winkel - Boekenhoek', 13],
    ['Shop Noord', 14],
    ['Shop: Shop Noord', 14],
    ['Lamp & Licht (12)', 12],
    ['12 - Lamp & Licht', 12],
    ['Shop: Boekenhoek [#13]', 13],
    ['Tuinhuis (23)', 23],
    ['Shop|12', 12],
    ['Shop 13', 13],
    ['Lamp', 30],
    ['Shop Lamp & Licht', 12],
    ['Edit shop: Boekenhoek', 13],
    ['Bewerk winkel Boekenhoek', 13],
    ['Boekenhoek - Settings', 13],
    ['Lamp & Licht instellingen', 12],
    ['Edit Shop Noord', 14],
    ['Edit shop: Boekenhoek (13) - Settings', 13],
  ])('%s', (title, id) => {
    expect(match(title)).toEqual(sure(id));
  });

  it.each(['Lamp & Lic…', 'Orders', 'Lamp & Licht kopie', '12', 'Noord', 'Lamp & Licht, Boekenhoek'])('asks for %s', (title) => {
    expect(match(title)).toMatchObject({ state: 'ask', reason: 'none', candidates: shops });
  });

  it('asks when several have the name; the link or the person tells', () => {
    expect(match('Tuinhuis')).toMatchObject({ state: 'ask', reason: 'several', candidates: [shops[3], shops[4]] });
    expect(match('Tuinhuis', { linkShopId: 23 })).toEqual(sure(23));
    expect(match('Tuinhuis', { remembered: 22 })).toEqual(sure(22));
    expect(match('Tuinhuis', { remembered: 12 })).toMatchObject({ state: 'ask', reason: 'several' });
  });

  it('asks when the words around a name leave several', () => {
    const two = [...shops, { tenantId: 't', shopId: 40, name: 'Noord' }];
    expect(match('Shop Noord', { shops: two })).toEqual(sure(14));
    expect(match('Edit shop Noord', { shops: two })).toMatchObject({ state: 'ask', reason: 'several' });
    expect(match('Tuinhuis - Settings')).toMatchObject({ state: 'ask', reason: 'several' });
    expect(match('Edit shop: Boekenhoek (12)')).toMatchObject({ state: 'ask', reason: 'several' });
  });

  it('asks when title and link, or name and number, disagree', () => {
    expect(match('Boekenhoek', { linkShopId: 12 })).toMatchObject({ state: 'ask', reason: 'disagree', candidates: [shops[0], shops[1]] });
    expect(match('Orders', { linkShopId: 12 })).toMatchObject({ state: 'ask', reason: 'disagree' });
    expect(match('Boekenhoek', { linkShopId: 99 })).toMatchObject({ state: 'ask', reason: 'disagree' });
    expect(match('Boekenhoek (12)')).toMatchObject({ state: 'ask', reason: 'several' });
  });

  it('without a title only the link tells', () => {
    expect(match(null, { linkShopId: 13 })).toEqual(sure(13));
    expect(match(null)).toMatchObject({ state: 'ask', reason: 'none' });
    expect(match(null, { remembered: 13 })).toMatchObject({ state: 'ask', reason: 'none' });
  });

  it('remembers for a title that names no shop, but a clear name wins over memory', () => {
    expect(match('Instellingen', { remembered: 13 })).toEqual(sure(13));
    expect(match('Instellingen', { remembered: 99 })).toMatchObject({ state: 'ask', reason: 'none' });
    expect(match('Boekenhoek', { remembered: 12 })).toEqual(sure(13));
  });
});
