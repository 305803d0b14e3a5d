/** Sync in the whole background, against the simulators: what is sold stands in Exact once, whatever woke the worker and wherever it was killed. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, setUpAll, sure, type Stage } from './harness';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];

let stage: Stage;
let shop: ShopRef;
afterEach(() => stage.close());

async function aShop(count: number, native: 'present' | 'unknown' = 'present'): Promise<void> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count, now: createClock().now(), shops: SHOPS }) });
  shop = { tenantId: await setUpAll(stage), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  if (native !== 'unknown') await stage.background.app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, native);
}

async function turnOn(): Promise<void> {
  await stage.background.app.sync.change(shop, () => ({
    ...shop,
    on: true,
    from: { date: '2000-01-01' },
    nativeOff: null,
    paused: null,
    promote: false,
    attachPdf: false,
    useEntryNumber: false,
    refusals: { key: '', count: 0, rulesVersion: 0 },
    lastRun: null,
    caughtUp: null,
  }));
}

const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));
const ALL = { doubles: 0, lost: 0, wrong: 0, debtorDoubles: 0, details: [] };
const card = async () => sure(await stage.section('Lamp & Licht')).automation;

describe('the main way', () => {
  it('books every invoice of a shop once, as the seed has it', async () => {
    await aShop(12);
    await turnOn();
    stage.background.app.sync.runSoon();
    await stage.background.idle();
    expect(await stage.background.app.sync.state(shop)).toMatchObject({ on: true, running: false, booked: 12, waiting: 0, attention: 0, tasks: 0, held: null });
    expect(books()).toMatchObject({ expected: 12, booked: 12, ...ALL });
    expect(await card()).toMatchObject({ tone: 'fine', title: 'On: everything is booked' });
  });
});
