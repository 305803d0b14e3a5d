/**
 * The ShopCtrl admin of each environment of the world: login page, session, and a single-page application on real Ext JS.
 * Facts: shopctrl 1 (hosts, tabs, deep links, hotkeys, topics), 6 (what is not known is a variant in `options`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { CallRecord, HostHandler, SimClock, Violation } from '../contract';
import { ensureExtJs } from '../../tools/extjs';
import { contentOf, withValues, type Group, type NativeAuthorization } from './contents';
import { labelsOf, type Labels } from './labels';
import { listOf } from './lists';
import { loginPage, nativeConsentPage, shellPage, topicPage, type LoginStep } from './markup';
import type { AdminEmployee, AdminSessions, AdminShop, AdminTenant, AdminWorld } from './needs';
import { defaultOptions, type AdminOptions, type Language } from './options';
import { findTopic, topicTree, type TopicNode } from './topics';

export interface AdminDeps {
  readonly world: AdminWorld;
  readonly sessions: AdminSessions;
  /** First values; the `options` of the result are live. */
  readonly options?: Partial<AdminOptions>;
  readonly clock: SimClock;
}

export interface ShopCtrlAdmin extends HostHandler {
  readonly options: AdminOptions;
  readonly calls: CallRecord[];
  readonly violations: Violation[];
}

/** One request, with what was found out about it. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly host: string;
  readonly tenant: AdminTenant;
}

interface Topic {
  readonly shop: AdminShop;
  readonly node: TopicNode;
  readonly groups: readonly Group[];
}

const PAGE_FOLDER = fileURLToPath(new URL('./page/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gif': 'image/gif',
};
const MAX_BODY = 64 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new Error('body too long');
    parts.push(chunk as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** A path on this host to come back to; anything else becomes the start page. */
function localPath(value: string | null): string {
  return value && /^\/(?![/\\])/.test(value) ? value : '/';
}

export function createShopCtrlAdmin({ world, sessions, options: chosen, clock }: AdminDeps): ShopCtrlAdmin {
  const options: AdminOptions = { ...defaultOptions(), ...chosen };
  const calls: CallRecord[] = [];
  const violations: Violation[] = [];
  const formToken = randomUUID();
  /** Values that somebody saved, by host, shop and topic. */
  const saved = new Map<string, Readonly<Record<string, unknown>>>();
  const authorized = new Map<string, NativeAuthorization>();

  const tenantOf = (host: string): AdminTenant | undefined => world.tenants.find(({ adminHost }) => adminHost.toLowerCase() === host);
  const nameOf = (shop: AdminShop): string => options.shopNames[shop.id] ?? shop.name;
  const ownerOf = (tenant: AdminTenant, shop: AdminShop): string => tenant.shopOwners.find(({ id }) => id === shop.shopOwnerId)?.name ?? '';
  const shopsOf = (tenant: AdminTenant, employee: AdminEmployee): readonly AdminShop[] => tenant.shops.filter(({ id }) => employee.roles[id] !== undefined);
  const languageOf = (employee: AdminEmployee | null): Language => (options.language !== 'employee' ? options.language : employee?.cultureCode.startsWith('nl') ? 'nl' : 'en');
  const labelsFor = (employee: AdminEmployee | null): Labels => labelsOf(languageOf(employee), options.labels);
  const today = (): string => new Date(clock.now()).toISOString().slice(0, 10);

  function send({ response }: Pick<Visit, 'response'>, status: number, type: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): void {
    const policy: Record<string, string> = type.startsWith('text/html') && options.contentSecurityPolicy ? { 'content-security-policy': options.contentSecurityPolicy } : {};
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...policy, ...headers });
    response.end(body);
  }
  const html = (visit: Visit, status: number, body: string, headers?: Readonly<Record<string, string>>): void => send(visit, status, 'text/html; charset=utf-8', body, headers);
  const json = (visit: Visit, value: unknown): void => send(visit, 200, 'application/json; charset=utf-8', JSON.stringify(value));
  const redirect = (visit: Visit, location: string, headers: Readonly<Record<string, string>> = {}): void => html(visit, 302, '', { location, ...headers });
  const notFound = (visit: Visit): void => html(visit, 404, '<!DOCTYPE html><title>404</title><h1>The resource cannot be found.</h1>');

  function judge({ request, url }: Visit): void {
    if (request.headers.authorization !== undefined) violations.push({ code: 'authorization-on-admin', detail: `${request.method} ${url.pathname}` });
    for (const key of url.searchParams.keys()) {
      if (/passw|secret|token|authorization/i.test(key)) violations.push({ code: 'secret-in-url', detail: `${key} in ${url.pathname}` });
    }
  }

  async function serveFile(visit: Visit, folder: string, path: string, maxAge: number): Promise<void> {
    const type = TYPES[extname(path)];
    if (!type || !/^[\w./-]+$/.test(path) || path.split('/').includes('..')) return notFound(visit);
    const data = await readFile(join(folder, path)).catch(() => null);
    if (!data) return notFound(visit);
    send(visit, 200, type, data, { 'cache-control': `max-age=${maxAge}` });
  }

  async function logIn(visit: Visit): Promise<void> {
    const { request, host, url } = visit;
    const show = (returnUrl: string, step: LoginStep): void => html(visit, 200, loginPage(languageOf(null), labelsFor(null), host, returnUrl, step));
    if (request.method === 'GET') return show(localPath(url.searchParams.get('ReturnUrl')), { step: 'first', failed: false });
    const form = new URLSearchParams(await bodyOf(request));
    const returnUrl = localPath(form.get('ReturnUrl'));
    const login = form.get('UserName') ?? '';
    const password = form.get('Password') ?? '';
    const code = form.get('Code');
    const answer = sessions.login(host, login, password, code ?? undefined);
    if (answer.kind === 'ok') return redirect(visit, returnUrl, { 'set-cookie': answer.setCookie });
    const second = answer.kind === 'second-factor' || code !== null;
    show(returnUrl, second ? { step: 'code', failed: code !== null, login, password } : { step: 'first', failed: true });
  }

  function sessionData({ tenant }: Visit, employee: AdminEmployee): unknown {
    const { tabTitle, hiddenTabs, restoredTabs, escapePhase } = options;
    const shops = shopsOf(tenant, employee).map((shop) => ({ id: shop.id, name: nameOf(shop), active: shop.active, owner: ownerOf(tenant, shop) }));
    return { language: languageOf(employee), tabTitle, hiddenTabs, restoredTabs, escapePhase, formToken, employee: { name: employee.fullName }, shops, labels: labelsFor(employee) };
  }

  /** Which native items this environment shows. */
  function modulesOf({ appModules }: AdminTenant): { readonly sync: boolean; readonly file: boolean } {
    if (options.exactItems === 'modules') return { sync: appModules.exactOnline, file: appModules.invoiceExportXml };
    return { sync: options.exactItems !== 'off', file: options.exactItems !== 'off' };
  }

  /** The shop and topic that a request names, or null when this person has no such thing. */
  function topicOf({ tenant, host, url }: Visit, employee: AdminEmployee): Topic | null {
    const shop = shopsOf(tenant, employee).find(({ id }) => String(id) === url.searchParams.get('shopId'));
    const labels = labelsFor(employee);
    const node = findTopic(topicTree(options, labels), url.searchParams.get('control') ?? '');
    if (!shop || !node) return null;
    const native = options.exactItems === 'active' ? { by: options.exactAuthorizedBy, on: today() } : (authorized.get(`${host} ${shop.id}`) ?? null);
    const groups = contentOf(node.control, { shop, name: nameOf(shop), ownerName: ownerOf(tenant, shop), language: languageOf(employee), labels, modules: modulesOf(tenant), native });
    return { shop, node, groups: withValues(groups, saved.get(`${host} ${shop.id} ${node.control}`) ?? {}) };
  }

  async function serveTopic(visit: Visit, employee: AdminEmployee, framed: boolean): Promise<void> {
    const found = topicOf(visit, employee);
    if (!found) return notFound(visit);
    const lateItems = options.late === 'items' && options.frame === 'none';
    if (options.topicDelayMs > 0 && !lateItems && framed === (options.frame !== 'none')) await delay(options.topicDelayMs);
    const { node, groups, shop } = found;
    if (framed) return html(visit, 200, topicPage(languageOf(employee), node.text, options.frame === 'aspx-bare' ? null : node.text, groups));
    const frame = options.frame === 'none' ? null : `/Shop/Topic.aspx?shopId=${shop.id}&control=${node.control}`;
    json(visit, { control: node.control, title: node.text, header: options.topicHeader, layout: options.layout, itemsAfterMs: lateItems ? options.topicDelayMs : 0, frame, groups: frame === null ? groups : [] });
  }

  async function change(visit: Visit, employee: AdminEmployee): Promise<void> {
    const { request, url, host } = visit;
    const found = topicOf(visit, employee);
    if (!found) return notFound(visit);
    if (request.headers['x-form-token'] !== formToken) {
      violations.push({ code: 'foreign-save', detail: url.pathname });
      return html(visit, 403, '<!DOCTYPE html><title>403</title><h1>The form is not valid any more.</h1>');
    }
    if (url.searchParams.get('trusted') === '0') violations.push({ code: 'pressed-by-script', detail: url.pathname });
    const key = `${host} ${found.shop.id}`;
    if (url.pathname === '/Data/ExactRemove.ashx') authorized.delete(key);
    else saved.set(`${key} ${found.node.control}`, JSON.parse(await bodyOf(request)) as Readonly<Record<string, unknown>>);
    json(visit, { ok: true });
  }

  async function serveWithSession(visit: Visit, employee: AdminEmployee): Promise<void> {
    const { url, tenant, host, request } = visit;
    const labels = labelsFor(employee);
    if (request.method === 'POST') return url.pathname === '/Data/Save.ashx' || url.pathname === '/Data/ExactRemove.ashx' ? change(visit, employee) : notFound(visit);
    switch (url.pathname) {
      case '/':
      case '/Default.aspx':
        return html(visit, 200, shellPage(languageOf(employee), labels));
      case '/Logout.aspx':
        return redirect(visit, '/Login.aspx', { 'set-cookie': sessions.logout(request.headers.cookie) });
      case '/Data/Session.ashx':
        return json(visit, sessionData(visit, employee));
      case '/Data/Topics.ashx':
        return json(visit, topicTree(options, labels));
      case '/Data/List.ashx': {
        const shops = shopsOf(tenant, employee).map((shop) => ({ ...shop, name: nameOf(shop) }));
        const list = listOf(url.searchParams.get('type') ?? '', labels, shops, tenant.shopOwners, clock.now());
        return list ? json(visit, list) : notFound(visit);
      }
      case '/Data/Topic.ashx':
        return serveTopic(visit, employee, false);
      case '/Shop/Topic.aspx':
        return serveTopic(visit, employee, true);
      case '/ExactOnline/Authorize.aspx': {
        const shop = shopsOf(tenant, employee).find(({ id }) => String(id) === url.searchParams.get('shopId'));
        if (!shop || !modulesOf(tenant).sync) return notFound(visit);
        authorized.set(`${host} ${shop.id}`, { by: employee.fullName, on: today() });
        return html(visit, 200, nativeConsentPage(languageOf(employee), labels));
      }
      default:
        return notFound(visit);
    }
  }

  async function route(visit: Visit): Promise<void> {
    const { url, request, host } = visit;
    judge(visit);
    if (request.method !== 'GET' && request.method !== 'POST') return html(visit, 405, '', { allow: 'GET, POST' });
    if (request.method === 'GET' && url.pathname.startsWith('/Scripts/ext/')) return serveFile(visit, (await ensureExtJs()).dir, url.pathname.slice(13), 3_600);
    if (request.method === 'GET' && url.pathname.startsWith('/Scripts/admin/')) return serveFile(visit, PAGE_FOLDER, url.pathname.slice(15), 0);
    if (request.method === 'GET' && url.pathname.startsWith('/Content/')) return serveFile(visit, PAGE_FOLDER, url.pathname.slice(9), 0);
    if (url.pathname === '/Login.aspx') return logIn(visit);
    const employee = sessions.verify(host, request.headers.cookie);
    if (!employee) return redirect(visit, `/Login.aspx?ReturnUrl=${encodeURIComponent(url.pathname + url.search)}`);
    return serveWithSession(visit, employee);
  }

  return {
    options,
    calls,
    violations,
    claims: (host) => tenantOf(host) !== undefined,
    handle: async (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const tenant = tenantOf(host);
      const url = new URL(request.url ?? '/', `https://${host}`);
      response.once('finish', () => {
        calls.push({ at: clock.now(), method: request.method ?? '', host, path: url.pathname, status: response.statusCode });
      });
      if (!tenant) return send({ response }, 421, 'text/plain', `no environment under ${host}`);
      await route({ request, response, url, host, tenant });
    },
  };
}
