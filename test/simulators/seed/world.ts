/** The default world: two environments with their people, shops and invoices. Deterministic for one seed and one day. */
import type { Basis } from './amounts';
import { createMemoryBook } from './book';
import { buildOrder, type Numbered } from './build';
import { createRandom, type Random } from './random';
import { bookShop, lampShop, someSales, yenSales } from './scenarios';
import type { OrderSpec } from './specs';
import { dayAt, dayOf } from './time';
import type { Arithmetic, Customer, Employee, Ids, NumberRange, OrderRecord, Role, Shop, ShopBook, ShopContext, ShopGroup, ShopOwner, Tenant, World, WorldOptions } from './types';

export function codeOf(range: NumberRange, year: string, number: number): string {
  const yy = year.slice(2, 4);
  return range.style === 'digits' ? `${yy}${String(number).padStart(5, '0')}` : `F${yy}-${String(number).padStart(6, '0')}`;
}

/** One counter per environment: ids are unique within it and overlap with other environments on purpose. */
export function createIds(): Ids {
  let order = 4900;
  let invoice = 7000;
  let other = 90_000;
  return { order: () => (order += 1), invoice: () => (invoice += 1), other: () => (other += 1) };
}

/** Builds the orders of a shop: invoices get ids and numbers in the order of their dates, over all orders. */
export function buildShop(specs: readonly OrderSpec[], range: NumberRange, context: ShopContext): { readonly records: OrderRecord[]; readonly customers: Customer[] } {
  const documents = specs.flatMap((spec, order) => [
    ...spec.invoices.map((s, i) => ({ order, i, credit: false, at: dayAt(context.now, -s.daysAgo, s.minutes ?? 660), coded: s.state !== 'draft' && s.state !== 'deleted-draft', gap: s.gapBefore === true })),
    ...(spec.credits ?? []).map((s, i) => ({ order, i, credit: true, at: dayAt(context.now, -s.daysAgo, 980), coded: true, gap: false })),
  ]);
  const counters = new Map<string, number>();
  const numbers = specs.map(() => ({ invoices: [] as Numbered[], credits: [] as Numbered[] }));
  for (const doc of documents.sort((a, b) => a.at - b.at)) {
    const year = dayOf(doc.at).slice(0, 4);
    const next = (counters.get(year) ?? range.first) + (doc.gap ? 1 : 0);
    if (doc.coded) counters.set(year, next + 1);
    const numbered = { id: context.ids.invoice(), code: doc.coded ? codeOf(range, year, next) : null };
    const target = numbers[doc.order];
    if (target) (doc.credit ? target.credits : target.invoices)[doc.i] = numbered;
  }
  const built = specs.map((spec, i) => buildOrder(spec, numbers[i] ?? { invoices: [], credits: [] }, context));
  return { records: built.map((b) => b.record), customers: built.map((b) => b.customer) };
}

export interface ShopPlan {
  readonly id: number;
  readonly name: string;
  readonly owner: number;
  readonly group: number;
  readonly active?: boolean;
  readonly basis?: Basis;
  /** What this shop does otherwise than the world. */
  readonly arithmetic?: Partial<Arithmetic>;
  readonly range: NumberRange;
  readonly sales: (random: Random, basis: Basis) => OrderSpec[];
}

export interface TenantPlan {
  readonly id: string;
  readonly name: string;
  readonly adminHost: string;
  readonly ownDomainApiHost: string | null;
  readonly bases: Tenant['bases'];
  readonly owners: readonly ShopOwner[];
  readonly groups: readonly ShopGroup[];
  readonly shops: readonly ShopPlan[];
  readonly employees: (shopIds: readonly number[]) => Employee[];
}

const digits = (first = 1): NumberRange => ({ style: 'digits', first });
const texts = (first = 123): NumberRange => ({ style: 'text', first });
const every = (shopIds: readonly number[], role: Role): Readonly<Record<number, Role>> => Object.fromEntries(shopIds.map((id) => [id, role]));

function demoPlan(options: WorldOptions): TenantPlan {
  const equal: ShopPlan[] = options.equalShopNames
    ? [22, 23].map((id) => ({ id, name: 'Tuinhuis', owner: 1, group: 1, range: digits(id * 1000), sales: (r) => someSales(r, 4) }))
    : [];
  const extra = Array.from({ length: options.extraShops ?? 0 }, (_, i): ShopPlan => ({ id: 100 + i, name: `Winkel ${String(i + 1)}`, owner: 1, group: 1, range: digits(), sales: (r) => someSales(r, 2) }));
  return {
    id: 'demo',
    name: 'Demo',
    adminHost: 'demo.shopctrl.com',
    ownDomainApiHost: null,
    bases: { sameHost: true, apiHost: true, port: true, ownDomain: false },
    owners: [{ id: 1, name: 'Demo Retail B.V.' }, { id: 2, name: 'Noord Groothandel B.V.' }],
    groups: [{ id: 1, name: 'Wonen', shopOwnerId: 1 }, { id: 2, name: 'Boeken', shopOwnerId: 1 }, { id: 3, name: 'Groothandel', shopOwnerId: 2 }],
    shops: [
      { id: 12, name: 'Lamp & Licht', owner: 1, group: 1, basis: 'net', range: digits(), sales: (r, basis) => [...lampShop(r, basis), ...(options.jpy ? yenSales(r) : [])] },
      { id: 13, name: 'Boekenhoek', owner: 1, group: 2, basis: 'gross', range: texts(), sales: bookShop },
      { id: 14, name: 'Fiets "Snel" & Zn.', owner: 1, group: 1, range: digits(40_001), sales: (r) => someSales(r, 6, false) },
      { id: 15, name: 'Koffie ☕ 𝓛ux', owner: 1, group: 1, basis: 'gross', range: texts(1), sales: (r) => someSales(r, 5, true) },
      { id: 16, name: 'Oude Winkel', owner: 1, group: 1, active: false, range: digits(70_001), sales: (r) => someSales(r, 3, false) },
      { id: 21, name: 'Groothandel Noord', owner: 2, group: 3, range: texts(9000), sales: (r) => someSales(r, 4, false) },
      ...equal,
      ...extra,
    ],
    employees: (ids) => [
      person(1, 'anna@demo.example', 'Welkom-2026!', 'Anna', 'de Vries', 'en-GB', null, every(ids, 'Shop Owner Admin')),
      person(2, 'jan@demo.example', 'Lamp:en=licht', 'Jan', 'Bakker', 'nl-NL', null, { 12: 'Admin', 13: 'User' }),
      person(3, 'tess@demo.example', 'Twee-Factor-1', 'Tess', 'Mulder', 'en-GB', '246810', every(ids, 'Admin')),
      person(4, 'api@demo.example', 'Sleutel-é€-42', 'Api', 'Koppeling', 'en-GB', null, every(ids, 'User')),
      person(5, 'gast@demo.example', 'Kijken-mag', 'Gert', 'Gast', 'nl-NL', null, { 12: 'Guest' }),
    ],
  };
}

const ownPlan: TenantPlan = {
  id: 'lampenwinkel',
  name: 'Lampenwinkel',
  adminHost: 'admin.lampenwinkel.example',
  ownDomainApiHost: 'api.lampenwinkel.example',
  bases: { sameHost: false, apiHost: false, port: false, ownDomain: true },
  owners: [{ id: 1, name: 'Lampenwinkel B.V.' }],
  groups: [{ id: 1, name: 'Winkels', shopOwnerId: 1 }],
  shops: [
    { id: 12, name: 'Lampenwinkel', owner: 1, group: 1, range: texts(1), sales: (r) => someSales(r, 20) },
    { id: 14, name: 'Tuinwinkel', owner: 1, group: 1, range: digits(), sales: (r) => someSales(r, 6) },
  ],
  employees: (ids) => [
    person(1, 'beheer@lampenwinkel.example', 'Gloeilamp-60W', 'Bea', 'Heer', 'nl-NL', null, every(ids, 'Shop Owner Admin')),
    person(2, 'api@lampenwinkel.example', 'Spaarlamp-7W', 'Api', 'Lampenwinkel', 'en-GB', null, every(ids, 'User')),
  ],
};

function person(id: number, login: string, password: string, firstName: string, lastName: string, cultureCode: string, secondFactor: string | null, roles: Readonly<Record<number, Role>>): Employee {
  return { id, login, password, firstName, lastName, fullName: `${firstName} ${lastName}`, cultureCode, secondFactor, roles };
}

export function arithmeticOf(options: WorldOptions): Arithmetic {
  return {
    headerDiscount: options.headerDiscount ?? 'separate', rowTotal: options.rowTotal ?? 'after-discount', decimals: options.decimals ?? 'cents', vatRounding: options.vatRounding ?? 'line', discountSign: options.discountSign ?? 'mirrored',
  };
}

/** `createWorld()`, `createWorld(7)` or `createWorld({ seed, now, … })`. `now` defaults to the computer's clock; give it for identical worlds. */
export function createWorld(given: WorldOptions | number = {}): World {
  const options = typeof given === 'number' ? { seed: given } : given;
  return worldFrom([demoPlan(options), ownPlan], options);
}

/** A shop's book in place of the seeded one, for big worlds. */
export type BookMaker = (plan: { readonly tenantId: string; readonly shopId: number; readonly context: ShopContext }) => ShopBook | null;

export function worldFrom(plans: readonly TenantPlan[], options: WorldOptions, bookOf: BookMaker = () => null): World {
  const seed = options.seed ?? 1;
  const now = options.now ?? Date.now();
  const arithmetic = arithmeticOf(options);
  const tenants = plans.map((plan, t): Tenant => {
    const ids = createIds();
    const customers = new Map<number, Customer>();
    const shops = plan.shops.map((shop): Shop => {
      const basis = options.basis ?? shop.basis ?? 'net';
      const context: ShopContext = { now, shopId: shop.id, shopOwnerId: shop.owner, basis, arithmetic: { ...arithmetic, ...shop.arithmetic }, creditFlag: options.creditFlag === true, ids };
      const random = createRandom(seed * 1000 + t * 500 + shop.id);
      const book = bookOf({ tenantId: plan.id, shopId: shop.id, context }) ?? seededBook();
      return {
        id: shop.id, name: shop.name, shopOwnerId: shop.owner, shopGroupId: shop.group, active: shop.active ?? true,
        url: `https://www.shop${String(shop.id)}.example`, basis, range: shop.range, context, book,
      };
      function seededBook(): ShopBook {
        const built = buildShop(shop.sales(random, basis), shop.range, context);
        for (const customer of built.customers) customers.set(customer.Id, customer);
        return createMemoryBook(shop.id, built.records);
      }
    });
    return {
      id: plan.id, name: plan.name, adminHost: plan.adminHost, ownDomainApiHost: plan.ownDomainApiHost, bases: { ...plan.bases },
      employees: plan.employees(shops.map((shop) => shop.id)), shopOwners: plan.owners, shopGroups: plan.groups, shops, customers,
      appModules: { exactOnline: false, invoiceExportXml: false },
    };
  });
  const findTenant = (idOrHost: string): Tenant | null => {
    const host = idOrHost.toLowerCase().replace(/:\d+$/, '');
    return tenants.find((t) => t.id === host || t.adminHost === host || `api.${t.adminHost}` === host || t.ownDomainApiHost === host) ?? null;
  };
  const tenant = (idOrHost: string): Tenant => {
    const found = findTenant(idOrHost);
    if (!found) throw new Error(`no environment ${idOrHost} in this world`);
    return found;
  };
  return {
    seed, now, arithmetic, tenants, tenant, findTenant,
    shop: (idOrHost, shopId) => {
      const found = tenant(idOrHost).shops.find((shop) => shop.id === shopId);
      if (!found) throw new Error(`no shop ${String(shopId)} in ${idOrHost}`);
      return found;
    },
  };
}

export const defaultPlans = (options: WorldOptions): readonly TenantPlan[] => [demoPlan(options), ownPlan];
