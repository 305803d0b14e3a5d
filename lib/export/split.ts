/** Cutting one stream of records into files and pieces: pure, so that the same records always give the same bytes. */
import { documentFoot, documentHead } from '../xml/document';
import type { Container } from '../xml/document';
import type { FilePart, JobFile } from '../ledger/rows';
import type { FileRecord } from './records';

/** A file takes no further record beyond either limit; one record always fits. */
export interface Limits {
  readonly records: number;
  readonly bytes: number;
}

export interface Cut {
  readonly files: readonly JobFile[];
  readonly parts: readonly FilePart[];
  /** Debtors that were described anew in the file which is still open. */
  readonly described: readonly string[];
}

/** How files are named and known, by their place among the job's files (from 0). */
export interface Naming {
  readonly fileId: (index: number) => string;
  readonly name: (index: number) => string;
}

const encoder = new TextEncoder();

/**
 * Appends records to the job's files: fills the last open file and opens others as the limits ask. `last` closes the open file.
 * Each file describes a debtor at its first record; `described` are those that the open file describes already.
 * Returns the files as they stand afterwards and the new pieces; one piece per file and call.
 */
export function appendRecords(
  before: readonly JobFile[],
  records: readonly FileRecord[],
  container: Container,
  limits: Limits,
  naming: Naming,
  last: boolean,
  described: ReadonlySet<string> = new Set(),
): Cut {
  const head = encoder.encode(documentHead(container));
  const foot = encoder.encode(documentFoot(container));
  const files = [...before];
  const parts: FilePart[] = [];
  let pieces: Uint8Array[] = [];
  let old = described;
  let fresh = new Set<string>();

  const replace = (file: JobFile): void => {
    files[files.length - 1] = file;
  };
  const flush = (file: JobFile): JobFile => {
    if (pieces.length === 0) return file;
    parts.push({ fileId: file.fileId, part: file.parts, bytes: joined(pieces) });
    pieces = [];
    return { ...file, parts: file.parts + 1 };
  };
  const close = (file: JobFile): void => {
    pieces.push(foot);
    replace({ ...flush({ ...file, bytes: file.bytes + foot.length }), closed: true });
    old = new Set();
    fresh = new Set();
  };
  const bytesOf = ({ debtor, text }: FileRecord): Uint8Array => encoder.encode(text(debtor !== undefined && !old.has(debtor) && !fresh.has(debtor)));

  for (const record of records) {
    let bytes = bytesOf(record);
    let file = files.at(-1);
    if (file && !file.closed && (file.records >= limits.records || file.bytes + bytes.length + foot.length > limits.bytes)) {
      close(file);
      // The next file has to say for itself who its debtors are.
      bytes = bytesOf(record);
    }
    file = files.at(-1);
    if (!file || file.closed) {
      const index = files.length;
      const first = file ? file.first + file.records : 0;
      file = { fileId: naming.fileId(index), name: naming.name(index), first, records: 0, bytes: head.length, parts: 0, closed: false };
      files.push(file);
      pieces.push(head);
    }
    pieces.push(bytes);
    if (record.debtor !== undefined) fresh.add(record.debtor);
    replace({ ...file, records: file.records + 1, bytes: file.bytes + bytes.length });
  }
  const open = files.at(-1);
  if (open && !open.closed) {
    if (last) close(open);
    else replace(flush(open));
  }
  return { files, parts, described: [...fresh] };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
