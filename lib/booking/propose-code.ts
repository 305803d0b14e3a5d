/**
 * The VAT code proposed for a regime: what is saved, else what the bookkeeper used most, else the only one whose properties fit. Where that
 * is not clear it is a question (issue: mapping from evidence; facts: vat 1.3, exact-api 6.2).
 */
import type { Books } from './books';
import { fits } from './code-fit';
import { fittingCodes, timesUsed, unfitHabit, type Ground } from './evidence';
import type { MappingQuestion, Proof } from './proposal-types';
import { regimeName, type Regime } from './regime';
import { placeOf } from './shared-code';

export interface CodeChoice {
  readonly code: string;
  readonly proof: Proof;
  readonly fitting: readonly string[];
  readonly questions: readonly MappingQuestion[];
}

/** A regime that needs a code, with the code that is saved for it (empty: none) and the days on which it was met. */
export interface CodeNeed {
  readonly regime: Regime;
  readonly saved: string;
  readonly days: Ground['days'];
}

export const NO_PROOF: Proof = { from: 'none', count: 0 };

/** Key of a regime: one code per country × rate × regime. */
export const regimeKey = ({ kind, country, rate }: Regime): string => `${kind}|${country}|${String(rate)}`;

/** Choices by `regimeKey`. Each regime is asked for once. */
export function chooseCodes(books: Books, needs: readonly CodeNeed[]): ReadonlyMap<string, CodeChoice> {
  const first = new Map(needs.map((need) => [regimeKey(need.regime), choose({ books, days: need.days }, need)]));
  // One code of two regimes puts one of them in the box of the other. The stronger proof keeps it; of equal ones what is saved is asked about, and
  // what is only proposed is not adopted.
  const given = needs.map(({ regime }) => ({ place: placeOf(regime), choice: first.get(regimeKey(regime)) as CodeChoice }));
  return new Map(
    needs.map(({ regime }): [string, CodeChoice] => {
      const key = regimeKey(regime);
      const choice = first.get(key) as CodeChoice;
      const shared = choice.code !== '' && given.some((other) => other.choice.code === choice.code && other.place !== placeOf(regime) && STRENGTH[other.choice.proof.from] >= STRENGTH[choice.proof.from]);
      if (!shared) return [key, choice];
      const questions: readonly MappingQuestion[] = [...choice.questions, { code: 'code-shared', params: { code: choice.code, regime: regimeName(regime) } }];
      return [key, choice.proof.from === 'saved' ? { ...choice, questions } : { ...choice, code: '', proof: NO_PROOF, questions }];
    }),
  );
}

const STRENGTH: Readonly<Record<Proof['from'], number>> = { saved: 3, habit: 2, properties: 1, none: 0 };

function choose(ground: Ground, { regime, saved }: CodeNeed): CodeChoice {
  const used = new Map(fittingCodes(ground, regime).map((code) => [code.code, timesUsed(ground, code.code, regime)]));
  const fitting = [...used].sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1)).map(([code]) => code);
  const name = regimeName(regime);
  const kept = ground.books.vatCodes.find(({ code, blocked }) => code === saved && !blocked);
  if (saved !== '' && kept) {
    const reason = ground.days.flatMap((day) => fits(kept, regime, day))[0];
    return { code: saved, proof: { from: 'saved', count: 0 }, fitting, questions: reason === undefined ? [] : [{ code: 'saved-unfit', params: { code: saved, reason, regime: name } }] };
  }
  const unfit = unfitHabit(ground, regime);
  const questions: readonly MappingQuestion[] = unfit ? [{ code: 'habit-unfit', params: { code: unfit.code, count: unfit.count, reason: unfit.reason, regime: name } }] : [];
  const open = (question: MappingQuestion): CodeChoice => ({ code: '', proof: NO_PROOF, fitting, questions: [...questions, question] });
  const [best, next] = fitting;
  if (best === undefined) return open({ code: 'no-code', params: { regime: name } });
  const times = used.get(best) ?? 0;
  if (times > 0 && (next === undefined || times > (used.get(next) ?? 0))) return { code: best, proof: { from: 'habit', count: times }, fitting, questions };
  if (next === undefined) return { code: best, proof: { from: 'properties', count: 0 }, fitting, questions };
  return open({ code: 'several-codes', params: { codes: fitting.join(', '), count: fitting.length, regime: name } });
}
