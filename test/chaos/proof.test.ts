// Whether an entry was read back is told from the look-ups alone: one when it stood there, one after the time of the proof.
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../simulators/contract';
import type { Entry } from '../simulators/exact';
import { provedOf, waitsOf } from './proof';
import type { Expected } from './truth';

const DIVISION = 100_001;
const waits = waitsOf(1);
const one = { reference: '10001', division: DIVISION } as Expected;
const entry = { yourRef: '10001', created: 1_000 } as Entry;
const lookUp = (at: number, references: readonly string[], status = 200): CallRecord => {
  const filter = references.map((reference) => `YourRef+eq+'${reference}'`).join('+or+');
  return { at, method: 'GET', host: 'start.exactonline.nl', path: `/api/v1/${String(DIVISION)}/salesentry/SalesEntries?$select=EntryID&$filter=${encodeURIComponent(filter).replaceAll('%2B', '+')}`, status };
};
const proved = (calls: readonly CallRecord[], entries: readonly Entry[] = [entry]): number => provedOf({ books: () => entries, callsOf: () => calls }, [one], waits);

describe('an entry is proved', () => {
  it('when it was looked up twice, the second time after the proof', () => {
    expect(proved([lookUp(2_000, ['10001']), lookUp(2_000 + waits.proofMs, ['9', '10001'])])).toBe(1);
  });

  it.each([
    ['looked up once', [lookUp(2_000, ['10001'])]],
    ['too soon', [lookUp(2_000, ['10001']), lookUp(1_000 + waits.proofMs, ['10001'])]],
    ['before it was there', [lookUp(500, ['10001']), lookUp(1_000 + waits.proofMs, ['10001'])]],
    ['without an answer', [lookUp(2_000, ['10001']), lookUp(2_000 + waits.proofMs, ['10001'], 500)]],
    ['of another reference', [lookUp(2_000, ['10001']), lookUp(2_000 + waits.proofMs, ['100011'])]],
  ])('not when %s', (_, calls) => {
    expect(proved(calls)).toBe(0);
  });

  it('not when it is not there', () => {
    expect(proved([lookUp(2_000, ['10001']), lookUp(2_000 + waits.proofMs, ['10001'])], [])).toBe(0);
  });
});
