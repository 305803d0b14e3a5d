/** Closes the extension's storage areas to content scripts, where the browser can. Nothing secret is kept there in any case. */
import { browser } from './browser';

interface AccessLevels {
  setAccessLevel?(options: { readonly accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}

/** Firefox has no such method, older Chrome only for the session area: asked for each area, and a refusal changes nothing. */
export async function restrictStorage(): Promise<void> {
  const areas = browser.storage as unknown as Readonly<Record<string, AccessLevels | undefined>>;
  for (const name of ['local', 'session', 'sync']) {
    try {
      await areas[name]?.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
    } catch {
      // Not offered for this area in this version.
    }
  }
}
