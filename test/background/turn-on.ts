/** Sync as the ledger page turns it on: counted first, from the same start. */
import type { Replies, Reply, ShopRef, StartChoice, SyncOptions } from '../../lib/messages';
import type { Stage } from './harness';

export const NO_OPTIONS: SyncOptions = { attachPdf: false, promote: false, useEntryNumber: false };

/** Counts to the end what would go from there on. */
export async function countFrom(stage: Stage, shop: ShopRef, from: StartChoice): Promise<void> {
  for (let after: Replies['ledger.preview']['next'] = null; ; ) {
    const step: Replies['ledger.preview'] = await stage.value({ kind: 'ledger.preview', shop, from, ...(after ? { after } : {}) });
    if (step.until !== null) stage.sims.clock.advance(step.until - stage.sims.clock.now());
    else if (step.next === null) return;
    after = step.next;
  }
}

export async function countAndTurnOn(stage: Stage, shop: ShopRef, from: StartChoice, nativeOff: string | null = null, options: SyncOptions = NO_OPTIONS): Promise<Reply<null>> {
  await countFrom(stage, shop, from);
  return stage.ask({ kind: 'ledger.turnOn', shop, from, nativeOff, options });
}
