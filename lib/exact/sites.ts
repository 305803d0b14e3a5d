/** Exact's seven sites (facts: exact-api 1.2). The host of every address towards Exact is made and checked here, nowhere else. */
import { fail } from '../faults';
import type { ExactSite } from '../messages';

export const SITE_HOSTS: Readonly<Record<ExactSite, string>> = {
  nl: 'start.exactonline.nl',
  be: 'start.exactonline.be',
  de: 'start.exactonline.de',
  uk: 'start.exactonline.co.uk',
  us: 'start.exactonline.com',
  fr: 'start.exactonline.fr',
  es: 'start.exactonline.es',
};

/** An address on the site's own host, always https. `query` is encoded once. */
export function exactUrl(site: ExactSite, path: string, query: Readonly<Record<string, string>> = {}): string {
  const url = new URL(`https://${SITE_HOSTS[site]}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return assertOnSite(site, url.toString());
}

/**
 * The address itself when it lies on the site's own host over https at the usual port; throws `exact-error` otherwise. Tokens never go to
 * another host, not even to another of the seven (facts: exact-api 1.2).
 */
export function assertOnSite(site: ExactSite, address: string): string {
  let url: URL | null = null;
  try {
    url = new URL(address);
  } catch {
    // Reported below, without the address.
  }
  if (!url || url.protocol !== 'https:' || url.host !== SITE_HOSTS[site] || url.username !== '' || url.password !== '') fail('exact-error', {}, 'address outside the Exact site');
  return address;
}
