/** The API address as typed by hand. */

/** Origin of a typed address, with or without scheme and path; null when it is none. Always https: a password goes over it. */
export function originOf(typed: string): string | null {
  const bare = typed.trim().replace(/^https?:\/\//i, '');
  if (!URL.canParse(`https://${bare}`)) return null;
  const url = new URL(`https://${bare}`);
  return url.username === '' && url.password === '' && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname) ? url.origin : null;
}

/** Host (with port, if any) of an origin. */
export function hostOf(origin: string): string {
  return origin.replace(/^https:\/\//, '');
}

/** Host without its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
