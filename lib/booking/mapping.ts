/** The table rate × country group → revenue account and VAT code: the most specific row wins. */
import type { RateBp } from '../invoice/money';
import type { BookingRules, CountryGroup, MappingRow } from './rules';

/** The row for a rate and group, or null. `eu-consumer:DE` is looked for before `eu-consumer`. Rows without account or VAT code count as missing. */
export function mappingFor(rules: BookingRules, rate: RateBp, group: CountryGroup): MappingRow | null {
  return exactRow(rules, rate, group) ?? (group.startsWith('eu-consumer:') ? exactRow(rules, rate, 'eu-consumer') : null);
}

/** The row for exactly this group; the general row of a wider group does not count. */
export function exactRow(rules: BookingRules, rate: RateBp, group: CountryGroup): MappingRow | null {
  return rules.mapping.find((row) => row.rate === rate && row.group === group && row.revenueAccount !== '' && row.vatCode !== '') ?? null;
}
