/** SetupState → props of the set-up page. */
import type { SetupShop, SetupState, ShopRef } from '../messages';
import { mappingRows } from './mapping';
import type { SetupShopView, SetupView, StepState } from './types';

/** Address fragment of a shop on the set-up page: `shop=<tenant>|<id>`, encoded. */
export function shopAnchor(shop: ShopRef): string {
  return `shop=${encodeURIComponent(`${shop.tenantId}|${String(shop.shopId)}`)}`;
}

/** What the set-up page shows. Shops by name; the environment is named only when there are several. */
export function setupView(state: SetupState): SetupView {
  const collator = new Intl.Collator(['nl', 'en'], { numeric: true, sensitivity: 'base' });
  const people = new Map(state.tenants.map((tenant) => [tenant.tenantId, tenant.user ?? '']));
  const hosts = new Map(state.tenants.map((tenant) => [tenant.tenantId, tenant.adminHost]));
  const shops = [...state.shops]
    .sort((a, b) => collator.compare(a.name, b.name) || a.shopId - b.shopId)
    .map((shop) => shopView(shop, hosts.size > 1 ? (hosts.get(shop.tenantId) ?? null) : null, people.get(shop.tenantId) ?? ''));
  const completeShops = shops.filter((shop) => shop.complete).length;
  const hasAccess = state.tenants.length > 0;
  const troubled = state.tenants.some((tenant) => tenant.fault !== null);
  const hasApp = state.exactApp !== null && state.exactApp.hasSecret;
  const shopsStep: StepState = shops.length > 0 && completeShops === shops.length ? 'done' : hasAccess && hasApp ? 'now' : 'later';
  return {
    redirectAddress: state.redirectAddress,
    tenants: state.tenants,
    exactApp: state.exactApp,
    shops,
    steps: { shopctrl: troubled ? 'attention' : hasAccess ? 'done' : 'now', exact: hasApp ? 'done' : hasAccess ? 'now' : 'later', shops: shopsStep },
    completeShops,
  };
}

function shopView(shop: SetupShop, environment: string | null, person: string): SetupShopView {
  const { rules } = shop;
  const mapped = rules.table.some((row) => row.regime !== '' && row.vatCode !== '') && rules.table.some((row) => row.account !== '');
  const booked = rules.journal !== '' && rules.paymentCondition !== '' && (rules.debtorMode === 'own' || rules.debtorCode !== '');
  const ofTopic = rules.topic !== 'Invoices' || rules.itemCode !== '';
  const ofShape = rules.entryShape !== 'full' || (rules.receivableAccount !== '' && rules.vatAccount !== '');
  return {
    key: `${shop.tenantId}|${String(shop.shopId)}`,
    anchor: shopAnchor(shop),
    shop: { tenantId: shop.tenantId, shopId: shop.shopId },
    name: shop.name,
    id: String(shop.shopId),
    environment,
    rules,
    rows: mappingRows(rules.table, rules.profile.homeCountry),
    complete: rules.profile.consumers.length > 0 && booked && mapped && ofTopic && ofShape,
    arithmetic: shop.arithmetic,
    person,
    history: shop.history,
  };
}
