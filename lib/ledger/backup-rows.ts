/**
 * What a backup holds of the ledger, as schemas: a file comes from outside and is judged as such. Invoices themselves are not in it, as
 * ShopCtrl has them; what went into a file is, as nobody else knows that.
 */
import { z } from 'zod';
import { SYNC_STATES } from './sync-rows';
import type { AdministrationRow, RelationRow, SyncRow, SyncShopRow } from './sync-rows';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const key = z.string().min(1).max(100);
const text = z.string().max(2000);
const whole = z.number().int();
const params = z.record(text, z.union([text, z.number()]));
const Reason = z.object({ code: z.string().max(100), params });
const Line = z.object({ account: text, vatCode: text, net: whole, vat: whole, rate: whole.optional(), description: text, costCenter: text.optional(), costUnit: text.optional() });
const Draft = z.object({
  type: z.union([z.literal(20), z.literal(21)]),
  customer: text,
  journal: text,
  date: day,
  reference: text,
  description: text,
  currency: text,
  paymentCondition: text,
  paymentReference: text,
  entryNumber: whole.optional(),
  reporting: z.object({ year: whole, period: whole }).optional(),
  lines: z.array(Line).max(5000),
  vat: whole,
  gross: whole,
});
const Intent = z.object({
  site: key,
  division: whole,
  draft: Draft,
  hash: text,
  at: z.number(),
  firstAt: z.number(),
  attempt: whole,
  answer: z.discriminatedUnion('kind', [z.object({ kind: z.literal('ok'), entryId: key }), z.object({ kind: z.literal('unclear') }), z.object({ kind: z.literal('refused'), reason: Reason })]).optional(),
  known: z.array(key).max(1000).optional(),
  removing: z.object({ remove: key, keep: key }).optional(),
  twoSince: z.number().optional(),
  gaveWay: z.boolean().optional(),
});
const Document = z.object({
  state: z.enum(['due', 'intent', 'uncertain', 'attaching', 'done', 'refused']),
  entryId: key,
  customer: text,
  documentId: text.optional(),
  attach: z.enum(['intent', 'uncertain']).optional(),
  missed: whole.optional(),
  at: z.number(),
  reason: Reason.optional(),
});
const Booking = z.object({
  tenantId: key,
  id: whole,
  shopId: whole,
  code: text,
  date: day,
  state: z.enum(SYNC_STATES),
  due: z.number(),
  rev: whole,
  hash: text,
  changed: z.boolean(),
  reference: text.optional(),
  refKey: text.optional(),
  reason: Reason.optional(),
  intent: Intent.optional(),
  entry: z.object({ entryId: key, entryNumber: whole, origin: z.enum(['own', 'adopted']) }).optional(),
  found: z.array(z.object({ entryId: key, entryNumber: whole, type: whole, gross: whole, currency: text })).max(1000).optional(),
  notNew: z.boolean().optional(),
  notImported: z.boolean().optional(),
  reporting: z.object({ year: whole, period: whole, by: text.optional(), at: z.number().optional() }).optional(),
  document: Document.optional(),
  documentDue: z.number().optional(),
  steps: z.array(z.object({ at: z.number(), state: z.enum(SYNC_STATES), call: text, outcome: text })).max(40),
});
const Shop = z.object({
  tenantId: key,
  shopId: whole,
  on: z.boolean(),
  from: z.union([z.object({ date: day }), z.object({ id: whole, since: z.object({ date: day, code: text }).optional() })]),
  nativeOff: z.object({ by: text, at: text }).nullable(),
  paused: Reason.nullable(),
  promote: z.boolean(),
  attachPdf: z.boolean(),
  useEntryNumber: z.boolean(),
  refusals: z.object({
    key: text,
    count: whole,
    rulesVersion: whole,
    kinds: z.record(text, z.object({ count: whole, at: z.number() })).optional(),
    equal: z.record(text, z.array(z.number()).max(100)).optional(),
  }),
  lastRun: z.object({ at: z.number(), fault: Reason.nullable() }).nullable(),
  caughtUp: z.number().nullable(),
  unread: z.null().optional(),
});
const Mark = z.object({
  tenantId: key,
  id: whole,
  shopId: whole,
  code: text,
  kind: z.enum(['invoice', 'credit']),
  date: day,
  orderId: whole,
  orderCode: text,
  currency: text,
  net: whole,
  vat: whole,
  gross: whole,
  hash: text,
  exported: z.object({ fileId: key, hash: text, journal: text.optional() }),
});
const Administration = z.object({ site: key, division: whole, accounts: z.record(text, text), closed: z.record(text, z.number()), kinds: z.array(text).max(100), refusedDebtors: z.record(text, z.object({ times: z.array(z.number()).max(100), reason: Reason })).optional() });
const Relation = z.object({
  site: key,
  division: whole,
  code: text,
  state: z.enum(['intent', 'known']),
  id: text,
  vatNumber: text,
  country: text.optional(),
  status: text,
  at: z.number(),
});

/** An invoice that went into a file, without anything that names a person. */
export type ExportMark = z.infer<typeof Mark>;

/** One line of the file, by what it is a row of. The limits of an administration (`budget`) are not kept: they are of the moment. */
export type LedgerRecord =
  | { readonly store: 'bookings'; readonly row: SyncRow }
  | { readonly store: 'exported'; readonly row: ExportMark }
  | { readonly store: 'syncShops'; readonly row: SyncShopRow }
  | { readonly store: 'administrations'; readonly row: Omit<AdministrationRow, 'budget'> }
  | { readonly store: 'relations'; readonly row: RelationRow };

const SCHEMAS = { bookings: Booking, exported: Mark, syncShops: Shop, administrations: Administration, relations: Relation } as const;

/** The record as the ledger's; null when it is none, or not of its shape. */
export function ledgerRecord(store: string, row: unknown): LedgerRecord | null {
  if (!Object.hasOwn(SCHEMAS, store)) return null;
  const parsed = SCHEMAS[store as keyof typeof SCHEMAS].safeParse(row);
  // Absent fields stay absent after parsing, which the schemas' types cannot say (`undefined` beside absent).
  return parsed.success ? ({ store, row: parsed.data } as LedgerRecord) : null;
}
