/**
 * What an answer of Exact proves (design 6.3; facts: exact-api 2.6, 5). Four outcomes and no others: `ok`; `refused`, processed and turned
 * down for good; `not-processed`, certainly without effect; `unclear`, which for a POST means that it may have been stored.
 */
import { errorText, parseJson } from './body';
import type { PlainAnswer } from './send';
import { reasonOf, type ExactReason } from './texts';

export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: ExactReason; readonly detail: string }
  | {
      readonly kind: 'not-processed';
      /** `budget`, `circuit`: not even sent. */
      readonly cause: 'signed-out' | 'forbidden' | 'rate' | 'budget' | 'circuit';
      /** Server time in milliseconds from which on it makes sense to try again; null when time does not help. */
      readonly until: number | null;
      readonly detail: string;
    }
  | { readonly kind: 'unclear'; readonly cause: 'network' | 'timeout' | 'server' | 'redirect' | 'unreadable'; readonly until: number | null };

/**
 * Reads a whole answer. `read` turns the value of `d` into what is wanted, or null when it is not what was expected: a 2xx that cannot be
 * read is unclear, not ok. A 204 is read as `d: null`.
 */
export function answerOf<T>(answer: PlainAnswer, read: (d: unknown) => T | null, until: (headers: Headers, now: number) => number | null, now: number): Answer<T> {
  const { status } = answer;
  if (status === 0) return { kind: 'unclear', cause: 'redirect', until: null };
  if (status === 401) return { kind: 'not-processed', cause: 'signed-out', until: null, detail: '' };
  if (status === 429) return { kind: 'not-processed', cause: 'rate', until: until(answer.headers, now), detail: '' };
  const json = parseJson(answer.body);
  const text = errorText(json);
  if (status === 403) return { kind: 'not-processed', cause: 'forbidden', until: null, detail: (text ?? answer.headers.get('reason') ?? '').slice(0, 300) };
  if (status >= 200 && status < 300) {
    const value = status === 204 ? read(null) : envelope(json, read);
    return value === null ? { kind: 'unclear', cause: 'unreadable', until: null } : { kind: 'ok', value };
  }
  if (status === 408 || (status >= 500 && text === null)) return { kind: 'unclear', cause: 'server', until: until(answer.headers, now) };
  return { kind: 'refused', status, reason: reasonOf(status, text ?? ''), detail: (text ?? '').slice(0, 300) };
}

function envelope<T>(json: unknown, read: (d: unknown) => T | null): T | null {
  const d = (json as { readonly d?: unknown } | null | undefined)?.d;
  return d === undefined ? null : read(d);
}
