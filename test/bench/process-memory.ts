/** Memory of the process in which a browser runs its extensions, as the operating system counts it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** In MB. */
export interface Memory {
  /** What the process has for itself: resident pages that are no part of a file (a browser's task manager shows about this). Where the system does not tell, `resident`. */
  readonly own: number;
  /** All resident pages, those of the browser's program file included, which its processes share. */
  readonly resident: number;
}

export interface MemoryWatch {
  now(): Memory;
  /** The highest of each so far. */
  peak(): Memory;
  /** Number of samples so far. */
  samples(): number;
  stop(): void;
}

const SAMPLE_MS = 10;
const onLinux = existsSync('/proc/self/status');

/** Process ids of the renderers that run extensions in the browser with this profile folder. */
function extensionProcesses(profile: string, browserPid: number): readonly number[] {
  if (!onLinux) {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
    return lines.filter((line) => line.includes('--extension-process') && line.includes(profile)).map((line) => Number(line.trim().split(/\s+/)[0]));
  }
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), parent: Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  // Renderers are no children of the browser itself: a helper process forks them.
  const isBelow = (pid: number | undefined): boolean => pid !== undefined && (pid === browserPid || isBelow(parents.get(pid)));
  return all.filter(({ pid, command }) => command.includes('--extension-process') && isBelow(pid)).map(({ pid }) => pid);
}

function memoryOf(pid: number): Memory {
  if (!onLinux) {
    const resident = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
    return { own: resident, resident };
  }
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return { own: field('RssAnon') + field('RssShmem') + field('VmSwap'), resident: field('VmRSS') };
}

/** Watches the one process that runs the extension; by samples, since the browser itself resets the system's own mark of the peak. Throws unless there is exactly one. */
export function watchExtension(profile: string, browserPid: number): MemoryWatch {
  const [pid, ...others] = extensionProcesses(profile, browserPid);
  if (pid === undefined || others.length > 0) throw new Error(`expected one process with extensions, found ${String(others.length + (pid === undefined ? 0 : 1))}`);
  let highest = memoryOf(pid);
  let samples = 1;
  const sample = (): Memory => {
    const now = memoryOf(pid);
    highest = { own: Math.max(highest.own, now.own), resident: Math.max(highest.resident, now.resident) };
    samples += 1;
    return now;
  };
  const timer = setInterval(sample, onLinux ? SAMPLE_MS : 10 * SAMPLE_MS);
  return {
    now: sample,
    peak: () => highest,
    samples: () => samples,
    stop: () => clearInterval(timer),
  };
}
