/** The limits of each administration as the ledger keeps them, for calls outside of a slice: none of them may forget the errors of another. */
import { believedAt, budgetOf, mergedBudget, type Budget } from '../exact/budget';
import type { SyncLedger } from '../ledger/sync';
import type { ExactSite } from '../messages';

export interface Budgets {
  of(site: ExactSite, division: number): Promise<Budget>;
  /** Adds what calls have told since. */
  note(site: ExactSite, division: number, budget: Budget): Promise<void>;
}

/** Kept with the administration's row. `now` in local time. */
export function createBudgets(ledger: Pick<SyncLedger, 'administration' | 'putAdministration'>, now: () => number): Budgets {
  return {
    of: async (site, division) => budgetOf((await ledger.administration(site, division)).budget),
    note: async (site, division, budget) => {
      const row = await ledger.administration(site, division);
      await ledger.putAdministration({ ...row, budget: noted(row.budget, budget, now()) });
    },
  };
}

/** The limits as they are stored, with what calls have told since. What a clock that ran ahead had measured counts for nothing. */
export function noted(stored: unknown, told: Budget, now: number): Budget {
  return mergedBudget(believedAt(budgetOf(stored), now), told);
}
