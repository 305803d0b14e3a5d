/** What is typed in one window while the settings are saved in another, or a decision is given on the preview: both count. */
import type { MappingRowView, SetupShopView } from '../../lib/view/types';
import { draftOf, type RulesDraft } from './rules-draft';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * The draft on top of settings that were saved since it was begun: what was typed stays, everything else is as saved `now`. Rows of the mapping and
 * a person's decisions are followed one by one, other lists as a whole.
 */
export function rebased(draft: RulesDraft, before: SetupShopView, now: SetupShopView): RulesDraft {
  if (same(before.rules, now.rules)) return draft;
  const [old, young] = [draftOf(before), draftOf(now)];
  const { rules } = draft;
  return {
    rules: {
      ...fields(rules, old.rules, young.rules),
      profile: fields(rules.profile, old.rules.profile, young.rules.profile),
      consents: items(rules.consents, old.rules.consents, young.rules.consents, ({ cause }) => cause),
      confirmedNumbers: items(rules.confirmedNumbers, old.rules.confirmedNumbers, young.rules.confirmedNumbers, ({ number }) => number),
    },
    rows: items<MappingRowView>(draft.rows, old.rows, young.rows, ({ key }) => key),
    roundingLimit: typedOr(draft.roundingLimit, old.roundingLimit, young.roundingLimit),
    fileRecords: typedOr(draft.fileRecords, old.fileRecords, young.fileRecords),
    fileMegabytes: typedOr(draft.fileMegabytes, old.fileMegabytes, young.fileMegabytes),
    belowElsewhere: typedOr(draft.belowElsewhere, old.belowElsewhere, young.belowElsewhere),
  };
}

function typedOr<T>(typed: T, old: T, young: T): T {
  return same(typed, old) ? young : typed;
}

function fields<T extends object>(typed: T, old: T, young: T): T {
  const kept = Object.entries(typed).filter(([name, value]) => !same(value, old[name as keyof T]));
  return { ...young, ...Object.fromEntries(kept) };
}

/** Lists with a key: what was added or changed here stays, what was taken away here is gone, the rest is as saved now. */
function items<T>(typed: readonly T[], old: readonly T[], young: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const [mine, was, is] = [typed, old, young].map((list) => new Map(list.map((item) => [keyOf(item), item])));
  if (!mine || !was || !is) return typed;
  const touched = (key: string): boolean => !same(mine.get(key), was.get(key));
  const stay = young.flatMap((item) => {
    const key = keyOf(item);
    if (!touched(key)) return [item];
    const own = mine.get(key);
    return own === undefined ? [] : [own];
  });
  return [...stay, ...typed.filter((item) => !is.has(keyOf(item)) && touched(keyOf(item)))];
}
