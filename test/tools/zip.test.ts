import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';
import { expect, it } from 'vitest';
import { packBuild, withoutKeyLine } from './zip';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('packs the Chrome build byte for byte, but for the key line', async () => {
  const zip = await JSZip.loadAsync(readFileSync(await packBuild('chrome')));
  const names = Object.keys(zip.files);
  expect(names).toContain('manifest.json');
  expect(names).toContain('background.js');
  for (const name of names) {
    const packed = await zip.files[name]!.async('nodebuffer');
    const built = readFileSync(join(root, '.output', 'chrome-mv3', name));
    if (name !== 'manifest.json') {
      expect(packed.equals(built), name).toBe(true);
      continue;
    }
    const builtLines = built.toString('utf8').split('\n');
    const keyLine = builtLines.find((line) => line.startsWith('  "key": '));
    expect(keyLine).toBeDefined();
    expect(packed.toString('utf8').split('\n')).toEqual(builtLines.filter((line) => line !== keyLine));
    expect(JSON.parse(packed.toString('utf8'))).not.toHaveProperty('key');
  }
});

it('packs the Firefox build unchanged', async () => {
  const zip = await JSZip.loadAsync(readFileSync(await packBuild('firefox')));
  for (const name of Object.keys(zip.files)) {
    const packed = await zip.files[name]!.async('nodebuffer');
    expect(packed.equals(readFileSync(join(root, '.output', 'firefox-mv3', name))), name).toBe(true);
  }
});

it('refuses a manifest without exactly one key line', () => {
  expect(() => withoutKeyLine('{\n  "name": "x"\n}')).toThrow(/one key line/);
});
