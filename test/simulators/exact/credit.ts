/** A credit that a bookkeeper types in Exact, under the reference of the entry that it takes back. */
import type { Books, Entry } from './books';
import { buildEntry, turned } from './entry';
import { guid } from './people';
import { draftsOf } from './rest/lines';
import type { Ctx, User } from './types';

/** As like its original as a credit can be: same day, debtor and lines, only the other way round. */
export function creditByHand(ctx: Ctx, books: Books, entryId: string, user: User): Entry {
  const original = books.byId(entryId);
  if (!original) throw new Error(`no entry ${entryId}`);
  const { master } = books;
  const receivable = original.postings.find(({ kind }) => kind === 'receivable')?.account ?? '';
  const now = ctx.clock.now();
  const number = books.nextNumber(original.journal, original.year);
  const credit = buildEntry(
    master,
    { ...original, entryId: guid(ctx), entryNumber: number, invoiceNumber: String(number), topic: 'Hand', type: original.type === 20 ? 21 : 20, creator: user.id, created: now, modified: now, document: null, receivable },
    draftsOf(master, original).map((line) => ({ ...line, id: guid(ctx), net: turned(line.net), vat: turned(line.vat), ...(line.netDC === undefined ? {} : { netDC: turned(line.netDC) }) })),
  );
  books.post(credit);
  return credit;
}
