import type { JSX } from 'preact';
import type { BooksView, HelpPlace } from '../../lib/view/types';
import { reasonText } from '../../lib/words/reasons';
import { Icon } from '../shared/icon';
import type { Surroundings } from './parts';

/** Where somebody is led to in a shop's settings. */
export interface Place extends Omit<HelpPlace, 'at'> {
  readonly at: HelpPlace['at'] | 'consents';
  /** A code that stands in the field meant; without it, or where none holds it, the first field left open is. */
  readonly holding?: string;
}

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly waiting: BooksView['waiting'];
  /** Causes that are agreed to already, saved or not. */
  readonly agreed: ReadonlySet<string>;
  readonly onFix: (place: Place) => void;
}

/** What waits and why: equal causes are one line with one fix. Waiting is no error. */
export function Waiting({ say, language, waiting, agreed, onFix }: Props): JSX.Element | null {
  const rows = waiting.filter((reason) => reason.code !== 'zero-invoice' && !agreed.has(reason.consent ?? ''));
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="waiting" role="group" aria-label={say('wait.title', { count: total })}>
      <h4><Icon name="attention" /> {say('wait.title', { count: total })}</h4>
      <ul>
        {rows.map((reason) => {
          const { place, consent } = reason;
          return (
            <li key={`${reason.code}|${JSON.stringify(reason.params)}`}>
              <span class="many">{reason.count}</span>
              <span class="why">
                {reasonText(language, reason)}
                <small>{say('wait.examples', { codes: reason.invoices.slice(0, 5).join(', ') })}</small>
              </span>
              <span class="fixes">
                {place !== null && <button type="button" class="small" onClick={() => { onFix(place); }}>{say(`fix.${place.at}`)}</button>}
                {consent !== null && <button type="button" class="small" onClick={() => { onFix({ step: 'exceptions', at: 'consents' }); }}>{say('fix.consents')}</button>}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
