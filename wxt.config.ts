import { defineConfig } from 'wxt';
import { manifestFor } from './lib/platform/manifest';

// Imports are written out (no auto-imports) so that a reader sees where each name comes from and the import rules can be linted.
export default defineConfig({
  imports: false,
  manifestVersion: 3,
  targetBrowsers: ['chrome', 'firefox'],
  manifest: ({ browser }) => manifestFor(browser),
  vite: () => ({ esbuild: { jsx: 'automatic', jsxImportSource: 'preact' } }),
});
