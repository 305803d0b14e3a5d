/**
 * Sync: discover → decide → book → look up, for all shops that are switched on. Whatever it knows is in the ledger, so a killed engine is
 * gone on with by the next one. One shop's trouble never stops another's; different administrations run side by side (design 6, 9).
 */
import { FaultError, faultOf, type FaultCode } from '../faults';
import type { SyncReason, SyncShopRow } from '../ledger/sync-rows';
import { shopsAtWork } from './at-work';
import { isStopped } from './canary';
import { gateOf } from './gate';
import { DEFAULT_SETTINGS, type Decider, type SyncPorts, type SyncSettings, type Target } from './ports';
import { FAR } from './resolve';
import { backOff, soonest } from './schedule';
import { runSlice } from './slice';
import type { SliceResult } from './slice-result';
import { reasonOf } from './verdict';

export interface RunResult {
  /** Local time at which to run again before the schedule would; null when there is no need. */
  readonly next: number | null;
  /** Work that is left for then. */
  readonly waiting: boolean;
}

export interface SyncEngine {
  /** One run over all shops, or over one. Never throws for reasons of a shop; those are stored with it. `discover` false: goes on with what is known. */
  run(options?: { readonly discover?: boolean }): Promise<RunResult>;
}

/** Only a person ends these: the next run comes by the schedule, and asks Exact for nothing. */
const NEEDS_CONSENT: readonly FaultCode[] = ['exact-reconnect', 'exact-taken-over'];

interface Group {
  readonly target: Target;
  /** A shop that is off or paused has no decider: it sends nothing, but what it sent is still looked up. */
  readonly shops: { shop: SyncShopRow; decider: Decider | null; /** What keeps its decider from being made. */ held: SyncReason | null }[];
}

/** An engine on its ports. It keeps nothing that it could not lose. */
export function createSyncEngine(ports: SyncPorts, settings: SyncSettings = DEFAULT_SETTINGS): SyncEngine {
  let failures = 0;

  const setShop = async (shop: SyncShopRow, change: Partial<SyncShopRow>): Promise<SyncShopRow> => {
    const present = (await ports.ledger.syncShop(shop)) ?? shop;
    const after = { ...present, ...change };
    await ports.ledger.putSyncShop(after);
    ports.changed(shop);
    return after;
  };

  const discover = async (shops: readonly SyncShopRow[]): Promise<void> => {
    const byTenant = new Map<string, SyncShopRow[]>();
    for (const shop of shops) byTenant.set(shop.tenantId, [...(byTenant.get(shop.tenantId) ?? []), shop]);
    await Promise.all(
      [...byTenant].map(async ([tenantId, ofTenant]) => {
        for (const shop of ofTenant) {
          ports.signal.throwIfAborted();
          await ports.pulse();
          try {
            await ports.lock(`discover:${tenantId}`, () => ports.discover(shop));
            await setShop(shop, { caughtUp: ports.now(), unread: null });
          } catch (error) {
            if (ports.signal.aborted) throw error;
            await setShop(shop, { lastRun: { at: ports.now(), fault: reasonOf(error) }, unread: reasonOf(error) });
          }
        }
      }),
    );
  };

  /** The shop's decider; the moment at which to ask for it again where the limits keep it from being made, or it wants to be made anew. */
  const deciderOf = async (shop: SyncShopRow, target: Target): Promise<{ readonly decider: Decider | null; readonly again: number | null; readonly held?: SyncReason }> => {
    try {
      const decider = await ports.decider(shop, target);
      return { decider, again: decider?.again ?? null };
    } catch (error) {
      const params = error instanceof FaultError && error.fault.code === 'exact-rate-limit' ? error.fault.params : undefined;
      const [until, cause, why] = [params?.['until'], params?.['cause'] ?? 'budget', params?.['why']];
      if (typeof until !== 'number') throw error;
      return { decider: null, again: until, held: typeof why === 'string' ? { code: why, params: {} } : { code: 'S-WAIT', params: { cause, until } } };
    }
  };

  /** What stands in the way of each shop is stored with it; the others are grouped by administration. `moments` gets when to come back for a decider. */
  const groups = async (shops: readonly SyncShopRow[], moments: number[]): Promise<readonly Group[]> => {
    const found = new Map<string, Group>();
    for (const shop of shops) {
      let target: Target | null = null;
      try {
        target = await ports.target(shop);
        await place(found, shop, target, moments);
      } catch (error) {
        if (ports.signal.aborted) throw error;
        const held = reasonOf(error);
        const current = await setShop(shop, { lastRun: { at: ports.now(), fault: held } });
        // What it sent is looked up all the same.
        if (target) join(found, target).shops.push({ shop: current, decider: null, held });
      }
    }
    return [...found.values()];
  };

  const place = async (found: Map<string, Group>, shop: SyncShopRow, target: Target | null, moments: number[]): Promise<void> => {
    if (!shop.on) {
      if (target) join(found, target).shops.push({ shop, decider: null, held: null });
      return;
    }
    const { decider, again, held = null } = target ? await deciderOf(shop, target) : { decider: null, again: null };
    if (again !== null) moments.push(again);
    if (target && again !== null && !decider) {
      await setShop(shop, { lastRun: { at: ports.now(), fault: held } });
      join(found, target).shops.push({ shop, decider: null, held });
      return;
    }
    const paused = gateOf(shop, { native: await ports.native(shop), linked: target !== null, settings: decider !== null });
    let current = JSON.stringify(shop.paused) === JSON.stringify(paused) ? shop : await setShop(shop, { paused });
    if (!target) return;
    if (decider && current.refusals.rulesVersion !== decider.version) {
      // New rules: what the old ones, or Exact under them, refused is judged anew.
      for (const state of ['refused', 'waiting'] as const) await ports.ledger.retrySync(shop, state, null, ports.now());
      current = await setShop(current, { refusals: { key: '', count: 0, rulesVersion: decider.version } });
    }
    join(found, target).shops.push({ shop: current, decider: paused ? null : decider, held: null });
  };

  const join = (found: Map<string, Group>, target: Target): Group => {
    // By connection as well: one that is dead is no trouble of shops that another user connected. The lock is that of the administration.
    const key = `${target.site}:${target.division}:${target.connectionId}`;
    const group = found.get(key) ?? { target, shops: [] };
    found.set(key, group);
    return group;
  };

  /** Slices until nothing is left or something has to be waited for. Answers when to go on, in local time. */
  const runGroup = async (group: Group): Promise<{ readonly next: number | null; readonly cause: string | null }> => {
    const { target } = group;
    const probes = { sent: 0 };
    const endedBy = async (fault: SyncReason | null): Promise<void> => {
      // That Exact is fine does not hide that ShopCtrl, or the books, cannot be read.
      for (const { shop, held } of group.shops) await setShop(shop, { lastRun: { at: ports.now(), fault: fault ?? held ?? shop.unread ?? null } });
    };
    let refused: string | undefined;
    for (;;) {
      ports.signal.throwIfAborted();
      await ports.pulse();
      let token: string;
      try {
        // Before the lock of the administration, never within it (design 6.9).
        token = await ports.token(target.connectionId, refused);
      } catch (error) {
        if (ports.signal.aborted || !(error instanceof FaultError)) throw error;
        const { code, params } = error.fault;
        const until = params?.['until'];
        // The day's calls of the token endpoint are used up: a wait like that for any other budget.
        if (code === 'exact-rate-limit' && typeof until === 'number') {
          await endedBy({ code: 'S-WAIT', params: { cause: 'tokens', until } });
          return { next: until, cause: code };
        }
        await endedBy(reasonOf(error));
        return { next: NEEDS_CONSENT.includes(code) ? null : ports.now() + backOff((failures += 1), ports.random()), cause: code };
      }
      if (token === refused) {
        // Too young to be renewed, which alone tells a connection that has ended from a passing refusal.
        const until = ports.now() + backOff((failures += 1), ports.random());
        await endedBy({ code: 'S-WAIT', params: { cause: 'signed-out', until } });
        return { next: until, cause: 'signed-out' };
      }
      refused = undefined;
      const { result, offset } = await ports.lock(`book:${target.site}:${target.division}`, async () => {
        const { budget } = await ports.ledger.administration(target.site, target.division);
        const session = ports.exact(target, token, budget);
        const done: SliceResult = await runSlice({ ports, session, target, settings, shops: group.shops, probes });
        return { result: done, offset: session.now() - ports.now() };
      });
      switch (result.kind) {
        case 'more':
          failures = 0;
          group.shops.splice(0, group.shops.length, ...(await fresh(group, result.learnt ?? false)));
          continue;
        case 'signed-out':
          refused = token;
          continue;
        case 'forbidden':
          await endedBy({ code: 'exact-forbidden', params: {} });
          return { next: null, cause: 'forbidden' };
        case 'wait': {
          if (result.cause === 'stopped') break;
          const until = result.until === null ? ports.now() + backOff((failures += 1), ports.random()) : result.until - offset;
          await endedBy({ code: `S-WAIT`, params: { cause: result.cause, until } });
          return { next: until, cause: result.cause };
        }
        case 'idle':
          break;
      }
      failures = 0;
      await endedBy(null);
      return { next: await openDue(group, offset), cause: null };
    }
  };

  /** The rows of the shops as they are now; `learnt`: their rules as well. */
  const fresh = async ({ shops, target }: Group, learnt: boolean): Promise<Group['shops']> =>
    Promise.all(shops.map(async ({ shop, decider, held }) => ({ held, shop: (await ports.ledger.syncShop(shop)) ?? shop, decider: decider && learnt ? ((await deciderOf(shop, target)).decider ?? decider) : decider })));

  /** When something open is to be looked at again; proofs wait for the next run of the schedule. */
  const openDue = async ({ shops }: Group, offset: number): Promise<number | null> => {
    const moments: (number | null)[] = [];
    for (const { shop, decider } of shops) {
      const states = decider && !isStopped(shop, settings.equalRefusals) ? (['uncertain', 'two-found', 'waiting'] as const) : (['uncertain', 'two-found'] as const);
      const counts = await ports.ledger.syncCounts(shop);
      for (const state of states) {
        const due = counts[state] === 0 ? null : await ports.ledger.syncDue(shop, state);
        moments.push(due === null || due >= FAR ? null : due - offset);
      }
    }
    return soonest(moments, ports.now());
  };

  return {
    async run({ discover: reads = true } = {}) {
      const shops = await shopsAtWork(ports.ledger);
      if (shops.length === 0) return { next: null, waiting: false };
      // The alarm first: a worker killed after this line is woken.
      await ports.wake(true);
      if (reads) await discover(shops.filter(({ on }) => on));
      const current = await Promise.all(shops.map(async (shop) => (await ports.ledger.syncShop(shop)) ?? shop));
      const moments: number[] = [];
      const results = await Promise.allSettled((await groups(current, moments)).map(runGroup));
      ports.signal.throwIfAborted();
      const failed = results.find((result) => result.status === 'rejected');
      const next = soonest([...moments, ...results.map((result) => (result.status === 'fulfilled' ? result.value.next : null)), failed ? ports.now() + backOff((failures += 1), ports.random()) : null], ports.now());
      await ports.alarmAt(next);
      await ports.wake(false);
      if (failed) throw new FaultError(faultOf(failed.reason), { cause: failed.reason });
      return { next, waiting: next !== null };
    },
  };
}
