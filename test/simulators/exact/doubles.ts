/** What exists more than once although it should not: the measure of "exactly once". */
import { createHash } from 'node:crypto';
import type { Books, Entry } from './books';

export function doubles(books: Books): readonly (readonly Entry[])[] {
  return repeated(books.entries.filter((entry) => entry.yourRef !== ''), (entry) => [[entry.yourRef, entry.type, entry.journal, entry.currency, entry.total].join(' ')]);
}

/** Seeded relations may share what they like; those made since may not. */
export function debtorDoubles(books: Books): readonly (readonly string[])[] {
  const accounts = [...books.master.accounts.values()];
  const groups = repeated(accounts, (account) => [['vat', account.vatNumber], ['mail', account.email], ['search', String(account.more?.['SearchCode'] ?? '')]].flatMap(([kind, value = '']) => (value === '' ? [] : [`${kind ?? ''} ${value.toLowerCase()}`])));
  return groups.filter((group) => group.some((account) => account.created !== undefined)).map((group) => group.map(({ code }) => code));
}

/** Entries with several documents; documents with several files of one name, or of the same bytes. */
export function documentDoubles(books: Books): readonly string[] {
  const byEntry = repeated([...books.documents.values()].filter(({ entryId }) => entryId !== null), (document) => [document.entryId ?? '']).map((group) => group[0]?.entryId ?? '');
  const byDocument = repeated([...books.attachments.values()], ({ document, fileName, bytes }) => [`${document} name ${fileName}`, `${document} bytes ${createHash('sha256').update(bytes).digest('hex')}`]).map((group) => group[0]?.document ?? '');
  return [...byEntry, ...new Set(byDocument)];
}

function repeated<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
