/** Keeps the popup's view up to date: what was shown last and the snapshot first, then the background's answer within a time limit, then changes. */
import type { Fault } from '../faults';
import type { PopupState, Reply } from '../messages';
import { onceMore } from './once-more';
import { popupView } from './popup';
import type { PopupSnapshot } from './snapshot';
import type { Freshness, PopupView } from './types';

export interface LiveSources {
  /** Asks the background; the signal ends the waiting. */
  readonly ask: (signal: AbortSignal) => Promise<Reply<PopupState>>;
  readonly readSnapshot: () => Promise<PopupSnapshot | null>;
  /** What was shown last, at once; null when there is none. */
  readonly recall: () => PopupSnapshot | null;
  /** Keeps a fresh state for the next opening. */
  readonly remember: (state: PopupState) => void;
  /** Calls back when the background says that something changed. */
  readonly onChanged: (listener: () => void, signal: AbortSignal) => void;
  /** Resolves when what was shown last is on the screen, or could not be. */
  readonly painted: () => Promise<void>;
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How long the worker may take before its silence is shown. */
export const CEILING = 3000;
const WHILE_BUSY = 1000;

/**
 * Calls `show` at every change until `signal` aborts; the view is null while nothing is known. Answers a function that asks again.
 * Silence never empties what is shown.
 */
export function followPopup(sources: LiveSources, show: (view: PopupView | null, freshness: Freshness) => void, signal: AbortSignal): () => Promise<void> {
  const recalled = sources.recall();
  let view: PopupView | null = recalled && popupView(recalled.state);
  let since: string | null = recalled?.at ?? null;
  let fresh = false;

  const once = async (): Promise<void> => {
    const reply = await withCeiling(sources, signal);
    if (signal.aborted) return;
    if (reply.ok) {
      fresh = true;
      view = popupView(reply.value);
      show(view, { state: 'fresh' });
      sources.remember(reply.value);
      if (view.busy) void sources.wait(WHILE_BUSY, signal).then(() => (signal.aborted ? undefined : refresh()));
    } else show(view, { state: 'silent', since, fault: reply.fault });
  };

  const refresh = onceMore(once, () => signal.aborted);

  const begin = (): void => {
    void sources.readSnapshot().then((snapshot) => {
      const newer = snapshot !== null && (since === null || snapshot.at > since);
      if (signal.aborted || fresh || (view && !newer)) return;
      if (newer) {
        since = snapshot.at;
        view = popupView(snapshot.state);
      }
      show(view, { state: 'asking' });
    });
    void refresh();
  };
  // Without a recalled state the first paint waits for the snapshot, which comes within milliseconds: painting twice costs more. With one, the
  // worker is woken after that paint: both at once would share the processor, and the person waits for the paint.
  if (view) {
    show(view, { state: 'asking' });
    void sources.painted().then(() => { if (!signal.aborted) begin(); });
  } else begin();
  sources.onChanged(() => void refresh(), signal);
  return refresh;
}

async function withCeiling(sources: LiveSources, signal: AbortSignal): Promise<Reply<PopupState>> {
  const ended = new AbortController();
  const silent: Reply<PopupState> & { ok: false } = { ok: false, fault: { code: 'timeout' } satisfies Fault };
  const stop = (): void => { ended.abort(); };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([sources.ask(ended.signal), sources.wait(CEILING, ended.signal).then(() => silent)]);
  } finally {
    signal.removeEventListener('abort', stop);
    ended.abort();
  }
}
