/** How long deciding takes, and whether an invoice costs the same in a small and in a large batch; what is in the clock stands in `decide.child.ts`. */
import { spawn } from 'node:child_process';
import { withBundle } from './bundle';
import { type Measurement, median, spread } from './measure';

interface Result {
  readonly tenThousand: readonly number[];
  readonly flat: number;
  readonly booked: number;
}

export const decideBench: Measurement = {
  names: ['decide-10k-invoices-ms', 'decide-flat-100k-to-1k'],
  run: (report) =>
    withBundle('test/bench/decide.child.ts', async (file) => {
      const child = spawn(process.execPath, ['--expose-gc', file], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      if (code !== 0) throw new Error(`the run ended with ${String(code)}`);
      const { tenThousand, flat, booked } = JSON.parse(text) as Result;
      if (booked === 0) throw new Error('nothing was booked, so nothing was measured');
      report.note(`CPU of 10,000: ${spread(tenThousand)}`);
      report.figure('decide-10k-invoices-ms', median(tenThousand), 'ms');
      report.figure('decide-flat-100k-to-1k', flat, 'ratio');
    }),
};
