/** One TLS listener on loopback for all simulated hosts; the `Host` header decides who answers. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostHandler } from '../contract';
import type { Certificate } from './certificate';

export interface SimServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function startServer(certificate: Certificate, handlers: readonly HostHandler[]): Promise<SimServer> {
  const sockets = new Set<Duplex>();
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
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
  });
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
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
