/**
 * One slice of work in one administration, under its lock and with one token: a single look-up for everything that is open and everything
 * that is next, then POSTs. What was posted is looked up by the next slice, which follows at once; so each batch costs one look-up, and
 * nothing is final before it (design 6).
 */
import { budgetOf } from '../exact/budget';
import type { SyncLedger } from '../ledger/sync';
import type { AdministrationRow, SyncRow, SyncShopRow, SyncState } from '../ledger/sync-rows';
import { noted } from './budgets';
import { isStopped } from './canary';
import { runDocuments } from './documents';
import { LookUp } from './look-up';
import type { Decider } from './ports';
import { prepare } from './prepare';
import { FAR, forPerson } from './resolve';
import { Sending } from './sending';
import { resultOf, type SliceResult } from './slice-result';
import type { SliceContext, SliceWork } from './slice-work';
import { later } from './states';

const OPEN: readonly SyncState[] = ['intent', 'sent', 'uncertain', 'two-found'];
const NEXT: readonly SyncState[] = ['ready', 'seen', 'waiting', 'exported'];
/** Tasks of a person that a bookkeeper may have ended in Exact. */
const TASKS: readonly SyncState[] = ['two-found', 'differs', 'gone'];

type Counts = Awaited<ReturnType<SyncLedger['syncCounts']>>;

/** Does one slice. Everything that it learns is stored before it goes on. */
export async function runSlice(work: SliceWork): Promise<SliceResult> {
  const { ports, session, target } = work;
  let administration = await ports.ledger.administration(target.site, target.division);
  const state = {
    get: (): AdministrationRow => administration,
    set: async (row: AdministrationRow): Promise<void> => {
      // Calls beside the slice tell of the limits too.
      const { budget } = await ports.ledger.administration(target.site, target.division);
      administration = { ...row, budget: noted(budget, budgetOf(session.budget()), ports.now()) };
      await ports.ledger.putAdministration(administration);
    },
  };
  try {
    return await new Slice({ ...work, administration: state }).run();
  } finally {
    if (!ports.signal.aborted) await state.set(administration);
  }
}

class Slice {
  readonly #begun: number;
  readonly #counts = new Map<SyncShopRow, Counts>();

  constructor(private readonly context: SliceContext) {
    this.#begun = context.ports.now();
  }

  async run(): Promise<SliceResult> {
    const { ports, session, target, settings, shops, administration } = this.context;
    const looking = new LookUp(this.context);
    // A look that is too early proves nothing and does no harm; one that waits for a wrong clock may wait for hours.
    const open = await this.#rows(OPEN, settings.batch, session.sure() ? session.now() : FAR - 1);
    const removed = await looking.removeCopies(open);
    if (removed) return removed;

    // Every look-up full, and nothing asked about that the limits keep from being sent after it: it would be asked about once more.
    const left = session.left();
    const sendable = Math.min(settings.batch - open.length, left.calls - 1);
    const next = sendable > 0 || open.length === 0 ? await this.#next(Math.max(sendable, 1)) : [];
    if (sendable < 1 && next.length > 0) return { kind: 'wait', until: left.until, cause: 'budget' };
    const late = (): boolean => ports.now() - this.#begun > settings.sliceMs;
    const prepared = await prepare({ ports, session, target, administration, late }, next);
    await ports.ledger.moveSync(prepared.moves, 'relaxed');
    // Whom this slice found or made is remembered: the next one begins with them.
    if (prepared.late) return { kind: 'more' };
    const { candidates } = prepared;
    const alone = open.length + candidates.length + prepared.moves.length === 0;
    const riders = [...(await this.#rows(['booked', 'refused'], alone ? settings.batch * 2 : settings.batch)), ...(await this.#tasks(settings.batch))];
    if (open.length + candidates.length + riders.length === 0) {
      if (prepared.trouble) return resultOf(prepared.trouble);
      if (prepared.moves.length > 0) return { kind: 'more' };
      // A shop that is off or paused gets no documents either.
      return (await runDocuments({ ...this.context, shops: shops.filter(({ decider }) => decider !== null) })) ?? { kind: 'idle' };
    }

    const looked = await looking.lookUp(open, candidates, riders);
    if (looked.kind === 'trouble') return looked.result;
    // Decided by rules that are not the present ones any more: begun again.
    if (looked.learnt) return { kind: 'more', learnt: true };
    const ready = await looking.adopt(candidates, looked);
    for (const { shop } of shops) ports.changed(shop);
    if (prepared.trouble) return resultOf(prepared.trouble);
    return (await new Sending(this.context, this.#begun).send(ready)) ?? { kind: 'more' };
  }

  async #rows(states: readonly SyncState[], limit: number, due = this.context.session.now()): Promise<readonly SyncRow[]> {
    const { shops, target } = this.context;
    const rows: SyncRow[] = [];
    for (const { shop } of shops) {
      for (const state of states) rows.push(...(await this.#of(shop, state, due, limit)));
    }
    return rows.filter(({ intent }) => intent?.site === target.site && intent.division === target.division).slice(0, limit);
  }

  /** Tasks that are to be looked at again. Those that speak of another administration cannot be from here. */
  async #tasks(limit: number): Promise<readonly SyncRow[]> {
    const { ports, session, target, shops } = this.context;
    const rows: SyncRow[] = [];
    for (const { shop, decider } of shops) {
      if (!decider) continue;
      for (const state of TASKS) rows.push(...(await this.#again(shop, state, limit)));
    }
    const known = rows.filter(({ intent }) => intent !== undefined);
    const here = known.filter(({ intent }) => intent?.site === target.site && intent.division === target.division);
    await ports.ledger.moveSync(known.filter((row) => !here.includes(row)).map((row) => later(row, forPerson(session.now()))), 'relaxed');
    return here.slice(0, limit);
  }

  #again(shop: SyncShopRow, state: SyncState, limit: number): Promise<readonly SyncRow[]> {
    return this.#of(shop, state, FAR + this.context.session.now(), limit, FAR);
  }

  /** Rows that are due. From the counters is known which states have any, so that a run with nothing to do looks through no rows at all. */
  async #of(shop: SyncShopRow, state: SyncState, due: number, limit: number, from?: number): Promise<readonly SyncRow[]> {
    const { ledger } = this.context.ports;
    const counts = this.#counts.get(shop) ?? (await ledger.syncCounts(shop));
    this.#counts.set(shop, counts);
    return counts[state] === 0 ? [] : ledger.syncRows(shop, state, due, limit, from);
  }

  /** What may be sent next, shared out evenly over the shops that have work. */
  async #next(limit: number): Promise<readonly { readonly shop: SyncShopRow; readonly decider: Decider; readonly rows: readonly SyncRow[] }[]> {
    const { session, settings, shops } = this.context;
    const found: { readonly shop: SyncShopRow; readonly decider: Decider; readonly rows: SyncRow[] }[] = [];
    for (const { shop, decider } of shops) {
      if (!decider || isStopped(shop, settings.equalRefusals)) continue;
      const rows: SyncRow[] = [];
      for (const state of NEXT) {
        if (rows.length < limit) rows.push(...(await this.#of(shop, state, session.now(), limit - rows.length)));
      }
      // Nothing was ever sent for these: decided anew, they may fit what stands there, or be wanted since it is gone.
      for (const state of TASKS) {
        if (rows.length < limit) rows.push(...(await this.#again(shop, state, limit - rows.length)).filter(({ intent }) => intent === undefined));
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
}
