/** From the spec of an order to what ShopCtrl would answer (facts: shopctrl 4.2-4.7) and to the truth about each invoice. */
import { negate, type Basis, type E4 } from './amounts';
import { fileIdOf } from './files';
import { figuresOf, type BuiltRow, type Figures } from './figures';
import { BASE, currencyOf, EU, exchangeRateOf, statusOf, tariffFor, unitOf } from './lookups';
import type { CreditSpec, InvoiceSpec, OrderSpec } from './specs';
import { DAY, dayAt, dayOf, writeDate } from './time';
import type {
  Arithmetic, Customer, InvoiceDetailWire, InvoiceRecord, InvoiceRowWire, OrderRecord, OrderRowWire, ShopContext, TruthEntry, TruthGroup,
} from './types';
import { contactWire, money, paymentOf, shipmentWire } from './wire-parts';

/** An invoice or credit that has got its id and its number. */
export interface Numbered {
  readonly id: number;
  /** Null for drafts. */
  readonly code: string | null;
}

/** Where the goods arrive and to whom. Ship-to counts; without it bill-to (facts: vat 1.2). */
export function groupOf(spec: OrderSpec): TruthGroup {
  const country = (spec.shipTo ?? spec.billTo).country;
  if (country === 'NL') return 'home';
  if (!EU.has(country)) return 'outside-eu';
  return spec.billTo.vatNumber ? 'eu-business' : `eu-consumer:${country}`;
}

const quantityOf = (thousandths: number): number => thousandths / 1000;

export interface BuiltOrder {
  readonly record: OrderRecord;
  readonly customer: Customer;
}

export function buildOrder(spec: OrderSpec, numbers: { readonly invoices: readonly Numbered[]; readonly credits: readonly Numbered[] }, shop: ShopContext): BuiltOrder {
  const orderId = shop.ids.order();
  const currency = currencyOf(spec.currency ?? 'EUR');
  const setting = { basis: shop.basis, unit: unitOf(currency.Code), arithmetic: shop.arithmetic };
  const first = spec.invoices[0];
  if (!first) throw new Error('an order of the seed needs an invoice');
  const orderedAt = dayAt(shop.now, -first.daysAgo - 1, 14 * 60 + 5);
  const billTo = contactWire(shop.ids.other(), spec.billTo);
  const shipTo = spec.shipTo === null ? null : contactWire(shop.ids.other(), spec.shipTo ?? spec.billTo);
  const customer: Customer = {
    Id: shop.ids.other(),
    CustomerCode: spec.customerCode === undefined ? `K${String(orderId)}` : spec.customerCode,
    ShopOwnerId: shop.shopOwnerId,
    CompanyName: billTo.CompanyName,
    FullName: billTo.FullName,
    FirstName: billTo.FirstName,
    LastNamePrefix: billTo.LastNamePrefix,
    LastName: billTo.LastName,
    EMail: billTo.EMail,
    BillToAddress: billTo,
    ShipToAddress: shipTo,
    CultureId: 1,
    PersonalNumber: '999990019',
    ReceiveNewsLetter: false,
    ChangedTimestamp: writeDate(orderedAt),
  };
  const common = { orderId, orderCode: `W${String(10_000 + orderId)}`, currency, group: groupOf(spec), shop, setting, obfuscated: spec.billTo.obfuscated === true };

  const orderRows: OrderRowWire[] = [];
  const records: InvoiceRecord[] = [];
  const built: { figures: Figures; orderRowIds: readonly number[] }[] = [];
  const credited: { figures: Figures; orderRowIds: readonly number[] }[] = [];
  spec.invoices.forEach((invoice, i) => {
    const figures = figuresOf(invoice, setting);
    const rows = figures.rows.map((row) => wireRow(row, common, null, orderRows));
    built.push({ figures, orderRowIds: rows.map((row) => row.OrderRowId) });
    records.push(recordOf(invoice, need(numbers.invoices[i]), figures, rows, common, false));
  });
  (spec.credits ?? []).forEach((credit, i) => {
    const original = credit.ofCredit === undefined ? need(built[credit.of]) : need(credited[credit.ofCredit]);
    const figures = creditFigures(credit, need(spec.invoices[credit.of]), original.figures, setting);
    const sources = credit.what === 'full' ? original.orderRowIds : credit.what.map((part) => need(original.orderRowIds[part.row]));
    const rows = figures.rows.map((row, r) => wireRow(row, common, credit.unlinked === true ? null : need(sources[r]), orderRows));
    credited.push({ figures, orderRowIds: rows.map((row) => row.OrderRowId) });
    const invoice: InvoiceSpec = { scenario: credit.scenario, daysAgo: credit.daysAgo, minutes: 16 * 60 + 20, rows: [] };
    records.push(recordOf(invoice, need(numbers.credits[i]), figures, rows, common, credit.ofCredit === undefined));
  });

  const sum = records.reduce((acc, r) => ({ ex: acc.ex + r.invoice.InvoiceTotalExVat, inc: acc.inc + r.invoice.InvoiceTotalIncVat }), { ex: 0, inc: 0 });
  const lastChange = Math.max(...records.map((r) => r.changedAt));
  const header = need(built[0]).figures;
  const payments = records.flatMap((record, i) => paymentOf(record, spec.invoices[i]?.paid ?? 'yes', shop, orderId));
  const record: OrderRecord = {
    order: {
      Id: orderId,
      OrderCode: common.orderCode,
      ShopId: shop.shopId,
      CompanyName: billTo.CompanyName,
      FullName: billTo.FullName,
      Type: 0,
      OrderTypeId: 1,
      OrderType: { Id: 1, Name: 'Web order', ShopOwnerId: shop.shopOwnerId, Active: true, FulfilmentPriority: 0, OrderTypeEnumValue: 0 },
      Date: writeDate(orderedAt),
      OrderTotalIncVat: round4(sum.inc),
      OrderTotalExVat: round4(sum.ex),
      CurrencyId: currency.Id,
      CurrencyCode: currency.Code,
      Deleted: false,
      MainStatusId: 3,
      AffiliateId: null,
      CustomerId: customer.Id,
      CustomerCode: customer['CustomerCode'],
      CustomerReference: null,
      CustomerNote: null,
      ShopNote: null,
      ExternalOrderKey: null,
      SyncSource: 'Shopify',
      CultureCode: 'nl-NL',
      CultureId: 1,
      ExchangeRate: 1,
      ViewModusIncVAT: shop.basis === 'gross',
      PaymentTypeId: 1,
      CarrierAccountId: null,
      Incoterms: null,
      CouponCode: null,
      PaymentFeeIncVat: money(header.fee.inc),
      PaymentFeeExVat: money(header.fee.ex),
      ShippingCostsIncVat: money(header.shipping.inc),
      ShippingCostsExVat: money(header.shipping.ex),
      DiscountIncVat: money(header.discount.inc),
      DiscountExVat: money(header.discount.ex),
      DownPayment: spec.downPayment === undefined ? null : money(spec.downPayment),
      BillToContact: billTo,
      ShipToContact: shipTo,
      Params: [],
      Shipments: [shipmentWire(shop, orderId, common.orderCode, orderedAt + DAY / 2 + (spec.shippedAfter ?? 0) * DAY, spec.warehouse)],
      Parcels: [],
    },
    orderRows,
    invoices: records,
    payments,
    changedAt: lastChange + 60_000,
  };
  return { record, customer };
}

interface Common {
  readonly orderId: number;
  readonly orderCode: string;
  readonly currency: { readonly Id: number; readonly Code: string };
  readonly group: TruthGroup;
  readonly shop: ShopContext;
  readonly setting: { readonly basis: Basis; readonly unit: number; readonly arithmetic: Arithmetic };
  readonly obfuscated: boolean;
}

function creditFigures(credit: CreditSpec, original: InvoiceSpec, figures: Figures, setting: Common['setting']): Figures {
  const source =
    credit.what === 'full'
      ? figures
      : figuresOf({ scenario: credit.scenario, daysAgo: credit.daysAgo, rows: credit.what.map((part) => ({ ...need(original.rows[part.row]), quantity: part.quantity })), ...(credit.discount ? { discount: credit.discount } : {}), ...(original.regimes ? { regimes: original.regimes } : {}) }, setting);
  return {
    rows: source.rows.map((row) => ({ ...row, quantity: -row.quantity, discount: negate(row.discount), total: negate(row.total), shown: negate(row.shown) })),
    shipping: negate(source.shipping),
    fee: negate(source.fee),
    discount: negate(source.discount),
    hidden: false,
    total: negate(source.total),
    lines: source.lines.map((l) => ({ ...l, net: -l.net || 0, vat: -l.vat || 0, gross: -l.gross || 0 })),
  };
}

/** The row as on the invoice; its order row is added to the order on the way. */
function wireRow(row: BuiltRow, common: Common, creditFor: number | null, orderRows: OrderRowWire[]): InvoiceRowWire {
  const { ids } = common.shop;
  const tariff = row.spec.tariff === undefined ? tariffFor(row.spec.rate, common.group) : { Id: tariffId(row.spec.tariff), Code: row.spec.tariff };
  const stated = row.spec.percentageMissing ? null : (row.spec.statedRate ?? row.spec.rate) / 100;
  const productId = row.spec.code === '' ? null : 5000 + row.spec.code.length * 7 + row.spec.code.charCodeAt(0);
  const shared = {
    ProductSelectionProductId: productId,
    ProductCode: row.spec.code,
    ProductName: row.spec.name,
    ProductDescription: row.spec.description ?? null,
    ItemQuantity: quantityOf(row.quantity),
    ItemPriceExVat: money(row.priceEx),
    ItemPriceIncVat: money(row.priceInc),
    RowTotalExVat: money(row.shown.ex),
    RowTotalIncVat: money(row.shown.inc),
    Comment: null,
  };
  const orderRow: OrderRowWire = {
    ...shared,
    Id: ids.other(),
    ProductId: productId,
    OrderRowKey: null,
    ItemDiscountExVat: 0,
    ItemDiscountIncVat: 0,
    RowDiscountExVat: money(row.discount.ex),
    RowDiscountIncVat: money(row.discount.inc),
    Vatperc: stated,
    VATTariffId: tariff.Id,
    VATTariffCode: tariff.Code,
    CreditForOrderRowId: creditFor,
    Sequence: orderRows.length + 1,
  };
  orderRows.push(orderRow);
  return {
    ...shared,
    Id: ids.other(),
    OrderRowId: orderRow.Id,
    DiscountExVat: money(row.discount.ex),
    DiscountIncVat: money(row.discount.inc),
    VatTariffId: row.spec.percentageMissing ? null : tariff.Id,
    VatTariffCode: tariff.Code,
    VatPercentage: stated,
  };
}

/** An id of its own for a tariff that no list of the seed names. */
const tariffId = (code: string): number => 500 + [...code].reduce((sum, letter, place) => sum + letter.charCodeAt(0) * (place + 1), 0);

function recordOf(spec: InvoiceSpec, number: Numbered, figures: Figures, rows: readonly InvoiceRowWire[], common: Common, credit: boolean): InvoiceRecord {
  const { shop, currency } = common;
  const at = dayAt(shop.now, -spec.daysAgo, spec.minutes ?? 11 * 60);
  const draft = spec.state === 'draft' || spec.state === 'deleted-draft';
  const noDate = spec.defect?.kind === 'no-date';
  const main = statusOf(draft ? BASE.draft : credit ? BASE.credited : BASE.open);
  const payment = statusOf(spec.paid === 'no' ? BASE.unpaid : spec.paid === 'part' ? BASE.partlyPaid : BASE.paid);
  const sent = statusOf(draft ? BASE.notSent : BASE.sent);
  const changedAt = at + (spec.paid === 'no' ? 5 : 95) * 60_000;
  const invoice: InvoiceDetailWire = {
    Id: number.id,
    InvoiceCode: number.code,
    InvoiceDate: noDate || draft ? null : writeDate(at, spec.dateStyle),
    InvoiceTotalIncVat: money(figures.total.inc),
    InvoiceTotalExVat: money(figures.total.ex),
    CurrencyId: currency.Id,
    CurrencyCode: currency.Code,
    Deleted: spec.state === 'deleted' || spec.state === 'deleted-draft',
    ChangedTimestamp: writeDate(changedAt),
    MainStatusId: main.Id,
    MainStatus: main,
    MainStatusStatusComment: null,
    MainStatusStatusActionDate: null,
    PaymentStatusId: payment.Id,
    PaymentStatus: payment,
    SentStatusId: sent.Id,
    SentStatus: sent,
    CustomStatusId: null,
    CustomStatus: null,
    InvoiceSourceType: spec.external ? 1 : 0,
    IsReadOnly: spec.external === true,
    // The document is made when the invoice gets its number.
    DocumentFileId: number.code === null ? null : fileIdOf(number.id),
    ShopId: shop.shopId,
    OrderId: common.orderId,
    OrderCode: common.orderCode,
    CultureCode: 'nl-NL',
    CultureId: 1,
    ExchangeRate: exchangeRateOf(currency.Code),
    ShippingCostsIncVat: money(figures.shipping.inc),
    ShippingCostsExVat: money(figures.shipping.ex),
    PaymentFeeIncVat: money(figures.fee.inc),
    PaymentFeeExVat: money(figures.fee.ex),
    DiscountExVat: money(shownDiscount(figures.discount.ex, shop.arithmetic)),
    DiscountIncVat: money(shownDiscount(figures.discount.inc, shop.arithmetic)),
    PaymentTypeId: 1,
    // Fields that no list names: a client must live with them.
    TotalDue: 0,
    InternalMemo: 'not for export',
    ...(shop.creditFlag ? { IsCreditInvoice: credit } : {}),
  };
  return { invoice, rows, truth: truthOf(spec, number, figures, common, credit, at), changedAt };
}

function shownDiscount(amount: E4, { discountSign }: Arithmetic): E4 {
  return (discountSign === 'mirrored' ? amount : discountSign === 'negated' ? -amount : Math.abs(amount)) || 0;
}

function truthOf(spec: InvoiceSpec, number: Numbered, figures: Figures, common: Common, credit: boolean, at: number): TruthEntry {
  const { scenario } = spec;
  const leftOut = (reason: 'draft' | 'deleted' | 'zero'): TruthEntry => ({ is: 'left-out', leftOut: { id: number.id, code: number.code, reason, scenario } });
  if (spec.state === 'deleted' || spec.state === 'deleted-draft') return leftOut('deleted');
  if (number.code === null) return leftOut('draft');
  const lines = figures.lines.filter((l) => l.net !== 0 || l.gross !== 0).map((l) => ({ ...l, group: common.group }));
  if (lines.length === 0) return leftOut('zero');
  const wrong =
    spec.defect?.kind === 'no-date' ? 'unreadable'
    : spec.defect?.kind === 'shipping-unsolvable' || spec.rows.some((row) => row.statedRate !== undefined) ? 'R-RATE-AMOUNT'
    : spec.defect?.kind === 'total-off' && Math.abs(spec.defect.by) > 2 * common.setting.unit ? 'R-ADDS-UP'
    : null;
  if (wrong) return { is: 'finding', finding: { id: number.id, code: number.code, finding: wrong, date: wrong === 'unreadable' ? null : dayOf(at), scenario } };
  const net = lines.reduce((acc, l) => acc + l.net, 0);
  const gross = lines.reduce((acc, l) => acc + l.gross, 0);
  return {
    is: 'exportable',
    invoice: {
      id: number.id, code: number.code, orderId: common.orderId, shopId: common.shop.shopId, date: dayOf(at), kind: credit ? 'credit' : 'invoice',
      currency: common.currency.Code, group: common.group, lines, net, vat: gross - net || 0, gross, obfuscated: common.obfuscated, scenario,
    },
  };
}

const round4 = (value: number): number => Math.round(value * 10_000) / 10_000;

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the seed asks for something that is not there');
  return value;
}
