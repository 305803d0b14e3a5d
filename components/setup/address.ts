/** What a person types as an address. */

/** Host (with port if any) of a typed address, with or without scheme, path or fragment; null when it is none. */
export function hostOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    const plain = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
    return plain && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(url.hostname) ? url.host : null;
  } catch {
    return null;
  }
}

/** Host without its port. */
export function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
