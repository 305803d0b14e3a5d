/** Every request as a schema. What arrives is read as if it came from the network. */
import { z } from 'zod';
import type { Request, SectionRequest } from '../messages';

const shop = z.strictObject({ tenantId: z.string().min(1).max(80), shopId: z.number().int().positive() });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const topic = z.enum(['GLTransactions', 'Invoices', 'Accounts']);
const host = z.string().min(1).max(260);
const title = z.string().max(500).nullable();
const id = z.string().min(1).max(100);
const text = z.string().max(500);
/** Details of the rules are judged by the settings (`rulesFromForm`), with a field name for the person. */
const rules = z.strictObject({
  journal: text,
  debtorCode: text,
  debtorMode: z.enum(['collective', 'own']),
  ownDebtorPrefix: text,
  paymentCondition: text,
  itemCode: text,
  roundingAccount: text,
  roundingVatCode: text,
  roundingLimit: z.number(),
  entryShape: z.enum(['vat-code', 'vat-amount', 'full']),
  topic,
  receivableAccount: text,
  vatAccount: text,
  referencePrefix: text,
  referenceYear: z.boolean(),
  fileRecords: z.number(),
  fileBytes: z.number(),
  profile: z.unknown(),
  table: z.unknown(),
  journals: z.unknown(),
  paymentConditions: z.unknown(),
  debtors: z.unknown(),
  costCenter: text,
  costUnit: text,
  grouping: z.enum(['lines', 'accounts']),
  confirmedNumbers: z.unknown(),
  consents: z.unknown(),
  override: z.unknown(),
});

const name = z.string().trim().min(1).max(200);
const place = z.strictObject({ date: day, id: z.number().int() });
const options = z.strictObject({ attachPdf: z.boolean(), promote: z.boolean(), useEntryNumber: z.boolean() });
const startChoice = z.union([z.strictObject({ date: day }), z.strictObject({ code: z.string().trim().min(1).max(60) })]);
const month = z.string().regex(/^\d{4}-\d{2}$/);
const invoiceId = z.number().int();
const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('retry'), cause: text.optional(), invoiceId: invoiceId.optional() }),
  z.strictObject({ kind: z.literal('not-imported'), invoiceId: invoiceId.optional() }),
  z.strictObject({ kind: z.literal('adopt'), invoiceId, entryId: id }),
  z.strictObject({ kind: z.literal('leave'), invoiceId: invoiceId.optional(), cause: text.optional(), by: name }),
  z.strictObject({ kind: z.literal('book-again'), invoiceId: invoiceId.optional() }),
  z.strictObject({ kind: z.literal('seen'), invoiceId: invoiceId.optional() }),
  z.strictObject({ kind: z.literal('period'), month, year: z.number().int().min(2000).max(2100), period: z.number().int().min(1).max(13), by: name, shown: z.array(z.tuple([invoiceId, z.string().max(20)])).max(5000) }),
  z.strictObject({ kind: z.literal('documents') }),
  z.strictObject({ kind: z.literal('native-off'), by: name }),
]);

const sectionSchemas = {
  'section.state': z.strictObject({
    kind: z.literal('section.state'),
    adminHost: host,
    title,
    linkShopId: z.number().int().positive().nullable(),
    own: z.strictObject({ shopId: z.number().int().positive().nullable() }).optional(),
    native: z.enum(['active', 'present', 'absent', 'unknown']),
    language: z.enum(['en', 'nl']),
  }),
  'section.words': z.strictObject({ kind: z.literal('section.words'), language: z.enum(['en', 'nl']) }),
  'section.chooseShop': z.strictObject({ kind: z.literal('section.chooseShop'), adminHost: host, title, shopId: z.number().int().positive() }),
  'connect.authorize': z.strictObject({ kind: z.literal('connect.authorize'), shop, forceLogin: z.boolean() }),
  'connect.useExisting': z.strictObject({ kind: z.literal('connect.useExisting'), shop, connectionId: id }),
  'connect.chooseAdministration': z.strictObject({ kind: z.literal('connect.chooseAdministration'), shop, division: z.number().int() }),
  'connect.cancel': z.strictObject({ kind: z.literal('connect.cancel'), shop }),
  'connect.remove': z.strictObject({ kind: z.literal('connect.remove'), shop }),
  'export.start': z.strictObject({ kind: z.literal('export.start'), shop, from: day, to: day, topic }),
  'export.cancel': z.strictObject({ kind: z.literal('export.cancel'), shop, jobId: id }),
  'export.downloadAgain': z.strictObject({ kind: z.literal('export.downloadAgain'), shop, fileId: id }),
  'pages.openSetup': z.strictObject({ kind: z.literal('pages.openSetup'), shop: shop.optional(), at: z.enum(['profile', 'kinds', 'dispatch', 'mapping', 'debtor', 'journal', 'rounding', 'more']).optional() }),
  'pages.openPreview': z.strictObject({ kind: z.literal('pages.openPreview'), shop, invoiceId: z.number().int().optional() }),
  'sync.act': z.strictObject({ kind: z.literal('sync.act'), shop, action: z.enum(['now', 'cancel', 'off']) }),
  'pages.openLedger': z.strictObject({ kind: z.literal('pages.openLedger'), shop, start: z.boolean().optional() }),
} satisfies Record<SectionRequest['kind'], z.ZodType>;

const pageSchemas = {
  'popup.state': z.strictObject({ kind: z.literal('popup.state') }),
  'export.startNew': z.strictObject({ kind: z.literal('export.startNew'), shop }),
  'pages.openShop': z.strictObject({ kind: z.literal('pages.openShop'), shop }),
  'setup.state': z.strictObject({ kind: z.literal('setup.state') }),
  'setup.probe': z.strictObject({ kind: z.literal('setup.probe'), address: text }),
  'setup.saveShopCtrl': z.strictObject({ kind: z.literal('setup.saveShopCtrl'), address: text, apiBase: text, login: text, password: text }),
  'setup.saveExactApp': z.strictObject({ kind: z.literal('setup.saveExactApp'), site: z.enum(['nl', 'be', 'de', 'uk', 'us', 'fr', 'es']), clientId: text, clientSecret: text }),
  'setup.test': z.strictObject({ kind: z.literal('setup.test'), tenantId: id.optional() }),
  'setup.acceptUser': z.strictObject({ kind: z.literal('setup.acceptUser'), tenantId: id }),
  'setup.saveRules': z.strictObject({ kind: z.literal('setup.saveRules'), shop, rules }),
  'setup.forgetShop': z.strictObject({ kind: z.literal('setup.forgetShop'), shop }),
  'setup.books': z.strictObject({ kind: z.literal('setup.books'), shop, read: z.boolean(), profile: rules.shape.profile.optional() }),
  'preview.state': z.strictObject({ kind: z.literal('preview.state'), shop: shop.optional() }),
  'preview.batch': z.strictObject({ kind: z.literal('preview.batch'), shop, from: day, to: day }),
  'preview.list': z.strictObject({ kind: z.literal('preview.list'), shop, from: day, to: day, cause: text.optional(), after: place.optional() }),
  'preview.invoice': z.strictObject({ kind: z.literal('preview.invoice'), shop, invoiceId: z.number().int() }),
  'preview.confirm': z.strictObject({
    kind: z.literal('preview.confirm'),
    shop,
    by: name,
    what: z.union([
      z.strictObject({ kind: z.literal('cause'), cause: z.string().min(1).max(60) }),
      z.strictObject({ kind: z.literal('number'), number: z.string().trim().min(1).max(20), date: day, consultation: z.string().trim().max(40) }),
    ]),
  }),
  'ledger.state': z.strictObject({ kind: z.literal('ledger.state'), shop: shop.optional() }),
  'ledger.preview': z.strictObject({ kind: z.literal('ledger.preview'), shop, from: startChoice, after: place.optional() }),
  'ledger.turnOn': z.strictObject({ kind: z.literal('ledger.turnOn'), shop, from: startChoice, nativeOff: name.nullable(), options }),
  'ledger.options': z.strictObject({ kind: z.literal('ledger.options'), shop, options }),
  'ledger.causes': z.strictObject({ kind: z.literal('ledger.causes'), shop }),
  'ledger.answer': z.strictObject({ kind: z.literal('ledger.answer'), shop, answer }),
  'ledger.period': z.strictObject({ kind: z.literal('ledger.period'), shop, month }),
  'ledger.list': z.strictObject({ kind: z.literal('ledger.list'), shop, state: z.string().max(20).optional(), after: z.array(z.union([z.string().max(100), z.number()])).max(6).optional() }),
  'ledger.invoice': z.strictObject({ kind: z.literal('ledger.invoice'), shop, invoiceId }),
  'ledger.backup': z.strictObject({ kind: z.literal('ledger.backup'), after: z.strictObject({ source: z.number().int().min(0).max(10), key: z.array(z.union([z.string().max(200), z.number()])).max(3).optional(), count: z.number().int().min(0) }).optional() }),
  'ledger.restore': z.strictObject({ kind: z.literal('ledger.restore'), file: id, part: z.number().int().min(0).max(10_000), text: z.string().max(1_100_000), last: z.boolean(), settings: z.enum(['keep', 'replace']) }),
  'ledger.tuning': z.strictObject({
    kind: z.literal('ledger.tuning'),
    tuning: z.strictObject({ uncertainMinutes: z.number().int().min(1).max(60), everyMinutes: z.number().int().min(5).max(240), reserve: z.number().int().min(0).max(30) }),
  }),
  'file.saved': z.strictObject({ kind: z.literal('file.saved'), fileId: id }),
} satisfies Record<Exclude<Request['kind'], SectionRequest['kind']>, z.ZodType>;

const schemas: Readonly<Record<string, z.ZodType | undefined>> = { ...sectionSchemas, ...pageSchemas };

/** The request, or null when it is of no known kind or not of its shape. */
export function parseRequest(message: unknown): Request | null {
  const kind = typeof message === 'object' && message !== null ? (message as { readonly kind?: unknown }).kind : undefined;
  const schema = typeof kind === 'string' && Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
  const parsed = schema?.safeParse(message);
  // Each schema is checked against its kind above; together they say what the type says.
  return parsed?.success ? (parsed.data as Request) : null;
}

/** Whether a content script may send this kind. */
export function isSectionRequest(request: Request): request is SectionRequest {
  return Object.hasOwn(sectionSchemas, request.kind);
}
