/** The background's side of messaging: one root listener, who is asking, and notices to those who show something. */
import type { ChangedNotice, Reply } from '../messages';
import { browser, type MessageSender } from './browser';

/** Who sent a message, as far as the browser itself vouches for it. */
export type Sender =
  | { readonly context: 'page' }
  | { readonly context: 'content'; readonly host: string; readonly tabId: number; readonly frameId: number }
  | { readonly context: 'stranger' };

export type Answerer = (message: unknown, sender: Sender) => Promise<Reply<unknown>>;

/**
 * Answers every request of this extension's own contexts. To be called synchronously at start. One listener, not `async`:
 * it takes only what looks like a request, so that notices and foreign messages are left alone (facts: browser-extension 9).
 */
export function serve(answer: Answerer): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: MessageSender) => {
    if (!looksLikeRequest(message)) return undefined;
    return answer(message, senderOf(sender, browser.runtime.id, browser.runtime.getURL('')));
  });
}

/** Tells extension pages, and the given tabs, that something changed. Nobody listening is normal. Answers the tabs that are gone. */
export async function notify(notice: ChangedNotice, tabIds: readonly number[]): Promise<readonly number[]> {
  const gone: number[] = [];
  await Promise.all([
    browser.runtime.sendMessage(notice).catch(() => undefined),
    ...tabIds.map((tabId) => browser.tabs.sendMessage(tabId, notice).catch(() => gone.push(tabId))),
  ]);
  return gone;
}

/**
 * Classifies a sender. An extension page is known by its address even when it stands in a tab; a content script by its tab and by
 * the host of its own frame, which the browser states and the page cannot choose.
 */
export function senderOf(sender: MessageSender, ownId: string, ownBase: string): Sender {
  if (sender.id !== ownId) return { context: 'stranger' };
  const address = sender.url ?? '';
  if (address.startsWith(ownBase)) return { context: 'page' };
  const tabId = sender.tab?.id;
  const origin = (sender as { readonly origin?: string }).origin;
  const host = hostOf(address) ?? hostOf(origin ?? '');
  if (tabId === undefined || host === null) return { context: 'stranger' };
  return { context: 'content', host, tabId, frameId: sender.frameId ?? 0 };
}

function hostOf(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === 'https:' ? url.host : null;
  } catch {
    return null;
  }
}

function looksLikeRequest(message: unknown): boolean {
  const kind = typeof message === 'object' && message !== null ? (message as { kind?: unknown }).kind : undefined;
  return typeof kind === 'string' && kind.includes('.');
}
