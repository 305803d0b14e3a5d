/**
 * Two browsers at one shop. With two Exact users both book, and each invoice stands there once; the same Exact user in both: the first one
 * says that it was taken over, asks for no consent by itself, and keeps what it knows until the person connects again.
 */
import { describe, expect, it } from 'vitest';
import { runTwoBrowsers } from '../chaos/two-browsers';
import { LONG } from './long';

const say = (text: string): void => console.log(text);
const NOTHING = { doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, documentDoubles: 0, rotationsLost: 0 };

describe('two Exact users', () => {
  it('book a few invoices at once: none is there twice', async () => {
    const { result, complaints } = await runTwoBrowsers({ kills: 0, seed: 1, invoices: 16, limitMs: 100_000, patienceMinutes: 1, patient: false, say });
    console.log(JSON.stringify(result));
    expect(complaints).toEqual([]);
    expect(result).toMatchObject({ ...NOTHING, booked: 16 });
  }, 120_000);

  // Some ten minutes each, most of them the wait for the proofs; the few above, and test/sync/two-browsers.test.ts on the engine, play it in every run.
  it.skipIf(!LONG).each([0, 1])('book 200 invoices at once, %i of them killed for good after its POST: none is there twice', async (kills) => {
    const { result, complaints } = await runTwoBrowsers({ kills, seed: 1, invoices: 200, limitMs: 1_200_000, patienceMinutes: 1, patient: true, say });
    console.log(JSON.stringify(result));
    expect(complaints).toEqual([]);
    expect(result).toMatchObject({ ...NOTHING, booked: 200, kills });
  }, 1_300_000);
});
