/** One request towards Exact with a time limit, and the plain reading of its answer. */
import { FaultError } from '../faults';

/** A worker may be stopped when an answer takes more than 30 s to start (facts: browser-extension 1). */
export const TIME_LIMIT_MS = 25_000;

export interface PlainAnswer {
  /** 0 for a redirect, which is never followed. */
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Sends and reads the whole body. Throws `timeout` or `offline`: then it is unknown whether the request was processed. */
export async function send(fetch: Fetch, url: string, init: RequestInit, signal?: AbortSignal): Promise<PlainAnswer> {
  const limit = AbortSignal.timeout(TIME_LIMIT_MS);
  try {
    const response = await fetch(url, { ...init, signal: signal ? AbortSignal.any([signal, limit]) : limit });
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) return { status: 0, body: '', headers: response.headers };
    return { status: response.status, body: await response.text(), headers: response.headers };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new FaultError({ code: limit.aborted ? 'timeout' : 'offline' }, { cause: error });
  }
}
