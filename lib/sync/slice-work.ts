/** What one slice of work goes by, shared by its look-up and its sending. */
import type { EntryDraft } from '../booking/entry-draft';
import type { FoundEntry } from '../exact/entries';
import type { AdministrationRow, SyncRow, SyncShopRow } from '../ledger/sync-rows';
import { periodOf } from './prepare';
import type { Decider, ExactSession, SyncPorts, SyncSettings, Target } from './ports';
import type { ResolveContext } from './resolve';

export interface SliceWork {
  readonly ports: SyncPorts;
  readonly session: ExactSession;
  readonly target: Target;
  readonly settings: SyncSettings;
  readonly shops: readonly { readonly shop: SyncShopRow; readonly decider: Decider | null }[];
  /** Entries sent in this run that were to show what Exact does with the shop's VAT. */
  readonly probes: { sent: number };
}

/** The work with the administration's row as this slice changes it. */
export interface SliceContext extends SliceWork {
  readonly administration: { get(): AdministrationRow; set(row: AdministrationRow): Promise<void> };
}

/** Exact takes nothing in this period: remembered for the whole administration. */
export async function rememberClosed({ administration, ports }: SliceContext, draft: Pick<EntryDraft, 'date' | 'reporting'>): Promise<void> {
  const row = administration.get();
  await administration.set({ ...row, closed: { ...row.closed, [periodOf(draft)]: ports.now() } });
}

/** The key under which a row holds a reference in this administration. */
export function refKeyOf({ target }: Pick<SliceWork, 'target'>, reference: string): string {
  return `${target.site}:${target.division}:${reference}`;
}

/** Time, user and settings as a look-up judges by. */
export function resolveContextOf({ ports, session, settings, target }: SliceWork): ResolveContext {
  return { now: session.now(), at: ports.now(), userId: target.userId, settings, spread: ports.random() };
}

/** Whether another invoice has this entry already. */
export function isClaimed(claims: ReadonlyMap<string, readonly [string, number]>, entry: FoundEntry, row: SyncRow): boolean {
  return isOfAnother(claims.get(entry.entryId), row);
}

/** Whether the holder of an entry or a reference is another invoice; false where nobody holds it. */
export function isOfAnother(holder: readonly [string, number] | undefined, row: SyncRow): boolean {
  return holder !== undefined && (holder[0] !== row.tenantId || holder[1] !== row.id);
}
