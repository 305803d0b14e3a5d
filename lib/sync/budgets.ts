/** The limits of each administration as the ledger keeps them, for calls outside of a slice: none of them may forget the errors of another. */
import { budgetOf, mergedBudget, type Budget } from '../exact/budget';
import type { SyncLedger } from '../ledger/sync';
import type { ExactSite } from '../messages';

export interface Budgets {
  of(site: ExactSite, division: number): Promise<Budget>;
  /** Adds what calls have told since. */
  note(site: ExactSite, division: number, budget: Budget): Promise<void>;
}

/** Kept with the administration's row. */
export function createBudgets(ledger: Pick<SyncLedger, 'administration' | 'putAdministration'>): Budgets {
  return {
    of: async (site, division) => budgetOf((await ledger.administration(site, division)).budget),
    note: async (site, division, budget) => {
      const row = await ledger.administration(site, division);
      await ledger.putAdministration({ ...row, budget: mergedBudget(budgetOf(row.budget), budget) });
    },
  };
}
