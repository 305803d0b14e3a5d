import type { ExportState, SectionState, SyncState } from '../../../lib/messages';

export const SHOP = { tenantId: 't1', shopId: 12, name: 'Lamp & Licht' };
export const ADMINISTRATION = { division: 123456, code: '10', name: 'Lumen Retail B.V.' };
export const AUTHORIZED: SyncState = { state: 'authorized', by: 'Marieke de Wit', administration: ADMINISTRATION, since: '2026-11-20' };

export const EXPORT: ExportState = {
  from: '2026-11-01',
  to: '2026-11-22',
  topic: 'GLTransactions',
  topics: ['GLTransactions', 'Invoices'],
  noEntryNumbers: false,
  waiting: 27,
  job: null,
  files: [],
  findings: [],
  settingsMissing: [],
};

type Sure = Extract<SectionState, { identity: 'sure' }>;

export function sure(change: Partial<Sure> = {}): Sure {
  return { identity: 'sure', shop: SHOP, hasExactApp: true, sync: { state: 'none' }, connectFault: null, existing: [], export: EXPORT, native: 'present', automation: null, ...change };
}
