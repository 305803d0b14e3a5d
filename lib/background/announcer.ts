/** Tells that something changed, and keeps the popup's snapshot: the first change at once, then at most every two seconds, the last one always. */
import type { ChangedNotice } from '../messages';

export interface Announcer {
  changed(what: ChangedNotice['what']): void;
  /** Resolves when everything was told and written. */
  idle(): Promise<void>;
}

export interface AnnouncerDeps {
  notify(notice: ChangedNotice): Promise<void>;
  /** Writes what the popup paints before it hears from the background. */
  snapshot(): Promise<void>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A snapshot reads the state of every shop: too much for each step of an export. */
const SNAPSHOT_APART_MS = 2_000;

export function createAnnouncer(deps: AnnouncerDeps): Announcer {
  const open = new Set<ChangedNotice['what']>();
  let telling: Promise<void> | null = null;
  let writing: Promise<void> | null = null;
  let outdated = false;
  let writtenAt = Number.NEGATIVE_INFINITY;

  // Neither a missing listener nor a lost snapshot is anybody's loss: both are asked for again. Each loop says that it is over in the same
  // turn in which it found nothing left, so that no change falls between two chairs.
  const tell = async (): Promise<void> => {
    await Promise.resolve();
    while (open.size > 0) {
      const now = [...open];
      open.clear();
      await Promise.allSettled(now.map((what) => deps.notify({ kind: 'changed', what })));
    }
    telling = null;
  };
  const write = async (): Promise<void> => {
    await Promise.resolve();
    while (outdated) {
      const wait = writtenAt + SNAPSHOT_APART_MS - deps.now();
      if (wait > 0) await deps.sleep(Math.min(wait, SNAPSHOT_APART_MS)).catch(() => undefined);
      outdated = false;
      writtenAt = deps.now();
      await deps.snapshot().catch(() => undefined);
    }
    writing = null;
  };
  return {
    changed: (what) => {
      open.add(what);
      outdated = true;
      telling ??= tell();
      writing ??= write();
    },
    idle: async () => {
      while (telling ?? writing) await Promise.allSettled([telling, writing]);
    },
  };
}
