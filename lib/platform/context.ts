/**
 * Asking the background, for content scripts and extension pages alike.
 *
 * The polyfill is left out on purpose: it wraps the whole API tree at load, in every frame of the admin (about 10 kB and a
 * share of the CPU budget of the content script), throws where the extension's context is dead, and gives nothing that
 * sendMessage and onMessage.addListener do not have natively in every browser we support (facts: browser-extension 8, 10).
 */

interface RuntimeApi {
  readonly id?: string;
  sendMessage(message: unknown): Promise<unknown>;
  readonly onMessage: {
    addListener(listener: (message: unknown) => void): void;
    removeListener(listener: (message: unknown) => void): void;
  };
}

interface ExtensionGlobal {
  readonly browser?: { readonly runtime?: RuntimeApi };
  readonly chrome?: { readonly runtime?: RuntimeApi };
}

/** The extension's runtime, or null when this context was cut off by an update, a reload or removal of the extension. */
export function liveRuntime(): RuntimeApi | null {
  const scope = globalThis as ExtensionGlobal;
  try {
    for (const api of [scope.browser, scope.chrome]) {
      if (api?.runtime?.id !== undefined) return api.runtime;
    }
  } catch {
    // Some builds throw on the first touch of a dead context instead of answering undefined.
  }
  return null;
}
