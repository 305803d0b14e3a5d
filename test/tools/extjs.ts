/**
 * Fetches Sencha Ext JS 6.2.0 (GPL) for the simulated admin: packed by the npm client, checked against the registry's
 * integrity value, and only the files that the page needs are unpacked. They are never committed nor shipped.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';
import { untar } from './untar';

const PACKAGE = 'extjs-gpl@6.2.0';
/** `npm view extjs-gpl@6.2.0 dist.integrity`. */
const TARBALL = 'sha512-A/l4PKXE89dojDoWkNKqr+2jryF9jX3KuuaXb3NWEKYAKipNyP4CZyVGj7HBJIZF9h/ioxaBm3YJdCklo+XDpQ==';
/** SHA-256 over the sorted lines `<sha256 of file>  <path>` of what `wanted` lets through. */
const UNPACKED = 'abe18d5bbec475c6263a3535125b39d81bde5ea6c0229062561db580a54e31ba';
const CACHE = fileURLToPath(new URL('../.cache/', import.meta.url));
const TARGET = join(CACHE, 'extjs-6.2.0');
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

const KEPT = [
  /^LICENSE$/,
  /^build\/ext-all\.js$/,
  /^build\/classic\/theme-crisp\/theme-crisp\.js$/,
  /^build\/classic\/theme-crisp\/resources\/theme-crisp-all(_\d)?\.css$/,
  /^build\/classic\/theme-crisp\/resources\/images\//,
  /^build\/classic\/locale\/locale-nl\.js$/,
];

/** Path inside our folder for an entry of the tarball, or null for what the page does not need. */
function wanted(entry: string): string | null {
  const path = entry.replace(/^package\//, '');
  if (!KEPT.some((pattern) => pattern.test(path)) || path.split('/').includes('..')) return null;
  return path.replace(/^build\//, '').replace(/^classic\//, '');
}

/** One value for the whole folder; null when it is not there. */
async function fingerprint(folder: string): Promise<string | null> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => null);
  if (!names) return null;
  const lines: string[] = [];
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const hash = createHash('sha256').update(await readFile(path)).digest('hex');
    lines.push(`${hash}  ${relative(folder, path).split(sep).join('/')}`);
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function pack(into: string): Promise<string> {
  const windows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    execFile(
      windows ? 'npm.cmd' : 'npm',
      ['pack', PACKAGE, '--json', '--prefer-offline', '--loglevel=error', `--pack-destination=${into}`],
      { cwd: into, shell: windows, timeout: DOWNLOAD_LIMIT_MS, maxBuffer: 64 * 1024 * 1024 },
      (error, _stdout, stderr) => {
        if (!error) return resolve(join(into, 'extjs-gpl-6.2.0.tgz'));
        const cause = /\b(E[A-Z]{3,}|ENOTCACHED)\b/.exec(stderr)?.[1] ?? error.message.split('\n')[0];
        reject(
          new Error(
            `Ext JS for the simulated ShopCtrl admin could not be fetched: \`npm pack ${PACKAGE}\` failed (${cause}). ` +
              'It is needed once (about 120 MB) and then kept in test/.cache; connect to a package registry and run again.',
          ),
        );
      },
    );
  });
}

async function checkTarball(path: string): Promise<void> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== TARBALL) throw new Error(`The tarball of ${PACKAGE} is not the known one: integrity ${found}, expected ${TARBALL}.`);
}

async function unpack(tarball: string, folder: string): Promise<void> {
  for await (const { path, data } of untar(createReadStream(tarball).pipe(createGunzip()), wanted)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, data);
  }
}

async function make(): Promise<{ dir: string }> {
  if ((await fingerprint(TARGET)) === UNPACKED) return { dir: TARGET };
  await mkdir(CACHE, { recursive: true });
  const download = await mkdtemp(join(tmpdir(), 'extjs-'));
  const unpacked = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    console.error(`fetching ${PACKAGE} (once, about 120 MB) …`);
    const tarball = await pack(download);
    await checkTarball(tarball);
    await unpack(tarball, unpacked);
    const found = await fingerprint(unpacked);
    if (found !== UNPACKED) throw new Error(`Unpacking ${PACKAGE} gave other files than expected (${found}).`);
    await replaceTarget(unpacked);
    return { dir: TARGET };
  } finally {
    await rm(download, { recursive: true, force: true });
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** Whole or not at all; another process may have finished first, then its files are used. */
async function replaceTarget(unpacked: string): Promise<void> {
  if ((await fingerprint(TARGET)) === UNPACKED) return;
  const stale = `${unpacked}-stale`;
  await rename(TARGET, stale).catch(() => undefined);
  try {
    await rename(unpacked, TARGET);
  } catch (error) {
    if ((await fingerprint(TARGET)) !== UNPACKED) throw error;
  } finally {
    await rm(stale, { recursive: true, force: true });
  }
}

let running: Promise<{ dir: string }> | null = null;

/**
 * Makes sure that Ext JS is unpacked and unchanged, fetching it when needed.
 * `dir` holds `ext-all.js`, `theme-crisp/theme-crisp.js`, `theme-crisp/resources/theme-crisp-all.css` (with images) and `locale/locale-nl.js`.
 * @throws Error with what to do when there is no registry, or with both values when a hash does not fit.
 */
export function ensureExtJs(): Promise<{ dir: string }> {
  running ??= make().catch((error: unknown) => {
    running = null;
    throw error;
  });
  return running;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  ensureExtJs().then(
    ({ dir }) => console.log(dir),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
