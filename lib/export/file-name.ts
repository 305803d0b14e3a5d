/** File names that every system takes: no reserved characters or device names, no leading dot, short enough (facts: browser-extension 11). */
import type { ExportTopic } from '../booking/rules';
import type { IsoDate } from '../invoice/money';

const SHOP_LENGTH = 60;

/** `lamp-licht_2024-03-01_2024-03-31_GLTransactions_0007.xml`: shop, period, topic and the shop's running file number. */
export function fileName(file: { readonly shopName: string; readonly from: IsoDate; readonly to: IsoDate; readonly topic: ExportTopic; readonly number: number }): string {
  return `${slug(file.shopName)}_${file.from}_${file.to}_${file.topic}_${String(file.number).padStart(4, '0')}.xml`;
}

/** ASCII letters, digits and single hyphens; accents are dropped from their letters. Device names cannot occur, as the period always follows. */
function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SHOP_LENGTH)
    .replace(/^-+|-+$/g, '');
  return plain === '' ? 'shop' : plain;
}
