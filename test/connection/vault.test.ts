import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, it } from 'vitest';
import { openVault, type Vault } from '../../lib/connection/vault';
import { connect, createRig, SHOP_A } from './harness';

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

it('a pair reaches the disk before anyone uses it, and so does what tells that a call was made', async () => {
  const durabilities: string[] = [];
  const real = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
    const tx = real.apply(this, args);
    if (args[1] === 'readwrite') durabilities.push(`${this.name} ${tx.durability}`);
    return tx;
  };
  const rig = await createRig();
  try {
    const id = await connect(rig, SHOP_A, 100001);
    const consent = durabilities.splice(0);
    rig.clock.advance(600_000);
    await rig.tokens.access(id);
    const refresh = durabilities.splice(0);
    const [vault, connections] = ['vault', 'connections'].map((kind) => [...new Set([...consent, ...refresh].map((one) => one.split(' ')[0] ?? ''))].find((name) => name.includes(kind)) ?? kind);
    // The call is counted, then the pair stored; nothing of either is left to chance.
    expect(refresh).toEqual([`${String(connections)} strict`, `${String(vault)} strict`]);
    expect(consent.filter((one) => one.startsWith(String(vault))).length).toBeGreaterThanOrEqual(2);
    expect([...consent, ...refresh].filter((one) => !one.endsWith(' strict'))).toEqual([]);
  } finally {
    IDBDatabase.prototype.transaction = real;
    await rig.close();
  }
});
