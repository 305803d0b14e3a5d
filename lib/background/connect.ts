/** Requests about a shop's connection with Exact. */
import type { App } from './app';
import { knownShop } from './app';
import type { Handlers } from './door';

type Kinds = 'connect.authorize' | 'connect.useExisting' | 'connect.chooseAdministration' | 'connect.cancel' | 'connect.remove';

export function connectHandlers(app: App): Pick<Handlers, Kinds> {
  const done = async (work: Promise<void>): Promise<null> => {
    await work;
    return null;
  };
  return {
    'connect.authorize': async ({ shop, forceLogin }) => {
      await knownShop(app, shop);
      return done(app.consent.authorize(shop, forceLogin));
    },
    'connect.useExisting': async ({ shop, connectionId }) => {
      await knownShop(app, shop);
      return done(app.consent.useExisting(shop, connectionId));
    },
    'connect.chooseAdministration': async ({ shop, division }) => {
      await app.consent.choose(shop, division);
      app.readSoon(shop);
      return null;
    },
    'connect.cancel': ({ shop }) => done(app.consent.cancel(shop)),
    'connect.remove': ({ shop }) => done(app.consent.remove(shop)),
  };
}
