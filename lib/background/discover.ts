/** Reading ahead what changed in the shops that are in use, so that waiting invoices are counted without anyone asking. */
import type { RunLocked } from '../connection/tokens';
import type { ReadShop } from '../export/read';
import type { ShopName, ShopRef } from '../messages';
import type { FeedStore } from '../shopctrl/ports';
import type { ShopCtrlClient } from '../shopctrl/client';
import type { App } from './app';

export interface DiscoverDeps {
  readonly app: Pick<App, 'settings' | 'connections' | 'book' | 'changed' | 'now'>;
  readonly store: FeedStore;
  readonly read: ReadShop;
  clientFor(tenantId: string): Promise<ShopCtrlClient>;
  readonly lock: RunLocked;
  pulse(): void;
  /** A shop that nothing uses yet, and that a person is setting up. */
  wanted?(shop: ShopRef): boolean;
  /** Aborts when somebody orders what this lock is for: an export reads by itself and shows its progress, so reading ahead gives way. */
  givesWay(lock: string): AbortSignal;
  readonly signal: AbortSignal;
}

const LOCK_LIMIT_MS = 5 * 60_000;

/** One round over all shops in use, or over one of them. A shop that fails does not hold up the others: its tenant's state says what a person can do, and the next round tries again. */
export async function discover(deps: DiscoverDeps, only?: ShopRef): Promise<void> {
  const { app } = deps;
  for (const shop of await shopsToRead(deps)) {
    if (only && !isSame(only, shop)) continue;
    deps.signal.throwIfAborted();
    deps.pulse();
    // Another user or fewer shops: reading on would only make the difference look real.
    if (await app.book.refreshUnlessFresh(shop.tenantId)) continue;
    const { tenantId, shopId } = shop;
    const lock = `discover:${tenantId}`;
    const signal = AbortSignal.any([deps.signal, deps.givesWay(lock)]);
    const read = async (): Promise<void> => {
      // Forgotten while this waited for its turn: nothing of it may come back.
      if (!(await shopsToRead(deps)).some((one) => isSame(one, shop))) return;
      await deps.read({ client: await deps.clientFor(tenantId), store: deps.store, tenantId, shopId, now: () => app.now(), signal, pulse: () => deps.pulse(), onProgress: () => undefined });
    };
    await deps.lock(lock, read, { signal, limitMs: LOCK_LIMIT_MS }).catch(() => undefined);
    app.changed('export');
  }
}

/** Shops in use, and those that a person is setting up. */
async function shopsToRead({ app, wanted }: DiscoverDeps): Promise<readonly ShopName[]> {
  const used = await shopsInUse(app);
  if (!wanted) return used;
  const all = (await Promise.all((await app.settings.tenants()).map((tenant) => app.settings.shops(tenant.tenantId)))).flat();
  return [...used, ...all.filter((shop) => wanted(shop) && !used.some((one) => isSame(one, shop)))];
}

/** Shops that have rules or a connection. */
export async function shopsInUse(app: Pick<App, 'settings' | 'connections'>): Promise<readonly ShopName[]> {
  const links = await app.connections.links();
  const found: ShopName[] = [];
  for (const tenant of await app.settings.tenants()) {
    for (const shop of await app.settings.shops(tenant.tenantId)) {
      const linked = links.some((link) => isSame(link, shop));
      if (linked || (await app.settings.rules(shop))) found.push(shop);
    }
  }
  return found;
}

function isSame(one: ShopRef, other: ShopRef): boolean {
  return one.tenantId === other.tenantId && one.shopId === other.shopId;
}
