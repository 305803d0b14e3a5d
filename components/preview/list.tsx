import type { JSX } from 'preact';
import type { ListView } from '../../lib/view/types-preview';
import { day } from '../../lib/words/format';
import { reasonText } from '../../lib/words/reasons';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { Icon } from '../shared/icon';
import type { PreviewProps } from './parts';
import { standing } from './standing';
import { Amount, Table } from './table';

/** The invoices, each with its state in words; a hundred at a time. */
export function List(props: PreviewProps & { readonly list: ListView }): JSX.Element {
  const { list, language, say, more, view } = props;
  return (
    <section class="card list" aria-labelledby="list">
      <div class="side">
        <h2 id="list" tabIndex={-1}>{say(list.cause === '' ? 'list.title' : 'list.of')}</h2>
        {list.cause !== '' && <a href={`#${view.batchAnchor}`}>{say('list.all')}</a>}
      </div>
      {list.rows.length === 0 ? (
        <p>{say('list.none')}</p>
      ) : (
        <Table
          label={say('list.title')}
          columns={[{ head: say('col.invoice') }, { head: say('col.date') }, { head: say('col.state') }, { head: say('col.gross'), figure: true }]}
          rows={list.rows.map((row) => {
            const { icon, look, text } = standing(language, say, row);
            const held = row.sync?.reason;
            const why = held ? syncReasonText(language, { ...held, state: row.sync?.state ?? '' }) : !row.sync && row.cause ? reasonText(language, row.cause) : '';
            return {
              key: String(row.invoiceId),
              cells: [
                <a key="a" href={`#${row.anchor}`}>{row.code || String(row.invoiceId)}</a>,
                day(language, row.date),
                <span key="s" class={`state ${look}`}>
                  <Icon name={icon} /> <span>{text}{row.remarks > 0 && <span class="soft"> · {say('remarks', { count: row.remarks })}</span>}</span>
                  {why !== '' && list.cause === '' && <span class="soft cause">{why}</span>}
                </span>,
                <Amount key="g" language={language} minor={row.gross} currency={row.currency} />,
              ],
            };
          })}
        />
      )}
      <p class="soft shown" role="status">{list.rows.length > 0 && say('list.shown', { count: list.rows.length })}</p>
      {list.more && <button type="button" onClick={() => void more()}>{say('list.next')}</button>}
    </section>
  );
}
