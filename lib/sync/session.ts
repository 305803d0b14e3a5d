/** The real session: calls to one administration of Exact with one token. */
import { createCalls, type CallsDeps } from '../exact/calls';
import { believedAt, budgetOf, DEFAULT_LIMITS, leftOf, type BudgetLimits } from '../exact/budget';
import { createDebtors } from '../exact/debtors';
import { createDocuments } from '../exact/documents';
import { createEntries, ENTRIES } from '../exact/entries';
import { readAccountIds } from '../exact/account-ids';
import type { ExactSession, Target } from './ports';

export interface SessionDeps {
  readonly fetch: CallsDeps['fetch'];
  readonly now: () => number;
  readonly limits?: BudgetLimits;
  readonly signal?: AbortSignal;
  /** A sign of life with every call. */
  readonly pulse?: () => void;
}

/** Opens an administration for a slice of work; `stored` is the budget as the ledger has it. */
export function openSession(deps: SessionDeps, target: Target, token: string, stored: unknown): ExactSession {
  let budget = believedAt(budgetOf(stored), deps.now());
  const calls = createCalls({
    fetch: deps.fetch,
    site: target.site,
    division: target.division,
    token,
    now: deps.now,
    limits: deps.limits ?? DEFAULT_LIMITS,
    ...(deps.signal ? { signal: deps.signal } : {}),
    ...(deps.pulse ? { pulse: deps.pulse } : {}),
    budget: {
      get: () => budget,
      set: (value) => {
        budget = value;
      },
    },
  });
  return {
    entries: createEntries(calls),
    debtors: createDebtors(calls),
    documents: createDocuments(calls),
    accounts: (codes) => readAccountIds(calls, codes),
    now: () => calls.now(),
    sure: () => budget.measuredAt !== 0,
    room: () => calls.room(ENTRIES),
    left: () => leftOf(budget, calls.now(), deps.limits ?? DEFAULT_LIMITS),
    budget: () => budget,
  };
}
