import type { BooksView } from '../../lib/view/types';
import type { Surroundings } from './parts';
import type { Mistake, Profile, RulesDraft } from './rules-draft';

/** What the questions of the seller's profile share. */
export interface ProfileProps extends Pick<Surroundings, 'say' | 'language'> {
  readonly draft: RulesDraft;
  readonly books: BooksView | null;
  readonly mistakes: readonly Mistake[];
  /** Topic that a fix led to; it is open. */
  readonly wanted: string;
  readonly onProfile: (part: Partial<Profile>) => void;
  readonly onElsewhere: (typed: string) => void;
}
