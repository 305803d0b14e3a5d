/**
 * The PDF that ShopCtrl keeps of an invoice (facts: shopctrl 3.2, 4.2, 4.8). Made when it is asked for: the same seed gives the same bytes. Small
 * but whole, with bytes that are no text, and of sizes below and above the pieces in which programs turn bytes into base64.
 */
import { createHash } from 'node:crypto';
import { createRandom } from './random';
import { writeDate } from './time';
import type { InvoiceRecord } from './types';

const FIRST_FILE = 300_000_000;

/** Id of an invoice's file: a number of its own, since a client that takes it for the invoice's has to fail. */
export const fileIdOf = (invoiceId: number): number => FIRST_FILE + invoiceId;
export const invoiceOfFile = (fileId: number): number => fileId - FIRST_FILE;

/** The bytes of the PDF of an invoice as it stands. */
export function pdfOf(seed: number, { invoice }: Pick<InvoiceRecord, 'invoice'>): Buffer {
  const random = createRandom(seed * 31 + invoice.Id);
  const text = `BT /F1 12 Tf 72 770 Td (Factuur ${invoice.InvoiceCode ?? ''}) Tj 0 -20 Td (${invoice.CurrencyCode} ${invoice.InvoiceTotalIncVat.toFixed(2)}) Tj ET`;
  const picture = Buffer.from(Array.from({ length: random.int(1_000, 60_000) }, () => random.int(0, 255)));
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>'),
    stream(Buffer.from(text, 'latin1')),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
    stream(picture),
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places: number[] = [];
  let at = parts[0]?.length ?? 0;
  objects.forEach((object, index) => {
    places.push(at);
    const written = Buffer.concat([Buffer.from(`${String(index + 1)} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    parts.push(written);
    at += written.length;
  });
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(Buffer.from(`xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(at)}\n%%EOF\n`));
  return Buffer.concat(parts);
}

const stream = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`<< /Length ${String(bytes.length)} >>\nstream\n`), bytes, Buffer.from('\nendstream')]);

/** `GET v1/Files/{id}` without its bytes, as `MetaData` gives it. What the checksum is made by is unknown. */
export function fileWire(record: InvoiceRecord, bytes: Buffer): Readonly<Record<string, unknown>> {
  const made = writeDate(record.changedAt);
  return {
    Id: record.invoice.DocumentFileId, Filename: `Factuur ${record.invoice.InvoiceCode ?? ''}.pdf`, ChangedTimestamp: made, CreatedTimestamp: made, Sequence: 1,
    Checksum: createHash('md5').update(bytes).digest('hex'),
  };
}
