/** Invoices that were given equal references once: told apart by a prefix or a year that was set afterwards, each ends with an entry of its own. */
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import type { InvoiceRow } from '../../lib/ledger/rows';
import type { SyncRow } from '../../lib/ledger/sync-rows';
import type { Decider, SyncPorts } from '../../lib/sync/ports';
import type { FakeExact } from './fake-exact';
import { aBench, aShop, DECIDER, draftFor, fresh, invoices, OTHER_SHOP, rowsOf, settle, SHOP, type Bench, type Clock } from './fixtures';

let clock: Clock;
let exact: FakeExact;
let customer: string;
beforeEach(() => {
  ({ clock, exact, customer } = fresh());
});

/** Rules whose references had these forms, the oldest first. */
function withForms(...forms: readonly ((row: InvoiceRow) => string)[]): Decider {
  return { ...DECIDER, version: forms.length, references: (row) => [...new Set(forms.map((form) => form(row)).reverse())] };
}
const plain = ({ code }: InvoiceRow): string => code;
const prefixed = (prefix: string) => ({ code }: InvoiceRow): string => prefix + code;
const withYear = ({ code, invoice }: InvoiceRow): string => `${invoice.date.slice(0, 4)}-${code}`;

/** One invoice of each shop, both with number 1001. */
const ofTwoShops = (change: (id: number) => Partial<Invoice> = () => ({})): readonly Invoice[] => invoices(2, (id) => ({ code: '1001', shopId: id === 1 ? SHOP.shopId : OTHER_SHOP.shopId, ...change(id) }));
/** Twice as much, so that it cannot be taken for the other. */
const DOUBLE = { lines: [...(invoices(1)[0]?.lines ?? []), ...(invoices(1)[0]?.lines ?? [])], gross: 2 * (invoices(1)[0]?.gross ?? 0), net: 2 * (invoices(1)[0]?.net ?? 0), vat: 2 * (invoices(1)[0]?.vat ?? 0) };

async function bench(source: readonly Invoice[], decider: SyncPorts['decider']): Promise<Bench> {
  const made = aBench({ exact, clock, source, ports: { decider } });
  await made.ledger.putSyncShop(aShop());
  await made.ledger.putSyncShop(aShop({ ...OTHER_SHOP }));
  return made;
}
const rows = (one: Bench): Promise<readonly SyncRow[]> => rowsOf(one.ledger, [1, 2]);
const told = async (one: Bench) => (await rows(one)).map(({ state, reason }) => [state, reason?.params['reference']]);
const references = (): readonly string[] => exact.entries.map(({ reference }) => reference);
const entryIds = async (one: Bench): Promise<number> => new Set((await rows(one)).map(({ entry }) => entry?.entryId)).size;

describe('the second waits until its reference is another, and is booked then', () => {
  it.each([['and another total', DOUBLE], ['and everything else equal', {}]])('two shops with one number, %s: a prefix', async (_name, change) => {
    let rules = DECIDER;
    const one = await bench(ofTwoShops((id) => (id === 2 ? change : {})), ({ shopId }) => Promise.resolve(shopId === SHOP.shopId ? DECIDER : rules));
    await settle(one, clock);
    expect(await told(one)).toEqual([['proved', undefined], ['waiting', '1001']]);
    rules = withForms(plain, prefixed('B-'));
    await settle(one, clock, 120);
    expect([await told(one), references(), await entryIds(one)]).toEqual([[['proved', undefined], ['proved', undefined]], ['1001', 'B-1001'], 2]);
  });

  it('a number that is used again the next year: the year', async () => {
    let rules = DECIDER;
    const one = await bench(invoices(2, (id) => ({ code: '1001', date: id === 1 ? '2026-01-05' : '2027-01-05' })), () => Promise.resolve(rules));
    await settle(one, clock);
    rules = withForms(plain, withYear);
    await settle(one, clock, 120);
    expect([await told(one), references()]).toEqual([[['proved', undefined], ['proved', undefined]], ['1001', '2027-1001']]);
  });
});

it('one entry under the former form of both is adopted by one of them; the other gets its own', async () => {
  const source = ofTwoShops();
  exact.add(draftFor(source[0] ?? expect.fail(), customer), 'bookkeeper');
  const one = await bench(source, ({ shopId }) => Promise.resolve(withForms(plain, prefixed(shopId === SHOP.shopId ? 'A-' : 'B-'))));
  await settle(one, clock, 20);
  expect([await told(one), references(), await entryIds(one)]).toEqual([[['proved', undefined], ['proved', undefined]], ['1001', 'B-1001'], 2]);
  expect((await rows(one)).map(({ entry }) => entry?.origin)).toEqual(['adopted', 'own']);
});

it('what is stored late under a reference is of who sent it, not of who had that reference once', async () => {
  let left = 1;
  exact.fault = (call) => (call === 'entries.post' && (left -= 1) >= 0 ? { kind: 'late', ms: 120_000 } : null);
  const source = [...ofTwoShops().slice(0, 1)];
  const one = await bench(source, ({ shopId }) => Promise.resolve(shopId === SHOP.shopId ? DECIDER : withForms(plain, prefixed('B-'))));
  await one.engine.run();
  expect((await one.ledger.syncRow('t1', 1))?.state).toBe('uncertain');
  source.push(...ofTwoShops().slice(1));
  clock.at += 180_000;
  await one.engine.run();
  await settle(one, clock, 120);
  expect([await told(one), references(), await entryIds(one)]).toEqual([[['proved', undefined], ['proved', undefined]], ['1001', 'B-1001'], 2]);
  expect((await rows(one)).map(({ entry }) => entry?.origin)).toEqual(['own', 'own']);
});

it.each([['at once', 0, ['waiting', '1001']], ['after both were looked at once more', 8, ['gone', undefined]]])('two entries under the former form of both, of which one goes %s: the other stands for one invoice, and not for both', async (_name, looks, second) => {
  const source = ofTwoShops();
  for (let count = 0; count < 2; count += 1) exact.add(draftFor(source[0] ?? expect.fail(), customer), 'bookkeeper');
  const one = await bench(source, ({ shopId }) => Promise.resolve(withForms(plain, prefixed(shopId === SHOP.shopId ? 'A-' : 'B-'))));
  await one.engine.run();
  expect((await rows(one)).map(({ state }) => state)).toEqual(['two-found', 'two-found']);
  await settle(one, clock, looks);
  exact.entries = exact.entries.slice(0, 1);
  await settle(one, clock, 120);
  expect([await told(one), references()]).toEqual([[['proved', undefined], second], ['1001']]);
});
