/**
 * Where credited rows were invoiced: invoice row -> order row -> `CreditForOrderRowId` -> invoice row of the original (facts: shopctrl 4.6).
 * The rate and, in the One Stop Shop, the quarter of a credit are those of its original (facts: vat 6.2).
 */
import { printedDay } from '../invoice/date';
import type { OriginalRow } from '../invoice/invoice';
import type { ShopCtrlClient } from './client';
import { rateBp } from './rate';
import { invoiceHeadSchema, invoiceRowSchema, orderRowSchema, orderSchema, type RawOrder } from './schemas';
import { dispatchOf } from './shipments';

/** What is needed of one invoice that was read, or that is to be read. */
export interface ReadInvoice {
  readonly id: number;
  readonly invoice: unknown;
  readonly rows: readonly unknown[];
  readonly order: unknown;
}

export interface Originals {
  /** Remembers where the rows of an invoice are, for credits of other orders in this run. */
  note(read: ReadInvoice): void;
  /**
   * Originals of a credit's rows, by the credit's own order-row id; without an entry where nothing tells. Asks ShopCtrl only for credits, and only for
   * the invoices of the same order that were not read yet. Throws what the client throws.
   * @param siblings the order's invoices as listed, when they were listed already.
   */
  of(read: ReadInvoice, siblings: readonly unknown[] | null, signal: AbortSignal): Promise<ReadonlyMap<number, OriginalRow>>;
}

interface Seen extends OriginalRow {
  /** The row that this row itself credits. */
  readonly credits: number | null;
}

/** Rows remembered in one run; the oldest are forgotten, so that a first run over years stays small. */
const MOST_ROWS = 50_000;
const LONGEST_CHAIN = 10;

export function createOriginals(client: ShopCtrlClient): Originals {
  const seen = new Map<number, readonly Seen[]>();
  const invoices = new Set<number>();

  const remember = (invoice: Sold, rows: readonly unknown[], order: RawOrder): void => {
    const ofOrder = orderRowsOf(order);
    const read = rows.flatMap((raw) => {
      const row = invoiceRowSchema.safeParse(raw);
      return row.success && row.data.OrderRowId !== null ? [{ ...row.data, OrderRowId: row.data.OrderRowId }] : [];
    });
    const supplyDate = dispatchOf(order.Shipments, invoice.date, read.map((row) => row.OrderRowId)).day;
    for (const row of read) {
      const orderRow = ofOrder.get(row.OrderRowId);
      const rate = rateBp(row.VatPercentage) ?? rateBp(orderRow?.Vatperc ?? null);
      const before = seen.get(row.OrderRowId) ?? [];
      if (rate === null || before.some((one) => one.invoiceId === invoice.id)) continue;
      seen.delete(row.OrderRowId);
      const kind = invoice.sign < 0 || (invoice.sign === 0 && row.ItemQuantity.lt(0)) ? 'credit' : 'invoice';
      const one: Seen = { invoiceId: invoice.id, invoiceCode: invoice.code, date: invoice.date, ...(supplyDate === null ? {} : { supplyDate }), rate, kind, credits: orderRow?.CreditForOrderRowId ?? null };
      seen.set(row.OrderRowId, [...before, one]);
    }
    invoices.add(invoice.id);
    for (const oldest of seen.keys()) {
      if (seen.size <= MOST_ROWS) break;
      for (const one of seen.get(oldest) ?? []) invoices.delete(one.invoiceId);
      seen.delete(oldest);
    }
  };

  const note = (read: ReadInvoice): void => {
    const order = orderSchema.safeParse(read.order);
    const sold = soldBy(read.invoice);
    if (order.success && sold) remember(sold, read.rows, order.data);
  };

  const readSiblings = async (self: number, order: RawOrder, listed: readonly unknown[] | null, signal: AbortSignal): Promise<void> => {
    const heads = listed ?? (await client.orderInvoices(order.Id, { signal })) ?? [];
    const missing = heads.flatMap((head) => soldBy(head) ?? []).filter((one) => one.id !== self && !invoices.has(one.id));
    for (const one of missing) remember(one, (await client.invoiceRows(one.id, { signal })) ?? [], order);
  };

  /** The last invoice of that row up to the credit; an order row can be invoiced in parts. */
  const find = (orderRowId: number, credit: Sold): Seen | null => {
    const all = (seen.get(orderRowId) ?? []).filter((one) => one.invoiceId !== credit.id).toSorted((a, b) => (a.date === b.date ? a.invoiceId - b.invoiceId : a.date < b.date ? -1 : 1));
    return all.findLast((one) => one.date < credit.date || (one.date === credit.date && one.invoiceId < credit.id)) ?? all[0] ?? null;
  };

  return {
    note,
    async of(read, siblings, signal) {
      const order = orderSchema.safeParse(read.order);
      const credit = soldBy(read.invoice);
      const found = new Map<number, OriginalRow>();
      if (!order.success || !credit) return found;
      const orderRows = orderRowsOf(order.data);
      const wanted = read.rows.flatMap((raw) => {
        const row = invoiceRowSchema.safeParse(raw);
        const id = row.success ? row.data.OrderRowId : null;
        const of = id === null ? null : (orderRows.get(id)?.CreditForOrderRowId ?? null);
        return id === null || of === null || of === id ? [] : [{ id, of }];
      });
      if (wanted.length === 0) return found;
      await readSiblings(read.id, order.data, siblings, signal);
      for (const { id, of } of wanted) {
        const original = find(of, credit);
        if (original) found.set(id, withSupply(original, find));
      }
      return found;
    },
  };
}

/** The credit of a credit is a sale again; its supply is that of the sale at the bottom. */
function withSupply(original: Seen, find: (orderRowId: number, credit: Sold) => Seen | null): OriginalRow {
  let root = original;
  for (let step = 0; step < LONGEST_CHAIN && root.kind === 'credit' && root.credits !== null; step += 1) {
    const next = find(root.credits, { id: root.invoiceId, code: root.invoiceCode, date: root.date, sign: -1 });
    if (!next) break;
    root = next;
  }
  const supplyDate = root === original ? original.supplyDate : (root.supplyDate ?? root.date);
  const { invoiceId, invoiceCode, date, rate, kind } = original;
  return { invoiceId, invoiceCode, date, ...(supplyDate === undefined ? {} : { supplyDate }), rate, kind };
}

interface Sold {
  readonly id: number;
  readonly code: string;
  readonly date: string;
  /** Sign of the total; 0 also when it is not told. */
  readonly sign: number;
}

/** An invoice, in a list or in full, that was issued; null for drafts, deleted ones and what cannot be read. */
function soldBy(raw: unknown): Sold | null {
  const head = invoiceHeadSchema.safeParse(raw);
  if (!head.success || head.data.Deleted === true || head.data.InvoiceCode === '') return null;
  const date = printedDay(head.data.InvoiceDate);
  const total = head.data.InvoiceTotalIncVat;
  return date === null ? null : { id: head.data.Id, code: head.data.InvoiceCode, date, sign: total === null ? 0 : total.cmp(0) };
}

function orderRowsOf(order: RawOrder) {
  return new Map(
    order.OrderRows.flatMap((raw) => {
      const row = orderRowSchema.safeParse(raw);
      return row.success && row.data.Id !== null ? [[row.data.Id, row.data] as const] : [];
    }),
  );
}
