import { describe, expect, it } from 'vitest';
import { untar, type TarFile } from './untar';

/** One entry as tar writes it: header with check sum, content, padding to 512 bytes. */
function entry(name: string, content: string, type = '0', prefix = ''): Buffer {
  const header = Buffer.alloc(512);
  const data = Buffer.from(content);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\0', 257);
  header.write(prefix, 345);
  header.write(`${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

async function* cut(archive: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < archive.length; at += size) yield archive.subarray(at, at + size);
}

async function read(archive: Buffer, size: number, wanted: (path: string) => string | null = (path) => path): Promise<[string, string][]> {
  const files: TarFile[] = [];
  for await (const file of untar(cut(archive, size), wanted)) files.push(file);
  return files.map(({ path, data }) => [path, data.toString('utf8')]);
}

const END = Buffer.alloc(1_024);

describe('untar', () => {
  const long = 'y'.repeat(600);
  const archive = Buffer.concat([
    entry('package/a.txt', 'one'),
    entry('package/skip.txt', long),
    entry('package/empty.txt', ''),
    entry('package/folder', '', '5'),
    entry('full.txt', 'z'.repeat(512), '0', 'package/deep'),
    entry('pax', '28 path=package/very/long\n11 other=x\n', 'x'),
    entry('package/cut', long),
    END,
  ]);

  it.each([1, 7, 512, 513, 100_000])('reads the wanted files, cut into pieces of %d bytes', async (size) => {
    expect(await read(archive, size, (path) => (path.includes('skip') ? null : path.replace('package/', '')))).toEqual([
      ['a.txt', 'one'],
      ['empty.txt', ''],
      ['deep/full.txt', 'z'.repeat(512)],
      ['very/long', long],
    ]);
  });

  it('refuses a header whose check sum is wrong, and an archive that was cut', async () => {
    const damaged = Buffer.from(archive);
    damaged.writeUInt8(damaged.readUInt8(3) ^ 1, 3);
    await expect(read(damaged, 512)).rejects.toThrow('check sum');
    await expect(read(archive.subarray(0, 1_500), 512)).rejects.toThrow('ends in the middle');
  });
});
