/** One TLS listener on loopback for all simulated hosts; the `Host` header (`:authority` in h2) decides who answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostHandler } from '../contract';
import type { Certificate } from './certificate';

export interface SimServer {
  readonly port: number;
  /** Ends the HTTP/1.1 connections that wait for a next request, as a server does after a while: what comes next comes on a new one. */
  dropIdle(): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Offers h2 by ALPN beside HTTP/1.1. */
  readonly h2?: boolean;
}

export async function startServer(certificate: Certificate, handlers: readonly HostHandler[], options: ServerOptions = {}): Promise<SimServer> {
  const sockets = new Set<Duplex>();
  const keys = { key: certificate.key, cert: certificate.cert };
  const listener = (request: IncomingMessage, response: ServerResponse): void => answer(handlers, request, response);
  // Node's h2 requests and responses have the interface of HTTP/1.1 for what handlers use of them.
  const server: Server & { closeIdleConnections?(): void } = options.h2 === true ? createSecureServer({ ...keys, allowHTTP1: true }, (request, response) => listener(request as unknown as IncomingMessage, response as unknown as ServerResponse)) : createServer(keys, listener);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    dropIdle: () => server.closeIdleConnections?.(),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(handlers: readonly HostHandler[], request: IncomingMessage, response: ServerResponse): void {
  const authority = request.headers[':authority'];
  if (request.headers.host === undefined && typeof authority === 'string') request.headers.host = authority;
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const handler = handlers.find((candidate) => candidate.claims(host));
  if (!handler) {
    response.writeHead(421, { 'content-type': 'text/plain' });
    response.end(`no simulator answers for ${host}`);
    return;
  }
  Promise.resolve(handler.handle(request, response)).catch((error: unknown) => {
    console.error('simulator failed', request.method, request.url, error);
    if (!response.headersSent) response.writeHead(599, { 'content-type': 'text/plain' });
    response.end('simulator failure');
  });
}
