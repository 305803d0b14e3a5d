import { beforeEach, describe, expect, it, vi } from 'vitest';

/** The few parts of the extension API that these modules touch; each test fills in what it needs. */
const api = vi.hoisted(() => ({
  runtime: { id: 'own', getURL: (path: string) => `chrome-extension://own/${path}`, getManifest: () => ({ content_scripts: [{ js: ['content-scripts/shopctrl.js'], run_at: 'document_start' }] }) },
  identity: { getRedirectURL: () => 'https://own.chromiumapp.org/', launchWebAuthFlow: vi.fn() },
  permissions: { contains: vi.fn(), request: vi.fn() },
  scripting: { getRegisteredContentScripts: vi.fn(), registerContentScripts: vi.fn(), unregisterContentScripts: vi.fn() },
  alarms: { get: vi.fn(), create: vi.fn(), clear: vi.fn(), onAlarm: { addListener: vi.fn() } },
  storage: { local: { setAccessLevel: vi.fn() }, session: { setAccessLevel: vi.fn() } } as Record<string, unknown>,
}));
vi.mock('webextension-polyfill', () => ({ default: api }));

const { authFlowFault, runAuthFlow } = await import('../../lib/platform/auth-flow');
const { senderOf } = await import('../../lib/platform/serving');
const { hasAccess, originsToAsk, requestAccess } = await import('../../lib/platform/permissions');
const { verifyScripts } = await import('../../lib/platform/scripts');
const { ensureAlarms, syncAlarms, wake } = await import('../../lib/platform/alarms');
const { shopAddress } = await import('../../lib/platform/tabs');
const { restrictStorage } = await import('../../lib/platform/storage-access');

beforeEach(() => {
  vi.resetAllMocks();
  vi.stubGlobal('navigator', { onLine: true });
});

describe('a sign-in window that did not end well', () => {
  const REDIRECT = 'https://own.chromiumapp.org/';
  it.each([
    ['The user did not approve access.', true, 'exact-cancelled'],
    ['User cancelled or denied access.', true, 'exact-cancelled'],
    ['User canceled or denied access.', true, 'exact-cancelled'],
    ['Authorization page could not be loaded.', true, 'exact-page-not-loaded'],
    ['Authorization page could not be loaded.', false, 'offline'],
    ['redirect_uri not allowed', true, 'exact-page-not-loaded'],
    ['Requires user interaction', true, 'exact-page-not-loaded'],
    ['A text of the future', true, 'exact-page-not-loaded'],
  ])('%s (online: %s) is %s', (message, online, code) => {
    expect(authFlowFault(message, online, REDIRECT).code).toBe(code);
  });
  it('names the redirect address, which is the usual cure', () => {
    expect(authFlowFault('Authorization page could not be loaded.', true, REDIRECT)).toMatchObject({ params: { redirect: REDIRECT } });
  });
  it('becomes a fault, also when the browser answers nothing', async () => {
    api.identity.launchWebAuthFlow.mockRejectedValueOnce(new Error('The user did not approve access.'));
    await expect(runAuthFlow('https://x')).rejects.toMatchObject({ fault: { code: 'exact-cancelled' } });
    api.identity.launchWebAuthFlow.mockResolvedValueOnce(undefined);
    await expect(runAuthFlow('https://x')).rejects.toMatchObject({ fault: { code: 'exact-cancelled' } });
    api.identity.launchWebAuthFlow.mockResolvedValueOnce('https://own.chromiumapp.org/?code=1');
    expect(await runAuthFlow('https://x')).toBe('https://own.chromiumapp.org/?code=1');
    expect(api.identity.launchWebAuthFlow).toHaveBeenLastCalledWith({ url: 'https://x', interactive: true });
  });
});

describe('who sent a message', () => {
  const BASE = 'chrome-extension://own/';
  const of = (sender: Record<string, unknown>) => senderOf(sender as never, 'own', BASE);
  it('is a page of ours, also in a tab', () => {
    expect(of({ id: 'own', url: `${BASE}options.html#x`, tab: { id: 4 } })).toEqual({ context: 'page' });
    expect(of({ id: 'own', url: `${BASE}popup.html` })).toEqual({ context: 'page' });
  });
  it('is a content script with the host of its own frame, port included', () => {
    expect(of({ id: 'own', url: 'https://demo.shopctrl.com:8443/a?b', tab: { id: 4, url: 'https://elsewhere.example/' }, frameId: 3 })).toEqual({ context: 'content', host: 'demo.shopctrl.com:8443', tabId: 4, frameId: 3 });
    expect(of({ id: 'own', url: 'about:blank', origin: 'https://demo.shopctrl.com', tab: { id: 4 } })).toMatchObject({ host: 'demo.shopctrl.com', frameId: 0 });
  });
  it.each([
    ['another extension', { id: 'other', url: `${BASE}options.html` }],
    ['nobody', {}],
    ['a page without a tab', { id: 'own', url: 'https://demo.shopctrl.com/' }],
    ['an address that only begins alike', { id: 'own', url: 'chrome-extension://own.evil/options.html' }],
    ['an insecure page', { id: 'own', url: 'http://demo.shopctrl.com/', tab: { id: 1 } }],
    ['a sandboxed frame', { id: 'own', url: 'about:srcdoc', origin: 'null', tab: { id: 1 } }],
  ])('is a stranger otherwise: %s', (_name, sender) => {
    expect(of(sender)).toEqual({ context: 'stranger' });
  });
});

describe('hosts to ask for', () => {
  it('are those outside of shopctrl.com, each once, without port', () => {
    expect(originsToAsk(['https://demo.shopctrl.com', 'https://api.demo.shopctrl.com', 'https://admin.lamp.example', 'https://admin.lamp.example:52222', 'https://api.lamp.example', 'https://evilshopctrl.com'])).toEqual([
      'https://admin.lamp.example/*',
      'https://api.lamp.example/*',
      'https://evilshopctrl.com/*',
    ]);
  });
  it('are asked for in the same turn as the click, or not at all', () => {
    api.permissions.request.mockResolvedValue(true);
    void requestAccess(['https://admin.lamp.example']);
    expect(api.permissions.request).toHaveBeenCalledWith({ origins: ['https://admin.lamp.example/*'] });
    api.permissions.request.mockClear();
    void requestAccess(['https://demo.shopctrl.com']);
    expect(api.permissions.request).not.toHaveBeenCalled();
  });
});

describe('access', () => {
  it('is looked up for every host, since the person can take each away', async () => {
    api.permissions.contains.mockResolvedValue(false);
    expect(await hasAccess(['https://demo.shopctrl.com', 'https://demo.shopctrl.com:52222'])).toBe(false);
    expect(api.permissions.contains).toHaveBeenCalledWith({ origins: ['https://demo.shopctrl.com/*'] });
  });
  it('to the manifest’s own hosts is asked for again where they can be switched off', () => {
    const runtime = api.runtime as { getBrowserInfo?: () => void };
    runtime.getBrowserInfo = () => undefined;
    void requestAccess(['https://demo.shopctrl.com']);
    expect(api.permissions.request).toHaveBeenCalledWith({ origins: ['https://demo.shopctrl.com/*'] });
    delete runtime.getBrowserInfo;
  });
});

describe('the section on own domains', () => {
  it('is registered where it is missing and allowed, kept where it is right, removed where it is not wanted', async () => {
    api.permissions.contains.mockImplementation(({ origins }: { origins: string[] }) => Promise.resolve(!origins.some((one) => one.includes('denied'))));
    api.scripting.getRegisteredContentScripts.mockResolvedValue([
      { id: 'section-kept.example', matches: ['https://kept.example/*'] },
      { id: 'section-gone.example', matches: ['https://gone.example/*'] },
      { id: 'foreign', matches: ['https://x/*'] },
    ]);
    expect(await verifyScripts(['kept.example', 'new.example', 'denied.example', 'demo.shopctrl.com'])).toEqual(['https://new.example/*']);
    expect(api.scripting.unregisterContentScripts).toHaveBeenCalledWith({ ids: ['section-gone.example'] });
    expect(api.scripting.registerContentScripts).toHaveBeenCalledWith([
      { id: 'section-new.example', matches: ['https://new.example/*'], js: ['content-scripts/shopctrl.js'], allFrames: true, runAt: 'document_start', persistAcrossSessions: true },
    ]);
  });
});

describe('alarms', () => {
  it('are made when missing or different, and left alone when right', async () => {
    api.alarms.get.mockImplementation((name: string) => Promise.resolve(name === 'discover' ? { name, periodInMinutes: 60 } : undefined));
    await ensureAlarms();
    expect(api.alarms.create.mock.calls.map(([name]) => name as string)).toEqual(['tokens']);
  });
  it('that a clock which was set back left hours away are made anew', async () => {
    const far = { periodInMinutes: 60, scheduledTime: Date.now() + 5 * 3_600_000 };
    api.alarms.get.mockImplementation((name: string) => Promise.resolve(name === 'discover' ? { name, ...far } : name === 'sync' ? { name, ...far, periodInMinutes: 15 } : name === 'tokens' ? { name, ...far, periodInMinutes: 1440 } : { name, ...far, periodInMinutes: 0.5 }));
    await ensureAlarms();
    await syncAlarms.every(15);
    await syncAlarms.wake(true);
    expect(api.alarms.create.mock.calls.map(([name]) => name as string)).toEqual(['discover', 'sync', 'sync-wake']);
  });
  it('wake at most a minute ahead while work is open, without pushing an alarm that stands', async () => {
    api.alarms.get.mockResolvedValueOnce(undefined);
    await wake(true);
    const [name, info] = api.alarms.create.mock.calls[0] as [string, { delayInMinutes: number; periodInMinutes: number }];
    expect(name).toBe('wake');
    expect(Math.max(info.delayInMinutes, info.periodInMinutes)).toBeLessThanOrEqual(1);
    api.alarms.get.mockResolvedValueOnce({ name: 'wake' });
    await wake(true);
    expect(api.alarms.create).toHaveBeenCalledTimes(1);
    await wake(false);
    expect(api.alarms.clear).toHaveBeenCalledWith('wake');
  });
});

describe('the rest', () => {
  it('builds the deep link of a shop', () => {
    expect(shopAddress('demo.shopctrl.com', 12)).toBe('https://demo.shopctrl.com/?tab=Shop%7C12&control=InvoiceExport');
  });
  it('closes the storage areas where the browser can, and goes on where it cannot', async () => {
    api.storage['sync'] = {};
    (api.storage['local'] as { setAccessLevel: ReturnType<typeof vi.fn> }).setAccessLevel.mockRejectedValueOnce(new Error('not here'));
    await restrictStorage();
    expect((api.storage['session'] as { setAccessLevel: ReturnType<typeof vi.fn> }).setAccessLevel).toHaveBeenCalledWith({ accessLevel: 'TRUSTED_CONTEXTS' });
  });
});
