/** Which settings an export cannot do without; named as the fields of the set-up form. */
import type { BookingRules, ExportTopic } from '../booking/rules';

/** Names of the fields that are missing for a topic; none when the export can start. */
export function settingsMissing(rules: BookingRules | null, topic: ExportTopic): readonly string[] {
  if (!rules) return ['journal', 'debtorCode', 'mapping'];
  const missing: string[] = [];
  if (rules.journal === '') missing.push('journal');
  if (rules.debtorMode === 'collective' && rules.debtorCode === '') missing.push('debtorCode');
  if (!rules.mapping.some((row) => row.revenueAccount !== '' && row.vatCode !== '')) missing.push('mapping');
  if (topic === 'Invoices' && rules.itemCode === '') missing.push('itemCode');
  if (topic === 'GLTransactions' && rules.entryShape === 'full') {
    if (rules.receivableAccount === '') missing.push('receivableAccount');
    if (rules.vatAccount === '') missing.push('vatAccount');
  }
  return missing;
}

/** Topics that make sense with these rules: a debtor file only where customers get relations of their own. */
export function topicsOf(rules: BookingRules | null): readonly ExportTopic[] {
  const own = rules !== null && (rules.debtorMode === 'own' || rules.mapping.some((row) => row.group === 'eu-business' && row.vatCode !== ''));
  return own ? ['GLTransactions', 'Invoices', 'Accounts'] : ['GLTransactions', 'Invoices'];
}
