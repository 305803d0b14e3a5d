/** The backup file as the ledger page makes and reads it: in parts, as a message has a limit and the worker may be killed in between. */
import type { Fault } from '../faults';
import type { Ask, BackupMark } from '../messages';

/** Characters per message. */
const PART = 1_000_000;
/** Times that a restore begins anew because the worker that had the first parts was killed. */
const TRIES = 3;

/** The whole file in pieces, or why there is none. */
export async function readBackup(ask: Ask): Promise<readonly string[] | Fault> {
  const pieces: string[] = [];
  for (let after: BackupMark | null = null; ; ) {
    const reply: Awaited<ReturnType<typeof ask<{ readonly kind: 'ledger.backup'; readonly after?: BackupMark }>>> = await ask({ kind: 'ledger.backup', ...(after ? { after } : {}) });
    if (!reply.ok) return reply.fault;
    pieces.push(reply.value.text);
    if (!reply.value.next) return pieces;
    after = reply.value.next;
  }
}

/** Sends a file back; answers how many invoices changed, or why nothing was. `name` is a random text of this attempt. */
export async function sendBackup(ask: Ask, text: string, settings: 'keep' | 'replace', name: string): Promise<number | Fault> {
  const parts = inParts(text);
  let begun = 0;
  for (let part = 0; part < parts.length; ) {
    if (part === 0 && (begun += 1) > TRIES) break;
    const reply = await ask({ kind: 'ledger.restore', file: name, part, text: parts[part] ?? '', last: part === parts.length - 1, settings });
    if (!reply.ok) return reply.fault;
    if (reply.value.invoices !== null) return reply.value.invoices;
    part = reply.value.next;
  }
  return { code: 'unexpected' };
}

/** No character of two units is cut in two: a message would not bring its halves. */
function inParts(text: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length || parts.length === 0; ) {
    const end = Math.min(text.length, at + PART);
    const last = text.charCodeAt(end - 1);
    const cut = end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
    parts.push(text.slice(at, cut));
    at = cut;
  }
  return parts;
}
