/** Validation of written documents: always against our own narrow schema, and against Exact's own where a copy of it is at hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { officialSchema } from './official-schema';

const OWN = fileURLToPath(new URL('subset.xsd', import.meta.url));

/** The validator of a schema file. Throws when it cannot be read or is no schema. */
export function validatorOf(path: string): XsdValidator {
  const document = XmlDocument.fromBuffer(readFileSync(path));
  try {
    return XsdValidator.fromDoc(document);
  } finally {
    document.dispose();
  }
}

const own = validatorOf(OWN);
const officialPath = officialSchema();
const official = officialPath === null ? null : validatorOf(officialPath);

if (!official) process.stderr.write('NOT RUN: validation against the official schema; set EEXACT_XSD to a copy of eExact-XML.xsd\n');

/** Whether Exact's own schema takes part. */
export const hasOfficialSchema = official !== null;

/** Messages of both schemas, prefixed with which; none when the document is valid. Text that is no XML gives one message. */
export function problems(xml: string | Uint8Array): readonly string[] {
  let document: XmlDocument;
  try {
    document = typeof xml === 'string' ? XmlDocument.fromBuffer(new TextEncoder().encode(xml)) : XmlDocument.fromBuffer(xml);
  } catch (error) {
    return [`not well-formed: ${String(error)}`];
  }
  try {
    return [...against(own, 'subset', document), ...(official ? against(official, 'official', document) : [])];
  } finally {
    document.dispose();
  }
}

function against(validator: XsdValidator, name: string, document: XmlDocument): readonly string[] {
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
