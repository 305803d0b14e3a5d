/** What the content script weighs: every file that the manifest puts into a page of ShopCtrl, each packed by gzip at its strongest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CHROME_BUILD } from '../browser/chromium';
import type { Measurement } from './measure';

interface Injecting {
  readonly content_scripts?: readonly { readonly js?: readonly string[]; readonly css?: readonly string[] }[];
}

/** Files of a built folder that are injected into pages. */
export function injectedFiles(build: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8')) as Injecting;
  return [...new Set((manifest.content_scripts ?? []).flatMap(({ js = [], css = [] }) => [...js, ...css]))];
}

/** Sum of their sizes in bytes after `gzip -9`. */
export function gzippedBytes(build: string): number {
  return injectedFiles(build).reduce((sum, file) => sum + gzipSync(readFileSync(join(build, file)), { level: 9 }).length, 0);
}

export const contentScriptSize: Measurement = {
  names: ['content-script-gzip-bytes'],
  run(report) {
    report.figure('content-script-gzip-bytes', gzippedBytes(CHROME_BUILD), 'bytes');
    return Promise.resolve();
  },
};
