/** ShopCtrl's API, read only, as typed calls (facts: shopctrl 3). Lists answer raw entries: what cannot be understood is the caller's finding. */
import type { z } from 'zod';
import { fail, FaultError } from '../faults';
import { instantOfText } from '../invoice/date';
import { appModuleSchema, lookupSchema, meSchema, shopSchema } from './schemas';
import { createTransport, type Query, type TransportOptions } from './transport';

export type { Access, Fetch, Sleep, TransportOptions as ShopCtrlClientOptions } from './transport';

export interface ShopCtrlUser {
  /** Stable while the login belongs to the same employee; the id when the API tells it, else the login name. */
  readonly key: string;
  readonly name: string;
}

export interface ShopInfo {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly shopOwnerId: number | null;
}

export interface AppModule {
  readonly name: string;
  /** null when the answer does not say. */
  readonly active: boolean | null;
}

export interface Window {
  /** Calendar days; `until` is exclusive (facts: shopctrl 2.3). */
  readonly from: string;
  readonly until: string;
}

const DEFAULT_PAGE = 100;

type Call = { readonly signal?: AbortSignal };

/** Every method throws a FaultError, or the reason of an aborted signal. */
export interface ShopCtrlClient {
  readonly apiBase: string;
  me(call?: Call): Promise<ShopCtrlUser>;
  /** Shops of this user, by id. */
  shops(call?: Call): Promise<readonly ShopInfo[]>;
  /** The server's clock, milliseconds since the epoch. */
  serverTime(call?: Call): Promise<number>;
  appModules(call?: Call): Promise<readonly AppModule[]>;
  /** Null when the tenant has no such list. */
  shopInvoices(shopId: number, window: Window, page: number, pageSize: number, call?: Call): Promise<readonly unknown[] | null>;
  shopOrders(shopId: number, window: Window, page: number, pageSize: number, call?: Call): Promise<readonly unknown[]>;
  /** Null when the order is gone. */
  orderInvoices(orderId: number, call?: Call): Promise<readonly unknown[] | null>;
  order(orderId: number, call?: Call): Promise<unknown>;
  /** Null when the invoice is deleted or gone. */
  invoice(invoiceId: number, call?: Call): Promise<unknown>;
  invoiceRows(invoiceId: number, call?: Call): Promise<readonly unknown[] | null>;
  customer(customerId: number, call?: Call): Promise<unknown>;
  /** ISO codes by ShopCtrl's id, for answers that carry the id alone. */
  codes(list: 'Currencies' | 'Countries', call?: Call): Promise<ReadonlyMap<number, string>>;
}

export function createShopCtrlClient(options: TransportOptions): ShopCtrlClient {
  const transport = createTransport(options);

  const list = async (path: string, query: Query = {}, call: Call = {}): Promise<readonly unknown[] | null> => {
    const value = await transport.get(path, query, { ...call, missing: 'null' });
    if (value === null) return null;
    if (!Array.isArray(value)) fail('not-json');
    return value as unknown[];
  };
  // Some lists give a first page of 100 when nothing is asked (facts: shopctrl 2.3): a full one is asked for more, until nothing new comes.
  const whole = async (path: string, call: Call = {}): Promise<readonly unknown[] | null> => {
    const first = await list(path, {}, call);
    if (first === null || first.length < DEFAULT_PAGE) return first;
    const all = new Map(first.map((entry) => [JSON.stringify(entry), entry]));
    for (let page = 2; ; page += 1) {
      const before = all.size;
      for (const entry of (await list(path, { pageSize: DEFAULT_PAGE, pageNumber: page }, call)) ?? []) all.set(JSON.stringify(entry), entry);
      if (all.size === before) return [...all.values()];
    }
  };
  const one = (path: string, call: Call = {}): Promise<unknown> => transport.get(path, {}, { ...call, missing: 'null' });
  const paged = (window: Window, page: number, pageSize: number): Query => ({
    fromDateChanged: window.from,
    untilDateChanged: window.until,
    pageSize,
    pageNumber: page,
  });

  return {
    apiBase: transport.apiBase,
    async me(call) {
      const me = understood(meSchema, await transport.get('Me', {}, call));
      const login = me.Login || me.UserName || me.LoginName || me.EMail;
      const id = me.Id ?? me.EmployeeId ?? me.UserId;
      const name = me.FullName || me.Name || [me.FirstName, me.LastNamePrefix, me.LastName].filter(Boolean).join(' ') || login;
      if (id === null && login === '' && name === '') fail('not-json');
      return { key: id === null ? login || name : String(id), name };
    },
    async shops(call) {
      const path = (await list('Me/Shops', { pageSize: 1, pageNumber: 1 }, call)) === null ? 'Shops' : 'Me/Shops';
      const shops = new Map<number, ShopInfo>();
      for (let page = 1; ; page += 1) {
        const answer = await list(path, { pageSize: DEFAULT_PAGE, pageNumber: page }, call);
        if (!answer) fail('shopctrl-not-found');
        const before = shops.size;
        for (const entry of answer) {
          const shop = understood(shopSchema, entry);
          shops.set(shop.Id, { id: shop.Id, name: shop.Name, active: shop.Active ?? true, shopOwnerId: shop.ShopOwnerId });
        }
        // Nothing new: the end, or a list that knows no pages.
        if (shops.size === before) return [...shops.values()].toSorted((a, b) => a.id - b.id);
      }
    },
    async serverTime(call) {
      const value = await transport.get('System/Time', {}, call);
      const instant = typeof value === 'string' ? instantOfText(value) : null;
      if (instant === null) fail('not-json');
      return instant;
    },
    async appModules(call) {
      return ((await list('System/AppModules', {}, call)) ?? []).flatMap((entry) => {
        if (typeof entry === 'string') return [{ name: entry, active: true }];
        const module = appModuleSchema.safeParse(entry);
        if (!module.success) return [];
        const { Name, Code, Feature, Active, Enabled, IsActive, IsEnabled } = module.data;
        return [{ name: Name || Code || Feature, active: Active ?? Enabled ?? IsActive ?? IsEnabled }].filter((one) => one.name !== '');
      });
    },
    shopInvoices: (shopId, window, page, pageSize, call) => list(`Shops/${String(shopId)}/Invoices`, paged(window, page, pageSize), call),
    async shopOrders(shopId, window, page, pageSize, call) {
      return (await list(`Shops/${String(shopId)}/Orders`, paged(window, page, pageSize), call)) ?? fail('shopctrl-not-found');
    },
    orderInvoices: (orderId, call) => whole(`Orders/${String(orderId)}/Invoices`, call),
    order: (orderId, call) => one(`Orders/${String(orderId)}`, call),
    invoice: (invoiceId, call) => one(`Invoices/${String(invoiceId)}`, call),
    invoiceRows: (invoiceId, call) => whole(`Invoices/${String(invoiceId)}/Rows`, call),
    customer: (customerId, call) => one(`Customers/${String(customerId)}`, call),
    async codes(name, call) {
      const entries = ((await list(name, {}, call)) ?? []).flatMap((entry) => {
        const read = lookupSchema.safeParse(entry);
        if (!read.success) return [];
        const { Id, Iso2, IsoCode, CountryCode, CurrencyCode, Code } = read.data;
        return [[Id, (Iso2 || IsoCode || CountryCode || CurrencyCode || Code).toUpperCase()] as const];
      });
      return new Map(entries);
    },
  };
}

/** The answer in its shape; a whole answer that has another one is `not-json` (no single entry could be named). */
function understood<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new FaultError({ code: 'not-json' });
  return read.data;
}
