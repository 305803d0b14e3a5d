import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import type { DBSchema } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { openLazily, type Database } from '../lib/database';

interface Notes extends DBSchema {
  notes: { key: string; value: string };
}

const open = (version = 1): Database<Notes> => openLazily<Notes>('notes', version, (db, before) => void (before === 0 && db.createObjectStore('notes')));

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

describe('a lazy connection', () => {
  it('opens at the first question, once for all that ask at the same time', async () => {
    const notes = open();
    expect(await indexedDB.databases()).toEqual([]);
    const [one, two] = await Promise.all([notes.get(), notes.get()]);
    expect(one).toBe(two);
  });

  it('tries again after an opening that failed', async () => {
    const newer = open(2);
    await newer.get();
    const notes = open();
    await expect(notes.get()).rejects.toMatchObject({ name: 'VersionError' });
    newer.close();
    indexedDB.deleteDatabase('notes');
    await (await notes.get()).put('notes', 'kept', 'a');
    expect(await (await notes.get()).get('notes', 'a')).toBe('kept');
  });

  it('lets a newer version through that another context brings', async () => {
    const older = open();
    await (await older.get()).put('notes', 'kept', 'a');
    const newer = open(2);
    expect(await (await newer.get()).get('notes', 'a')).toBe('kept');
    // The older context is told so, and not that its store is gone.
    await expect(older.get()).rejects.toMatchObject({ name: 'VersionError' });
  });

  it('opens again after it was closed', async () => {
    const notes = open();
    await (await notes.get()).put('notes', 'kept', 'a');
    notes.close();
    expect(await (await notes.get()).get('notes', 'a')).toBe('kept');
  });
});
