/** A sign of life: fetches and IndexedDB alone do not keep a worker alive, calls of an extension API do (facts: browser-extension 18). */
import { browser } from './browser';
import { sessionArea } from './session';

/** Far below the 30 s after which an idle worker is stopped, and rare enough to cost nothing in a loop of thousands of steps. */
const APART_MS = 2000;
let last = 0;

/** To be called at each step of long work. */
export function pulse(): void {
  const now = Date.now();
  if (now - last < APART_MS && now >= last) return;
  last = now;
  sessionArea(browser)
    .set({ pulse: now })
    .catch(() => undefined);
}
