/** The background in the browser: listeners first and synchronously, as an event that woke the worker is lost otherwise. */
import { z } from 'zod';
import { ensureAlarms, onAlarm, syncAlarms, wake } from '../platform/alarms';
import { onToldClicked, showBadge, tell } from '../platform/attention';
import { redirectAddress, runAuthFlow } from '../platform/auth-flow';
import { extensionVersion, onStartEvents } from '../platform/lifecycle';
import { withLock } from '../platform/locks';
import { hasAccess, onAccessChanged } from '../platform/permissions';
import { pulse } from '../platform/pulse';
import { injectIntoOpenTabs, installInjects, verifyScripts } from '../platform/scripts';
import { notify, serve } from '../platform/serving';
import { oneTimeStates, tabList } from '../platform/session';
import { restrictStorage } from '../platform/storage-access';
import { openFilePage, openLedgerPage, openPreviewPage, openSetupPage, openShopPage } from '../platform/tabs';
import { SHOPCTRL_MATCH } from '../platform/manifest';
import { ledgerAnchor } from '../view/ledger-address';
import { previewAnchor, setupPlaceAnchor } from '../view/preview-address';
import { writeSnapshot } from '../view/snapshot';
import { pickLanguage } from '../words/text';
import { createBackground } from './create';
import { isAdminHost } from './hosts';

/** Starts the background of one worker. Never throws and never waits: everything slow happens behind the listeners. */
export function startBackground(): void {
  // The policy of extension pages forbids code from text; without this zod would try it once and leave an error in the log.
  z.config({ jitless: true });
  // A worker has no end that it could hear of: it is killed.
  const { signal } = new AbortController();
  const listening = tabList();
  const background = createBackground({
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    sleep,
    random: randomText,
    online: () => navigator.onLine,
    lock: withLock,
    states: oneTimeStates(),
    version: extensionVersion,
    redirectAddress,
    signIn: runAuthFlow,
    openSetup: (shop, at) => openSetupPage(shop && setupPlaceAnchor(shop, at)),
    openPreview: (shop, invoiceId) => openPreviewPage(previewAnchor({ shop, invoiceId: invoiceId ?? null })),
    openLedger: (shop, start) => openLedgerPage(ledgerAnchor({ shop, start })),
    openShop: openShopPage,
    openFile: openFilePage,
    hasAccess,
    placeSection: async (adminHosts) => injectIntoOpenTabs(await verifyScripts(adminHosts)),
    notify: async (notice) => listening.drop(await notify(notice, await listening.all())),
    listens: (sender) => {
      if (sender.context === 'content') listening.add(sender.tabId).catch(() => undefined);
    },
    writeSnapshot,
    pulse,
    wake,
    syncAlarms,
    language: () => pickLanguage(navigator.languages),
    badge: showBadge,
    tell,
    signal,
  });

  serve(background.answer);
  onAlarm((name) => quietly(background.alarm(name)));
  onStartEvents({
    onInstalled: (reason) => {
      quietly(ensureAlarms());
      quietly(background.started());
      // Tabs that were open before the installation get the section; after an update the old copies there say "reload this page".
      if (reason === 'install' && !installInjects()) quietly(injectIntoOpenTabs([SHOPCTRL_MATCH], isAdminHost));
    },
    onStartup: () => {
      quietly(ensureAlarms());
      quietly(background.started());
    },
  });
  onToldClicked((id) => quietly(background.toldClicked(id)));
  onAccessChanged(() => quietly(background.accessChanged()));

  quietly(restrictStorage());
  quietly(ensureAlarms());
  quietly(background.start());
}

/** What fails here is stored as somebody's state, or tried again at the next alarm; an error text could carry names, so none is logged. */
function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

function randomText(): string {
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
