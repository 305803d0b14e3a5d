/**
 * Requests of the preview page: what invoices would become in the books, by the very decision that Export and Sync use. Reads the ledger,
 * books nothing and asks nobody.
 */
import type { Booking, Refusal } from '../booking/booking';
import { boxesOf } from '../booking/boxes';
import type { Books } from '../booking/books';
import { causeKey } from '../booking/cause';
import { boxOfLine, ImpactSum, type Impact, type ReturnOf } from '../booking/impact';
import { DEFAULT_RULES, type BookingRules } from '../booking/rules';
import { fail } from '../faults';
import { decidedPages, type Decided, type DecidedOptions } from '../export/decided';
import { dayOfInstant } from '../invoice/date';
import type { InvoiceRow } from '../ledger/rows';
import type { BatchPreview, InvoicePreview, PreviewList, PreviewPlace, PreviewRow, PreviewState, ShopName, ShopRef } from '../messages';
import type { RulesVersion } from '../settings/database';
import { orderAddress } from '../shopctrl/address';
import { knownShop, type App } from './app';
import type { Handlers } from './door';
import { causeOf } from './preview-causes';
import { standingOf } from './preview-sync';

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

/** Confirmations given for this shop, the newest last. */
function answers({ consents, confirmedNumbers }: BookingRules): readonly { readonly by: string }[] {
  return [...confirmedNumbers, ...consents];
}

async function previewState(app: App, ref: ShopRef | undefined): Promise<PreviewState> {
  const tenants = await app.settings.tenants();
  const shops = (await Promise.all(tenants.map((tenant) => app.settings.shops(tenant.tenantId)))).flat();
  const shop: ShopName | null = ref ? await knownShop(app, ref) : (shops[0] ?? null);
  const today = dayOfInstant(app.now());
  const [view, exported, wasRead, rules, books] = shop
    ? await Promise.all([app.connections.linkOf(shop), app.desk.state(shop), app.wasRead(shop), app.settings.rules(shop), app.books.booksOf(shop)])
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
    by: answers(rules?.rules ?? DEFAULT_RULES).at(-1)?.by ?? '',
  };
}

/** The country whose return the figures belong to: what the person said, else what Exact says, else the Netherlands. */
function homeOf(homeCountry: string, books: Books | null): string {
  return homeCountry || books?.country || 'NL';
}

/** What invoices of one shop are decided by. */
interface Deciding {
  readonly version: RulesVersion | null;
  readonly rules: BookingRules;
  readonly books: Books | null;
  /** Null where nothing may be said about boxes. */
  readonly returnOf: ReturnOf | null;
  /** Decides the rows of a period in pages, by the rules in force, as an export of the shop's own topic does. */
  readonly pages: (period: Pick<DecidedOptions, 'from' | 'to' | 'which' | 'page' | 'after'>) => AsyncGenerator<readonly Decided[]>;
}

async function decidingOf(app: App, shop: ShopRef): Promise<Deciding> {
  const [version, books] = await Promise.all([app.settings.rules(shop), app.books.booksOf(shop)]);
  const rules = await app.books.effective(shop, version?.rules ?? DEFAULT_RULES);
  return {
    version,
    rules,
    books,
    returnOf: homeOf(rules.profile.homeCountry, books) === 'NL' ? (booking) => boxesOf(booking) : null,
    pages: (period) => decidedPages({ ...period, ledger: app.ledger, shop, rules, version: version?.version ?? 0, books, pulse: () => app.pulse() }),
  };
}

async function batch(app: App, shop: ShopName, from: string, to: string): Promise<BatchPreview> {
  const { pages, returnOf, books } = await decidingOf(app, shop);
  const sum = new ImpactSum(returnOf);
  let [synced, held] = [0, 0];
  for await (const decided of pages({ which: 'new', from, to, page: READ })) {
    const { settled, held: waiting } = await standingOf(app, shop, decided.map(({ row }) => row.id));
    synced += settled.size;
    for (const { row, outcome } of decided) {
      if (settled.has(row.id)) continue;
      if (outcome.kind === 'refused') sum.addRefusal(outcome.refusal);
      else if (waiting.has(row.id)) held += 1;
      else sum.addBooking(outcome.booking);
    }
  }
  const known = await app.ledger.countInvoices(shop, 'all', from, to);
  return batchOf(sum.view(), books, { from, to, known, synced, held });
}

function batchOf(impact: Impact, books: Books | null, { from, to, known, synced, held }: Pick<BatchPreview, 'from' | 'to' | 'synced' | 'held'> & { readonly known: number }): BatchPreview {
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
    waiting: impact.waiting + held,
    held,
    exported: known - impact.ready - impact.waiting - held - synced,
    synced,
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

async function list(app: App, shop: ShopName, from: string, to: string, cause: string | null, after: PreviewPlace | null): Promise<PreviewList> {
  const { pages } = await decidingOf(app, shop);
  const found: PreviewRow[] = [];
  // Only what waits has a cause, and only what is in no file waits.
  for await (const decided of pages({ which: cause === null ? 'all' : 'new', from, to, after, page: cause === null ? ROWS + 1 : READ })) {
    const { of, settled } = await standingOf(app, shop, decided.map(({ row }) => row.id));
    for (const one of decided) {
      const shown = rowOf(one, of.get(one.row.id) ?? null);
      if (cause !== null && (shown.cause?.key !== cause || settled.has(one.row.id))) continue;
      const last = found.at(-1);
      if (found.length === ROWS && last) return { rows: found, next: { date: last.date, id: last.invoiceId } };
      found.push(shown);
    }
  }
  return { rows: found, next: null };
}

function rowOf({ row, outcome }: Decided, sync: PreviewRow['sync']): PreviewRow {
  const { id: invoiceId, code, kind, date } = row;
  const { gross, currency } = row.invoice;
  const common = { invoiceId, code, kind, date, gross, currency, sync };
  if (row.state !== 'seen') return { ...common, state: row.state, cause: null, remarks: row.invoice.remarks.length };
  if (outcome.kind === 'booking') return { ...common, state: 'ready', cause: null, remarks: outcome.booking.remarks.length };
  return { ...common, state: waitsBy(outcome.refusal), cause: refused(outcome.refusal, code), remarks: 0 };
}

/** Nothing can be done about an invoice of nothing: it does not wait. */
function waitsBy({ code }: Refusal): 'waiting' | 'left-out' {
  return code === 'zero-invoice' ? 'left-out' : 'waiting';
}

function refused(refusal: Refusal, invoiceCode: string): PreviewRow['cause'] {
  return causeOf({ key: causeKey(refusal), code: refusal.code, params: refusal.params, count: 1, invoices: [invoiceCode] });
}

/** One invoice beside what it would become. What is in a file already is decided anew, unless what decided it was removed since. */
async function invoice(app: App, shop: ShopName, invoiceId: number): Promise<InvoicePreview> {
  const row = await app.ledger.invoice(shop, invoiceId);
  if (!row) return fail('invoice-unknown');
  const deciding = await decidingOf(app, shop);
  const outcome = row.stripped ? null : await outcomeAt(deciding, row);
  const tenant = await app.settings.tenant(shop.tenantId);
  const file = row.exported ? await app.ledger.file(row.exported.fileId) : null;
  const booking = outcome?.kind === 'booking' ? await numbered(app, shop, outcome.booking, row) : null;
  const cause = outcome?.kind === 'refused' ? refused(outcome.refusal, row.code) : null;
  return {
    invoiceId: row.id,
    code: row.code,
    kind: row.kind,
    state: row.state !== 'seen' ? row.state : outcome?.kind === 'refused' ? waitsBy(outcome.refusal) : 'ready',
    sync: (await standingOf(app, shop, [row.id])).of.get(row.id) ?? null,
    left: leftOf(row, orderAddress(tenant?.adminHost ?? '', row.invoice.orderId)),
    right: booking && rightOf(booking, deciding),
    cause,
    remarks: booking?.remarks ?? row.invoice.remarks,
    settings: deciding.version && { version: deciding.version.version, at: deciding.version.at, by: deciding.version.by },
    files: file ? [{ fileId: file.fileId, name: file.name, madeAt: file.madeAt }] : [],
  };
}

/** The decision about one invoice, as it falls among all others of its day. */
async function outcomeAt({ pages }: Deciding, row: InvoiceRow): Promise<Decided['outcome'] | null> {
  for await (const decided of pages({ which: 'all', from: row.date, to: row.date, page: READ })) {
    const mine = decided.find((one) => one.row.id === row.id);
    if (mine) return mine.outcome;
  }
  return null;
}

/** An entry number that another invoice has claimed is left out, as the export does. */
async function numbered(app: App, shop: ShopRef, booking: Booking, row: InvoiceRow): Promise<Booking> {
  if (booking.entryNumber === undefined || row.state !== 'seen') return booking;
  const taken = await app.ledger.takenCodes(shop, booking.journal, [booking.invoiceCode]);
  return taken.has(booking.invoiceCode) ? withoutNumber(booking) : booking;
}

function withoutNumber({ entryNumber: _, ...booking }: Booking): Booking {
  return booking;
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

function rightOf(booking: Booking, { books, returnOf }: Deciding): NonNullable<InvoicePreview['right']> {
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
