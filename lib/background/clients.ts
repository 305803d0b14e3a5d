/** Clients of ShopCtrl, one per environment. */
import { passwordId, readText } from '../connection/secrets';
import type { Vault } from '../connection/vault';
import type { Fetch } from '../exact/send';
import { fail } from '../faults';
import type { Settings } from '../settings/settings';
import { createShopCtrlClient, type ShopCtrlClient } from '../shopctrl/client';

export interface ClientsDeps {
  readonly settings: Pick<Settings, 'tenant'>;
  readonly vault: Vault;
  readonly fetch: Fetch;
  hasAccess(addresses: readonly string[]): Promise<boolean>;
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly signal: AbortSignal;
}

export interface Clients {
  /**
   * One client per environment, so that its limit of calls at once holds; a new one when access was changed. Throws `shop-unknown`,
   * `shopctrl-no-permission` and `shopctrl-not-set-up` (the password is not stored here).
   */
  of(tenantId: string): Promise<ShopCtrlClient>;
  /** Asks who that is, with access that is not stored yet; throws what `ShopCtrlClient.me` throws. */
  tryLogin(apiBase: string, login: string, password: string): Promise<void>;
}

export function createClients(deps: ClientsDeps): Clients {
  const make = (apiBase: string, access: Parameters<typeof createShopCtrlClient>[0]['access']): ShopCtrlClient =>
    createShopCtrlClient({ fetch: deps.fetch, apiBase, access, signal: deps.signal, now: () => deps.now(), sleep: (ms, signal) => deps.sleep(ms, signal) });
  const made = new Map<string, { readonly key: string; readonly client: ShopCtrlClient }>();
  return {
    of: async (tenantId) => {
      const tenant = await deps.settings.tenant(tenantId);
      if (!tenant) return fail('shop-unknown');
      // Said here, since a request without permission looks like an address that does not answer.
      if (!(await deps.hasAccess([`https://${tenant.adminHost}`, tenant.apiBase]))) return fail('shopctrl-no-permission', { host: tenant.adminHost });
      const password = tenant.access === 'basic' ? await readText(deps.vault, passwordId(tenantId)) : null;
      // After a backup was restored, say: nobody refused it, it is just not here.
      if (tenant.access === 'basic' && password === null) return fail('shopctrl-not-set-up');
      const access = password === null ? ({ kind: 'session', adminHost: tenant.adminHost } as const) : ({ kind: 'basic', login: tenant.login, password } as const);
      const key = JSON.stringify([tenant.apiBase, access]);
      const present = made.get(tenantId);
      if (present?.key === key) return present.client;
      const client = make(tenant.apiBase, access);
      made.set(tenantId, { key, client });
      return client;
    },
    tryLogin: async (apiBase, login, password) => {
      await make(apiBase, { kind: 'basic', login, password }).me();
    },
  };
}
