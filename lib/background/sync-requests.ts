/** What section and popup may order of Sync. */
import { knownShop, type App } from './app';
import type { Handlers } from './door';

export function syncHandlers(app: App): Pick<Handlers, 'sync.act' | 'pages.openLedger'> {
  return {
    'sync.act': async ({ shop, action }) => {
      await knownShop(app, shop);
      if (action === 'now') app.sync.runSoon();
      else if (action === 'cancel') await app.sync.cancel();
      else await app.sync.change(shop, (row) => row && { ...row, on: false });
      return null;
    },
    'pages.openLedger': async ({ shop, start }) => {
      await app.surroundings.openLedger(shop, start === true);
      return null;
    },
  };
}
