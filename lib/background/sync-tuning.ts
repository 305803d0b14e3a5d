/** What of Sync can be set for this browser as a whole, in the set-up's advanced part. */
import { z } from 'zod';
import type { BudgetLimits } from '../exact/budget';
import { DEFAULT_LIMITS } from '../exact/budget';
import { DEFAULT_SETTINGS, type SyncSettings } from '../sync/ports';
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

/** The engine's waits keep their proportions: a proof is only worth something once no request can still be running in Exact. */
export function engineSettings({ uncertainMinutes }: SyncTuning): SyncSettings {
  const uncertainMs = uncertainMinutes * 60_000;
  const scaled = (ms: number): number => Math.round((ms * uncertainMs) / DEFAULT_SETTINGS.uncertainMs);
  return { ...DEFAULT_SETTINGS, uncertainMs, proofMs: scaled(DEFAULT_SETTINGS.proofMs), patienceMs: scaled(DEFAULT_SETTINGS.patienceMs) };
}
export const limitsOf = ({ reserve }: SyncTuning): BudgetLimits => ({ ...DEFAULT_LIMITS, reserve });
