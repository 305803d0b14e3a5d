/** `$filter` and `$orderby` of Exact's OData 2 flavour (facts: exact-api 2.2, 2.3). Own parser; no `in`, no arithmetic. */

/** A row as the API knows it. Dates are `Date`, numbers are numbers, GUIDs lower-case text. */
export type Value = string | number | boolean | Date | null;
export type Row = Readonly<Record<string, Value>>;
export type Predicate = (row: Row) => boolean;

/** `guid` literals compare with GUID fields only; a quoted text there is refused, as Exact does. */
type Literal = { readonly kind: 'string' | 'guid' | 'datetime' | 'number' | 'boolean' | 'null'; readonly value: Value };
type Operand = { readonly literal: Literal; readonly field?: undefined } | { readonly literal?: undefined; readonly field: string; readonly read: (row: Row) => Value };

export class QueryError extends Error {}

export interface FieldTypes {
  /** Kind of a field, undefined for a name the entity does not have. */
  typeOf(field: string): 'string' | 'guid' | 'datetime' | 'number' | 'boolean' | undefined;
}

export interface ParsedFilter {
  readonly test: Predicate;
  /** Fields used, for the endpoints with mandatory filtering. */
  readonly fields: ReadonlySet<string>;
  readonly usesOr: boolean;
}

interface Token {
  readonly kind: 'name' | 'literal' | '(' | ')' | ',';
  readonly text: string;
  readonly literal?: Literal;
}

const SYNTAX = 'Bad Request - Error in query syntax.';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const quoted = (): string => {
    let value = '';
    at += 1;
    for (;;) {
      if (at >= text.length) throw new QueryError(SYNTAX);
      if (text[at] !== "'") value += text[at++];
      else if (text[at + 1] === "'") {
        value += "'";
        at += 2;
      } else {
        at += 1;
        return value;
      }
    }
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (char === ' ') at += 1;
    else if (char === '(' || char === ')' || char === ',') {
      tokens.push({ kind: char, text: char });
      at += 1;
    } else if (char === "'") tokens.push({ kind: 'literal', text: 'string', literal: { kind: 'string', value: quoted() } });
    else {
      const word = /^[A-Za-z_][A-Za-z0-9_/]*/.exec(text.slice(at))?.[0];
      if (word !== undefined && text[at + word.length] === "'") {
        at += word.length;
        tokens.push({ kind: 'literal', text: word, literal: typed(word, quoted()) });
      } else if (word !== undefined) {
        at += word.length;
        if (word === 'true' || word === 'false') tokens.push({ kind: 'literal', text: word, literal: { kind: 'boolean', value: word === 'true' } });
        else if (word === 'null') tokens.push({ kind: 'literal', text: word, literal: { kind: 'null', value: null } });
        else tokens.push({ kind: 'name', text: word });
      } else {
        const number = /^-?\d+(\.\d+)?([eE][-+]?\d+)?[LlMmDd]?/.exec(text.slice(at))?.[0];
        if (number === undefined) throw new QueryError(SYNTAX);
        at += number.length;
        tokens.push({ kind: 'literal', text: number, literal: { kind: 'number', value: Number(number.replace(/[LlMmDd]$/, '')) } });
      }
    }
  }
  return tokens;
}

function typed(kind: string, value: string): Literal {
  if (kind === 'guid' && GUID.test(value)) return { kind: 'guid', value: value.toLowerCase() };
  if (kind === 'datetime' && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?)?$/.test(value)) {
    const at = Date.parse(value.includes('T') ? `${value}Z` : `${value}T00:00:00Z`);
    if (!Number.isNaN(at)) return { kind: 'datetime', value: new Date(at) };
  }
  throw new QueryError(SYNTAX);
}

export function parseFilter(text: string, types: FieldTypes): ParsedFilter {
  const tokens = tokenize(text);
  const fields = new Set<string>();
  let at = 0;
  let usesOr = false;
  const peek = (): Token | undefined => tokens[at];
  const isName = (name: string): boolean => peek()?.kind === 'name' && peek()?.text === name;
  const take = (kind: Token['kind']): Token => {
    const token = tokens[at];
    if (token?.kind !== kind) throw new QueryError(SYNTAX);
    at += 1;
    return token;
  };
  const field = (name: string): Operand => {
    if (types.typeOf(name) === undefined) throw new QueryError(SYNTAX);
    fields.add(name);
    return { field: name, read: (row) => row[name] ?? null };
  };

  const or = (): Predicate => {
    let left = and();
    while (isName('or')) {
      at += 1;
      usesOr = true;
      const [a, b] = [left, and()];
      left = (row) => a(row) || b(row);
    }
    return left;
  };
  const and = (): Predicate => {
    let left = unary();
    while (isName('and')) {
      at += 1;
      const [a, b] = [left, unary()];
      left = (row) => a(row) && b(row);
    }
    return left;
  };
  const unary = (): Predicate => {
    if (isName('not')) {
      at += 1;
      const inner = unary();
      return (row) => !inner(row);
    }
    if (peek()?.kind === '(') {
      at += 1;
      const inner = or();
      take(')');
      return inner;
    }
    return comparison();
  };
  const comparison = (): Predicate => {
    const test = peek()?.text === 'substringof' || peek()?.text === 'startswith' || peek()?.text === 'endswith' ? textTest() : undefined;
    if (test) {
      if (!isName('eq') && !isName('ne')) return test;
      const wanted = take('name').text === 'eq';
      const literal = take('literal').literal;
      if (literal?.kind !== 'boolean') throw new QueryError(SYNTAX);
      return (row) => (test(row) === literal.value) === wanted;
    }
    const left = operand();
    const operator = take('name').text;
    if (!['eq', 'ne', 'gt', 'ge', 'lt', 'le'].includes(operator)) throw new QueryError(SYNTAX);
    const right = operand();
    return compare(left, operator, right, types);
  };
  const textTest = (): Predicate => {
    const name = take('name').text;
    take('(');
    const first = operand();
    take(',');
    const second = operand();
    take(')');
    const [part, whole] = name === 'substringof' ? [first, second] : [second, first];
    return (row) => {
      const needle = String(value(part, row) ?? '').toLowerCase();
      const text = String(value(whole, row) ?? '').toLowerCase();
      return name === 'substringof' ? text.includes(needle) : name === 'startswith' ? text.startsWith(needle) : text.endsWith(needle);
    };
  };
  const operand = (): Operand => {
    const token = peek();
    if (token?.kind === 'literal') {
      at += 1;
      return { literal: token.literal as Literal };
    }
    const name = take('name').text;
    if (['trim', 'tolower', 'toupper'].includes(name) && peek()?.kind === '(') {
      take('(');
      const inner = operand();
      take(')');
      if (inner.field === undefined) throw new QueryError(SYNTAX);
      const change = (text: string): string => (name === 'trim' ? text.trim() : name === 'tolower' ? text.toLowerCase() : text.toUpperCase());
      return { field: inner.field, read: (row) => change(String(inner.read(row) ?? '')) };
    }
    return field(name);
  };

  const test = or();
  if (at !== tokens.length) throw new QueryError(SYNTAX);
  return { test, fields, usesOr };
}

function value(operand: Operand, row: Row): Value {
  return operand.literal ? operand.literal.value : operand.read(row);
}

function compare(left: Operand, operator: string, right: Operand, types: FieldTypes): Predicate {
  for (const [side, other] of [[left, right], [right, left]] as const) {
    if (side.field === undefined || !other.literal || other.literal.kind === 'null') continue;
    const type = types.typeOf(side.field);
    // A GUID in mere quotes, or a text without, is a mistake of syntax (facts: exact-api 2.2).
    if (type !== other.literal.kind) throw new QueryError(SYNTAX);
  }
  return (row) => {
    const order = compareValues(value(left, row), value(right, row));
    switch (operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'gt':
        return order !== null && order > 0;
      case 'ge':
        return order !== null && order >= 0;
      case 'lt':
        return order !== null && order < 0;
      default:
        return order !== null && order <= 0;
    }
  };
}

/** Negative, zero or positive; null when the values cannot be ordered. Text without regard to case, as the database behind does. */
export function compareValues(left: Value, right: Value): number | null {
  if (left === null || right === null) return left === right ? 0 : null;
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (typeof left === 'string' && typeof right === 'string') {
    const [a, b] = [left.toLowerCase(), right.toLowerCase()];
    return a < b ? -1 : a > b ? 1 : 0;
  }
  return null;
}
