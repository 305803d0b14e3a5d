/** What of Sync can be set for this browser as a whole, in the set-up's advanced part. */
import { z } from 'zod';
import type { BudgetLimits } from '../exact/budget';
import { DEFAULT_LIMITS } from '../exact/budget';
import { DEFAULT_SETTINGS, SETTLED_MS, type SyncSettings } from '../sync/ports';
import type { Settings } from '../settings/settings';

const NOTE = 'sync-tuning';

export const SyncTuningSchema = z.object({
  /** How long "not found" is not believed after a POST of unknown fate. */
  uncertainMinutes: z.number().int().min(1).max(60).catch(5),
  /** Pause between runs of the schedule. */
  everyMinutes: z.number().int().min(5).max(240).catch(15),
  /** Calls of each limit of Exact's that are left to others. */
  reserve: z.number().int().min(0).max(30).catch(DEFAULT_LIMITS.reserve),
});
export type SyncTuning = z.infer<typeof SyncTuningSchema>;

export const DEFAULT_TUNING: SyncTuning = { uncertainMinutes: 5, everyMinutes: 15, reserve: DEFAULT_LIMITS.reserve };

/** As stored; what is missing or senseless is as by default. */
export async function readTuning(settings: Pick<Settings, 'note'>): Promise<SyncTuning> {
  const stored = await settings.note(NOTE);
  if (stored === null) return DEFAULT_TUNING;
  try {
    const parsed = SyncTuningSchema.safeParse(JSON.parse(stored));
    return parsed.success ? parsed.data : DEFAULT_TUNING;
  } catch {
    return DEFAULT_TUNING;
  }
}

export async function writeTuning(settings: Pick<Settings, 'putNote'>, tuning: SyncTuning): Promise<void> {
  await settings.putNote(NOTE, JSON.stringify(tuning));
}

/**
 * The engine's waits keep their proportions, but no proof comes before the latest copy of a POST can have landed: who lets an invoice be sent
 * again sooner than that may have two entries for some minutes, and the proof finds them.
 */
export function engineSettings({ uncertainMinutes }: SyncTuning): SyncSettings {
  const uncertainMs = uncertainMinutes * 60_000;
  const proofMs = Math.max(SETTLED_MS, scaled(DEFAULT_SETTINGS.proofMs, uncertainMs / DEFAULT_SETTINGS.uncertainMs));
  return { ...DEFAULT_SETTINGS, uncertainMs, proofMs, patienceMs: scaled(DEFAULT_SETTINGS.patienceMs, proofMs / DEFAULT_SETTINGS.proofMs) };
}

function scaled(ms: number, by: number): number {
  return Math.round(ms * by);
}

export const limitsOf = ({ reserve }: SyncTuning): BudgetLimits => ({ ...DEFAULT_LIMITS, reserve });
