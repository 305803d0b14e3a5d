import { describe, expect, it } from 'vitest';
import { fileName } from '../../lib/export/file-name';

const file = { shopId: 12, from: '2026-11-01', to: '2026-11-22', topic: 'GLTransactions', number: 1 } as const;
const named = (shopName: string): string => fileName({ ...file, shopName });

describe('the name of a file', () => {
  it.each([
    ['Lamp & Licht', 'lamp-licht-12'],
    ['Café Zürich', 'cafe-zurich-12'],
    ['Łódź', 'łodz-12'],
    ['Книжный магазин', 'книжный-магазин-12'],
    ['東京ランプ', '東京ランプ-12'],
    ['हिन्दी दुकान', 'हिन्दी-दुकान-12'],
    ['مصباح', 'مصباح-12'],
    ['', 'shop-12'],
    ['💡 / \\ : * ? " < > |', 'shop-12'],
    ['../..', 'shop-12'],
    ['CON', 'con-12'],
    ['Winkel 2', 'winkel-2-12'],
  ])('keeps the letters of %j', (shop, expected) => {
    expect(named(shop)).toBe(`${expected}_2026-11-01_2026-11-22_GLTransactions_0001.xml`);
  });

  it('tells two shops apart whose names are equal', () => {
    expect(named('Lamp')).not.toBe(fileName({ ...file, shopName: 'Lamp', shopId: 13 }));
  });

  it.each(['a'.repeat(400), '東'.repeat(400), '𠀀'.repeat(400), 'é-'.repeat(200), '가'.repeat(300)])('fits into a file system and is cut between characters: %#', (shop) => {
    const name = named(shop);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(255);
    expect(name).not.toMatch(/-{2}|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    expect(name.startsWith([...shop][0] === 'é' ? 'e' : ([...shop][0] ?? ''))).toBe(true);
  });
});
