/** Lives of one browser profile: with a debugger, where a worker is to be killed or a person is needed, and without any. */
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { launchChromium, launchWithoutDebugger, type Chromium, type NetworkPlace } from '../browser/chromium';
import { eventually } from '../browser/drive';

export interface Life {
  /** Null in a life without debugger. */
  readonly chromium: Chromium | null;
  readonly process: ChildProcess;
}

export interface Place {
  readonly network: NetworkPlace;
  readonly profile: string;
}

/** A life with a debugger. */
export async function driven({ network, profile }: Place): Promise<Life> {
  return lifeOf(await launchChromium({ network, profile }));
}

export function lifeOf(chromium: Chromium): Life {
  const process = chromium.browser.process();
  if (!process) throw new Error('this browser was not started from here');
  return { chromium, process };
}

/** A life that nobody watches: only the simulators can tell what it does. */
export function bare({ network, profile }: Place): Life {
  return { chromium: null, process: launchWithoutDebugger({ network, profile, url: 'about:blank' }) };
}

/** Ends it as a power cut would, and waits until it is gone. */
export function killed({ process }: Life): Promise<void> {
  return ended(process, 'SIGKILL');
}

/** Ends it as a person does who closes the window. */
export async function closed(life: Life): Promise<void> {
  if (life.chromium) await Promise.race([life.chromium.browser.close().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  await ended(life.process, 'SIGTERM');
}

async function ended(process: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = new Promise((resolve) => process.once('exit', resolve));
  process.kill(signal);
  await gone;
}

/** Takes the profile away; processes of a killed browser write into it for a moment still. */
export async function forget(profile: string): Promise<void> {
  await eventually('the profile to be let go of', () => {
    rmSync(profile, { recursive: true, force: true });
    return true;
  });
}
