/**
 * The PDF of an invoice. That an invoice names a file is documented, and that files are read at `Files/{id}/Stream` is known from clients
 * only (facts: shopctrl 3.2, 4.2): so it is tried, and whatever is no whole PDF counts as none to be had.
 */
import { FaultError } from '../faults';
import type { ShopCtrlClient } from './client';
import { documentSchema } from './schemas';

export interface InvoiceDocument {
  readonly fileName: string;
  readonly base64: string;
}

/** Null when the invoice names no file, when this login does not get it, or when it is no whole PDF. Throws a FaultError while ShopCtrl does not answer. */
export async function invoiceDocument(client: Pick<ShopCtrlClient, 'invoice' | 'file'>, invoiceId: number): Promise<InvoiceDocument | null> {
  const read = documentSchema.safeParse(await client.invoice(invoiceId));
  if (!read.success || read.data.DocumentFileId === null) return null;
  try {
    const bytes = await client.file(read.data.DocumentFileId);
    return bytes && isPdf(bytes) ? { fileName: `${fileNameOf(read.data.InvoiceCode, invoiceId)}.pdf`, base64: base64Of(bytes) } : null;
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'shopctrl-forbidden') return null;
    throw error;
  }
}

/** Readers look for the marks of a PDF among so many bytes of its head and of its tail. */
const MARGIN = 1024;

/** Both marks: a file that was cut on the way, and said to be whole, has lost the second. */
function isPdf(bytes: Uint8Array): boolean {
  const text = (part: Uint8Array): string => new TextDecoder('latin1').decode(part);
  return text(bytes.subarray(0, MARGIN)).includes('%PDF-') && text(bytes.subarray(-MARGIN)).includes('%%EOF');
}

function fileNameOf(code: string, id: number): string {
  const plain = code.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return plain === '' ? String(id) : plain;
}

const PART = 0x8000;

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
  return btoa(parts.join(''));
}
