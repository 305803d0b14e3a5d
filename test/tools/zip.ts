/**
 * Packs both builds for the stores, and the sources for Firefox's reviewers, into `.output/*.zip`. The stores fix the extension id themselves and
 * refuse a package with `key`, so that one line leaves the Chrome manifest; nothing else is changed. File times are fixed: same build, same bytes.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import JSZip from 'jszip';

const root = fileURLToPath(new URL('../..', import.meta.url));
const EPOCH = new Date('2026-01-01T00:00:00Z');

/** The manifest's text without its `key` line. Throws unless there is exactly one. */
export function withoutKeyLine(manifest: string): string {
  const lines = manifest.split('\n');
  const kept = lines.filter((line) => !/^ {2}"key": "[A-Za-z0-9+/=]+",?$/.test(line));
  if (kept.length !== lines.length - 1) throw new Error(`expected one key line in the manifest, found ${lines.length - kept.length}`);
  return kept.join('\n');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

/** Writes one zip from pairs of name and content, in the given order. */
async function writeZip(target: string, files: readonly (readonly [string, Buffer | string])[]): Promise<void> {
  const zip = new JSZip();
  for (const [name, content] of files) zip.file(name, content, { date: EPOCH, createFolders: false });
  writeFileSync(target, await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } }));
  console.log(`${relative(root, target)}: ${files.length} files, ${statSync(target).size} bytes`);
}

/** Packs one built folder; `chrome` loses the key line. Returns the zip's path. */
export async function packBuild(browser: 'chrome' | 'firefox'): Promise<string> {
  const build = join(root, '.output', `${browser}-mv3`);
  if (!existsSync(build)) throw new Error(`no build at ${build}: run "npm run build" first`);
  const version = (JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8')) as { version: string }).version;
  const target = join(root, '.output', `exact-online-for-shopctrl-${version}-${browser}.zip`);
  const files = filesBelow(build).map((path): readonly [string, Buffer | string] => {
    const name = relative(build, path).split(sep).join('/');
    const content = readFileSync(path);
    return [name, browser === 'chrome' && name === 'manifest.json' ? withoutKeyLine(content.toString('utf8')) : content];
  });
  await writeZip(target, files);
  return target;
}

/** Packs what a reviewer needs to make the same build: the tracked files. */
export async function packSources(): Promise<string> {
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  const names = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter((name) => name !== '' && existsSync(join(root, name)));
  const target = join(root, '.output', `exact-online-for-shopctrl-${version}-sources.zip`);
  await writeZip(
    target,
    names.sort().map((name) => [name, readFileSync(join(root, name))]),
  );
  return target;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await packBuild('chrome');
  await packBuild('firefox');
  await packSources();
}
