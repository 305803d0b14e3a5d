/** Timers that survive the worker. */
import { browser } from './browser';

export type AlarmName = 'wake' | 'discover' | 'tokens';

/** Half a minute is the shortest that published extensions get (facts: browser-extension 5). */
const WAKE_MINUTES = 0.5;
const PERIODS: Readonly<Record<Exclude<AlarmName, 'wake'>, number>> = { discover: 60, tokens: 24 * 60 };

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
    if (present?.periodInMinutes !== periodInMinutes) browser.alarms.create(name, { delayInMinutes: 1, periodInMinutes });
  }
}

/** While work is open an alarm stands at most a minute ahead, so that a killed worker is started again. */
export async function wake(on: boolean): Promise<void> {
  if (!on) {
    await browser.alarms.clear('wake');
    return;
  }
  const present = await browser.alarms.get('wake');
  if (!present) browser.alarms.create('wake', { delayInMinutes: WAKE_MINUTES, periodInMinutes: WAKE_MINUTES });
}

function isOurs(name: string): name is AlarmName {
  return name === 'wake' || name === 'discover' || name === 'tokens';
}
