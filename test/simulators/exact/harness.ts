/** For the tests of this folder: the simulator behind a plain loopback listener, and a small client that is a browser or a program. */
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../contract';
import type { SimClock } from '../contract';
import { createExact } from './index';
import type { ExactOptions, ExactSim } from './index';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Ask {
  readonly host?: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Harness {
  readonly sim: ExactSim;
  readonly clock: SimClock;
  ask(ask: Ask): Promise<Answer>;
  close(): Promise<void>;
}

export const NL = 'start.exactonline.nl';
export const APP = { clientId: '0d3f1c6e-8a54-4b8e-9a41-000000000001', clientSecret: 'Zh3secretOfThisApp', redirectUri: 'https://abcdefghijklmnop.chromiumapp.org/exact', name: 'Winkelkoppeling' };
export const ANNA = { login: 'anna.jansen', password: 'Lamp!2026', code: '246810' };

export async function startHarness(options: Partial<ExactOptions> = {}, more: { readonly chance?: () => number } = {}): Promise<Harness> {
  const clock = createClock(Date.UTC(2026, 10, 23, 9, 0, 0));
  const sim = createExact({ options, clock, ...more });
  sim.registerApp(APP);
  const server = createServer((request, response) => void sim.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    sim,
    clock,
    ask: (ask) => call(port, ask),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function call(port: number, ask: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ port, host: '127.0.0.1', method: ask.method ?? 'GET', path: ask.path, headers: { host: ask.host ?? NL, ...ask.headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString('utf8') }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(ask.body);
  });
}

const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A person with a browser: keeps cookies, follows redirects within Exact, fills in forms by their names. */
export class Person {
  private readonly cookies = new Map<string, string>();
  constructor(private readonly harness: Harness, private readonly host = NL) {}

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Ends at a page, or at an address outside Exact. */
  async go(path: string, post?: Readonly<Record<string, string>>): Promise<{ readonly page?: string; readonly path: string; readonly left?: URL }> {
    let target = path;
    let body = post;
    for (let hop = 0; hop < 10; hop += 1) {
      const answer = await this.harness.ask({ host: this.host, path: target, method: body ? 'POST' : 'GET', headers: { cookie: this.cookieHeader(), ...(body ? FORM : {}) }, ...(body ? { body: form(body) } : {}) });
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        this.cookies.set(name, value);
      }
      const location = answer.headers.location;
      if (answer.status !== 302 || location === undefined) return { page: answer.text, path: target };
      if (!location.startsWith('/')) return { left: new URL(location), path: target };
      target = location;
      body = undefined;
    }
    throw new Error('too many redirects');
  }

  async logIn(from: string, who: { readonly login: string; readonly password: string; readonly code: string } = ANNA): Promise<{ readonly page?: string; readonly path: string; readonly left?: URL }> {
    const start = await this.go(from);
    const returnUrl = hidden(start.page, 'ReturnUrl');
    const second = await this.go('/docs/Login.aspx', { ReturnUrl: returnUrl, UserName: who.login, Password: who.password });
    return this.go('/docs/SecondFactor.aspx', { ReturnUrl: hidden(second.page, 'ReturnUrl'), Code: who.code });
  }

  /** Authorize from log-in to the redirect; `answer` is the button pressed when the consent page comes. */
  async authorize(path: string, who = ANNA, answer: 'allow' | 'deny' = 'allow'): Promise<URL> {
    const start = await this.go(path);
    const after = start.left || !start.page?.includes('name="UserName"') ? start : await this.logIn(path, who);
    if (after.left) return after.left;
    const done = await this.go('/docs/OAuthConsent.aspx', { ticket: hidden(after.page, 'ticket'), answer });
    if (!done.left) throw new Error(`no redirect: ${done.page ?? ''}`);
    return done.left;
  }
}

export function hidden(page: string | undefined, name: string): string {
  const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(page ?? '')?.[1];
  if (found === undefined) throw new Error(`no field ${name} in: ${page ?? ''}`);
  return found.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

let states = 0;
export function authorizePath(more: Readonly<Record<string, string>> = {}, app = APP): string {
  states += 1;
  return `/api/oauth2/auth?${form({ client_id: app.clientId, redirect_uri: app.redirectUri, response_type: 'code', state: `state-of-this-test-${states}`, ...more })}`;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: string;
  readonly token_type: string;
  readonly error?: string;
  readonly error_description?: string;
}

export async function tokenCall(harness: Harness, fields: Readonly<Record<string, string>>, app = APP): Promise<Answer & { readonly body: TokenAnswer }> {
  const answer = await harness.ask({ method: 'POST', path: '/api/oauth2/token', headers: { ...FORM, accept: 'application/json' }, body: form({ client_id: app.clientId, client_secret: app.clientSecret, ...fields }) });
  return { ...answer, body: answer.text.startsWith('{') ? (JSON.parse(answer.text) as TokenAnswer) : ({} as TokenAnswer) };
}

/** Consent and exchange in one go. */
export async function connect(harness: Harness, person = new Person(harness), who = ANNA): Promise<TokenAnswer> {
  const back = await person.authorize(authorizePath(), who);
  const answer = await tokenCall(harness, { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: APP.redirectUri });
  return answer.body;
}

export async function api(harness: Harness, token: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer & { readonly json: ApiBody }> {
  const answer = await harness.ask({ path: `/api/v1/${path.replaceAll(' ', '%20')}`, headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers } });
  return { ...answer, json: answer.text.startsWith('{') ? (JSON.parse(answer.text) as ApiBody) : {} };
}

/** POST, PUT or DELETE with a JSON body. */
export async function send(harness: Harness, token: string, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer & { readonly json: ApiBody }> {
  const answer = await harness.ask({ method, path: `/api/v1/${path}`, headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  return { ...answer, json: answer.text.startsWith('{') ? (JSON.parse(answer.text) as ApiBody) : {} };
}

export interface ApiBody {
  readonly d?: { readonly results?: readonly Record<string, unknown>[]; readonly __next?: string } & Record<string, unknown>;
  readonly error?: { readonly message: { readonly value: string } };
}
