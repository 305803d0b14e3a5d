/** The browser's own sign-in window (identity API). Runs in the background only: a popup dies when the window takes the focus. */
import { FaultError, type Fault } from '../faults';
import { browser } from './browser';

/** The one address that Exact may send the person back to; it is registered with the Exact app, and differs per kind of browser. */
export function redirectAddress(): string {
  return browser.identity.getRedirectURL();
}

/** Opens the sign-in window at `url` and answers the address it ended at. Throws a FaultError: see `authFlowFault`. */
export async function runAuthFlow(url: string): Promise<string> {
  let answer: string | undefined;
  try {
    answer = await browser.identity.launchWebAuthFlow({ url, interactive: true });
  } catch (error) {
    throw new FaultError(authFlowFault(error instanceof Error ? error.message : String(error), globalThis.navigator.onLine, redirectAddress()), { cause: error });
  }
  if (!answer) throw new FaultError({ code: 'exact-cancelled', params: { redirect: redirectAddress() } });
  return answer;
}

/**
 * What a rejected sign-in window means. Browsers tell causes apart by text only (facts: browser-extension 6): a closed window is
 * `exact-cancelled`; a page that did not load, often a wrong redirect address or client id, is `exact-page-not-loaded`;
 * unknown texts count as the latter and keep their text as detail. The redirect address goes along, as it is the usual cure.
 */
export function authFlowFault(message: string, online: boolean, redirect: string): Fault {
  if (/did not approve|cancell?ed|denied access/i.test(message)) return { code: 'exact-cancelled', params: { redirect } };
  if (!online) return { code: 'offline' };
  return { code: 'exact-page-not-loaded', params: { redirect }, detail: message.slice(0, 200) };
}
