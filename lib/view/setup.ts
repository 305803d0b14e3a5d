/** SetupState → props of the set-up page. */
import type { SetupShop, SetupState, ShopRef } from '../messages';
import type { MappingRowView, SetupShopView, SetupView, StepState } from './types';

/** Rows that nearly every shop needs; Dutch rates of today and the consumer rows of a seller below the OSS threshold. */
const STANDARD: readonly (readonly [group: string, rate: number])[] = [
  ['home', 2100],
  ['home', 900],
  ['home', 0],
  ['eu-business', 0],
  ['outside-eu', 0],
  ['eu-consumer', 2100],
  ['eu-consumer', 900],
];

const GROUP_ORDER = ['home', 'eu-business', 'outside-eu', 'eu-consumer'];

/** Address fragment of a shop on the set-up page: `shop=<tenant>|<id>`, encoded. */
export function shopAnchor(shop: ShopRef): string {
  return `shop=${encodeURIComponent(`${shop.tenantId}|${String(shop.shopId)}`)}`;
}

/** Identity of a mapping row: one per rate and group. */
export function rowKey(row: { readonly rate: number; readonly group: string }): string {
  return `${String(row.rate)}|${row.group}`;
}

/** Standard rows, stored rows and rows met in invoices as one table: each rate and group once. */
export function mappingRows(shop: Pick<SetupShop, 'rules' | 'seen'>): readonly MappingRowView[] {
  const rows = new Map<string, MappingRowView>();
  const rowOf = (row: { readonly rate: number; readonly group: string }): MappingRowView => rows.get(rowKey(row)) ?? emptyRow(row.rate, row.group);
  for (const [group, rate] of STANDARD) rows.set(rowKey({ rate, group }), { ...emptyRow(rate, group), standard: true });
  for (const row of shop.rules.mapping) rows.set(rowKey(row), { ...rowOf(row), revenueAccount: row.revenueAccount, vatCode: row.vatCode });
  for (const met of shop.seen) rows.set(rowKey(met), { ...rowOf(met), seen: met.count });
  return [...rows.values()].sort((a, b) => groupRank(a.group) - groupRank(b.group) || (a.group < b.group ? -1 : a.group > b.group ? 1 : 0) || b.rate - a.rate);
}

/** What the set-up page shows. Shops by name; the environment is named only when there are several. */
export function setupView(state: SetupState): SetupView {
  const collator = new Intl.Collator(['nl', 'en'], { numeric: true, sensitivity: 'base' });
  const hosts = new Map(state.tenants.map((tenant) => [tenant.tenantId, tenant.adminHost]));
  const shops = [...state.shops]
    .sort((a, b) => collator.compare(a.name, b.name) || a.shopId - b.shopId)
    .map((shop) => shopView(shop, hosts.size > 1 ? (hosts.get(shop.tenantId) ?? null) : null));
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

function shopView(shop: SetupShop, environment: string | null): SetupShopView {
  const rows = mappingRows(shop);
  const filled = new Set(rows.filter((row) => row.revenueAccount !== '' && row.vatCode !== '').map((row) => row.key));
  const mapped = filled.size > 0 && rows.every((row) => row.seen === 0 || filled.has(row.key) || (row.general !== null && filled.has(row.general)));
  const { rules } = shop;
  const booked = rules.journal !== '' && (rules.debtorMode === 'own' || rules.debtorCode !== '');
  const ofTopic = rules.topic !== 'Invoices' || rules.itemCode !== '';
  const ofShape = rules.entryShape !== 'full' || (rules.receivableAccount !== '' && rules.vatAccount !== '');
  return {
    key: `${shop.tenantId}|${String(shop.shopId)}`,
    anchor: shopAnchor(shop),
    shop: { tenantId: shop.tenantId, shopId: shop.shopId },
    name: shop.name,
    id: String(shop.shopId),
    environment,
    rules: shop.rules,
    rows,
    complete: booked && mapped && ofTopic && ofShape,
    arithmetic: shop.arithmetic,
  };
}

// Consumers of one member state fall back to all EU consumers, except without VAT: that needs a row of its own.
function emptyRow(rate: number, group: string): MappingRowView {
  const general = group.startsWith('eu-consumer:') && rate !== 0 ? rowKey({ rate, group: 'eu-consumer' }) : null;
  return { key: rowKey({ rate, group }), rate, group, revenueAccount: '', vatCode: '', seen: 0, standard: false, general };
}

function groupRank(group: string): number {
  const rank = GROUP_ORDER.indexOf(group.split(':')[0] ?? '');
  return rank < 0 ? GROUP_ORDER.length : rank;
}
