/** JSON bodies of POST and PUT: the protocol mistakes that are 400 (facts: exact-api 2.2, 2.6, 8.7). */
import type { SimRequest } from '../http';
import { apiError } from '../odata';
import type { EntitySet, FieldKind } from '../odata';
import type { Reply } from '../http';
import { readDecimal, toMinor } from '../xml/amounts';
import type { Ctx } from '../types';

/** Values after conversion: dates are `yyyy-mm-dd`, GUIDs lower case, decimals stay text until they become minor units. */
export interface Body {
  readonly has: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  readonly flag: (name: string) => boolean | undefined;
  /** Minor units; more than two decimals are rounded and noted as the client's mistake. */
  readonly minor: (name: string, ctx: Ctx) => number | undefined;
  /** Nested rows; undefined when the name is absent. */
  readonly rows: (name: string) => readonly Body[] | undefined;
}

const STREAM = 'Error processing request stream.';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHAPE = `${STREAM} The request should be a valid top-level resource object.`;

class BodyError extends Error {}

export function readBody(request: SimRequest, set: EntitySet, nested: Readonly<Record<string, EntitySet>> = {}): Body | Reply {
  let value: unknown;
  try {
    if (!/^application\/json/i.test(request.headers['content-type'] ?? '')) throw new BodyError(SHAPE);
    value = JSON.parse(request.body.toString('utf8'));
    return bodyOf(value, set, nested);
  } catch (error) {
    return apiError(400, error instanceof BodyError ? error.message : SHAPE);
  }
}

export function isReply(value: Body | Reply): value is Reply {
  return 'status' in value;
}

function bodyOf(value: unknown, set: EntitySet, nested: Readonly<Record<string, EntitySet>>): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BodyError(SHAPE);
  const raw = value as Readonly<Record<string, unknown>>;
  const plain = new Map<string, string | number | boolean>();
  const children = new Map<string, readonly Body[]>();
  for (const [name, item] of Object.entries(raw)) {
    const child = nested[name];
    if (child) {
      const rows = Array.isArray(item) ? item : ((item as { readonly results?: unknown } | null)?.results ?? item);
      if (item === null) continue;
      if (!Array.isArray(rows)) throw new BodyError(SHAPE);
      children.set(name, rows.map((row) => bodyOf(row, child, {})));
      continue;
    }
    const kind = set.fields[name];
    if (kind === undefined && set.collections?.[name] === undefined && name !== '__metadata') throw new BodyError(`${STREAM} The property name '${name}' specified for type 'Exact.Web.Api.Models.${set.type}' is not valid.`);
    if (kind === undefined || item === null) continue;
    plain.set(name, converted(name, kind, item));
  }
  const text = (name: string): string | undefined => (plain.has(name) ? String(plain.get(name)) : undefined);
  return {
    has: (name) => plain.has(name) || children.has(name),
    text,
    number: (name) => (plain.has(name) ? Number(plain.get(name)) : undefined),
    flag: (name) => (plain.has(name) ? plain.get(name) === true : undefined),
    minor(name, ctx) {
      const decimal = readDecimal(text(name) ?? '');
      if (!decimal) return undefined;
      // What floating point leaves behind the tenth decimal is noise, not a third decimal.
      const rounded = toMinor(decimal, 10);
      if (rounded % 100_000_000 !== 0) ctx.violate('amount-decimals', `${name} with more than two decimals`);
      return toMinor(decimal);
    },
    rows: (name) => children.get(name),
  };
}

function converted(name: string, kind: FieldKind, value: unknown): string | number | boolean {
  const wrong = (type: string): BodyError => new BodyError(`${STREAM} Error encountered in converting the value from request payload for property '${name}' to type '${type}', which is the property's expected type. See inner exception for more detail.`);
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') throw wrong('String');
      return value;
    case 'guid':
      if (typeof value !== 'string' || !GUID.test(value)) throw wrong('Guid');
      return value.toLowerCase();
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (value === 0 || value === 1) return value === 1;
      throw wrong('Boolean');
    case 'number':
      // A decimal as text is accepted too; kept as text so that no digit is lost.
      if (typeof value === 'number' && Number.isFinite(value)) return String(value);
      if (typeof value === 'string' && readDecimal(value)) return value;
      throw wrong('Double');
    case 'datetime': {
      const tick = typeof value === 'string' ? /^\/Date\((-?\d+)\)\/$/.exec(value)?.[1] : undefined;
      if (tick !== undefined) return new Date(Number(tick)).toISOString().slice(0, 10);
      const day = typeof value === 'string' ? /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?)?$/.exec(value)?.[1] : undefined;
      if (day === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) throw wrong('DateTime');
      return day;
    }
  }
}
