/**
 * What Sync costs: calls to the simulated Exact per booked invoice, counted there: all calls on the administration, of the whole background with
 * the books that it reads, in one run and over a day; what is counted stands in `sync-calls.child.ts`.
 */
import { fork } from 'node:child_process';
import { withBundle } from './bundle';
import type { Measurement } from './measure';
import type { CallsResult } from './sync-calls.child';

export const syncCalls: Measurement = {
  names: ['exact-calls-per-invoice', 'exact-calls-per-invoice-day'],
  run: (report) =>
    withBundle('test/bench/sync-calls.child.ts', async (file) => {
      // Stdout is for figures alone.
      const child = fork(file, { execArgv: [], stdio: ['ignore', 2, 'inherit', 'ipc'] });
      let results: readonly CallsResult[] = [];
      child.on('message', (told) => (results = told as readonly CallsResult[]));
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      if (code !== 0 || results.length === 0) throw new Error(`the run ended with ${String(code)}`);
      for (const { name, perInvoice, kinds } of results) {
        report.note(kinds);
        report.figure(name, perInvoice, 'ratio');
      }
    }),
};
