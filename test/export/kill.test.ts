import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { someRules } from '../booking/fixtures';
import { problems } from '../xml/validate';
import { aDesk, manyInvoices, SHOP, textOf } from './fixtures';
import type { Bench, Strike } from './fixtures';

const ORDER = { shop: SHOP, from: '2024-03-01', to: '2024-03-31', topic: 'GLTransactions' } as const;
const source = { invoices: manyInvoices(230) };
// Own debtors: what a file has described is kept from page to page.
const rules = someRules({ fileRecords: 90, debtorMode: 'own' });

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

interface Result {
  readonly files: readonly (readonly [string, string])[];
  readonly waiting: number;
}

/** Starts or resumes, whatever the database says; false when this worker died. */
async function work(bench: Bench): Promise<boolean> {
  const died = async (promise: Promise<unknown>): Promise<boolean> => promise.then(() => false, () => true);
  if (!(await bench.ledger.lastJob(SHOP)) && (await died(bench.desk.start(ORDER)))) {
    bench.die();
    return false;
  }
  if (await died(bench.desk.resume())) {
    bench.die();
    return false;
  }
  return true;
}

async function resultOf(bench: Bench): Promise<Result> {
  const state = await bench.desk.state(SHOP);
  expect(state.job?.phase).toBe('done');
  const files: [string, string][] = [];
  for (const file of state.files) files.push([file.name, await textOf(bench.ledger, file.fileId)]);
  return { files: files.sort(([a], [b]) => (a < b ? -1 : 1)), waiting: state.waiting };
}

async function undisturbed(): Promise<{ readonly result: Result; readonly calls: readonly string[] }> {
  globalThis.indexedDB = new IDBFactory();
  const calls: string[] = [];
  const bench = aDesk({ source, rules, strike: (call) => { calls.push(call); return null; } });
  expect(await work(bench)).toBe(true);
  const made = [...calls];
  return { result: await resultOf(bench), calls: made };
}

const at = (number: number, when: 'before' | 'after'): Strike => {
  let seen = 0;
  return () => ((seen += 1) === number ? when : null);
};

describe('a killed worker', () => {
  it('changes no byte, wherever it is killed once', async () => {
    const { result, calls } = await undisturbed();
    expect(result.files.map(([name]) => name.slice(-8))).toEqual(['0001.xml', '0002.xml', '0003.xml']);
    for (const [, text] of result.files) expect(problems(text)).toEqual([]);
    for (const step of ['startJob', 'commitPage', 'moveJob', 'decidedPage', 'wrotePage', 'filesComplete', 'markedPage', 'endJob', 'deliver']) expect(calls).toContain(step);

    let deaths = 0;
    for (let call = 1; call <= calls.length; call += 1) {
      for (const when of ['before', 'after'] as const) {
        globalThis.indexedDB = new IDBFactory();
        const first = aDesk({ source, rules, strike: at(call, when) });
        if (!(await work(first))) deaths += 1;
        first.die();
        const second = aDesk({ source, rules });
        expect(await work(second), `killed ${when} call ${String(call)}, ${calls[call - 1] ?? ''}`).toBe(true);
        expect(await resultOf(second), `killed ${when} call ${String(call)}, ${calls[call - 1] ?? ''}`).toEqual(result);
        await Promise.all([first.ledger.close(), second.ledger.close()]);
      }
    }
    expect(deaths).toBeGreaterThan(calls.length);
  }, 120_000);

  it('changes no byte when it is killed again and again, each worker living a few calls only', async () => {
    const { result, calls } = await undisturbed();
    for (const seed of [1, 2, 3]) {
      globalThis.indexedDB = new IDBFactory();
      let random = seed * 7919;
      const next = (below: number): number => (random = (random * 48271) % 2147483647) % below;
      let workers = 0;
      let bench = aDesk({ source, rules, strike: at(9 + next(5), next(2) === 0 ? 'before' : 'after') });
      while (!(await work(bench)) && workers < calls.length) {
        workers += 1;
        bench = aDesk({ source, rules, strike: at(9 + next(5), next(2) === 0 ? 'before' : 'after') });
      }
      expect(workers).toBeGreaterThanOrEqual(5);
      bench.die();
      expect(await resultOf(aDesk({ source, rules }))).toEqual(result);
    }
  }, 60_000);
});
