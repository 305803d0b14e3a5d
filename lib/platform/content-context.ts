/**
 * Stands in for WXT's context of a content script (see `wxt.config.ts`), of which the section uses nothing but the signal: WXT's own
 * watches addresses and wraps timers, a kilobyte in every page of the admin.
 */
import { liveRuntime } from './context';

export class ContentScriptContext {
  readonly #life = new AbortController();

  /** `name`: of the content script. A newer copy of it in the same document, as after an update, ends the older one. */
  constructor(name: string) {
    const message = `${liveRuntime()?.id ?? ''}:${name}`;
    document.dispatchEvent(new Event(message));
    document.addEventListener(message, () => this.#life.abort(), { once: true });
  }

  /** Aborted when this copy of the script has to stop. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }
}
