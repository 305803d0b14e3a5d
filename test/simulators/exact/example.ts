/** What a person, or a careful bookkeeper, would type into a table for the seeded administrations. Plain data. */
import { OSS_RATES, OSS_ZERO } from './master-data';

/**
 * Which revenue account and VAT code of the seeded administrations belong to a rate (hundredths of a percent) and a country group:
 * what a person would type into a table of rates and country groups.
 */
export const EXAMPLE_MAPPING: readonly { readonly rate: number; readonly group: string; readonly revenueAccount: string; readonly vatCode: string }[] = [
  { rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '2' },
  { rate: 900, group: 'home', revenueAccount: '8001', vatCode: '1' },
  { rate: 0, group: 'home', revenueAccount: '8002', vatCode: '0' },
  { rate: 0, group: 'eu-business', revenueAccount: '8004', vatCode: '7' },
  { rate: 0, group: 'outside-eu', revenueAccount: '8005', vatCode: '6' },
  ...Object.entries(OSS_RATES).flatMap(([country, rates]) => rates.map((rate, at) => ({ rate: Math.round(rate * 100), group: `eu-consumer:${country}`, revenueAccount: at === 0 ? '8006' : '8007', vatCode: `${country}${at + 1}` }))),
];

/**
 * Accounts and codes of the seeded administrations by regime, use, country and rate (hundredths of a percent): what a careful bookkeeper
 * would have agreed on. An empty country or a null rate means any. Plain data; a test turns it into the product's own table.
 */
export interface ExampleRow {
  readonly regime: string;
  readonly use: 'revenue' | 'shipping' | 'fee' | 'discount' | 'voucher' | 'deposit' | 'difference';
  readonly country: string;
  readonly rate: number | null;
  readonly account: string;
  readonly vatCode: string;
}

const plainRow = (regime: string, rate: number | null, account: string, vatCode: string, country = ''): readonly ExampleRow[] => {
  const row = (use: ExampleRow['use'], code: string): ExampleRow => ({ regime, use, country, rate, account: code, vatCode });
  return [row('revenue', account), row('shipping', '8008'), row('fee', '8009'), row('discount', '8010')];
};

export const EXAMPLE_TABLE: readonly ExampleRow[] = [
  ...plainRow('NL', 2100, '8000', '2'), ...plainRow('NL', 900, '8001', '1'), ...plainRow('NL-0', 0, '8002', '0'), ...plainRow('NL-EX', 0, '8018', 'N'), ...plainRow('NL-RC', 0, '8003', '5'),
  ...plainRow('NL-MARGIN', 0, '8012', 'M'), ...plainRow('KOR', 0, '8011', 'N'),
  ...plainRow('ICS-G', 0, '8004', '7'), ...plainRow('ICS-S', 0, '8013', '8'), ...plainRow('EXP', 0, '8005', '6'), ...plainRow('EXP-S', 0, '8014', 'X'),
  ...plainRow('LOCAL', 1900, '8015', 'D19', 'DE'), ...plainRow('LOCAL', 700, '8015', 'D7', 'DE'),
  ...plainRow('FOREIGN', 2000, '8016', 'G20', 'GB'), ...plainRow('FOREIGN', 500, '8016', 'G5', 'GB'), ...plainRow('FOREIGN', 810, '8017', 'C8', 'CH'), ...plainRow('FOREIGN', 260, '8017', 'C2', 'CH'),
  ...Object.entries(OSS_RATES).flatMap(([country, rates]) => rates.flatMap((rate, at) => plainRow('OSS', Math.round(rate * 100), at === 0 ? '8006' : '8007', `${country}${at + 1}`, country))),
  ...OSS_ZERO.flatMap((country) => plainRow('OSS', 0, '8007', `${country}0`, country)),
  ...plainRow('OSS', 2100, '8006', 'NL1', 'NL'), ...plainRow('OSS', 900, '8007', 'NL2', 'NL'),
  { regime: 'OUT', use: 'voucher', country: '', rate: 0, account: '1400', vatCode: 'N' },
  { regime: 'OUT', use: 'deposit', country: '', rate: 0, account: '1410', vatCode: 'N' },
  { regime: 'OUT', use: 'difference', country: '', rate: 0, account: '4900', vatCode: 'N' },
];
