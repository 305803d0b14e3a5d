import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { officialSchema } from './official-schema';
import { validatorOf } from './validate';

const folder = mkdtempSync(join(tmpdir(), 'schema-'));
afterAll(() => rmSync(folder, { recursive: true }));
const broken = join(folder, 'broken.xsd');
writeFileSync(broken, '<schema>');
const missing = join(folder, 'missing.xsd');

it('fails when EEXACT_XSD names no readable file, also when a copy lies beside', () => {
  expect(() => officialSchema(missing, broken)).toThrow('EEXACT_XSD');
  expect(() => officialSchema(folder, broken)).toThrow('EEXACT_XSD');
});

it('fails when the file is no schema', () => {
  expect(() => validatorOf(officialSchema(broken) ?? '')).toThrow();
});

it('takes the named file first, the one beside when none is named, and knows when there is neither', () => {
  expect(officialSchema(broken, missing)).toBe(broken);
  expect(officialSchema('', broken)).toBe(broken);
  expect(officialSchema('', missing)).toBeNull();
});
