/** File names that every system takes: no reserved characters or device names, no leading dot, short enough (facts: browser-extension 11). */
import type { ExportTopic } from '../booking/rules';
import type { IsoDate } from '../invoice/money';

/** Code points; with three bytes for a letter the whole name stays below the 255 bytes of common file systems. */
const SHOP_LENGTH = 48;

/** What a file name says. The shop's id is always in it: two shops may have equal names, or names without letters. */
export interface FileNaming {
  readonly shopName: string;
  readonly shopId: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly topic: ExportTopic;
  readonly number: number;
}

/** `lamp-licht-12_2024-03-01_2024-03-31_GLTransactions_0007.xml`: shop, period, topic and the shop's running file number. */
export function fileName(file: FileNaming): string {
  return `${slug(file.shopName)}-${String(file.shopId)}_${file.from}_${file.to}_${file.topic}_${String(file.number).padStart(4, '0')}.xml`;
}

/** Letters and digits of any script and single hyphens; accents of Latin letters are dropped. Device names cannot occur, as the id always follows. */
function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+/u, '');
  const short = [...plain].slice(0, SHOP_LENGTH).join('').replace(/-+$/, '');
  return short === '' ? 'shop' : short;
}
