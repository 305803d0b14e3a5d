/** One canary of each new kind first, and an end after the third equal refusal (design 6). Pure. */
import type { Booking } from '../booking/booking';
import type { SyncShopRow } from '../ledger/sync-rows';
import { ageOf } from './schedule';

/** What makes an entry a kind of its own for Exact: journal, currency, VAT codes, kind of debtor, type. */
export function kindOfEntry(booking: Booking): string {
  const codes = [...new Set(booking.lines.map((line) => line.vatCode))].sort().join('+');
  return [booking.journal, booking.currency, codes, booking.debtor.kind, booking.type].join('|');
}

/** Whether a shop has to stop, since Exact refused the same thing too often. */
export function isStopped(shop: Pick<SyncShopRow, 'refusals'>, limit: number): boolean {
  return shop.refusals.count >= limit;
}

/** A kind of which so many canaries in a row died rests. */
const CANARIES = 3;
/** So long; then one more is sent. */
const REST_MS = 24 * 3_600_000;

/** Until when (local time) no more of a kind is sent, since Exact refused so many of it; null when one may go. */
export function restsUntil({ refusals: { kinds } }: Pick<SyncShopRow, 'refusals'>, kind: string, now: number): number | null {
  const refused = kinds?.[kind];
  return refused && refused.count >= CANARIES && ageOf(refused.at, now) < REST_MS ? refused.at + REST_MS : null;
}

/** Equal refusals further apart than this are no sign of one cause. */
export const EQUAL_MS = 24 * 3_600_000;
/** Texts that are remembered at once. */
export const TEXTS = 20;

/**
 * The shop's counts after a refusal (`key`: endpoint and text without digits) of an entry of a kind, or after one that Exact took (`key`
 * null). What Exact takes in between does not make refusals of one text fewer: the third one is the third, whatever went well beside it.
 */
export function afterOutcome<T extends Pick<SyncShopRow, 'refusals'>>(shop: T, kind: string, key: string | null, now: number): T {
  const { refusals } = shop;
  const { [kind]: before, ...others } = refusals.kinds ?? {};
  if (key === null) return before ? { ...shop, refusals: { ...refusals, kinds: others } } : shop;
  const kinds = { ...others, [kind]: { count: (before?.count ?? 0) + 1, at: now } };
  const { [key]: earlier = [], ...texts } = refusals.equal ?? {};
  const times = [...earlier.filter((at) => ageOf(at, now) < EQUAL_MS), now];
  const equal = Object.fromEntries([...Object.entries(texts).filter(([, at]) => ageOf(at.at(-1) ?? 0, now) < EQUAL_MS), [key, times] as const].slice(-TEXTS));
  return { ...shop, refusals: { ...refusals, key, count: times.length, kinds, equal } };
}

/** As if nothing had been refused: a person says that it is mended. */
export function withoutRefusals<T extends Pick<SyncShopRow, 'refusals'>>(shop: T): T {
  return { ...shop, refusals: { key: '', count: 0, rulesVersion: shop.refusals.rulesVersion } };
}
