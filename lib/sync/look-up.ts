/** Looking up: copies of ours that are to go, and one query for everything that is open, next or to be proved (design 6.3 to 6.5). */
import type { FoundEntry } from '../exact/entries';
import { overrideOf } from '../exact/override-probe';
import { sha256Hex } from '../invoice/sha256';
import type { Intent, SyncRow } from '../ledger/sync-rows';
import { fits } from './fit';
import { closedFor, type Candidate } from './prepare';
import { AGAIN_MS, FAR, forPerson, isPeriod, knownEntriesOf, marksOf, resolveFresh, resolveIntent, shown, withoutEntry, withoutRemoving } from './resolve';
import { resultOf, type SliceResult } from './slice-result';
import { isClaimed, isOfAnother, refKeyOf, rememberClosed, resolveContextOf, type SliceContext } from './slice-work';
import { isSame, later, mayFollow, move, type Move } from './states';
import { isOwn } from './two-found';

const EXPORTED_AGAIN_MS = 24 * 3_600_000;

/** The look-up of one slice. */
export class LookUp {
  constructor(private readonly context: SliceContext) {}

  /**
   * Copies of ours that are to go (design 6.5). What was found may be old by now: both entries are read again, and only when everything still
   * holds, one DELETE; the look-up after it decides.
   */
  async removeCopies(open: readonly SyncRow[]): Promise<SliceResult | null> {
    const { ports, session } = this.context;
    for (const row of open) {
      const removing = row.state === 'two-found' ? row.intent?.removing : undefined;
      if (!row.intent || !removing) continue;
      const intent: Intent = withoutRemoving(row.intent);
      const both = await session.entries.read([removing.keep, removing.remove]);
      if (both.kind !== 'ok') return both.kind === 'refused' ? { kind: 'wait', until: null, cause: both.reason.code } : resultOf(both);
      const [keeper, copy] = [removing.keep, removing.remove].map((id) => both.value.find(({ entryId }) => entryId === id));
      if (!keeper || !copy || !fits(intent.draft, keeper) || !isOwn(intent.draft, copy, marksOf(intent, this.context.target))) {
        await ports.ledger.moveSync([move(row, 'sent', { at: ports.now(), call: 'GET SalesEntries', outcome: 'changed meanwhile' }, { intent, due: 0 })], 'strict');
        return { kind: 'more' };
      }
      const held = await this.#heldBack(intent, copy);
      if (held.kind === 'trouble') return held.result;
      const answer = held.kind === 'held' ? held : await session.entries.remove(copy.entryId);
      if (answer.kind === 'not-processed') return resultOf(answer);
      const cause = answer.kind === 'held' ? answer.cause : answer.kind === 'refused' && answer.reason.code !== 'X-NOT-FOUND' ? answer.reason.code : null;
      const step = { at: ports.now(), call: answer.kind === 'held' ? answer.call : 'DELETE SalesEntries', outcome: cause ?? answer.kind };
      if (cause !== null) {
        if (isPeriod(cause)) await rememberClosed(this.context, intent.draft);
        await ports.ledger.moveSync([move(row, 'two-found', step, { intent, due: forPerson(session.now()), reason: { code: 'S-TWO-HELD', params: { copy: String(copy.entryNumber), cause } } })], 'strict');
        return { kind: 'more' };
      }
      // Without a clear answer it may stand there still, under whatever reference.
      const after = answer.kind === 'unclear' ? intent : withoutEntry(intent, copy.entryId);
      await ports.ledger.moveSync([move(row, 'sent', step, { intent: { ...after, gaveWay: true }, due: 0 })], 'strict');
      return { kind: 'more' };
    }
    return null;
  }

  /** Whether a copy of ours has to stay: its period is closed, something is matched with it, or Exact does not say that nothing is. */
  async #heldBack(intent: Intent, copy: FoundEntry): Promise<{ readonly kind: 'free' } | { readonly kind: 'held'; readonly cause: string; readonly call: string } | { readonly kind: 'trouble'; readonly result: SliceResult }> {
    const { ports, session, administration } = this.context;
    const shut = closedFor(administration.get(), intent.draft, ports.now());
    if (shut) return { kind: 'held', cause: shut.code, call: '' };
    const matched = await session.entries.matched(copy.entryId);
    const call = 'GET Receivables';
    if (matched.kind === 'ok') return matched.value ? { kind: 'held', cause: 'matched', call } : { kind: 'free' };
    if (matched.kind === 'refused') return { kind: 'held', cause: matched.reason.code, call };
    // Receivables are a right of their own: who may not read them can still book.
    if (matched.kind === 'not-processed' && (matched.cause === 'forbidden' || matched.cause === 'circuit')) return { kind: 'held', cause: matched.cause, call };
    return { kind: 'trouble', result: resultOf(matched) };
  }

  /** One look-up for all; what is open is settled by it, and so is what rides along: booked ones to be proved, refused ones, and tasks that a person may have ended in Exact. */
  async lookUp(open: readonly SyncRow[], candidates: readonly Candidate[], riders: readonly SyncRow[]): Promise<(Looked & { readonly kind: 'ok' }) | { readonly kind: 'trouble'; readonly result: SliceResult }> {
    const { ports, session } = this.context;
    const referenceOf = (row: SyncRow): string => row.intent?.draft.reference ?? '';
    const must = [...new Set([...open.map(referenceOf), ...candidates.flatMap(({ references }) => references)])];
    const all = [...new Set([...must, ...riders.map(referenceOf)])];
    // What rides along does where there is room, and takes a call of its own only when there is nothing else.
    const asked = new Set(all.slice(0, Math.max(session.entries.fitting(all), must.length === 0 ? 1 : Math.min(must.length, session.entries.fitting(must)))));
    const answer = await session.entries.lookUp([...asked]);
    if (answer.kind === 'refused') return { kind: 'trouble', result: { kind: 'wait', until: null, cause: answer.reason.code } };
    if (answer.kind !== 'ok') return { kind: 'trouble', result: resultOf(answer) };
    const entries = answer.value;
    const claims = new Map(await ports.ledger.claims(entries.map(({ entryId }) => entryId)));
    const rows = [...open, ...riders].flatMap((row) => {
      if (!row.intent || !asked.has(referenceOf(row))) return [];
      return [{ row, intent: row.intent, mine: entries.filter((entry) => entry.reference === referenceOf(row).trim() && !isClaimed(claims, entry, row)) }];
    });
    const missed = [...rows.map(({ row, mine }) => missing(row, mine)), ...candidates.map(({ row, references }) => (references.every((one) => asked.has(one)) ? missing(row, under(references, entries)) : []))];
    const standing = await this.#standing(missed.flat());
    if (standing.kind === 'trouble') return standing;
    for (const [id, holder] of await ports.ledger.claims([...(standing.value?.keys() ?? [])])) claims.set(id, holder);
    const looked: Looked = { entries, asked, learnt: false, elsewhere: standing.value };

    const moves: Move[] = [];
    let learnt = false;
    for (const { row, intent, mine: unclaimed } of rows) {
      const mine = unclaimed.filter((entry) => !isClaimed(claims, entry, row));
      const others = elsewhere(looked, row, unclaimed, claims);
      if (others === null) {
        moves.push(later(row, this.#someTime(row)));
        continue;
      }
      const found = [...mine, ...others];
      const resolved = resolveIntent(row, intent, found, resolveContextOf(this.context));
      // Rows of one former reference may wait for the same entry: the first that settles has it.
      if (resolved.after.entry) claims.set(resolved.after.entry.entryId, [row.tenantId, row.id]);
      const moved = row.due >= FAR && isSame(resolved) ? later(row, resolved.after.due) : this.#withDocument(resolved, intent);
      if (moved.after.state === 'waiting' && moved.after.reason) await rememberClosed(this.context, intent.draft);
      moves.push(moved);
      const entry = found.length === 1 ? found[0] : undefined;
      if (entry && row.state !== 'booked' && moved.after.entry?.origin === 'own') learnt = (await this.#learn(row, intent, entry)) || learnt;
    }
    await ports.ledger.moveSync(moves, 'strict');
    return { kind: 'ok', ...looked, learnt };
  }

  /** Candidates that stand in Exact already are adopted or shown; the others are ready. */
  async adopt(candidates: readonly Candidate[], looked: Looked): Promise<readonly Candidate[]> {
    const { ports, session, target: { site, division } } = this.context;
    const { entries, asked } = looked;
    const claims = new Map(await ports.ledger.claims([...entries.map(({ entryId }) => entryId), ...(looked.elsewhere?.keys() ?? [])]));
    const holders = await ports.ledger.referenceHolders([...new Set(candidates.flatMap(({ draft, references }) => [draft.reference, ...references]))].map((reference) => refKeyOf(this.context, reference)));
    const moves: Move[] = [];
    const ready: Candidate[] = [];
    const taken = new Map<string, number>();
    for (const one of candidates) {
      const { row, draft, references } = one;
      if (!references.every((reference) => asked.has(reference))) continue;
      const refKey = refKeyOf(this.context, draft.reference);
      const found = under(references, entries);
      const mine = found.filter((entry) => !isClaimed(claims, entry, row));
      const others = elsewhere(looked, row, found, claims);
      if (others === null) {
        moves.push(later(row, this.#someTime(row)));
        continue;
      }
      const at = ports.now();
      // What another invoice has under a former form of the reference is that invoice's, and in nobody's way; only what would be sent must be free.
      const inUse = taken.has(refKey) || found.some((entry) => entry.reference === draft.reference.trim() && !mine.includes(entry));
      // An entry that nobody has yet may be a late one of who holds its reference.
      const wanted = inUse ? draft.reference : [draft.reference, ...mine.map(({ reference }) => reference)].find((reference) => isOfAnother(holders.get(refKeyOf(this.context, reference)), row));
      if (others.length === 0 && wanted !== undefined) {
        if (!mayFollow(row, 'waiting')) moves.push(later(row, forPerson(session.now())));
        else moves.push(move(row, 'waiting', { at, call: 'GET SalesEntries', outcome: 'reference taken' }, { due: session.now() + AGAIN_MS, reason: { code: 'S-REFERENCE-TAKEN', params: { reference: wanted } } }));
        continue;
      }
      taken.set(refKey, row.id);
      const free = [...mine, ...others];
      const intent = row.intent;
      // Refused as it was sent then: what stands there now is judged by what would be sent now.
      const sent = intent && (intent.answer?.kind !== 'refused' || free.some((entry) => fits(intent.draft, entry))) ? intent : null;
      const adopted = !sent && others.length > 0 ? edited(row, free, this.context) : sent && free.length > 0 ? resolveIntent({ ...row, state: 'uncertain', due: FAR }, sent, free, resolveContextOf(this.context)) : resolveFresh(row, draft, free, { site, division, hash: sha256Hex(JSON.stringify(draft)), refKey }, resolveContextOf(this.context));
      // Whoever comes behind it in this slice cannot have the same one.
      if (adopted?.after.entry) claims.set(adopted.after.entry.entryId, [row.tenantId, row.id]);
      if (adopted && row.due >= FAR && isSame(adopted)) moves.push(later(row, adopted.after.due));
      else if (adopted) moves.push({ before: row, after: one.inFile ? { ...adopted.after, notNew: true } : adopted.after });
      else if (row.state === 'gone') moves.push(later(row, forPerson(session.now())));
      else if (row.entry) moves.push(move(row, 'gone', { at, call: 'GET SalesEntries', outcome: 'none found' }, { due: forPerson(session.now()), reason: { code: 'S-GONE', params: {} } }, ['found']));
      else if (one.inFile) {
        const again = row.steps.filter(({ state }) => state === 'exported').length < 7 ? session.now() + EXPORTED_AGAIN_MS : FAR;
        moves.push(move(row, 'exported', { at, call: 'GET SalesEntries', outcome: 'none found' }, { due: again, reason: { code: 'S-EXPORTED', params: {} } }));
      } else {
        if (row.state === 'ready') ready.push(one);
        else {
          const moved = move(row, 'ready', { at, call: 'GET SalesEntries', outcome: 'none found' }, { due: 0, hash: one.hash }, ['reason', 'found']);
          moves.push(moved);
          ready.push({ ...one, row: moved.after });
        }
      }
    }
    await ports.ledger.moveSync(moves, 'strict');
    return ready;
  }

  /** Which of some entries still stand in Exact, by id; null when Exact refuses to say. One call for all of them, none in the usual way. */
  async #standing(entryIds: readonly string[]): Promise<{ readonly kind: 'ok'; readonly value: ReadonlyMap<string, FoundEntry> | null } | { readonly kind: 'trouble'; readonly result: SliceResult }> {
    if (entryIds.length === 0) return { kind: 'ok', value: new Map() };
    const answer = await this.context.session.entries.read(entryIds);
    if (answer.kind === 'refused') return { kind: 'ok', value: null };
    if (answer.kind !== 'ok') return { kind: 'trouble', result: resultOf(answer) };
    return { kind: 'ok', value: new Map(answer.value.map((entry) => [entry.entryId, entry])) };
  }

  /** When a row is looked at again that cannot be settled now. */
  #someTime({ due }: SyncRow): number {
    const { session, settings } = this.context;
    return due >= FAR ? forPerson(session.now()) : session.now() + settings.uncertainMs;
  }

  /** Where the shop wants it, a proved entry of our own gets the PDF of its invoice. */
  #withDocument({ before, after }: Move, { draft }: Intent): Move {
    const { ports, session, shops } = this.context;
    const wanted = shops.some(({ shop }) => shop.attachPdf && shop.tenantId === after.tenantId && shop.shopId === after.shopId);
    if (!wanted || after.state !== 'proved' || after.entry?.origin !== 'own' || after.document?.entryId === after.entry.entryId) return { before, after };
    return { before, after: { ...after, document: { state: 'due', entryId: after.entry.entryId, customer: draft.customer, at: ports.now() }, documentDue: session.now() } };
  }

  /** What our own entry shows about the shop's VAT, while that is not known. Before the row moves on, so that a killed worker learns it again. */
  async #learn(row: SyncRow, { draft }: Intent, entry: FoundEntry): Promise<boolean> {
    const { ports, shops } = this.context;
    const held = shops.find(({ shop }) => shop.tenantId === row.tenantId && shop.shopId === row.shopId);
    if (!held?.decider?.tells) return false;
    const sent = draft.lines.flatMap(({ rate, ...line }) => (rate === undefined ? [] : [{ ...line, rate }]));
    const mode = sent.length === draft.lines.length ? overrideOf({ lines: sent }, entry.lines) : 'unknown';
    if (mode === 'unknown') return false;
    await ports.learnt(held.shop, mode);
    return true;
  }
}

/** What one look-up found. */
interface Looked {
  readonly entries: readonly FoundEntry[];
  readonly asked: ReadonlySet<string>;
  readonly learnt: boolean;
  /** Entries that are known by id and were not found by reference, as far as they stand; null when Exact refused to say. */
  readonly elsewhere: ReadonlyMap<string, FoundEntry> | null;
}

function under(references: readonly string[], entries: readonly FoundEntry[]): readonly FoundEntry[] {
  return entries.filter((entry) => references.some((reference) => reference.trim() === entry.reference));
}

/** An invoice without an intent whose entry stands under another reference by now. */
function edited(row: SyncRow, entries: readonly FoundEntry[], { ports, session }: SliceContext): Move {
  return move(row, 'differs', { at: ports.now(), call: 'GET SalesEntries', outcome: 'reference changed' }, { found: entries.map(shown), due: forPerson(session.now()), reason: { code: 'S-DIFFERS', params: { what: 'reference' } } });
}

/** Entries of a row to be read by id: what is known to have stood for it and was not found by its reference. What is gone does not come back under its id. */
function missing(row: SyncRow, found: readonly FoundEntry[]): readonly string[] {
  return row.state === 'gone' ? [] : knownEntriesOf(row).filter((id) => !found.some(({ entryId }) => entryId === id));
}

/** Those of them that stand and are not another invoice's by now; null when nobody knows. */
function elsewhere({ elsewhere: standing }: Looked, row: SyncRow, found: readonly FoundEntry[], claims: ReadonlyMap<string, readonly [string, number]>): readonly FoundEntry[] | null {
  const ids = missing(row, found);
  return standing === null && ids.length > 0 ? null : ids.flatMap((id) => standing?.get(id) ?? []).filter((entry) => !isClaimed(claims, entry, row));
}
