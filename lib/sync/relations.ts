/**
 * The relations of a batch of bookings in one administration: own memory, code, VAT number, e-mail; created where nobody is found; several
 * hits are asked about (design 6.6; facts: vat 1.4). Nothing of a relation is ever overwritten.
 */
import type { AccountRecord } from '../booking/account';
import type { Booking } from '../booking/booking';
import type { Answer } from '../exact/answer';
import type { ExactReason } from '../exact/texts';
import { sameCountry, sameVatNumber, type FoundDebtor } from '../exact/debtors';
import type { RelationRow, SyncReason } from '../ledger/sync-rows';
import type { ExactSession, SyncPorts, Target } from './ports';

export type Relation = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: SyncReason; readonly retryMs: number | null };

export interface RelationsResult {
  /** By booking, in the order given. */
  readonly relations: readonly (Relation | null)[];
  /** The answer that ended the search early; bookings behind it have null. */
  readonly trouble: Exclude<Answer<unknown>, { readonly kind: 'ok' | 'refused' }> | null;
}

export interface Owing {
  readonly booking: Booking;
  readonly record: AccountRecord | null;
  /** The contact was removed: nobody can be described by it any more. */
  readonly stripped: boolean;
}

const FRESH_MS = 24 * 3_600_000;
const SOON_MS = 30_000;

type Trouble = NonNullable<RelationsResult['trouble']>;
type Found = { readonly row: RelationRow } | { readonly reason: SyncReason; readonly retryMs: number | null };

class Stopped extends Error {
  constructor(readonly trouble: Trouble) {
    super('stopped');
  }
}

function value<T>(answer: Answer<T>): T | null {
  if (answer.kind === 'ok') return answer.value;
  if (answer.kind === 'refused') return null;
  throw new Stopped(answer);
}

/** New relations that Exact refused for one and the same reason before no more are made. */
const EQUAL = 3;

/** What Exact refused of new relations in a run: how often, by text without digits. */
export type RefusedDebtors = Map<string, { readonly count: number; readonly reason: ExactReason }>;

/**
 * Finds or makes the relations. Each found one is remembered at once, so that a killed worker asks again about nothing. `refused` goes along
 * through a run: after the third equal refusal nobody is made any more (design 6).
 */
export async function relationsOf(ports: Pick<SyncPorts, 'ledger' | 'now'>, session: Pick<ExactSession, 'debtors'>, target: Target, promote: boolean, owing: readonly Owing[], refused: RefusedDebtors = new Map()): Promise<RelationsResult> {
  const codes = [...new Set(owing.map(({ booking }) => booking.debtor.code))];
  const known = new Map<string, Found>();
  const remember = async (rows: readonly RelationRow[]): Promise<void> => {
    if (rows.length > 0) await ports.ledger.putRelations(rows);
    for (const row of rows) known.set(row.code, { row });
  };
  const rowOf = (code: string, found: FoundDebtor): RelationRow => ({ site: target.site, division: target.division, code, state: 'known', id: found.id, vatNumber: found.vatNumber, country: found.country, status: found.blocked ? 'blocked' : found.status, at: ports.now() });

  const relations: (Relation | null)[] = owing.map(() => null);
  try {
    const stored = await ports.ledger.relations(target.site, target.division, codes);
    for (const row of stored) {
      const checked = owing.some(({ booking }) => booking.debtor.code === row.code && booking.debtor.vatNumber !== undefined);
      const settled = row.status === 'C' && (!checked || (row.country !== undefined && ports.now() - row.at < FRESH_MS));
      if (row.state === 'known' && settled) known.set(row.code, { row });
    }
    const unknown = codes.filter((code) => !known.has(code));
    if (unknown.length > 0) {
      const found = value(await session.debtors.byCodes(unknown)) ?? [];
      await remember(found.filter(({ code }) => unknown.includes(code)).map((one) => rowOf(one.code, one)));
    }
    for (const [at, one] of owing.entries()) {
      const { code } = one.booking.debtor;
      let found = known.get(code);
      if (!found) {
        found = await findOrMake(one);
        if ('row' in found) await remember([found.row]);
        else known.set(code, found);
      }
      relations[at] = 'row' in found ? await usable(found.row, one.booking) : { ok: false, reason: found.reason, retryMs: found.retryMs };
    }
    return { relations, trouble: null };
  } catch (error) {
    if (error instanceof Stopped) return { relations, trouble: error.trouble };
    throw error;
  }

  async function findOrMake({ booking, record, stripped }: Owing): Promise<Found> {
    const { code, kind } = booking.debtor;
    if (kind === 'collective' || !record) return { reason: { code: 'S-DEBTOR-MISSING', params: { debtor: code } }, retryMs: null };
    if (stripped) return { reason: { code: 'S-CONTACT-GONE', params: { debtor: code } }, retryMs: null };
    for (const found of [record.vatNumber === '' ? [] : (value(await session.debtors.byVatNumber(record.vatNumber)) ?? []), record.email === '' ? [] : (value(await session.debtors.byEmail(record.email)) ?? [])]) {
      // Another company at the same address of e-mail is somebody else.
      const hits = found.filter((one) => record.vatNumber === '' || one.vatNumber === '' || sameVatNumber(one.vatNumber, record.vatNumber));
      if (hits.length > 1) return { reason: { code: 'S-DEBTOR-SEVERAL', params: { debtor: code, count: hits.length } }, retryMs: null };
      if (hits[0]) return { row: rowOf(code, hits[0]) };
    }
    const stop = [...refused.values()].find(({ count }) => count >= EQUAL)?.reason;
    if (stop) return { reason: { code: stop.code, params: { ...stop.params, debtor: code } }, retryMs: null };
    return make(record, booking.debtor.vatNumber !== undefined);
  }

  async function make(record: AccountRecord, needsNumber: boolean): Promise<Found> {
    const row: RelationRow = { site: target.site, division: target.division, code: record.code, state: 'intent', id: '', vatNumber: record.vatNumber, country: record.country, status: 'C', at: ports.now() };
    await ports.ledger.putRelations([row]);
    const answer = await session.debtors.create(record);
    if (answer.kind === 'ok') return { row: { ...row, state: 'known', id: answer.value.id } };
    if (answer.kind === 'not-processed') throw new Stopped(answer);
    // A code is taken once: whether ours landed, or another browser was faster, the code tells.
    const found = value(await session.debtors.byCodes([record.code]))?.find(({ code }) => code === record.code);
    if (found) return { row: rowOf(record.code, found) };
    if (answer.kind === 'unclear') return { reason: { code: 'S-DEBTOR-UNCERTAIN', params: { debtor: record.code } }, retryMs: SOON_MS };
    if (answer.reason.params['field'] === 'email' && record.email !== '') return make({ ...record, email: '' }, needsNumber);
    if (answer.reason.code === 'X-VAT-NUMBER' && record.vatNumber !== '' && !needsNumber) return make({ ...record, vatNumber: '' }, needsNumber);
    refused.set(answer.reason.key, { count: (refused.get(answer.reason.key)?.count ?? 0) + 1, reason: answer.reason });
    return { reason: { code: answer.reason.code, params: { ...answer.reason.params, debtor: record.code } }, retryMs: null };
  }

  async function usable(row: RelationRow, booking: Booking): Promise<Relation> {
    const unlike = otherThan(booking, row);
    if (unlike !== null) return { ok: false, reason: { code: 'R-DEBTOR-VATNO', params: { debtor: row.code, ...unlike } }, retryMs: null };
    if (row.status === 'C') return { ok: true, id: row.id };
    if (row.status === 'blocked') return { ok: false, reason: { code: 'S-DEBTOR-BLOCKED', params: { debtor: row.code } }, retryMs: null };
    if (!promote) return { ok: false, reason: { code: 'S-DEBTOR-STATUS', params: { debtor: row.code } }, retryMs: null };
    const promoted = await session.debtors.promote(row.id);
    if (promoted.kind === 'refused') return { ok: false, reason: { code: promoted.reason.code, params: { ...promoted.reason.params, debtor: row.code } }, retryMs: null };
    // Setting the same status twice changes nothing: an unclear answer is simply asked again.
    if (promoted.kind === 'unclear') return { ok: false, reason: { code: 'S-DEBTOR-UNCERTAIN', params: { debtor: row.code } }, retryMs: SOON_MS };
    value(promoted);
    await remember([{ ...row, status: 'C' }]);
    return { ok: true, id: row.id };
  }
}

/** What differs in a relation that a listing would name the buyer by: its VAT number, or its country (of the invoice, or of the number). */
function otherThan({ debtor: { vatNumber, country } }: Booking, row: RelationRow): SyncReason['params'] | null {
  if (vatNumber === undefined) return null;
  if (!sameVatNumber(vatNumber, row.vatNumber)) return { reason: row.vatNumber === '' ? 'vatno-none' : 'vatno-other' };
  const there = row.country ?? '';
  if (country === undefined || [country, vatNumber.slice(0, 2)].some((one) => sameCountry(one, there))) return null;
  return { reason: there === '' ? 'country-none' : 'country-other', ...(there === '' ? {} : { country: there }) };
}
