/** The one import of webextension-polyfill. It refuses to load outside an extension, so only background and extension pages reach this file. */
import polyfill, { type Browser, type Runtime } from 'webextension-polyfill';

export const browser: Browser = polyfill;
export type MessageSender = Runtime.MessageSender;
