/** Equal reasons grouped, so that a person sees one card with one fix (design 8). */
import { causeKey, sharedParams } from '../booking/cause';
import type { ReasonGroup } from '../messages';
import type { ReasonCount } from '../ledger/rows';

type Params = Readonly<Record<string, string | number>>;

const EXAMPLES = 20;
/** Reasons that are only understood with their figures: one card each, until there are this many of a code. */
const WITH_FIGURES: readonly string[] = ['R-ADDS-UP', 'R-RATE-AMOUNT'];
const CARDS = 10;

/** The groups with one more reason counted in. `example` is the invoice's code or another name for what it is about. */
export function withReason(groups: readonly ReasonCount[], reason: { readonly code: string; readonly params: Params; readonly example: string }): readonly ReasonCount[] {
  const key = keyOf(groups, reason.code, reason.params);
  const at = groups.findIndex((group) => group.key === key);
  const before = groups[at];
  if (!before) return [...groups, { key, code: reason.code, params: reason.params, count: 1, invoices: reason.example === '' ? [] : [reason.example] }];
  const after: ReasonCount = {
    ...before,
    params: sharedParams(before.params, reason.params),
    count: before.count + 1,
    invoices: before.invoices.length < EXAMPLES && reason.example !== '' ? [...before.invoices, reason.example] : before.invoices,
  };
  return groups.map((group, index) => (index === at ? after : group));
}

/** Groups as screens get them, the largest first. */
export function reasonGroups(groups: readonly ReasonCount[]): readonly ReasonGroup[] {
  return [...groups].sort((a, b) => b.count - a.count).map(({ code, params, count, invoices }) => ({ code, params, count, invoices }));
}

function keyOf(groups: readonly ReasonCount[], code: string, params: Params): string {
  if (WITH_FIGURES.includes(code)) {
    const own = JSON.stringify([code, params]);
    if (groups.some((group) => group.key === own) || groups.filter((group) => group.code === code).length < CARDS) return own;
  }
  return causeKey({ code, params });
}
