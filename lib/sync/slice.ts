/**
 * One slice of work in one administration, under its lock and with one token: a single look-up for everything that is open and everything
 * that is next, then POSTs. What was posted is looked up by the next slice, which follows at once; so each batch costs one look-up, and
 * nothing is final before it (design 6).
 */
import type { EntryDraft } from '../booking/entry-draft';
import { sha256Hex } from '../invoice/sha256';
import type { FoundEntry } from '../exact/entries';
import type { Answer } from '../exact/answer';
import { overrideOf } from '../exact/override-probe';
import type { AdministrationRow, Intent, SyncRow, SyncShopRow, SyncState } from '../ledger/sync-rows';
import { afterOutcome, isStopped, restsUntil } from './canary';
import type { Decider, ExactSession, SyncPorts, SyncSettings, Target } from './ports';
import { runDocuments } from './documents';
import type { RefusedDebtors } from './relations';
import { resultOf, type SliceResult } from './slice-result';
import { closedFor, periodOf, prepare, type Candidate } from './prepare';
import { AGAIN_MS, CLOSED_MS, FAR, isPeriod, KIND_RESTS, resolveFresh, resolveIntent, withoutRemoving, type ResolveContext } from './resolve';
import { move, type Move } from './states';

export interface SliceWork {
  readonly ports: SyncPorts;
  readonly session: ExactSession;
  readonly target: Target;
  readonly settings: SyncSettings;
  readonly shops: readonly { readonly shop: SyncShopRow; readonly decider: Decider | null }[];
  /** Entries sent in this run that were to show what Exact does with the shop's VAT. */
  readonly probes: { sent: number };
  /** Of this run. */
  readonly refusedDebtors: RefusedDebtors;
}

const OPEN: readonly SyncState[] = ['intent', 'sent', 'uncertain', 'two-found'];
const NEXT: readonly SyncState[] = ['ready', 'seen', 'waiting', 'exported'];
/** Entries that go one by one to see what becomes of their VAT; when so many told nothing, the rest does not wait for it. */
const PROBES = 5;
const SOON_MS = 60_000;
const EXPORTED_AGAIN_MS = 24 * 3_600_000;

/** Does one slice. Everything that it learns is stored before it goes on. */
export async function runSlice(work: SliceWork): Promise<SliceResult> {
  const { ports, session, target } = work;
  let administration = await ports.ledger.administration(target.site, target.division);
  const state = {
    get: (): AdministrationRow => administration,
    set: async (row: AdministrationRow): Promise<void> => {
      administration = row;
      await ports.ledger.putAdministration(row);
    },
  };
  try {
    return await new Slice(work, state).run();
  } finally {
    if (!ports.signal.aborted) await state.set({ ...administration, budget: session.budget() });
  }
}

class Slice {
  readonly #begun: number;

  constructor(
    private readonly work: SliceWork,
    private readonly administration: { get(): AdministrationRow; set(row: AdministrationRow): Promise<void> },
  ) {
    this.#begun = work.ports.now();
  }

  async run(): Promise<SliceResult> {
    const { ports, session, settings, shops } = this.work;
    // A look that is too early proves nothing and does no harm; one that waits for a wrong clock may wait for hours.
    const open = await this.#rows(OPEN, settings.batch * 2, session.sure() ? session.now() : FAR - 1);
    const removed = await this.#removeCopies(open);
    if (removed) return removed;

    const next = await this.#next(Math.max(settings.batch - Math.floor(open.length / 2), 1));
    const prepared = await prepare({ ports, session, target: this.work.target, administration: this.administration, refusedDebtors: this.work.refusedDebtors }, next);
    await ports.ledger.moveSync(prepared.moves, 'relaxed');
    const { candidates } = prepared;
    const proofs = open.length + candidates.length + prepared.moves.length === 0 ? await this.#rows(['booked'], settings.batch * 2) : await this.#rows(['booked'], settings.batch);
    if (open.length + candidates.length + proofs.length === 0) {
      if (prepared.trouble) return resultOf(prepared.trouble);
      if (prepared.moves.length > 0) return { kind: 'more' };
      // A shop that is off or paused gets no documents either.
      return (await runDocuments({ ...this.work, shops: shops.filter(({ decider }) => decider !== null) })) ?? { kind: 'idle' };
    }

    const looked = await this.#lookUp(open, candidates, proofs);
    if (looked.kind === 'trouble') return looked.result;
    // Decided by rules that are not the present ones any more: begun again.
    if (looked.learnt) return { kind: 'more', learnt: true };
    const sendable = await this.#adopt(candidates, looked.entries, looked.asked);
    for (const { shop } of shops) ports.changed(shop);
    if (prepared.trouble) return resultOf(prepared.trouble);
    return (await this.#send(sendable)) ?? { kind: 'more' };
  }

  async #rows(states: readonly SyncState[], limit: number, due = this.work.session.now()): Promise<readonly SyncRow[]> {
    const { ports, shops, target } = this.work;
    const rows: SyncRow[] = [];
    for (const { shop } of shops) {
      for (const state of states) rows.push(...(await ports.ledger.syncRows(shop, state, due, limit)));
    }
    return rows.filter(({ intent }) => intent?.site === target.site && intent.division === target.division).slice(0, limit);
  }

  /** What may be sent next, shared out evenly over the shops that have work. */
  async #next(limit: number): Promise<readonly { readonly shop: SyncShopRow; readonly decider: Decider; readonly rows: readonly SyncRow[] }[]> {
    const { ports, session, settings, shops } = this.work;
    const found: { readonly shop: SyncShopRow; readonly decider: Decider; readonly rows: SyncRow[] }[] = [];
    for (const { shop, decider } of shops) {
      if (!decider || isStopped(shop, settings.equalRefusals)) continue;
      const rows: SyncRow[] = [];
      for (const state of NEXT) {
        if (rows.length < limit) rows.push(...(await ports.ledger.syncRows(shop, state, session.now(), limit - rows.length)));
      }
      if (rows.length > 0) found.push({ shop, decider, rows });
    }
    for (let left = limit, share = found.length; share > 0; share -= 1) {
      const [smallest] = found.slice(found.length - share).sort((one, other) => one.rows.length - other.rows.length);
      if (!smallest) break;
      smallest.rows.splice(Math.max(1, Math.floor(left / share)));
      left -= smallest.rows.length;
    }
    return found;
  }

  /** Copies of ours that are to go: the keeper is read again, then one DELETE; the look-up after it decides (design 6.5). */
  async #removeCopies(open: readonly SyncRow[]): Promise<SliceResult | null> {
    const { ports, session } = this.work;
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
        await ports.ledger.moveSync([move(row, 'two-found', step, { intent, due: FAR, reason: { code: 'S-TWO-FOUND', params: { count: 2, cause: answer.reason.code } } })], 'strict');
        return { kind: 'more' };
      }
      if (answer.kind === 'not-processed') return resultOf(answer);
      await ports.ledger.moveSync([move(row, 'sent', step, { intent: { ...intent, gaveWay: true }, due: 0 })], 'strict');
      return { kind: 'more' };
    }
    return null;
  }

  /** One look-up for all; what is open or to be proved is settled by it. */
  async #lookUp(open: readonly SyncRow[], candidates: readonly Candidate[], proofs: readonly SyncRow[]): Promise<{ readonly kind: 'ok'; readonly entries: readonly FoundEntry[]; readonly asked: ReadonlySet<string>; readonly learnt: boolean } | { readonly kind: 'trouble'; readonly result: SliceResult }> {
    const { ports, session } = this.work;
    const referenceOf = (row: SyncRow): string => row.intent?.draft.reference ?? '';
    const must = [...new Set([...open.map(referenceOf), ...candidates.flatMap(({ references }) => references)])];
    const all = [...new Set([...must, ...proofs.map(referenceOf)])];
    // What waits for proof rides along where there is room, and takes a call of its own only when there is nothing else.
    const asked = new Set(all.slice(0, Math.max(session.entries.fitting(all), must.length === 0 ? 1 : Math.min(must.length, session.entries.fitting(must)))));
    const answer = await session.entries.lookUp([...asked]);
    if (answer.kind === 'refused') return { kind: 'trouble', result: { kind: 'wait', until: null, cause: answer.reason.code } };
    if (answer.kind !== 'ok') return { kind: 'trouble', result: resultOf(answer) };
    const claims = await ports.ledger.claims(answer.value.map(({ entryId }) => entryId));
    const moves: Move[] = [];
    let learnt = false;
    for (const row of [...open, ...proofs]) {
      if (!row.intent || !asked.has(referenceOf(row))) continue;
      const mine = answer.value.filter((entry) => entry.reference === referenceOf(row).trim() && !isClaimed(claims, entry, row));
      if (row.state === 'booked' && mine.length === 0 && (await this.#standsElsewhere(row)) !== false) continue;
      const moved = this.#withDocument(resolveIntent(row, row.intent, mine, this.#context()), row.intent);
      if (moved.after.state === 'waiting' && moved.after.reason) await this.#closed(row.intent.draft);
      moves.push(moved);
      const entry = mine.length === 1 ? mine[0] : undefined;
      if (entry && row.state !== 'booked' && moved.after.entry?.origin === 'own') learnt = (await this.#learn(row, row.intent, entry)) || learnt;
    }
    await ports.ledger.moveSync(moves, 'strict');
    return { kind: 'ok', entries: answer.value, asked, learnt };
  }

  /** Where the shop wants it, a proved entry of our own gets the PDF of its invoice. */
  #withDocument({ before, after }: Move, { draft }: Intent): Move {
    const { ports, session, shops } = this.work;
    const wanted = shops.some(({ shop }) => shop.attachPdf && shop.tenantId === after.tenantId && shop.shopId === after.shopId);
    if (!wanted || after.state !== 'proved' || after.entry?.origin !== 'own' || after.document?.entryId === after.entry.entryId) return { before, after };
    return { before, after: { ...after, document: { state: 'due', entryId: after.entry.entryId, customer: draft.customer, at: ports.now() }, documentDue: session.now() } };
  }

  /** What our own entry shows about the shop's VAT, while that is not known. Before the row moves on, so that a killed worker learns it again. */
  async #learn(row: SyncRow, { draft }: Intent, entry: FoundEntry): Promise<boolean> {
    const { ports, shops } = this.work;
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
    const { ports, session } = this.work;
    if (!row.entry || row.intent?.gaveWay) return false;
    const answer = await session.entries.read(row.entry.entryId);
    if (answer.kind !== 'ok') return null;
    if (answer.value === null) return false;
    await ports.ledger.moveSync([move(row, 'differs', { at: ports.now(), call: 'GET SalesEntries', outcome: 'reference changed' }, { due: FAR, reason: { code: 'S-DIFFERS', params: { what: 'reference' } } })], 'strict');
    return true;
  }

  /** Candidates that stand in Exact already are adopted or shown; the others are ready. */
  async #adopt(candidates: readonly Candidate[], entries: readonly FoundEntry[], asked: ReadonlySet<string>): Promise<readonly Candidate[]> {
    const { ports, session, target: { site, division } } = this.work;
    const claims = await ports.ledger.claims(entries.map(({ entryId }) => entryId));
    const holders = await ports.ledger.referenceHolders(candidates.map(({ draft }) => this.#refKey(draft.reference)));
    const moves: Move[] = [];
    const ready: Candidate[] = [];
    const taken = new Map<string, number>();
    for (const one of candidates) {
      const { row, draft, references } = one;
      if (!references.every((reference) => asked.has(reference))) continue;
      const refKey = this.#refKey(draft.reference);
      const found = entries.filter((entry) => references.some((reference) => reference.trim() === entry.reference));
      const free = found.filter((entry) => !isClaimed(claims, entry, row));
      const holder = holders.get(refKey);
      const at = ports.now();
      if (found.length > free.length || (holder && (holder[0] !== row.tenantId || holder[1] !== row.id)) || taken.has(refKey)) {
        moves.push(move(row, 'waiting', { at, call: 'GET SalesEntries', outcome: 'reference taken' }, { due: session.now() + AGAIN_MS, reason: { code: 'S-REFERENCE-TAKEN', params: { reference: draft.reference } } }));
        continue;
      }
      taken.set(refKey, row.id);
      const intent = row.intent;
      const adopted = intent && free.length > 0 ? resolveIntent({ ...row, state: 'uncertain', due: FAR }, intent, free, this.#context()) : resolveFresh(row, draft, free, { site, division, hash: sha256Hex(JSON.stringify(draft)), refKey }, this.#context());
      if (adopted) moves.push({ before: row, after: one.inFile ? { ...adopted.after, notNew: true } : adopted.after });
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

  /** POSTs, one after another; null when all were sent. Ends early at the first trouble: what is unclear is looked up at once. */
  async #send(candidates: readonly Candidate[]): Promise<SliceResult | null> {
    const { ports, session, settings, probes } = this.work;
    let sent = 0;
    let held = 0;
    let told = false;
    for (const one of candidates) {
      ports.signal.throwIfAborted();
      if (ports.now() - this.#begun > settings.sliceMs) return { kind: 'more' };
      const full = session.room();
      if (full) return sent > 0 ? { kind: 'more' } : { kind: 'wait', until: full.until, cause: 'budget' };
      const shop = this.#shop(one.shop);
      if (isStopped(shop, settings.equalRefusals)) continue;
      const rests = this.administration.get().kinds.includes(one.kind) ? null : restsUntil(shop, one.kind, ports.now());
      if (rests !== null) {
        const due = session.now() + rests - ports.now();
        await ports.ledger.moveSync([move(one.row, 'waiting', { at: ports.now(), call: '', outcome: 'kind rests' }, { due, reason: { code: KIND_RESTS, params: {} } })], 'relaxed');
        held += 1;
        continue;
      }
      if (one.tells && told && probes.sent < PROBES) continue;
      const shut = closedFor(this.administration.get(), one.draft, ports.now());
      if (shut) {
        await ports.ledger.moveSync([move(one.row, 'waiting', { at: ports.now(), call: '', outcome: 'period closed' }, { due: session.now() + CLOSED_MS, reason: shut })], 'relaxed');
        held += 1;
        continue;
      }
      const begun = await this.#begin(one);
      if (!begun) continue;
      if (one.tells) {
        told = true;
        probes.sent += 1;
      }
      await ports.pulse();
      const answer = await session.entries.post(one.draft);
      const ended = await this.#answered(one, begun, answer);
      if (ended) return ended;
      sent += 1;
    }
    // What a stopped shop leaves ready is no work for this run.
    return sent + held === 0 && candidates.length > 0 ? { kind: 'wait', until: null, cause: 'stopped' } : null;
  }

  async #begin({ row, draft, hash }: Candidate): Promise<{ readonly row: SyncRow; readonly intent: Intent } | null> {
    const { ports, session, target } = this.work;
    const now = session.now();
    const intent: Intent = {
      site: target.site,
      division: target.division,
      draft,
      hash: sha256Hex(JSON.stringify(draft)),
      at: now,
      firstAt: row.intent?.firstAt ?? now,
      attempt: (row.intent?.attempt ?? 0) + 1,
    };
    const change = { intent, hash, changed: false, due: 0, reference: draft.reference, refKey: this.#refKey(draft.reference) };
    const moved = move(row, 'intent', { at: ports.now(), call: '', outcome: 'intent' }, change, ['reason']);
    const begun = await ports.ledger.beginIntent(moved);
    if (begun === 'ok') return { row: moved.after, intent };
    const step = { at: ports.now(), call: '', outcome: begun };
    if (begun === 'exporting') await ports.ledger.moveSync([move(row, 'waiting', step, { due: now + SOON_MS, reason: { code: 'S-EXPORTING', params: {} } })], 'relaxed');
    if (begun === 'reference') await ports.ledger.moveSync([move(row, 'waiting', step, { due: session.now() + AGAIN_MS, reason: { code: 'S-REFERENCE-TAKEN', params: { reference: draft.reference } } })], 'relaxed');
    return null;
  }

  async #answered(one: Candidate, { row, intent }: { readonly row: SyncRow; readonly intent: Intent }, answer: Answer<{ readonly entryId: string }>): Promise<SliceResult | null> {
    const { ports } = this.work;
    const step = (outcome: string): { readonly at: number; readonly call: string; readonly outcome: string } => ({ at: ports.now(), call: 'POST SalesEntries', outcome });
    switch (answer.kind) {
      case 'ok': {
        await ports.ledger.moveSync([move(row, 'sent', step('ok'), { intent: { ...intent, answer: { kind: 'ok', entryId: answer.value.entryId } } })], 'strict');
        await this.#count(one, null);
        const { kinds } = this.administration.get();
        if (!kinds.includes(one.kind)) await this.administration.set({ ...this.administration.get(), kinds: [...kinds, one.kind] });
        return null;
      }
      case 'refused': {
        const reason = { code: answer.reason.code, params: answer.reason.params };
        await ports.ledger.moveSync([move(row, 'sent', step(reason.code), { intent: { ...intent, answer: { kind: 'refused', reason } } })], 'strict');
        // A closed period is no fault of the shop's settings: its month is held instead.
        if (isPeriod(reason.code)) await this.#closed(one.draft);
        else await this.#count(one, `SalesEntries ${answer.reason.key}`);
        return null;
      }
      case 'not-processed':
        // Certainly without effect: it stays ready, under the same reference.
        await ports.ledger.moveSync([move(row, 'ready', step(answer.cause), { due: 0, ...(one.row.intent ? { intent: one.row.intent } : {}) }, one.row.intent ? [] : ['intent'])], 'strict');
        return resultOf(answer);
      case 'unclear':
        await ports.ledger.moveSync([move(row, 'sent', step(`unclear: ${answer.cause}`), { intent: { ...intent, answer: { kind: 'unclear' } } })], 'strict');
        return { kind: 'more' };
    }
  }

  async #count({ shop, kind }: Candidate, key: string | null): Promise<void> {
    const { ports } = this.work;
    const before = (await ports.ledger.syncShop(shop)) ?? shop;
    const after = afterOutcome(before, kind, key, ports.now());
    if (after !== before) await ports.ledger.putSyncShop(after);
    const held = this.work.shops.find((one) => one.shop.tenantId === shop.tenantId && one.shop.shopId === shop.shopId);
    if (held) this.#counted.set(held.shop, after);
  }

  readonly #counted = new Map<SyncShopRow, SyncShopRow>();

  #shop(shop: SyncShopRow): SyncShopRow {
    return this.#counted.get(shop) ?? shop;
  }

  async #closed(draft: Pick<EntryDraft, 'date' | 'reporting'>): Promise<void> {
    const row = this.administration.get();
    await this.administration.set({ ...row, closed: { ...row.closed, [periodOf(draft)]: this.work.ports.now() } });
  }

  #refKey(reference: string): string {
    return `${this.work.target.site}:${this.work.target.division}:${reference}`;
  }

  #context(): ResolveContext {
    const { ports, session, settings, target } = this.work;
    return { now: session.now(), at: ports.now(), userId: target.userId, settings, spread: ports.random() };
  }
}

function isClaimed(claims: ReadonlyMap<string, readonly [string, number]>, entry: FoundEntry, row: SyncRow): boolean {
  const holder = claims.get(entry.entryId);
  return holder !== undefined && (holder[0] !== row.tenantId || holder[1] !== row.id);
}
