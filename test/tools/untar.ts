/** A reader of ustar archives as npm writes them: only plain files, streamed, with no more than one wanted file in memory. */

export interface TarFile {
  readonly path: string;
  readonly data: Buffer;
}

const BLOCK = 512;

function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString('utf8');
}

function checkSum(header: Buffer): void {
  let sum = 0;
  for (let index = 0; index < BLOCK; index += 1) sum += index >= 148 && index < 156 ? 32 : header.readUInt8(index);
  if (sum !== parseInt(text(header, 148, 8).trim(), 8)) throw new Error('damaged archive: the check sum of a tar header is wrong');
}

/** `path=` of a pax header: lines `<length> <key>=<value>\n`. */
function paxPath(data: Buffer): string | null {
  return /^\d+ path=(.*)$/m.exec(data.toString('utf8'))?.[1] ?? null;
}

/**
 * Yields the files for which `wanted` gives a path (to be used instead of the entry's own); all others are skipped unread.
 * @throws Error when the archive is damaged or ends in the middle of a file.
 */
export async function* untar(source: AsyncIterable<Buffer>, wanted: (entry: string) => string | null): AsyncGenerator<TarFile> {
  let header: Buffer = Buffer.alloc(0);
  let longPath: string | null = null;
  let entry: { readonly kind: 'file' | 'pax'; readonly path: string; readonly size: number; readonly parts: Buffer[] } | null = null;
  let content = 0;
  let padding = 0;
  for await (const chunk of source) {
    let at = 0;
    while (at < chunk.length) {
      if (content > 0) {
        const part = chunk.subarray(at, at + content);
        entry?.parts.push(part);
        content -= part.length;
        at += part.length;
        if (content > 0) continue;
      } else if (padding > 0) {
        const skipped = Math.min(padding, chunk.length - at);
        padding -= skipped;
        at += skipped;
        continue;
      } else {
        const part = chunk.subarray(at, at + BLOCK - header.length);
        header = Buffer.concat([header, part]);
        at += part.length;
        if (header.length < BLOCK) continue;
        const block = header;
        header = Buffer.alloc(0);
        if (block.every((byte) => byte === 0)) continue;
        checkSum(block);
        const type = text(block, 156, 1) || '0';
        const prefix = text(block, 345, 155);
        const path = longPath ?? (prefix ? `${prefix}/` : '') + text(block, 0, 100);
        if (type !== 'x') longPath = null;
        content = parseInt(text(block, 124, 12).trim() || '0', 8);
        padding = (BLOCK - (content % BLOCK)) % BLOCK;
        const target = type === '0' ? wanted(path) : null;
        entry = type === 'x' ? { kind: 'pax', path, size: content, parts: [] } : target === null ? null : { kind: 'file', path: target, size: content, parts: [] };
        if (content > 0) continue;
      }
      if (entry) {
        const data = Buffer.concat(entry.parts);
        if (entry.kind === 'pax') longPath = paxPath(data);
        else yield { path: entry.path, data };
        entry = null;
      }
    }
  }
  if (content > 0 || header.length > 0) throw new Error('damaged archive: it ends in the middle of a file');
}
