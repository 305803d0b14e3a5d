/** GUIDs of general-ledger accounts: entries name them by key, rules by code. */
import type { Answer } from './answer';
import type { Calls } from './calls';
import { anyOf, quoted, text } from './wire';

const GL_ACCOUNTS = 'financial/GLAccounts';
const PER_CALL = 40;

/** By code; codes that the administration lacks, or has blocked, are left out. */
export async function readAccountIds(calls: Calls, codes: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>> {
  const ids = new Map<string, string>();
  for (let at = 0; at < codes.length; at += PER_CALL) {
    const filter = anyOf(codes.slice(at, at + PER_CALL).map((code) => `Code+eq+${quoted(code)}`));
    const answer = await calls.list({ endpoint: GL_ACCOUNTS, query: `?$select=ID,Code,IsBlocked&$filter=${filter}` }, readRow);
    if (answer.kind !== 'ok') return answer;
    for (const { code, id, blocked } of answer.value) if (!blocked) ids.set(code, id);
  }
  return { kind: 'ok', value: ids };
}

function readRow(value: unknown): { readonly code: string; readonly id: string; readonly blocked: boolean } | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const [code, id] = [text(row?.['Code']), text(row?.['ID']).toLowerCase()];
  return row && code !== '' && id !== '' ? { code, id, blocked: row['IsBlocked'] === true || row['IsBlocked'] === 1 } : null;
}
