/** What happens on the socket: whole answers, cut connections, silence; HTTP/1.1 and h2 alike. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Outcome } from './faults';
import type { Reply } from './http';

interface Connection {
  destroy(): unknown;
}

/** The connection under a request: the h2 session, or the socket. */
function connectionOf(incoming: IncomingMessage): Connection {
  const session = 'stream' in incoming ? (incoming as unknown as Http2ServerRequest).stream.session : undefined;
  return session ?? incoming.socket;
}

/** Counts what each connection has answered. */
export interface Wire {
  reused(incoming: IncomingMessage): boolean;
  send(incoming: IncomingMessage, response: ServerResponse, outcome: Outcome): void;
}

/** `now` in milliseconds: answers carry its `Date`, as clients measure the server's clock by it. */
export function createWire(now: () => number): Wire {
  const answered = new WeakMap<object, number>();
  const count = (incoming: IncomingMessage): number => answered.get(connectionOf(incoming)) ?? 0;

  const head = (response: ServerResponse, reply: Reply): void => {
    const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]));
    response.writeHead(reply.status, { date: new Date(now()).toUTCString(), ...headers, 'content-length': String(Buffer.byteLength(reply.body)) });
  };

  const whole = (incoming: IncomingMessage, response: ServerResponse, reply: Reply): void => {
    if (incoming.socket.destroyed || response.destroyed) {
      reply.onLost?.();
      return;
    }
    const connection = connectionOf(incoming);
    let done = false;
    response.once('finish', () => {
      done = true;
      answered.set(connection, (answered.get(connection) ?? 0) + 1);
    });
    // A client that is gone before the answer was handed over never got it.
    response.once('close', () => {
      if (!done) reply.onLost?.();
    });
    head(response, reply);
    response.end(reply.body);
  };

  return {
    reused: (incoming) => count(incoming) > 0,
    send(incoming, response, outcome) {
      const connection = connectionOf(incoming);
      switch (outcome.kind) {
        case 'reply':
          whole(incoming, response, outcome.reply);
          return;
        case 'cut':
          connection.destroy();
          return;
        case 'half': {
          const body = Buffer.from(outcome.reply.body);
          head(response, outcome.reply);
          response.write(body.subarray(0, Math.floor(body.length / 2)), () => void connection.destroy());
          return;
        }
        case 'silence':
          if (outcome.cutAfterMs !== undefined) setTimeout(() => void connection.destroy(), outcome.cutAfterMs).unref();
      }
    },
  };
}
