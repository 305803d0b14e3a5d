import { request as httpsRequest } from 'node:https';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../contract';
import { makeCertificate, type Certificate } from '../net/certificate';
import { startServer, type SimServer } from '../net/server';
import { createShopCtrlAdmin, type ShopCtrlAdmin } from './admin';
import { HOST, LOGIN, PASSWORD, smallSessions, smallWorld } from './harness';
import { defaultOptions } from './options';

interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly cookie: string | null;
  readonly text: string;
}

let certificate: Certificate;
let server: SimServer;
let admin: ShopCtrlAdmin;

beforeAll(async () => {
  certificate = await makeCertificate([HOST]);
  admin = createShopCtrlAdmin({ world: smallWorld(), sessions: smallSessions(), clock: createClock(Date.UTC(2026, 10, 3)) });
  server = await startServer(certificate, [admin]);
});
afterEach(() => {
  Object.assign(admin.options, defaultOptions());
  admin.violations.length = 0;
});
afterAll(() => server.close());

function ask(path: string, { cookie, form, json, headers = {}, host = HOST }: { cookie?: string; form?: Record<string, string>; json?: unknown; headers?: Record<string, string>; host?: string } = {}): Promise<Answer> {
  const body = form ? new URLSearchParams(form).toString() : json === undefined ? null : JSON.stringify(json);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        path,
        method: body === null ? 'GET' : 'POST',
        ca: certificate.cert,
        servername: HOST,
        headers: { host, ...(cookie ? { cookie } : {}), ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location ?? null, cookie: response.headers['set-cookie']?.[0] ?? null, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

async function session(login = LOGIN, code?: string): Promise<string> {
  const answer = await ask('/Login.aspx', { form: { UserName: login, Password: PASSWORD, ...(code ? { Code: code } : {}) } });
  return (answer.cookie ?? '').split(';')[0] ?? '';
}

describe('login', () => {
  it('sends every page and every call without a session to the login, and back afterwards', async () => {
    for (const path of ['/', '/?tab=Shop%7C12&control=InvoiceExport', '/Data/Session.ashx', '/Data/Topic.ashx?shopId=12&control=VAT', '/Shop/Topic.aspx?shopId=12&control=VAT', '/nowhere']) {
      const answer = await ask(path);
      expect(answer).toMatchObject({ status: 302, location: `/Login.aspx?ReturnUrl=${encodeURIComponent(path)}` });
    }
    const answer = await ask('/Login.aspx', { form: { UserName: LOGIN, Password: PASSWORD, ReturnUrl: '/?tab=Shop|12' } });
    expect(answer).toMatchObject({ status: 302, location: '/?tab=Shop|12' });
    expect(answer.cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('leads to no other site, whatever the address to come back to says', async () => {
    for (const ReturnUrl of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:1']) {
      expect((await ask('/Login.aspx', { form: { UserName: LOGIN, Password: PASSWORD, ReturnUrl } })).location).toBe('/');
    }
  });

  it('gives no cookie for a wrong password', async () => {
    const answer = await ask('/Login.aspx', { form: { UserName: LOGIN, Password: 'wrong' } });
    expect(answer).toMatchObject({ status: 200, cookie: null });
    expect(answer.text).toContain('is not right');
  });

  it('asks the second step of those who have one', async () => {
    const first = await ask('/Login.aspx', { form: { UserName: 'tom@lumen.example', Password: PASSWORD } });
    expect(first).toMatchObject({ status: 200, cookie: null });
    expect(first.text).toContain('name="Code"');
    const wrong = await ask('/Login.aspx', { form: { UserName: 'tom@lumen.example', Password: PASSWORD, Code: '000000' } });
    expect(wrong).toMatchObject({ status: 200, cookie: null });
    expect(await session('tom@lumen.example', '246810')).toMatch(/^SCSESSION=.+/);
  });

  it('ends the session with Log out', async () => {
    const cookie = await session();
    expect((await ask('/', { cookie })).status).toBe(200);
    expect(await ask('/Logout.aspx', { cookie })).toMatchObject({ status: 302, location: '/Login.aspx' });
    expect((await ask('/', { cookie })).status).toBe(302);
  });
});

describe('pages and data', () => {
  it('answers unknown paths with 404 and unknown hosts not at all', async () => {
    const cookie = await session();
    for (const path of ['/nowhere', '/v1/Me', '/Data/Topic.ashx?shopId=99&control=VAT', '/Data/Topic.ashx?shopId=12&control=Nothing', '/Data/List.ashx?type=Nothing', '/Scripts/admin/../admin.ts', '/Scripts/ext/nothing.js']) {
      expect((await ask(path, { cookie })).status, path).toBe(404);
    }
    expect((await ask('/', { cookie, host: 'other.shopctrl.com' })).status).toBe(421);
  });

  it('shows each employee the own language and only the shops with a role', async () => {
    const tom = await session('tom@lumen.example', '246810');
    const data = JSON.parse((await ask('/Data/Session.ashx', { cookie: tom })).text) as { language: string; shops: { id: number }[]; labels: { invoiceExport: string } };
    expect(data).toMatchObject({ language: 'nl', labels: { invoiceExport: 'Factuurexport' } });
    expect(data.shops.map(({ id }) => id)).toEqual([13]);
    expect((await ask('/Data/Topic.ashx?shopId=12&control=VAT', { cookie: tom })).status).toBe(404);
    expect((await ask('/', { cookie: tom })).text).toContain('<html lang="nl">');
  });

  it('follows the app modules of the environment unless told otherwise', async () => {
    const world = smallWorld();
    const modules = { exactOnline: false, invoiceExportXml: true };
    const own = createShopCtrlAdmin({ world: { tenants: world.tenants.map((tenant) => ({ ...tenant, appModules: modules })) }, sessions: smallSessions(), clock: createClock() });
    const second = await startServer(certificate, [own]);
    try {
      const before = server;
      server = second;
      const cookie = await session();
      const titles = async (): Promise<string[]> => (JSON.parse((await ask('/Data/Topic.ashx?shopId=12&control=InvoiceExport', { cookie })).text) as { groups: { title: string }[] }).groups.map(({ title }) => title);
      expect(await titles()).toEqual(['Invoice files', 'Exact Online Export']);
      modules.exactOnline = true;
      expect(await titles()).toEqual(['Invoice files', 'Exact Online Sync', 'Exact Online Export']);
      own.options.exactItems = 'off';
      expect(await titles()).toEqual(['Invoice files']);
      server = before;
    } finally {
      await second.close();
    }
  });

  it('keeps what was saved through its own form, and only that', async () => {
    const cookie = await session();
    const path = '/Data/Save.ashx?shopId=12&control=Financial';
    const { formToken } = JSON.parse((await ask('/Data/Session.ashx', { cookie })).text) as { formToken: string };
    expect((await ask(path, { cookie, json: { iban: 'FORGED' } })).status).toBe(403);
    expect(admin.violations.map(({ code }) => code)).toEqual(['foreign-save']);
    expect((await ask(path, { cookie, json: { iban: 'NL91' }, headers: { 'x-form-token': formToken } })).status).toBe(200);
    const topic = (await ask('/Data/Topic.ashx?shopId=12&control=Financial', { cookie })).text;
    expect(topic).toContain('"NL91"');
    expect(topic).not.toContain('FORGED');
  });

  it('records calls by path, and secrets that were sent where they do not belong', async () => {
    admin.calls.length = 0;
    await ask('/?password=x', { headers: { authorization: 'Basic eDp5' } });
    expect(admin.violations.map(({ code }) => code)).toEqual(['authorization-on-admin', 'secret-in-url']);
    expect(admin.calls).toEqual([{ at: expect.any(Number) as number, method: 'GET', host: HOST, path: '/', status: 302 }]);
  });
});
