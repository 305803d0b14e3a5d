/** The seeded administrations' accounts and codes as a table of the product: the simulated Exact names regimes in its own words. */
import type { RegimeKind } from '../../lib/booking/regime';
import type { AccountRule, LineUse } from '../../lib/booking/rules';
import { EXAMPLE_TABLE, type ExampleRow } from '../simulators/exact';

const REGIMES: Readonly<Record<string, RegimeKind>> = {
  NL: 'home', 'NL-0': 'home-zero', 'NL-EX': 'exempt', 'NL-RC': 'reverse-charge', 'NL-MARGIN': 'margin', KOR: 'small-business', OUT: 'no-supply',
  'ICS-G': 'intra-goods', 'ICS-S': 'intra-services', OSS: 'oss', LOCAL: 'local', EXP: 'export', 'EXP-S': 'export-services', FOREIGN: 'foreign',
};

/** All rows of the example; goods under the margin scheme have a use of their own here. */
export function exampleTable(): readonly AccountRule[] {
  return EXAMPLE_TABLE.map(rowOf);
}

function rowOf({ regime: name, use, country, rate, account, vatCode }: ExampleRow): AccountRule {
  const regime = REGIMES[name];
  if (!regime) throw new Error(`no regime ${name}`);
  return { use: useOf(use, regime), regime, country: regime === 'home' ? 'NL' : country, rate, account, vatCode, costCenter: '', costUnit: '' };
}

function useOf(use: ExampleRow['use'], regime: RegimeKind): LineUse {
  if (use === 'difference') return 'rounding';
  return use === 'revenue' && regime === 'margin' ? 'margin' : use;
}
