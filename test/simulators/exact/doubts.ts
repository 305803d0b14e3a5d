/** What is booked but should make a bookkeeper look: codes that do not fit the relation, codes that read a net amount as gross. */
import type { Account, VatCode } from './master-data';

export function doubtsAbout(codes: readonly VatCode[], customer: Account): readonly string[] {
  const found = new Set<string>();
  for (const code of codes) {
    if (code.listing !== 'N' && customer.vatNumber === '') found.add('icp-without-number');
    if (code.ossCountry !== null && customer.country !== code.ossCountry) found.add('oss-country');
    if (code.type === 'I') found.add('including-code');
  }
  return [...found];
}
