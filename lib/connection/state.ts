/** What is shown of a shop's connection. */
import type { Fault } from '../faults';
import type { ShopRef, SyncState } from '../messages';
import type { Attempt, Connection, Connections, Link } from './connections';

export interface ConnectionView {
  readonly sync: SyncState;
  /** Why the last attempt failed; kept until the next one. */
  readonly connectFault: Fault | null;
  /** Connections that a shop may share without a new consent. */
  readonly existing: readonly { readonly connectionId: string; readonly name: string }[];
}

/** The connection of one shop as data for the section. */
export async function connectionView(connections: Connections, shop: ShopRef): Promise<ConnectionView> {
  const [attempt, link, all] = await Promise.all([connections.attemptOf(shop), connections.linkOf(shop), connections.all()]);
  return viewOf(attempt, link, all);
}

/** The same for many shops, read once: the popup shows all of them. */
export async function connectionViews(connections: Connections): Promise<(shop: ShopRef) => ConnectionView> {
  const [attempts, links, all] = await Promise.all([connections.attempts(), connections.links(), connections.all()]);
  const isOf = (shop: ShopRef) => (one: ShopRef) => one.tenantId === shop.tenantId && one.shopId === shop.shopId;
  return (shop) => viewOf(attempts.find(isOf(shop)) ?? null, links.find(isOf(shop)) ?? null, all);
}

function viewOf(attempt: Attempt | null, link: Link | null, all: readonly Connection[]): ConnectionView {
  const existing = all.filter((one) => one.state === 'ok').map((one) => ({ connectionId: one.id, name: one.name }));
  const connectFault = attempt?.stage === 'failed' ? attempt.fault : null;
  const linked = all.find((one) => one.id === link?.connectionId);
  const chosen = attempt?.stage === 'choose' ? all.find((one) => one.id === attempt.connectionId) : undefined;

  const sync = ((): SyncState => {
    if (attempt?.stage === 'consent' || attempt?.stage === 'exchange') return { state: 'pending', step: attempt.stage };
    if (attempt?.stage === 'choose' && chosen) return { state: 'choose', by: chosen.name, administrations: attempt.administrations, preselected: attempt.preselected };
    if (!link) return { state: 'none' };
    const { administration, since } = link;
    if (linked?.state === 'ok') return { state: 'authorized', by: linked.name, administration, since };
    return { state: 'reconnect', by: linked?.name ?? '', administration, since, fault: linked?.fault ?? { code: 'exact-reconnect' } };
  })();
  return { sync, connectFault, existing };
}
