/** What the command line may ask of the chaos runner. */
export interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly invoices: number;
  /** For all of it, milliseconds. */
  readonly limitMs: number;
  /** Two browsers with two Exact users on one shop; the second one is killed for good after its POST. */
  readonly twoBrowsers: boolean;
  /** Minutes that "not found" is not believed, set on the page; null leaves the default of five. */
  readonly patienceMinutes: number | null;
  readonly say: (text: string) => void;
}

const NUMBERS = ['kills', 'seed', 'invoices', 'minutes', 'patience'] as const;

/** Reads `--kills N --seed S [--invoices N] [--minutes N] [--patience N] [--two-browsers]`; throws on anything else. */
export function parseArguments(words: readonly string[], say: ChaosOptions['say']): ChaosOptions {
  const numbers: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  let twoBrowsers = false;
  for (let at = 0; at < words.length; at += 1) {
    const name = words[at]?.replace(/^--/, '');
    if (name === 'two-browsers') {
      twoBrowsers = true;
      continue;
    }
    const known = NUMBERS.find((one) => one === name);
    const value = Number(words[at + 1]);
    if (!known || !Number.isInteger(value) || value < 0) throw new Error(`not understood: ${words.slice(at, at + 2).join(' ')}`);
    numbers[known] = value;
    at += 1;
  }
  return {
    kills: numbers.kills ?? (twoBrowsers ? 1 : 10),
    seed: numbers.seed ?? 1,
    invoices: numbers.invoices ?? (twoBrowsers ? 200 : 300),
    limitMs: (numbers.minutes ?? 90) * 60_000,
    patienceMinutes: numbers.patience ?? 1,
    twoBrowsers,
    say,
  };
}
