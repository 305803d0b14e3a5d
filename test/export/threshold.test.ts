/** The threshold over a whole export: every sale of the year counts, whatever file it is in, and a killed worker counts none twice. */
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { Invoice } from '../../lib/invoice/invoice';
import { aLine, aParty, anInvoice, aProfile, someRules } from '../booking/fixtures';
import { aDesk, SHOP, type Bench } from './fixtures';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const RULES = someRules({ profile: aProfile({ consumers: [{ from: '', to: '', scheme: 'below' }] }) });
const GERMAN = aParty({ country: 'DE', postalCode: '10115' });
const german = (id: number, date: string, net: number): Invoice => anInvoice({ id, date, billTo: GERMAN, shipTo: GERMAN, lines: [aLine(net, Math.round(net * 0.21), 2100)] });

/** Every other sale goes to a German consumer, for EUR 30 each: the 334th of those passes EUR 10,000. */
const YEAR = Array.from({ length: 900 }, (_, index): Invoice => {
  const date = new Date(Date.UTC(2024, 0, 1) + Math.floor((index * 140) / 900) * 86_400_000).toISOString().slice(0, 10);
  return index % 2 === 0 ? anInvoice({ id: index + 1, date }) : german(index + 1, date, 3000);
});
const FIRST_PASSED = 2 * 334;

async function run(bench: Bench, from: string, to: string): Promise<readonly [records: number, passed: number]> {
  await bench.desk.start({ shop: SHOP, from, to, topic: 'GLTransactions' });
  await bench.desk.resume();
  const { job } = await bench.desk.state(SHOP);
  expect(job?.phase).toBe('done');
  return [job?.records ?? 0, job?.reasons.find(({ code }) => code === 'R-THRESHOLD')?.count ?? 0];
}

it('counts sales of earlier files and leaves out the one that passes it and all after it', async () => {
  const bench = aDesk({ source: { invoices: YEAR }, rules: RULES });
  const half = YEAR[449]?.date ?? '';
  const next = YEAR.find(({ date }) => date > half)?.date ?? '';
  const early = YEAR.filter(({ date }) => date <= half).length;
  expect(await run(bench, '2024-01-01', half)).toEqual([early, 0]);
  const passed = YEAR.filter(({ id }) => id % 2 === 0 && id >= FIRST_PASSED).length;
  expect(await run(bench, next, '2024-12-31')).toEqual([YEAR.length - early - passed, passed]);
});

it('is the same wherever the worker is killed while it counts', async () => {
  const passed = YEAR.filter(({ id }) => id % 2 === 0 && id >= FIRST_PASSED).length;
  for (const [at, when] of [[3, 'before'], [5, 'after']] as const) {
    globalThis.indexedDB = new IDBFactory();
    let calls = 0;
    const first = aDesk({ source: { invoices: YEAR }, rules: RULES, strike: (call) => (call === 'decidedPage' && (calls += 1) === at ? when : null) });
    await first.desk.start({ shop: SHOP, from: '2024-01-01', to: '2024-12-31', topic: 'GLTransactions' });
    await first.desk.resume().catch(() => undefined);
    first.die();
    const second = aDesk({ source: { invoices: YEAR }, rules: RULES });
    await second.desk.resume();
    const { job } = await second.desk.state(SHOP);
    expect([job?.records, job?.reasons.find(({ code }) => code === 'R-THRESHOLD')?.count]).toEqual([YEAR.length - passed, passed]);
  }
});
