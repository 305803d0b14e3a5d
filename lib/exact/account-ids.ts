/** GUIDs of general-ledger accounts: entries name them by key, rules by code. */
import type { Answer } from './answer';
import type { Calls } from './calls';
import { quoted, text } from './wire';

const GL_ACCOUNTS = 'financial/GLAccounts';

/** By code; codes that the administration lacks, or has blocked, are left out. */
export async function readAccountIds(calls: Calls, codes: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>> {
  const request = { endpoint: GL_ACCOUNTS, query: '?$select=ID,Code,IsBlocked' };
  const answer = await calls.anyOf(request, codes.map((code) => `Code+eq+${quoted(code)}`), readRow);
  if (answer.kind !== 'ok') return answer;
  return { kind: 'ok', value: new Map(answer.value.filter(({ blocked }) => !blocked).map(({ code, id }) => [code, id])) };
}

function readRow(value: unknown): { readonly code: string; readonly id: string; readonly blocked: boolean } | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const [code, id] = [text(row?.['Code']), text(row?.['ID']).toLowerCase()];
  return row && code !== '' && id !== '' ? { code, id, blocked: row['IsBlocked'] === true || row['IsBlocked'] === 1 } : null;
}
