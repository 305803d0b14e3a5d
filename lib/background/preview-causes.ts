/** What helps all invoices that wait for the same cause (facts: vat 1.5, "choices offered"). */
import { consentCause } from '../booking/cause';
import type { RefusalCode } from '../booking/booking';
import type { Cause } from '../booking/impact';
import type { CauseFix, PreviewCause, SetupPlace } from '../messages';

const SHOPCTRL: CauseFix = { kind: 'shopctrl' };
const NONE: CauseFix = { kind: 'none' };

const FIXES: Readonly<Record<RefusalCode, CauseFix>> = {
  'no-mapping': { kind: 'setup', at: 'mapping' },
  'no-settings': { kind: 'setup', at: 'journal' },
  'no-country': SHOPCTRL,
  'zero-invoice': NONE,
  'R-ADDS-UP': SHOPCTRL,
  'R-RATE-AMOUNT': SHOPCTRL,
  'R-OBFUSCATED': NONE,
  'R-COLLECTIVE': { kind: 'setup', at: 'debtor' },
  'R-VATNO-MISSING': SHOPCTRL,
  'R-VATNO-FORM': SHOPCTRL,
  'R-VATNO-HOME': SHOPCTRL,
  'R-VATNO-XI': SHOPCTRL,
  'R-VATNO-EX': SHOPCTRL,
  'R-VATNO-CHECK': SHOPCTRL,
  'R-TERRITORY': NONE,
  'R-RATE-UNKNOWN': SHOPCTRL,
  // Their fix is a consent; it is made of code and country.
  'R-OSS-OFF': NONE,
  'R-OSS-RATE': NONE,
  'R-OSS-B2B': NONE,
  'R-THRESHOLD': { kind: 'setup', at: 'profile' },
  'R-DISPATCH': { kind: 'setup', at: 'dispatch' },
  'R-PROFILE': { kind: 'setup', at: 'profile' },
  'R-RC': SHOPCTRL,
  'R-KIND': { kind: 'setup', at: 'kinds' },
  'R-MARGIN': { kind: 'setup', at: 'mapping' },
  'R-PREPAYMENT': NONE,
  'R-DEBTOR-VATNO': NONE,
  'R-CODE': { kind: 'setup', at: 'mapping' },
  'R-PERIOD': NONE,
  'sales-invoice-credit': { kind: 'setup', at: 'more' },
  'sales-invoice-total': { kind: 'setup', at: 'more' },
  'debtor-code': { kind: 'setup', at: 'debtor' },
};

/** Where a setting that is missing, or a code that Exact does not have, is chosen when it stands elsewhere than its kind. */
const PLACES: Readonly<Record<string, Readonly<Record<string, SetupPlace>>>> = {
  'no-settings': { debtorCode: 'debtor', rounding: 'rounding', table: 'mapping', mapping: 'mapping', itemCode: 'more', receivableAccount: 'more', vatAccount: 'more' },
  'R-CODE': { journal: 'journal', currency: 'journal', 'payment-condition': 'journal', debtor: 'debtor' },
};

/** A refusal code with the one thing to do; `none` where the invoice is booked by hand or left out. */
export function fixOf(reason: { readonly code: string; readonly params: Cause['params'] }): CauseFix {
  const consent = consentCause(reason);
  if (consent !== null) return { kind: 'consent', cause: consent };
  const at = PLACES[reason.code]?.[String(reason.params[reason.code === 'R-CODE' ? 'what' : 'setting'] ?? '')];
  if (at !== undefined) return { kind: 'setup', at };
  return Object.hasOwn(FIXES, reason.code) ? FIXES[reason.code as RefusalCode] : NONE;
}

export function causeOf({ key, code, params, count, invoices }: Cause): PreviewCause {
  return { key, code, params, count, invoices, fix: fixOf({ code, params }) };
}
