/** Whether an entry in Exact is the one that an intent or a Booking speaks of (design 6.4). Pure. */
import type { EntryDraft } from '../booking/entry-draft';
import type { FoundEntry } from '../exact/entries';

/** What of an entry does not fit, by name; empty when it may be adopted. */
export function differences(draft: EntryDraft, entry: FoundEntry): readonly string[] {
  const checks: readonly (readonly [string, boolean])[] = [
    ['reference', entry.reference === draft.reference.trim()],
    ['type', entry.type === draft.type],
    ['date', entry.date === draft.date],
    ['currency', entry.currency === draft.currency],
    ['total', entry.gross === draft.gross],
    ['debtor', entry.customer === draft.customer.toLowerCase()],
  ];
  return checks.filter(([, same]) => !same).map(([name]) => name);
}

export function fits(draft: EntryDraft, entry: FoundEntry): boolean {
  return differences(draft, entry).length === 0;
}

/** Beyond what adoption asks: journal, and each line by account, VAT code, net and VAT, in whatever order. */
export function lineDifferences(draft: EntryDraft, entry: FoundEntry): readonly string[] {
  const wanted = draft.lines.map((line) => lineKey(line.account, line.vatCode, line.net, line.vat)).sort();
  const found = entry.lines.map((line) => lineKey(line.account, line.vatCode, line.net, line.vat)).sort();
  const found2 = entry.lines.map((line) => lineKey(line.account, line.vatCode, line.net, 0)).sort();
  const wanted2 = draft.lines.map((line) => lineKey(line.account, line.vatCode, line.net, 0)).sort();
  return [
    ...(entry.journal === draft.journal ? [] : ['journal']),
    ...(entry.vat === draft.vat ? [] : ['vat']),
    ...(same(wanted2, found2) ? (same(wanted, found) ? [] : ['line-vat']) : ['lines']),
  ];
}

/** Equal to the intent in everything that was sent. */
export function equalsDraft(draft: EntryDraft, entry: FoundEntry): boolean {
  return fits(draft, entry) && lineDifferences(draft, entry).length === 0;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

function lineKey(account: string, vatCode: string, net: number, vat: number): string {
  return [account.toLowerCase(), vatCode.trim(), net, vat].join('|');
}
