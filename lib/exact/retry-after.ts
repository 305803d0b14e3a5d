/** Until when an answer asks to wait. */

/** `Retry-After` as a moment: seconds or a date (RFC 9110, 10.2.3); null when absent or senseless. */
export function retryAt(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after')?.trim();
  if (!text) return null;
  const at = /^\d+$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return at > now ? at : null;
}
