/**
 * Deciding by the clock of the processor: sales of every regime (those of the property tests), 10,000 of them, and the cost of one among 1,000 and
 * among 100,000. Everything that a batch does in between two questions to its ledger is in it: regimes, table, debtor, balance.
 */
import fc from 'fast-check';
import { decide } from '../../lib/booking/decide';
import { build, plans } from '../booking/generated/build';
import { alternate } from './measure';

const KINDS = 1000;
const samples = fc.sample(plans, { numRuns: KINDS, seed: 20261122 }).map(build);

/** Invoices as they come: no two the same object, so that nothing can be remembered by identity. */
function* invoices(count: number): Generator<Parameters<typeof decide>> {
  for (let index = 0; index < count; index += 1) {
    const { invoice, rules } = samples[index % KINDS]!;
    yield [{ ...invoice, id: index + 1, code: `F${String(index + 1)}` }, rules, 1, { before: 0 }];
  }
}

let booked = 0;
function run(count: number): void {
  for (const args of invoices(count)) if (decide(...args).ok) booked += 1;
}

async function cpu(work: () => void): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const tenThousand: number[] = [];
for (let round = -2; round < 7; round += 1) {
  const ms = await cpu(() => run(10_000));
  if (round >= 0) tenThousand.push(ms);
}
// The same number of invoices on both sides: one batch of 100,000 against a hundred of 1,000.
const flat = await alternate(3, 1, () => cpu(() => run(100_000)), () => cpu(() => { for (let batch = 0; batch < 100; batch += 1) run(1000); }));
process.stdout.write(JSON.stringify({ tenThousand, flat: flat.ratio, booked }));
