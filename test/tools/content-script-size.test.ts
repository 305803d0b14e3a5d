/** The weight of the built content script: it is loaded in every page of the admin. Needs `npm run build`, which the whole test run does first. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { gzippedBytes, injectedFiles } from '../bench/content-script-size';

const root = fileURLToPath(new URL('../..', import.meta.url));

it.each(['chrome-mv3', 'firefox-mv3'])('%s: what is injected into pages comes to at most 20,000 bytes', (name) => {
  const build = join(root, '.output', name);
  expect(injectedFiles(build)).toContain('content-scripts/shopctrl.js');
  const bytes = gzippedBytes(build);
  expect(bytes).toBeLessThanOrEqual(20_000);
  // Far less would mean that something else than the section was measured.
  expect(bytes).toBeGreaterThan(5_000);
});
