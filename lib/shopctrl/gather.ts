/** Reads what belongs to a chunk of entries: heads, details, rows, order, and contacts where the order has none. */
import { FaultError, type FaultCode } from '../faults';
import { utcText } from '../invoice/date';
import type { ShopCtrlClient } from './client';
import type { Entry, Route } from './discovery';
import type { Codes, RawParts } from './normalise';
import { needsCountry } from './party';
import type { OtherCode } from './ports';
import { invoiceHeadSchema, invoiceSchema, orderSchema } from './schemas';

export interface Gathered {
  readonly parts: readonly RawParts[];
  /** Known already with the same change time: not read again. */
  readonly unchanged: number;
  /** Of the entries' invoices, those that the store knows. */
  readonly known: ReadonlySet<number>;
  /** Deleted or gone when it was to be read. */
  readonly gone: readonly OtherCode[];
  /** Without a code (yet). */
  readonly drafts: readonly number[];
  /** Could not be read although ShopCtrl answers for others. */
  readonly failed: readonly { readonly id: number; readonly code: string; readonly fault: FaultCode }[];
  /** Heads without a readable id, by order. */
  readonly headless: readonly { readonly orderId: number }[];
}

export interface GatherOptions {
  readonly client: ShopCtrlClient;
  readonly route: Route;
  readonly signal: AbortSignal;
  readonly changedAtOf: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
}

interface Head {
  readonly id: number;
  readonly code: string;
  readonly date: string;
  readonly changedAt: string | null;
  readonly deleted: boolean;
  readonly orderId: number | null;
}

/** Faults of one invoice; any other stops the whole run. */
const OF_ONE: readonly FaultCode[] = ['server-error', 'not-json', 'timeout'];
/** More in one chunk than this is a server in trouble, not an invoice in trouble. */
const TROUBLE = 5;
const WORKERS = 6;

export async function gather(entries: readonly Entry[], options: GatherOptions): Promise<Gathered> {
  const { client, route } = options;
  // The first failure ends the other requests too: nothing goes on behind the back of who was told that reading failed.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const headless: { orderId: number }[] = [];
  const heads =
    route === 'shop-list'
      ? entries.map((entry): Head => ({ id: entry.id, code: '', date: '', changedAt: entry.changedAt, deleted: false, orderId: null }))
      : (await each(entries, stop, async (entry) => headsOf(await client.orderInvoices(entry.id, { signal }), entry.id, headless))).flat();

  const known = await options.changedAtOf(heads.map((head) => head.id));
  const wanted = heads.filter((head) => head.changedAt === null || known.get(head.id) !== head.changedAt);
  const gone: OtherCode[] = [];
  const drafts: number[] = [];
  const failed: { id: number; code: string; fault: FaultCode }[] = [];
  const orders = new Map<number, Promise<unknown>>();
  const orderOf = (id: number): Promise<unknown> => {
    const reading = orders.get(id) ?? client.order(id, { signal });
    orders.set(id, reading);
    return reading;
  };

  const parts = await each(wanted, stop, async (head): Promise<RawParts | null> => {
    // A draft changes into an invoice later, with a new change time.
    if (route === 'orders' && (head.code === '' || head.deleted)) {
      if (head.deleted) gone.push({ id: head.id, code: head.code, kind: 'invoice', date: head.date });
      else drafts.push(head.id);
      return null;
    }
    try {
      const read = await readOne(client, head, orderOf, signal);
      if (read === null) gone.push({ id: head.id, code: head.code, kind: 'invoice', date: head.date });
      return read;
    } catch (error) {
      if (!(error instanceof FaultError) || !OF_ONE.includes(error.fault.code) || failed.length >= TROUBLE) throw error;
      failed.push({ id: head.id, code: head.code, fault: error.fault.code });
      return null;
    }
  });
  return {
    parts: parts.filter((part) => part !== null).toSorted((a, b) => a.id - b.id),
    unchanged: heads.length - wanted.length,
    known: new Set(known.keys()),
    drafts,
    gone: gone.toSorted((a, b) => a.id - b.id),
    failed: failed.toSorted((a, b) => a.id - b.id),
    headless,
  };
}

function headsOf(raw: readonly unknown[] | null, orderId: number, headless: { orderId: number }[]): readonly Head[] {
  return (raw ?? []).flatMap((entry): readonly Head[] => {
    const head = invoiceHeadSchema.safeParse(entry);
    if (!head.success) {
      headless.push({ orderId });
      return [];
    }
    const { Id, InvoiceCode, InvoiceDate, ChangedTimestamp, Deleted } = head.data;
    return [{ id: Id, code: InvoiceCode, date: InvoiceDate.slice(0, 10), changedAt: utcText(ChangedTimestamp), deleted: Deleted === true, orderId }];
  });
}

async function readOne(client: ShopCtrlClient, head: Head, orderOf: (id: number) => Promise<unknown>, signal: AbortSignal): Promise<RawParts | null> {
  const [invoice, rows, ahead] = await Promise.all([
    client.invoice(head.id, { signal }),
    client.invoiceRows(head.id, { signal }),
    head.orderId === null ? undefined : orderOf(head.orderId),
  ]);
  if (invoice === null) return null;
  const detail = invoiceSchema.safeParse(invoice);
  const orderId = head.orderId ?? (detail.success ? detail.data.OrderId : null);
  const order = ahead === undefined && orderId !== null ? await orderOf(orderId) : ahead;
  const known = orderSchema.safeParse(order);
  const needsCustomer =
    known.success && known.data.CustomerId !== null && isEmpty(known.data.BillToContact) && (!detail.success || isEmpty(detail.data.BillToContact));
  const customer = needsCustomer && known.data.CustomerId !== null ? await client.customer(known.data.CustomerId, { signal }) : null;
  return { id: head.id, invoice, rows: rows ?? [], order: order ?? null, customer };
}

const isEmpty = (contact: unknown): boolean => contact === undefined || contact === null;

/** Look-up lists are read only when an answer carries an id without its code, once per run. */
export function createCodes(client: ShopCtrlClient, signal: AbortSignal): (parts: readonly RawParts[]) => Promise<Codes> {
  let currencies: Promise<ReadonlyMap<number, string>> | null = null;
  let countries: Promise<ReadonlyMap<number, string>> | null = null;
  const none: ReadonlyMap<number, string> = new Map();
  return async (parts) => {
    const wants = { currency: false, country: false };
    for (const part of parts) {
      const invoice = invoiceSchema.safeParse(part.invoice);
      const order = orderSchema.safeParse(part.order);
      if (invoice.success && invoice.data.CurrencyCode === '' && !(order.success && order.data.CurrencyCode !== '')) wants.currency = true;
      if (order.success && (needsCountry(order.data.BillToContact) || needsCountry(order.data.ShipToContact))) wants.country = true;
    }
    if (wants.currency) currencies ??= client.codes('Currencies', { signal });
    if (wants.country) countries ??= client.codes('Countries', { signal });
    return { currencies: (await currencies) ?? none, countries: (await countries) ?? none };
  };
}

/** Works through a list with a few workers, keeping its order. The first failure aborts `stop` and is thrown when all have ended. */
async function each<A, B>(items: readonly A[], stop: AbortController, work: (item: A) => Promise<B>): Promise<B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (!stop.signal.aborted && next < items.length) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(items[index] as A);
      } catch (error) {
        if (!stop.signal.aborted) stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, items.length) }, worker));
  if (stop.signal.aborted) throw stop.signal.reason;
  return results;
}
