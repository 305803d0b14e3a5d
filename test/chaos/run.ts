/**
 * Chaos in a real browser, on the build that the command makes first; one line of JSON on stdout, all else on stderr.
 *
 *   npm run chaos -- --kills 200 --seed 1 [--invoices 300] [--minutes 90]
 *   npm run chaos -- --two-browsers --seed 1 [--invoices 200] [--kills 0]
 *
 * `--patience`: minutes that "not found" is not believed, set on the page as a person can: one here, where the product's default is five, so that
 * late answers come sooner too. Books are judged when every entry was read back and every PDF is there: that takes some twenty minutes after the
 * last kill (with `--patience 5` more than an hour), since no proof comes before five minutes and each comes with a run of the schedule.
 *
 * Ends with a code other than 0 when the books are not exactly right, or when consents were not equal to the rotations that were lost.
 */
import { runChaos } from './chaos';
import { parseArguments } from './options';
import { runTwoBrowsers } from './two-browsers';

const options = parseArguments(process.argv.slice(2), (text) => void process.stderr.write(`${text}\n`));
const { result, atPost, workerKills, seconds, complaints } = options.twoBrowsers ? await runTwoBrowsers({ ...options, patient: true }) : await runChaos({ ...options, patient: true });
options.say(`${String(seconds)} s, ${String(atPost)} kills at a POST, ${String(workerKills)} of the worker alone`);
for (const complaint of complaints) options.say(complaint);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(complaints.length === 0 ? 0 : 1);
