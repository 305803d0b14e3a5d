/** A plain `fetch` makes two entries when the connection it reuses is closed after storing: the browser sends the POST again by itself and shows one clean 201. */
import puppeteer from 'puppeteer-core';
import type { Browser } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { findChromium, findFirefox } from '../../tools/find-browser';
import { makeCertificate } from '../net/certificate';
import { startConnectProxy } from '../net/connect-proxy';
import { startServer } from '../net/server';
import { connect, NL, startHarness } from './harness';
import type { Harness } from './harness';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function stage(h2: boolean) {
  const harness = await startHarness({ callsPerMinute: 1000 });
  const certificate = await makeCertificate([NL]);
  const server = await startServer(certificate, [harness.sim], { h2 });
  undo.push(() => harness.close(), () => server.close());
  return { harness, certificate, port: server.port };
}

async function chromium(port: number, spkiHash: string): Promise<Browser> {
  return puppeteer.launch({
    executablePath: findChromium(), headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--host-resolver-rules=MAP * 127.0.0.1:${port}`, `--ignore-certificate-errors-spki-list=${spkiHash}`],
  });
}

async function firefox(port: number): Promise<Browser> {
  const proxy = await startConnectProxy(port);
  undo.push(() => proxy.close());
  return puppeteer.launch({
    browser: 'firefox', executablePath: findFirefox(), headless: true, acceptInsecureCerts: true,
    extraPrefsFirefox: { 'network.proxy.type': 1, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': proxy.port, 'network.proxy.no_proxies_on': '', 'network.dns.disableIPv6': true, 'datareporting.policy.dataSubmissionEnabled': false, 'app.normandy.enabled': false },
  });
}

/** Two calls that leave a connection behind, then the POST on it; gives the status that the page sees. */
async function book(harness: Harness, browser: Browser): Promise<number> {
  undo.push(() => browser.close());
  const token = (await connect(harness)).access_token;
  const { accounts, glAccounts } = harness.sim.master(100001);
  const body = JSON.stringify({ Customer: accounts.get('1')?.id, Journal: '70', EntryDate: '2026-03-05', YourRef: 'F1', SalesEntryLines: [{ GLAccount: glAccounts.get('8000')?.id, VATCode: '2', AmountFC: 100 }] });
  const page = await browser.newPage();
  await page.goto(`https://${NL}/`);
  harness.sim.fault({ where: 'entry', kind: 'cut-reused' });
  return page.evaluate(
    async (bearer: string, text: string) => {
      const init = { headers: { authorization: `Bearer ${bearer}`, accept: 'application/json', 'content-type': 'application/json' }, credentials: 'omit' } as const;
      await (await fetch('/api/v1/current/Me?$select=UserID', init)).text();
      await (await fetch('/api/v1/current/Me?$select=UserID', init)).text();
      return (await fetch('/api/v1/100001/salesentry/SalesEntries', { ...init, method: 'POST', body: text })).status;
    },
    token,
    body,
  );
}

describe('stored, then a reused connection closed without one byte', () => {
  it.each([['HTTP/1.1', false], ['h2', true]])('Chromium on %s books twice and sees one 201', async (_protocol, h2) => {
    const { harness, certificate, port } = await stage(h2);
    expect(await book(harness, await chromium(port, certificate.spkiHash))).toBe(201);
    expect([harness.sim.faultHits.length, harness.sim.doubles(100001).map((group) => group.length)]).toEqual([1, [2]]);
  });

  it('Firefox on HTTP/1.1 as well', async () => {
    const { harness, port } = await stage(false);
    expect(await book(harness, await firefox(port))).toBe(201);
    expect([harness.sim.faultHits.length, harness.sim.doubles(100001).map((group) => group.length)]).toEqual([1, [2]]);
  });
});
