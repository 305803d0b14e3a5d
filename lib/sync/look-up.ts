/** Looking up: copies of ours that are to go, and one query for everything that is open, next or to be proved (design 6.3 to 6.5). */
import type { FoundEntry } from '../exact/entries';
import { overrideOf } from '../exact/override-probe';
import { sha256Hex } from '../invoice/sha256';
import type { Intent, SyncRow } from '../ledger/sync-rows';
import type { Candidate } from './prepare';
import { AGAIN_MS, FAR, forPerson, resolveFresh, resolveIntent, withoutRemoving } from './resolve';
import { resultOf, type SliceResult } from './slice-result';
import { isClaimed, refKeyOf, rememberClosed, resolveContextOf, type SliceContext } from './slice-work';
import { isSame, later, mayFollow, move, type Move } from './states';

const EXPORTED_AGAIN_MS = 24 * 3_600_000;

/** The look-up of one slice. */
export class LookUp {
  constructor(private readonly context: SliceContext) {}

  /** Copies of ours that are to go: the keeper is read again, then one DELETE; the look-up after it decides (design 6.5). */
  async removeCopies(open: readonly SyncRow[]): Promise<SliceResult | null> {
    const { ports, session } = this.context;
    for (const row of open) {
      const removing = row.state === 'two-found' ? row.intent?.removing : undefined;
      if (!row.intent || !removing) continue;
      const keeper = await session.entries.read(removing.keep);
      if (keeper.kind !== 'ok') return keeper.kind === 'refused' ? { kind: 'wait', until: null, cause: 'refused' } : resultOf(keeper);
      const intent: Intent = withoutRemoving(row.intent);
      const at = ports.now();
      if (keeper.value === null) {
        await ports.ledger.moveSync([move(row, 'sent', { at, call: 'GET SalesEntries', outcome: 'keeper gone' }, { intent, due: 0 })], 'strict');
        return { kind: 'more' };
      }
      const answer = await session.entries.remove(removing.remove);
      const outcome = answer.kind === 'refused' ? answer.reason.code : answer.kind;
      const step = { at: ports.now(), call: 'DELETE SalesEntries', outcome };
      if (answer.kind === 'refused' && answer.reason.code !== 'X-NOT-FOUND') {
        await ports.ledger.moveSync([move(row, 'two-found', step, { intent, due: forPerson(session.now()), reason: { code: 'S-TWO-FOUND', params: { count: 2, cause: answer.reason.code } } })], 'strict');
        return { kind: 'more' };
      }
      if (answer.kind === 'not-processed') return resultOf(answer);
      await ports.ledger.moveSync([move(row, 'sent', step, { intent: { ...intent, gaveWay: true }, due: 0 })], 'strict');
      return { kind: 'more' };
    }
    return null;
  }

  /** One look-up for all; what is open is settled by it, and so is what rides along: booked ones to be proved, and tasks that a person may have ended in Exact. */
  async lookUp(open: readonly SyncRow[], candidates: readonly Candidate[], riders: readonly SyncRow[]): Promise<{ readonly kind: 'ok'; readonly entries: readonly FoundEntry[]; readonly asked: ReadonlySet<string>; readonly learnt: boolean } | { readonly kind: 'trouble'; readonly result: SliceResult }> {
    const { ports, session } = this.context;
    const referenceOf = (row: SyncRow): string => row.intent?.draft.reference ?? '';
    const must = [...new Set([...open.map(referenceOf), ...candidates.flatMap(({ references }) => references)])];
    const all = [...new Set([...must, ...riders.map(referenceOf)])];
    // What rides along does where there is room, and takes a call of its own only when there is nothing else.
    const asked = new Set(all.slice(0, Math.max(session.entries.fitting(all), must.length === 0 ? 1 : Math.min(must.length, session.entries.fitting(must)))));
    const answer = await session.entries.lookUp([...asked]);
    if (answer.kind === 'refused') return { kind: 'trouble', result: { kind: 'wait', until: null, cause: answer.reason.code } };
    if (answer.kind !== 'ok') return { kind: 'trouble', result: resultOf(answer) };
    const claims = await ports.ledger.claims(answer.value.map(({ entryId }) => entryId));
    const moves: Move[] = [];
    let learnt = false;
    for (const row of [...open, ...riders]) {
      if (!row.intent || !asked.has(referenceOf(row))) continue;
      const mine = answer.value.filter((entry) => entry.reference === referenceOf(row).trim() && !isClaimed(claims, entry, row));
      if (row.state === 'booked' && mine.length === 0 && (await this.#standsElsewhere(row)) !== false) continue;
      if (mine.length === 0 && row.state === 'differs' && row.reason?.params['what'] === 'reference') {
        moves.push(later(row, forPerson(session.now())));
        continue;
      }
      const resolved = resolveIntent(row, row.intent, mine, resolveContextOf(this.context));
      const moved = row.due >= FAR && isSame(resolved) ? later(row, resolved.after.due) : this.#withDocument(resolved, row.intent);
      if (moved.after.state === 'waiting' && moved.after.reason) await rememberClosed(this.context, row.intent.draft);
      moves.push(moved);
      const entry = mine.length === 1 ? mine[0] : undefined;
      if (entry && row.state !== 'booked' && moved.after.entry?.origin === 'own') learnt = (await this.#learn(row, row.intent, entry)) || learnt;
    }
    await ports.ledger.moveSync(moves, 'strict');
    return { kind: 'ok', entries: answer.value, asked, learnt };
  }

  /** Candidates that stand in Exact already are adopted or shown; the others are ready. */
  async adopt(candidates: readonly Candidate[], entries: readonly FoundEntry[], asked: ReadonlySet<string>): Promise<readonly Candidate[]> {
    const { ports, session, target: { site, division } } = this.context;
    const claims = await ports.ledger.claims(entries.map(({ entryId }) => entryId));
    const holders = await ports.ledger.referenceHolders(candidates.map(({ draft }) => refKeyOf(this.context, draft.reference)));
    const moves: Move[] = [];
    const ready: Candidate[] = [];
    const taken = new Map<string, number>();
    for (const one of candidates) {
      const { row, draft, references } = one;
      if (!references.every((reference) => asked.has(reference))) continue;
      const refKey = refKeyOf(this.context, draft.reference);
      const found = entries.filter((entry) => references.some((reference) => reference.trim() === entry.reference));
      const free = found.filter((entry) => !isClaimed(claims, entry, row));
      const holder = holders.get(refKey);
      const at = ports.now();
      if (found.length > free.length || (holder && (holder[0] !== row.tenantId || holder[1] !== row.id)) || taken.has(refKey)) {
        if (!mayFollow(row, 'waiting')) moves.push(later(row, forPerson(session.now())));
        else moves.push(move(row, 'waiting', { at, call: 'GET SalesEntries', outcome: 'reference taken' }, { due: session.now() + AGAIN_MS, reason: { code: 'S-REFERENCE-TAKEN', params: { reference: draft.reference } } }));
        continue;
      }
      taken.set(refKey, row.id);
      const intent = row.intent;
      const adopted = intent && free.length > 0 ? resolveIntent({ ...row, state: 'uncertain', due: FAR }, intent, free, resolveContextOf(this.context)) : resolveFresh(row, draft, free, { site, division, hash: sha256Hex(JSON.stringify(draft)), refKey }, resolveContextOf(this.context));
      if (adopted && row.due >= FAR && isSame(adopted)) moves.push(later(row, adopted.after.due));
      else if (adopted) moves.push({ before: row, after: one.inFile ? { ...adopted.after, notNew: true } : adopted.after });
      else if (one.inFile) {
        const again = row.steps.filter(({ state }) => state === 'exported').length < 7 ? session.now() + EXPORTED_AGAIN_MS : FAR;
        moves.push(move(row, 'exported', { at, call: 'GET SalesEntries', outcome: 'none found' }, { due: again, reason: { code: 'S-EXPORTED', params: {} } }));
      } else {
        if (row.state === 'ready') ready.push(one);
        else {
          const moved = move(row, 'ready', { at, call: 'GET SalesEntries', outcome: 'none found' }, { due: 0, hash: one.hash }, ['reason']);
          moves.push(moved);
          ready.push({ ...one, row: moved.after });
        }
      }
    }
    await ports.ledger.moveSync(moves, 'strict');
    return ready;
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

  /** Whether a booked entry that its reference does not find any more still exists: people can edit the reference. Null when Exact did not say. */
  async #standsElsewhere(row: SyncRow): Promise<boolean | null> {
    const { ports, session } = this.context;
    if (!row.entry || row.intent?.gaveWay) return false;
    const answer = await session.entries.read(row.entry.entryId);
    if (answer.kind !== 'ok') return null;
    if (answer.value === null) return false;
    await ports.ledger.moveSync([move(row, 'differs', { at: ports.now(), call: 'GET SalesEntries', outcome: 'reference changed' }, { due: forPerson(session.now()), reason: { code: 'S-DIFFERS', params: { what: 'reference' } } })], 'strict');
    return true;
  }
}
