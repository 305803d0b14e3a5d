/** A ShopCtrl of a few invoices that answers as oddly as a test wants: what the strict simulator, by its facts, never does. */
import { createShopCtrlClient, type ShopCtrlClient } from '../../lib/shopctrl/client';

type Json = Record<string, unknown>;

export interface SmallApi {
  readonly invoices: Map<number, Json>;
  readonly rows: Map<number, Json[]>;
  readonly orders: Map<number, Json>;
  readonly calls: string[];
  /** The server's largest page. */
  pageCap: number;
  /** An answer of its own for a path; undefined: the usual one. */
  odd: (path: string, query: URLSearchParams) => Response | undefined;
  client(): ShopCtrlClient;
}

export const SMALL_NOW = Date.parse('2026-11-20T10:30:00Z');

export const json = (value: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });

/** Invoices 1 … count of orders 1001 …, 100.00 + 21 %, sold in the Netherlands; all changed on 5 October. */
export function smallApi(count: number): SmallApi {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const zero = { ShippingCostsIncVat: 0, ShippingCostsExVat: 0, PaymentFeeIncVat: 0, PaymentFeeExVat: 0, DiscountExVat: 0, DiscountIncVat: 0 };
  const api: SmallApi = {
    invoices: new Map(
      ids.map((id) => [
        id,
        {
          Id: id, InvoiceCode: String(20260000 + id), InvoiceDate: '2026-10-05T10:00:00', InvoiceTotalIncVat: 121, InvoiceTotalExVat: 100, CurrencyCode: 'EUR',
          Deleted: false, ChangedTimestamp: '2026-10-05T10:00:00.1234567+02:00', ShopId: 12, OrderId: 1000 + id, OrderCode: `W${String(id)}`, ...zero,
        },
      ]),
    ),
    rows: new Map(ids.map((id) => [id, [aRow(id * 10)]])),
    orders: new Map(
      ids.map((id) => [
        1000 + id,
        {
          Id: 1000 + id, OrderCode: `W${String(id)}`, Date: '2026-10-05T09:00:00', CustomerId: id, CustomerCode: `K${String(id)}`, CurrencyCode: 'EUR',
          BillToContact: { FullName: 'Jan', CountryCode: 'NL', City: 'Utrecht' }, ShipToContact: { FullName: 'Jan', CountryCode: 'NL' }, Changed: '2026-10-05',
        },
      ]),
    ),
    calls: [],
    pageCap: 100,
    odd: () => undefined,
    client: () =>
      createShopCtrlClient({
        fetch: async (address) => answer(api, new URL(address)),
        apiBase: 'https://api.demo.shopctrl.com',
        access: { kind: 'basic', login: 'a', password: 'b' },
        signal: new AbortController().signal,
        now: () => SMALL_NOW,
        sleep: async () => new Promise((resolve) => setImmediate(resolve)),
      }),
  };
  return api;
}

export function aRow(id: number, more: Json = {}): Json {
  return {
    Id: id, OrderRowId: id, ProductCode: 'A', ProductName: 'Lamp', ItemQuantity: 1, ItemPriceExVat: 100, ItemPriceIncVat: 121, DiscountExVat: 0, DiscountIncVat: 0,
    VatTariffId: 1, VatTariffCode: 'H', VatPercentage: 21, RowTotalExVat: 100, RowTotalIncVat: 121, ...more,
  };
}

function answer(api: SmallApi, url: URL): Response {
  const path = url.pathname.replace('/v1/', '');
  api.calls.push(path);
  const odd = api.odd(path, url.searchParams);
  if (odd) return odd;
  if (path === 'System/Time') return json('2026-11-20T11:30:00.0000000+01:00');
  const [list = '', id = '', part] = path.split('/');
  const number = Number(id);
  const page = (entries: readonly unknown[]): Response => {
    const size = Math.min(Number(url.searchParams.get('pageSize') ?? 100), api.pageCap);
    const from = (Number(url.searchParams.get('pageNumber') ?? 1) - 1) * size;
    return json(entries.slice(from, from + size));
  };
  const changed = (order: Json): boolean =>
    String(order['Changed']) >= String(url.searchParams.get('fromDateChanged')) && String(order['Changed']) < String(url.searchParams.get('untilDateChanged'));
  if (list === 'Shops' && part === 'Orders') {
    return page([...api.orders.values()].filter(changed).map(({ Id, OrderCode, ChangeTimestamp }) => ({ Id, OrderCode, ChangeTimestamp })));
  }
  if (list === 'Orders' && part === 'Invoices') return page([...api.invoices.values()].filter((one) => one['OrderId'] === number));
  if (list === 'Invoices' && part === 'Rows') return page(api.rows.get(number) ?? []);
  const one = part !== undefined ? undefined : list === 'Orders' ? api.orders.get(number) : list === 'Invoices' ? api.invoices.get(number) : undefined;
  return one ? json(one) : json({ Message: 'No HTTP resource was found' }, 404);
}
