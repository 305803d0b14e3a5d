/** What helps the invoices that one cause holds: from the engine's, Exact's and the decider's codes to the one button. */
import type { LedgerFix, SetupPlace } from '../messages';
import { isPeriod } from '../sync/resolve';
import { fixOf } from '../view/cause-help';

interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const NONE: LedgerFix = { kind: 'none' };
const RETRY: LedgerFix = { kind: 'retry' };
const EXACT: LedgerFix = { kind: 'exact' };
const setup = (at: SetupPlace): LedgerFix => ({ kind: 'setup', at });

const FIXES: Readonly<Record<string, LedgerFix>> = {
  'S-NOT-LINKED': { kind: 'connect' },
  'S-NO-SETTINGS': setup('journal'),
  'S-NATIVE-ACTIVE': { kind: 'connect' },
  'S-NATIVE-UNKNOWN': { kind: 'native' },
  'S-STOPPED': { kind: 'release' },
  'S-CONSENT-AGES': { kind: 'connect' },
  'S-ACCOUNT-MISSING': setup('mapping'),
  'S-DEBTOR-MISSING': setup('debtor'),
  'S-DEBTOR-SEVERAL': EXACT,
  'S-DEBTOR-BLOCKED': EXACT,
  'S-DEBTOR-STATUS': { kind: 'promote' },
  'S-DIFFERS': { kind: 'choose' },
  'S-PART': { kind: 'choose' },
  'S-TWO-FOUND': { kind: 'choose' },
  'S-TWO-HELD': { kind: 'choose' },
  'S-GONE': { kind: 'book-again' },
  'S-REFERENCE-TAKEN': setup('more'),
  'S-REFERENCE-LONG': setup('more'),
  'S-EXPORTED': { kind: 'not-imported' },
  'S-CHANGED': { kind: 'seen' },
  'R-DEBTOR-VATNO': EXACT,
  'X-IN-USE': EXACT,
  'X-EXISTS': EXACT,
  'X-NOT-ALLOWED': EXACT,
  'X-BALANCE': setup('mapping'),
  'X-VAT-NONE': setup('mapping'),
  'X-VAT-NUMBER': { kind: 'shopctrl' },
  'exact-reconnect': { kind: 'reconnect' },
  'exact-taken-over': { kind: 'reconnect' },
  'exact-forbidden': { kind: 'reconnect' },
  'exact-no-app': { kind: 'login' },
  'exact-secret': { kind: 'login' },
  'shopctrl-signed-out': { kind: 'login' },
};

/** Where a field that Exact names is set (`lib/exact/texts`). */
const FIELDS: Readonly<Record<string, SetupPlace>> = {
  account: 'mapping', 'vat-code': 'mapping', 'vat-percentage': 'mapping', debtor: 'debtor', journal: 'journal', 'payment-condition': 'journal', currency: 'journal', 'cost-center': 'more', 'cost-unit': 'more',
};

/** The one thing to do about a reason of Sync; `month` is that of the invoices. */
export function ledgerFixOf({ code, params }: Reason, month: string): LedgerFix {
  if (isPeriod(code)) return { kind: 'period', month };
  const known = FIXES[code];
  if (known) return known;
  if (code === 'X-MANDATORY' || code === 'X-INVALID' || code === 'X-REFERENCE') {
    const at = FIELDS[String(params['field'] ?? '')];
    if (at) return setup(at);
    return code === 'X-REFERENCE' ? setup('more') : RETRY;
  }
  if (code.startsWith('X-')) return RETRY;
  if (code.startsWith('S-')) return NONE;
  if (code.startsWith('shopctrl-')) return { kind: 'login' };
  return fixOf({ code, params });
}
