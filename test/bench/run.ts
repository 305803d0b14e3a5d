/**
 * Measures what the issue sets figures for, and prints one line of JSON per figure on stdout; all else goes to stderr.
 *
 *   npm run bench                       everything, some five minutes on two cores
 *   npm run bench -- --only popup-ratio one measurement, by the name of any of its figures
 *   npm run bench -- --long             longer runs as well
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CHROME_BUILD, REPOSITORY } from '../browser/chromium';
import { contentScriptCpu } from './content-script-cpu';
import { contentScriptSize } from './content-script-size';
import { decideBench } from './decide';
import type { Figure, Measurement, Report } from './measure';
import { popup } from './popup';
import { sectionVisible } from './section-visible';
import { syncIdle } from './sync-idle';
import { syncCalls } from './sync-calls';
import { workerWake } from './worker-wake';
import { xml10k } from './xml-10k';
import { xml50k } from './xml-50k';

const ALL: readonly Measurement[] = [contentScriptSize, decideBench, xml10k, popup, sectionVisible, contentScriptCpu, syncCalls, syncIdle, workerWake, xml50k];

/** What the issue asks; figures without an entry are reported only. */
const AT_MOST: Readonly<Record<string, number>> = {
  'content-script-gzip-bytes': 20_000,
  'section-visible-ms': 100,
  'popup-ratio': 1.5,
  'decide-flat-100k-to-1k': 1.25,
  'exact-calls-per-invoice': 1.1,
  'exact-calls-per-invoice-day': 1.25,
  'sync-idle-flat-100k-to-1k': 1.25,
  'xml-10k-ratio-to-fast-xml-parser': 1.5,
  'xml-50k-peak-mb': 200,
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function chosen(): readonly Measurement[] {
  const at = process.argv.indexOf('--only');
  if (at < 0) return ALL;
  const name = process.argv[at + 1] ?? '';
  const found = ALL.filter(({ names }) => names.includes(name));
  if (found.length === 0) throw new Error(`nothing measures "${name}"; there are ${ALL.flatMap(({ names }) => names).join(', ')}`);
  return found;
}

function build(): void {
  if (existsSync(join(CHROME_BUILD, 'manifest.json'))) return;
  say('No build there: building');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['run', '--silent', 'build:chrome'], { cwd: REPOSITORY, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) throw new Error('the build failed');
}

const report: Report = {
  figure(name, value, unit) {
    const figure: Figure = { name, value: Math.round(value * 1000) / 1000, unit };
    process.stdout.write(`${JSON.stringify(figure)}\n`);
    const limit = AT_MOST[name];
    if (limit !== undefined && value > limit) say(`  MISSED: ${name} should be at most ${String(limit)}`);
  },
  note: (text) => say(`  ${text}`),
};

async function main(): Promise<void> {
  // Stdout is for figures alone; what tools say on the way goes beside it.
  console.log = (...texts: unknown[]) => say(texts.join(' '));
  const measurements = chosen();
  build();
  const options = { long: process.argv.includes('--long') };
  for (const measurement of measurements) {
    const begun = Date.now();
    say(measurement.names[0] ?? '');
    try {
      await measurement.run(report, options);
    } catch (error) {
      say(`  FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      process.exitCode = 1;
    }
    say(`  ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  }
}

await main();
