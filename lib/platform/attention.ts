/** The badge on the toolbar's button, and notifications of the system (an optional permission). */
import { browser } from './browser';

export interface BadgeState {
  readonly tone: 'fine' | 'waiting' | 'attention';
  /** Shown as a number when a person is needed. */
  readonly tasks: number;
  /** Tooltip of the button. */
  readonly title: string;
}

const COLOURS = { fine: '#5b6b7a', waiting: '#b7791f', attention: '#c0392b' } as const;

/** Nothing when all is well, amber dots while invoices wait, red with the number of tasks when a person is needed. */
export async function showBadge({ tone, tasks, title }: BadgeState): Promise<void> {
  const text = tone === 'fine' ? '' : tone === 'waiting' ? '…' : tasks > 99 ? '99+' : String(tasks);
  await Promise.all([browser.action.setBadgeBackgroundColor({ color: COLOURS[tone] }), browser.action.setBadgeText({ text }), browser.action.setTitle({ title })]);
}

export interface Notification {
  /** One with the same id is replaced. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** Shows a notification where the person allowed them; otherwise nothing happens. */
export async function tell({ id, title, text }: Notification): Promise<void> {
  if (!(await mayTell())) return;
  await browser.notifications.create(id, { type: 'basic', iconUrl: browser.runtime.getURL('icon/128.png'), title, message: text });
}

export function mayTell(): Promise<boolean> {
  return browser.permissions.contains({ permissions: ['notifications'] });
}

/** Asks the person. Has to be the first thing in a click on an extension page, before any `await`. */
export function askToTell(): Promise<boolean> {
  return browser.permissions.request({ permissions: ['notifications'] });
}

/** Calls `listener` with the id of a notification that was clicked. To be called synchronously at start; without the permission there is nothing to listen to. */
export function onToldClicked(listener: (id: string) => void): void {
  (browser as { readonly notifications?: typeof browser.notifications }).notifications?.onClicked.addListener(listener);
}
