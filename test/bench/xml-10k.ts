/** Deciding and writing 10,000 invoices against fast-xml-parser writing the same files; what is in which clock stands in `xml-10k.child.ts`. */
import { spawn } from 'node:child_process';
import { withBundle } from './bundle';
import { type Measurement, median, spread } from './measure';

interface Result {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly ratio: number;
  readonly bytes: number;
  readonly files: number;
}

export const xml10k: Measurement = {
  names: ['xml-10k-ratio-to-fast-xml-parser', 'xml-10k-ms', 'xml-10k-fast-xml-parser-ms'],
  run: (report) =>
    withBundle('test/bench/xml-10k.child.ts', async (file) => {
      const child = spawn(process.execPath, ['--expose-gc', file], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
      if (code !== 0) throw new Error(`the run ended with ${String(code)}`);
      const { ours, theirs, ratio, bytes, files } = JSON.parse(text) as Result;
      report.note(`ours: ${spread(ours)}; fast-xml-parser: ${spread(theirs)}; ${String(files)} files of ${(bytes / 1e6).toFixed(1)} MB in all`);
      report.figure('xml-10k-ratio-to-fast-xml-parser', ratio, 'ratio');
      report.figure('xml-10k-ms', median(ours), 'ms');
      report.figure('xml-10k-fast-xml-parser-ms', median(theirs), 'ms');
    }),
};
