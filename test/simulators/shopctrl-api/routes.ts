/** The calls of facts shopctrl 3, as far as a reader of invoices needs them. Paths are not case sensitive. */
import { COUNTRIES, CURRENCIES, EXCHANGE_RATES, INVOICE_STATUSES, PAYMENT_TYPES, TARIFFS } from '../seed/lookups';
import { fileWire, invoiceOfFile, pdfOf } from '../seed/files';
import { writeDate } from '../seed/time';
import type { Employee, InvoiceRecord, OrderRecord, Role, Shop, ShopBook, Tenant, WorldControls } from '../seed';
import { changedWindow, createSorter, pageAsked, pageOf, type Query } from './lists';
import type { ApiOptions } from './options';
import type { Watch } from './watch';

export interface Ask {
  readonly tenant: Tenant;
  readonly employee: Employee;
  readonly url: URL;
  readonly query: Query;
}

/** Status and body; a missing body is an error text of ASP.NET. A file goes out as it is, whatever the client accepts. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly file?: { readonly name: string; readonly bytes: Buffer };
}

export interface RouteWorld {
  readonly options: ApiOptions;
  readonly watch: Watch;
  readonly controls: WorldControls;
  readonly seed: number;
  readonly now: () => number;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const notFound = (): Answer => ({ status: 404, body: { Message: 'The requested resource was not found.' } });
const forbidden = (): Answer => ({ status: 403, body: { Message: 'You are not authorized for this operation.' } });
/** What a list of a foreign shop gives when the API hides it. */
const nothing = (): Answer => ok([]);

const MAY_READ_INVOICES: ReadonlySet<Role> = new Set<Role>(['System Admin', 'Shop Owner Admin', 'Admin', 'Power User', 'User']);

interface InvoiceEntry {
  readonly id: number;
  readonly orderId: number;
  readonly changedAt: number;
}

type Handler = (ask: Ask, ids: readonly string[]) => Answer;

const BASIC_ORDER = [
  'CompanyName', 'FullName', 'Id', 'OrderCode', 'Type', 'OrderTypeId', 'Date', 'OrderTotalIncVat', 'OrderTotalExVat', 'CurrencyId', 'CurrencyCode', 'Deleted', 'MainStatusId', 'AffiliateId',
];
const BASE_INVOICE = [
  'Id', 'InvoiceCode', 'InvoiceDate', 'InvoiceTotalIncVat', 'InvoiceTotalExVat', 'CurrencyId', 'CurrencyCode', 'Deleted', 'ChangedTimestamp', 'MainStatusId', 'PaymentStatusId',
  'SentStatusId', 'CustomStatusId', 'InvoiceSourceType', 'IsReadOnly', 'DocumentFileId', 'ShopId', 'OrderId', 'OrderCode',
];

export function createRoutes(world: RouteWorld): (ask: Ask, path: string) => Answer | null {
  const { options, watch, controls } = world;
  const sorted = createSorter();
  const invoiceLists = new WeakMap<ShopBook, { readonly key: string; readonly entries: readonly InvoiceEntry[] }>();
  let pagesServed = 0;

  const pick = (source: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, source[name]]));
  const invoiceWire = (record: InvoiceRecord): Readonly<Record<string, unknown>> => ({
    ...record.invoice,
    InvoiceSourceType: options.enums === 'name' ? (record.invoice.InvoiceSourceType === 1 ? 'ExternalService' : 'SystemInternal') : record.invoice.InvoiceSourceType,
  });
  const orderWire = (record: OrderRecord): Readonly<Record<string, unknown>> => ({
    ...record.order,
    Type: options.enums === 'name' ? 'Order' : record.order['Type'],
    ChangeTimestamp: writeDate(record.changedAt),
  });
  const shopWire = (shop: Shop): unknown => ({ Id: shop.id, Name: shop.name, ShopOwnerId: shop.shopOwnerId, ShopGroupId: shop.shopGroupId, Active: shop.active });
  const myShops = (ask: Ask): Shop[] => ask.tenant.shops.filter((shop) => ask.employee.roles[shop.id] !== undefined);

  /** A shop by the id in the path, when the employee may read it. */
  const inShop = (ask: Ask, id: string | undefined, hidden: () => Answer, then: (shop: Shop) => Answer, invoices = false): Answer => {
    const shop = ask.tenant.shops.find((s) => s.id === Number(id));
    if (!shop) return notFound();
    const role = ask.employee.roles[shop.id];
    if (role === undefined) return options.foreignShop === '403' ? forbidden() : hidden();
    if (invoices && !MAY_READ_INVOICES.has(role)) return forbidden();
    return then(shop);
  };
  const inOrder = (ask: Ask, id: string | undefined, hidden: () => Answer, then: (record: OrderRecord, shop: Shop) => Answer, invoices = false): Answer => {
    for (const shop of ask.tenant.shops) {
      const record = shop.book.order(Number(id));
      if (record) return inShop(ask, String(shop.id), hidden, () => then(record, shop), invoices);
    }
    return notFound();
  };
  const inInvoice = (ask: Ask, id: string | undefined, then: (record: InvoiceRecord) => Answer): Answer => {
    for (const shop of ask.tenant.shops) {
      const record = shop.book.orderOfInvoice(Number(id))?.invoices.find((i) => i.invoice.Id === Number(id));
      if (!record) continue;
      if (record.invoice.Deleted && ask.query.get('includedeleted')?.toLowerCase() !== 'true') return notFound();
      return inShop(ask, String(shop.id), notFound, () => then(record), true);
    }
    return notFound();
  };
  /** The PDF of an invoice; those who may read the invoice may read it, and it stays when the invoice is deleted. */
  const inFile = (ask: Ask, id: string | undefined, then: (record: InvoiceRecord, bytes: Buffer) => Answer): Answer => {
    const invoiceId = invoiceOfFile(Number(id));
    for (const shop of ask.tenant.shops) {
      const record = shop.book.orderOfInvoice(invoiceId)?.invoices.find((i) => i.invoice.Id === invoiceId);
      if (!record || record.invoice.DocumentFileId !== Number(id)) continue;
      return inShop(ask, String(shop.id), notFound, () => (record.fileGone === true ? notFound() : then(record, pdfOf(world.seed, record))), true);
    }
    return notFound();
  };
  const visible = (records: readonly InvoiceRecord[]): readonly InvoiceRecord[] => records.filter((r) => options.listShowsDeleted || !r.invoice.Deleted);

  const list = <T>(ask: Ask, items: readonly T[], render: (item: T) => unknown): Answer => {
    const page = pageAsked(ask.query, options);
    const given = pageOf(items, page);
    watch.listed(ask.tenant, ask.url, page, given.length, items.length);
    return ok(given.map(render));
  };
  /** The page is out; now somebody changes what stood first on it. */
  const shift = (change: () => void): void => {
    if (options.shiftAfterPages === 0) return;
    pagesServed += 1;
    if (pagesServed % options.shiftAfterPages === 0) change();
  };
  const windowKey = (ask: Ask): string => `${ask.query.get('fromdatechanged') ?? ''}|${ask.query.get('untildatechanged') ?? ''}`;

  const orders = (ask: Ask, shop: Shop): Answer => {
    const stamps = sorted(shop.book, options.orderSort, windowKey(ask), changedWindow(ask.query));
    let first: number | undefined;
    const answer = list(ask, stamps, (stamp) => {
      first ??= stamp.id;
      const record = shop.book.order(stamp.id);
      return record ? pick(orderWire(record), [...BASIC_ORDER, 'ChangeTimestamp']) : null;
    });
    shift(() => {
      if (first !== undefined) controls.touchOrder(ask.tenant.id, first);
    });
    return answer;
  };
  const shopInvoices = (ask: Ask, shop: Shop): Answer => {
    const keep = changedWindow(ask.query);
    const key = `${String(shop.book.version)}|${options.orderSort}|${String(options.listShowsDeleted)}|${windowKey(ask)}`;
    let found = invoiceLists.get(shop.book)?.key === key ? invoiceLists.get(shop.book)?.entries : undefined;
    if (!found) {
      const entries: InvoiceEntry[] = [];
      for (const record of shop.book.records()) for (const i of visible(record.invoices)) if (keep(i.changedAt)) entries.push({ id: i.invoice.Id, orderId: record.order.Id, changedAt: i.changedAt });
      entries.sort((a, b) => (options.orderSort === 'changed-desc' ? b.changedAt - a.changedAt : options.orderSort === 'id' ? a.id - b.id : a.changedAt - b.changedAt) || a.id - b.id);
      invoiceLists.set(shop.book, { key, entries });
      found = entries;
    }
    let first: number | undefined;
    const answer = list(ask, found, (entry) => {
      first ??= entry.id;
      const record = shop.book.order(entry.orderId)?.invoices.find((i) => i.invoice.Id === entry.id);
      return record ? pick(invoiceWire(record), BASE_INVOICE) : null;
    });
    shift(() => {
      if (first !== undefined) controls.changeInvoice(ask.tenant.id, first, 'payment', { touchOrder: false });
    });
    return answer;
  };

  const modules = (ask: Ask): unknown[] => [
    { Id: 41, Name: 'Exact Online', Active: ask.tenant.appModules.exactOnline },
    { Id: 42, Name: 'Invoice export, Exact XML', Active: ask.tenant.appModules.invoiceExportXml },
    { Id: 7, Name: 'Shopify', Active: true },
  ];

  const table: readonly (readonly [RegExp, Handler])[] = [
    [/^me$/, (ask) => ok({ Id: ask.employee.id, Login: ask.employee.login, FullName: ask.employee.fullName, FirstName: ask.employee.firstName, LastName: ask.employee.lastName, EMail: ask.employee.login, CultureCode: ask.employee.cultureCode, Active: true })],
    [/^me\/shops$/, (ask) => list(ask, myShops(ask), shopWire)],
    [/^shops$/, (ask) => list(ask, myShops(ask), shopWire)],
    [/^shops\/shopstatus$/, (ask) => ok(myShops(ask).map((shop) => ({ Id: shop.id, Name: shop.name, Active: shop.active, LastMailCheck: null, LastOrderSync: writeDate(world.now() - 300_000) })))],
    [/^system\/time$/, () => ok(writeDate(world.now()))],
    [/^system\/version$/, () => ok('2026.11.2.4471')],
    [/^system\/appmodules$/, (ask) => ok(modules(ask))],
    [/^system\/appmodules\/feature\/([^/]+)$/, (ask, [feature]) => ok(/exact|invoice/i.test(feature ?? '') ? modules(ask).slice(0, 2) : [])],
    [/^system\/appmodulefeatures$/, () => ok([{ Id: 1, AppModuleId: 42, Name: 'Invoice export' }, { Id: 2, AppModuleId: 7, Name: 'Order integration' }])],
    [/^shops\/(\d+)\/orders$/, (ask, [id]) => inShop(ask, id, nothing, (shop) => orders(ask, shop))],
    [/^shops\/(\d+)\/invoices$/, (ask, [id]) => (options.shopInvoiceList ? inShop(ask, id, nothing, (shop) => shopInvoices(ask, shop), true) : noRoute(ask))],
    [/^shops\/(\d+)\/paymenttypes$/, (ask, [id]) => inShop(ask, id, nothing, () => ok(PAYMENT_TYPES))],
    [/^shops\/(\d+)\/vattariffs$/, (ask, [id]) => inShop(ask, id, nothing, () => ok(TARIFFS))],
    [/^orders\/(\d+)$/, (ask, [id]) => inOrder(ask, id, notFound, (record) => ok({ ...orderWire(record), OrderRows: record.orderRows }))],
    [/^orders\/(\d+)\/rows$/, (ask, [id]) => inOrder(ask, id, nothing, (record) => ok(record.orderRows))],
    [/^orders\/(\d+)\/invoices$/, (ask, [id]) => inOrder(ask, id, nothing, (record) => ok(visible(record.invoices).map((i) => pick(invoiceWire(i), BASE_INVOICE))), true)],
    [/^orders\/(\d+)\/payments$/, (ask, [id]) => inOrder(ask, id, nothing, (record) => ok(record.payments), true)],
    [/^invoices\/(\d+)$/, (ask, [id]) => inInvoice(ask, id, (record) => ok(invoiceWire(record)))],
    [/^invoices\/(\d+)\/rows$/, (ask, [id]) => inInvoice(ask, id, (record) => ok(record.rows))],
    [/^files\/(\d+)$/, (ask, [id]) => inFile(ask, id, (record, bytes) => ok({ ...fileWire(record, bytes), Base64Data: bytes.toString('base64') }))],
    [/^files\/(\d+)\/metadata$/, (ask, [id]) => inFile(ask, id, (record, bytes) => ok({ ...fileWire(record, bytes), Base64Data: null }))],
    [/^files\/(\d+)\/stream$/, (ask, [id]) => inFile(ask, id, (record, bytes) => ({ status: 200, body: null, file: { name: `Factuur ${record.invoice.InvoiceCode ?? ''}.pdf`, bytes } }))],
    [/^invoicestatuses\/(\d+)$/, (_ask, [id]) => one(INVOICE_STATUSES.find((s) => s.Id === Number(id)))],
    [/^shopowners$/, (ask) => ok(ask.tenant.shopOwners.map((o) => ({ Id: o.id, CompanyName: o.name, DefaultCurrencyId: 1, DefaultCultureId: 1, Active: true })))],
    [/^shopowners\/(\d+)\/shopgroups$/, (ask, [id]) => ok(ask.tenant.shopGroups.filter((g) => g.shopOwnerId === Number(id)).map((g) => ({ Id: g.id, Name: g.name, ShopOwnerId: g.shopOwnerId })))],
    [/^customers\/(\d+)$/, (ask, [id]) => one(ask.tenant.customers.get(Number(id)))],
    [/^countries$/, () => ok(COUNTRIES)],
    [/^currencies$/, () => ok(CURRENCIES)],
    [/^exchangerates$/, () => ok(EXCHANGE_RATES)],
    [/^cultures$/, () => ok([{ Id: 1, CultureCode: 'nl-NL' }, { Id: 2, CultureCode: 'en-GB' }])],
  ];

  return (ask, path) => {
    const rest = path.replace(/^\/v1\//i, '').replace(/\/+$/, '').toLowerCase();
    for (const [pattern, handler] of table) {
      const match = pattern.exec(rest);
      if (match) return handler(ask, match.slice(1));
    }
    return null;
  };
}

const one = (item: unknown): Answer => (item === undefined ? notFound() : ok(item));

/** What ASP.NET says when no controller fits. */
export function noRoute(ask: { readonly url: URL }): Answer {
  return { status: 404, body: { Message: `No HTTP resource was found that matches the request URI '${ask.url.href}'.` } };
}
