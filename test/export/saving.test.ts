import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { saveFile } from '../../lib/export/saving';
import type { SavingPorts } from '../../lib/export/saving';
import { anInvoice } from '../booking/fixtures';
import { aDesk, SHOP, textOf } from './fixtures';
import type { Bench } from './fixtures';

let bench: Bench;
let fileId: string;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  bench = aDesk({ source: { invoices: [anInvoice()] } });
  await bench.desk.start({ shop: SHOP, from: '2024-03-01', to: '2024-03-31', topic: 'GLTransactions' });
  await bench.desk.resume();
  fileId = bench.delivered[0] ?? '';
});

function ports(change: Partial<SavingPorts> = {}): SavingPorts & { readonly saved: { readonly blob: Blob; readonly name: string }[]; readonly told: string[] } {
  const saved: { blob: Blob; name: string }[] = [];
  const told: string[] = [];
  const { file, fileBytes, fileSaved } = bench.ledger;
  return { file, fileBytes, fileSaved, save: (blob, name) => void saved.push({ blob, name }), tell: async (id) => told.push(id), saved, told, ...change };
}

it('saves the stored bytes under the stored name, and tells', async () => {
  const to = ports();
  expect(await saveFile(fileId, false, to)).toEqual({ phase: 'saved', name: 'lamp-licht-12_2024-03-01_2024-03-31_GLTransactions_0001.xml' });
  expect(await to.saved[0]?.blob.text()).toBe(await textOf(bench.ledger, fileId));
  expect(to.told).toEqual([fileId]);
  expect((await bench.ledger.file(fileId))?.saved).toBe(true);
});

it('saves a second time only when asked', async () => {
  await saveFile(fileId, false, ports());
  const again = ports();
  expect((await saveFile(fileId, false, again)).phase).toBe('ready');
  expect(again.saved).toEqual([]);
  expect((await saveFile(fileId, true, again)).phase).toBe('saved');
  expect(again.saved).toHaveLength(1);
});

it('says that a file is gone, also when a piece of it is', async () => {
  expect((await saveFile('other', true, ports())).phase).toBe('gone');
  expect((await saveFile(fileId, true, ports({ fileBytes: async () => null }))).phase).toBe('gone');
  const half = ports({ fileBytes: async () => [new Uint8Array(10)] });
  expect((await saveFile(fileId, true, half)).phase).toBe('gone');
  expect(half.saved).toEqual([]);
});

it('reports a failure without noting the file as saved', async () => {
  const failing = ports({ save: () => { throw new Error('no downloads'); } });
  expect(await saveFile(fileId, true, failing)).toMatchObject({ phase: 'failed', fault: { code: 'unexpected' } });
  expect((await bench.ledger.file(fileId))?.saved).toBe(false);
  expect(failing.told).toEqual([]);
});

it('counts as saved even when nobody hears of it', async () => {
  const deaf = ports({ tell: () => Promise.reject(new Error('dead')), fileSaved: () => Promise.reject(new Error('full')) });
  expect((await saveFile(fileId, true, deaf)).phase).toBe('saved');
});
