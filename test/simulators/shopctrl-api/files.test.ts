/** The PDF of an invoice in the simulated ShopCtrl. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, pdfOf } from '../seed';
import { API_USER, basic, JSON_ONLY, NOW, startHarness, type Harness, type Reply } from './harness';

let h: Harness;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h.close());

const HOST = 'api.demo.shopctrl.com';
const get = (path: string, login = API_USER): Promise<Reply> => h.ask(HOST, `/v1/${path}`, { ...JSON_ONLY, authorization: login });
const recordsOf = (shopId: number, world = h.world) => [...world.shop('demo', shopId).book.records()].flatMap(({ invoices }) => invoices);
/** An ordinary invoice of shop 12 and its file. */
const sample = () => {
  const record = recordsOf(12).find(({ truth }) => truth.is === 'exportable');
  if (!record) throw new Error('no invoice');
  return { record, id: record.invoice.Id, file: `Files/${String(record.invoice.DocumentFileId)}` };
};

it('is named by every invoice that has a number, in lists as in the invoice, and by no draft', async () => {
  const records = recordsOf(12);
  expect(records.filter(({ invoice }) => (invoice.DocumentFileId === null) !== (invoice.InvoiceCode === null))).toEqual([]);
  expect(new Set(records.map(({ invoice }) => invoice.DocumentFileId ?? `draft ${String(invoice.Id)}`)).size).toBe(records.length);
  const { id, record } = sample();
  expect(await h.get(`/v1/Invoices/${String(id)}`)).toMatchObject({ DocumentFileId: record.invoice.DocumentFileId });
  expect(await h.get(`/v1/Orders/${String(record.invoice.OrderId)}/Invoices`)).toContainEqual(expect.objectContaining({ Id: id, DocumentFileId: record.invoice.DocumentFileId }));
  expect((await get(`Files/${String(id)}/Stream`)).status).toBe(404);
});

it('comes as bytes, as data and described, and is the same in every world of that seed', async () => {
  const { record, file } = sample();
  const streamed = await get(`${file}/Stream`);
  expect([streamed.status, streamed.headers['content-type'], streamed.headers['content-length']]).toEqual([200, 'application/pdf', String(streamed.bytes.length)]);
  const again = recordsOf(12, createWorld({ seed: 1, now: NOW })).find(({ invoice }) => invoice.Id === record.invoice.Id);
  expect(again && pdfOf(1, again).equals(streamed.bytes)).toBe(true);
  expect(again && pdfOf(2, again).equals(streamed.bytes)).toBe(false);
  const whole = (await get(file)).json as { Base64Data: string };
  expect(Buffer.from(whole.Base64Data, 'base64').equals(streamed.bytes)).toBe(true);
  expect((await get(`${file}/metadata`)).json).toMatchObject({ Id: record.invoice.DocumentFileId, Filename: `Factuur ${String(record.invoice.InvoiceCode)}.pdf`, Base64Data: null, Checksum: createHash('md5').update(streamed.bytes).digest('hex') });
  expect(h.codes()).toEqual([]);
});

it('is a whole PDF with bytes that are no text, each invoice its own', () => {
  const files = recordsOf(12).filter(({ invoice }) => invoice.DocumentFileId !== null).slice(0, 30).map((record) => pdfOf(1, record));
  expect(new Set(files.map((bytes) => createHash('md5').update(bytes).digest('hex'))).size).toBe(30);
  const sizes = files.map(({ length }) => length);
  expect([Math.min(...sizes) < 0x8000, Math.max(...sizes) > 0x8000]).toEqual([true, true]);
  for (const bytes of files) {
    const text = bytes.toString('latin1');
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const places = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect([text.slice(0, 9), text.slice(start, start + 5), places.length]).toEqual(['%PDF-1.4\n', 'xref\n', 6]);
    expect(places.map((place, at) => text.startsWith(`${String(at + 1)} 0 obj\n`, place))).toEqual(places.map(() => true));
    expect(bytes.toString('utf8')).toContain('\ufffd');
  }
});

it('is for those who may read the invoice', async () => {
  const { file } = sample();
  const foreign = recordsOf(14).find(({ invoice }) => invoice.DocumentFileId !== null)?.invoice.DocumentFileId ?? 0;
  expect((await h.ask(HOST, `/v1/${file}/Stream`, JSON_ONLY)).status).toBe(401);
  expect((await get(`${file}/Stream`, basic('gast@demo.example', 'Kijken-mag'))).status).toBe(403);
  expect((await get(`Files/${String(foreign)}/Stream`, basic('jan@demo.example', 'Lamp:en=licht'))).status).toBe(403);
  h.api.options.foreignShop = 'empty';
  expect((await get(`Files/${String(foreign)}/Stream`, basic('jan@demo.example', 'Lamp:en=licht'))).status).toBe(404);
  expect((await h.ask(HOST, `/v1/${file}`, { ...JSON_ONLY, authorization: API_USER }, 'DELETE')).status).toBe(405);
  expect(h.codes()).toEqual(['write-attempt']);
});

it('stays with a deleted invoice, and can be taken away', async () => {
  const { id, file } = sample();
  h.api.controls.deleteInvoice('demo', id, { touchOrder: false });
  expect((await get(`${file}/Stream`)).status).toBe(200);
  h.api.controls.losePdf('demo', id, 'gone');
  expect([(await get(`${file}/Stream`)).status, (await get(file)).status]).toEqual([404, 404]);
  h.api.controls.losePdf('demo', id, 'unnamed');
  expect((await get(`${file}/Stream`)).status).toBe(404);
  expect(await h.get(`/v1/Invoices/${String(id)}?includeDeleted=true`)).toMatchObject({ DocumentFileId: null });
  h.api.controls.losePdf('demo', id, 'back');
  expect((await get(`${file}/Stream`)).status).toBe(200);
});

it('fails as ordered: refused, gone, a page, half of it, late, never', async () => {
  const { file, record } = sample();
  const whole = pdfOf(1, record);
  const stream = () => get(`${file}/Stream`);
  for (const kind of ['401', '403', '404', '500'] as const) {
    h.api.faults.add({ kind, times: 1, path: /\/Files\//i });
    expect([kind, (await stream()).status]).toEqual([kind, Number(kind)]);
  }
  h.api.faults.add({ kind: 'html', times: 1, path: /\/Files\//i });
  const page = await stream();
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  h.api.faults.add({ kind: 'truncated', times: 1, path: /\/Files\//i });
  const half = await stream();
  expect([half.status, half.headers['content-type'], half.bytes.equals(whole.subarray(0, Math.floor(whole.length / 2)))]).toEqual([200, 'application/pdf', true]);
  for (const kind of ['cut', 'reset'] as const) {
    h.api.faults.add({ kind, times: 1, path: /\/Files\//i });
    await expect(stream()).rejects.toThrow();
  }
  h.api.faults.add({ kind: 'slow', ms: 80, times: 1, path: /\/Files\//i });
  const before = performance.now();
  expect((await stream()).bytes.equals(whole)).toBe(true);
  expect(performance.now() - before).toBeGreaterThan(70);
  expect(h.codes()).toEqual([]);
});
