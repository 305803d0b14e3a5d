/** Badge and notifications, from what the popup shows: nothing when all is well, amber while invoices wait, red when a person is needed. */
import type { Language, PopupShop, PopupState, ShopRef } from '../messages';
import type { BadgeState, Notification } from '../platform/attention';
import type { Settings } from '../settings/settings';
import { syncWords, toneOf } from '../words/sync';
import { syncReasonText } from '../words/sync-reasons';

export interface AttentionDeps {
  readonly settings: Pick<Settings, 'note' | 'putNote'>;
  language(): Language;
  badge(state: BadgeState): Promise<void>;
  tell(notification: Notification): Promise<void>;
}

/** Shops of which a problem was told, so that a new worker neither repeats nor forgets it. */
const NOTE = 'told-problems';
const PREFIX = 'sync:';

/** Shows the state; called one after another. */
export function createAttention(deps: AttentionDeps): (state: PopupState) => Promise<void> {
  return async ({ shops }) => {
    const language = deps.language();
    const on = shops.filter(({ sync }) => sync?.on);
    const tasks = on.reduce((sum, { sync }) => sum + (sync?.tasks ?? 0), 0);
    const waits = on.some(({ sync }) => sync && toneOf(sync) === 'waiting');
    const title = tasks > 0 ? syncWords(language, 'badgeTasks', { count: tasks }) : syncWords(language, waits ? 'badgeWaiting' : 'badgeFine');
    await deps.badge({ tone: tasks > 0 ? 'attention' : waits ? 'waiting' : 'fine', tasks, title });

    const told = new Set(((await deps.settings.note(NOTE)) ?? '').split('\n').filter((key) => key !== ''));
    const open = new Map(on.flatMap((shop) => ((shop.sync?.tasks ?? 0) > 0 ? [[keyOf(shop), shop] as const] : [])));
    const opened = [...open].filter(([key]) => !told.has(key));
    const cleared = [...told].filter((key) => !open.has(key));
    if (opened.length + cleared.length === 0) return;
    // Stored first: a notification less is better than the same one at every start.
    await deps.settings.putNote(NOTE, open.size === 0 ? null : [...open.keys()].join('\n'));
    for (const [key, shop] of opened) await deps.tell({ id: PREFIX + key, title: syncWords(language, 'problemTitle'), text: problemText(language, shop) });
    for (const key of cleared) {
      const shop = shops.find((one) => keyOf(one) === key);
      // One that was turned off, or is gone, is no problem that was solved.
      if (shop?.sync?.on) await deps.tell({ id: PREFIX + key, title: syncWords(language, 'clearedTitle'), text: syncWords(language, 'problemText', { shop: shop.name, text: syncWords(language, 'clearedText') }) });
    }
  };
}

/** The shop that a notification is about; null for a foreign one. */
export function shopOfNotification(id: string): ShopRef | null {
  const [tenantId, shopId] = id.startsWith(PREFIX) ? id.slice(PREFIX.length).split('|') : [];
  return tenantId && shopId ? { tenantId, shopId: Number(shopId) } : null;
}

function problemText(language: Language, { name, sync }: PopupShop): string {
  const text = sync?.held?.person ? syncReasonText(language, sync.held) : syncWords(language, 'problemTasks', { count: sync?.tasks ?? 0 });
  return syncWords(language, 'problemText', { shop: name, text });
}

const keyOf = ({ tenantId, shopId }: ShopRef): string => `${tenantId}|${String(shopId)}`;
