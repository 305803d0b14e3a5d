/** A small strict reader of XML 1.0: well-formed UTF-8 documents without DTD, to a tree. Written for the simulator alone. */

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** All character data of this element itself, entities resolved. */
  readonly text: string;
  /** Where the element begins, in UTF-16 units of the document. */
  readonly offset: number;
}

export class XmlError extends Error {
  constructor(message: string, readonly line: number, readonly position: number) {
    super(`${message} Line ${line}, position ${position}.`);
  }
}

const NAME = /[A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF][-.\w:\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0300-\u037D\u037F-\u1FFF]*/y;
// What XML 1.0 forbids: most control characters, lone surrogates, FFFE and FFFF.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NOTHING: Readonly<Record<string, string>> = {};

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  readonly offset: number;
  text: string;
}

export function position(text: string, offset: number): { readonly line: number; readonly position: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, position: offset - before.lastIndexOf('\n') };
}

/** Bytes to text: UTF-8 with or without byte order mark. */
export function decodeXml(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('Invalid character in the given encoding.', 1, 1);
  }
}

export function parseXml(input: string): XmlNode {
  const text = input.replace(/^\uFEFF/, '');
  let at = 0;
  const fail = (message: string, offset = at): never => {
    const where = position(text, offset);
    throw new XmlError(message, where.line, where.position);
  };
  const bad = FORBIDDEN.exec(text);
  if (bad) fail(`'${escape(bad[0])}', hexadecimal value 0x${bad[0].charCodeAt(0).toString(16).toUpperCase()}, is an invalid character.`, bad.index);

  const name = (): string => {
    NAME.lastIndex = at;
    const found = NAME.exec(text)?.[0] ?? fail('Name cannot begin with this character.');
    at += found.length;
    return found;
  };
  const space = (): boolean => {
    const start = at;
    while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at += 1;
    return at > start;
  };
  const resolve = (raw: string, offset: number): string => {
    if (!raw.includes('&')) return raw;
    return raw.replace(/&([^;&<\s]*)(;?)/g, (_whole, entity: string, end: string, index: number) => {
      if (end === '') fail('An error occurred while parsing EntityName.', offset + index);
      const known = ENTITIES[entity];
      if (known !== undefined) return known;
      const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(entity);
      const point = number ? Number.parseInt(number[1] ?? number[2] ?? '', number[1] === undefined ? 10 : 16) : Number.NaN;
      if (Number.isNaN(point) || point > 0x10ffff) return fail(`Reference to undeclared entity '${entity}'.`, offset + index);
      const char = String.fromCodePoint(point);
      if (FORBIDDEN.test(char)) fail(`'${escape(char)}' is an invalid character.`, offset + index);
      return char;
    });
  };
  const skipTo = (end: string, what: string): string => {
    const stop = text.indexOf(end, at);
    if (stop < 0) fail(`Unexpected end of file while parsing ${what}.`, text.length);
    const inner = text.slice(at, stop);
    at = stop + end.length;
    return inner;
  };
  const attributes = (): Readonly<Record<string, string>> => {
    let found: Record<string, string> | undefined;
    for (;;) {
      const spaced = space();
      if (text[at] === '>' || text[at] === '/' || text[at] === '?' || at >= text.length) return found ?? NOTHING;
      if (!spaced) fail('White space is missing between attributes.');
      const start = at;
      const key = name();
      space();
      if (text[at] !== '=') fail("'=' is expected.");
      at += 1;
      space();
      const quote = text[at];
      if (quote !== '"' && quote !== "'") fail('An attribute value must be in quotes.');
      at += 1;
      const from = at;
      const raw = skipTo(quote as string, 'an attribute value');
      if (raw.includes('<')) fail("'<' is an invalid attribute character.", from);
      found ??= {};
      if (Object.hasOwn(found, key)) fail(`'${key}' is a duplicate attribute name.`, start);
      found[key] = resolve(raw.replace(/[\t\n\r]/g, ' '), from);
    }
  };

  if (text.startsWith('<?xml') && /\s/.test(text[5] ?? '')) {
    at = 5;
    const declaration = attributes();
    if (!text.startsWith('?>', at)) fail('Syntax for an XML declaration is invalid.');
    at += 2;
    if (declaration['version'] !== '1.0') fail('Version number is invalid.');
    const encoding = declaration['encoding'];
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') fail(`There is no Unicode byte order mark. Cannot switch to ${encoding}.`);
  }

  const stack: Open[] = [];
  let root: XmlNode | undefined;
  const close = (): void => {
    const done = stack.pop() as Open;
    const parent = stack.at(-1);
    if (parent) parent.children.push(done);
    else root = done;
  };
  while (at < text.length) {
    const top = stack.at(-1);
    if (text[at] !== '<') {
      const stop = text.indexOf('<', at);
      const raw = text.slice(at, stop < 0 ? text.length : stop);
      if (!top) {
        const first = raw.search(/[^ \t\r\n]/);
        if (first >= 0) fail('Data at the root level is invalid.', at + first);
      } else {
        const end = raw.indexOf(']]>');
        if (end >= 0) fail("']]>' is not allowed in character data.", at + end);
        top.text += resolve(raw.replace(/\r\n?/g, '\n'), at);
      }
      at += raw.length;
    } else if (text.startsWith('<!--', at)) {
      at += 4;
      const comment = skipTo('-->', 'a comment');
      if (comment.includes('--') || comment.endsWith('-')) fail("An XML comment cannot contain '--'.");
    } else if (text.startsWith('<![CDATA[', at)) {
      if (!top) fail('Data at the root level is invalid.');
      at += 9;
      (top as Open).text += skipTo(']]>', 'a CDATA section').replace(/\r\n?/g, '\n');
    } else if (text.startsWith('<?', at)) {
      at += 2;
      const target = name();
      if (target.toLowerCase() === 'xml') fail('Unexpected XML declaration.', at - 3);
      skipTo('?>', 'a processing instruction');
    } else if (text.startsWith('<!', at)) fail('DTD is prohibited in this XML document.');
    else if (text[at + 1] === '/') {
      const start = at;
      at += 2;
      const closing = name();
      space();
      if (text[at] !== '>') fail("'>' is expected.");
      at += 1;
      if (!top || top.name !== closing) fail(`The '${top?.name ?? ''}' start tag does not match the end tag of '${closing}'.`, start);
      close();
    } else {
      if (!top && root) fail('There are multiple root elements.');
      const offset = at;
      at += 1;
      const opening = name();
      const found = attributes();
      stack.push({ name: opening, attributes: found, children: [], text: '', offset });
      if (text[at] === '/') {
        at += 1;
        if (text[at] !== '>') fail("'>' is expected.");
        close();
      } else if (text[at] !== '>') fail("'>' is expected.");
      at += 1;
    }
  }
  const open = stack.at(-1);
  if (open) fail(`Unexpected end of file has occurred. The following elements are not closed: ${open.name}.`);
  return root ?? fail('Root element is missing.');
}

function escape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// ---- Reading a tree --------------------------------------------------------------------------------------------

export function child(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((candidate) => candidate.name === name);
}

export function children(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  return node?.children.filter((candidate) => candidate.name === name) ?? [];
}

/** Text of a child, trimmed; empty when there is none. */
export function textOf(node: XmlNode | undefined, name: string): string {
  return child(node, name)?.text.trim() ?? '';
}

/** Attribute of a child; undefined when child or attribute is missing. */
export function attributeOf(node: XmlNode | undefined, name: string, attribute: string): string | undefined {
  return child(node, name)?.attributes[attribute];
}
