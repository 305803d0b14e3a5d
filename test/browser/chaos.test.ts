// A short chaos run; `npm run chaos` does the same for as many kills as one likes.
import { describe, expect, it } from 'vitest';
import { runChaos } from '../chaos/chaos';
import { LONG } from './long';

const say = (text: string): void => console.log(text);
const NOTHING = { doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, documentDoubles: 0 };

// Never tried a second time: one double in a thousand is a double.
describe('killed again and again', { retry: 0 }, () => {
  // A kill may fall between an intent and its POST, which is then waited for: a minute, by the setting, instead of five.
  it('ten times: every invoice is booked once and right', async () => {
    const { result, complaints, atPost, workerKills, seconds } = await runChaos({ kills: 10, seed: 1, invoices: 30, limitMs: 300_000, patienceMinutes: 1, patient: false, say });
    console.log(`${String(seconds)} s: ${JSON.stringify(result)}`);
    expect(complaints).toEqual([]);
    expect(result).toMatchObject({ ...NOTHING, kills: 10, booked: result.expected, reconnects: result.rotationsLost });
    expect(atPost).toBeGreaterThanOrEqual(3);
    expect(workerKills).toBeGreaterThanOrEqual(1);
  }, 330_000);

  // Some ten minutes: the same journey as the ten kills above, with more of them; npm test has fifteen for everything.
  it.skipIf(!LONG)('fifty times over h2, late answers and limits among the troubles, until every entry is proved', async () => {
    const { result, complaints, atPost } = await runChaos({ kills: 50, seed: 2, invoices: 300, limitMs: 1_800_000, patienceMinutes: 1, patient: true, say });
    console.log(JSON.stringify(result));
    expect(complaints).toEqual([]);
    expect(result).toMatchObject({ ...NOTHING, kills: 50, booked: result.expected, reconnects: result.rotationsLost });
    expect(atPost).toBeGreaterThanOrEqual(15);
  }, 1_900_000);
});
