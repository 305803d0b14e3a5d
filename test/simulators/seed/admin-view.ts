/** The world as the simulated admin reads it. */
import type { World } from './types';

export interface AdminView {
  readonly tenants: readonly {
    readonly adminHosts: readonly string[];
    readonly shops: readonly { readonly Id: number; readonly Name: string; readonly Active: boolean; readonly ShopOwnerId: number }[];
    readonly employees: readonly { readonly Id: number; readonly Login: string; readonly Name: string }[];
  }[];
}

export function adminView(world: World): AdminView {
  return {
    get tenants() {
      return world.tenants.map((tenant) => ({
        adminHosts: [tenant.adminHost],
        shops: tenant.shops.map((shop) => ({ Id: shop.id, Name: shop.name, Active: shop.active, ShopOwnerId: shop.shopOwnerId })),
        employees: tenant.employees.map((e) => ({ Id: e.id, Login: e.login, Name: e.fullName })),
      }));
    },
  };
}
