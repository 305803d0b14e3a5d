/** Which entries changed: by the shop-wide invoice list where there is one, else by orders (facts: shopctrl 3.2). */
import { FaultError } from '../faults';
import { addDays, dayOfInstant, utcText } from '../invoice/date';
import type { ShopCtrlClient, Window } from './client';
import { readShiftingPages } from './listing';
import { invoiceHeadSchema, orderHeadSchema } from './schemas';

export type Route = 'shop-list' | 'orders';

/** An order, or an invoice where the shop-wide list names it with its change time. */
export interface Entry {
  readonly id: number;
  readonly changedAt: string | null;
  /** The order's code, where the list tells it. */
  readonly code?: string;
}

export interface Discovered {
  /** By id, without doubles. */
  readonly entries: readonly Entry[];
  readonly stable: boolean;
  /** Entries of the list without a readable id. */
  readonly unreadable: number;
}

export const PAGE_SIZE = 100;
const BEGINNING = '2000-01-01';

/** The day after tomorrow on the server: the bound is exclusive, and nothing may fall out of the window by changing while it is read. */
export const untilAfter = (serverTime: number): string => addDays(dayOfInstant(serverTime), 2);

/**
 * Asks once for the shop-wide list. An empty answer proves nothing (a shop without invoices, or a path that answers anything), nor does
 * a server error: then `sure` is false and the orders are used this time.
 */
export async function probeRoute(client: ShopCtrlClient, shopId: number, serverTime: number, signal: AbortSignal): Promise<{ route: Route; sure: boolean }> {
  try {
    const answer = await client.shopInvoices(shopId, { from: BEGINNING, until: untilAfter(serverTime) }, 1, 1, { signal });
    if (answer === null) return { route: 'orders', sure: true };
    if (answer.length === 0) return { route: 'orders', sure: false };
    const isInvoice = answer.every((entry) => {
      const head = invoiceHeadSchema.safeParse(entry);
      return head.success && head.data.OrderId !== null;
    });
    return { route: isInvoice ? 'shop-list' : 'orders', sure: true };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    if (['offline', 'timeout', 'shopctrl-password', 'shopctrl-second-factor'].includes(error.fault.code)) throw error;
    return { route: 'orders', sure: error.fault.code === 'shopctrl-not-found' };
  }
}

export interface DiscoverOptions {
  readonly client: ShopCtrlClient;
  readonly shopId: number;
  readonly route: Route;
  readonly from: string;
  readonly serverTime: number;
  readonly signal: AbortSignal;
  /** After each page of the list. */
  readonly afterPage: (found: number) => Promise<void>;
}


/** Everything that changed since `from`. */
export async function discover(options: DiscoverOptions): Promise<Discovered> {
  const found = new Map<number, Entry>();
  const unreadable = new Map<number, number>();
  const seen = (entries: readonly Entry[]): void => {
    for (const entry of entries) if (!Number.isNaN(entry.id)) found.set(entry.id, entry);
  };
  const window = { from: options.from, until: untilAfter(options.serverTime) };
  const listed = await readShiftingPages(
    async (page) => {
      const raw = await readList(options, window, page);
      const entries = raw.flatMap((entry) => entryOf(options.route, entry));
      if (entries.length < raw.length) unreadable.set(page, raw.length - entries.length);
      await options.afterPage(found.size);
      // A page of nothing but unreadable entries is not the end, unless it is the one before it again.
      return entries.length === 0 && raw.length > 0 ? [{ id: Number.NaN, changedAt: null, code: JSON.stringify(raw) }] : entries;
    },
    (entry) => (Number.isNaN(entry.id) ? (entry.code ?? '') : String(entry.id)),
    seen,
  );
  return { entries: [...found.values()].toSorted((a, b) => a.id - b.id), stable: listed.stable, unreadable: [...unreadable.values()].reduce((sum, count) => sum + count, 0) };
}

async function readList(options: DiscoverOptions, window: Window, page: number): Promise<readonly unknown[]> {
  const { client, shopId, signal } = options;
  if (options.route === 'orders') return client.shopOrders(shopId, window, page, PAGE_SIZE, { signal });
  const answer = await client.shopInvoices(shopId, window, page, PAGE_SIZE, { signal });
  if (answer === null) throw new FaultError({ code: 'shopctrl-not-found' });
  return answer;
}

function entryOf(route: Route, raw: unknown): readonly Entry[] {
  if (route === 'orders') {
    const head = orderHeadSchema.safeParse(raw);
    if (!head.success) return [];
    const { Id, OrderCode, ChangeTimestamp } = head.data;
    return [{ id: Id, changedAt: utcText(ChangeTimestamp), ...(OrderCode === '' ? {} : { code: OrderCode }) }];
  }
  const head = invoiceHeadSchema.safeParse(raw);
  return head.success ? [{ id: head.data.Id, changedAt: utcText(head.data.ChangedTimestamp) }] : [];
}
