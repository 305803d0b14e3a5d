/** Web Locks: shared by the worker and every page of the extension, freed by the browser when a worker is killed. */
import { FaultError } from '../faults';

export interface LockOptions {
  readonly signal?: AbortSignal;
  readonly mode?: 'exclusive' | 'shared';
  /** Longest wait for the lock; then the fault `timeout`. */
  readonly limitMs?: number;
}

export type RunLocked = <T>(name: string, run: () => Promise<T>, options?: LockOptions) => Promise<T>;

/** Runs `run` while holding the lock `name`. The time limit is on the waiting only. */
export const withLock: RunLocked = async (name, run, options = {}) => {
  const limit = AbortSignal.timeout(options.limitMs ?? 60_000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  try {
    return await navigator.locks.request(name, { mode: options.mode ?? 'exclusive', signal }, () => run());
  } catch (error) {
    if (error === limit.reason) throw new FaultError({ code: 'timeout', params: { lock: name.split(':')[0] ?? '' } }, { cause: error });
    throw error;
  }
};
