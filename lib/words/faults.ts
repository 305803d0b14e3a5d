/** Words and the one button for every Fault. */
import type { Fault, FaultCode } from '../faults';
import type { Language } from '../messages';
import { faultsEn } from './faults.en';
import { faultsNl } from './faults.nl';
import { day, dayOfMoment } from './format';
import { fill } from './text';

/** What the one button of a message does; the place that shows it knows how. */
export type FaultAction = 'retry' | 'set-up' | 'authenticate' | 'sign-in' | 'accept' | 'reload' | 'none';

const ACTIONS: Readonly<Record<FaultCode, FaultAction>> = {
  offline: 'retry',
  timeout: 'retry',
  'server-error': 'retry',
  'not-json': 'retry',
  'shopctrl-not-set-up': 'set-up',
  'shopctrl-signed-out': 'sign-in',
  'shopctrl-password': 'set-up',
  'shopctrl-second-factor': 'set-up',
  'shopctrl-forbidden': 'retry',
  'shopctrl-not-found': 'set-up',
  'shopctrl-html': 'set-up',
  'shopctrl-other-user': 'accept',
  'shopctrl-fewer-shops': 'accept',
  'shopctrl-no-permission': 'set-up',
  'shopctrl-bad-address': 'set-up',
  'exact-no-app': 'set-up',
  'exact-cancelled': 'authenticate',
  'exact-refused': 'authenticate',
  'exact-page-not-loaded': 'set-up',
  'exact-state-mismatch': 'authenticate',
  'exact-secret': 'set-up',
  'exact-code-expired': 'authenticate',
  'exact-answer-lost': 'authenticate',
  'exact-interrupted': 'authenticate',
  'exact-no-administration': 'authenticate',
  'exact-reconnect': 'authenticate',
  'exact-taken-over': 'authenticate',
  'exact-blocked': 'none',
  'exact-rate-limit': 'none',
  'exact-forbidden': 'authenticate',
  'exact-error': 'retry',
  'export-nothing-new': 'none',
  'export-settings-missing': 'set-up',
  'export-bad-period': 'none',
  'export-busy': 'none',
  'export-cancelled': 'retry',
  'file-gone': 'none',
  'invoice-unknown': 'none',
  'sync-bound': 'none',
  'sync-not-ready': 'none',
  'backup-unreadable': 'none',
  'not-allowed': 'none',
  'bad-request': 'none',
  'shop-unknown': 'set-up',
  'reload-page': 'reload',
  unexpected: 'retry',
};

const BUTTONS: Readonly<Record<Language, Readonly<Record<FaultAction, string>>>> = {
  en: {
    retry: 'Try again',
    'set-up': 'Open set-up',
    authenticate: 'Authenticate again',
    'sign-in': 'Open ShopCtrl',
    accept: 'Accept',
    reload: 'Reload this page',
    none: '',
  },
  nl: {
    retry: 'Opnieuw proberen',
    'set-up': 'Instellen openen',
    authenticate: 'Opnieuw koppelen',
    'sign-in': 'ShopCtrl openen',
    accept: 'Aanvaarden',
    reload: 'Pagina opnieuw laden',
    none: '',
  },
};

export interface FaultWords {
  readonly text: string;
  readonly action: FaultAction;
  /** Label of the one button; empty when there is nothing to press. */
  readonly button: string;
}

/** The message of a fault with its one action; a day (`on`, ISO; of a moment the day in the person's own zone) as the language writes it. A code of a newer version falls back to `unexpected`. */
export function faultWords(language: Language, fault: Fault): FaultWords {
  const code = Object.hasOwn(ACTIONS, fault.code) ? fault.code : 'unexpected';
  const action = ACTIONS[code];
  const on = fault.params?.['on'];
  const params = typeof on === 'string' ? { on: on.length > 10 ? dayOfMoment(language, on) : day(language, on) } : {};
  return { text: fill(language, (language === 'nl' ? faultsNl : faultsEn)[code], params), action, button: BUTTONS[language][action] };
}
