/** What makes two refusals the same cause: one card with one fix (design 8; facts: vat 1.5). */

type Params = Readonly<Record<string, string | number>>;

/** Params that make a cause another cause; all others are figures of the single invoice. */
const TELLING: readonly string[] = [
  'rate', 'group', 'setting', 'reason', 'cause', 'what', 'from', 'to', 'prefix',
  'regime', 'use', 'question', 'warehouse', 'product', 'kind', 'vatCode', 'account', 'journal', 'value', 'onAccount', 'paymentTypeId',
];

/** Equal for refusals that one fix solves. Plain text, stable between runs. */
export function causeKey({ code, params }: { readonly code: string; readonly params: Params }): string {
  // The country decides where no group does: every state outside the EU is solved by one row.
  const telling = 'group' in params ? TELLING : [...TELLING, 'country'];
  return [code, ...telling.flatMap((name) => (params[name] === undefined ? [] : [`${name}=${String(params[name])}`]))].join('|');
}

/** What two refusals of one cause have in common. */
export function sharedParams(a: Params, b: Params): Params {
  return Object.fromEntries(Object.entries(a).filter(([name, value]) => b[name] === value));
}

/** The cause under which a person's "book as invoiced" is kept (`Consent.cause`): the code, with the country where it has one. */
export function consentCause({ code, params }: { readonly code: string; readonly params: Params }): string | null {
  if (!CONSENTED.has(code)) return null;
  const country = params['country'];
  return typeof country === 'string' && country !== '' ? `${code}|${country}` : code;
}

/** Only these: the others are no matter of a person's will (facts: vat 1.5). */
const CONSENTED: ReadonlySet<string> = new Set(['R-OSS-OFF', 'R-OSS-RATE', 'R-OSS-B2B']);
