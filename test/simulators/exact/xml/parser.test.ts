import { describe, expect, it } from 'vitest';
import { child, decodeXml, parseXml, XmlError } from './parser';

describe('well-formed', () => {
  it('elements, attributes, entities, CDATA, comments and instructions', () => {
    const root = parseXml('\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<!-- c --><?pi x?>\n<a b="1 &amp; 2" c=\'"\'>x&lt;&#65;&#x42;&#x1F600;<![CDATA[<&]]><d/>\r\ny<!-- z --></a>\n');
    expect(root).toMatchObject({ name: 'a', attributes: { b: '1 & 2', c: '"' }, text: 'x<AB\u{1F600}<&\ny' });
    expect(child(root, 'd')).toMatchObject({ children: [], text: '' });
  });
});

describe('not well-formed', () => {
  it.each([
    ['', 'Root element is missing.'],
    ['x', 'Data at the root level is invalid. Line 1, position 1.'],
    ['<a/>x', 'Data at the root level is invalid. Line 1, position 5.'],
    ['<a/><b/>', 'There are multiple root elements.'],
    ['<a><b></a>', "The 'b' start tag does not match the end tag of 'a'. Line 1, position 7."],
    ['<a>', 'not closed: a'],
    ['</a>', 'does not match'],
    ['<a b="1" b="2"/>', "'b' is a duplicate attribute name."],
    ['<a b=1/>', 'must be in quotes'],
    ['<a b="1"c="2"/>', 'White space is missing'],
    ['<a b="<"/>', "'<' is an invalid attribute character."],
    ['<a>&nbsp;</a>', "undeclared entity 'nbsp'"],
    ['<a>R&D</a>', 'EntityName'],
    ['<a>&#0;</a>', 'invalid character'],
    ['<a>\u0001</a>', 'hexadecimal value 0x1'],
    ['<a>\uD800</a>', 'hexadecimal value 0xD800'],
    ['<a>]]></a>', "']]>' is not allowed"],
    ['<!DOCTYPE a><a/>', 'DTD is prohibited'],
    ['<a><!-- -- --></a>', "cannot contain '--'"],
    ['<?xml version="1.0" encoding="utf-16"?><a/>', 'Cannot switch'],
    ['<?xml version="1.1"?><a/>', 'Version number'],
    [' <?xml version="1.0"?><a/>', 'Unexpected XML declaration'],
    ['<1a/>', 'Name cannot begin'],
    ['<a', "'>' is expected"],
  ])('%s', (text, message) => {
    expect(() => parseXml(text)).toThrow(XmlError);
    expect(() => parseXml(text)).toThrow(message);
  });

  it('bytes that are no UTF-8', () => {
    expect(() => decodeXml(new Uint8Array([0x3c, 0x61, 0xe9, 0x3e]))).toThrow('Invalid character in the given encoding');
    expect(() => decodeXml(Buffer.from('<a/>', 'utf16le'))).not.toThrow();
    expect(() => parseXml(decodeXml(Buffer.from('<a/>', 'utf16le')))).toThrow(XmlError);
  });
});
