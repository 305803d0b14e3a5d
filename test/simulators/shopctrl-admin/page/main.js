/* global Ext */
// Start of the admin: reads the session, builds the viewport, restores the saved tabs and follows the deep link once.
import { getJson } from './server.js';
import { buildHeader, buildNavigation, buildSalesChannels } from './frameparts.js';
import { createStrip } from './strip.js';
import { installHotkeys } from './hotkeys.js';
import { installTestApi } from './test-api.js';

async function start() {
  const session = await getJson('/Data/Session.ashx');
  Ext.getBody().dom.ownerDocument.documentElement.lang = session.language;
  Ext.tip.QuickTipManager.init();
  document.getElementById('loading')?.remove();
  const strip = createStrip(session);
  Ext.create('Ext.container.Viewport', {
    layout: 'border',
    items: [
      buildHeader(session, strip),
      {
        region: 'west',
        width: 220,
        minWidth: 160,
        split: true,
        collapsible: true,
        title: session.labels.navigation,
        layout: 'border',
        border: false,
        items: [buildNavigation(session, strip), buildSalesChannels(session, strip)],
      },
      strip.panel,
    ],
  });
  installHotkeys(session, strip);
  installTestApi(session, strip);
  window.SessionData = { ActiveShops: session.shops.filter((shop) => shop.active).map((shop) => shop.id) };
  window.OpenDetailTabForEdit = (type, id, _query, _flag) => strip.open(type, id === null ? null : Number(id), null);
  for (const key of session.restoredTabs) {
    const [type, id] = key.split('|');
    strip.open(type, id ? Number(id) : null, null);
  }
  followDeepLink(strip);
}

/** `?tab=Shop|12&control=Invoices`: opens the tab; the address is left as it is for good. */
function followDeepLink(strip) {
  const query = new URLSearchParams(location.search);
  const tab = query.get('tab');
  if (!tab) return;
  const [type, id] = tab.split('|');
  strip.open(type, id ? Number(id) : null, query.get('control'));
}

Ext.onReady(() => void start());
