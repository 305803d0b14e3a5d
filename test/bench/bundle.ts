/** Bundles a file of the bench as the product is built: without what loaders of tests add to functions, which would count as the product's time. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { REPOSITORY } from '../browser/chromium';

/** Makes one minified module out of `entry` (path from the repository) and hands its path to `use`; it is gone afterwards. */
export async function withBundle<T>(entry: string, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    await build({
      configFile: false,
      root: REPOSITORY,
      publicDir: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: { ssr: entry, outDir: folder, emptyOutDir: true, minify: 'esbuild', target: 'esnext', rollupOptions: { output: { entryFileNames: 'bundle.mjs' } } },
    });
    if (!readdirSync(folder).includes('bundle.mjs')) throw new Error(`${entry} could not be bundled`);
    return await use(join(folder, 'bundle.mjs'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
