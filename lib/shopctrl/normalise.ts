/** Raw invoice + rows + order -> Invoice, a Finding, or left out. Pure. (facts: shopctrl 4, 5.4; vat 5, 6.1) */
import { addUp, distance, type AddedUp, type Arithmetic, type AddedLine, type RawSums } from '../invoice/add-up';
import { decimalText, exactOf, inMinor, roundWhole, type Exact } from '../invoice/decimal';
import { fallbackRates, headerLine } from '../invoice/headers';
import { printedDay, utcText } from '../invoice/date';
import { contentHashOf } from '../invoice/hash';
import type { Finding, Invoice, InvoiceLine, OriginalRow, Party, Remark, SplitBase } from '../invoice/invoice';
import type { RateBp } from '../invoice/money';
import type { Pair } from '../invoice/rates';
import type { Basis } from '../invoice/split';
import { partyOf } from './party';
import { plainText } from './plain-text';
import { rateBp } from './rate';
import { whatFailed } from './reading';
import { dispatchOf } from './shipments';
import { customerSchema, groupedVatSchema, invoiceRowSchema, invoiceSchema, orderRowSchema, orderSchema, type RawInvoice, type RawInvoiceRow, type RawOrder } from './schemas';

/** What was read for one invoice. */
export interface RawParts {
  readonly id: number;
  readonly invoice: unknown;
  readonly rows: readonly unknown[];
  /** null when the order is gone. */
  readonly order: unknown;
  /** Only read when neither invoice nor order names a contact. */
  readonly customer: unknown;
  /** The order's change time as it was listed; null where the list does not tell. */
  readonly orderChangedAt: string | null;
  /** Originals of credited rows, by the credit's own order-row id. */
  readonly originals?: ReadonlyMap<number, OriginalRow>;
}

/** Codes for answers that carry an id alone. */
export interface Codes {
  readonly currencies: ReadonlyMap<number, string>;
  readonly countries: ReadonlyMap<number, string>;
}

/** What was understood of an invoice that is to be booked, before its sums are judged. */
export interface Understood {
  readonly invoice: RawInvoice;
  readonly rows: readonly RawInvoiceRow[];
  readonly order: RawOrder | null;
  readonly currency: string;
  readonly date: string;
  readonly changedAt: string;
  readonly orderChangedAt: string | null;
  readonly sums: RawSums;
  readonly billTo: Party;
  readonly shipTo: Party | null;
  readonly customerCode: string;
  readonly originals: ReadonlyMap<number, OriginalRow>;
  /** The order's own word on how prices are set. */
  readonly basis: Basis | null;
}

export type Reading =
  | { readonly kind: 'understood'; readonly value: Understood }
  | { readonly kind: 'left-out'; readonly why: 'draft' | 'deleted'; readonly code: string; readonly date: string }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly date: string };

const LONGEST_CODE = 20;
/** Minor units, a hundred thousand million euros: beyond it sums would leave the integers that a number holds exactly. */
const LARGEST = exactOf(1e13);
const NOBODY: Party = {
  companyName: '', fullName: '', email: '', phone: '', addressLine1: '', addressLine2: '', postalCode: '', city: '', country: '', vatNumber: '', cocNumber: '',
  obfuscated: false,
};

/** First half: shapes, codes and dates. What cannot be understood becomes a Finding `unreadable` that names the field, never its value. */
export function readInvoice(tenantId: string, shopId: number, parts: RawParts, codes: Codes): Reading {
  const head = invoiceSchema.safeParse(parts.invoice);
  if (!head.success) return unreadable(tenantId, shopId, parts, whatFailed(head.error));
  const invoice = head.data;
  const date = printedDay(invoice.InvoiceDate) ?? '';
  if (invoice.Deleted === true) return { kind: 'left-out', why: 'deleted', code: invoice.InvoiceCode, date };
  if (invoice.InvoiceCode === '') return { kind: 'left-out', why: 'draft', code: '', date };

  const found = (code: string, params: Finding['params'] = {}): Reading => ({
    kind: 'finding',
    date,
    finding: { tenantId, shopId, invoiceId: invoice.Id, invoiceCode: invoice.InvoiceCode.slice(0, LONGEST_CODE), code, params },
  });
  if (invoice.InvoiceCode.length > LONGEST_CODE) return found('R-CODE', { what: 'InvoiceCode', length: invoice.InvoiceCode.length });
  if (date === '') return found('unreadable', { what: 'InvoiceDate' });

  const rows: RawInvoiceRow[] = [];
  for (const [index, raw] of parts.rows.entries()) {
    const row = invoiceRowSchema.safeParse(raw);
    if (!row.success) return found('unreadable', { what: `Rows[${String(index + 1)}].${whatFailed(row.error)}` });
    rows.push(row.data);
  }
  const order = orderSchema.safeParse(parts.order);
  if (!order.success && parts.order !== null) return found('unreadable', { what: 'Order' });
  // An order that is gone leaves what the invoice itself says.
  const known = order.success ? order.data : null;
  const currency = (invoice.CurrencyCode || (known?.CurrencyCode ?? '') || codes.currencies.get(invoice.CurrencyId ?? -1) || '').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return found('unreadable', { what: 'CurrencyCode' });

  const answer = customerSchema.safeParse(parts.customer);
  const customer = answer.success ? answer.data : null;
  const party = (...sources: readonly unknown[]): Party | null => sources.map((source) => partyOf(source, codes.countries)).find((one) => one !== null) ?? null;
  const billTo = party(invoice.BillToContact, known?.BillToContact, customer?.BillToAddress);
  const shipTo = party(invoice.ShipToContact, known?.ShipToContact);
  if (known === null && billTo === null && shipTo === null) return found('order-gone');
  const sums = sumsOf(invoice, rows, known, currency);
  if (amountsOf(sums).some((amount) => amount.abs().gt(LARGEST))) return found('unreadable', { what: 'amount' });
  const modus = known?.ViewModusIncVAT ?? null;
  return {
    kind: 'understood',
    value: {
      invoice, rows, order: known, currency, date, sums,
      // Without a change time of its own the order's counts; without any, the content alone tells.
      changedAt: utcText(invoice.ChangedTimestamp) ?? parts.orderChangedAt ?? utcText(known?.ChangeTimestamp ?? '') ?? '',
      orderChangedAt: parts.orderChangedAt,
      billTo: billTo ?? NOBODY,
      shipTo,
      customerCode: known?.CustomerCode || (customer?.CustomerCode ?? ''),
      originals: parts.originals ?? new Map<number, OriginalRow>(),
      basis: modus === null ? null : modus ? 'gross' : 'net',
    },
  };
}

const amountsOf = (sums: RawSums): readonly Exact[] =>
  [...sums.rows.flatMap((row) => [row, row.discount]), sums.shipping, sums.paymentFee, sums.discount, sums.total].flatMap((pair) => [pair.ex, pair.inc]);

function unreadable(tenantId: string, shopId: number, parts: RawParts, what: string): Reading {
  return { kind: 'finding', date: '', finding: { tenantId, shopId, invoiceId: parts.id, code: 'unreadable', params: { what } } };
}

/** Amounts in minor units; a row without percentage takes that of its order row, or of a row with the same tariff. */
function sumsOf(invoice: RawInvoice, rows: readonly RawInvoiceRow[], order: RawOrder | null, currency: string): RawSums {
  const pair = (ex: Exact, inc: Exact): Pair => ({ ex: inMinor(ex, currency), inc: inMinor(inc, currency) });
  const ofOrderRow = new Map<number, RateBp | null>();
  if (rows.some((row) => row.VatPercentage === null)) {
    for (const raw of order?.OrderRows ?? []) {
      const row = orderRowSchema.safeParse(raw);
      if (row.success && row.data.Id !== null) ofOrderRow.set(row.data.Id, rateBp(row.data.Vatperc));
    }
  }
  const ofTariff = new Map(rows.flatMap((row) => (row.VatTariffId === null || row.VatPercentage === null ? [] : [[row.VatTariffId, rateBp(row.VatPercentage)] as const])));
  return {
    rows: rows.map((row) => ({
      ...pair(row.RowTotalExVat, row.RowTotalIncVat),
      discount: pair(row.DiscountExVat, row.DiscountIncVat),
      rate: rateBp(row.VatPercentage) ?? ofOrderRow.get(row.OrderRowId ?? -1) ?? ofTariff.get(row.VatTariffId ?? -1) ?? null,
    })),
    shipping: pair(invoice.ShippingCostsExVat, invoice.ShippingCostsIncVat),
    paymentFee: pair(invoice.PaymentFeeExVat, invoice.PaymentFeeIncVat),
    discount: pair(invoice.DiscountExVat, invoice.DiscountIncVat),
    total: pair(invoice.InvoiceTotalExVat, invoice.InvoiceTotalIncVat),
    ...optional('stated', statedVat(invoice, currency)),
  };
}

/** VAT per rate, where the invoice has it and all of it can be read. */
function statedVat(invoice: RawInvoice, currency: string): ReadonlyMap<RateBp, Exact> | null {
  const raw = [...invoice.GroupedVatSum, ...invoice.GroupedVatSums];
  const sums = new Map<RateBp, Exact>();
  for (const one of raw) {
    const read = groupedVatSchema.safeParse(one);
    const rate = read.success ? rateBp(read.data.VatPerc) : null;
    if (!read.success || rate === null) return null;
    const vat = inMinor(read.data.VatTotal, currency);
    sums.set(rate, sums.get(rate)?.plus(vat) ?? vat);
  }
  return sums.size === 0 ? null : sums;
}

/**
 * Second half: the sums. Of `arithmetics` (in order of likelihood) the nearest one that adds up counts; the Finding of the nearest is
 * given when none does. `basis` is the tenant's, used where the order does not say.
 */
export function toInvoice(tenantId: string, value: Understood, arithmetics: readonly Arithmetic[], basis: Basis): Invoice | Finding {
  const { invoice, sums } = value;
  const nearestFirst = arithmetics.length < 2 ? arithmetics : arithmetics.toSorted((a, b) => distance(sums, a).off - distance(sums, b).off);
  const leads = value.basis ?? basis;
  const fallback = fallbackRates({ date: value.date, billTo: value.billTo, ...optional('shipTo', value.shipTo) });
  const results = nearestFirst.map((arithmetic) => addUp(sums, arithmetic, leads, fallback));
  const added = results.find((result) => result.ok) ?? results[0];
  const about = { tenantId, shopId: invoice.ShopId, invoiceId: invoice.Id, invoiceCode: invoice.InvoiceCode };
  if (!added) return { ...about, code: 'R-ADDS-UP', params: {} };
  if (!added.ok) return { ...about, code: added.code, params: { ...added.params, currency: value.currency } };

  const lines = added.lines.map((line) => lineOf(line, value));
  const total = (of: (line: InvoiceLine) => number): number => lines.reduce((sum, line) => sum + of(line), 0);
  const gross = total((line) => line.gross);
  const flagged = invoice.IsCreditInvoice ?? invoice.IsCredit ?? invoice.CreditInvoice ?? false;
  // A flag with positive amounts is the one form in which sale and credit cannot be told apart.
  if (flagged && gross > 0) return { ...about, code: 'unreadable', params: { what: 'IsCreditInvoice' } };
  const backward = gross < 0 || (gross === 0 && value.rows.length > 0 && value.rows.every((row) => row.ItemQuantity.lt(0)));

  const exchangeRate = invoice.ExchangeRate ?? value.order?.ExchangeRate ?? null;
  const made = {
    tenantId,
    id: invoice.Id,
    shopId: invoice.ShopId,
    code: invoice.InvoiceCode,
    kind: flagged || backward ? ('credit' as const) : ('invoice' as const),
    date: value.date,
    orderId: invoice.OrderId,
    orderCode: invoice.OrderCode || (value.order?.OrderCode ?? ''),
    ...optional('orderDate', printedDay(value.order?.Date ?? '')),
    ...dispatched(value),
    ...(isPrepayment(value) ? { downPayment: true } : {}),
    ...optional('customerId', value.order?.CustomerId ?? null),
    customerCode: value.customerCode,
    ...optional('paymentTypeId', invoice.PaymentTypeId ?? value.order?.PaymentTypeId ?? null),
    currency: value.currency,
    ...optional('exchangeRate', exchangeRate === null ? null : decimalText(exchangeRate)),
    billTo: value.billTo,
    ...optional('shipTo', value.shipTo),
    lines,
    ...optional('split', splitBase(added, leads, sums.stated)),
    net: total((line) => line.net),
    vat: total((line) => line.vat),
    gross,
    remarks: remarksOf(value),
    changedAt: value.changedAt,
    ...optional('orderChangedAt', value.orderChangedAt),
  };
  return { ...made, contentHash: contentHashOf(made) };
}

function lineOf(line: AddedLine, value: Understood): InvoiceLine {
  const row = line.row === null ? undefined : value.rows[line.row];
  const amounts = { kind: line.kind, rate: line.rate, net: line.net, vat: line.vat, gross: line.gross, remarks: line.remarks };
  if (!row) return headerLine(line, value.currency);
  return {
    ...amounts,
    rowId: row.Id,
    ...optional('orderRowId', row.OrderRowId),
    productCode: row.ProductCode,
    description: plainText(row.ProductName) || plainText(row.ProductDescription),
    quantity: decimalText(row.ItemQuantity),
    unitPriceEx: decimalText(row.ItemPriceExVat),
    unitPriceInc: decimalText(row.ItemPriceIncVat),
    ...(row.VatTariffCode === '' ? {} : { vatTariffCode: row.VatTariffCode }),
    ...optional('original', value.originals.get(row.OrderRowId ?? -1) ?? null),
  };
}

function dispatched(value: Understood): Pick<Invoice, 'shipmentDate' | 'warehouseId' | 'otherWarehouseIds'> {
  const { day, warehouses } = dispatchOf(value.order?.Shipments ?? [], value.date, value.rows.flatMap((row) => row.OrderRowId ?? []));
  const [warehouse, ...others] = warehouses;
  return { ...optional('shipmentDate', day), ...optional('warehouseId', warehouse ?? null), ...(others.length > 0 ? { otherWarehouseIds: others } : {}) };
}

/** `DownPayment` is null (or 0) without one. Rows that name one are judged where the invoice is decided (`lib/invoice/prepayment.ts`). */
function isPrepayment({ invoice, order }: Understood): boolean {
  const amounts = [invoice.DownPayment, order?.DownPayment ?? null];
  return amounts.some((amount) => amount !== null && !amount.eq(0));
}

function splitBase({ whole, lines, net }: Extract<AddedUp, { ok: true }>, basis: Basis, stated: RawSums['stated']): SplitBase | null {
  const headers = whole.flatMap(({ kind, net: ex, gross }) => (kind === 'row' ? [] : [{ kind, net: ex, gross }]));
  if (headers.length === 0) return null;
  const rows = whole.filter((item) => item.kind === 'row').map((item) => ({ net: item.net, gross: item.gross }));
  const moved = lines.filter((line) => line.kind === 'row').some((line, index) => line.net !== rows[index]?.net || line.gross !== rows[index].gross);
  const vat = stated && [...stated].map(([rate, amount]) => ({ rate, vat: roundWhole(amount) }));
  return { basis, headers, net, ...(moved ? { rows } : {}), ...(vat ? { vat } : {}) };
}

function remarksOf(value: Understood): readonly Remark[] {
  return value.shipTo === null && value.billTo.country !== '' ? [{ code: 'F-BILL-TO' }] : [];
}

function optional<K extends string, V>(key: K, value: V | null): { readonly [P in K]?: V } {
  return (value === null ? {} : { [key]: value }) as { readonly [P in K]?: V };
}
