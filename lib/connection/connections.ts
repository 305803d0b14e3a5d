/**
 * Connections with Exact, their public part (no token). One connection per (site, client id, Exact user), since a second consent
 * of the same user ends the first one's tokens; shops share it and differ in their administration only (design 5).
 */
import type { DBSchema } from 'idb';
import { openLazily } from '../database';
import type { Fault } from '../faults';
import type { Administration, ExactSite, ShopRef } from '../messages';

export interface Connection {
  readonly id: string;
  readonly site: ExactSite;
  readonly clientId: string;
  readonly userId: string;
  /** Name of the Exact user; shown, never logged. */
  readonly name: string;
  /** `reconnect`: the tokens work no more, all else is kept. */
  readonly state: 'ok' | 'reconnect';
  readonly fault: Fault | null;
  /** Calls of the token endpoint on a day (UTC): Exact takes 200 per app, user and day. */
  readonly calls?: CallsOfDay;
}

export interface CallsOfDay {
  readonly day: string;
  readonly count: number;
}

export interface Link extends ShopRef {
  readonly connectionId: string;
  readonly administration: Administration;
  /** Day of the consent, `yyyy-mm-dd`. */
  readonly since: string;
}

/** One attempt to connect a shop, so that a killed worker leaves nothing unsaid. The random state is not here: it lives in memory only. */
export type Attempt = ShopRef & { readonly attemptId: string } & (
    | { readonly stage: 'consent' | 'exchange'; readonly owner: string }
    | { readonly stage: 'choose'; readonly connectionId: string; readonly administrations: readonly Administration[]; readonly preselected: number | null }
    | { readonly stage: 'failed'; readonly fault: Fault }
  );

interface ConnectionsSchema extends DBSchema {
  connections: { key: string; value: Connection; indexes: { user: [string, string, string] } };
  links: { key: string; value: Link & { readonly key: string }; indexes: { connection: string } };
  attempts: { key: string; value: Attempt & { readonly key: string } };
}

export interface Connections {
  get(id: string): Promise<Connection | null>;
  all(): Promise<readonly Connection[]>;
  /** The connection of this Exact user, made when there is none; its state becomes `ok`. `calls`: of the token endpoint, made before the user was known. */
  ensure(user: Pick<Connection, 'site' | 'clientId' | 'userId' | 'name'>, calls?: CallsOfDay): Promise<Connection>;
  find(site: ExactSite, clientId: string, userId: string): Promise<Connection | null>;
  /** Changes the state of a connection that still exists. */
  mark(id: string, state: Connection['state'], fault: Fault | null): Promise<void>;
  /** Counts one call of the token endpoint; before it is made, as its answer may never come. */
  countCall(id: string, day: string): Promise<void>;
  linkOf(shop: ShopRef): Promise<Link | null>;
  links(): Promise<readonly Link[]>;
  /** Sets the shop's link and ends its attempt, all or nothing. Answers the connection that lost its last shop by this, already deleted. */
  link(link: Link): Promise<Connection | null>;
  /** Unlinks this shop alone. Answers the connection when that was its last shop; it is deleted in the same transaction. */
  unlink(shop: ShopRef): Promise<Connection | null>;
  /** Deletes a connection that no shop and no open choice uses. Answers it when it was deleted. */
  dropUnused(id: string): Promise<Connection | null>;
  attemptOf(shop: ShopRef): Promise<Attempt | null>;
  attempts(): Promise<readonly Attempt[]>;
  putAttempt(attempt: Attempt): Promise<void>;
  /** Replaces the attempt only while it is still the same one; answers whether it was. */
  advance(attempt: Attempt): Promise<boolean>;
  clearAttempt(shop: ShopRef): Promise<void>;
  close(): void;
}

/** Calls of the newer day; those of one day together. */
function sumOf(one: CallsOfDay | undefined, other: CallsOfDay | undefined): CallsOfDay | undefined {
  if (!one || !other) return one ?? other;
  if (one.day === other.day) return { day: one.day, count: one.count + other.count };
  return one.day > other.day ? one : other;
}

const keyOf = (shop: ShopRef): string => `${shop.tenantId}:${shop.shopId}`;
const STRICT = { durability: 'strict' } as const;

/** Opens the store of connections. */
export function openConnections(options: { readonly name?: string; readonly newId?: () => string } = {}): Connections {
  const newId = options.newId ?? (() => crypto.randomUUID());
  const database = openLazily<ConnectionsSchema>(options.name ?? 'connections', 1, (db) => {
    db.createObjectStore('connections', { keyPath: 'id' }).createIndex('user', ['site', 'clientId', 'userId'], { unique: true });
    db.createObjectStore('links', { keyPath: 'key' }).createIndex('connection', 'connectionId');
    db.createObjectStore('attempts', { keyPath: 'key' });
  });
  const writing = async () => (await database.get()).transaction(['connections', 'links', 'attempts'], 'readwrite', STRICT);
  type Writing = Awaited<ReturnType<typeof writing>>;

  /** Deletes the connection when nothing uses it any more. Within the caller's transaction. */
  const dropIfUnused = async (tx: Writing, id: string): Promise<Connection | null> => {
    const connection = await tx.objectStore('connections').get(id);
    if (!connection) return null;
    if ((await tx.objectStore('links').index('connection').count(id)) > 0) return null;
    const attempts = await tx.objectStore('attempts').getAll();
    if (attempts.some((attempt) => attempt.stage === 'choose' && attempt.connectionId === id)) return null;
    await tx.objectStore('connections').delete(id);
    return connection;
  };

  return {
    get: async (id) => (await (await database.get()).get('connections', id)) ?? null,
    all: async () => (await database.get()).getAll('connections'),
    find: async (site, clientId, userId) => (await (await database.get()).getFromIndex('connections', 'user', [site, clientId, userId])) ?? null,
    ensure: async (user, more) => {
      const tx = await writing();
      const store = tx.objectStore('connections');
      const present = await store.index('user').get([user.site, user.clientId, user.userId]);
      const calls = sumOf(present?.calls, more);
      const connection: Connection = { id: present?.id ?? newId(), site: user.site, clientId: user.clientId, userId: user.userId, name: user.name, state: 'ok', fault: null, ...(calls ? { calls } : {}) };
      await store.put(connection);
      await tx.done;
      return connection;
    },
    mark: async (id, state, fault) => {
      const tx = await writing();
      const present = await tx.objectStore('connections').get(id);
      if (present) await tx.objectStore('connections').put({ ...present, state, fault });
      await tx.done;
    },
    countCall: async (id, day) => {
      const tx = await writing();
      const present = await tx.objectStore('connections').get(id);
      if (present) await tx.objectStore('connections').put({ ...present, calls: { day, count: present.calls?.day === day ? present.calls.count + 1 : 1 } });
      await tx.done;
    },
    linkOf: async (shop) => plainLink(await (await database.get()).get('links', keyOf(shop))),
    links: async () => (await (await database.get()).getAll('links')).flatMap((row) => plainLink(row) ?? []),
    link: async (link) => {
      const tx = await writing();
      const before = await tx.objectStore('links').get(keyOf(link));
      await tx.objectStore('links').put({ ...link, key: keyOf(link) });
      await tx.objectStore('attempts').delete(keyOf(link));
      const left = before && before.connectionId !== link.connectionId ? await dropIfUnused(tx, before.connectionId) : null;
      await tx.done;
      return left;
    },
    unlink: async (shop) => {
      const tx = await writing();
      const link = await tx.objectStore('links').get(keyOf(shop));
      await tx.objectStore('links').delete(keyOf(shop));
      await tx.objectStore('attempts').delete(keyOf(shop));
      const left = link ? await dropIfUnused(tx, link.connectionId) : null;
      await tx.done;
      return left;
    },
    dropUnused: async (id) => {
      const tx = await writing();
      const left = await dropIfUnused(tx, id);
      await tx.done;
      return left;
    },
    attemptOf: async (shop) => (await (await database.get()).get('attempts', keyOf(shop))) ?? null,
    attempts: async () => (await database.get()).getAll('attempts'),
    putAttempt: async (attempt) => {
      const tx = await writing();
      await tx.objectStore('attempts').put({ ...attempt, key: keyOf(attempt) });
      await tx.done;
    },
    advance: async (attempt) => {
      const tx = await writing();
      const present = await tx.objectStore('attempts').get(keyOf(attempt));
      const same = present?.attemptId === attempt.attemptId;
      if (same) await tx.objectStore('attempts').put({ ...attempt, key: keyOf(attempt) });
      await tx.done;
      return same;
    },
    clearAttempt: async (shop) => {
      const tx = await writing();
      await tx.objectStore('attempts').delete(keyOf(shop));
      await tx.done;
    },
    close: () => database.close(),
  };
}

function plainLink(row: (Link & { readonly key: string }) | undefined): Link | null {
  if (!row) return null;
  const { tenantId, shopId, connectionId, administration, since } = row;
  return { tenantId, shopId, connectionId, administration, since };
}
