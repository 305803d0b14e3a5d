/** Tells that something changed, at most once at a time: a change during an announcement is announced after it. */
import type { ChangedNotice } from '../messages';

export interface Announcer {
  changed(what: ChangedNotice['what']): void;
  /** Resolves when everything was told. */
  idle(): Promise<void>;
}

export interface AnnouncerDeps {
  notify(notice: ChangedNotice): Promise<void>;
  /** Writes what the popup paints before it hears from the background. */
  snapshot(): Promise<void>;
}

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const open = new Set<ChangedNotice['what']>();
  let telling: Promise<void> | null = null;

  const tell = async (): Promise<void> => {
    while (open.size > 0) {
      const now = [...open];
      open.clear();
      // Neither a missing listener nor a lost snapshot is anybody's loss: both are asked for again.
      await Promise.allSettled(now.map((what) => deps.notify({ kind: 'changed', what })));
      await deps.snapshot().catch(() => undefined);
    }
  };
  return {
    changed: (what) => {
      open.add(what);
      telling ??= Promise.resolve()
        .then(tell)
        .finally(() => {
          telling = null;
        });
    },
    idle: async () => {
      while (telling) await telling;
    },
  };
}
