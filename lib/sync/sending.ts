/** Sending: POSTs of one slice, one after another, each after its intent (design 6.2, 6.3); canaries and the stop after equal refusals. */
import type { Answer } from '../exact/answer';
import type { FoundEntry } from '../exact/entries';
import type { ExactReason } from '../exact/texts';
import { sha256Hex } from '../invoice/sha256';
import type { Intent, SyncRow, SyncShopRow } from '../ledger/sync-rows';
import { afterOutcome, isStopped, restsUntil } from './canary';
import { closedFor, type Candidate } from './prepare';
import { AGAIN_MS, CLOSED_MS, isPeriod, KIND_RESTS, shown } from './resolve';
import { resultOf, type SliceResult } from './slice-result';
import { refKeyOf, rememberClosed, type SliceContext } from './slice-work';
import { move } from './states';

/** Entries that go one by one to see what becomes of their VAT; when so many told nothing, the rest does not wait for it. */
const PROBES = 5;
const SOON_MS = 60_000;

/** The sending of one slice. */
export class Sending {
  readonly #counted = new Map<SyncShopRow, SyncShopRow>();

  /** `begun`: when the slice began, local time. */
  constructor(
    private readonly context: SliceContext,
    private readonly begun: number,
  ) {}

  /** POSTs, one after another; null when all were sent. Ends early at the first trouble: what is unclear is looked up at once. */
  async send(candidates: readonly Candidate[]): Promise<SliceResult | null> {
    const { ports, session, settings, probes } = this.context;
    let sent = 0;
    let held = 0;
    let told = false;
    for (const one of candidates) {
      ports.signal.throwIfAborted();
      if (ports.now() - this.begun > settings.sliceMs) return { kind: 'more' };
      const full = session.room();
      if (full) return sent > 0 ? { kind: 'more' } : { kind: 'wait', until: full.until, cause: 'budget' };
      const shop = this.#shop(one.shop);
      if (isStopped(shop, settings.equalRefusals)) continue;
      const rests = this.context.administration.get().kinds.includes(one.kind) ? null : restsUntil(shop, one.kind, ports.now());
      if (rests !== null) {
        const due = session.now() + rests - ports.now();
        await ports.ledger.moveSync([move(one.row, 'waiting', { at: ports.now(), call: '', outcome: 'kind rests' }, { due, reason: { code: KIND_RESTS, params: {} } })], 'relaxed');
        held += 1;
        continue;
      }
      if (one.tells && told && probes.sent < PROBES) continue;
      const shut = closedFor(this.context.administration.get(), one.draft, ports.now());
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
    const { ports, session, target } = this.context;
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
    const change = { ...(row.changed ? await this.#asNow(row, hash) : {}), intent, hash, changed: false, due: 0, reference: draft.reference, refKey: refKeyOf(this.context, draft.reference) };
    const moved = move(row, 'intent', { at: ports.now(), call: '', outcome: 'intent' }, change, ['reason']);
    const begun = await ports.ledger.beginIntent(moved);
    if (begun === 'ok') return { row: moved.after, intent };
    const step = { at: ports.now(), call: '', outcome: begun };
    if (begun === 'exporting') await ports.ledger.moveSync([move(row, 'waiting', step, { due: now + SOON_MS, reason: { code: 'S-EXPORTING', params: {} } })], 'relaxed');
    if (begun === 'reference') await ports.ledger.moveSync([move(row, 'waiting', step, { due: session.now() + AGAIN_MS, reason: { code: 'S-REFERENCE-TAKEN', params: { reference: draft.reference } } })], 'relaxed');
    return null;
  }

  /** Number and date of an invoice that changed since it was sent first, as they are sent now: else it would count as changed for good. */
  async #asNow({ tenantId, id }: SyncRow, hash: string): Promise<Pick<SyncRow, 'code' | 'date'> | null> {
    const [invoice] = await this.context.ports.ledger.invoiceRows(tenantId, [id]);
    return invoice?.contentHash === hash ? { code: invoice.code, date: invoice.date } : null;
  }

  async #answered(one: Candidate, { row, intent }: { readonly row: SyncRow; readonly intent: Intent }, answer: Answer<{ readonly entryId: string }>): Promise<SliceResult | null> {
    const { ports } = this.context;
    const step = (outcome: string): { readonly at: number; readonly call: string; readonly outcome: string } => ({ at: ports.now(), call: 'POST SalesEntries', outcome });
    switch (answer.kind) {
      case 'ok': {
        await ports.ledger.moveSync([move(row, 'sent', step('ok'), { intent: { ...intent, answer: { kind: 'ok', entryId: answer.value.entryId } } })], 'strict');
        await this.#count(one, null);
        const { kinds } = this.context.administration.get();
        if (!kinds.includes(one.kind)) await this.context.administration.set({ ...this.context.administration.get(), kinds: [...kinds, one.kind] });
        return null;
      }
      case 'refused': {
        const holders = answer.reason.code === 'X-IN-USE' ? await this.#holders(intent) : [];
        const [holder] = holders;
        const named = holder ? { number: holder.entryNumber, ...(holder.reference === '' ? {} : { reference: holder.reference }) } : {};
        const reason = { code: answer.reason.code, params: { ...answer.reason.params, ...named } };
        const found = holders.length > 0 ? { found: holders.map(shown) } : {};
        await ports.ledger.moveSync([move(row, 'sent', step(reason.code), { intent: { ...intent, answer: { kind: 'refused', reason } }, ...found })], 'strict');
        // A closed period is no fault of the shop's settings: its month is held instead.
        if (isPeriod(reason.code)) await rememberClosed(this.context, one.draft);
        else await this.#count(one, `SalesEntries ${answer.reason.key}`);
        // What comes behind it may hold the same key: prepared anew.
        return (await this.#forget(one, answer.reason)) ? { kind: 'more' } : null;
      }
      case 'not-processed':
        // This request did nothing, so that it stays ready. A browser may have sent it before by itself, and that one may have been stored: its intent
        // stays, by which the look-up before the next POST knows it as ours.
        await ports.ledger.moveSync([move(row, 'ready', step(answer.cause), { due: 0 })], 'strict');
        return resultOf(answer);
      case 'unclear':
        await ports.ledger.moveSync([move(row, 'sent', step(`unclear: ${answer.cause}`), { intent: { ...intent, answer: { kind: 'unclear' } } })], 'strict');
        return { kind: 'more' };
    }
  }

  /** Whose the number of an intent is, when Exact says that it is in use: never success by itself (design 6.7). None when Exact does not say. */
  async #holders({ draft }: Intent): Promise<readonly FoundEntry[]> {
    if (draft.entryNumber === undefined) return [];
    const answer = await this.context.session.entries.numbered(draft.journal, draft.entryNumber);
    return answer.kind === 'ok' ? answer.value : [];
  }

  /** Keys that Exact does not take are not remembered: a relation may be merged with another, an account made anew under its code. */
  async #forget({ codes }: Candidate, { code, params: { field } }: Pick<ExactReason, 'code' | 'params'>): Promise<boolean> {
    const { administration, ports, target } = this.context;
    if ((code !== 'X-REFERENCE' && code !== 'X-INVALID') || (field !== 'account' && field !== 'debtor')) return false;
    if (field === 'account') {
      const row = administration.get();
      await administration.set({ ...row, accounts: Object.fromEntries(Object.entries(row.accounts).filter(([known]) => !codes.accounts.includes(known))) });
    } else {
      const rows = await ports.ledger.relations(target.site, target.division, [codes.debtor]);
      // Without a status it is asked for again.
      await ports.ledger.putRelations(rows.map((row) => ({ ...row, status: '' })));
    }
    return true;
  }

  async #count({ shop, kind }: Candidate, key: string | null): Promise<void> {
    const { ports } = this.context;
    const before = (await ports.ledger.syncShop(shop)) ?? shop;
    const after = afterOutcome(before, kind, key, ports.now());
    if (after !== before) await ports.ledger.putSyncShop(after);
    const held = this.context.shops.find((one) => one.shop.tenantId === shop.tenantId && one.shop.shopId === shop.shopId);
    if (held) this.#counted.set(held.shop, after);
  }

  #shop(shop: SyncShopRow): SyncShopRow {
    return this.#counted.get(shop) ?? shop;
  }
}
