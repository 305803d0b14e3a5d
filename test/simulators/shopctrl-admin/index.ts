export { createShopCtrlAdmin, type AdminDeps, type ShopCtrlAdmin } from './admin';
export { STRICT_POLICY, type AdminOptions } from './options';
export type { AdminEmployee, AdminSessions, AdminShop, AdminTenant, AdminWorld } from './needs';
