/** What the invoice feed asks of the ledger (`shopctrl/ports`, fulfilled by shape): rows and cursor always in one transaction. */
import type { Finding, Invoice, Party } from '../invoice/invoice';
import type { IsoDate } from '../invoice/money';
import { territoryOf } from '../invoice/territory';
import { Counting } from './counters';
import type { Connection } from './database';
import { startingWith, write } from './database';
import type { Cursor, FeedPage, SeriesCode, Stamps } from './ports';
import type { InvoiceRow } from './rows';
import { seenAgain } from './sync';
import { isSettled } from './sync-rows';
import type { SyncRow, SyncState } from './sync-rows';

export interface FeedLedger {
  loadCursor(tenantId: string, shopId: number): Promise<Cursor | null>;
  commitPage(page: FeedPage): Promise<void>;
  stampsOf(tenantId: string, ids: readonly number[]): Promise<ReadonlyMap<number, Stamps>>;
  replaceFindings(tenantId: string, shopId: number, code: string, findings: readonly Finding[]): Promise<void>;
  codesOf(tenantId: string, shopId: number): Promise<readonly SeriesCode[]>;
}

/** Nothing of these is sent any more, whatever their order says: the daily look back is often enough. */
const IN_EXACT: readonly SyncState[] = ['booked', 'proved'];

export function createFeedLedger(connection: Connection): FeedLedger {
  return {
    async loadCursor(tenantId, shopId) {
      return (await (await connection.db()).get('cursors', [tenantId, shopId])) ?? null;
    },

    async commitPage({ invoices, findings, cursor, withdrawn = [] }) {
      await write(connection, ['invoices', 'cursors', 'counters', 'findings', 'files', 'bookings'], async (tx) => {
        const rows = tx.objectStore('invoices');
        const known = tx.objectStore('findings');
        const counting = new Counting();
        const about = [...new Set([...invoices.map((invoice) => invoice.id), ...findings.flatMap((finding) => finding.invoiceId ?? []), ...withdrawn])];
        const bookings = tx.objectStore('bookings');
        const [stale, present, synced] = await Promise.all([
          Promise.all(about.map((id) => known.index('byInvoice').getAllKeys([cursor.tenantId, id]))),
          Promise.all(about.map((id) => rows.get([cursor.tenantId, id]))),
          Promise.all(about.map((id) => bookings.get([cursor.tenantId, id]))),
        ]);
        const booked = new Map<number, SyncRow>(synced.flatMap((row) => (row ? [[row.id, row] as const] : [])));
        // What was found about an invoice is said anew each time it is read.
        await Promise.all(stale.flat().map((key) => known.delete(key)));
        const current = new Map(present.flatMap((row) => (row ? [[row.id, row] as const] : [])));
        const writes: (() => Promise<unknown>)[] = [];
        const changedFiles = new Map<string, number>();
        const changes = (before: InvoiceRow | undefined, after: InvoiceRow): void => {
          if (!before?.exported || before.state === after.state) return;
          const { fileId } = before.exported;
          changedFiles.set(fileId, (changedFiles.get(fileId) ?? 0) + (after.state === 'changed' ? 1 : -1));
        };
        for (const invoice of invoices) {
          // What was read last counts, also under an older change time (a backup put back, an import): the content hash tells whether it differs.
          const before = current.get(invoice.id);
          const after = nextRow(before, invoice);
          counting.replaced(before, after);
          changes(before, after);
          current.set(invoice.id, after);
          writes.push(() => rows.put(after));
          const known = booked.get(invoice.id);
          const next = seenAgain(known, invoice);
          if (next) {
            counting.synced(known, next);
            booked.set(invoice.id, next);
            writes.push(() => bookings.put(next));
          }
        }
        for (const id of withdrawn) {
          const before = current.get(id);
          const sync = booked.get(id);
          if (sync) {
            // What may be in the books stays, flagged, and so does what a person left to be dealt with by hand.
            const kept: SyncRow | undefined = sync.intent !== undefined || isSettled(sync) ? { ...sync, changed: true, notNew: true, rev: sync.rev + 1 } : undefined;
            counting.synced(sync, kept);
            writes.push(() => (kept ? bookings.put(kept) : bookings.delete([cursor.tenantId, id])));
          }
          if (!before) continue;
          // One that went into a file stays, flagged; without its marks of change it is read again whenever it turns up.
          const after: InvoiceRow | undefined = before.exported ? { ...before, state: 'changed', changedAt: '', contentHash: '' } : undefined;
          counting.replaced(before, after);
          if (after) {
            changes(before, after);
            writes.push(() => rows.put(after));
          } else writes.push(() => rows.delete([cursor.tenantId, id]));
        }
        for (const [fileId, by] of changedFiles) {
          const file = await tx.objectStore('files').get(fileId);
          if (file) await tx.objectStore('files').put({ ...file, changed: file.changed + by });
        }
        for (const finding of findings) writes.push(() => known.add({ ...finding }));
        // All under way at once; what throws at once is a rejection like any other.
        await Promise.all(writes.map(async (run) => run()));
        await counting.store(tx.objectStore('counters'));
        await tx.objectStore('cursors').put(cursor);
      }, 'relaxed');
    },

    async stampsOf(tenantId, ids) {
      const tx = (await connection.db()).transaction(['invoices', 'bookings']);
      const found = await Promise.all(ids.map(async (id) => [await tx.objectStore('invoices').get([tenantId, id]), await tx.objectStore('bookings').get([tenantId, id])] as const));
      return new Map(
        found.flatMap(([row, sync]) =>
          row ? [[row.id, { changedAt: row.changedAt, orderChangedAt: row.invoice.orderChangedAt ?? '', out: row.exported !== undefined || (sync !== undefined && IN_EXACT.includes(sync.state)), code: row.code, kind: row.kind, date: row.date }] as const] : [],
        ),
      );
    },

    async replaceFindings(tenantId, shopId, code, findings) {
      await write(connection, ['findings'], async (tx) => {
        for (const key of await tx.objectStore('findings').index('byShop').getAllKeys([tenantId, shopId, code])) await tx.objectStore('findings').delete(key);
        for (const finding of findings) await tx.objectStore('findings').add({ ...finding });
      }, 'relaxed');
    },

    async codesOf(tenantId, shopId) {
      const codes: SeriesCode[] = [];
      const index = (await connection.db()).transaction('invoices').store.index('bySeries');
      for (let at = await index.openKeyCursor(startingWith(tenantId, shopId)); at; at = await at.continue()) {
        const [, , id, code, kind, date] = at.key;
        codes.push({ id, code, kind: kind === 'credit' ? 'credit' : 'invoice', date });
      }
      return codes;
    },
  };
}

/** The row that replaces another when an invoice was read (again). Export marks stay; contact data that was removed stays removed. */
function nextRow(before: InvoiceRow | undefined, invoice: Invoice): InvoiceRow {
  const exported = before?.exported;
  const stripped = before?.stripped ?? false;
  return {
    tenantId: invoice.tenantId,
    id: invoice.id,
    shopId: invoice.shopId,
    code: invoice.code,
    kind: invoice.kind,
    date: invoice.date,
    state: !exported ? 'seen' : exported.hash === invoice.contentHash ? 'exported' : 'changed',
    changedAt: invoice.changedAt,
    contentHash: invoice.contentHash,
    invoice: stripped ? withoutContacts(invoice) : invoice,
    ...(exported ? { exported } : {}),
    stripped,
  };
}

/**
 * The invoice without what names a person. What decides the VAT stays, so that the invoice can be decided again: the country, as much of the
 * place as tells one VAT area from another, and a VAT number where it counts. These facts are to be kept for ten years (facts: vat 6.6).
 */
export function withoutContacts(invoice: Invoice): Invoice {
  const { shipTo, date, ...rest } = invoice;
  const counts = (shipTo ?? invoice.billTo).country !== 'NL' || invoice.lines.some((line) => line.rate === 0 && line.gross !== 0);
  return { ...rest, date, customerCode: '', billTo: bare(invoice.billTo, date, counts), ...(shipTo ? { shipTo: bare(shipTo, date, counts) } : {}) };
}

function bare(party: Party, date: IsoDate, numberCounts: boolean): Party {
  const empty = { companyName: '', fullName: '', email: '', phone: '', addressLine1: '', addressLine2: '', cocNumber: '' };
  return { ...party, ...empty, ...placeOf(party, date), vatNumber: numberCounts ? party.vatNumber : '' };
}

/** Post code and city only where they say another VAT area than the country alone. */
function placeOf({ country, postalCode, city }: Party, date: IsoDate): Pick<Party, 'postalCode' | 'city'> {
  const area = (place: Pick<Party, 'postalCode' | 'city'>): string => JSON.stringify(territoryOf({ country, ...place }, date));
  const whole = area({ postalCode, city });
  const enough = [{ postalCode: '', city: '' }, { postalCode, city: '' }].find((place) => area(place) === whole);
  return enough ?? { postalCode, city };
}
