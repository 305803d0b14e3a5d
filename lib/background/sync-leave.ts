/** A person takes invoices out of Sync's hands: skipped by whom and why (design 6). Also what nobody could read, which has no row of Sync yet. */
import { LEFT, type SyncReason, type SyncRow } from '../ledger/sync-rows';
import type { LedgerAnswer, ShopRef } from '../messages';
import { FAR } from '../sync/resolve';
import type { App } from './app';
import { unreadOf } from './sync-unread';

/** The reason kept with it: who left it, and what held it then. */
export function leftBy(by: string, held: SyncReason | undefined): SyncReason {
  return { code: LEFT, params: { ...(held?.code === LEFT ? {} : held?.params), by, ...(held && held.code !== LEFT ? { why: held.code } : {}) } };
}

/** As the history says it. */
export function leftOutcome(by: string): string {
  return `left by a person: ${by}`;
}

/** Leaves invoices that could not be read: one, or all of a cause. Answers how many. */
export async function leaveUnread(app: App, shop: ShopRef, { invoiceId, cause, by }: Extract<LedgerAnswer, { kind: 'leave' }>): Promise<number> {
  const groups = await unreadOf(app.ledger, shop, await app.ledger.syncShop(shop));
  let count = 0;
  for (const { key, code, params, invoices } of groups) {
    for (const { id, code: number, date } of invoices) {
      if (invoiceId === undefined ? cause !== key : invoiceId !== id) continue;
      const at = app.now();
      const row: SyncRow = {
        tenantId: shop.tenantId, id, shopId: shop.shopId, code: number, date, state: 'skipped', due: FAR, rev: 1, hash: '', changed: false,
        reason: leftBy(by, { code, params }), steps: [{ at, state: 'skipped', call: '', outcome: leftOutcome(by) }],
      };
      if (await app.ledger.leaveUnread(row)) count += 1;
    }
  }
  return count;
}
