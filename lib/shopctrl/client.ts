/** ShopCtrl's API, read only, as typed calls (facts: shopctrl 3). Lists answer raw entries: what cannot be understood is the caller's finding. */
import type { z } from 'zod';
import { fail, FaultError, type FaultCode } from '../faults';
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
const SMALLEST_PAGE = 10;
/** Ways in which an API says that it has no such path, or not for this login. */
const REFUSALS: readonly FaultCode[] = ['shopctrl-not-found', 'shopctrl-forbidden', 'shopctrl-html', 'shopctrl-signed-out', 'not-json'];

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
  /** The bytes of a file; null when it is gone. At most 20 MB. */
  file(fileId: number, call?: Call): Promise<Uint8Array | null>;
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
  // Some lists give a first page when nothing is asked (facts: shopctrl 2.3), of 100 or of what the server allows at most: one that may
  // be full is asked for page by page, until nothing new comes. No server's page is as small as `SMALLEST_PAGE`.
  const whole = async (path: string, call: Call = {}): Promise<readonly unknown[] | null> => {
    const first = await list(path, {}, call);
    if (first === null || first.length < SMALLEST_PAGE) return first;
    const all = [...first];
    const known = new Set(first.map((entry) => JSON.stringify(entry)));
    // A page of 100 that was not asked for is page 1; a smaller one may be shorter than the page 1 that is asked for.
    const start = first.length === DEFAULT_PAGE ? 2 : 1;
    for (let page = start; ; page += 1) {
      const answer = (await list(path, { pageSize: DEFAULT_PAGE, pageNumber: page }, call)) ?? [];
      const fresh = answer.filter((entry) => !known.has(JSON.stringify(entry)));
      if (answer.length === 0 || (page > 1 && fresh.length === 0)) return all;
      for (const entry of fresh) known.add(JSON.stringify(entry));
      all.push(...fresh);
    }
  };
  const shopsIn = async (path: string, call?: Call): Promise<readonly ShopInfo[]> => {
    const shops = new Map<number, ShopInfo>();
    let seen = '';
    for (let page = 1; ; page += 1) {
      const answer = (await list(path, { pageSize: DEFAULT_PAGE, pageNumber: page }, call)) ?? fail('shopctrl-not-found');
      const before = shops.size;
      for (const entry of answer) {
        // What has no id is no shop that could be asked for anything.
        const shop = shopSchema.safeParse(entry);
        if (shop.success) shops.set(shop.data.Id, { id: shop.data.Id, name: shop.data.Name, active: shop.data.Active ?? true, shopOwnerId: shop.data.ShopOwnerId });
      }
      const print = JSON.stringify(answer);
      // Nothing new: the end, or a list that knows no pages.
      if (answer.length === 0 || (shops.size === before && (shops.size > 0 || print === seen))) return [...shops.values()].toSorted((a, b) => a.id - b.id);
      seen = print;
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
      try {
        return await shopsIn('Me/Shops', call);
      } catch (refused) {
        if (!isRefusal(refused)) throw refused;
        // When neither is there, what the first said is the better reason.
        return shopsIn('Shops', call).catch((error: unknown) => {
          throw isRefusal(error) && refused.fault.code !== 'shopctrl-not-found' ? refused : error;
        });
      }
    },
    async serverTime(call) {
      // Every answer carries the server's clock to the second, also one that has no such path or writes the time in a form of its own.
      let dated: number | null = null;
      const heard = (response: Response): void => {
        const date = Date.parse(response.headers.get('date') ?? '');
        if (Number.isFinite(date)) dated = date;
      };
      let said: unknown = null;
      try {
        said = await transport.get('System/Time', {}, { ...call, heard });
      } catch (error) {
        if (!isRefusal(error) || error.fault.code === 'shopctrl-signed-out' || dated === null) throw error;
      }
      return (typeof said === 'string' ? instantOfText(said) : null) ?? dated ?? fail('not-json');
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
    file: (fileId, call) => transport.bytes(`Files/${String(fileId)}/Stream`, call),
    customer: (customerId, call) => one(`Customers/${String(customerId)}`, call),
    async codes(name, call) {
      const entries = ((await whole(name, call)) ?? []).flatMap((entry) => {
        const read = lookupSchema.safeParse(entry);
        if (!read.success) return [];
        const { Id, Iso2, IsoCode, CountryCode, CurrencyCode, Code } = read.data;
        return [[Id, (Iso2 || IsoCode || CountryCode || CurrencyCode || Code).toUpperCase()] as const];
      });
      return new Map(entries);
    },
  };
}

const isRefusal = (error: unknown): error is FaultError => error instanceof FaultError && REFUSALS.includes(error.fault.code);

/** The answer in its shape; a whole answer that has another one is `not-json` (no single entry could be named). */
function understood<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (!read.success) throw new FaultError({ code: 'not-json' });
  return read.data;
}
