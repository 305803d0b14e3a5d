/** Work that goes on in this worker, so that somebody can wait until nothing does. */
export interface Running {
  /** Answers the work itself; its outcome is its owner's. */
  track<T>(work: Promise<T>): Promise<T>;
  /** The same for work that nobody waits for: what goes wrong in it is stored by itself, or comes again. */
  detach(work: Promise<unknown>): void;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export function createRunning(): Running {
  const running = new Set<Promise<unknown>>();
  const track = <T>(work: Promise<T>): Promise<T> => {
    running.add(work);
    void work.then(
      () => running.delete(work),
      () => running.delete(work),
    );
    return work;
  };
  return {
    track,
    detach: (work) => {
      track(work).catch(() => undefined);
    },
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
