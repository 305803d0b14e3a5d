/** What a write knows, and how a refusal of the business is said: HTTP 500, findings joined by CRLF, in the user's language (facts: exact-api 2.6, 8.8). */
import type { Books } from '../books';
import type { Row } from '../filter';
import { json } from '../http';
import type { Reply, SimRequest } from '../http';
import { apiError, shapeRow, wantsJson } from '../odata';
import type { EntitySet } from '../odata';
import type { Ctx, User } from '../types';
import type { Texts } from '../xml/answer';

export interface Write {
  readonly ctx: Ctx;
  readonly books: Books;
  readonly user: User;
  readonly texts: Texts;
  readonly request: SimRequest;
  /** Address of the collection. */
  readonly base: string;
  readonly problems: string[];
}

export function problem(write: Write, text: string): undefined {
  if (!write.problems.includes(text)) write.problems.push(text);
  return undefined;
}

export function refused(write: Write): Reply {
  return apiError(500, write.problems.join('\r\n'));
}

export function refuse(text: string): Reply {
  return apiError(500, text);
}

/** 201. Without `Prefer: return=representation` little more than the key is filled in (facts: exact-api 2.1). */
export function created(write: Write, set: EntitySet, row: Row, alsoShown: readonly string[] = []): Reply {
  const whole = /return=representation/i.test(String(write.request.headers['prefer'] ?? ''));
  const shown = whole ? row : Object.fromEntries([set.key, ...alsoShown].map((name) => [name, row[name] ?? null]));
  const names = [...Object.keys(set.fields), ...Object.keys(set.collections ?? {})];
  const location = `${write.base}(guid'${String(row[set.key])}')`;
  if (!wantsJson(write.request)) return { status: 201, headers: { 'content-type': 'application/atom+xml; charset=utf-8', location }, body: '<?xml version="1.0" encoding="utf-8"?><entry xmlns="http://www.w3.org/2005/Atom"/>' };
  return json({ d: shapeRow(set, { ...shown, [set.key]: row[set.key] ?? null }, names, [], write.base) }, 201, { location });
}
