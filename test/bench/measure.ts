/** What a measurement is, and the few sums that all of them share. */

/** One line of the bench. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'bytes' | 'ms' | 'MB' | 'ratio';
}

export interface Measurement {
  /** Every name that `run` may report; `--only` takes any of them. */
  readonly names: readonly string[];
  /** Reports its figures; `note` goes beside them, for people. */
  run(report: Report, options: BenchOptions): Promise<void>;
}

export interface Report {
  figure(name: string, value: number, unit: Figure['unit']): void;
  note(text: string): void;
}

export interface BenchOptions {
  /** Takes the time for what is skipped otherwise. */
  readonly long: boolean;
}

/** Middle of the values; the mean of the middle two when there is an even number. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('no values to take the median of');
  return (low + high) / 2;
}

/** Middle and quarters of the values, for a note. */
export function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.round(part * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${median(values).toFixed(1)}, quarters ${at(0.25)}–${at(0.75)}, ${String(values.length)} samples`;
}

/**
 * Runs both sides in turn, each side first as often as the other, so that whatever else the machine does meets both. The ratio is that of the
 * medians. Warm-up rounds are thrown away.
 */
export async function alternate(rounds: number, warmUp: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<{ readonly ours: readonly number[]; readonly theirs: readonly number[]; readonly ratio: number }> {
  const [mine, other]: [number[], number[]] = [[], []];
  for (let round = -warmUp; round < rounds; round += 1) {
    const oursFirst = round % 2 === 0;
    const first = await (oursFirst ? ours() : theirs());
    const second = await (oursFirst ? theirs() : ours());
    if (round < 0) continue;
    mine.push(oursFirst ? first : second);
    other.push(oursFirst ? second : first);
  }
  return { ours: mine, theirs: other, ratio: median(mine) / median(other) };
}
