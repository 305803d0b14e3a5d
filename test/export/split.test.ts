import { describe, expect, it } from 'vitest';
import type { FileRecord } from '../../lib/export/records';
import { appendRecords } from '../../lib/export/split';
import type { Cut } from '../../lib/export/split';
import { documentFoot, documentHead } from '../../lib/xml/document';

const naming = { fileId: (index: number) => `f${String(index)}`, name: (index: number) => `${String(index)}.xml` };
const size = (text: string): number => new TextEncoder().encode(text).length;
const FRAME = size(documentHead('Accounts')) + size(documentFoot('Accounts'));
const plain = (text: string): FileRecord => ({ text: () => text });
const cut = (records: readonly FileRecord[], limits: { records?: number; bytes?: number }): Cut =>
  appendRecords([], records, 'Accounts', { records: 1000, bytes: 1_000_000, ...limits }, naming, true);

describe('cutting into files', () => {
  // Three bytes each, so that characters are not mistaken for bytes.
  const two = [plain('€€€€'), plain('€€€€')];

  it('fills a file to exactly the limit of bytes, head and foot included', () => {
    const { files } = cut(two, { bytes: FRAME + 24 });
    expect(files.map((file) => [file.records, file.bytes])).toEqual([[2, FRAME + 24]]);
  });

  it('begins another file when one byte is missing', () => {
    const { files } = cut(two, { bytes: FRAME + 23 });
    expect(files.map((file) => [file.records, file.bytes])).toEqual([[1, FRAME + 12], [1, FRAME + 12]]);
  });

  it('keeps the limit where a record comes in a later call', () => {
    for (const [missing, expected] of [[0, [2]], [1, [1, 1]]] as const) {
      const limits = { records: 1000, bytes: FRAME + 24 - missing };
      const first = appendRecords([], two.slice(0, 1), 'Accounts', limits, naming, false);
      const second = appendRecords(first.files, two.slice(1), 'Accounts', limits, naming, true);
      expect(second.files.map((file) => file.records)).toEqual(expected);
    }
  });

  it('says as many bytes as the pieces have', () => {
    const { files, parts } = cut([plain('a'), plain('é'), plain('😀')], { records: 2 });
    for (const file of files) expect(parts.filter((part) => part.fileId === file.fileId).reduce((sum, part) => sum + part.bytes.length, 0)).toBe(file.bytes);
    expect(files.map((file) => [file.first, file.records])).toEqual([[0, 2], [2, 1]]);
  });
});

describe('debtors', () => {
  const of = (debtor: string): FileRecord => ({ debtor, text: (describes) => (describes ? `[${debtor} is described]` : `[${debtor}]`) });
  const texts = ({ files, parts }: Cut): readonly string[] =>
    files.map(({ fileId }) => parts.filter((part) => part.fileId === fileId).map((part) => new TextDecoder().decode(part.bytes)).join('').replace(documentHead('Accounts'), '').replace(documentFoot('Accounts'), ''));

  it('are described at their first record of each file', () => {
    expect(texts(cut([of('a'), of('b'), of('a'), of('a'), of('b')], { records: 3 }))).toEqual(['[a is described][b is described][a]', '[a is described][b is described]']);
  });

  it('count with their description when the file is full', () => {
    const limit = FRAME + size('[a is described][a]') + size('[a]');
    const result = cut([of('a'), of('a'), of('a'), of('a'), of('b')], { bytes: limit });
    expect(texts(result)).toEqual(['[a is described][a][a]', '[a is described]', '[b is described]']);
    for (const file of result.files) expect(file.bytes).toBeLessThanOrEqual(limit);
  });

  it('that the open file describes already come from the call before', () => {
    const limits = { records: 3, bytes: 1_000_000 };
    const first = appendRecords([], [of('a')], 'Accounts', limits, naming, false);
    expect(first.described).toEqual(['a']);
    const second = appendRecords(first.files, [of('a'), of('b'), of('a')], 'Accounts', limits, naming, false, new Set(first.described));
    expect(texts({ ...second, parts: [...first.parts, ...second.parts] })).toEqual(['[a is described][a][b is described]', '[a is described]']);
    // Only what the file says that is open now.
    expect(second.described).toEqual(['a']);
  });
});
