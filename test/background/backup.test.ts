/** The backup file against the whole background: nothing secret in it, a new computer goes on from it, and what is no backup changes nothing. */
import { afterEach, expect, it } from 'vitest';
import type { Ask, ShopRef } from '../../lib/messages';
import { formFromRules } from '../../lib/settings/rules-form';
import { readBackup, sendBackup } from '../../lib/view/backup';
import { exampleTable } from '../booking/example-table';
import { aProfile } from '../booking/fixtures';
import { expectedOf, judge } from '../chaos/truth';
import { CHAOS_SHOPS, createChaosWorld } from '../chaos/world';
import { createClock } from '../simulators/contract';
import { connectShop, createStage, HOST, setUpAll, type Stage } from './harness';
import { countAndTurnOn } from './turn-on';

const RULES = { ...formFromRules(null), journal: '71', debtorCode: '1001', paymentCondition: '14', roundingAccount: '8011', roundingVatCode: 'N', profile: aProfile(), table: exampleTable() };
const SHOPS = CHAOS_SHOPS.slice(0, 1);
const [{ shopId, division }] = SHOPS as [(typeof CHAOS_SHOPS)[number]];
const LOGIN = 'api@demo.example';
const PASSWORD = 'Sleutel-é€-42';

let stage: Stage;
afterEach(() => stage.close());

async function booked(): Promise<{ readonly shop: ShopRef; readonly text: string }> {
  stage = await createStage({ world: createChaosWorld({ seed: 7, count: 6, now: createClock().now(), shops: SHOPS }), exact: { callsPerMinute: 1200 } });
  const shop = { tenantId: await setUpAll(stage, LOGIN, PASSWORD), shopId };
  await stage.value({ kind: 'setup.saveRules', shop, rules: RULES });
  await connectShop(stage, shop, division);
  await stage.background.app.settings.putNote(`native:${shop.tenantId}:${String(shopId)}`, `present ${String(stage.background.app.now())}`);
  await stage.background.alarm('discover');
  await stage.background.idle();
  await countAndTurnOn(stage, shop, { date: '2000-01-01' });
  await stage.background.idle();
  const pieces = await readBackup(asked());
  if ('code' in pieces) throw new Error(pieces.code);
  return { shop, text: pieces.join('') };
}
const asked = (): Ask => (request) => stage.ask(request);
const counts = (shop: ShopRef) => stage.background.app.ledger.syncCounts(shop);
const books = () => judge(stage.sims.exact, expectedOf(stage.sims.world, SHOPS));

it('is one JSON file with its format and version, every invoice, and no secret', async () => {
  const { shop, text } = await booked();
  const file = JSON.parse(text) as { readonly records: readonly { readonly store?: string; readonly end?: number }[] };
  expect(file).toMatchObject({ format: 'exact-online-for-shopctrl-backup', version: 1, extension: '9.8.7' });
  expect(file.records.filter(({ store }) => store === 'bookings')).toHaveLength(6);
  expect(file.records.at(-1)).toEqual({ end: file.records.length - 1 });
  expect(text).toContain(LOGIN);
  for (const link of await stage.background.app.connections.links()) {
    const token = await stage.background.app.tokens.access(link.connectionId);
    expect(token.length).toBeGreaterThan(10);
    expect(text).not.toContain(token);
  }
  const vault = await stage.background.app.vault.ids('');
  expect(vault.length).toBeGreaterThan(2);
  for (const id of vault) {
    const secret = await stage.background.app.vault.read(id);
    for (const part of typeof secret === 'string' ? [secret] : Object.values(secret as Record<string, unknown>)) if (typeof part === 'string' && part.length > 5) expect(text).not.toContain(part);
  }
  for (const secret of [PASSWORD, 'S3cret']) expect(text).not.toContain(secret);
  expect(await counts(shop)).toMatchObject({ booked: 6 });
}, 60_000);

it('a new computer gets settings and history under its own id of the environment, Sync off; turned on again it books nothing twice', async () => {
  const { text } = await booked();
  const { sims } = stage;
  // Exact and ShopCtrl stay, this browser's memory goes.
  const { settings, ledger } = stage.background.app;
  const [tenant] = await settings.tenants();
  if (!tenant) throw new Error('no tenant');
  const old: ShopRef = { tenantId: tenant.tenantId, shopId };
  await ledger.forget(old);
  await settings.forgetShop(old);
  const own = text.replaceAll(tenant.tenantId, 'another-id');
  expect(await sendBackup(asked(), own, 'keep', 'a')).toBe(6);
  expect((await settings.tenants()).map(({ tenantId }) => tenantId)).toEqual([tenant.tenantId]);
  expect((await settings.rules(old))?.rules).toEqual(RULES);
  expect(await counts(old)).toMatchObject({ booked: 6 });
  expect(await ledger.syncShop(old)).toMatchObject({ on: false });
  await stage.background.alarm('discover');
  await stage.background.idle();
  await countAndTurnOn(stage, old, { date: '2000-01-01' });
  await stage.background.idle();
  expect(await counts(old)).toMatchObject({ seen: 0, waiting: 0 });
  expect(books()).toMatchObject({ booked: 6 });
  expect(sims).toBe(stage.sims);
}, 60_000);

it('keeps settings that are here unless told to replace them; the way of a stored password never changes', async () => {
  const { shop, text } = await booked();
  const { settings } = stage.background.app;
  await stage.value({ kind: 'setup.saveRules', shop, rules: { ...RULES, journal: '99' } });
  const evil = text.replaceAll(`https://api.${HOST}`, 'https://evil.example');
  expect(await sendBackup(asked(), evil, 'keep', 'a')).toBe(0);
  expect((await settings.rules(shop))?.rules.journal).toBe('99');
  expect(await stage.background.app.ledger.syncShop(shop)).toMatchObject({ on: false });
  expect(await sendBackup(asked(), evil, 'replace', 'b')).toBe(0);
  expect((await settings.rules(shop))?.rules.journal).toBe('71');
  expect(await settings.rulesHistory(shop)).toHaveLength(3);
  expect((await settings.tenant(shop.tenantId))?.apiBase).toBe(`https://api.${HOST}`);
}, 60_000);

it('what is no whole backup is unreadable and changes nothing; a killed worker begins anew', async () => {
  const { shop, text } = await booked();
  const lines = text.split('\n');
  const unreadable = [
    '', '{}', 'not a file', text.slice(0, -4), text.replace('"version":1', '"version":2'), text.replace('"state":"booked"', '"state":"paid"'),
    lines.filter((_, at) => at !== 3).join('\n'), text.replaceAll('"store":"tenants"', '"store":"others"'),
  ];
  for (const [at, wrong] of unreadable.entries()) expect(await sendBackup(asked(), wrong, 'replace', `w${String(at)}`), wrong.slice(0, 40)).toMatchObject({ code: 'backup-unreadable' });
  expect(await stage.background.app.ledger.syncShop(shop)).toMatchObject({ on: true });
  const half = { kind: 'ledger.restore', file: 'k', settings: 'keep' } as const;
  expect(await stage.value({ ...half, part: 0, text: text.slice(0, 1000), last: false })).toEqual({ next: 1, invoices: null });
  stage.restart();
  expect(await stage.value({ ...half, part: 1, text: text.slice(1000), last: true })).toEqual({ next: 0, invoices: null });
  expect(await stage.background.app.ledger.syncShop(shop)).toMatchObject({ on: true });
}, 60_000);
