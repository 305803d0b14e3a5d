/** For the tests of the API simulator: a listener on plain loopback and a client that speaks to it under any host name. */
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock, type SimClock } from '../contract';
import { createSessions, createWorld, type Sessions, type World, type WorldOptions } from '../seed';
import { createShopCtrlApi, type ApiOptions, type ShopCtrlApi } from '.';

/** A day in November, so that no change of the clock lies near. */
export const NOW = Date.UTC(2026, 10, 22, 12);

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: unknown;
}

export interface Harness {
  readonly api: ShopCtrlApi;
  readonly world: World;
  readonly sessions: Sessions;
  readonly clock: SimClock;
  ask(host: string, path: string, headers?: Record<string, string>, method?: string, signal?: AbortSignal): Promise<Reply>;
  /** As the API user of `demo`, on the confirmed base. */
  get<T = unknown>(path: string): Promise<T>;
  codes(): string[];
  close(): Promise<void>;
}

export const basic = (login: string, password: string): string => `Basic ${Buffer.from(`${login}:${password}`, 'utf8').toString('base64')}`;
export const API_USER = basic('api@demo.example', 'Sleutel-é€-42');
export const JSON_ONLY = { accept: 'application/json' };

export async function startHarness(given: { readonly world?: WorldOptions | World; readonly options?: Partial<ApiOptions> } = {}): Promise<Harness> {
  const clock = createClock(NOW);
  const world = given.world && 'tenants' in given.world ? given.world : createWorld({ seed: 1, now: NOW, ...given.world });
  const sessions = createSessions(world);
  const api = createShopCtrlApi({ world, sessions, clock, ...(given.options ? { options: given.options } : {}) });
  const server = createServer((req, res) => void api.handle(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask: Harness['ask'] = (host, path, headers = {}, method = 'GET', signal) =>
    new Promise((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers }, agent: false, ...(signal ? { signal } : {}) }, (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(pieces);
          const text = bytes.toString('utf8');
          let json: unknown = null;
          try {
            json = JSON.parse(text);
          } catch {
            // Not JSON: the test looks at the text.
          }
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes, json });
        });
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  return {
    api, world, sessions, clock, ask,
    get: async <T>(path: string): Promise<T> => {
      const reply = await ask('api.demo.shopctrl.com', path, { ...JSON_ONLY, authorization: API_USER });
      if (reply.status !== 200) throw new Error(`${path}: ${String(reply.status)} ${reply.text}`);
      return reply.json as T;
    },
    codes: () => api.violations.map((violation) => violation.code),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
