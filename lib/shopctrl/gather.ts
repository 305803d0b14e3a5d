/** Reads what belongs to a chunk of entries: heads, details, rows, order, and contacts where the order has none. */
import { FaultError, type Fault, type FaultCode } from '../faults';
import { utcText } from '../invoice/date';
import type { ShopCtrlClient } from './client';
import type { Entry, Route } from './discovery';
import type { Codes, RawParts } from './normalise';
import type { Originals } from './originals';
import { needsCountry } from './party';
import type { OtherCode, Stamps } from './ports';
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
  readonly failed: readonly { readonly id: number; readonly entry: number; readonly code: string; readonly fault: FaultCode }[];
  /** Orders whose invoices could not be listed, or not each by id. */
  readonly unlisted: readonly Unlisted[];
  /** Which entry each invoice came from. */
  readonly entryOf: ReadonlyMap<number, number>;
}

export interface Unlisted {
  readonly entry: number;
  /** The order's code, else its id. */
  readonly order: string;
  /** A fault's code, or `Id` for an entry of the list without one. */
  readonly what: FaultCode | 'Id';
}

export interface GatherOptions {
  readonly client: ShopCtrlClient;
  readonly route: Route;
  readonly signal: AbortSignal;
  readonly stampsOf: (ids: readonly number[]) => Promise<ReadonlyMap<number, Stamps>>;
  /** The daily look back: also what went to Exact is read again when nothing tells whether its order changed. */
  readonly sweep: boolean;
  /** Of the run: where credited rows were invoiced. */
  readonly originals: Originals;
}

interface Head {
  readonly id: number;
  readonly code: string;
  readonly date: string;
  readonly changedAt: string | null;
  readonly deleted: boolean;
  readonly orderId: number | null;
  readonly entry: Entry;
}

/** Faults that the next answer would have too: they stop the run at once. Any other is about the one id that was asked for. */
const OF_ALL: readonly FaultCode[] = ['offline', 'shopctrl-signed-out', 'shopctrl-password', 'shopctrl-second-factor', 'shopctrl-bad-address'];
/** So many, and so large a part, of what is read together is a server (or a login) in trouble, not an invoice in trouble. */
const TROUBLE = { count: 20, part: 0.8 };
const WORKERS = 6;

export async function gather(entries: readonly Entry[], options: GatherOptions): Promise<Gathered> {
  const { client, route } = options;
  // The first failure ends the other requests too: nothing goes on behind the back of who was told that reading failed.
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const unlisted: Unlisted[] = [];
  const listed = new Map<number, readonly unknown[]>();
  const listing = tolerance(entries.length);
  const listOf = async (entry: Entry): Promise<readonly Head[]> => {
    const order = entry.code ?? String(entry.id);
    try {
      const raw = await client.orderInvoices(entry.id, { signal });
      if (raw === null) unlisted.push({ entry: entry.id, order, what: 'shopctrl-not-found' });
      if (raw !== null) listed.set(entry.id, raw);
      const heads = (raw ?? []).map((one) => headOf(one, entry));
      for (const head of heads) if (head === null) unlisted.push({ entry: entry.id, order, what: 'Id' });
      return heads.filter((head) => head !== null);
    } catch (error) {
      unlisted.push({ entry: entry.id, order, what: listing(error).code });
      return [];
    }
  };
  const heads =
    route === 'shop-list'
      ? entries.map((entry): Head => ({ id: entry.id, code: '', date: '', changedAt: entry.changedAt, deleted: false, orderId: null, entry }))
      : (await each(entries, stop, listOf)).flat();

  const known = await options.stampsOf(heads.map((head) => head.id));
  const wanted = heads.filter((head) => !isUnchanged(head, known.get(head.id), options));
  const gone: OtherCode[] = [];
  const drafts: number[] = [];
  const failed: { id: number; entry: number; code: string; fault: FaultCode }[] = [];
  const orders = new Map<number, Promise<unknown>>();
  const orderOf = (id: number): Promise<unknown> => {
    const reading = orders.get(id) ?? client.order(id, { signal });
    orders.set(id, reading);
    return reading;
  };

  const reading = tolerance(wanted.length);
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
      failed.push({ id: head.id, entry: head.entry.id, code: head.code, fault: reading(error).code });
      return null;
    }
  });
  const entryOf = new Map(heads.map((head) => [head.id, head.entry.id]));
  const complete = parts.filter((part) => part !== null).toSorted((a, b) => a.id - b.id);
  for (const part of complete) options.originals.note(part);
  const linking = tolerance(complete.length);
  const linked = await each(complete, stop, async (part): Promise<RawParts | null> => {
    const entry = entryOf.get(part.id) ?? part.id;
    try {
      return { ...part, originals: await options.originals.of(part, (route === 'orders' ? listed.get(entry) : undefined) ?? null, signal) };
    } catch (error) {
      failed.push({ id: part.id, entry, code: heads.find((head) => head.id === part.id)?.code ?? '', fault: linking(error).code });
      return null;
    }
  });
  return {
    parts: linked.filter((part) => part !== null),
    unchanged: heads.length - wanted.length,
    known: new Set(known.keys()),
    drafts,
    gone: gone.toSorted((a, b) => a.id - b.id),
    failed: failed.toSorted((a, b) => a.id - b.id),
    unlisted: unlisted.toSorted((a, b) => a.entry - b.entry),
    entryOf,
  };
}

/**
 * Whether what the store knows is still so. Contacts and the VAT number live on the order, so the order's change time counts as much as
 * the invoice's own; where the list does not tell it, an invoice that is still to go to Exact is read again, and one that went there once a day.
 */
function isUnchanged(head: Head, stamps: Stamps | undefined, { route, sweep }: GatherOptions): boolean {
  if (!stamps || head.changedAt === null || stamps.changedAt !== head.changedAt) return false;
  if (route === 'orders' && head.entry.changedAt !== null) return stamps.orderChangedAt === head.entry.changedAt;
  return stamps.out && (route === 'shop-list' || !sweep);
}

/** The fault of one of so many that are read together; rethrows what is no fault, a fault of all, or one too many. */
function tolerance(total: number): (error: unknown) => Fault {
  let count = 0;
  return (error) => {
    if (!(error instanceof FaultError) || OF_ALL.includes(error.fault.code)) throw error;
    count += 1;
    if (count >= TROUBLE.count && count > total * TROUBLE.part) throw error;
    return error.fault;
  };
}

function headOf(raw: unknown, entry: Entry): Head | null {
  const head = invoiceHeadSchema.safeParse(raw);
  if (!head.success) return null;
  const { Id, InvoiceCode, InvoiceDate, ChangedTimestamp, Deleted } = head.data;
  const changedAt = utcText(ChangedTimestamp) ?? entry.changedAt;
  return { id: Id, code: InvoiceCode, date: InvoiceDate.slice(0, 10), changedAt, deleted: Deleted === true, orderId: entry.id, entry };
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
  return { id: head.id, invoice, rows: rows ?? [], order: order ?? null, customer, orderChangedAt: head.orderId === null ? null : head.entry.changedAt };
}

const isEmpty = (contact: unknown): boolean => contact === undefined || contact === null;

/** Look-up lists are read only when an answer carries an id without its code, once per run. One that cannot be read leaves its codes unknown. */
export function createCodes(client: ShopCtrlClient, signal: AbortSignal): (parts: readonly RawParts[]) => Promise<Codes> {
  type Codebook = Promise<ReadonlyMap<number, string>>;
  let currencies: Codebook | null = null;
  let countries: Codebook | null = null;
  const none: ReadonlyMap<number, string> = new Map();
  const read = (list: 'Currencies' | 'Countries'): Codebook =>
    client.codes(list, { signal }).catch((error: unknown) => {
      tolerance(1)(error);
      return none;
    });
  return async (parts) => {
    const wants = { currency: false, country: false };
    for (const part of parts) {
      const invoice = invoiceSchema.safeParse(part.invoice);
      const order = orderSchema.safeParse(part.order);
      if (invoice.success && invoice.data.CurrencyCode === '' && !(order.success && order.data.CurrencyCode !== '')) wants.currency = true;
      if (order.success && (needsCountry(order.data.BillToContact) || needsCountry(order.data.ShipToContact))) wants.country = true;
    }
    if (wants.currency) currencies ??= read('Currencies');
    if (wants.country) countries ??= read('Countries');
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
