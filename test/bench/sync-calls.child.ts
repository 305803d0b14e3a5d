/** Calls to the simulated Exact of 200 invoices in one run, and of 1,000 over a day. Told to whoever forked it. */
import { kindsOf, oneDay, oneRun, syncIsOn } from '../background/calls-stage';

/** Calls of each kind, and per invoice. */
export interface CallsResult {
  readonly name: string;
  readonly perInvoice: number;
  readonly kinds: string;
}

const results: CallsResult[] = [];
for (const [name, count, there, measure] of [['exact-calls-per-invoice', 200, 200, oneRun], ['exact-calls-per-invoice-day', 1000, 0, oneDay]] as const) {
  const given = await syncIsOn(there);
  try {
    const calls = await measure(given, count);
    results.push({ name, perInvoice: calls.length / count, kinds: kindsOf(calls) });
  } finally {
    await given.stage.close();
  }
}
process.send?.(results, () => process.exit());
