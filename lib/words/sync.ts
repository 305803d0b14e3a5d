/** How Sync stands, in words: made in the background for the section, on the page for the popup. */
import type { Language, ShopRef, SyncCard, SyncSummary } from '../messages';
import { clock } from './format';
import { syncEn, type SyncKey } from './sync.en';
import { syncNl } from './sync.nl';
import { syncReasonText } from './sync-reasons';
import { translator } from './text';

export type { SyncKey };
export const syncWords = translator<SyncKey>({ en: syncEn, nl: syncNl });

/** The card of one shop. */
export function syncCard(language: Language, shop: ShopRef, sync: SyncSummary): SyncCard {
  const of: ShopRef = { tenantId: shop.tenantId, shopId: shop.shopId };
  const say = (key: SyncKey, params = {}): string => syncWords(language, key, params);
  const details = { label: say('details'), request: { kind: 'pages.openLedger', shop: of } } as const;
  const remove = [...(sync.on ? [say('removeStops')] : []), ...(sync.running ? [say('removeRunning')] : sync.bound > 0 ? [say('removeBound', { count: sync.bound })] : [])].join(' ');
  if (!sync.on) {
    const actions = [{ label: say('turnOn'), request: { kind: 'pages.openLedger', shop: of, start: true } } as const, ...(sync.booked + sync.attention > 0 ? [details] : [])];
    return { tone: 'off', title: say('off'), lines: [say('offText')], remove, progress: null, actions };
  }
  return {
    tone: toneOf(sync),
    title: syncTitle(language, sync),
    lines: syncLines(language, sync),
    remove,
    progress: sync.progress && { done: sync.progress.done, total: sync.progress.total },
    actions: [
      sync.running ? { label: say('cancel'), request: { kind: 'sync.act', shop: of, action: 'cancel' } } : { label: say('now'), request: { kind: 'sync.act', shop: of, action: 'now' } },
      details,
      { label: say('turnOff'), request: { kind: 'sync.act', shop: of, action: 'off' } },
    ],
  };
}

export function toneOf(sync: SyncSummary): SyncCard['tone'] {
  if (!sync.on) return 'off';
  if (sync.tasks > 0) return 'attention';
  return sync.waiting > 0 || sync.held ? 'waiting' : 'fine';
}

export function syncTitle(language: Language, sync: SyncSummary): string {
  if (!sync.on) return syncWords(language, 'off');
  if (sync.tasks > 0) return syncWords(language, 'tasks', { count: sync.tasks });
  if (sync.running) return syncWords(language, sync.progress ? 'running' : 'reading');
  if (sync.waiting > 0) return syncWords(language, 'waiting', { count: sync.waiting });
  return syncWords(language, sync.held ? 'held' : 'fine');
}

/** What there is to know besides the title, the most pressing first. */
export function syncLines(language: Language, sync: SyncSummary): readonly string[] {
  const say = (key: SyncKey, params = {}): string => syncWords(language, key, params);
  const when = (at: number): string => clock(language, at, sync.at);
  const { held, lastRun: last, nextRun: next } = sync;
  return [
    ...(held ? [syncReasonText(language, { ...held, now: sync.at })] : []),
    ...(sync.daysLeft === null ? [] : [say('daysLeft', { count: sync.daysLeft })]),
    ...(sync.progress ? [progressText(language, sync.progress)] : []),
    // Where the shop itself is the task, no invoice is: a nought for the person would contradict the title.
    say(sync.tasks > 0 && sync.attention === 0 ? 'countsOfShop' : 'counts', { booked: sync.booked, waiting: sync.waiting, attention: sync.attention }),
    ...(sync.running ? [] : last !== null && next !== null ? [say('lastNext', { last: when(last), next: when(next) })] : last !== null ? [say('last', { last: when(last) })] : next !== null ? [say('next', { next: when(next) })] : []),
    sync.caughtUp === null ? say('openNever') : say('open', { until: when(sync.caughtUp) }),
    ...(sync.sessionOnly ? [say('session')] : []),
  ];
}

function progressText(language: Language, { done, total, remainingMs }: NonNullable<SyncSummary['progress']>): string {
  if (remainingMs === null) return syncWords(language, 'progress', { done, total });
  return remainingMs < 60_000 ? syncWords(language, 'lessMinute', { done, total }) : syncWords(language, 'minutesLeft', { done, total, count: Math.ceil(remainingMs / 60_000) });
}
