/**
 * Where a copy of Exact's own schema is, for every test that needs one. It is not ours to commit: `EEXACT_XSD` names it, else it may lie in the
 * shared place beside the repository, else those tests say that they did not run.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../shared/exact-xml/2017-11/eExact-XML.xsd', import.meta.url));

/** Path of the official schema; null when nobody offers one. Throws when `EEXACT_XSD` names a file that cannot be read: who sets it wants the check. */
export function officialSchema(named: string | undefined = process.env['EEXACT_XSD'], beside: string = BESIDE): string | null {
  if (named === undefined || named === '') return existsSync(beside) ? beside : null;
  try {
    accessSync(named, constants.R_OK);
    if (statSync(named).isFile()) return named;
  } catch {
    // Said below, for a missing file and a forbidden one alike.
  }
  throw new Error(`EEXACT_XSD=${named} is no readable file. Point it to a copy of eExact-XML.xsd, or unset it.`);
}
