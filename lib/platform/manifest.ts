/**
 * What the manifest says beyond the entrypoints. Pure data: imported by the build only.
 * Why each permission is asked for stands in CONTRIBUTING.md.
 */

/** Public half of the package's key: fixes the extension id, hence the redirect address registered with Exact. */
const CHROME_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2k3TSWAvgY1oG7vL9hKKv9p+UzSJMcgD0ceXnNwE9Yg80SQ93b49Nu3ydWX2wWUfLyaFXGBnjbo3ioKfhyYlibOUYEij3qZAiNkMHez0JzudBZ+pIim+XNuxqIy4bRWkk6m6d5fwNkdBcBKJUBzFAX4hM44JtolBopcqfIBiY8J7mjqI6NdbXwcp8r9Gfl1IOFYqFwjPghnn7TWZxEWQmg5IlrdoGvOeAwg3M325GRDseVKJ4s2xYy/VDyRPiTZYfTDkQeypC9YvMK/2rUGkzkujMyiUiVTtEHMPW1sFZYofpcW6x+yAMUWmQiXIS7PAH1DG68LKVGB4xO1gJzznTQIDAQAB';

/** Fixes the Firefox add-on id, hence its redirect address (SHA-1 of this text). */
export const GECKO_ID = 'exact-online@shopctrl-extension.example';

/** Exact's seven sites (facts: exact-api 1.2). */
export const EXACT_HOSTS = [
  'start.exactonline.nl',
  'start.exactonline.be',
  'start.exactonline.de',
  'start.exactonline.co.uk',
  'start.exactonline.com',
  'start.exactonline.fr',
  'start.exactonline.es',
] as const;

/** Where the section may appear without a further question. */
export const SHOPCTRL_MATCH = 'https://*.shopctrl.com/*';

/** Hosts of shopctrl.com that are no admin: help and marketing, and the bare domain. API hosts (`api.…`) are left out by a glob, since a match pattern cannot say it. */
export const SHOPCTRL_EXCLUDED = ['https://docs.shopctrl.com/*', 'https://support.shopctrl.com/*', 'https://www.shopctrl.com/*', 'https://shopctrl.com/*'];
export const SHOPCTRL_EXCLUDED_GLOBS = ['https://api.*'];

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self' https:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Manifest fields for one browser. `browser` is WXT's name: chrome, edge or firefox. */
export function manifestFor(browser: string): Record<string, unknown> {
  const firefox = browser === 'firefox';
  return {
    name: 'Exact Online for ShopCtrl',
    description: 'Gets every invoice of a ShopCtrl shop into Exact Online, once and right.',
    permissions: ['identity', 'alarms', 'storage', 'unlimitedStorage', 'scripting'],
    optional_permissions: ['notifications'],
    host_permissions: [SHOPCTRL_MATCH, ...EXACT_HOSTS.map((host) => `https://${host}/*`)],
    optional_host_permissions: ['https://*/*'],
    content_security_policy: { extension_pages: CSP },
    action: { default_title: 'Exact Online for ShopCtrl' },
    ...(firefox
      ? {
          browser_specific_settings: {
            gecko: {
              id: GECKO_ID,
              strict_min_version: '140.0',
              data_collection_permissions: {
                required: ['authenticationInfo', 'financialAndPaymentInfo', 'personallyIdentifyingInfo'],
              },
            },
          },
        }
      : { key: CHROME_KEY, minimum_chrome_version: '121' }),
  };
}
