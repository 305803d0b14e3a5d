/**
 * The shops of a tenant as ShopCtrl's API lists them, and who the API says we are. Another user, or fewer shops than before, is a state
 * that is shown until a person accepts it; what is known stays known meanwhile.
 */
import { FaultError, faultOf, type Fault } from '../faults';
import type { Tenant } from '../settings/database';
import type { Settings } from '../settings/settings';
import type { ShopCtrlClient } from '../shopctrl/client';

export interface ShopBook {
  /** Reads user and shops now. Answers the fault, also stored with the tenant; null when all is well. */
  refresh(tenantId: string): Promise<Fault | null>;
  /**
   * Reads them unless that was done a moment ago. Trouble from before `since` (local, milliseconds) is looked at anew, so that a person who
   * mended it and orders a run sees it mended.
   */
  refreshUnlessFresh(tenantId: string, since?: number): Promise<Fault | null>;
  /** Reads them in the background when the list is old, or sooner when the last look failed. */
  refreshIfStale(tenant: Tenant): void;
  /** Takes the present user and shops as the right ones. */
  accept(tenantId: string): Promise<Fault | null>;
  /** Permissions were given or taken: the tenants whose state that changes are looked at now. */
  accessChanged(): Promise<void>;
}

export interface ShopBookDeps {
  readonly settings: Settings;
  clientFor(tenantId: string): Promise<ShopCtrlClient>;
  /** Whether the person lets the browser reach these addresses. */
  hasAccess(addresses: readonly string[]): Promise<boolean>;
  changed(): void;
  /** ShopCtrl's own Exact module is on, and was not before. */
  moduleOn(tenantId: string): Promise<void>;
  now(): number;
}

const STALE_MS = 10 * 60_000;
const FRESH_MS = 10_000;

export function createShopBook(deps: ShopBookDeps): ShopBook {
  const running = new Map<string, Promise<Fault | null>>();
  const triedAt = new Map<string, number>();

  const read = async (tenantId: string, accept: boolean): Promise<Fault | null> => {
    const tenant = await deps.settings.tenant(tenantId);
    if (!tenant) return { code: 'shop-unknown' };
    triedAt.set(tenantId, deps.now());
    const fault = await look(tenantId, accept).catch((error: unknown) => faultOf(error));
    const before = tenant.fault;
    // Passing trouble on the line does not hide that another user was found before.
    const kept = fault && isPassing(fault) && before && !isPassing(before) ? before : fault;
    await deps.settings.changeTenant(tenantId, { fault: kept });
    if (JSON.stringify(before) !== JSON.stringify(kept)) deps.changed();
    return fault;
  };

  const look = async (tenantId: string, accept: boolean): Promise<Fault | null> => {
    const client = await deps.clientFor(tenantId);
    const me = await client.me();
    const shops = await client.shops();
    const tenant = await deps.settings.tenant(tenantId);
    if (!tenant) throw new FaultError({ code: 'shop-unknown' });
    const user = { id: me.key, name: me.name };
    if (!accept && tenant.user && tenant.user.id !== user.id) return { code: 'shopctrl-other-user' };
    if (!accept && tenant.shopCount !== null && shops.length < tenant.shopCount) return { code: 'shopctrl-fewer-shops', params: { before: tenant.shopCount, now: shops.length } };
    const known = await deps.settings.shops(tenantId);
    await deps.settings.putShops(tenantId, shops.map((shop) => ({ shopId: shop.id, name: shop.name })));
    const module = (await nativeModule(client)) ?? tenant.nativeModule;
    if (module === true && tenant.nativeModule === false) await deps.moduleOn(tenantId);
    await deps.settings.changeTenant(tenantId, { user, shopCount: shops.length, shopsReadAt: deps.now(), nativeModule: module });
    if (shops.some((shop) => known.find((one) => one.shopId === shop.id)?.name !== shop.name)) deps.changed();
    return null;
  };

  const reachable = ({ adminHost, apiBase }: Tenant): Promise<boolean> => deps.hasAccess([`https://${adminHost}`, apiBase]);

  const refresh = (tenantId: string): Promise<Fault | null> => {
    const under = running.get(tenantId);
    if (under) return under;
    const work = read(tenantId, false).finally(() => running.delete(tenantId));
    running.set(tenantId, work);
    return work;
  };

  return {
    refresh,
    refreshUnlessFresh: async (tenantId, since = Number.NEGATIVE_INFINITY) => {
      // A look that began before may still answer what was wrong then.
      const [last, under] = [triedAt.get(tenantId), running.get(tenantId)];
      if (under && last !== undefined && last < since) await under.catch(() => undefined);
      const fault = (await deps.settings.tenant(tenantId))?.fault ?? null;
      const isFresh = last !== undefined && deps.now() - last < FRESH_MS && (last >= since || fault === null);
      return isFresh && !running.has(tenantId) ? fault : refresh(tenantId);
    },
    refreshIfStale: ({ tenantId, fault }) => {
      const last = triedAt.get(tenantId);
      if (last !== undefined && deps.now() - last < (fault && isPassing(fault) ? FRESH_MS : STALE_MS)) return;
      triedAt.set(tenantId, deps.now());
      refresh(tenantId).catch(() => undefined);
    },
    accept: (tenantId) => read(tenantId, true),
    accessChanged: async () => {
      for (const tenant of await deps.settings.tenants()) {
        if ((await reachable(tenant)) === (tenant.fault?.code === 'shopctrl-no-permission')) await refresh(tenant.tenantId);
      }
    },
  };
}

/** Whether ShopCtrl's own Exact module is on; null when this user may not ask, or nothing is said. */
async function nativeModule(client: ShopCtrlClient): Promise<boolean | null> {
  const modules = await client.appModules().catch(() => []);
  if (modules.length === 0) return null;
  return modules.some((module) => /^(exact online|invoice export, exact xml)$/i.test(module.name.trim()) && module.active !== false);
}

function isPassing(fault: Fault): boolean {
  return fault.code !== 'shopctrl-other-user' && fault.code !== 'shopctrl-fewer-shops';
}
