/**
 * Exact's error texts, Dutch and English, as stable reasons (facts: exact-api 2.6). Exact has no codes: kind and field are all there is.
 * Several findings in one answer are joined with CRLF; the first that is understood counts.
 */

export type ExactReasonCode =
  | 'X-MANDATORY' | 'X-REFERENCE' | 'X-INVALID' | 'X-EXISTS' | 'X-IN-USE' | 'X-PERIOD-CLOSED' | 'X-NO-YEAR' | 'X-DONE' | 'X-NOT-ALLOWED'
  | 'X-BALANCE' | 'X-VAT-NONE' | 'X-VAT-NUMBER' | 'X-USED-IN' | 'X-NOT-FOUND' | 'X-REQUEST' | 'X-OTHER';

export interface ExactReason {
  readonly code: ExactReasonCode;
  /** `field`: a stable name of what it is about, where that is known; `period`: as Exact writes it. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The text without digits: equal causes have equal keys (design 6). */
  readonly key: string;
}

const PATTERNS: readonly (readonly [RegExp, ExactReasonCode])[] = [
  [/^(?:periode is afgesloten|period is closed|closed period)\b:?\s*(.*)$/i, 'X-PERIOD-CLOSED'],
  [/^(?:onbekend|unknown):\s*((?:boekjaar|financial year).*)$/i, 'X-NO-YEAR'],
  [/^(?:verplicht|mandatory):\s*((?:boekjaar|financial year).*)$/i, 'X-NO-YEAR'],
  [/^(?:in gebruik|in use):\s*(.*)$/i, 'X-IN-USE'],
  [/^(?:already exists - |)(?:boekstuknummer in gebruik|entry number\b.*)$/i, 'X-IN-USE'],
  [/^(?:bestaat reeds|already exists):\s*(.*)$/i, 'X-EXISTS'],
  [/^(?:gegeven bestaat reeds|data already exists)/i, 'X-EXISTS'],
  [/^(?:reeds verwerkt|already processed)/i, 'X-DONE'],
  [/(?:btw-nummer.*controlecijfer|controlecijfer.*btw-nummer|vat number.*(?:invalid|check)|invalid.*vat number)/i, 'X-VAT-NUMBER'],
  [/(?:btw-bedrag is niet toegestaan|vat amount (?:is )?not allowed)/i, 'X-VAT-NONE'],
  [/(?:niet in evenwicht|not balanced)/i, 'X-BALANCE'],
  [/^(?:kan niet verwijderen|cannot delete)/i, 'X-USED-IN'],
  [/^(?:niet toegestaan|not allowed):\s*(.*)$/i, 'X-NOT-ALLOWED'],
  [/^(?:ongeldige referentie|invalid reference):\s*(.*)$/i, 'X-REFERENCE'],
  [/^(?:verplicht|mandatory):\s*(.*)$/i, 'X-MANDATORY'],
  [/^(?:ongeldig|invalid):\s*(.*)$/i, 'X-INVALID'],
];

const FIELDS: readonly (readonly [RegExp, string])[] = [
  [/grootboekrekening|g\/?l account|ledger account/i, 'account'],
  [/btw-percentage|vat percentage/i, 'vat-percentage'],
  [/btw-code|vat code/i, 'vat-code'],
  [/klant|customer|relatie|account|factuur voor|besteld door|invoice to|ordered by/i, 'debtor'],
  [/dagboek|journal/i, 'journal'],
  [/betalingsconditie|payment condition/i, 'payment-condition'],
  [/boekstuknummer|entry number|document number/i, 'entry-number'],
  [/wisselkoers|exchange rate/i, 'exchange-rate'],
  [/valuta|currency/i, 'currency'],
  [/kostenplaats|cost cent/i, 'cost-center'],
  [/kostendrager|cost unit/i, 'cost-unit'],
  [/e-?mail/i, 'email'],
  [/boekjaar|financial year/i, 'year'],
  [/code/i, 'code'],
];

/** The reason of a refusal by its text; unknown texts keep their key and are shown raw. */
export function reasonOf(status: number, text: string): ExactReason {
  const key = text.replace(/\d+/g, '#').trim().slice(0, 200);
  for (const line of text.split(/\r?\n/)) {
    for (const [pattern, code] of PATTERNS) {
      const match = pattern.exec(line.trim());
      if (!match) continue;
      const rest = match[1] ?? line;
      const field = FIELDS.find(([name]) => name.test(rest))?.[1];
      const period = code === 'X-PERIOD-CLOSED' ? /(\d{4})\s*-\s*(\d+)/.exec(rest) : null;
      return { code, params: { ...(field ? { field } : {}), ...(period ? { year: Number(period[1]), period: Number(period[2]) } : {}) }, key };
    }
  }
  return { code: status === 404 ? 'X-NOT-FOUND' : status === 400 ? 'X-REQUEST' : 'X-OTHER', params: { status }, key };
}
