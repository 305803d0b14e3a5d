/**
 * The relations of a batch of bookings in one administration: own memory, VAT number, code, e-mail; created where nobody is found; several
 * hits are asked about (design 6.6; facts: vat 1.4). Nothing of a relation is ever overwritten. Each kind of look-up is one for the whole
 * batch; one that Exact refuses is no answer, and nobody is made on it. What this Exact user may not do with relations holds the invoices that
 * need it, and no others of the administration.
 */
import type { AccountRecord } from '../booking/account';
import type { Booking } from '../booking/booking';
import type { Answer } from '../exact/answer';
import { sameCountry, sameVatNumber, type FoundDebtor } from '../exact/debtors';
import type { RelationRow, SyncReason } from '../ledger/sync-rows';
import type { ExactSession, SyncPorts, Target } from './ports';
import { BARRED, type RefusedDebtors } from './refused-debtors';

export type Relation = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly reason: SyncReason; readonly retryMs: number | null };

export interface RelationsResult {
  /** By booking, in the order given; null for those that were not reached. */
  readonly relations: readonly (Relation | null)[];
  /** The answer that ended the search early. */
  readonly trouble: Exclude<Answer<unknown>, { readonly kind: 'ok' | 'refused' }> | null;
  /** The time of the slice ended it early; what was found or made is remembered. */
  readonly late: boolean;
}

export interface RelationsContext {
  readonly ports: Pick<SyncPorts, 'ledger' | 'now'>;
  readonly session: Pick<ExactSession, 'debtors' | 'now'>;
  readonly target: Target;
  /** A relation that is no customer yet is made one. */
  readonly promote: boolean;
  readonly refused: RefusedDebtors;
  /** Whether the time of the slice is over: then nobody else is made. */
  late(): boolean;
}

export interface Owing {
  readonly booking: Booking;
  readonly record: AccountRecord | null;
  /** The contact was removed: nobody can be described by it any more. */
  readonly stripped: boolean;
  /** Somebody had it tried again at this local time: what was remembered before is asked about anew. */
  readonly mendedAt: number | null;
}

const FRESH_MS = 24 * 3_600_000;
const SOON_MS = 30_000;
/** A refused look-up is asked again after this: Exact counts errors by the hour. */
const REFUSED_MS = 3_600_000;

type Trouble = NonNullable<RelationsResult['trouble']>;
type Held = { readonly reason: SyncReason; readonly retryMs: number | null };
type Found = { readonly row: RelationRow } | Held;

class Stopped extends Error {
  constructor(readonly trouble: Trouble) {
    super('stopped');
  }
}

/** The value of an answer; what is refused is left to the caller, anything else ends the search. */
function heard<T>(answer: Answer<T>): Extract<Answer<T>, { readonly kind: 'ok' | 'refused' }> {
  if (answer.kind === 'ok' || answer.kind === 'refused') return answer;
  throw new Stopped(answer);
}

/** Finds or makes the relations. Each is remembered at once, so that a killed worker asks again about nothing. */
export async function relationsOf(context: RelationsContext, owing: readonly Owing[]): Promise<RelationsResult> {
  const search = new Search(context, owing);
  const relations: (Relation | null)[] = owing.map(() => null);
  try {
    await search.recall();
    await search.lookUp();
    for (const [at, { booking }] of owing.entries()) {
      const found = await search.found(booking.debtor.code);
      const relation = found && 'row' in found ? await search.usable(found.row, booking) : found && { ok: false as const, ...found };
      if (!relation) return { relations, trouble: null, late: true };
      relations[at] = relation;
    }
    return { relations, trouble: null, late: false };
  } catch (error) {
    if (error instanceof Stopped) return { relations, trouble: error.trouble, late: false };
    throw error;
  }
}

/** One search for the relations of a batch. */
class Search {
  readonly #known = new Map<string, Found>();
  /** One booking of each code. */
  readonly #owing: ReadonlyMap<string, Owing>;
  /** Codes of relations whose VAT number is compared. */
  readonly #checked: ReadonlySet<string>;
  readonly #mendedAt: ReadonlyMap<string, number>;
  /** Remembered, and asked about anew: nobody is made beside those while nothing says that they are gone. */
  readonly #kept = new Map<string, RelationRow>();
  /** Made or taken by code in this search: the look-ups before it could not see them. */
  readonly #fresh: FoundDebtor[] = [];

  constructor(
    private readonly context: RelationsContext,
    owing: readonly Owing[],
  ) {
    this.#owing = new Map(owing.toReversed().map((one) => [one.booking.debtor.code, one]));
    const mended = owing.flatMap(({ booking, mendedAt }) => (mendedAt === null ? [] : [[booking.debtor.code, mendedAt] as const]));
    this.#mendedAt = new Map(mended.sort(([, one], [, other]) => one - other));
    this.#checked = new Set(owing.filter(({ booking }) => booking.debtor.vatNumber !== undefined).map(({ booking }) => booking.debtor.code));
  }

  /** Own memory. */
  async recall(): Promise<void> {
    const { ports, target } = this.context;
    for (const row of await ports.ledger.relations(target.site, target.division, [...this.#owing.keys()])) {
      const settled = row.status === 'C' && (!this.#checked.has(row.code) || (row.country !== undefined && ports.now() - row.at < FRESH_MS));
      if (row.state !== 'known' || !settled) continue;
      if (row.at > (this.#mendedAt.get(row.code) ?? Number.NEGATIVE_INFINITY)) this.#known.set(row.code, { row });
      else this.#kept.set(row.code, row);
    }
  }

  /** VAT number, code, e-mail, each for all that are not found yet. Where Exact lets nobody look, those that are remembered go on. */
  async lookUp(): Promise<void> {
    const remembered = this.#known.size > 0;
    try {
      await this.#lookUp();
    } catch (error) {
      if (!(error instanceof Stopped) || !remembered) throw error;
      for (const code of this.#owing.keys()) {
        if (this.#known.has(code)) continue;
        const held = this.#heldBy(error.trouble, code);
        if (!held) throw error;
        this.#known.set(code, { ...held, retryMs: held.retryMs ?? REFUSED_MS });
      }
    }
  }

  async #lookUp(): Promise<void> {
    const { debtors } = this.context.session;
    await this.#ask(({ record, booking, stripped }) => (booking.debtor.kind === 'own' && !stripped ? (record?.vatNumber ?? '') : ''), (numbers) => debtors.byVatNumbers(numbers), (one, number) => sameVatNumber(one.vatNumber, number));
    await this.#byCode();
    await this.#ask(({ record, booking, stripped }) => (booking.debtor.kind === 'own' && !stripped ? (record?.email ?? '') : ''), (addresses) => debtors.byEmails(addresses), (one, address) => sameAddress(one.email, address));
  }

  /** Who it is; made where nobody was found; null when there is no time left for that. */
  async found(code: string): Promise<Found | null> {
    const known = this.#known.get(code);
    if (known) return known;
    const owing = this.#owing.get(code);
    if (!owing) return null;
    const { booking, record, stripped } = owing;
    const settle = async (found: Found): Promise<Found> => {
      if ('row' in found) await this.#remember([found.row]);
      else this.#known.set(code, found);
      return found;
    };
    if (booking.debtor.kind === 'collective' || !record) return settle({ reason: { code: 'S-DEBTOR-MISSING', params: { debtor: code } }, retryMs: null });
    const kept = this.#kept.get(code);
    if (kept) return settle({ row: kept });
    if (stripped) return settle({ reason: { code: 'S-CONTACT-GONE', params: { debtor: code } }, retryMs: null });
    for (const same of [(one: FoundDebtor) => record.vatNumber !== '' && sameVatNumber(one.vatNumber, record.vatNumber), (one: FoundDebtor) => record.email !== '' && sameAddress(one.email, record.email)]) {
      const hit = this.#among(owing, this.#fresh.filter(same));
      if (hit) return settle(hit);
    }
    const stop = this.context.refused.stop() ?? this.context.refused.barred();
    if (stop) return settle({ reason: { code: stop.code, params: { ...stop.params, debtor: code } }, retryMs: null });
    if (this.context.late()) return null;
    const made = await this.#make(record, booking.debtor.vatNumber !== undefined);
    if ('row' in made) this.#fresh.push({ id: made.row.id, code, vatNumber: made.row.vatNumber, country: made.row.country ?? '', status: made.row.status, blocked: made.row.status === 'blocked', email: record.email });
    return settle(made);
  }

  /** Whether it can be booked on; made a customer with consent; null when there is no time left for that. */
  async usable(row: RelationRow, booking: Booking): Promise<Relation | null> {
    const unlike = otherThan(booking, row);
    if (unlike !== null) return { ok: false, reason: { code: 'R-DEBTOR-VATNO', params: { debtor: row.code, ...unlike } }, retryMs: null };
    if (row.status === 'C') return { ok: true, id: row.id };
    if (row.status === 'blocked') return { ok: false, reason: { code: 'S-DEBTOR-BLOCKED', params: { debtor: row.code } }, retryMs: null };
    if (!this.context.promote) return { ok: false, reason: { code: 'S-DEBTOR-STATUS', params: { debtor: row.code } }, retryMs: null };
    const barred = this.context.refused.barred();
    if (barred) return { ok: false, reason: { code: barred.code, params: { ...barred.params, debtor: row.code } }, retryMs: null };
    if (this.context.late()) return null;
    const promoted = await this.context.session.debtors.promote(row.id);
    // Setting the same status twice changes nothing: an unclear answer is simply asked again.
    if (promoted.kind === 'unclear') return { ok: false, reason: { code: 'S-DEBTOR-UNCERTAIN', params: { debtor: row.code } }, retryMs: SOON_MS };
    if (promoted.kind === 'not-processed') return { ok: false, ...(await this.#turnedAway(promoted, row.code)) };
    if (promoted.kind === 'refused') return { ok: false, reason: { code: promoted.reason.code, params: { ...promoted.reason.params, debtor: row.code } }, retryMs: null };
    await this.#remember([{ ...row, status: 'C' }]);
    return { ok: true, id: row.id };
  }

  async #remember(rows: readonly RelationRow[]): Promise<void> {
    if (rows.length > 0) await this.context.ports.ledger.putRelations(rows);
    for (const row of rows) this.#known.set(row.code, { row });
  }

  #row(code: string, found: FoundDebtor): RelationRow {
    const { ports, target } = this.context;
    return { site: target.site, division: target.division, code, state: 'known', id: found.id, vatNumber: found.vatNumber, country: found.country, status: found.blocked ? 'blocked' : found.status, at: ports.now() };
  }

  /** Collective debtors have nothing but their code. A refusal is about the administration's relations as a whole. */
  async #byCode(): Promise<void> {
    const codes = [...this.#owing.keys()].filter((code) => !this.#known.has(code));
    if (codes.length === 0) return;
    const answer = heard(await this.context.session.debtors.byCodes(codes));
    if (answer.kind === 'refused') throw new Stopped({ kind: 'unclear', cause: 'unreadable', until: null });
    await this.#remember(answer.value.filter(({ code }) => codes.includes(code)).map((one) => this.#row(one.code, one)));
  }

  /** One question about what all that are not found yet have (`of`, empty for none). */
  async #ask(of: (owing: Owing) => string, ask: (keys: readonly string[]) => Promise<Answer<readonly FoundDebtor[]>>, same: (one: FoundDebtor, key: string) => boolean): Promise<void> {
    const asking = [...this.#owing].flatMap(([code, owing]) => (this.#known.has(code) || of(owing) === '' ? [] : [{ code, owing, key: of(owing) }]));
    const keys = [...new Set(asking.map(({ key }) => key))];
    if (keys.length === 0) return;
    const together = keys.length > 1 ? heard(await ask(keys)) : null;
    // Whom nobody is asked for by this, or a refusal that may be about one of them: each alone.
    const clear = together?.kind === 'ok' && together.value.every((one) => keys.some((key) => same(one, key)));
    for (const key of keys) {
      const hits = clear ? { ok: together.value.filter((one) => same(one, key)) } : await this.#alone(key, ask);
      for (const { code, owing } of asking.filter((one) => one.key === key)) {
        const found: Found | null = 'ok' in hits ? this.#among(owing, hits.ok) : { reason: { code: hits.refused.code, params: { ...hits.refused.params, debtor: code } }, retryMs: REFUSED_MS };
        if (!found) continue;
        if ('row' in found) await this.#remember([found.row]);
        else this.#known.set(code, found);
      }
    }
  }

  async #alone(key: string, ask: (keys: readonly string[]) => Promise<Answer<readonly FoundDebtor[]>>): Promise<{ readonly ok: readonly FoundDebtor[] } | { readonly refused: SyncReason }> {
    const stop = this.context.refused.stop();
    if (stop) return { refused: stop };
    const answer = heard(await ask([key]));
    if (answer.kind === 'ok') return { ok: answer.value };
    await this.context.refused.note(answer.reason);
    return { refused: answer.reason };
  }

  /** Who of them is meant; null when nobody is. The code settles it among several. */
  #among({ booking, record }: Owing, all: readonly FoundDebtor[]): Found | null {
    const { code } = booking.debtor;
    // Another company at the same address of e-mail is somebody else.
    const hits = all.filter((one) => !record || record.vatNumber === '' || one.vatNumber === '' || sameVatNumber(one.vatNumber, record.vatNumber));
    const hit = hits.length > 1 ? hits.find((one) => one.code === code) : hits[0];
    if (hit) return { row: this.#row(code, hit) };
    return hits.length === 0 ? null : { reason: { code: 'S-DEBTOR-SEVERAL', params: { debtor: code, count: hits.length } }, retryMs: null };
  }

  async #make(record: AccountRecord, needsNumber: boolean): Promise<Found> {
    const { ports, session, target } = this.context;
    const uncertain: Found = { reason: { code: 'S-DEBTOR-UNCERTAIN', params: { debtor: record.code } }, retryMs: SOON_MS };
    const row: RelationRow = { site: target.site, division: target.division, code: record.code, state: 'intent', id: '', vatNumber: record.vatNumber, country: record.country, status: 'C', at: ports.now() };
    await ports.ledger.putRelations([row]);
    const answer = await session.debtors.create(record);
    if (answer.kind === 'ok') return { row: { ...row, state: 'known', id: answer.value.id } };
    if (answer.kind === 'not-processed') return this.#turnedAway(answer, record.code);
    // A code is taken once: whether ours landed, or another browser was faster, the code tells.
    const looked = heard(await session.debtors.byCodes([record.code]));
    if (looked.kind === 'refused') return uncertain;
    const found = looked.value.find(({ code }) => code === record.code);
    if (found) return { row: this.#row(record.code, found) };
    if (answer.kind === 'unclear') return uncertain;
    if (answer.reason.params['field'] === 'email' && record.email !== '') return this.#make({ ...record, email: '' }, needsNumber);
    if (answer.reason.code === 'X-VAT-NUMBER' && record.vatNumber !== '' && !needsNumber) return this.#make({ ...record, vatNumber: '' }, needsNumber);
    await this.context.refused.note(answer.reason);
    return { reason: { code: answer.reason.code, params: { ...answer.reason.params, debtor: record.code } }, retryMs: null };
  }

  /** A change of a relation that was not even tried: its own invoices wait for it. Anything that ends the work with Exact ends the search. */
  async #turnedAway(trouble: Trouble, code: string): Promise<Held> {
    const held = this.#heldBy(trouble, code);
    if (!held) throw new Stopped(trouble);
    if (trouble.cause === 'forbidden') await this.context.refused.note(BARRED);
    return held;
  }

  /** Why the invoices of a relation wait where only calls about relations are closed: to this Exact user, or after errors for a while. Null for any other trouble. */
  #heldBy(trouble: Trouble, code: string): Held | null {
    if (trouble.cause === 'forbidden') return { reason: { code: BARRED.code, params: { ...BARRED.params, debtor: code } }, retryMs: null };
    if (trouble.cause !== 'circuit') return null;
    const retryMs = trouble.until === null ? REFUSED_MS : Math.max(trouble.until - this.context.session.now(), SOON_MS);
    return { reason: { code: 'S-DEBTOR-UNCERTAIN', params: { debtor: code } }, retryMs };
  }
}

/** Addresses of e-mail compared without case. */
function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** What differs in a relation that a listing would name the buyer by: its VAT number, or its country (of the invoice, or of the number). */
function otherThan({ debtor: { vatNumber, country } }: Booking, row: RelationRow): SyncReason['params'] | null {
  if (vatNumber === undefined) return null;
  if (!sameVatNumber(vatNumber, row.vatNumber)) return { reason: row.vatNumber === '' ? 'vatno-none' : 'vatno-other' };
  const there = row.country ?? '';
  if (country === undefined || [country, vatNumber.slice(0, 2)].some((one) => sameCountry(one, there))) return null;
  return { reason: there === '' ? 'country-none' : 'country-other', ...(there === '' ? {} : { country: there }) };
}
