/** Which settings an export cannot do without; named as the fields of the set-up form. */
import type { BookingRules, ExportTopic } from '../booking/rules';

/** Names of the fields that are missing for a topic; none when the export can start. */
export function settingsMissing(rules: BookingRules | null, topic: ExportTopic): readonly string[] {
  if (!rules) return ['journal', 'debtorCode', 'paymentCondition', 'table'];
  const missing: string[] = [];
  if (rules.journal === '') missing.push('journal');
  if (rules.debtorMode === 'collective' && rules.debtorCode === '') missing.push('debtorCode');
  // Left out, the relation's own condition would fill it silently (facts: vat 1.4).
  if (rules.paymentCondition === '') missing.push('paymentCondition');
  if (!rules.table.some((row) => row.account !== '') || !rules.table.some((row) => row.regime !== '' && row.vatCode !== '')) missing.push('table');
  if (topic === 'Invoices' && rules.itemCode === '') missing.push('itemCode');
  if (topic === 'GLTransactions' && rules.entryShape === 'full') {
    if (rules.receivableAccount === '') missing.push('receivableAccount');
    if (rules.vatAccount === '') missing.push('vatAccount');
  }
  return missing;
}

/** Topics that an export can have. A debtor file is for relations of their own, which companies have under all rules. */
export const TOPICS: readonly ExportTopic[] = ['GLTransactions', 'Invoices', 'Accounts'];
