import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import { tableFromV1, upgradedRules } from '../../lib/booking/rules-v1';
import { openSettings } from '../../lib/settings/settings';
import { aRow } from '../booking/fixtures';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const row = (rate: number, group: string, revenueAccount: string, vatCode: string) => ({ rate, group, revenueAccount, vatCode });
const MAPPING = [
  row(2100, 'outside-eu', '8900', '2x'), row(2100, 'home', '8000', '2'), row(900, 'home', '8010', '1'), row(0, 'home', '8020', '0'), row(0, 'eu-business', '8100', '7'),
  row(1900, 'eu-consumer:DE', '8200', 'DE1'), row(2100, 'eu-consumer', '8300', '2'), row(0, 'outside-eu', '8400', '6'), row(600, 'outside-eu', '8410', '3'),
];
const TABLE = [
  aRow({ regime: 'home', country: 'NL', rate: 2100, account: '8000', vatCode: '2' }),
  aRow({ regime: 'home', country: 'NL', rate: 900, account: '8010', vatCode: '1' }),
  aRow({ regime: 'intra-goods', account: '8100', vatCode: '7' }),
  aRow({ regime: 'oss', country: 'DE', rate: 1900, account: '8200', vatCode: 'DE1' }),
  aRow({ regime: 'oss', rate: 2100, account: '8300' }),
  aRow({ regime: 'export', account: '8400', vatCode: '6' }),
  aRow({ regime: 'home', country: 'NL', rate: 600, account: '8410', vatCode: '3' }),
];

it('rows of rate and country group become rows of the table; a code that would be a guess, and 0 % at home, are dropped', () => {
  expect(tableFromV1(MAPPING)).toEqual(TABLE);
});

it('rules that have a table already stay as they are', () => {
  const rules = { ...DEFAULT_RULES, table: TABLE };
  expect(upgradedRules(rules)).toEqual(rules);
  expect(upgradedRules({ ...rules, mapping: MAPPING })).toEqual(rules);
});

it('every stored version of a shop is upgraded once, and nothing else changes', async () => {
  const old = await openDB('settings', 1, {
    upgrade: (db) => {
      db.createObjectStore('tenants', { keyPath: 'tenantId' });
      db.createObjectStore('shops', { keyPath: ['tenantId', 'shopId'] }).createIndex('tenant', 'tenantId');
      db.createObjectStore('titles', { keyPath: ['tenantId', 'title'] });
      db.createObjectStore('apps', { keyPath: 'site' });
      db.createObjectStore('rules', { keyPath: ['tenantId', 'shopId', 'version'] });
      db.createObjectStore('choices');
    },
  });
  const first = { journal: '70', debtorCode: '1001', debtorMode: 'own', mapping: MAPPING.slice(0, 2), roundingLimit: 3 };
  await old.put('rules', { tenantId: 't', shopId: 12, version: 1, at: '2026-01-01', by: 'Anna', changed: ['journal'], rules: first });
  await old.put('rules', { tenantId: 't', shopId: 12, version: 2, at: '2026-02-01', by: 'Bram', changed: ['mapping'], rules: { ...first, mapping: MAPPING } });
  await old.put('shops', { tenantId: 't', shopId: 12, name: 'Lamp' });
  old.close();

  const settings = openSettings();
  const history = await settings.rulesHistory({ tenantId: 't', shopId: 12 });
  expect(history.map(({ version, by }) => [version, by])).toEqual([[1, 'Anna'], [2, 'Bram']]);
  expect(history[1]?.rules).toEqual({ ...DEFAULT_RULES, journal: '70', debtorCode: '1001', debtorMode: 'own', roundingLimit: 3, table: TABLE });
  expect(history[0]?.rules.table).toEqual(TABLE.slice(0, 1));
  expect(await settings.shops('t')).toHaveLength(1);
  settings.close();
});
