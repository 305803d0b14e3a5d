/** Locks for which reading ahead makes room: whoever a person waits for comes first. */
import type { RunLocked } from '../connection/tokens';

export interface GiveWay {
  /** Aborted when somebody else wants the lock of this name. */
  signalOf(name: string): AbortSignal;
  /** Runs under the lock; what reads ahead under it stops first. */
  first<T>(name: string, run: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Nobody holds a lock longer than this. */
const LIMIT_MS = 5 * 60_000;

export function createGiveWay(lock: RunLocked): GiveWay {
  const ahead = new Map<string, AbortController>();
  return {
    signalOf: (name) => {
      const present = ahead.get(name) ?? new AbortController();
      ahead.set(name, present);
      return present.signal;
    },
    first: (name, run, signal) => {
      ahead.get(name)?.abort();
      ahead.delete(name);
      return lock(name, run, { signal, limitMs: LIMIT_MS });
    },
  };
}
