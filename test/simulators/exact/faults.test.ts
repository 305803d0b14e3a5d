/** Trouble on the network, seen with plain sockets and agents: what was stored, and what the client saw of it. */
import { connect as connectH2 } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../net/certificate';
import type { Certificate } from '../net/certificate';
import { startServer } from '../net/server';
import type { SimServer } from '../net/server';
import { api, connect, NL, Person, startHarness, tokenCall } from './harness';
import type { Harness } from './harness';

const LAMP = 100001;
const ENTRIES = `/api/v1/${LAMP}/salesentry/SalesEntries`;
const ME = '/api/v1/current/Me?$select=UserID';
let certificate: Certificate;
let harness: Harness;
let tls: SimServer;
let token: string;
beforeAll(async () => {
  certificate = await makeCertificate([NL]);
});
beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 5000 });
  tls = await startServer(certificate, [harness.sim], { h2: true });
  token = (await connect(harness)).access_token;
});
afterEach(async () => {
  await tls.close();
  await harness.close();
});
const agents: Agent[] = [];
afterAll(() => agents.forEach((agent) => agent.destroy()));

const body = (reference = 'F1'): string => {
  const master = harness.sim.master(LAMP);
  return JSON.stringify({ Customer: master.accounts.get('1001')?.id, Journal: '70', EntryDate: '2026-03-05', YourRef: reference, SalesEntryLines: [{ GLAccount: master.glAccounts.get('8000')?.id, VATCode: '2', AmountFC: 100 }] });
};
const headers = () => ({ host: NL, authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': 'application/json' });
const booked = (): number => harness.sim.books(LAMP).length;
const post = (reference?: string) => harness.ask({ method: 'POST', path: ENTRIES, headers: headers(), body: body(reference) });

function keptAlive() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  agents.push(agent);
  return (method: string, path: string, text?: string) =>
    new Promise<number>((resolve, reject) => {
      const outgoing = httpsRequest({ agent, host: '127.0.0.1', port: tls.port, servername: NL, method, path, headers: headers() }, (incoming) => {
        incoming.resume().on('end', () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.on('error', reject).end(text);
    });
}

/** One request over a raw socket; gives every byte until the answer's head is there or the connection ends. */
function raw(socket: TLSSocket, method: string, path: string, text = ''): Promise<{ readonly bytes: string; readonly ended: boolean }> {
  return new Promise((resolve) => {
    let bytes = '';
    const done = (ended: boolean): void => {
      socket.removeAllListeners('data').removeAllListeners('close');
      resolve({ bytes, ended });
    };
    socket.on('error', () => undefined);
    socket.on('close', () => done(true));
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.toString('latin1');
      const [head, length] = [bytes.indexOf('\r\n\r\n'), Number(/content-length: (\d+)/i.exec(bytes)?.[1])];
      if (head > 0 && bytes.length >= head + 4 + length) done(false);
    });
    const lines = Object.entries(headers()).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  });
}

function overH2(session: ClientHttp2Session, method: string, path: string, text?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { host, ...rest } = headers();
    const stream = session.request({ ':method': method, ':path': path, ':authority': host, ...rest });
    let status = 0;
    stream.on('response', (answer) => (status = Number(answer[':status'])));
    stream.on('error', reject);
    stream.on('close', () => (status === 0 ? reject(new Error('closed without an answer')) : resolve(status)));
    stream.resume().end(text);
  });
}

describe('stored, then a reused connection closed', () => {
  it('without one byte, on HTTP/1.1', async () => {
    harness.sim.fault({ where: 'entry', kind: 'cut-reused' });
    const socket = connectTls({ host: '127.0.0.1', port: tls.port, servername: NL, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] });
    expect((await raw(socket, 'GET', ME)).bytes).toMatch(/^HTTP\/1\.1 200/);
    expect(await raw(socket, 'POST', ENTRIES, body())).toEqual({ bytes: '', ended: true });
    expect([booked(), harness.sim.faultHits.map(({ kind }) => kind)]).toEqual([1, ['cut-reused']]);
    socket.destroy();
  });

  it('waits for a reused one: the first request of a connection is spared', async () => {
    harness.sim.fault({ where: 'entry', kind: 'cut-reused' });
    const ask = keptAlive();
    expect(await ask('POST', ENTRIES, body('F1'))).toBe(201);
    await expect(ask('POST', ENTRIES, body('F2'))).rejects.toThrow();
    expect([await ask('POST', ENTRIES, body('F3')), booked()]).toEqual([201, 3]);
  });

  it('on h2, with the whole session', async () => {
    harness.sim.fault({ where: 'entry', kind: 'cut-reused' });
    const session = connectH2(`https://127.0.0.1:${tls.port}`, { servername: NL, rejectUnauthorized: false });
    session.on('error', () => undefined);
    expect(session.alpnProtocol ?? (await new Promise((resolve) => session.once('connect', () => resolve(session.alpnProtocol))))).toBe('h2');
    expect(await overH2(session, 'GET', ME)).toBe(200);
    await expect(overH2(session, 'POST', ENTRIES, body())).rejects.toThrow();
    expect([booked(), session.destroyed || session.closed]).toEqual([1, true]);
  });

  it('makes two entries of a client that sends again', async () => {
    harness.sim.fault({ where: 'entry', kind: 'cut-reused' });
    const ask = keptAlive();
    await ask('GET', ME);
    const again = await ask('POST', ENTRIES, body()).catch(() => ask('POST', ENTRIES, body()));
    expect([again, harness.sim.doubles(LAMP).map((group) => group.length)]).toEqual([201, [2]]);
  });
});

describe('stored late', () => {
  it.each([0, 1, 240])('%i seconds after the connection ended', async (seconds) => {
    harness.sim.fault({ where: 'entry', kind: 'store-late', seconds });
    await expect(post()).rejects.toThrow();
    if (seconds > 0) {
      harness.clock.advance(seconds * 1000 - 500);
      const found = await api(harness, token, `${LAMP}/salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'F1'`);
      expect([found.json.d?.results, harness.sim.pendingLate()]).toEqual([[], 1]);
    }
    harness.clock.advance(500);
    const found = await api(harness, token, `${LAMP}/salesentry/SalesEntries?$select=YourRef&$filter=YourRef eq 'F1'`);
    expect([found.json.d?.results?.length, booked(), harness.sim.pendingLate()]).toEqual([1, 1, 0]);
  });

  it('even when the token has expired meanwhile', async () => {
    harness.clock.advance(590_000);
    harness.sim.fault({ where: 'entry', kind: 'store-late', seconds: 100 });
    await expect(post()).rejects.toThrow();
    harness.clock.advance(100_000);
    expect(booked()).toBe(1);
  });
});

describe('answers of trouble', () => {
  it.each([
    [{ kind: 'json-500', text: 'Periode is afgesloten: 2026 - 3' }, 500, 0],
    [{ kind: 'text-500' }, 500, 0],
    [{ kind: 'html-500', processed: true }, 500, 1],
    [{ kind: '503', retryAfter: 30 }, 503, 0],
    [{ kind: '408', processed: true }, 408, 1],
    [{ kind: 'login-302' }, 302, 0],
    [{ kind: 'login-html', processed: true }, 200, 1],
    [{ kind: '429-minute' }, 429, 0],
    [{ kind: 'garbled' }, 201, 1],
    [{ kind: 'empty-502', processed: true }, 502, 1],
  ] as const)('%o', async (rule, status, stored) => {
    harness.sim.fault({ where: 'entry', ...rule });
    expect([(await post()).status, booked()]).toEqual([status, stored]);
    expect([(await post('F2')).status, booked()]).toEqual([201, stored + 1]);
  });

  it('429 has the headers of the limit that was hit, and those alone', async () => {
    harness.sim.fault({ where: 'api', kind: '429-minute' });
    harness.sim.fault({ where: 'api', kind: '429-day' });
    const [minute, day] = [await post(), await post()];
    expect([minute.text, minute.headers['x-ratelimit-minutely-remaining'], minute.headers['x-ratelimit-limit']]).toEqual(['', '0', undefined]);
    expect([day.headers['x-ratelimit-minutely-limit'], day.headers['x-ratelimit-remaining'], Number(day.headers['x-ratelimit-reset']) % 86_400_000]).toEqual([undefined, '0', 0]);
  });

  it('a business refusal has Exact\'s JSON, a success cut in two has none', async () => {
    harness.sim.fault({ where: 'entry', kind: 'json-500', text: 'x' });
    expect(JSON.parse((await post()).text)).toEqual({ error: { code: '', message: { lang: '', value: 'x' } } });
    harness.sim.fault({ where: 'entry', kind: 'garbled' });
    const { text } = await post();
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it.each([[false, 0], [true, 1]])('no answer at all (processed: %s)', async (processed, stored) => {
    harness.sim.fault({ where: 'entry', kind: 'timeout', processed, delayMs: 50 });
    await expect(post()).rejects.toThrow();
    expect(booked()).toBe(stored);
  });

  it('dropped before it was stored, and half an answer after', async () => {
    harness.sim.fault({ where: 'entry', kind: 'cut-before' });
    await expect(post()).rejects.toThrow();
    expect(booked()).toBe(0);
    harness.sim.fault({ where: 'entry', kind: 'cut-midway' });
    await expect(post()).rejects.toThrow();
    expect(booked()).toBe(1);
  });
});

describe('who is hit', () => {
  it('the nth of a kind, in one administration', async () => {
    harness.sim.fault({ where: 'entry', kind: '408', nth: 2, division: LAMP });
    await api(harness, token, 'current/Me?$select=UserID');
    expect([(await post('1')).status, (await post('2')).status, (await post('3')).status]).toEqual([201, 408, 201]);
    harness.sim.fault({ where: 'lookup', kind: '503', division: 100002 });
    expect((await api(harness, token, `${LAMP}/crm/Accounts?$select=ID&$filter=Status eq 'C'`)).status).toBe(200);
    expect((await api(harness, token, "100002/crm/Accounts?$select=ID&$filter=Status eq 'C'")).status).toBe(503);
  });

  it('one user alone, by the token', async () => {
    const claire = (await connect(harness, new Person(harness), { login: 'claire.smith', password: 'Count!2026', code: '112233' })).access_token;
    harness.sim.fault({ where: 'entry', kind: '408', login: 'claire.smith' });
    const as = async (bearer: string): Promise<number> => (await harness.ask({ method: 'POST', path: ENTRIES, headers: { ...headers(), authorization: `Bearer ${bearer}` }, body: body() })).status;
    expect([await as(token), await as(claire), await as(claire), await as(token)]).toEqual([201, 408, 201, 201]);
  });

  it('by chance, which is injected', async () => {
    const draws = [0.9, 0.1, 0.3, 0.2];
    await harness.close();
    harness = await startHarness({}, { chance: () => draws.shift() ?? 1 });
    token = (await connect(harness)).access_token;
    const back = harness.sim.fault({ where: 'entry', kind: '408', probability: 0.25 });
    const seen: number[] = [];
    for (const reference of ['1', '2', '3', '4']) seen.push((await post(reference)).status);
    expect(seen).toEqual([201, 408, 201, 408]);
    back();
    expect((await post('5')).status).toBe(201);
  });

  it('something happens just before: a period closes, a code vanishes', async () => {
    harness.sim.fault({ where: 'entry', kind: 'none', nth: 2, act: () => harness.sim.closePeriod(LAMP, 2026, 3) });
    expect([(await post('1')).status, (await post('2')).text.includes('Periode is afgesloten: 2026 - 3')]).toEqual([201, true]);
    harness.sim.openPeriod(LAMP, 2026, 3);
    const back = harness.sim.vanish(LAMP, 'vatCodes', '2');
    expect((await post('3')).text).toContain('Ongeldige referentie: Btw-code');
    back();
    const free = harness.sim.block(LAMP, 'journals', '70');
    expect((await post('4')).text).toContain('Geblokkeerd: Dagboek [70]');
    free();
    expect((await post('5')).status).toBe(201);
  });

  it('an administration that is withdrawn answers 403 and is no longer listed; that is not the client\'s fault', async () => {
    const give = harness.sim.withdrawDivision('anna.jansen', LAMP);
    const answer = await post();
    expect([answer.status, answer.headers['reason'], harness.sim.violations]).toEqual([403, 'NoDivisionAccess', []]);
    expect((await api(harness, token, '1/system/Divisions?$select=Code')).json.d?.results?.map((row) => row['Code'])).not.toContain(LAMP);
    give();
    expect((await post()).status).toBe(201);
  });
});

describe('rotated, but the answer is lost', () => {
  const refresh = (pair: { readonly refresh_token: string }) => tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });

  it('is counted, once, and costs a consent', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    harness.sim.fault({ where: 'token', kind: 'cut-after' });
    await expect(refresh(pair)).rejects.toThrow();
    expect([(await refresh(pair)).status, (await refresh(pair)).status]).toEqual([401, 401]);
    expect([harness.sim.rotationsLost, harness.sim.exchangesLost, harness.sim.violations]).toEqual([1, 0, []]);
    harness.sim.fault({ where: 'token', kind: 'cut-after' });
    await expect(connect(harness)).rejects.toThrow();
    expect(harness.sim.exchangesLost).toBe(1);
  });

  it('also when the client died with the answer in its hands; not when two contexts race', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    await refresh(pair);
    harness.clock.advance(5_000);
    expect([(await refresh(pair)).status, harness.sim.rotationsLost, harness.sim.violations]).toEqual([401, 1, []]);
    const second = await connect(harness);
    harness.clock.advance(600_000);
    await refresh(second);
    await refresh(second);
    expect([harness.sim.rotationsLost, harness.sim.violations.map(({ code }) => code)]).toEqual([1, ['old-refresh-token']]);
  });

  it('a pair that is used was not lost', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    const next = (await refresh(pair)).body;
    await api(harness, next.access_token, 'current/Me?$select=UserID');
    harness.clock.advance(5_000);
    await refresh(pair);
    expect([harness.sim.rotationsLost, harness.sim.violations.map(({ code }) => code)]).toEqual([0, ['old-refresh-token']]);
  });
});

it('without h2 the listener speaks HTTP/1.1 alone', async () => {
  const plain = await startServer(certificate, [harness.sim]);
  const protocol = await new Promise((resolve) => {
    const socket = connectTls({ host: '127.0.0.1', port: plain.port, servername: NL, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] }, () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
  });
  await plain.close();
  expect(protocol).toBe('http/1.1');
});
