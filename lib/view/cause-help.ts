/**
 * What helps a cause, and where in set-up that stands: the one table for the preview, the ledger page and set-up, so that no two of them lead
 * to different places (facts: vat 1.5, "choices offered").
 */
import { consentCause } from '../booking/cause';
import type { RefusalCode } from '../booking/booking';
import type { CauseFix, SetupPlace } from '../messages';
import type { HelpPlace } from './types';

interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A place that other pages can ask for. */
type Asked = HelpPlace & { readonly at: Exclude<HelpPlace['at'], 'numbers'> };

/** Who mends it, and where set-up helps, if only as the second way. `consent`: a person's word, given once per cause. */
type Help = { readonly by: 'setup'; readonly place: Asked } | { readonly by: 'shopctrl' | 'consent' | 'nobody'; readonly place?: HelpPlace };

const CONSUMERS: Asked = { step: 'profile', at: 'consumers' };
const KINDS: Asked = { step: 'profile', at: 'kinds' };
const JOURNAL: Asked = { step: 'booking', at: 'journal' };
const DEBTOR: Asked = { step: 'booking', at: 'debtor' };
const ROUNDING: Asked = { step: 'booking', at: 'rounding' };
const MORE: Asked = { step: 'booking', at: 'more' };
const MAPPING: Asked = { step: 'mapping', at: 'mapping' };
const NUMBERS: HelpPlace = { step: 'exceptions', at: 'numbers' };
const setup = (place: Asked): Help => ({ by: 'setup', place });
const shopctrl = (place?: HelpPlace): Help => ({ by: 'shopctrl', ...(place ? { place } : {}) });
const NOBODY: Help = { by: 'nobody' };

const HELP: Readonly<Record<RefusalCode, Help>> = {
  'no-mapping': setup(MAPPING),
  'no-settings': setup(JOURNAL),
  'no-country': shopctrl(),
  'zero-invoice': NOBODY,
  'R-ADDS-UP': shopctrl(ROUNDING),
  'R-RATE-AMOUNT': shopctrl(),
  'R-OBFUSCATED': NOBODY,
  'R-COLLECTIVE': setup(DEBTOR),
  'R-VATNO-MISSING': shopctrl(NUMBERS),
  'R-VATNO-FORM': shopctrl(NUMBERS),
  'R-VATNO-HOME': shopctrl(),
  'R-VATNO-XI': shopctrl(),
  'R-VATNO-EX': shopctrl(),
  'R-VATNO-CHECK': shopctrl(NUMBERS),
  'R-TERRITORY': NOBODY,
  'R-RATE-UNKNOWN': shopctrl(),
  'R-OSS-OFF': { by: 'consent', place: CONSUMERS },
  'R-OSS-RATE': { by: 'consent' },
  'R-OSS-B2B': { by: 'consent' },
  'R-THRESHOLD': setup(CONSUMERS),
  'R-DISPATCH': setup({ step: 'profile', at: 'dispatch' }),
  'R-PROFILE': setup(CONSUMERS),
  'R-RC': shopctrl(KINDS),
  'R-KIND': setup(KINDS),
  'R-MARGIN': setup(MAPPING),
  'R-PREPAYMENT': NOBODY,
  'R-DEBTOR-VATNO': NOBODY,
  'R-CODE': setup(MAPPING),
  'R-PERIOD': NOBODY,
  'sales-invoice-credit': setup(MORE),
  'sales-invoice-total': setup(MORE),
  'debtor-code': setup(DEBTOR),
};

/** A setting that is missing, where it stands elsewhere than beside the journal. */
const SETTINGS: Readonly<Record<string, Help>> = {
  debtorCode: setup(DEBTOR), rounding: setup(ROUNDING), table: setup(MAPPING), mapping: setup(MAPPING), itemCode: setup(MORE), receivableAccount: setup(MORE), vatAccount: setup(MORE),
};

/** Codes that do not fit, by what they are, where they stand elsewhere than in the mapping. The number of an invoice stands in ShopCtrl. */
const CODES: Readonly<Record<string, Help>> = {
  journal: setup(JOURNAL), currency: setup(JOURNAL), 'payment-condition': setup(JOURNAL), debtor: setup(DEBTOR), InvoiceCode: shopctrl(),
};

function helpOf({ code, params }: Reason): Help {
  const special = code === 'no-settings' ? SETTINGS[String(params['setting'] ?? '')] : code === 'R-CODE' ? CODES[String(params['what'] ?? '')] : undefined;
  return special ?? (Object.hasOwn(HELP, code) ? HELP[code as RefusalCode] : NOBODY);
}

/** The one thing to do about a refusal or finding; `none` where the invoice is booked by hand or left out. */
export function fixOf(reason: Reason): CauseFix {
  const help = helpOf(reason);
  const consent = consentCause(reason);
  if (help.by === 'consent' && consent !== null) return { kind: 'consent', cause: consent };
  if (help.by === 'setup') return { kind: 'setup', at: nameOf(help.place) };
  return { kind: help.by === 'shopctrl' ? 'shopctrl' : 'none' };
}

/** Where set-up helps; null where it does not. */
export function placeOf(reason: Reason): HelpPlace | null {
  return helpOf(reason).place ?? null;
}

/** The place as it is asked for from other pages, which know the profile as a whole and not the question in it. */
function nameOf({ at }: Asked): SetupPlace {
  return at === 'consumers' ? 'profile' : at;
}
