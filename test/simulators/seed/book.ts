/** The orders of one shop in memory, or made on demand for shops of 50,000 invoices. */
import type { OrderRecord, ShopBook } from './types';

export function createMemoryBook(shopId: number, records: readonly OrderRecord[]): ShopBook {
  const orders = new Map(records.map((record) => [record.order.Id, record]));
  const orderOf = new Map(records.flatMap((record) => record.invoices.map((i) => [i.invoice.Id, record.order.Id] as const)));
  let version = 0;
  return {
    shopId,
    get version() {
      return version;
    },
    get orderCount() {
      return orders.size;
    },
    orderStamps: () => [...orders.values()].map((record) => ({ id: record.order.Id, changedAt: record.changedAt })),
    order: (orderId) => orders.get(orderId) ?? null,
    orderOfInvoice: (invoiceId) => orders.get(orderOf.get(invoiceId) ?? -1) ?? null,
    put: (record) => {
      version += 1;
      orders.set(record.order.Id, record);
      for (const { invoice } of record.invoices) orderOf.set(invoice.Id, record.order.Id);
    },
    records: () => [...orders.values()].sort((a, b) => a.order.Id - b.order.Id),
  };
}

export interface LazySource {
  readonly count: number;
  /** Order ids are `firstOrderId + index`, invoice ids `firstInvoiceId + index`: one invoice per order. */
  readonly firstOrderId: number;
  readonly firstInvoiceId: number;
  make(index: number): OrderRecord;
  changedAt(index: number): number;
}

/** Keeps only the few hundred orders that were asked for last, and those that were changed. */
export function createLazyBook(shopId: number, source: LazySource): ShopBook {
  const changed = new Map<number, OrderRecord>();
  const recent = new Map<number, OrderRecord>();
  const extraOrderOf = new Map<number, number>();
  let version = 0;
  const indexOf = (orderId: number): number | null => {
    const index = orderId - source.firstOrderId;
    return Number.isInteger(index) && index >= 0 && index < source.count ? index : null;
  };
  const order = (orderId: number): OrderRecord | null => {
    const known = changed.get(orderId) ?? recent.get(orderId);
    if (known) return known;
    const index = indexOf(orderId);
    if (index === null) return null;
    const made = source.make(index);
    recent.set(orderId, made);
    if (recent.size > 400) recent.delete(recent.keys().next().value ?? -1);
    return made;
  };
  return {
    shopId,
    get version() {
      return version;
    },
    get orderCount() {
      return source.count + [...changed.keys()].filter((id) => indexOf(id) === null).length;
    },
    orderStamps: () => {
      const stamps = Array.from({ length: source.count }, (_, i) => ({ id: source.firstOrderId + i, changedAt: source.changedAt(i) }));
      for (const record of changed.values()) {
        const index = indexOf(record.order.Id);
        const stamp = { id: record.order.Id, changedAt: record.changedAt };
        if (index === null) stamps.push(stamp);
        else stamps[index] = stamp;
      }
      return stamps;
    },
    order,
    orderOfInvoice: (invoiceId) => {
      const index = invoiceId - source.firstInvoiceId;
      const orderId = extraOrderOf.get(invoiceId) ?? (index >= 0 && index < source.count ? source.firstOrderId + index : null);
      return orderId === null ? null : order(orderId);
    },
    put: (record) => {
      version += 1;
      changed.set(record.order.Id, record);
      recent.delete(record.order.Id);
      for (const { invoice } of record.invoices) extraOrderOf.set(invoice.Id, record.order.Id);
    },
    *records() {
      for (let i = 0; i < source.count; i += 1) yield changed.get(source.firstOrderId + i) ?? source.make(i);
      for (const record of changed.values()) if (indexOf(record.order.Id) === null) yield record;
    },
  };
}
