/** Collections in Exact's OData shape: select, filter, order, pages of 60 with a continuation link (facts: exact-api 2.1-2.3). */
import { html, json } from './http';
import type { Reply, SimRequest } from './http';
import { compareValues, parseFilter, QueryError } from './filter';
import type { FieldTypes, Row, Value } from './filter';
import type { Ctx } from './types';

export type FieldKind = 'string' | 'guid' | 'datetime' | 'number' | 'boolean';

export interface EntitySet {
  /** `vat/VATCodes`; also the name of the endpoint in the error budget. */
  readonly path: string;
  readonly type: string;
  readonly key: string;
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** Child collections that come deferred, with a function for `$expand`. */
  readonly collections?: Readonly<Record<string, (row: Row) => readonly Row[]>>;
  /** A GET without any of these in `$filter` is refused. */
  readonly mandatoryFilter?: readonly string[];
}

/** The JSON error of the data API. */
export function apiError(status: number, text: string, headers: Reply['headers'] = {}): Reply {
  return json({ error: { code: '', message: { lang: '', value: text } } }, status, headers);
}

export function wantsJson(request: SimRequest): boolean {
  return (request.headers.accept ?? '').toLowerCase().includes('application/json');
}

/** Answers GET on a collection, or on one row by key. `base` is the address of the collection. */
export function answerCollection(ctx: Ctx, request: SimRequest, set: EntitySet, rows: readonly Row[], base: string, key?: string): Reply {
  if (!wantsJson(request)) return atom(set, base);
  const query = request.query;
  const unknownOption = [...query.keys()].find((name) => name.startsWith('$') && !['$select', '$filter', '$top', '$orderby', '$skiptoken', '$expand', '$inlinecount', '$skip'].includes(name));
  if (unknownOption !== undefined) return apiError(400, 'Bad Request - Error in query syntax.');
  if (query.get('$select') === null) ctx.violate('missing-select', `${set.path} was asked without $select`);
  const types: FieldTypes = { typeOf: (field) => set.fields[field] };
  const names = query.get('$select')?.split(',').map((name) => name.trim()) ?? [...Object.keys(set.fields), ...Object.keys(set.collections ?? {})];
  if (names.some((name) => set.fields[name] === undefined && set.collections?.[name] === undefined)) return apiError(400, 'Bad Request - Error in query syntax.');
  const expand = (query.get('$expand') ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (expand.some((name) => set.collections?.[name] === undefined)) return apiError(400, 'Bad Request - Error in query syntax.');
  const shape = (row: Row): Record<string, unknown> => shapeRow(set, row, names, expand, base);

  if (key !== undefined) {
    const row = rows.find((candidate) => String(candidate[set.key]).toLowerCase() === key.toLowerCase());
    return row ? json({ d: shape(row) }) : { status: 404, headers: {}, body: '' };
  }
  try {
    const parsed = query.has('$filter') ? parseFilter(query.get('$filter') ?? '', types) : undefined;
    if (ctx.options.orRefused && parsed?.usesOr === true) throw new QueryError('Bad Request - Error in query syntax.');
    const mandatory = set.mandatoryFilter;
    if (mandatory && !mandatory.some((field) => parsed?.fields.has(field))) {
      return apiError(400, `This endpoint has mandatory filtering applied. Please use at least one of the following properties in the $filter: ${mandatory.join(', ')}`);
    }
    const ordered = order(rows.filter((row) => parsed?.test(row) ?? true), query.get('$orderby'), set);
    const top = query.has('$top') ? Number(query.get('$top')) : Number.POSITIVE_INFINITY;
    if (Number.isNaN(top) || top < 0) throw new QueryError('Bad Request - Error in query syntax.');
    const start = startOf(ordered, query.get('$skiptoken'), set) + Number(query.get('$skip') ?? 0);
    const wanted = ordered.slice(start, start + Math.min(top, ordered.length));
    const shown = wanted.slice(0, ctx.options.pageSize);
    const last = shown.at(-1);
    const more = wanted.length > shown.length && last !== undefined ? { __next: nextLink(base, request, set, last, top - shown.length) } : {};
    return json({ d: { results: shown.map(shape), ...(query.get('$inlinecount') === 'allpages' ? { __count: String(ordered.length) } : {}), ...more } });
  } catch (error) {
    if (error instanceof QueryError) return apiError(400, error.message);
    throw error;
  }
}

function order(rows: readonly Row[], clause: string | null, set: EntitySet): readonly Row[] {
  const terms = (clause ?? set.key).split(',').map((term) => term.trim().split(/\s+/));
  if (terms.some(([field, direction]) => set.fields[field ?? ''] === undefined || !['asc', 'desc', undefined].includes(direction))) throw new QueryError('Bad Request - Error in query syntax.');
  return [...rows].sort((left, right) => {
    for (const [field = '', direction] of terms) {
      const step = compareValues(left[field] ?? null, right[field] ?? null) ?? 0;
      if (step !== 0) return direction === 'desc' ? -step : step;
    }
    return compareValues(left[set.key] ?? null, right[set.key] ?? null) ?? 0;
  });
}

function startOf(rows: readonly Row[], token: string | null, set: EntitySet): number {
  if (token === null) return 0;
  const key = /^guid'(.+)'$/.exec(token)?.[1] ?? token.replaceAll("'", '');
  const at = rows.findIndex((row) => String(row[set.key]) === key);
  if (at < 0) throw new QueryError('Bad Request - Error in query syntax.');
  return at + 1;
}

function nextLink(base: string, request: SimRequest, set: EntitySet, last: Row, left: number): string {
  const kept = request.rawQuery.split('&').filter((pair) => pair !== '' && !/^(\$|%24)(skiptoken|top|skip)=/i.test(pair));
  const top = Number.isFinite(left) ? [`$top=${left}`] : [];
  const token = set.fields[set.key] === 'guid' ? `guid'${String(last[set.key])}'` : String(last[set.key]);
  return `${base}?${[...kept, ...top, `%24skiptoken=${encodeURIComponent(token)}`].join('&')}`;
}

export function shapeRow(set: EntitySet, row: Row, names: readonly string[], expand: readonly string[], base: string): Record<string, unknown> {
  const key = set.fields[set.key] === 'guid' ? `guid'${String(row[set.key])}'` : String(row[set.key]);
  const uri = `${base}(${key})`;
  const shaped: Record<string, unknown> = { __metadata: { uri, type: `Exact.Web.Api.Models.${set.type}` } };
  for (const name of names) {
    const children = set.collections?.[name];
    if (children) shaped[name] = expand.includes(name) ? { results: children(row).map((child) => Object.fromEntries(Object.entries(child).map(([field, item]) => [field, outgoing(item)]))) } : { __deferred: { uri: `${uri}/${name}` } };
    else shaped[name] = outgoing(row[name] ?? null);
  }
  return shaped;
}

function outgoing(value: Value): unknown {
  return value instanceof Date ? `/Date(${value.getTime()})/` : value;
}

function atom(set: EntitySet, base: string): Reply {
  return { ...html(`<?xml version="1.0" encoding="utf-8"?><feed xml:base="${base}" xmlns="http://www.w3.org/2005/Atom"><title type="text">${set.path.split('/')[1] ?? ''}</title></feed>`), headers: { 'content-type': 'application/atom+xml; charset=utf-8' } };
}
