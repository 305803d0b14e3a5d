/**
 * What becomes of what a reason holds: whether it is booked, and what then happens by itself. Told apart from the cause, so that no reason can
 * leave it out (design 8): every code has its fate here, by the compiler, and each fate its sentence in both languages.
 */
import type { FaultCode } from '../faults';
import type { Language } from '../messages';
import { bookedEn, nextEn } from './fates.en';
import { bookedNl, nextNl } from './fates.nl';
import type { reasonsEn } from './reasons.en';
import type { SyncReasonCode } from './sync-reasons.en';
import { fill, type Params } from './text';

export type Booked = keyof typeof bookedEn;
export type Next = keyof typeof nextEn;

export interface Fate {
  readonly booked: Booked;
  readonly next: Next;
}

/** Who mends a refusal or a finding, and so what becomes of its invoices by themselves. */
export type Mend = 'shopctrl' | 'settings' | 'exact' | 'hand' | 'unread' | 'nothing';

export const MENDS: Readonly<Record<keyof typeof reasonsEn, Mend>> = {
  'no-mapping': 'settings',
  'no-settings': 'settings',
  'no-country': 'shopctrl',
  'zero-invoice': 'nothing',
  'R-ADDS-UP': 'shopctrl',
  'R-RATE-AMOUNT': 'shopctrl',
  'R-OBFUSCATED': 'hand',
  'R-COLLECTIVE': 'settings',
  'R-VATNO-MISSING': 'shopctrl',
  'R-VATNO-FORM': 'shopctrl',
  'R-VATNO-HOME': 'shopctrl',
  'R-VATNO-XI': 'shopctrl',
  'R-VATNO-EX': 'shopctrl',
  'R-VATNO-CHECK': 'shopctrl',
  'R-TERRITORY': 'hand',
  'R-RATE-UNKNOWN': 'shopctrl',
  'R-OSS-OFF': 'settings',
  'R-OSS-RATE': 'settings',
  'R-OSS-B2B': 'settings',
  'R-THRESHOLD': 'settings',
  'R-DISPATCH': 'settings',
  'R-PROFILE': 'settings',
  'R-RC': 'shopctrl',
  'R-KIND': 'settings',
  'R-MARGIN': 'settings',
  'R-PREPAYMENT': 'hand',
  'R-DEBTOR-VATNO': 'exact',
  'R-PERIOD': 'hand',
  'R-CODE': 'settings',
  'R-CODE-LONG': 'shopctrl',
  'sales-invoice-credit': 'settings',
  'sales-invoice-total': 'settings',
  'debtor-code': 'settings',
  unreadable: 'unread',
  'unreadable-list': 'unread',
  'unreadable-order': 'unread',
  'order-gone': 'hand',
  'equal-codes': 'nothing',
  gap: 'nothing',
  other: 'hand',
};

/** Faults that can hold a shop in Sync; of the others none is thrown where ShopCtrl is read or Exact is asked for a token. */
export type HoldingFault = Exclude<
  FaultCode,
  | 'exact-cancelled' | 'exact-refused' | 'exact-page-not-loaded' | 'exact-state-mismatch' | 'exact-code-expired' | 'exact-answer-lost' | 'exact-interrupted' | 'exact-no-administration'
  | 'export-nothing-new' | 'export-settings-missing' | 'export-bad-period' | 'export-busy' | 'export-cancelled'
  | 'file-gone' | 'invoice-unknown' | 'sync-not-ready' | 'sync-bound' | 'backup-unreadable' | 'not-allowed' | 'bad-request' | 'reload-page'
>;

const fate = (booked: Booked, next: Next): Fate => ({ booked, next });

export const FATES: Readonly<Record<SyncReasonCode, Fate>> = {
  'S-NOT-LINKED': fate('shop', 'after'),
  'S-NO-SETTINGS': fate('shop', 'after'),
  'S-NATIVE-ACTIVE': fate('shop', 'after'),
  'S-NATIVE-UNKNOWN': fate('shop', 'after'),
  'S-STOPPED': fate('shop', 'release'),
  'S-WAIT': fate('shop', 'auto'),
  'S-CONSENT-AGES': fate('on', 'renewed'),
  'S-BEFORE-START': fate('no', 'nothing'),
  'S-LEFT': fate('here', 'left'),
  'S-ACCOUNT-MISSING': fate('no', 'settings'),
  'S-DEBTOR-MISSING': fate('no', 'daily'),
  'S-CONTACT-GONE': fate('no', 'daily'),
  'S-DEBTOR-SEVERAL': fate('no', 'daily'),
  'S-DEBTOR-UNCERTAIN': fate('later', 'auto'),
  'S-DEBTOR-BLOCKED': fate('no', 'daily'),
  'S-DEBTOR-STATUS': fate('no', 'daily'),
  'S-DIFFERS': fate('yes', 'stays'),
  'S-PART': fate('here', 'stays'),
  'S-TWO-FOUND': fate('several', 'stays'),
  'S-TWO-HELD': fate('several', 'daily'),
  'S-TWO-WAIT': fate('several', 'auto'),
  'S-PDF-NONE': fate('yes', 'entry'),
  'S-PDF-FORBIDDEN': fate('yes', 'daily'),
  'S-GONE': fate('gone', 'stays'),
  'S-UNCERTAIN': fate('unknown', 'auto'),
  'S-REFERENCE-TAKEN': fate('no', 'settings'),
  'S-REFERENCE-LONG': fate('no', 'settings'),
  'S-EXPORTED': fate('here', 'imported'),
  'S-KIND-RESTS': fate('later', 'kind'),
  'S-EXPORTING': fate('later', 'auto'),
  'S-CHANGED': fate('yes', 'stays'),
  'X-PERIOD-CLOSED': fate('no', 'daily'),
  'X-NO-YEAR': fate('no', 'daily'),
  'X-MANDATORY': fate('no', 'retry'),
  'X-INVALID': fate('no', 'retry'),
  'X-REFERENCE': fate('no', 'retry'),
  'X-EXISTS': fate('no', 'retry'),
  'X-IN-USE': fate('no', 'retry'),
  'X-DONE': fate('no', 'retry'),
  'X-NOT-ALLOWED': fate('no', 'retry'),
  'X-BALANCE': fate('no', 'settings'),
  'X-VAT-NONE': fate('no', 'settings'),
  'X-VAT-NUMBER': fate('no', 'shopctrl'),
  'X-USED-IN': fate('no', 'retry'),
  'X-NOT-FOUND': fate('no', 'retry'),
  'X-REQUEST': fate('no', 'retry'),
  'X-OTHER': fate('no', 'retry'),
  offline: fate('new', 'runs'),
  timeout: fate('new', 'runs'),
  'server-error': fate('new', 'runs'),
  'not-json': fate('new', 'runs'),
  'shopctrl-not-set-up': fate('new', 'after'),
  'shopctrl-signed-out': fate('new', 'after'),
  'shopctrl-password': fate('new', 'after'),
  'shopctrl-second-factor': fate('new', 'after'),
  'shopctrl-forbidden': fate('new', 'runs'),
  'shopctrl-not-found': fate('new', 'after'),
  'shopctrl-html': fate('new', 'runs'),
  'shopctrl-other-user': fate('new', 'after'),
  'shopctrl-fewer-shops': fate('new', 'after'),
  'shopctrl-no-permission': fate('new', 'after'),
  'shopctrl-bad-address': fate('new', 'after'),
  'shop-unknown': fate('new', 'after'),
  'exact-no-app': fate('shop', 'after'),
  'exact-secret': fate('shop', 'after'),
  'exact-reconnect': fate('shop', 'after'),
  'exact-taken-over': fate('shop', 'after'),
  'exact-blocked': fate('shop', 'auto'),
  'exact-rate-limit': fate('shop', 'auto'),
  'exact-forbidden': fate('shop', 'runs'),
  'exact-error': fate('shop', 'runs'),
  unexpected: fate('new', 'runs'),
} satisfies Readonly<Record<HoldingFault, Fate>> & Readonly<Record<SyncReasonCode, Fate>>;

const MENDED: Readonly<Record<Mend, Next>> = { shopctrl: 'shopctrl', settings: 'settings', exact: 'retry', hand: 'hand', unread: 'shopctrl', nothing: 'nothing' };

/**
 * The fate of what a code holds in Sync; null for a code of a newer version. What Exact refused while a relation was made waits and is tried
 * again each day; what it refused when the entry was sent is sent no more (`lib/sync/prepare`, `resolve`): `state` tells which.
 */
export function fateOf(code: string, state = ''): Fate | null {
  const known = Object.hasOwn(FATES, code) ? FATES[code as SyncReasonCode] : Object.hasOwn(MENDS, code) ? fate('no', MENDED[MENDS[code as keyof typeof MENDS]]) : null;
  return known?.next === 'retry' && state === 'waiting' ? { ...known, next: 'daily' } : known;
}

/** Whether it is booked, as a sentence. */
export function bookedText(language: Language, booked: Booked): string {
  return (language === 'nl' ? bookedNl : bookedEn)[booked];
}

/** What happens by itself, as a sentence; empty where there is nothing to say. */
export function nextText(language: Language, next: Next, params: Params = {}): string {
  return fill(language, (language === 'nl' ? nextNl : nextEn)[next], params);
}
