/**
 * More than one entry with the reference of an intent (design 6.5). Removed is only what is provably our own copy; the keeper is the same in
 * every browser. Pure.
 */
import type { EntryDraft } from '../booking/entry-draft';
import type { FoundEntry } from '../exact/entries';
import { equalsDraft, fits } from './fit';

export interface OwnMarks {
  /** GUID of our Exact user. */
  readonly userId: string;
  /** Server time of the intent. */
  readonly since: number;
  /** Entry that Exact named in its answer to our POST. */
  readonly answered: string | null;
}

export type TwoFound =
  /** Remove one copy of ours; look at `keep` again first. */
  | { readonly kind: 'remove'; readonly remove: string; readonly keep: string }
  /** The other copy belongs to another browser, which is to remove it by the same rule: wait for it. */
  | { readonly kind: 'wait' }
  /** For a person: both are shown, nothing is deleted. */
  | { readonly kind: 'person' };

/** Processed entries cannot be removed. */
const OPEN = 20;
/** Exact's `Created` has whole seconds and its own clock. */
const CLOCK_MS = 60_000;

/** Provably our own copy: equal to our intent line by line, made by our Exact user after the intent, still open. */
export function isOwn(draft: EntryDraft, entry: FoundEntry, marks: OwnMarks): boolean {
  if (entry.status !== OPEN || !equalsDraft(draft, entry)) return false;
  return entry.creator === marks.userId.toLowerCase() && (entry.entryId === marks.answered || entry.created >= marks.since - CLOCK_MS);
}

/**
 * What to do about several entries of one reference. `patient`: the other browser may still be at work; once it is not, and its copy equals
 * our intent line by line, ours gives way, though it is the keeper. A browser that is gone for good after its POST may have left the later
 * copy, only our own may be removed, and no double may stay (`test/sync/interleavings.test.ts` has such orders). Should the other be back in
 * that very moment and remove its own, the look-up after it finds none, and it begins from the top.
 */
export function twoFound(draft: EntryDraft, entries: readonly FoundEntry[], marks: OwnMarks, patient: boolean): TwoFound {
  // What does not fit (a credit typed by hand under the same reference, say) is never touched, and keeps nobody from removing a copy of ours.
  const sorted = entries.filter((entry) => fits(draft, entry)).sort(byKeeping);
  const [keeper, ...others] = sorted;
  if (!keeper || others.length === 0) return { kind: 'person' };
  const own = others.findLast((entry) => isOwn(draft, entry, marks));
  if (own) return { kind: 'remove', remove: own.entryId, keep: keeper.entryId };
  // Only copies of others are left over beside the keeper.
  if (!isOwn(draft, keeper, marks) || !others.every((entry) => equalsDraft(draft, entry) && entry.status === OPEN)) return { kind: 'person' };
  if (patient) return { kind: 'wait' };
  const stays = others[0];
  return stays && others.length === 1 ? { kind: 'remove', remove: keeper.entryId, keep: stays.entryId } : { kind: 'person' };
}

/** The keeper first: lowest (EntryNumber, EntryID). */
function byKeeping(one: FoundEntry, other: FoundEntry): number {
  return one.entryNumber - other.entryNumber || (one.entryId < other.entryId ? -1 : 1);
}
