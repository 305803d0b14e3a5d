/** The simulated ShopCtrl API: reads the seeded world, refuses what the facts refuse, and notes every rule that a client breaks. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createClock, type CallRecord, type HostHandler, type SimClock, type Violation } from '../contract';
import { createControls, createSessions, type Sessions, type World, type WorldControls } from '../seed';
import { accessOf, placeOf, type Place } from './access';
import { createFaults, type FaultOrder, type Faults } from './faults';
import { BadRequest } from './lists';
import { defaultApiOptions, type ApiOptions } from './options';
import { createRoutes, noRoute, type Answer } from './routes';
import { createWatch, type Watch } from './watch';

export interface ShopCtrlApi extends HostHandler {
  /** Live switches. */
  readonly options: ApiOptions;
  readonly calls: CallRecord[];
  readonly violations: Violation[];
  /** Adds invoices, changes and deletes them, changes passwords. */
  readonly controls: WorldControls;
  readonly faults: Faults;
  /** Most requests of one environment at the same time so far. */
  readonly maxConcurrency: number;
  /** Requests of an environment that are under way now. */
  inFlight(tenantId: string): number;
  /** Requests by kind of access. */
  readonly counts: Watch['counts'];
  /** Is this path the API's on a host that it shares with the admin? */
  isApiPath(path: string): boolean;
  /** A person chose another base: credentials there are no violation. */
  forgetBases(): void;
  /** Forgets calls, violations, counts and faults; the world stays. */
  reset(): void;
}

export interface ApiParts {
  readonly world: World;
  readonly sessions?: Sessions;
  readonly options?: Partial<ApiOptions>;
  readonly clock?: SimClock;
}

const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>ShopCtrl - Login</title></head><body><form method="post" action="/Login.aspx"><input name="login"><input name="password" type="password"></form></body></html>';
const DENIED = { Message: 'Authorization has been denied for this request.' };

export function createShopCtrlApi(parts: ApiParts): ShopCtrlApi {
  const { world } = parts;
  const clock = parts.clock ?? createClock();
  const sessions = parts.sessions ?? createSessions(world);
  const options: ApiOptions = { ...defaultApiOptions(), ...parts.options };
  const controls = createControls(world, clock);
  const faults = createFaults();
  const watch = createWatch();
  const calls: CallRecord[] = [];
  const route = createRoutes({ options, watch, controls, seed: world.seed, now: () => clock.now() });
  const isApiPath = (path: string): boolean => /^\/(v1|help)(\/|\?|$)/i.test(path);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').toLowerCase();
    const url = new URL(request.url ?? '/', `https://${host || 'nowhere.invalid'}`);
    request.resume();
    const clean = watch.request(request, url, world);
    response.on('close', () => {
      calls.push({ at: clock.now(), method: request.method ?? '', host, path: clean ? url.pathname + url.search : '(not kept)', status: response.headersSent ? response.statusCode : 0 });
    });
    const place = placeOf(world, host);
    if (!place) return foreign(request, response, host);
    if (!place.tenant.bases[place.shape]) return switchedOff(request, response, place);
    if (/^\/help(\/|$)/i.test(url.pathname)) return sendHtml(response, 200, helpPage());
    if (/^\/v1\/followed(\/|$)/i.test(url.pathname)) {
      watch.report('redirect-followed', `${place.base}: a redirect must not be followed`);
      return sendHtml(response, 200, LOGIN_PAGE);
    }
    if (!/^\/v1\//i.test(url.pathname)) return sendHtml(response, 404, '<!DOCTYPE html><title>404</title>');

    watch.enter(place.tenant, options);
    let left = false;
    const leave = (): void => {
      if (!left) watch.leave(place.tenant);
      left = true;
    };
    response.on('close', leave);
    await pause(options.latencyMs);
    await serve(request, response, place, url, leave);
  }

  async function serve(request: IncomingMessage, response: ServerResponse, place: Place, url: URL, leave: () => void): Promise<void> {
    const json = /application\/json|text\/json/i.test(request.headers.accept ?? '');
    if (!json) watch.report('accept-missing', 'Accept does not ask for JSON');
    const fault = faults.take(place.tenant.id, url.pathname + url.search);
    const access = accessOf(request, place, url.pathname, world, sessions, options, watch);
    if (fault && (await broken(fault, response, place))) return;
    if (request.method !== 'GET') {
      watch.report(/^\/v1\/orders\/\d+\/invoices/i.test(url.pathname) ? 'invoice-create-attempt' : 'write-attempt', `${request.method ?? ''} ${url.pathname}`);
      return send(response, { status: 405, body: { Message: 'This environment is read by clients, never written.' } }, json, leave);
    }
    const timeAsked = /^\/v1\/system\/time\/?$/i.test(url.pathname);
    if (access.kind === 'refused') return refuse(response, access.answer, json, leave);
    if (access.kind === 'anonymous') {
      if (timeAsked && options.publicTime) return send(response, route({ tenant: place.tenant, employee: nobody, url, query: new Map() }, url.pathname) ?? noRoute({ url }), json, leave);
      return refuse(response, '401', json, leave);
    }
    const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
    let answer: Answer;
    try {
      answer = route({ tenant: place.tenant, employee: access.employee, url, query }, url.pathname) ?? noRoute({ url });
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      answer = { status: 400, body: { Message: 'The request is invalid.', ModelState: { query: [error.message] } } };
    }
    if (fault?.kind === 'truncated' || fault?.kind === 'cut') {
      const bytes = answer.file?.bytes ?? Buffer.from(JSON.stringify(answer.body), 'utf8');
      const half = bytes.subarray(0, Math.max(1, Math.floor(bytes.length / 2)));
      leave();
      if (fault.kind === 'truncated') return sendBytes(response, answer.status, typeOf(answer), half);
      response.writeHead(answer.status, { 'content-type': typeOf(answer), 'content-length': bytes.length, 'cache-control': 'no-cache' });
      response.write(half, () => response.destroy());
      return;
    }
    if (fault?.kind === 'not-a-list') answer = { status: 200, body: { Message: 'An error has occurred.' } };
    send(response, answer, json, leave);
  }

  /** True when the fault is the whole answer. */
  async function broken(fault: FaultOrder, response: ServerResponse, place: Place): Promise<boolean> {
    switch (fault.kind) {
      case '401':
      case '403':
      case '404':
      case '429':
      case '500':
      case '502':
      case '503':
        if (fault.kind === '429') response.setHeader('retry-after', '1');
        send(response, { status: Number(fault.kind), body: fault.kind === '401' ? DENIED : { Message: 'An error has occurred.' } }, true, () => undefined);
        return true;
      case 'html':
        sendHtml(response, 200, LOGIN_PAGE);
        return true;
      case 'redirect':
      case 'redirect-foreign':
        response.writeHead(302, { location: fault.kind === 'redirect' ? `https://${place.base}/v1/followed/Login.aspx` : 'https://api.other.shopctrl.com/v1/Me' });
        response.end();
        return true;
      case 'slow':
        await pause(fault.ms ?? 1000);
        return response.destroyed;
      case 'hang':
        return true;
      case 'reset':
        response.socket?.destroy();
        return true;
      default:
        return false;
    }
  }

  function refuse(response: ServerResponse, answer: '401' | '403' | 'html' | 'redirect', json: boolean, leave: () => void): void {
    leave();
    if (answer === 'html') return sendHtml(response, 200, LOGIN_PAGE);
    if (answer === 'redirect') {
      response.writeHead(302, { location: '/v1/followed/Login.aspx' });
      response.end();
      return;
    }
    if (answer === '401' && options.challenge) response.setHeader('www-authenticate', 'Basic realm="ShopCtrl"');
    send(response, { status: Number(answer), body: answer === '401' ? DENIED : { Message: 'Two factor authentication is required.' } }, json, leave);
  }

  function foreign(request: IncomingMessage, response: ServerResponse, host: string): void {
    if (request.headers.authorization !== undefined) watch.report('credentials-to-foreign-host', host);
    if (request.headers.cookie !== undefined) watch.report('cookies-to-foreign-host', host);
    if (options.foreignHostsLookLikeApi) return send(response, { status: 401, body: DENIED }, true, () => undefined);
    sendHtml(response, 404, '<!DOCTYPE html><title>Not here</title>');
  }

  /** A base shape that this environment does not have: the admin's host answers 404, other names do not exist. */
  function switchedOff(request: IncomingMessage, response: ServerResponse, place: Place): void {
    if (request.headers.authorization !== undefined) watch.report('credentials-to-foreign-host', `${place.base} is no API`);
    if (place.shape === 'sameHost') return sendHtml(response, 404, '<!DOCTYPE html><title>404 - File or directory not found.</title>');
    response.socket?.destroy();
  }

  function send(response: ServerResponse, answer: Answer, json: boolean, leave: () => void): void {
    leave();
    if (answer.file) {
      response.setHeader('content-disposition', `attachment; filename="${answer.file.name}"`);
      return sendBytes(response, answer.status, typeOf(answer), answer.file.bytes);
    }
    if (json) {
      const drop = (_key: string, value: unknown): unknown => (value === null ? undefined : value);
      return sendText(response, answer.status, 'application/json; charset=utf-8', JSON.stringify(answer.body, options.omitNulls ? drop : undefined));
    }
    sendText(response, answer.status, 'application/xml; charset=utf-8', '<Answer xmlns="http://schemas.datacontract.org/2004/07/ShopCtrl.API.Models" />');
  }

  return {
    claims: (host) => world.findTenant(host) !== null || options.foreignHosts.includes(host),
    handle,
    options,
    calls,
    violations: watch.violations,
    controls,
    faults,
    get maxConcurrency() {
      return watch.maxConcurrency;
    },
    get counts() {
      return watch.counts;
    },
    inFlight: watch.inFlight,
    isApiPath,
    forgetBases: () => {
      watch.forgetBases();
    },
    reset: () => {
      calls.length = 0;
      watch.reset();
      faults.clear();
    },
  };
}

const nobody = { id: 0, login: '', password: '', firstName: '', lastName: '', fullName: '', cultureCode: 'en-GB', secondFactor: null, roles: {} };

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => (milliseconds > 0 ? setTimeout(resolve, milliseconds) : setImmediate(resolve)));

function sendHtml(response: ServerResponse, status: number, html: string): void {
  sendText(response, status, 'text/html; charset=utf-8', html);
}

const typeOf = (answer: Answer): string => (answer.file ? 'application/pdf' : 'application/json; charset=utf-8');

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  sendBytes(response, status, type, Buffer.from(text, 'utf8'));
}

function sendBytes(response: ServerResponse, status: number, type: string, body: Buffer): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-cache' });
  response.end(body);
}

function helpPage(): string {
  return '<!DOCTYPE html><html><head><title>ASP.NET Web API Help Page</title></head><body><h1>ShopCtrl API</h1><h2>Invoices</h2><ul><li>GET v1/Invoices/{invoiceId}?includeDeleted={includeDeleted}</li><li>GET v1/Invoices/{invoiceId}/Rows</li></ul></body></html>';
}
