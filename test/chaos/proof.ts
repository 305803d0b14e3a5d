/**
 * Which entries were read back once more (design 6: booked, then proved). A first copy that Exact stores late, beside the one that the browser
 * sent again by itself, is met only then; so books are judged no earlier. Seen from outside, by the look-ups that came.
 */
import type { ExactSim } from '../simulators/exact';
import type { Expected } from './truth';

/** How the product's waits follow from its patience, in minutes: the proof of an entry, never before five, and the runs of its schedule (see `setPatience`). */
export interface Waits {
  readonly proofMs: number;
  readonly everyMs: number;
}

export function waitsOf(patienceMinutes: number | null): Waits {
  return patienceMinutes === null ? { proofMs: 15 * 60_000, everyMs: 15 * 60_000 } : { proofMs: Math.max(5, 3 * patienceMinutes) * 60_000, everyMs: 5 * 60_000 };
}

/** How many of these were looked up when they stood there, and again after the time of the proof. */
export function provedOf(exact: Pick<ExactSim, 'books' | 'callsOf'>, expected: readonly Expected[], { proofMs }: Waits): number {
  let proved = 0;
  for (const division of new Set(expected.map((one) => one.division))) {
    const stored = new Map<string, number>();
    for (const { yourRef, created } of exact.books(division)) stored.set(yourRef, Math.min(created, stored.get(yourRef) ?? Infinity));
    const first = new Map<string, number>();
    const last = new Map<string, number>();
    for (const { method, path, status, at } of exact.callsOf(division)) {
      if (method !== 'GET' || status !== 200 || !path.includes('SalesEntries?')) continue;
      for (const [, reference = ''] of decodeURIComponent(path).matchAll(/YourRef[+ ]eq[+ ]'([^']*)'/g)) {
        if (at < (stored.get(reference) ?? Infinity)) continue;
        if (!first.has(reference)) first.set(reference, at);
        last.set(reference, at);
      }
    }
    proved += expected.filter((one) => one.division === division && (last.get(one.reference) ?? 0) - (first.get(one.reference) ?? Infinity) >= proofMs).length;
  }
  return proved;
}
