/** The list of a shop's invoices as Sync has them, and one of them with its history. */
import { fail } from '../faults';
import { SYNC_STATES, type SyncRow, type SyncState } from '../ledger/sync-rows';
import type { LedgerInvoice, LedgerList, LedgerMark, LedgerRow, ShopName } from '../messages';
import { orderAddress } from '../shopctrl/address';
import type { InvoiceRow } from '../ledger/rows';
import type { App } from './app';
import { causeOfRow } from './sync-tasks';

const ROWS = 100;

/** A page of a state, or of all; `changed` are those that differ in ShopCtrl since they were booked, all on one page. */
export async function ledgerList(app: App, shop: ShopName, state: string | null, after: LedgerMark | null): Promise<LedgerList> {
  const page = state === 'changed' ? { rows: await app.ledger.syncChanged(shop, ROWS), next: null } : await app.ledger.syncPage(shop, state === null ? null : known(state), after, ROWS);
  const invoices = new Map((await app.ledger.invoiceRows(shop.tenantId, page.rows.map(({ id }) => id))).map((row) => [row.id, row]));
  return { rows: page.rows.map((row) => rowOf(row, invoices.get(row.id))), next: page.next };
}

function known(state: string): SyncState {
  return SYNC_STATES.find((one) => one === state) ?? fail('bad-request', { field: 'state' });
}

function rowOf(row: SyncRow, invoice: InvoiceRow | undefined): LedgerRow {
  return {
    invoiceId: row.id,
    code: row.code,
    date: row.date,
    state: row.state,
    reason: row.reason ?? null,
    changed: row.changed,
    entryNumber: row.entry?.entryNumber ?? null,
    gross: invoice?.invoice.gross ?? null,
    currency: invoice?.invoice.currency ?? '',
  };
}

/** One invoice with every step. Throws `invoice-unknown`. */
export async function ledgerInvoice(app: App, shop: ShopName, invoiceId: number): Promise<LedgerInvoice> {
  const row = await app.ledger.syncRow(shop.tenantId, invoiceId);
  if (row?.shopId !== shop.shopId) return fail('invoice-unknown');
  const [invoice, tenant, cause] = await Promise.all([app.ledger.invoice(shop, invoiceId), app.settings.tenant(shop.tenantId), causeOfRow(app, row)]);
  return {
    ...rowOf(row, invoice ?? undefined),
    kind: invoice?.kind ?? 'invoice',
    reference: row.reference ?? '',
    origin: row.entry?.origin ?? null,
    found: row.found ?? [],
    steps: row.steps,
    document: row.document ? { state: row.document.state, reason: row.document.reason ?? null } : null,
    cause,
    address: invoice && tenant ? orderAddress(tenant.adminHost, invoice.invoice.orderId) : '',
  };
}
