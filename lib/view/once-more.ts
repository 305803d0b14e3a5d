/** Looking again when something changed, without looking twice at once. */

/**
 * A function that runs `look`. Calls that come while it runs share that run and are followed by exactly one more: the answer under way may be
 * older than the change. Nothing follows once `isOver` says so. A run that throws is followed as well.
 */
export function onceMore(look: () => Promise<void>, isOver: () => boolean = () => false): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const run = (): Promise<void> => {
    if (running) {
      again = true;
      return running;
    }
    running = look().finally(() => {
      running = null;
      if (!again || isOver()) return;
      again = false;
      void run();
    });
    return running;
  };
  return run;
}
