/** The built manifests: what the stores and the browsers see. Needs `npm run build`, which the whole test run does first. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (build: string): { text: string; manifest: Record<string, unknown> } => {
  const text = readFileSync(join(root, '.output', build, 'manifest.json'), 'utf8');
  return { text, manifest: JSON.parse(text) as Record<string, unknown> };
};
const SCRIPT = {
  matches: ['https://*.shopctrl.com/*'],
  all_frames: true,
  exclude_globs: ['https://api.*'],
  exclude_matches: ['https://docs.shopctrl.com/*', 'https://shopctrl.com/*', 'https://support.shopctrl.com/*', 'https://www.shopctrl.com/*'],
  js: ['content-scripts/shopctrl.js'],
};
const COMMON = {
  manifest_version: 3,
  permissions: ['identity', 'alarms', 'storage', 'unlimitedStorage', 'scripting'],
  optional_permissions: ['notifications'],
  host_permissions: [
    'https://*.shopctrl.com/*',
    'https://start.exactonline.nl/*',
    'https://start.exactonline.be/*',
    'https://start.exactonline.de/*',
    'https://start.exactonline.co.uk/*',
    'https://start.exactonline.com/*',
    'https://start.exactonline.fr/*',
    'https://start.exactonline.es/*',
  ],
  optional_host_permissions: ['https://*/*'],
};

describe.each(['chrome-mv3', 'firefox-mv3'])('%s', (build) => {
  const { text, manifest } = read(build);

  it('asks for exactly these permissions and hosts', () => {
    expect(manifest).toMatchObject(COMMON);
    expect(manifest['permissions']).toHaveLength(5);
    expect(manifest['content_scripts']).toEqual([{ ...SCRIPT, run_at: expect.any(String) as string }]);
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
  });

  it('lets pages run own scripts only, no objects, no forms, and reach any https port', () => {
    const { extension_pages: policy = '' } = manifest['content_security_policy'] as { extension_pages?: string };
    const directives = new Map(policy.split(';').map((one) => one.trim().split(/ (.*)/s).slice(0, 2) as [string, string]));
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('connect-src')).toBe("'self' https:");
    for (const name of ['object-src', 'form-action', 'base-uri', 'default-src', 'frame-ancestors']) expect(directives.get(name), name).toBe("'none'");
  });

  it('stands with one line per top-level key', () => {
    expect(text).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
  });
});

it('fixes the ids, so that the redirect address is stable', () => {
  expect(read('chrome-mv3').manifest['key']).toMatch(/^MII[A-Za-z0-9+/=]+$/);
  expect(read('chrome-mv3').manifest).not.toHaveProperty('browser_specific_settings');
  expect(read('firefox-mv3').manifest).not.toHaveProperty('key');
  expect(read('firefox-mv3').manifest).toMatchObject({
    browser_specific_settings: { gecko: { id: 'exact-online@shopctrl-extension.example', strict_min_version: '140.0', data_collection_permissions: { required: ['authenticationInfo', 'financialAndPaymentInfo', 'personallyIdentifyingInfo'] } } },
  });
});
