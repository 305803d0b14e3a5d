/**
 * Finds a Chromium and a Firefox for tests and demo, installs one where that is possible, or says exactly what to do.
 * Order: the environment variable, installed browsers (also in Playwright's cache), the system's packages (Debian and Ubuntu as root), Playwright's build.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, join } from 'node:path';

const PLAYWRIGHT = 'playwright@1.57.0';

/** First line of `--version`, or null when the program does not run. */
function versionOf(path: string): string | null {
  const result = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  return result.status === 0 ? (result.stdout.trim().split('\n')[0] ?? '') : null;
}

function onPath(names: readonly string[]): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path));
}

/** Builds in Playwright's cache, newest folder first; other tools' caches are not searched. */
function cachedChromiums(): string[] {
  const roots = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    join(homedir(), '.cache', 'ms-playwright'),
    join(homedir(), 'Library', 'Caches', 'ms-playwright'),
    join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  ].filter((root): root is string => root !== undefined && root !== '' && existsSync(root));
  const inside = ['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium', 'chrome-win/chrome.exe', 'chrome-win64/chrome.exe'];
  return roots.flatMap((root) =>
    readdirSync(root)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort()
      .reverse()
      .flatMap((name) => inside.map((path) => join(root, name, path)))
      .filter((path) => existsSync(path)),
  );
}

function installed(): string[] {
  const fixed =
    platform() === 'darwin'
      ? ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing']
      : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'];
  return [...onPath(['chromium', 'chromium-browser', 'chrome-for-testing']), ...fixed.filter((path) => existsSync(path)), ...cachedChromiums()];
}

/** Chromium and Chrome for Testing take `--load-extension`; branded Chrome has ignored it since 137. */
function usableChromium(path: string): boolean {
  const version = versionOf(path);
  return version !== null && /Chromium|Chrome for Testing/i.test(version);
}

function aptInstall(packageName: string): boolean {
  if (platform() !== 'linux' || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false;
  console.log(`Installing ${packageName} with apt-get …`);
  const options = { stdio: 'ignore' as const, timeout: 600_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if (spawnSync('apt-get', ['install', '-y', packageName], options).status === 0) return true;
  spawnSync('apt-get', ['update'], options);
  return spawnSync('apt-get', ['install', '-y', packageName], options).status === 0;
}

/** Path of a Chromium that loads unpacked extensions. Throws with instructions when none can be had. */
export function findChromium(): string {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (usableChromium(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH=${chosen} does not run, or is branded Chrome, which ignores --load-extension. Point it to Chromium or Chrome for Testing.`);
  }
  const found = installed().find(usableChromium);
  if (found) return found;
  if (aptInstall('chromium')) {
    const after = installed().find(usableChromium);
    if (after) return after;
  }
  console.log('No Chromium found; trying the build that Playwright offers …');
  try {
    execFileSync(platform() === 'win32' ? 'npx.cmd' : 'npx', ['--yes', PLAYWRIGHT, 'install', 'chromium'], { stdio: 'inherit', timeout: 600_000 });
  } catch {
    // The message below says what is left to do.
  }
  const last = cachedChromiums().find(usableChromium);
  if (last) return last;
  throw new Error(
    'No Chromium found and none could be installed. Install Chromium (Debian/Ubuntu: "sudo apt-get install chromium") or Chrome for Testing, ' +
      'or set CHROMIUM_PATH to its program file. Branded Google Chrome does not work: it ignores --load-extension.',
  );
}

/** Path of a Firefox (ESR will do) of version 140 or later. Throws with instructions when none can be had. */
export function findFirefox(): string {
  const usable = (path: string): boolean => Number(/Firefox (\d+)/.exec(versionOf(path) ?? '')?.[1] ?? 0) >= 140;
  const chosen = process.env.FIREFOX_PATH;
  if (chosen) {
    if (usable(chosen)) return chosen;
    throw new Error(`FIREFOX_PATH=${chosen} is no Firefox of version 140 or later.`);
  }
  const candidates = (): string[] => [...onPath(['firefox-esr', 'firefox']), '/Applications/Firefox.app/Contents/MacOS/firefox'].filter((path) => existsSync(path));
  const found = candidates().find(usable);
  if (found) return found;
  if (aptInstall('firefox-esr')) {
    const after = candidates().find(usable);
    if (after) return after;
  }
  throw new Error('No Firefox 140 or later found. Install it (Debian/Ubuntu: "sudo apt-get install firefox-esr"), or set FIREFOX_PATH to its program file.');
}
