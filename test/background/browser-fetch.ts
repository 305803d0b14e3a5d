/**
 * `fetch` towards the simulators as browsers do it: connections are kept, and a request whose connection had answered before and then ended without
 * one byte is sent once more by itself, also a POST (design 6; shown in real browsers by `test/simulators/exact/resend.chromium.test.ts`).
 */
import { connect as connectH2, type ClientHttp2Session } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { Fetch } from '../../lib/exact/send';

/** A request that got no byte of an answer; `reused` when its connection had answered before. */
class Cut extends TypeError {
  constructor(readonly reused: boolean) {
    super('Failed to fetch');
  }
}

interface Asked {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

type Once = (asked: Asked) => Promise<Response>;

/** Over HTTP/1.1 or h2. */
export function browserFetch(port: number, protocol: 'HTTP/1.1' | 'h2'): Fetch {
  const once = protocol === 'h2' ? overH2(port) : overH1(port);
  return async (url, init) => {
    const asked: Asked = {
      url: new URL(url),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers).entries()),
      body: typeof init.body === 'string' ? init.body : undefined,
      signal: init.signal ?? undefined,
    };
    try {
      return await once(asked);
    } catch (error) {
      if (!(error instanceof Cut) || !error.reused || asked.signal?.aborted) throw error;
      return await once(asked);
    }
  };
}

function responseOf(status: number, headers: Readonly<Record<string, string | readonly string[] | undefined>>, chunks: readonly Buffer[]): Response {
  const received = new Headers();
  for (const [name, value] of Object.entries(headers)) if (!name.startsWith(':')) for (const one of [value ?? []].flat()) received.append(name, String(one));
  return new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers: received });
}

function overH1(port: number): Once {
  const agent = new Agent({ keepAlive: true });
  return ({ url, method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const call = httpsRequest({ host: '127.0.0.1', port, path: url.pathname + url.search, method, headers: { ...headers, host: url.host }, rejectUnauthorized: false, agent, ...(signal ? { signal } : {}) }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => reject(new TypeError('Failed to fetch')));
        answer.on('end', () => resolve(responseOf(answer.statusCode ?? 0, answer.headers, chunks)));
      });
      call.on('error', (error) => reject(signal?.aborted ? error : new Cut(call.reusedSocket)));
      call.end(body);
    });
}

function overH2(port: number): Once {
  const sessions = new Map<string, { readonly session: ClientHttp2Session; answered: boolean }>();
  const sessionTo = (host: string) => {
    const open = sessions.get(host);
    if (open && !open.session.closed && !open.session.destroyed) return open;
    const session = connectH2(`https://127.0.0.1:${String(port)}`, { rejectUnauthorized: false, servername: host });
    session.on('error', () => undefined);
    const made = { session, answered: false };
    sessions.set(host, made);
    return made;
  };
  return ({ url, method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const connection = sessionTo(url.hostname);
      const reused = connection.answered;
      const stream = connection.session.request({ ...headers, ':method': method, ':path': url.pathname + url.search, ':authority': url.host }, signal ? { signal } : {});
      let answer: Readonly<Record<string, string | readonly string[] | undefined>> | null = null;
      const chunks: Buffer[] = [];
      stream.on('response', (received) => {
        connection.answered = true;
        answer = received as Readonly<Record<string, string | readonly string[] | undefined>>;
      });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', () => undefined);
      stream.on('close', () => {
        if (signal?.aborted) reject(signal.reason as Error);
        else if (answer === null) reject(new Cut(reused));
        else if (!stream.readableEnded) reject(new TypeError('Failed to fetch'));
        else resolve(responseOf(Number(answer[':status']), answer, chunks));
      });
      stream.end(body);
    });
}
