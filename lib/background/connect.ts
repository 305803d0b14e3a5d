/** Requests about a shop's connection with Exact. */
import { fail } from '../faults';
import { BOUND_STATES } from '../ledger/sync-rows';
import type { ShopRef } from '../messages';
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
      // No run may send anything between the question and the change, nor go on to where the entries went before.
      await app.sync.quiet(async () => {
        if (await isBoundElsewhere(app, shop, division)) fail('sync-bound');
        await app.consent.choose(shop, division);
      });
      app.readSoon(shop);
      // What waited while the connection was dead goes at once.
      app.sync.runSoon();
      return null;
    },
    'connect.cancel': ({ shop }) => done(app.consent.cancel(shop)),
    'connect.remove': async ({ shop }) => {
      // Sync first: a run that goes on ends here, and nothing waits for a connection that a person took away.
      await app.sync.change(shop, (row) => row && { ...row, on: false });
      return done(app.sync.quiet(() => app.consent.remove(shop)));
    },
  };
}

/** Whether invoices are on their way to another administration than the one that is to be chosen: they can only be looked up where they were sent (design 6.2). */
async function isBoundElsewhere(app: App, shop: ShopRef, division: number): Promise<boolean> {
  if (!(await app.ledger.boundToAdministration(shop))) return false;
  const attempt = await app.connections.attemptOf(shop);
  const connection = attempt?.stage === 'choose' ? await app.connections.get(attempt.connectionId) : null;
  for (const state of BOUND_STATES) {
    const [row] = await app.ledger.syncAll(shop, state, 1);
    if (row?.intent && (row.intent.division !== division || (connection && row.intent.site !== connection.site))) return true;
  }
  return false;
}
