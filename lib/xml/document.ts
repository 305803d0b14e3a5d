/** The envelope of an eExact document: root, one container per file, records in order (facts: exact-xml 1). */
import { escapeXml } from './text';

/** Import topics by the names of their containers. */
export type Container = 'GLTransactions' | 'Invoices' | 'Accounts';

/** Everything before the first record: UTF-8 without byte order mark, root with its schema hint, no namespace of its own. */
export function documentHead(container: Container): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd">\n' +
    `<${container}>\n`
  );
}

/** Everything after the last record. */
export function documentFoot(container: Container): string {
  return `</${container}>\n</eExact>\n`;
}

/** `<Name>text</Name>`, or nothing when the text is empty: Exact refuses empty elements where it expects a value (facts: exact-xml 5.3). */
export function textElement(name: string, text: string): string {
  return text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`;
}

/** `<Name code="…"/>`, or nothing when the code is empty. */
export function codeElement(name: string, code: string): string {
  return code === '' ? '' : `<${name} code="${escapeXml(code)}"/>`;
}

/** A whole document as a stream of chunks; never holds more than one record. An empty container is invalid, so no records give no chunks. */
export function* documentOf(container: Container, records: Iterable<string>): Generator<string, void, undefined> {
  let started = false;
  for (const record of records) {
    if (!started) yield documentHead(container);
    started = true;
    yield record;
  }
  if (started) yield documentFoot(container);
}
