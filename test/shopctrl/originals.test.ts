/** Where credited rows were invoiced, and when and from where the goods left (facts: shopctrl 4.6; vat 6.1, 6.2). */
import { describe, expect, it } from 'vitest';
import { dispatchOf } from '../../lib/shopctrl/shipments';
import { createMemoryStore } from './harness';
import { runFeed } from '../../lib/shopctrl/feed';
import type { Invoice } from '../../lib/invoice/invoice';
import { namesPrepayment } from '../../lib/invoice/prepayment';
import { aRow, json, SMALL_NOW, smallApi, type SmallApi } from './small-api';

type Json = Record<string, unknown>;

async function read(api: SmallApi, store = createMemoryStore()): Promise<ReadonlyMap<number, Invoice>> {
  await runFeed({ client: api.client(), store, tenantId: 't', shopId: 12, now: () => SMALL_NOW, signal: new AbortController().signal });
  return store.invoices;
}

/** Invoice 1 of order 1001 gets credit 11 (day `day`) of its row 10 by order row 110. */
function withCredit(api: SmallApi, more: { readonly order?: number; readonly credits?: number; readonly id?: number; readonly row?: number; readonly day?: string; readonly sign?: -1 | 1; readonly rate?: number } = {}): void {
  const { order = 1001, credits = 10, id = 11, row = 110, day = '2026-10-20', sign = -1 } = more;
  const base = api.invoices.get(1) ?? {};
  api.invoices.set(id, { ...base, Id: id, InvoiceCode: String(20260000 + id), InvoiceDate: day, InvoiceTotalExVat: 100 * sign, InvoiceTotalIncVat: 121 * sign, OrderId: order });
  api.rows.set(id, [aRow(row, { ItemQuantity: sign, RowTotalExVat: 100 * sign, RowTotalIncVat: 121 * sign })]);
  const before = (api.orders.get(order)?.['OrderRows'] as Json[] | undefined) ?? [];
  api.orders.set(order, { ...api.orders.get(order), OrderRows: [...before, { Id: 10 }, { Id: row, CreditForOrderRowId: credits }] });
}

describe('originals of credited rows', () => {
  it('is found in the same order, with day, rate and day of supply', async () => {
    const api = smallApi(3);
    withCredit(api);
    api.orders.set(1001, { ...api.orders.get(1001), Shipments: [{ Id: 1, WarehouseId: 4, ShippedTimestamp: '2026-10-06T09:00:00' }] });
    const invoices = await read(api);
    expect(invoices.get(11)?.lines[0]?.original).toEqual({ invoiceId: 1, invoiceCode: '20260001', date: '2026-10-05', supplyDate: '2026-10-06', rate: 2100, kind: 'invoice' });
    expect(invoices.get(1)).toMatchObject({ shipmentDate: '2026-10-06', warehouseId: 4 });
    expect(invoices.get(1)?.lines[0]).not.toHaveProperty('original');
  });

  it('asks nothing more than what it reads anyway; of an invoice that is known, only its rows', async () => {
    const api = smallApi(2);
    await read(api);
    const plain = api.calls.length;
    api.calls.length = 0;
    const store = createMemoryStore();
    await read(api, store);
    expect(api.calls.length).toBe(plain);
    withCredit(api);
    api.orders.set(1001, { ...api.orders.get(1001), Changed: '2026-11-19' });
    store.exported.add(1);
    api.calls.length = 0;
    const invoices = await read(api, store);
    expect(invoices.get(11)?.lines[0]?.original?.invoiceId).toBe(1);
    expect(api.calls).not.toContain('Invoices/1');
    expect(api.calls.filter((path) => path === 'Invoices/1/Rows').length).toBe(1);
    expect(api.calls.filter((path) => path === 'Orders/1001/Invoices').length).toBe(1);
  });

  it('the credit of a credit points at the credit, and is supplied when the sale was', async () => {
    const api = smallApi(1);
    withCredit(api);
    withCredit(api, { id: 12, row: 120, credits: 110, day: '2026-11-02', sign: 1 });
    const again = (await read(api)).get(12);
    expect(again?.kind).toBe('invoice');
    expect(again?.lines[0]?.original).toEqual({ invoiceId: 11, invoiceCode: '20260011', date: '2026-10-20', supplyDate: '2026-10-05', rate: 2100, kind: 'credit' });
  });

  it('is found in another order of the same run, and is absent when nobody knows the row', async () => {
    const api = smallApi(3);
    withCredit(api, { order: 1003, credits: 10 });
    withCredit(api, { order: 1002, credits: 999, id: 13, row: 130 });
    const invoices = await read(api);
    expect(invoices.get(11)?.lines[0]?.original?.invoiceId).toBe(1);
    expect(invoices.get(13)?.kind).toBe('credit');
    expect(invoices.get(13)?.lines[0]).not.toHaveProperty('original');
  });

  it('of a row invoiced in two parts the last one before the credit counts', async () => {
    const api = smallApi(1);
    for (const [id, day] of [[2, '2026-10-10'], [3, '2026-10-28']] as const) {
      api.invoices.set(id, { ...api.invoices.get(1), Id: id, InvoiceCode: String(20260000 + id), InvoiceDate: day });
      api.rows.set(id, [aRow(10)]);
    }
    withCredit(api);
    expect((await read(api)).get(11)?.lines[0]?.original).toMatchObject({ invoiceId: 2, date: '2026-10-10' });
  });

  it('rows of the original that cannot be read make the credit a finding of this run, not a credit without original', async () => {
    const api = smallApi(1);
    const store = createMemoryStore();
    await read(api, store);
    withCredit(api);
    store.exported.add(1);
    api.orders.set(1001, { ...api.orders.get(1001), Changed: '2026-11-19' });
    api.odd = (path) => (path === 'Invoices/1/Rows' ? json({ Message: 'An error has occurred.' }, 500) : undefined);
    await read(api, store);
    expect(store.invoices.has(11)).toBe(false);
    api.odd = () => undefined;
    expect((await read(api, store)).get(11)?.lines[0]?.original?.invoiceId).toBe(1);
  });
});

describe('prepayment and exchange rate', () => {
  it('are said by order or invoice; rows are judged by their names where the invoice is decided', async () => {
    const api = smallApi(4);
    api.orders.set(1001, { ...api.orders.get(1001), DownPayment: 50, ExchangeRate: 0.8642 });
    api.orders.set(1002, { ...api.orders.get(1002), DownPayment: 0, ExchangeRate: 1 });
    api.invoices.set(2, { ...api.invoices.get(2), ExchangeRate: 0.000_006_1 });
    api.rows.set(3, [aRow(30, { ProductName: 'Aanbetaling 50 %' })]);
    api.rows.set(4, [aRow(40, { ProductName: 'Vooruitbetaling: korting' })]);
    const invoices = await read(api);
    expect([1, 2, 3, 4].map((id) => invoices.get(id)?.downPayment)).toEqual([true, undefined, undefined, undefined]);
    expect([3, 4].map((id) => invoices.get(id)?.lines.some(namesPrepayment))).toEqual([true, false]);
    expect([1, 2, 3].map((id) => invoices.get(id)?.exchangeRate)).toEqual(['0.8642', '0.0000061', undefined]);
  });
});

describe('dispatch of an invoice', () => {
  const ship = (WarehouseId: number | null, ShippedTimestamp: string | null, rows?: readonly number[]) => ({ Id: 1, WarehouseId, ShippedTimestamp, ...(rows ? { OrderRows: rows.map((OrderRowId) => ({ OrderRowId })) } : {}) });

  it.each([
    ['nothing is known', [], { day: null, warehouses: [] }],
    ['not shipped yet: the planned warehouse', [ship(4, null)], { day: null, warehouses: [4] }],
    ['the day in Amsterdam', [ship(4, '2026-03-31T22:30:00Z')], { day: '2026-04-01', warehouses: [4] }],
    ['the last one up to the invoice', [ship(4, '2026-04-02'), ship(5, '2026-04-05'), ship(6, '2026-05-01')], { day: '2026-04-05', warehouses: [5] }],
    ['the first one after it', [ship(6, '2026-05-01'), ship(4, '2026-04-12')], { day: '2026-04-12', warehouses: [4] }],
    ['two warehouses on one day', [ship(4, '2026-04-05T08:00:00'), ship(5, '2026-04-05T17:00:00'), ship(4, '2026-04-05T18:00:00')], { day: '2026-04-05', warehouses: [4, 5] }],
    ['by rows, where shipments tell them', [ship(4, '2026-04-05', [7]), ship(5, '2026-05-01', [8])], { day: '2026-05-01', warehouses: [5] }],
    ['what is no shipment says nothing', ['soon', { WarehouseId: 'x' }], { day: null, warehouses: [] }],
  ] as const)('%s', (_, shipments, expected) => {
    expect(dispatchOf(shipments, '2026-04-10', [8])).toEqual(expected);
  });
});
