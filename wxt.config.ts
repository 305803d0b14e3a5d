import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'wxt';
import { manifestFor } from './lib/platform/manifest';

// Imports are written out (no auto-imports) so that a reader sees where each name comes from and the import rules can be linted.
export default defineConfig({
  imports: false,
  manifestVersion: 3,
  targetBrowsers: ['chrome', 'firefox'],
  manifest: ({ browser }) => manifestFor(browser),
  hooks: {
    // One line per top-level key, so that packaging can take out the line of `key` and leave every other byte as it is.
    'build:done': async (wxt) => {
      const file = join(wxt.config.outDir, 'manifest.json');
      await writeFile(file, `${JSON.stringify(JSON.parse(await readFile(file, 'utf8')), null, 2)}\n`);
    },
  },
  vite: () => ({
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
    resolve: { alias: { 'wxt/utils/content-script-context': fileURLToPath(new URL('./lib/platform/content-context.ts', import.meta.url)) } },
  }),
});
