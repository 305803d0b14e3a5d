/**
 * The whole test run: lint, types, build, store lint, unit tests, browser tests. Goes on after a failure so that one run
 * tells everything, prints what did not run, and ends with the line `N passed, N failed`.
 *
 * After the build two lanes run side by side: the browser tests, which wait most of the time, and beside them everything else (the
 * browser tests of the simulators alone among it), one after the other in a single worker. The browser tests' lines are shown as they come; a step of the other lane is shown whole when it ends.
 *
 *   npm test            everything that fits 15 minutes on two cores
 *   npm run test:long   the same with TEST_LONG=1: more generated cases and longer runs
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium, findFirefox } from './find-browser';

const root = fileURLToPath(new URL('../..', import.meta.url));
const long = process.argv.includes('--long');
const scratch = mkdtempSync(join(tmpdir(), 'tests-'));

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly notRun: readonly string[];
  readonly seconds: number;
}

/** Runs a command and answers its exit code; its output goes to `show` in whole lines. */
function run(command: string, args: readonly string[], show: (lines: string) => void): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}), ...(long ? { TEST_LONG: '1' } : {}) },
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        const end = text.lastIndexOf('\n') + 1;
        if (end > 0) show(rest + text.slice(0, end));
        rest = end > 0 ? text.slice(end) : rest + text;
      });
      stream.on('end', () => {
        if (rest !== '') show(`${rest}\n`);
      });
    }
    child.on('error', (error) => {
      show(`${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Where a step's output goes: at once, or as one block when it has ended, so that two lanes stay readable. */
interface Printer {
  readonly show: (lines: string) => void;
  readonly end: () => void;
}

type Style = 'at once' | 'as a block';
let lastTitle = '';

function printer(title: string, style: Style): Printer {
  const write = (text: string): void => {
    // A block of the other lane came between: say whose lines follow.
    if (lastTitle !== title) process.stdout.write(`\n── ${title}\n`);
    lastTitle = title;
    process.stdout.write(text);
  };
  if (style === 'at once') {
    write('');
    return { show: write, end: () => undefined };
  }
  const kept: string[] = [];
  return { show: (text) => void kept.push(text), end: () => write(kept.join('')) };
}

async function step(name: string, command: string, args: readonly string[], style: Style): Promise<Outcome> {
  const { show, end } = printer(name, style);
  const start = Date.now();
  const code = await run(command, args, show);
  end();
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, notRun: [], seconds: (Date.now() - start) / 1000 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

async function vitest(name: string, project: 'unit' | 'browser', style: Style, options: readonly string[]): Promise<Outcome> {
  const { show, end } = printer(name, style);
  const start = Date.now();
  const report = join(scratch, `${name.replace(/\W+/g, '-')}.json`);
  const code = await run('npx', ['vitest', 'run', '--config', 'test/config/vitest.config.ts', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...options], show);
  end();
  const seconds = (Date.now() - start) / 1000;
  let parsed: VitestReport;
  try {
    parsed = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  } catch {
    return { name, passed: 0, failed: 1, notRun: [`${name}: the test runner left no report`], seconds };
  }
  // A file that fails to load has no failed assertion of its own; it must count all the same.
  const brokenFiles = parsed.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length;
  const notRun = parsed.testResults.flatMap((file) => file.assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => `${test.fullName} (${test.status})`));
  const failed = parsed.numFailedTests + brokenFiles;
  return { name, passed: parsed.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, notRun, seconds };
}

async function main(): Promise<number> {
  const outcomes: Outcome[] = [];
  const browsers = { name: 'browsers', seconds: 0, notRun: [] as string[] };
  try {
    console.log(`Chromium: ${findChromium()}\nFirefox: ${findFirefox()}`);
    outcomes.push({ ...browsers, passed: 1, failed: 0 });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    outcomes.push({ ...browsers, passed: 0, failed: 1 });
  }
  outcomes.push(await step('set-up of the simulated admin (Ext JS)', 'npx', ['tsx', 'test/tools/extjs.ts'], 'at once'));
  outcomes.push(await step('build', 'npm', ['run', '--silent', 'build'], 'at once'));
  const besides = async (): Promise<Outcome[]> => [
    await step('lint', 'npm', ['run', '--silent', 'lint'], 'as a block'),
    await step('types', 'npm', ['run', '--silent', 'types'], 'as a block'),
    await step('store lint', 'npx', ['tsx', 'test/tools/store-lint.ts'], 'as a block'),
    // One core for these, one for the browser.
    await vitest('unit tests', 'unit', 'as a block', ['--maxWorkers=1']),
    await vitest('browser tests of the simulators', 'browser', 'as a block', ['.chromium.test.ts']),
  ];
  const [others, browser] = await Promise.all([besides(), vitest('browser tests', 'browser', 'at once', ['test/browser/'])]);
  outcomes.push(...others, browser);
  rmSync(scratch, { recursive: true, force: true });

  console.log('\n── summary');
  for (const outcome of outcomes) console.log(`${outcome.failed === 0 ? 'ok  ' : 'FAIL'} ${outcome.name}: ${outcome.passed} passed, ${outcome.failed} failed (${outcome.seconds.toFixed(0)} s)`);
  const notRun = outcomes.flatMap((outcome) => outcome.notRun);
  if (notRun.length > 0) console.log(`did not run (${notRun.length}):\n${notRun.map((name) => `  ${name}`).join('\n')}`);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
