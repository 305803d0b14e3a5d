import type { JSX } from 'preact';
import { day } from '../../lib/words/format';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { Amount, Table } from '../preview/table';
import { SelectField } from '../shared/field';
import type { ShopProps } from './parts';
import { stateName, STATES } from './status';

/** Invoices with where they stand, the newest first. */
export function List({ view, state, language, say, more, go, anchorOf }: ShopProps): JSX.Element | null {
  const { list } = view;
  if (!list) return null;
  return (
    <section class="card list" aria-labelledby="list">
      <div class="side">
        <h2 id="list" tabIndex={-1}>{say('list.title')}</h2>
        <SelectField label={say('list.filter')} value={list.state} onValue={(value) => go(anchorOf(state.shop, value))}>
          <option value="">{say('list.all')}</option>
          {STATES.filter((one) => (state.counts[one] ?? 0) > 0 || one === list.state).map((one) => <option key={one} value={one}>{`${stateName(say, one)} (${String(state.counts[one] ?? 0)})`}</option>)}
        </SelectField>
      </div>
      {list.rows.length === 0 ? (
        <p>{say('list.none')}</p>
      ) : (
        <Table
          label={say('list.title')}
          columns={[{ head: say('col.invoice') }, { head: say('col.date') }, { head: say('col.state') }, { head: say('col.entry'), minor: true }, { head: say('col.gross'), figure: true }]}
          rows={list.rows.map((row) => ({
            key: String(row.invoiceId),
            cells: [
              <a key="a" href={`#${row.anchor}`}>{row.code || String(row.invoiceId)}</a>,
              <span key="d" class="amount">{day(language, row.date)}</span>,
              <>
                {stateName(say, row.state)}{row.changed && ` · ${say('state.changed')}`}
                {row.reason && <span class="text clipped">{syncReasonText(language, { ...row.reason, state: row.state })}</span>}
              </>,
              row.entryNumber === null ? '' : String(row.entryNumber),
              <Amount key="g" language={language} minor={row.gross} currency={row.currency} />,
            ],
          }))}
        />
      )}
      <p class="soft shown" role="status">{list.rows.length > 0 && say('list.shown', { count: list.rows.length })}</p>
      {list.more && <button type="button" onClick={() => void more()}>{say('list.next')}</button>}
    </section>
  );
}
