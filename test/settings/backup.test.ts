import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import type { SettingsRecord } from '../../lib/settings/backup';
import { openSettings, type Settings } from '../../lib/settings/settings';

const SHOP = { tenantId: 't', shopId: 1 };
const TENANT: SettingsRecord = { store: 'tenants', row: { tenantId: 't', adminHost: 'a.shopctrl.com', apiBase: 'https://a.shopctrl.com', access: 'session', login: '', user: null, shopCount: 1, nativeModule: null } };
/** The form of reference of each version, oldest first, as a file holds them. */
const fileOf = (...prefixes: readonly string[]): readonly SettingsRecord[] => [
  TENANT,
  ...prefixes.map((referencePrefix, at): SettingsRecord => ({ store: 'rules', row: { ...SHOP, version: at + 1, at: `2026-01-0${String(at + 1)}`, by: 'Anna', changed: [], rules: { ...DEFAULT_RULES, referencePrefix } } })),
];

let count = 0;
let settings: Settings;
beforeEach(() => {
  settings = openSettings({ name: `settings-backup-${String((count += 1))}` });
});
afterEach(() => settings.close());

const forms = async (): Promise<readonly string[]> => (await settings.rulesHistory(SHOP)).map(({ rules }) => rules.referencePrefix);
const here = async (prefix: string): Promise<void> => {
  await settings.file.restore([TENANT], 'keep');
  await settings.putRules(SHOP, { ...DEFAULT_RULES, referencePrefix: prefix }, 'Bram', '2026-05-01');
};

it('rules that are kept stay on top, and every form of reference of the file is known beneath them', async () => {
  await here('');
  await settings.file.restore(fileOf('A-', 'B-'), 'keep');
  expect(await forms()).toEqual(['', 'A-', 'B-', '']);
  expect(await settings.rules(SHOP)).toMatchObject({ version: 5, by: 'Bram', at: '2026-05-01' });
});

it('rules that are replaced: the newest of the file counts, and its older ones are known as well', async () => {
  await here('');
  await settings.file.restore(fileOf('A-', 'B-'), 'replace');
  expect(await forms()).toEqual(['', 'A-', 'B-']);
  expect(await settings.rules(SHOP)).toMatchObject({ by: 'Anna', at: '2026-01-02' });
});

it('rules that are the same here as in the file: its older ones are added, and they count as before', async () => {
  for (const mode of ['keep', 'replace'] as const) {
    settings.close();
    settings = openSettings({ name: `settings-backup-${String((count += 1))}` });
    await here('B-');
    await settings.file.restore(fileOf('A-', 'B-'), mode);
    expect((await forms()).at(-1)).toBe('B-');
    expect(await forms()).toContain('A-');
  }
});

it('the same file again adds nothing, whichever way, and a new computer has the versions of the file', async () => {
  await settings.file.restore(fileOf('A-', 'B-'), 'keep');
  expect((await settings.rulesHistory(SHOP)).map(({ version, rules }) => [version, rules.referencePrefix])).toEqual([[1, 'A-'], [2, 'B-']]);
  for (const mode of ['keep', 'replace'] as const) await settings.file.restore(fileOf('A-', 'B-'), mode);
  expect(await forms()).toEqual(['A-', 'B-']);
  await settings.putRules(SHOP, { ...DEFAULT_RULES, referencePrefix: 'C-' }, 'Bram', '2026-05-01');
  await settings.file.restore(fileOf('A-', 'B-'), 'keep');
  expect(await forms()).toEqual(['A-', 'B-', 'C-']);
  await settings.file.restore(fileOf('A-', 'B-'), 'replace');
  expect(await forms()).toEqual(['A-', 'B-', 'C-', 'B-']);
});
