/**
 * Requests of the preview page: what invoices would become in the books, by the very decision that Export and Sync use. Reads the ledger,
 * books nothing and asks nobody.
 */
import type { Booking } from '../booking/booking';
import type { Books } from '../booking/books';
import { causeKey } from '../booking/cause';
import { boxOfLine, ImpactSum, type Impact, type ReturnOf } from '../booking/impact';
import type { BookingRules } from '../booking/rules';
import { fail } from '../faults';
import type { Invoice } from '../invoice/invoice';
import { outcomeOf, type Outcome } from '../export/records';
import { dayOfInstant } from '../invoice/date';
import type { InvoiceRow } from '../ledger/rows';
import type { BatchPreview, InvoicePreview, PreviewList, PreviewPlace, PreviewRow, PreviewState, ShopName, ShopRef } from '../messages';
import type { RulesVersion } from '../settings/database';
import { DEFAULT_RULES } from '../booking/rules';
import { orderAddress } from '../shopctrl/address';
import { knownShop, type App } from './app';
import type { Handlers } from './door';
import { causeOf } from './preview-causes';

type Kinds = 'preview.state' | 'preview.batch' | 'preview.list' | 'preview.invoice' | 'preview.confirm' | 'pages.openPreview';

/** Rows of one page of the list. */
const ROWS = 100;
/** Rows read from the ledger at once. */
const READ = 500;

export function previewHandlers(app: App): Pick<Handlers, Kinds> {
  return {
    'pages.openPreview': async ({ shop, invoiceId }) => {
      await app.surroundings.openPreview(shop, invoiceId);
      return null;
    },
    'preview.state': ({ shop }) => previewState(app, shop),
    'preview.batch': async ({ shop, from, to }) => {
      if (from > to) return fail('export-bad-period', { from, to });
      return batch(app, await knownShop(app, shop), from, to);
    },
    'preview.list': async ({ shop, from, to, cause, after }) => {
      if (from > to) return fail('export-bad-period', { from, to });
      return list(app, await knownShop(app, shop), from, to, cause ?? null, after ?? null);
    },
    'preview.invoice': async ({ shop, invoiceId }) => invoice(app, await knownShop(app, shop), invoiceId),
    'preview.confirm': async ({ shop, by, what }) => {
      await knownShop(app, shop);
      const rules = (await app.settings.rules(shop))?.rules ?? DEFAULT_RULES;
      const at = new Date(app.now()).toISOString();
      const changed: BookingRules =
        what.kind === 'cause'
          ? { ...rules, consents: [...rules.consents.filter((one) => one.cause !== what.cause), { cause: what.cause, by, at }] }
          : { ...rules, confirmedNumbers: [...rules.confirmedNumbers.filter((one) => one.number !== what.number), { number: what.number, date: what.date, consultation: what.consultation, by }] };
      await app.settings.putRules(shop, changed, by, at);
      app.changed('setup');
      return null;
    },
  };
}

async function previewState(app: App, ref: ShopRef | undefined): Promise<PreviewState> {
  const tenants = await app.settings.tenants();
  const shops = (await Promise.all(tenants.map((tenant) => app.settings.shops(tenant.tenantId)))).flat();
  const shop: ShopName | null = ref ? await knownShop(app, ref) : (shops[0] ?? null);
  const today = dayOfInstant(app.now());
  const [view, exported, wasRead, rules, books] = shop
    ? await Promise.all([app.connections.linkOf(shop), app.desk.state(shop), app.wasRead(shop), app.settings.rules(shop), booksOf(app, shop)])
    : [null, null, false, null, null];
  const profile = (rules?.rules ?? DEFAULT_RULES).profile;
  return {
    shops: shops.map(({ tenantId, shopId, name }) => ({ tenantId, shopId, name })),
    shop: shop && { tenantId: shop.tenantId, shopId: shop.shopId, name: shop.name },
    administration: view?.administration ?? null,
    from: exported?.from ?? `${today.slice(0, 8)}01`,
    to: exported?.to ?? today,
    waiting: exported && wasRead ? exported.waiting : null,
    country: homeOf(profile.homeCountry, books),
    cashBasis: profile.cashBasis,
    booksReadAt: books?.readAt ?? null,
    user: tenants.find((tenant) => tenant.tenantId === shop?.tenantId)?.user?.name ?? '',
  };
}

/** The administration's books as last read; null without them. */
function booksOf(_app: App, _shop: ShopRef): Promise<Books | null> {
  return Promise.resolve(null);
}

/** The country whose return the figures belong to: what the person said, else what Exact says, else the Netherlands. */
function homeOf(homeCountry: string, books: Books | null): string {
  return homeCountry || books?.country || 'NL';
}

/** Decides invoices of one shop by the rules in force, as an export of the shop's own topic does. */
interface Decider {
  readonly version: RulesVersion | null;
  readonly books: Books | null;
  /** Null where nothing may be said about boxes. */
  readonly returnOf: ReturnOf | null;
  readonly outcome: (invoice: Invoice) => Extract<Outcome, { kind: 'booking' | 'refused' }>;
}

async function deciderOf(app: App, shop: ShopRef): Promise<Decider> {
  const [version, books] = await Promise.all([app.settings.rules(shop), booksOf(app, shop)]);
  const rules = version?.rules ?? DEFAULT_RULES;
  const topic = rules.topic === 'Invoices' ? 'Invoices' : 'GLTransactions';
  return {
    version,
    books,
    returnOf: null,
    outcome: (invoice) => {
      const outcome = outcomeOf(invoice, rules, version?.version ?? 0, topic);
      if (outcome.kind === 'booking' || outcome.kind === 'refused') return outcome;
      throw new Error('an entry topic gives a booking or a refusal');
    },
  };
}

async function batch(app: App, shop: ShopName, from: string, to: string): Promise<BatchPreview> {
  const decider = await deciderOf(app, shop);
  const sum = new ImpactSum(decider.returnOf);
  for await (const rows of pages(app, shop, 'new', from, to, null, READ)) {
    for (const row of rows) {
      const outcome = decider.outcome(row.invoice);
      if (outcome.kind === 'booking') sum.addBooking(outcome.booking);
      else sum.addRefusal(outcome.refusal);
    }
  }
  const impact = sum.view();
  const known = await app.ledger.countInvoices(shop, 'all', from, to);
  return batchOf(impact, decider.books, from, to, known);
}

function batchOf(impact: Impact, books: Books | null, from: string, to: string, known: number): BatchPreview {
  const codes = new Map(books?.vatCodes.map((code) => [code.code, code]));
  const accounts = new Map(books?.accounts.map((account) => [account.code, account.description]));
  const shown = impact.codes.map(({ box, ...code }) => ({ ...code, name: codes.get(code.vatCode)?.description ?? '', expected: box, read: codes.get(code.vatCode)?.baseBox ?? null }));
  // A box is a fact when Exact says it of every code in it, and says the same.
  const isRead = (box: string, currency: string): boolean => {
    const inside = shown.filter((code) => code.currency === currency && code.expected === box);
    return inside.length > 0 && inside.every((code) => code.read === box);
  };
  return {
    from,
    to,
    ready: impact.ready,
    waiting: impact.waiting,
    exported: known - impact.ready - impact.waiting,
    totals: impact.totals,
    accounts: impact.accounts.map((row) => ({ ...row, name: accounts.get(row.account) ?? '' })),
    codes: shown,
    debtors: impact.debtors,
    periods: impact.periods,
    boxes: impact.boxes?.map((box) => ({ ...box, read: isRead(box.box, box.currency) })) ?? null,
    oss: impact.oss,
    icp: impact.icp,
    foreign: impact.foreign,
    causes: impact.causes.map(causeOf),
    remarks: impact.remarks,
  };
}

/** The rows of a period in pages; each page shows the browser that work goes on. */
async function* pages(app: App, shop: ShopRef, which: 'new' | 'all', from: string, to: string, after: PreviewPlace | null, size: number): AsyncGenerator<readonly InvoiceRow[]> {
  for (let place = after; ; ) {
    const rows = await app.ledger.invoicesAfter(shop, which, from, to, place, size);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    if (rows.length < size) return;
    place = { date: last.date, id: last.id };
    app.pulse();
  }
}

async function list(app: App, shop: ShopName, from: string, to: string, cause: string | null, after: PreviewPlace | null): Promise<PreviewList> {
  const decider = await deciderOf(app, shop);
  const found: PreviewRow[] = [];
  // Only what waits has a cause, and only what is in no file waits.
  for await (const rows of pages(app, shop, cause === null ? 'all' : 'new', from, to, after, cause === null ? ROWS + 1 : READ)) {
    for (const row of rows) {
      const shown = rowOf(row, decider);
      if (cause !== null && shown.cause?.key !== cause) continue;
      const last = found.at(-1);
      if (found.length === ROWS && last) return { rows: found, next: { date: last.date, id: last.invoiceId } };
      found.push(shown);
    }
  }
  return { rows: found, next: null };
}

function rowOf(row: InvoiceRow, decider: Decider): PreviewRow {
  const { id: invoiceId, code, kind, date } = row;
  const { gross, currency } = row.invoice;
  const common = { invoiceId, code, kind, date, gross, currency };
  if (row.state !== 'seen') return { ...common, state: row.state, cause: null, remarks: row.invoice.remarks.length };
  const outcome = decider.outcome(row.invoice);
  if (outcome.kind === 'booking') return { ...common, state: 'ready', cause: null, remarks: outcome.booking.remarks.length };
  return { ...common, state: 'waiting', cause: refused(outcome.refusal, code), remarks: 0 };
}

function refused(refusal: Extract<Outcome, { kind: 'refused' }>['refusal'], invoiceCode: string): PreviewRow['cause'] {
  return causeOf({ key: causeKey(refusal), code: refusal.code, params: refusal.params, count: 1, invoices: [invoiceCode] });
}

/** One invoice beside what it would become. What is in a file already is decided anew, unless what decided it was removed since. */
async function invoice(app: App, shop: ShopName, invoiceId: number): Promise<InvoicePreview> {
  const row = await app.ledger.invoice(shop, invoiceId);
  if (!row) return fail('invoice-unknown');
  const decider = await deciderOf(app, shop);
  const outcome = row.stripped ? null : decider.outcome(row.invoice);
  const tenant = await app.settings.tenant(shop.tenantId);
  const file = row.exported ? await app.ledger.file(row.exported.fileId) : null;
  const booking = outcome?.kind === 'booking' ? await numbered(app, shop, outcome.booking, row) : null;
  const cause = outcome?.kind === 'refused' ? refused(outcome.refusal, row.code) : null;
  return {
    invoiceId: row.id,
    code: row.code,
    kind: row.kind,
    state: row.state === 'seen' ? (booking ? 'ready' : 'waiting') : row.state,
    left: leftOf(row, orderAddress(tenant?.adminHost ?? '', row.invoice.orderId)),
    right: booking && rightOf(booking, decider),
    cause,
    remarks: booking?.remarks ?? row.invoice.remarks,
    settings: decider.version && { version: decider.version.version, at: decider.version.at, by: decider.version.by },
    files: file ? [{ fileId: file.fileId, name: file.name, madeAt: file.madeAt }] : [],
  };
}

/** An entry number that another invoice has claimed is left out, as the export does. */
async function numbered(app: App, shop: ShopRef, booking: Booking, row: InvoiceRow): Promise<Booking> {
  if (booking.entryNumber === undefined || row.state !== 'seen') return booking;
  const taken = await app.ledger.takenCodes(shop, booking.journal, [booking.invoiceCode]);
  if (!taken.has(booking.invoiceCode)) return booking;
  const { entryNumber: _, ...without } = booking;
  return without;
}

function leftOf({ invoice: sold, stripped }: InvoiceRow, address: string): InvoicePreview['left'] {
  return {
    date: sold.date,
    orderCode: sold.orderCode,
    orderDate: sold.orderDate ?? null,
    shipmentDate: sold.shipmentDate ?? null,
    currency: sold.currency,
    billTo: sold.billTo.country || null,
    shipTo: sold.shipTo?.country || null,
    company: sold.billTo.companyName.trim() !== '',
    vatNumber: sold.billTo.vatNumber,
    stripped,
    lines: sold.lines.map(({ kind, productCode, description, quantity, rate, net, vat, gross }) => ({ kind, productCode, description, quantity, rate, net, vat, gross })),
    net: sold.net,
    vat: sold.vat,
    gross: sold.gross,
    address,
  };
}

function rightOf(booking: Booking, { books, returnOf }: Decider): NonNullable<InvoicePreview['right']> {
  const used = new Set(booking.lines.map((line) => line.account));
  const codes = new Set(booking.lines.map((line) => line.vatCode));
  return {
    booking,
    month: booking.date.slice(0, 7),
    accounts: Object.fromEntries(books?.accounts.filter(({ code }) => used.has(code)).map(({ code, description }) => [code, description]) ?? []),
    vatCodes: Object.fromEntries(books?.vatCodes.filter(({ code }) => codes.has(code)).map(({ code, description }) => [code, description]) ?? []),
    journal: books?.journals.find(({ code }) => code === booking.journal)?.description ?? '',
    boxes: booking.lines.map((line) => (returnOf ? boxOfLine(returnOf, booking, line) : null)),
  };
}
