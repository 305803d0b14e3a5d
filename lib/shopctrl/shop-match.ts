/** Which shop a tab of the admin shows (facts: shopctrl 1.3, 6 #22). On any doubt the person is asked: a wrong shop books in wrong books. */
import type { ShopName } from '../messages';

export interface MatchInput {
  /** Title of the shop tab as the page shows it. */
  readonly title: string | null;
  /** Id in the deep link, only when this tab is the one that the link opened. */
  readonly linkShopId: number | null;
  readonly shops: readonly ShopName[];
  /** What the person chose before for this title. */
  readonly remembered: number | null;
}

export type ShopMatch =
  | { readonly state: 'sure'; readonly shopId: number }
  /** `candidates`: the shops that fit, or all when none does; the likeliest first. */
  | { readonly state: 'ask'; readonly reason: 'none' | 'several' | 'disagree'; readonly candidates: readonly ShopName[] };

const WORD = '(?:shop|winkel|webshop|store|sales channel|verkoopkanaal)';
const DASH = '[-\\u2013\\u2014:|]';
/** `Shop: name`, `Winkel - name`. The colon or dash is required: a shop may be called "Shop Noord". */
const PREFIX = new RegExp(`^${WORD}\\s*${DASH}\\s*(.+)$`, 'u');
/** An id beside the name: `12 - name`, `#12 name`, `name (12)`, `name [#12]`, `name - 12`. */
const ID_FIRST = new RegExp(`^(?:#\\s*(\\d+)\\s*${DASH}?|(\\d+)\\s*${DASH})\\s*(.+)$`, 'u');
const ID_LAST = new RegExp(`^(.+?)\\s*(?:\\(\\s*#?(\\d+)\\s*\\)|\\[\\s*#?(\\d+)\\s*\\]|${DASH}\\s*#?(\\d+))$`, 'u');
/** Nothing but the id: `Shop 12`, `Shop|12`, `#12`. */
const ID_ONLY = new RegExp(`^(?:${WORD}\\s*${DASH}?\\s*#?|#)\\s*(\\d+)$`, 'u');

/** What an admin puts around a name: `Edit shop: name`, `Shop name`, `name - Settings`. Tried last, since a shop may be called so. */
const AROUND = [
  new RegExp(`^(?:edit|manage|view|bewerk|beheer|wijzig)\\s*${DASH}?\\s+(.+)$`, 'u'),
  new RegExp(`^${WORD}(?:\\s*${DASH}\\s*|\\s+)(.+)$`, 'u'),
  new RegExp(`^(.+?)(?:\\s*${DASH}\\s*|\\s+)(?:settings|details|configuration|instellingen|gegevens|configuratie)$`, 'u'),
  new RegExp(`^(.+?)\\s*${DASH}\\s*${WORD}$`, 'u'),
];

/** White space and letter case do not tell shops apart; a star or bullet marks unsaved changes. */
export function plainTitle(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .replace(/^[*\u2022]\s*|\s*[*\u2022]$/g, '')
    .trim()
    .toLowerCase();
}

/** The one shop that title, link and memory agree on, or a question. */
export function matchShop({ title, linkShopId, shops, remembered }: MatchInput): ShopMatch {
  const linked = linkShopId === null ? null : (shops.find((shop) => shop.shopId === linkShopId) ?? null);
  const chosen = remembered === null ? null : (shops.find((shop) => shop.shopId === remembered) ?? null);
  const named = title === null || plainTitle(title) === '' ? null : shopsOfTitle(title, shops);

  // A link to a shop that this login cannot see must not end in another shop.
  if (linkShopId !== null && !linked) return ask('disagree', named?.length ? named : shops);
  if (named === null) {
    const found = linked ?? null;
    return found ? sure(found) : ask('none', shops);
  }
  if (linked) {
    if (named.includes(linked)) return sure(linked);
    return named.length === 0 && chosen === linked ? sure(linked) : ask('disagree', [linked, ...named]);
  }
  const [only] = named;
  if (named.length === 1 && only) return sure(only);
  if (chosen && (named.length === 0 || named.includes(chosen))) return sure(chosen);
  return named.length === 0 ? ask('none', shops) : ask('several', named);
}

/** Shops that the title may mean: its own text as a name first, then without prefix and id, then without any words around it. */
function shopsOfTitle(title: string, shops: readonly ShopName[]): readonly ShopName[] {
  const whole = plainTitle(title);
  const found = shopsOf(whole, shops);
  if (found.length > 0) return found;
  const readings = new Set([whole]);
  for (const text of readings) {
    for (const around of AROUND) {
      const inner = around.exec(text)?.[1];
      if (inner) readings.add(inner);
    }
  }
  return [...new Set([...readings].flatMap((text) => shopsOf(text, shops)))];
}

function shopsOf(whole: string, shops: readonly ShopName[]): readonly ShopName[] {
  const byName = (name: string): readonly ShopName[] => shops.filter((shop) => plainTitle(shop.name) === name);
  const byId = (id: string | undefined): readonly ShopName[] => shops.filter((shop) => id !== undefined && shop.shopId === Number(id));
  const found = new Set(byName(whole));
  for (const shop of byId(ID_ONLY.exec(whole)?.[1])) found.add(shop);
  if (found.size > 0) return [...found];

  const bare = PREFIX.exec(whole)?.[1] ?? whole;
  for (const shop of byName(bare)) found.add(shop);
  if (found.size > 0) return [...found];

  for (const text of new Set([whole, bare])) {
    const first = ID_FIRST.exec(text);
    const last = ID_LAST.exec(text);
    const readings = [
      first && { id: first[1] ?? first[2], name: first[3] ?? '' },
      last && { id: last[2] ?? last[3] ?? last[4], name: last[1] ?? '' },
    ];
    for (const reading of readings) {
      if (!reading) continue;
      const name = PREFIX.exec(reading.name)?.[1] ?? reading.name;
      const named = byName(name);
      const both = named.filter((shop) => shop.shopId === Number(reading.id));
      // Name and number that contradict each other are two answers, hence a question.
      for (const shop of both.length > 0 ? both : named.length > 0 ? [...named, ...byId(reading.id)] : []) found.add(shop);
    }
  }
  return [...found];
}

const sure = (shop: ShopName): ShopMatch => ({ state: 'sure', shopId: shop.shopId });

const ask = (reason: 'none' | 'several' | 'disagree', candidates: readonly ShopName[]): ShopMatch => ({ state: 'ask', reason, candidates });
