/**
 * Tolerant reading of ShopCtrl's JSON (facts: shopctrl 2.3, 4): keys in any casing, numbers as text, enums as number or name,
 * optional fields missing or null. Unknown fields are kept out.
 */
import { z } from 'zod';
import { parseExact, ZERO, type Exact } from '../invoice/decimal';

// The extension's content security policy forbids eval, which zod's compiled parsers would try first.
z.config({ jitless: true });

/** An object whose keys are found in any casing; the shape's own casing wins when two differ by casing only. */
export function anyCase<S extends z.ZodRawShape>(shape: S) {
  const wanted = new Map(Object.keys(shape).map((key) => [key.toLowerCase(), key]));
  return z.preprocess((value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const found: Record<string, unknown> = {};
    for (const [key, field] of Object.entries(value)) {
      const name = wanted.get(key.toLowerCase());
      if (name !== undefined && (key === name || !Object.hasOwn(found, name))) found[name] = field;
    }
    return found;
  }, z.object(shape));
}

const whole = (value: unknown): number | null => {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\s*-?\d+(\.0+)?\s*$/.test(value) ? Number(value) : NaN;
  return Number.isSafeInteger(number) ? number : null;
};

/** A whole number, as number or text; required. */
export const integer = z.unknown().transform((value, context): number => {
  const number = whole(value);
  if (number === null) {
    context.addIssue({ code: 'custom', message: 'not a whole number' });
    return z.NEVER;
  }
  return number;
});

/** A whole number or null; absent is null. Names of enums and other texts are null. */
export const maybeInteger = z.unknown().transform((value) => whole(value)).optional().transform((value) => value ?? null);

/** Text, trimmed; numbers as their text; absent, null and anything else as ''. */
export const text = z
  .unknown()
  .transform((value) => (typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''))
  .optional()
  .transform((value) => value ?? '');

/** An exact decimal; required. */
export const decimal = z.unknown().transform((value, context): Exact => {
  const exact = parseExact(value);
  if (exact === null) {
    context.addIssue({ code: 'custom', message: 'not a number' });
    return z.NEVER;
  }
  return exact;
});

/** An exact decimal; absent or null is null. What is there and is no number is an error. */
export const maybeDecimal = z.unknown().optional().transform((value, context): Exact | null => {
  if (value === undefined || value === null || value === '') return null;
  const exact = parseExact(value);
  if (exact === null) {
    context.addIssue({ code: 'custom', message: 'not a number' });
    return z.NEVER;
  }
  return exact;
});

/** An exact decimal; absent or null is zero. */
export const decimalOrZero = maybeDecimal.transform((value) => value ?? ZERO);

/** true, false, 1, 0 or their texts; absent and anything else is null. */
export const maybeBoolean = z.unknown().optional().transform((value): boolean | null => {
  if (typeof value === 'boolean') return value;
  const name = String(value).toLowerCase();
  if (name === 'true' || name === '1') return true;
  return name === 'false' || name === '0' ? false : null;
});

/** Names of the fields that were not understood, for a finding: `RowTotalExVat: not a number`. Never their values. */
export function whatFailed(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'shape';
  const path = issue.path.map(String).join('.');
  const reason = issue.code === 'custom' ? issue.message : issue.code === 'invalid_type' ? `not ${issue.expected}` : issue.code;
  return path === '' ? reason : `${path}: ${reason}`;
}
