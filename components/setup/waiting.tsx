import type { JSX } from 'preact';
import type { BooksView } from '../../lib/view/types';
import { reasonText } from '../../lib/words/reasons';
import { Icon } from '../shared/icon';
import type { Surroundings } from './parts';

/** Where the one fix of a cause is: a step and a place in it. */
export interface Place {
  readonly step: 'profile' | 'booking' | 'mapping' | 'exceptions';
  readonly at: string;
  /** A code that stands in the field meant; without it, or where none holds it, the first field left open is. */
  readonly holding?: string;
}

const PLACES: Readonly<Record<string, Place>> = {
  'R-PROFILE': { step: 'profile', at: 'consumers' },
  'R-OSS-OFF': { step: 'profile', at: 'consumers' },
  'R-THRESHOLD': { step: 'profile', at: 'consumers' },
  'R-DISPATCH': { step: 'profile', at: 'dispatch' },
  'R-KIND': { step: 'profile', at: 'kinds' },
  'R-MARGIN': { step: 'mapping', at: 'mapping' },
  'R-RC': { step: 'profile', at: 'kinds' },
  'no-mapping': { step: 'mapping', at: 'mapping' },
  'no-settings': { step: 'booking', at: 'journal' },
  'R-COLLECTIVE': { step: 'booking', at: 'debtor' },
  'sales-invoice-credit': { step: 'booking', at: 'more' },
  'sales-invoice-total': { step: 'booking', at: 'more' },
  'debtor-code': { step: 'booking', at: 'debtor' },
  'R-ADDS-UP': { step: 'booking', at: 'rounding' },
  'R-VATNO-MISSING': { step: 'exceptions', at: 'numbers' },
  'R-VATNO-FORM': { step: 'exceptions', at: 'numbers' },
  'R-VATNO-CHECK': { step: 'exceptions', at: 'numbers' },
};

/** Settings that stand in the mapping or elsewhere than beside the journal, by the name that the refusal gives. */
const SETTINGS: Readonly<Record<string, Place>> = {
  debtorCode: { step: 'booking', at: 'debtor' },
  rounding: { step: 'booking', at: 'rounding' },
  table: { step: 'mapping', at: 'mapping' },
  mapping: { step: 'mapping', at: 'mapping' },
  itemCode: { step: 'booking', at: 'more' },
  receivableAccount: { step: 'booking', at: 'more' },
  vatAccount: { step: 'booking', at: 'more' },
};

/** Codes of the books that do not fit, by what they are. */
const CODES: Readonly<Record<string, Place>> = {
  journal: { step: 'booking', at: 'journal' },
  currency: { step: 'booking', at: 'journal' },
  'payment-condition': { step: 'booking', at: 'journal' },
  debtor: { step: 'booking', at: 'debtor' },
  'vat-code': { step: 'mapping', at: 'mapping' },
  account: { step: 'mapping', at: 'mapping' },
  'cost-center': { step: 'mapping', at: 'mapping' },
  'cost-unit': { step: 'mapping', at: 'mapping' },
};

export function placeOf({ code, params }: BooksView['waiting'][number]): Place | null {
  if (code === 'R-CODE') return CODES[String(params['what'] ?? '')] ?? null;
  if (code === 'no-settings') return SETTINGS[String(params['setting'] ?? '')] ?? PLACES[code] ?? null;
  return PLACES[code] ?? null;
}

/** Causes for which a person may decide once that such invoices are booked as invoiced. */
const CONSENTED: ReadonlySet<string> = new Set(['R-OSS-OFF', 'R-OSS-RATE', 'R-OSS-B2B']);

/** The cause as it is kept: the code, with the country where it has one. */
export function consentCause({ code, params }: BooksView['waiting'][number]): string | null {
  if (!CONSENTED.has(code)) return null;
  const country = String(params['country'] ?? '');
  return country === '' ? code : `${code}|${country}`;
}

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly waiting: BooksView['waiting'];
  /** Causes that are agreed to already, saved or not. */
  readonly agreed: ReadonlySet<string>;
  readonly onFix: (place: Place) => void;
}

/** What waits and why: equal causes are one line with one fix. Waiting is no error. */
export function Waiting({ say, language, waiting, agreed, onFix }: Props): JSX.Element | null {
  const rows = waiting.filter((reason) => reason.code !== 'zero-invoice' && !agreed.has(consentCause(reason) ?? ''));
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="waiting" role="group" aria-label={say('wait.title', { count: total })}>
      <h4><Icon name="attention" /> {say('wait.title', { count: total })}</h4>
      <ul>
        {rows.map((reason) => {
          const place = placeOf(reason);
          const cause = consentCause(reason);
          return (
            <li key={`${reason.code}|${JSON.stringify(reason.params)}`}>
              <span class="many">{reason.count}</span>
              <span class="why">
                {reasonText(language, reason)}
                <small>{say('wait.examples', { codes: reason.invoices.slice(0, 5).join(', ') })}</small>
              </span>
              <span class="fixes">
                {place !== null && <button type="button" class="small" onClick={() => { onFix(place); }}>{say(`fix.${place.at as 'consumers' | 'dispatch' | 'kinds' | 'mapping' | 'journal' | 'debtor' | 'rounding' | 'numbers' | 'more'}`)}</button>}
                {cause !== null && <button type="button" class="small" onClick={() => { onFix({ step: 'exceptions', at: 'consents' }); }}>{say('fix.consents')}</button>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
