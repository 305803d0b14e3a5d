/** Start events of the extension. Neither is sure to come: whatever has to happen also happens at each start of the worker. */
import { browser } from './browser';

export interface StartListeners {
  /** `reason` as the browser says it: `install`, `update`, `browser_update`. */
  onInstalled(reason: string): void;
  onStartup(): void;
}

/** The version in the manifest. */
export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}

/** Adds both listeners. To be called synchronously at start. */
export function onStartEvents(listeners: StartListeners): void {
  browser.runtime.onInstalled.addListener((details) => listeners.onInstalled(details.reason));
  browser.runtime.onStartup.addListener(() => listeners.onStartup());
}
