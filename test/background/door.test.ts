import { describe, expect, it } from 'vitest';
import { createDoor, type Handlers } from '../../lib/background/door';
import { FaultError } from '../../lib/faults';
import { formFromRules } from '../../lib/settings/rules-form';
import type { Request, SectionRequest } from '../../lib/messages';
import type { Sender } from '../../lib/platform/serving';
import type { Tenant } from '../../lib/settings/database';

const shop = { tenantId: 't1', shopId: 12 };
const HOST = 'demo.shopctrl.com';

/** One valid request of every kind; the type demands that none is missing. */
const SECTION: { readonly [K in SectionRequest['kind']]: Extract<SectionRequest, { kind: K }> } = {
  'section.state': { kind: 'section.state', adminHost: HOST, title: 'Lamp', linkShopId: null, native: 'unknown', language: 'en' },
  'section.words': { kind: 'section.words', language: 'nl' },
  'section.chooseShop': { kind: 'section.chooseShop', adminHost: HOST, title: null, shopId: 12 },
  'connect.authorize': { kind: 'connect.authorize', shop, forceLogin: true },
  'connect.useExisting': { kind: 'connect.useExisting', shop, connectionId: 'c1' },
  'connect.chooseAdministration': { kind: 'connect.chooseAdministration', shop, division: 1 },
  'connect.cancel': { kind: 'connect.cancel', shop },
  'connect.remove': { kind: 'connect.remove', shop },
  'export.start': { kind: 'export.start', shop, from: '2026-01-01', to: '2026-01-31', topic: 'GLTransactions' },
  'export.cancel': { kind: 'export.cancel', shop, jobId: 'j1' },
  'export.downloadAgain': { kind: 'export.downloadAgain', shop, fileId: 'f1' },
  'pages.openSetup': { kind: 'pages.openSetup', shop },
  'pages.openPreview': { kind: 'pages.openPreview', shop, invoiceId: 5 },
  'sync.act': { kind: 'sync.act', shop, action: 'now' },
  'pages.openLedger': { kind: 'pages.openLedger', shop, start: true },
};
type PageKind = Exclude<Request['kind'], SectionRequest['kind']>;
const PAGES: { readonly [K in PageKind]: Extract<Request, { kind: K }> } = {
  'popup.state': { kind: 'popup.state' },
  'export.startNew': { kind: 'export.startNew', shop },
  'pages.openShop': { kind: 'pages.openShop', shop },
  'setup.state': { kind: 'setup.state' },
  'setup.probe': { kind: 'setup.probe', address: HOST },
  'setup.saveShopCtrl': { kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://${HOST}`, login: 'l', password: 'p' },
  'setup.saveExactApp': { kind: 'setup.saveExactApp', site: 'nl', clientId: 'c', clientSecret: 's' },
  'setup.test': { kind: 'setup.test' },
  'setup.acceptUser': { kind: 'setup.acceptUser', tenantId: 't1' },
  'setup.saveRules': { kind: 'setup.saveRules', shop, rules: formFromRules(null) },
  'setup.forgetShop': { kind: 'setup.forgetShop', shop },
  'setup.books': { kind: 'setup.books', shop, read: true },
  'preview.state': { kind: 'preview.state', shop },
  'preview.batch': { kind: 'preview.batch', shop, from: '2026-01-01', to: '2026-01-31' },
  'preview.list': { kind: 'preview.list', shop, from: '2026-01-01', to: '2026-01-31', cause: 'R-KIND', after: { date: '2026-01-03', id: 9 } },
  'preview.invoice': { kind: 'preview.invoice', shop, invoiceId: 5 },
  'preview.confirm': { kind: 'preview.confirm', shop, by: 'Anna', what: { kind: 'cause', cause: 'R-OSS-RATE|DE' } },
  'ledger.state': { kind: 'ledger.state', shop },
  'ledger.preview': { kind: 'ledger.preview', shop, from: { date: '2026-01-01' }, after: { date: '2026-01-03', id: 9 } },
  'ledger.turnOn': { kind: 'ledger.turnOn', shop, from: { code: '2600001' }, nativeOff: 'Anna', options: { attachPdf: false, promote: false, useEntryNumber: false } },
  'ledger.options': { kind: 'ledger.options', shop, options: { attachPdf: true, promote: true, useEntryNumber: true } },
  'ledger.causes': { kind: 'ledger.causes', shop },
  'ledger.answer': { kind: 'ledger.answer', shop, answer: { kind: 'adopt', invoiceId: 5, entryId: 'e1' } },
  'ledger.period': { kind: 'ledger.period', shop, month: '2026-01' },
  'ledger.list': { kind: 'ledger.list', shop, state: 'booked', after: ['2026-01-03', 9] },
  'ledger.invoice': { kind: 'ledger.invoice', shop, invoiceId: 5 },
  'ledger.backup': { kind: 'ledger.backup', after: { source: 3, key: ['t1', 5], count: 9 } },
  'ledger.restore': { kind: 'ledger.restore', file: 'f', part: 0, text: '{', last: false, settings: 'keep' },
  'ledger.tuning': { kind: 'ledger.tuning', tuning: { uncertainMinutes: 5, everyMinutes: 15, reserve: 2 } },
  'file.saved': { kind: 'file.saved', fileId: 'f1' },
};
const ALL: readonly Request[] = [...Object.values(SECTION), ...Object.values(PAGES)];

const TENANTS = [{ tenantId: 't1', adminHost: HOST }, { tenantId: 't2', adminHost: 'admin.lamp.example' }] as unknown as readonly Tenant[];
const settings = {
  tenant: (id: string) => Promise.resolve(TENANTS.find((one) => one.tenantId === id) ?? null),
  tenantOfHost: (host: string) => Promise.resolve(TENANTS.find((one) => one.adminHost === host) ?? null),
  shop: (ref: { readonly tenantId: string; readonly shopId: number }) => Promise.resolve(ref.shopId === 12 ? { ...ref, name: 'Lamp' } : null),
};
function door(ready: Promise<void> = Promise.resolve()): { readonly send: (message: unknown, sender: Sender) => Promise<unknown>; readonly handled: string[] } {
  const handled: string[] = [];
  const handlers = Object.fromEntries(
    ALL.map(({ kind }) => [
      kind,
      () => {
        handled.push(kind);
        return Promise.resolve(null);
      },
    ]),
  ) as unknown as Handlers;
  return { send: createDoor({ handlers, settings, ready }), handled };
}
const page: Sender = { context: 'page' };
const content = (host = HOST): Sender => ({ context: 'content', host, tabId: 1, frameId: 0 });
const refusal = (code: string): unknown => ({ ok: false, fault: expect.objectContaining({ code }) as unknown });

describe('who may send what', () => {
  it.each(ALL.map((request) => [request.kind, request] as const))('an extension page: %s', async (_kind, request) => {
    const { send, handled } = door();
    expect(await send(request, page)).toEqual({ ok: true, value: null });
    expect(handled).toEqual([request.kind]);
  });
  it.each(Object.values(SECTION).map((request) => [request.kind, request] as const))('the section in its own admin: %s', async (_kind, request) => {
    expect(await door().send(request, content())).toEqual({ ok: true, value: null });
  });
  it.each(Object.values(PAGES).map((request) => [request.kind, request] as const))('never a content script: %s', async (_kind, request) => {
    const { send, handled } = door();
    expect(await send(request, content())).toEqual(refusal('not-allowed'));
    expect(handled).toEqual([]);
  });
  it.each(ALL.map((request) => [request.kind, request] as const))('never a stranger: %s', async (_kind, request) => {
    expect(await door().send(request, { context: 'stranger' })).toEqual(refusal('not-allowed'));
  });
});

describe('a content script speaks for its own host alone', () => {
  it.each(['other.shopctrl.com', 'admin.lamp.example'])('no state of another admin than %s', async (host) => {
    expect(await door().send(SECTION['section.state'], content(host))).toEqual(refusal('not-allowed'));
  });
  it.each(Object.values(SECTION).filter((request) => 'shop' in request).map((request) => [request.kind, request] as const))('no shop of another tenant: %s', async (_kind, request) => {
    const { send, handled } = door();
    expect(await send(request, content('admin.lamp.example'))).toEqual(refusal('not-allowed'));
    expect(await send(request, content('new.shopctrl.com'))).toEqual(refusal('not-allowed'));
    expect(handled).toEqual([]);
  });
  it.each(['docs.shopctrl.com', 'www.shopctrl.com', 'support.shopctrl.com', 'api.demo.shopctrl.com', 'shopctrl.com', 'shopctrl.com.evil.example', 'evilshopctrl.com', 'start.exactonline.nl', 'unknown.example'])('nothing at all from %s', async (host) => {
    expect(await door().send({ ...SECTION['section.state'], adminHost: host }, content(host))).toEqual(refusal('not-allowed'));
    expect(await door().send(SECTION['section.words'], content(host))).toEqual(refusal('not-allowed'));
  });
  it('no shop that is not known', async () => {
    expect(await door().send({ kind: 'connect.remove', shop: { tenantId: 't1', shopId: 99 } }, content())).toEqual(refusal('shop-unknown'));
  });
  it('a host with a port is another host', async () => {
    expect(await door().send(SECTION['section.state'], content(`${HOST}:52222`))).toEqual(refusal('not-allowed'));
  });
});

describe('shape', () => {
  it.each([
    ['an unknown kind', { kind: 'setup.everything' }],
    ['a kind of every object', { kind: 'constructor' }],
    ['no kind', {}],
    ['no object', 'setup.state'],
    ['null', null],
    ['a field too many', { kind: 'setup.state', url: 'https://x' }],
    ['a field too few', { kind: 'connect.authorize', shop }],
    ['a shop by name', { kind: 'connect.remove', shop: { tenantId: 't1', shopId: '12' } }],
    ['a topic of its own', { ...SECTION['export.start'], topic: 'Everything' }],
    ['a day in words', { ...SECTION['export.start'], from: 'yesterday' }],
    ['a site of its own', { ...PAGES['setup.saveExactApp'], site: 'evil' }],
    ['a title without end', { ...SECTION['section.state'], title: 'x'.repeat(501) }],
    ['rules with a stranger inside', { ...PAGES['setup.saveRules'], rules: { ...formFromRules(null), script: 'x' } }],
  ])('refuses %s', async (_name, message) => {
    const { send, handled } = door();
    expect(await send(message, page)).toEqual(refusal('bad-request'));
    expect(handled).toEqual([]);
  });
});

describe('what a handler throws', () => {
  const failing = (error: unknown) =>
    createDoor({ handlers: { 'setup.state': () => Promise.reject(error) } as unknown as Handlers, settings, ready: Promise.resolve() })({ kind: 'setup.state' }, page);
  it('leaves as the fault that it is', async () => {
    expect(await failing(new FaultError({ code: 'offline' }))).toEqual({ ok: false, fault: { code: 'offline' } });
  });
  it('leaves without its text when it is none: a text could carry names or secrets', async () => {
    expect(JSON.stringify(await failing(new TypeError('password Welkom-2026! of anna@demo.example')))).toBe(JSON.stringify({ ok: false, fault: { code: 'unexpected', detail: 'TypeError' } }));
  });
});

it('waits until the background knows what became of the work before', async () => {
  let open = (): void => undefined;
  const { send, handled } = door(new Promise((resolve) => (open = resolve)));
  const answer = send({ kind: 'setup.state' }, page);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(handled).toEqual([]);
  open();
  expect(await answer).toMatchObject({ ok: true });
});
