/** Timers that survive the worker. */
import { browser } from './browser';

/** `sync` is Sync's schedule, `sync-wake` stands while a run goes on, `sync-at` is the moment that a run has to wait for. */
export type AlarmName = 'wake' | 'discover' | 'tokens' | 'sync' | 'sync-wake' | 'sync-at';

/** Half a minute is the shortest that published extensions get (facts: browser-extension 5). */
const WAKE_MINUTES = 0.5;
const PERIODS: Readonly<Record<'discover' | 'tokens', number>> = { discover: 60, tokens: 24 * 60 };

/** Calls `listener` at each alarm of ours. To be called synchronously at start. */
export function onAlarm(listener: (name: AlarmName) => void): void {
  browser.alarms.onAlarm.addListener((alarm) => {
    if (isOurs(alarm.name)) listener(alarm.name);
  });
}

/**
 * Makes the standing alarms where they are missing or differ. At every start, since none is sure to survive a restart; an alarm
 * that is right is left alone, as creating it anew would restart its period.
 */
export async function ensureAlarms(): Promise<void> {
  for (const [name, periodInMinutes] of Object.entries(PERIODS)) {
    const present = await browser.alarms.get(name);
    if (!stays(present, periodInMinutes)) browser.alarms.create(name, { delayInMinutes: 1, periodInMinutes });
  }
}

/** Right, and not hours away since the clock was set back. */
function stays(alarm: { readonly periodInMinutes?: number; readonly scheduledTime: number } | undefined, minutes: number): boolean {
  return alarm?.periodInMinutes === minutes && !isFar(alarm.scheduledTime, minutes);
}

function isFar(scheduledTime: number, minutes: number): boolean {
  return scheduledTime > Date.now() + (minutes + 1) * 60_000;
}

/** While work is open an alarm stands at most a minute ahead, so that a killed worker is started again. */
export const wake = (on: boolean): Promise<void> => stands('wake', on);

/** The alarms of Sync. Alarms take effect when they are set, whatever becomes of the worker afterwards. */
export const syncAlarms = {
  wake: (on: boolean): Promise<void> => stands('sync-wake', on),
  /** The schedule, in minutes; null for none. One that is right is left alone. */
  every: async (minutes: number | null): Promise<void> => {
    const present = await browser.alarms.get('sync');
    if (minutes === null) await browser.alarms.clear('sync');
    else if (!stays(present, minutes)) browser.alarms.create('sync', { delayInMinutes: minutes, periodInMinutes: minutes });
  },
  /** One moment, milliseconds; null takes it back. */
  at: async (when: number | null): Promise<void> => {
    if (when === null) await browser.alarms.clear('sync-at');
    else browser.alarms.create('sync-at', { when });
  },
  /** When Sync runs next, milliseconds; null when nothing stands. */
  next: async (): Promise<number | null> => {
    const alarms = await Promise.all([browser.alarms.get('sync'), browser.alarms.get('sync-at')]);
    const moments = alarms.flatMap((alarm) => (alarm ? [alarm.scheduledTime] : []));
    return moments.length === 0 ? null : Math.min(...moments);
  },
};

async function stands(name: 'wake' | 'sync-wake', on: boolean): Promise<void> {
  if (!on) {
    await browser.alarms.clear(name);
    return;
  }
  const present = await browser.alarms.get(name);
  if (!present || isFar(present.scheduledTime, WAKE_MINUTES)) browser.alarms.create(name, { delayInMinutes: WAKE_MINUTES, periodInMinutes: WAKE_MINUTES });
}

const NAMES: readonly string[] = ['wake', 'discover', 'tokens', 'sync', 'sync-wake', 'sync-at'] satisfies readonly AlarmName[];

function isOurs(name: string): name is AlarmName {
  return NAMES.includes(name);
}
