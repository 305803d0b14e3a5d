/** What a browser that lives knows of its invoices, read by an open page of the extension; its worker is not asked and not woken. */
import type { Page } from 'puppeteer-core';

export interface KnownRow {
  readonly code: string;
  readonly state: string;
  readonly reason: string | null;
  /** How many steps its history has. */
  readonly steps: number;
}

export function rowsOf(page: Page): Promise<readonly KnownRow[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('ledger');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const asked = database.transaction('bookings').objectStore('bookings').getAll();
    const rows = await new Promise<{ code: string; state: string; reason?: { code: string }; steps: readonly unknown[] }[]>((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result as { code: string; state: string; reason?: { code: string }; steps: readonly unknown[] }[]);
      asked.onerror = () => reject(asked.error);
    });
    database.close();
    return rows.map(({ code, state, reason, steps }) => ({ code, state, reason: reason?.code ?? null, steps: steps.length }));
  });
}
