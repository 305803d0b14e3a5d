/** How a slice of work ended. */
import type { Answer } from '../exact/answer';

export type SliceResult =
  /** `learnt`: the rules are other ones now. */
  | { readonly kind: 'more'; readonly learnt?: true }
  | { readonly kind: 'idle' }
  /** `until`: server time; null when only time can tell (a line that is down). */
  | { readonly kind: 'wait'; readonly until: number | null; readonly cause: string }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden'; readonly detail: string };

export type Trouble = Exclude<Answer<unknown>, { readonly kind: 'ok' | 'refused' }>;

/** What a call that did not come through means for the slice. */
export function resultOf(trouble: Trouble): SliceResult {
  if (trouble.kind === 'unclear') return { kind: 'wait', until: trouble.until, cause: trouble.cause };
  if (trouble.cause === 'signed-out') return { kind: 'signed-out' };
  if (trouble.cause === 'forbidden') return { kind: 'forbidden', detail: trouble.detail };
  return { kind: 'wait', until: trouble.until, cause: trouble.cause };
}
