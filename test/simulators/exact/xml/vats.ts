/** Download of topic `VATs`: the only place where a code tells its boxes (facts: exact-xml 4.3; vat 8, 3). */
import type { MasterData, VatCode } from '../master-data';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function vatsXml(master: MasterData): string {
  const codes = [...master.vatCodes.values()];
  return `\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd"><VATs>${codes.map(one).join('')}</VATs><Topics><Topic code="VATs" ts_d="0x0000000000000001" count="${codes.length}" pagesize="1000"/></Topics></eExact>`;
}

function one(code: VatCode): string {
  const link = (box: string | null, kind: 'B' | 'V'): string => (box === null ? '' : `<VATBoxLink sign="P" BoxType="${kind}" TaxReturnType="100"><VATBox code="${box}"><Country code="NL"/><Description>Rubriek ${box}</Description></VATBox></VATBoxLink>`);
  const dated = code.dated ?? [{ percentage: code.percentage, from: code.validFrom, to: null }];
  const percentages = dated.map(({ percentage, from, to }, at) => `<VATPercentage percentage="${percentage}" LineNumber="${at + 1}"><StartDate>${from}</StartDate>${to === null ? '' : `<EndDate>${to}</EndDate>`}</VATPercentage>`).join('');
  return `<VAT code="${escape(code.code)}" type="${code.type}" charged="${code.charged}" vattransactiontype="${code.transactionType}" blocked="${code.blocked}" vatmargin="${code.margin}"><Description>${escape(code.description)}</Description><Percentage>${code.percentage}</Percentage><EUSalesListing>${code.listing}</EUSalesListing><GLToPay code="${escape(code.glToPay)}"/>${link(code.boxBase, 'B')}${link(code.boxVat, 'V')}<VATPercentages>${percentages}</VATPercentages></VAT>`;
}
