import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { Language, LedgerAnswer, LedgerInvoice } from '../../lib/messages';
import { day, moment, money } from '../../lib/words/format';
import type { LedgerKey } from '../../lib/words/ledger';
import { outcomeText, syncReasonText } from '../../lib/words/sync-reasons';
import { Facts } from '../preview/facts';
import { Table } from '../preview/table';
import { Icon } from '../shared/icon';
import { FaultNotice } from '../shared/notice';
import { refOf, type ShopProps } from './parts';
import { stateName } from './status';
import { CauseCard } from './tasks';

const DOCUMENT = ['due', 'intent', 'uncertain', 'attaching', 'done', 'refused'];

/** How the PDF of an invoice stands. Why ShopCtrl or the rights stand in its way is said; what Exact said of it is in the history. */
function documentText(language: Language, say: ShopProps['say'], { state, reason }: NonNullable<LedgerInvoice['document']>): string {
  const named = DOCUMENT.includes(state) ? say(`document.${state}` as LedgerKey) : state;
  if (!reason) return named;
  if (reason.code === 'S-PDF-FORBIDDEN' || (state === 'refused' && reason.code.startsWith('S-'))) return syncReasonText(language, reason);
  return state === 'refused' ? named : say('document.later');
}

/** One invoice: where it stands, what holds it, and every step that was taken. */
export function Invoice(props: ShopProps & { readonly invoice: LedgerInvoice }): JSX.Element {
  const { invoice, view, state, language, say, ask, answer } = props;
  const [fault, setFault] = useState<Fault | null>(null);
  const give = async (what: LedgerAnswer): Promise<Fault | null> => {
    const done = await answer(what);
    setFault(typeof done === 'number' ? null : done);
    return typeof done === 'number' ? null : done;
  };
  const { document, entryNumber } = invoice;
  return (
    <>
      <p class="back"><a href={`#${view.anchors.shop}`}>← {say('back')}</a></p>
      <header class="invoice-head">
        <h2 tabIndex={-1} data-home>{say(invoice.kind === 'credit' ? 'invoice.credit' : 'invoice.invoice', { code: invoice.code || String(invoice.invoiceId) })}</h2>
        <span class="state">{stateName(say, invoice.state)}</span>
        {invoice.gross !== null && <p class="total">{money(language, invoice.gross, invoice.currency)}</p>}
      </header>
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
      {invoice.cause && <section class="card tasks one"><ul><CauseCard {...props} cause={invoice.cause} give={give} single /></ul></section>}
      <section class="card">
        <Facts
          items={[
            [say('col.date'), day(language, invoice.date)],
            [say('invoice.reference'), invoice.reference],
            [say('invoice.entry'), entryNumber === null ? say('invoice.notBooked') : say(invoice.origin === 'own' ? 'invoice.own' : 'invoice.adopted', { number: String(entryNumber) })],
            [say('invoice.document'), document && documentText(language, say, document)],
          ]}
        />
        <p class="links">
          <button type="button" class="small" onClick={() => void ask({ kind: 'pages.openPreview', shop: refOf(state.shop), invoiceId: invoice.invoiceId })}>{say('openPreview')}</button>
          {invoice.address !== '' && <a class="button" href={invoice.address} target="_blank" rel="noreferrer">{say('openOrder')} <Icon name="outside" /></a>}
          {state.exactAddress !== '' && <a class="button" href={state.exactAddress} target="_blank" rel="noreferrer">{say('openExact')} <Icon name="outside" /></a>}
        </p>
      </section>
      <section class="card" aria-labelledby="history">
        <h3 id="history">{say('invoice.history')}</h3>
        {invoice.steps.length === 0 ? (
          <p>{say('invoice.noHistory')}</p>
        ) : (
          <Table
            label={say('invoice.history')}
            columns={[{ head: say('col.when') }, { head: say('col.what') }, { head: say('col.outcome') }]}
            rows={invoice.steps.map((step, index) => ({
              key: String(index),
              cells: [
                moment(language, new Date(step.at).toISOString()),
                say(stepName(step.call)),
                <>
                  {outcomeText(language, step.outcome)}
                  <details class="raw"><summary>{say('details')}</summary><p class="detail">{[step.state, step.call, step.outcome].filter(Boolean).join(' · ')}</p></details>
                </>,
              ],
            })).reverse()}
          />
        )}
      </section>
    </>
  );
}

function stepName(call: string): LedgerKey {
  if (call.startsWith('POST') || call.startsWith('PUT')) return 'step.post';
  if (call.startsWith('DELETE')) return 'step.delete';
  return call === '' ? 'step.none' : 'step.get';
}
