/** PopupState → props of the popup. */
import type { JobView, PopupShop, PopupState } from '../messages';
import { shopAnchor } from './setup';
import type { PopupView } from './types';

// A shop without connection that is exported by hand comes before one that nobody uses.
function urgency(shop: PopupShop): number {
  if (shop.connection === 'attention' || (shop.sync?.tasks ?? 0) > 0) return 0;
  if (shop.connection === 'connected') return 1;
  return (shop.waiting ?? 0) > 0 || shop.lastExport !== null || shop.job !== null ? 2 : 3;
}

/** True while the background still works on a job. */
export function isRunning(job: JobView | null): boolean {
  return job !== null && (job.phase === 'reading' || job.phase === 'deciding' || job.phase === 'writing');
}

/** Shops that need a person first, then the connected ones, then those in use, then the rest; by name within each, by id where names are equal. */
export function popupView(state: PopupState): PopupView {
  const collator = new Intl.Collator(['nl', 'en'], { numeric: true, sensitivity: 'base' });
  const rows = [...state.shops]
    .sort(
      (a, b) =>
        urgency(a) - urgency(b) || collator.compare(a.name, b.name) || a.shopId - b.shopId || (a.tenantId < b.tenantId ? -1 : 1),
    )
    .map((shop) => ({
      key: `${shop.tenantId}|${String(shop.shopId)}`,
      shop: { tenantId: shop.tenantId, shopId: shop.shopId },
      name: shop.name,
      id: String(shop.shopId),
      connection: shop.connection,
      administration: shop.administration,
      lastExport: shop.lastExport,
      waiting: shop.waiting,
      setup: shop.settingsMissing || shop.vanished ? shopAnchor(shop) : null,
      vanished: shop.vanished ?? 0,
      job: shop.job,
      running: isRunning(shop.job),
      sync: shop.sync ?? null,
      fault: shop.fault,
    }));
  const environments = (state.environments ?? []).map(({ tenantId, adminHost, fault }) => ({ tenantId, host: adminHost, fault, shop: rows.find((row) => row.shop.tenantId === tenantId)?.shop ?? null }));
  return { next: state.next, rows, environments, busy: rows.some((row) => row.running || row.sync?.running === true) };
}
