/** Requests to the background and notices from it. Small enough for the content script; the background's side is in `serving.ts`. */
import type { Fault } from '../faults';
import type { ChangedNotice, Replies, Reply, Request } from '../messages';
import { liveRuntime } from './context';

/** False after an update, reload or removal of the extension: this copy of the script can reach nobody any more. */
export function isContextAlive(): boolean {
  return liveRuntime() !== null;
}

/**
 * Sends one request to the background. Never throws: a dead context gives the fault `reload-page`, anything else that goes wrong
 * on the way gives `unexpected`. `signal` only stops the waiting (fault `timeout`); the background goes on.
 */
export async function ask<R extends Request>(request: R, signal?: AbortSignal): Promise<Reply<Replies[R['kind']]>> {
  const runtime = liveRuntime();
  if (!runtime) return failed({ code: 'reload-page' });
  try {
    const answer = await Promise.race([runtime.sendMessage(request), ...(signal ? [aborted(signal)] : [])]);
    if (answer === GIVEN_UP) return failed({ code: 'timeout' });
    if (isReply(answer)) return answer as Reply<Replies[R['kind']]>;
    return failed({ code: 'unexpected', detail: 'no answer' });
  } catch (error) {
    if (!isContextAlive() || /context invalidated/i.test(textOf(error))) return failed({ code: 'reload-page' });
    return failed({ code: 'unexpected', detail: 'no receiver' });
  }
}

/** Calls `listener` for each notice that something changed, until `signal` aborts. */
export function onChanged(listener: (notice: ChangedNotice) => void, signal: AbortSignal): void {
  const runtime = liveRuntime();
  if (!runtime || signal.aborted) return;
  const heard = (message: unknown): void => {
    if (isNotice(message)) listener(message);
  };
  runtime.onMessage.addListener(heard);
  signal.addEventListener('abort', () => liveRuntime()?.onMessage.removeListener(heard), { once: true });
}

const GIVEN_UP = Symbol('given up');

function aborted(signal: AbortSignal): Promise<typeof GIVEN_UP> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(GIVEN_UP);
    else signal.addEventListener('abort', () => resolve(GIVEN_UP), { once: true });
  });
}

function failed(fault: Fault): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault };
}

function isReply(value: unknown): value is Reply<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { ok?: unknown }).ok === 'boolean';
}

function isNotice(value: unknown): value is ChangedNotice {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'changed';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
