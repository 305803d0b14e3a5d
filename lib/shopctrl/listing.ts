/** Reading a paged list that shifts while it is read (facts: shopctrl 2.3: bare arrays, no total, no cursor). */

export interface Listed {
  /** False when the list moved so much that a last doubt remains: then the watermark stays where it was. */
  readonly stable: boolean;
  readonly pages: number;
}

/** So many corrections in one reading are a list that will not rest. */
const ROUNDS = 60;

/**
 * Reads all pages up to the first that is empty or brings nothing that no page before it has (a server that ignores the page number, or
 * gives its last page again). After each page the one before it is read again: when it changed, entries may have crossed
 * the border unseen, so the reading steps back until a page is as it was, and goes on from there. `seen` gets every entry of every
 * reading, doubles included.
 */
export async function readShiftingPages<T>(
  read: (page: number) => Promise<readonly T[]>,
  keyOf: (entry: T) => string,
  seen: (entries: readonly T[]) => void,
): Promise<Listed> {
  const prints = new Map<number, string>();
  // Keys of each page as it was read last: a list that shifts gives keys of one page on another.
  const keys = new Map<number, ReadonlySet<string>>();
  const readPage = async (page: number): Promise<{ readonly print: string; readonly end: boolean }> => {
    const entries = await read(page);
    seen(entries);
    const own = entries.map(keyOf);
    keys.set(page, new Set(own));
    const before = [...keys].filter(([number]) => number < page);
    return { print: own.join(' '), end: own.every((key) => before.some(([, set]) => set.has(key))) };
  };

  let page = 1;
  let rounds = 0;
  let furthest = 1;
  let current = await readPage(page);
  prints.set(page, current.print);
  for (;;) {
    if (page > 1 && rounds < ROUNDS) {
      const before = await readPage(page - 1);
      if (before.print !== prints.get(page - 1)) {
        prints.set(page - 1, before.print);
        page -= 1;
        current = before;
        rounds += 1;
        continue;
      }
    }
    if (current.end) return { stable: rounds < ROUNDS, pages: furthest };
    page += 1;
    furthest = Math.max(furthest, page);
    current = await readPage(page);
    prints.set(page, current.print);
  }
}
