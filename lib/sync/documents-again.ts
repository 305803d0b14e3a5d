/** What a person's word does to PDFs of entries that are booked: those that were refused are tried again, and where no more are wanted, none is begun. */
import { FAR } from '../ledger/held';
import type { Shop } from '../ledger/ports';
import type { SyncLedger } from '../ledger/sync';
import type { SyncPages } from '../ledger/sync-pages';
import type { DocumentState, SyncRow } from '../ledger/sync-rows';
import { move, type Move } from './states';

const PART = 500;
/** Rows that are looked through when PDFs are not wanted any more; the engine begins none of the others either. */
const MANY = 20_000;

/** Begins anew with the look-up: what one attempt left in Exact is gone on with. Answers how many. */
export async function documentsAgain(ledger: Pick<SyncLedger, 'moveSync'> & Pick<SyncPages, 'refusedDocuments'>, shop: Shop, now: number): Promise<number> {
  for (let count = 0; ; ) {
    const moves = (await ledger.refusedDocuments(shop, PART)).flatMap((row) => (row.document && row.state === 'proved' ? [again(row, row.document, now)] : []));
    const done = (await ledger.moveSync(moves, 'strict')).filter(Boolean).length;
    if (done === 0) return count;
    count += done;
  }
}

function again(row: SyncRow, { entryId, customer }: DocumentState, now: number): Move {
  return move(row, 'proved', { at: now, call: '', outcome: 'document retry' }, { document: { state: 'due', entryId, customer, at: now }, documentDue: 0 });
}

/** PDFs that were not begun are left out for good; what was begun is finished by the engine, so that no document stays without its file. */
export async function endDocuments(ledger: Pick<SyncLedger, 'moveSync' | 'documentRows'>, shop: Shop): Promise<void> {
  const rows = await ledger.documentRows(shop, FAR, MANY);
  const ended = rows.filter(({ document }) => document?.state === 'due').map((before): Move => ({ before, after: { ...withoutDocument(before), rev: before.rev + 1 } }));
  for (let at = 0; at < ended.length; at += PART) await ledger.moveSync(ended.slice(at, at + PART), 'strict');
}

function withoutDocument({ document: _, documentDue: _due, ...row }: SyncRow): SyncRow {
  return row;
}
