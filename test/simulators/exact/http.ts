/** Requests and answers as plain values, so that faults can be put between a handler and the socket. */
import type { IncomingMessage } from 'node:http';
import type { Bearer } from './types';

export interface SimRequest {
  readonly method: string;
  /** Lower case, without port. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly cookies: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whose request it is, when that was found out earlier than it is processed. */
  readonly accepted?: Bearer;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
  /** Called when a fault keeps the answer from the client although the request was processed. */
  readonly onLost?: () => void;
}

export async function readRequest(request: IncomingMessage): Promise<SimRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  const rawQuery = at < 0 ? '' : target.slice(at + 1);
  const cookies = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });
  return {
    method: request.method ?? 'GET',
    host: (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    path: at < 0 ? target : target.slice(0, at),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: request.headers,
    cookies: new Map(cookies),
    body: Buffer.concat(chunks),
  };
}

export function html(body: string, status = 200, headers: Reply['headers'] = {}): Reply {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private', ...headers }, body };
}

export function redirect(location: string, headers: Reply['headers'] = {}): Reply {
  return { status: 302, headers: { 'content-type': 'text/html; charset=utf-8', location, 'cache-control': 'private', ...headers }, body: '<html><head><title>Object moved</title></head><body><h2>Object moved</h2></body></html>' };
}

export function json(value: unknown, status = 200, headers: Reply['headers'] = {}): Reply {
  // Exact's JSON is valid but oddly spaced, with CRLF (facts: exact-api 2.1).
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private', ...headers }, body: JSON.stringify(value, null, 1).replaceAll('\n', '\r\n') };
}

export function empty(status: number, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: '' };
}
