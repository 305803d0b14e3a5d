import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import { openVault, type Vault } from '../../lib/connection/vault';

let count = 0;
const opened: Vault[] = [];
const open = (name = `vault-test-${(count += 1)}`): Vault => {
  const vault = openVault({ name });
  opened.push(vault);
  return vault;
};
afterEach(() => {
  for (const vault of opened.splice(0)) vault.close();
});

it('gives back what was written, also after it was opened anew', async () => {
  const name = `vault-test-${(count += 1)}`;
  await open(name).write({ 'pair:1': { accessToken: 'a' }, 'shopctrl:t': 'geheim' });
  const again = open(name);
  expect(await again.read('pair:1')).toEqual({ accessToken: 'a' });
  expect(await again.read('shopctrl:t')).toBe('geheim');
  expect(await again.ids('pair:')).toEqual(['pair:1']);
  expect(await again.has('pair:2')).toBe(false);
  expect(await again.read('pair:2')).toBeNull();
});

it('stores nothing readable, and a key that cannot be exported', async () => {
  const name = `vault-test-${(count += 1)}`;
  await open(name).write({ 'shopctrl:t': 'Welkom-2026!' });
  const db = await openDB(name);
  const [row] = (await db.getAll('secrets')) as { iv: Uint8Array; sealed: ArrayBuffer }[];
  expect(Buffer.from(row!.sealed).toString('utf8')).not.toContain('Welkom');
  const [key] = (await db.getAll('keys')) as CryptoKey[];
  expect(key!.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', key!)).rejects.toThrow();
  db.close();
});

it('seals the same text differently each time', async () => {
  const name = `vault-test-${(count += 1)}`;
  await open(name).write({ a: 'same', b: 'same' });
  const db = await openDB(name);
  const rows = (await db.getAll('secrets')) as { sealed: ArrayBuffer }[];
  expect(Buffer.from(rows[0]!.sealed).equals(Buffer.from(rows[1]!.sealed))).toBe(false);
  db.close();
});

it('does not open a secret that was moved under another name, or damaged', async () => {
  const name = `vault-test-${(count += 1)}`;
  const vault = open(name);
  await vault.write({ 'pair:1': 'one' });
  const db = await openDB(name);
  const row = (await db.get('secrets', 'pair:1')) as { iv: Uint8Array; sealed: ArrayBuffer };
  await db.put('secrets', row, 'pair:2');
  const damaged = new Uint8Array(row.sealed.slice(0));
  damaged[0] = (damaged[0] ?? 0) ^ 1;
  await db.put('secrets', { iv: row.iv, sealed: damaged.buffer }, 'pair:3');
  db.close();
  expect(await vault.read('pair:1')).toBe('one');
  expect(await vault.read('pair:2')).toBeNull();
  expect(await vault.read('pair:3')).toBeNull();
});

it('changes several secrets at once, and forgets', async () => {
  const vault = open();
  await vault.write({ 'unassigned:1': 'p' });
  await vault.write({ 'pair:1': 'p', 'unassigned:1': null });
  expect(await vault.ids('')).toEqual(['pair:1']);
});

it('makes one key when two contexts write at once', async () => {
  const name = `vault-test-${(count += 1)}`;
  const [left, right] = [open(name), open(name)];
  await Promise.all([left.write({ a: 'one' }), right.write({ b: 'two' })]);
  const third = open(name);
  expect([await third.read('a'), await third.read('b')]).toEqual(['one', 'two']);
});
