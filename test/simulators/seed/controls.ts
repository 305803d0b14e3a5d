/** What a test lets happen in the seeded world while a client reads it. The truth follows every change. */
import type { SimClock } from '../contract';
import { buildOrder } from './build';
import { fileIdOf } from './files';
import { consumer, LAMPS, row, articleAt } from './people';
import { createRandom } from './random';
import type { InvoiceSpec, OrderSpec } from './specs';
import { DAY, dayOf, wallOf, writeDate } from './time';
import type { Ids, InvoiceRecord, OrderRecord, Shop, Tenant, World } from './types';
import { codeOf } from './world';

export interface Added {
  readonly orderId: number;
  readonly invoiceId: number;
  readonly code: string | null;
}

/** Does the change also touch `ChangeTimestamp` of the order? Not documented (facts: shopctrl 6 #5), so both. */
export interface Touch {
  readonly touchOrder: boolean;
}

export interface WorldControls {
  /** A new invoice, now, of one article; `invoice` and `order` override what is in it. */
  addInvoice(tenant: string, shopId: number, more?: { readonly invoice?: Partial<InvoiceSpec>; readonly order?: Partial<OrderSpec> }): Added;
  /** An invoice that was not there yesterday, with all its dates `days` (8) ago: outside an overlap of 7 days. */
  appearLate(tenant: string, shopId: number, days?: number): Added;
  /** `payment` changes nothing that is booked; `amount` replaces what was sold, under the same id and code. */
  changeInvoice(tenant: string, invoiceId: number, what: 'payment' | 'amount', touch: Touch): void;
  deleteInvoice(tenant: string, invoiceId: number, touch: Touch): void;
  /** Takes the PDF away: the invoice names none (`unnamed`), or one that is not there (`gone`); `back` makes it again. Touches no date. */
  losePdf(tenant: string, invoiceId: number, how: 'unnamed' | 'gone' | 'back'): void;
  /** A draft gets its number and its date. */
  finishDraft(tenant: string, invoiceId: number, touch: Touch): Added;
  touchOrder(tenant: string, orderId: number): void;
  changePassword(tenant: string, login: string, password: string): void;
  /** Takes shops away from an employee, or gives them. */
  assignShops(tenant: string, login: string, shopIds: readonly number[]): void;
}

export function createControls(world: World, clock: SimClock): WorldControls {
  const random = createRandom(world.seed + 77);
  const locate = (tenantId: string, invoiceId: number): { shop: Shop; record: OrderRecord; entry: InvoiceRecord } => {
    for (const shop of world.tenant(tenantId).shops) {
      const record = shop.book.orderOfInvoice(invoiceId);
      const entry = record?.invoices.find((i) => i.invoice.Id === invoiceId);
      if (record && entry) return { shop, record, entry };
    }
    throw new Error(`no invoice ${String(invoiceId)} in ${tenantId}`);
  };
  const replace = (shop: Shop, record: OrderRecord, entry: InvoiceRecord, touch: Touch, at: number): void => {
    const stamped = { ...entry, changedAt: at, invoice: { ...entry.invoice, ChangedTimestamp: writeDate(at) } };
    const invoices = record.invoices.map((i) => (i.invoice.Id === entry.invoice.Id ? stamped : i));
    shop.book.put({ ...record, invoices, changedAt: touch.touchOrder ? at : record.changedAt });
  };
  const build = (shop: Shop, at: number, ids: Ids, invoice: Partial<InvoiceSpec>, order: Partial<OrderSpec>, number: { id: number; code: string | null }): { record: OrderRecord; tenantCustomer: () => void } => {
    const minutes = Math.floor((wallOf(at) % DAY) / 60_000);
    const spec: OrderSpec = {
      billTo: consumer(random),
      ...order,
      invoices: [{ scenario: 'added', daysAgo: 0, minutes, rows: [row(articleAt(LAMPS, 2), 2100, { quantity: random.int(1, 9) * 1000, price: random.int(20_000, 400_000) })], ...invoice }],
    };
    const built = buildOrder(spec, { invoices: [number], credits: [] }, { ...shop.context, now: at, ids });
    return { record: built.record, tenantCustomer: () => (tenantOf(world, shop).customers as Map<number, typeof built.customer>).set(built.customer.Id, built.customer) };
  };
  const add = (shop: Shop, at: number, invoice: Partial<InvoiceSpec>, order: Partial<OrderSpec>): Added => {
    const draft = invoice.state === 'draft' || invoice.state === 'deleted-draft';
    const number = { id: shop.context.ids.invoice(), code: draft ? null : nextCode(shop, at) };
    const { record, tenantCustomer } = build(shop, at, shop.context.ids, invoice, order, number);
    tenantCustomer();
    const invoices = record.invoices.map((i) => ({ ...i, changedAt: at, invoice: { ...i.invoice, ChangedTimestamp: writeDate(at) } }));
    shop.book.put({ ...record, invoices, changedAt: at });
    return { orderId: record.order.Id, invoiceId: number.id, code: number.code };
  };
  /** Builds the order of one invoice anew under its old ids. */
  const rebuilt = (shop: Shop, record: OrderRecord, id: number, code: string | null, at: number): { readonly entry: InvoiceRecord; readonly record: OrderRecord } => {
    const ids: Ids = { ...shop.context.ids, order: () => record.order.Id };
    const made = build(shop, at, ids, { scenario: 'changed' }, {}, { id, code }).record;
    const [entry] = made.invoices;
    if (!entry) throw new Error('nothing was built');
    // Rows are never taken away from an order (facts: shopctrl 5.4).
    return { entry, record: { ...record, orderRows: [...record.orderRows, ...made.orderRows] } };
  };
  return {
    addInvoice: (tenant, shopId, more = {}) => add(world.shop(tenant, shopId), clock.now(), more.invoice ?? {}, more.order ?? {}),
    appearLate: (tenant, shopId, days = 8) => add(world.shop(tenant, shopId), clock.now() - days * DAY, { scenario: 'late' }, {}),
    changeInvoice: (tenant, invoiceId, what, touch) => {
      const { shop, record, entry } = locate(tenant, invoiceId);
      if (what === 'payment') {
        replace(shop, record, { ...entry, invoice: { ...entry.invoice, TotalDue: 1, PaymentStatusId: entry.invoice.PaymentStatusId === 113 ? 112 : 113 } }, touch, clock.now());
        return;
      }
      if (record.invoices.length > 1) throw new Error('change of amounts only for orders with one invoice');
      if (entry.truth.is === 'exportable' && entry.truth.invoice.group !== 'home') throw new Error('change of amounts only for Dutch sales');
      const made = rebuilt(shop, record, invoiceId, entry.invoice.InvoiceCode, instantOfDate(entry) ?? clock.now());
      replace(shop, made.record, made.entry, touch, clock.now());
    },
    deleteInvoice: (tenant, invoiceId, touch) => {
      const { shop, record, entry } = locate(tenant, invoiceId);
      const leftOut = { id: invoiceId, code: entry.invoice.InvoiceCode, reason: 'deleted' as const, scenario: 'deleted by control' };
      replace(shop, record, { ...entry, invoice: { ...entry.invoice, Deleted: true }, truth: { is: 'left-out', leftOut } }, touch, clock.now());
    },
    losePdf: (tenant, invoiceId, how) => {
      const { shop, record, entry } = locate(tenant, invoiceId);
      const changed: InvoiceRecord = { ...entry, fileGone: how === 'gone', invoice: { ...entry.invoice, DocumentFileId: how === 'unnamed' ? null : fileIdOf(invoiceId) } };
      shop.book.put({ ...record, invoices: record.invoices.map((one) => (one === entry ? changed : one)) });
    },
    finishDraft: (tenant, invoiceId, touch) => {
      const { shop, record, entry } = locate(tenant, invoiceId);
      if (entry.invoice.InvoiceCode !== null) throw new Error(`invoice ${String(invoiceId)} is no draft`);
      const code = nextCode(shop, clock.now());
      const made = rebuilt(shop, record, invoiceId, code, clock.now());
      replace(shop, made.record, made.entry, touch, clock.now());
      return { orderId: record.order.Id, invoiceId, code };
    },
    touchOrder: (tenant, orderId) => {
      for (const shop of world.tenant(tenant).shops) {
        const record = shop.book.order(orderId);
        if (record) shop.book.put({ ...record, changedAt: clock.now() });
      }
    },
    changePassword: (tenant, login, password) => {
      employeeOf(world, tenant, login).password = password;
    },
    assignShops: (tenant, login, shopIds) => {
      const employee = employeeOf(world, tenant, login);
      employee.roles = Object.fromEntries(shopIds.map((id) => [id, employee.roles[id] ?? 'User']));
    },
  };
}

function employeeOf(world: World, tenant: string, login: string): Tenant['employees'][number] {
  const employee = world.tenant(tenant).employees.find((e) => e.login === login);
  if (!employee) throw new Error(`no employee ${login} in ${tenant}`);
  return employee;
}

function tenantOf(world: World, shop: Shop): Tenant {
  const tenant = world.tenants.find((t) => t.shops.includes(shop));
  if (!tenant) throw new Error('a shop without environment');
  return tenant;
}

const instantOfDate = (entry: InvoiceRecord): number | null => (entry.truth.is === 'exportable' ? Date.parse(`${entry.truth.invoice.date}T10:00:00Z`) : null);

/** One above the highest number of the year, deleted invoices included. */
function nextCode(shop: Shop, at: number): string {
  const year = dayOf(at).slice(0, 4);
  const width = shop.range.style === 'digits' ? 5 : 6;
  const prefix = codeOf(shop.range, year, 0).slice(0, -width);
  let highest = shop.range.first - 1;
  for (const record of shop.book.records()) {
    for (const { invoice } of record.invoices) {
      if (invoice.InvoiceCode?.startsWith(prefix)) highest = Math.max(highest, Number(invoice.InvoiceCode.slice(-width)));
    }
  }
  return codeOf(shop.range, year, highest + 1);
}
