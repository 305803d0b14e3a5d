import { expect, it } from 'vitest';
import { invoiceDocument } from '../../lib/shopctrl/document';
import { json, smallApi } from './small-api';

const PDF = '%PDF-1.7 made up\n%%EOF\n';

function withFile(answer: () => Response): ReturnType<typeof smallApi> {
  const api = smallApi(2);
  api.invoices.set(1, { ...api.invoices.get(1), DocumentFileId: 77, InvoiceCode: 'F 26/001' });
  api.odd = (path) => (/files\/77\/stream/i.test(path) ? answer() : undefined);
  return api;
}

it('reads the file that an invoice names, byte by byte', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('%PDF-1.7\n'), ...Array.from({ length: 70_000 }, (_, at) => at % 256), ...new TextEncoder().encode('\n%%EOF\n')]);
  const found = await invoiceDocument(withFile(() => new Response(bytes, { headers: { 'content-type': 'application/pdf' } })).client(), 1);
  expect(found?.fileName).toBe('F-26-001.pdf');
  expect(Buffer.from(found?.base64 ?? '', 'base64').equals(Buffer.from(bytes))).toBe(true);
});

it.each<readonly [string, () => Response]>([
  ['gone', () => json({ Message: 'gone' }, 404)],
  ['not for this login', () => json({ Message: 'no' }, 403)],
  ['a page', () => new Response('<!DOCTYPE html><title>x</title>', { headers: { 'content-type': 'text/html' } })],
  ['something else than a PDF', () => json({ FileDataBase64: 'JVBERi0=' })],
  ['cut on the way and said to be whole', () => new Response(`%PDF-1.7\n${'x'.repeat(3_000)}`, { headers: { 'content-type': 'application/pdf' } })],
  ['far too large', () => new Response(PDF, { headers: { 'content-length': '99000000' } })],
])('a file that is %s counts as none', async (_name, answer) => {
  expect(await invoiceDocument(withFile(answer).client(), 1)).toBeNull();
});

it('an invoice without a file, or that is gone, has none', async () => {
  const api = withFile(() => new Response(PDF));
  expect([await invoiceDocument(api.client(), 2), await invoiceDocument(api.client(), 99)]).toEqual([null, null]);
});

it('while ShopCtrl has trouble, nobody knows', async () => {
  await expect(invoiceDocument(withFile(() => json({}, 500)).client(), 1)).rejects.toMatchObject({ fault: { code: 'server-error' } });
});
