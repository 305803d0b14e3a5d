/** What stands in the body of an answer of Exact's, whatever sent it. */

/** The value, or undefined for what is no JSON: a page, half an answer, nothing. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The sentence in which Exact says what is wrong, in the language of its user; null when this is no refusal of the API (facts: exact-api 2.6). */
export function errorText(json: unknown): string | null {
  const value = (json as { readonly error?: { readonly message?: { readonly value?: unknown } } } | null | undefined)?.error?.message?.value;
  return typeof value === 'string' ? value : null;
}
