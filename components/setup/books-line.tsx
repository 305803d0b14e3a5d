import type { JSX } from 'preact';
import { moment } from '../../lib/words/format';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import type { Surroundings } from './parts';
import type { Place } from './waiting';
import type { BooksHere } from './use-books';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly here: BooksHere;
  readonly onFix: (place: Place) => void;
}

/** What the proposals stand on: when Exact was read, what went wrong then, and codes that vanished since. */
export function BooksLine({ say, language, here, onFix }: Props): JSX.Element {
  const { view } = here;
  const fault = here.fault ?? view?.fault ?? null;
  return (
    <>
      <div class="books-line">
        <span role="status">
          {here.asking ? say('books.reading') : view?.books ? say('books.read', { at: moment(language, view.books.readAt) }) : view ? say(view.fault === null ? 'books.none' : 'books.unread') : ''}
          {view?.counting && ` ${say('books.counting')}`}
        </span>
        {view?.books && <button type="button" class="small quiet" disabled={here.asking} onClick={here.readAgain}>{say('books.again')}</button>}
      </div>
      {fault && <FaultHere language={language} fault={fault} detailsLabel={say('details')} tone="warning" actions={{ retry: here.readAgain }} />}
      {(view?.vanished ?? []).map(({ what, code, blocked }) => (
        <Notice
          key={`${what}|${code}`}
          tone="warning"
          action={
            <button type="button" class="small" onClick={() => { onFix(what === 'vat-code' || what === 'account' ? { step: 'mapping', at: 'mapping', holding: code } : { step: 'booking', at: 'journal', holding: code }); }}>{say('vanished.fix')}</button>
          }
        >
          <p>{say(blocked ? `vanished.blocked.${what}` : `vanished.${what}`, { code })}</p>
        </Notice>
      ))}
    </>
  );
}
