/** What is looked at when a run did not end well: the last calls, and what the extension's memory says. */
import type { Simulators } from '../simulators/start';
import { driven, killed, type Place } from './lives';

/** The last calls to Exact, in seconds since `began`. */
export function lastCalls({ exact }: Pick<Simulators, 'exact'>, began: number): readonly string[] {
  return exact.calls.slice(-20).map(({ method, path, status, at }) => `call at ${((at - began) / 1000).toFixed(1)}: ${method} ${path.slice(0, 90)} ${String(status)}`);
}

/** The extension's memory, through a page of the extension that runs none of its scripts. */

export async function diagnose(place: Place): Promise<readonly string[]> {
  const life = await driven(place);
  try {
    const { chromium } = life;
    if (!chromium) return [];
    const page = await chromium.newPage(chromium.extensionUrl('manifest.json'));
    return await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('ledger');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const lines: string[] = [];
      const names = ['bookings', 'syncShops', 'administrations'];
      const rows: Record<string, unknown>[][] = [];
      for (const name of names) {
        const asked = database.transaction(name).objectStore(name).getAll();
        rows.push(
          await new Promise((resolve, reject) => {
            asked.onsuccess = () => resolve(asked.result as Record<string, unknown>[]);
            asked.onerror = () => reject(asked.error);
          }),
        );
      }
      database.close();
      const counts = new Map<string, number>();
      for (const { shopId, state, reason, due } of rows[0] ?? []) {
        const key = `shop ${String(shopId)} ${String(state)} ${JSON.stringify(reason ?? null)} ${Number(due) > 8e15 ? 'for a person' : Number(due) > 0 ? 'due' : ''}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      for (const [key, count] of counts) lines.push(`${String(count)} × ${key}`);
      for (const { shopId, paused, lastRun, refusals, caughtUp } of rows[1] ?? []) lines.push(`shop ${String(shopId)}: ${JSON.stringify({ paused, lastRun, refusals, caughtUp })}`);
      for (const { division, budget, closed } of rows[2] ?? []) lines.push(`administration ${String(division)}: ${JSON.stringify({ budget, closed })}`);
      return lines.slice(0, 40);
    });
  } finally {
    await killed(life);
  }
}
