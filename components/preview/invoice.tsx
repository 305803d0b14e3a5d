import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { InvoiceView } from '../../lib/view/types-preview';
import { country, day, money, moment, rate } from '../../lib/words/format';
import { reasonText } from '../../lib/words/reasons';
import { remarkText } from '../../lib/words/remarks';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { Icon } from '../shared/icon';
import { Notice, type Tone } from '../shared/notice';
import { Fix } from './causes';
import { ConfirmNumber } from './confirm';
import { Facts } from './facts';
import { Lines } from './lines';
import type { InvoiceProps } from './parts';
import { standing } from './standing';
import { Amount, Table } from './table';

const TONES: Readonly<Record<InvoiceView['verdict'], Tone>> = { equal: 'good', rounded: 'info', differs: 'warning', none: 'warning' };

/** One invoice: what ShopCtrl says, what Exact would hold, and the difference. */
export function Invoice(props: InvoiceProps): JSX.Element {
  const { shown, view, language, say } = props;
  const { invoice } = shown;
  const stands = standing(language, say, invoice);
  const held = invoice.sync?.reason;
  return (
    <>
      <p class="back"><a href={`#${view.batchAnchor}`}>← {say('invoice.back')}</a></p>
      <header class="invoice-head">
        <h2 tabIndex={-1} data-home>{say(invoice.kind === 'credit' ? 'invoice.credit' : 'invoice.invoice', { code: invoice.code || String(invoice.invoiceId) })}</h2>
        <span class={`state ${stands.look}`}>{stands.text}</span>
        <p class="total">{money(language, invoice.left.gross, invoice.left.currency)}</p>
      </header>
      {invoice.sync && (!held || held.code !== invoice.cause?.code) && <Notice tone={held ? 'warning' : 'info'}><p>{held ? syncReasonText(language, { ...held, state: invoice.sync.state }) : say('invoice.sync', { state: stands.text })}</p></Notice>}
      <Verdict {...props} />
      <div class="sides">
        <section class="card" aria-labelledby="left">
          <h3 id="left">{say('invoice.left')}</h3>
          <Sold {...props} />
        </section>
        <section class="card" aria-labelledby="right">
          <h3 id="right">{say('invoice.right')}</h3>
          {invoice.right ? <Booked {...props} /> : <p>{invoice.left.stripped ? say('invoice.stripped') : say('invoice.noBooking')}</p>}
        </section>
      </div>
      {shown.compared.length > 0 && <Compared {...props} />}
      <Worth {...props} />
      {invoice.files.length > 0 && (
        <section class="card" aria-labelledby="files">
          <h3 id="files">{say('invoice.files')}</h3>
          <ul class="plain">{invoice.files.map(({ fileId, name, madeAt }) => <li key={fileId}>{name} <span class="soft">{moment(language, madeAt)}</span></li>)}</ul>
        </section>
      )}
    </>
  );
}

/** The one sentence that a person looks for first. */
function Verdict(props: InvoiceProps): JSX.Element {
  const { shown: { verdict, invoice }, language, say } = props;
  const { cause, left } = invoice;
  if (verdict === 'none') {
    return (
      <Notice tone="warning" action={cause && cause.fix.kind !== 'none' && cause.fix.kind !== 'shopctrl' ? <Fix {...props} cause={cause} /> : null}>
        <p><strong>{say('invoice.noBooking')}</strong></p>
        <p>{cause ? reasonText(language, cause) : say('invoice.stripped')}</p>
        {cause && left.address !== '' && <p><a href={left.address} target="_blank" rel="noreferrer">{say('invoice.open')} <Icon name="outside" /></a></p>}
      </Notice>
    );
  }
  return (
    <>
      {invoice.state === 'exported' && <Notice tone="info"><p>{say('invoice.again')}</p></Notice>}
      {invoice.state === 'changed' && <Notice tone="warning"><p>{say('invoice.changed')}</p></Notice>}
      <Notice tone={TONES[verdict]}>
        <p><strong>{verdict === 'equal' ? say('invoice.equal') : verdict === 'rounded' ? say('invoice.rounded') : say('invoice.differs')}</strong></p>
        {verdict === 'equal' && <p>{say('invoice.equalText')}</p>}
      </Notice>
    </>
  );
}

function Sold({ shown: { invoice }, language, say }: InvoiceProps): JSX.Element {
  const { left } = invoice;
  const place = (code: string | null): string => (code ? country(language, code) : say('invoice.noAddress'));
  return (
    <>
      <Facts
        items={[
          [say('invoice.date'), day(language, left.date)],
          [say('invoice.order'), left.address === '' ? left.orderCode : <a key="o" href={left.address} target="_blank" rel="noreferrer" title={say('invoice.open')}>{left.orderCode || say('invoice.open')} <Icon name="outside" /></a>],
          [say('invoice.orderDate'), left.orderDate && day(language, left.orderDate)],
          [say('invoice.shipment'), left.shipmentDate && day(language, left.shipmentDate)],
          [say('invoice.billTo'), place(left.billTo)],
          [say('invoice.shipTo'), place(left.shipTo)],
          [say('invoice.buyer'), left.stripped ? null : say(left.company ? 'invoice.company' : 'invoice.person')],
          [say('invoice.vatNumber'), left.vatNumber || null],
        ]}
      />
      <Table
        label={`${say('invoice.left')}: ${say('invoice.lines')}`}
        columns={[{ head: say('col.text') }, { head: say('col.rate'), figure: true }, { head: say('col.net'), figure: true }, { head: say('col.vat'), figure: true }]}
        rows={left.lines.map((line, index) => ({
          key: String(index),
          cells: [
            <>{line.kind === 'row' && line.quantity !== '1' && line.quantity !== '' && `${line.quantity} × `}{line.description || say(`invoice.${line.kind}`)}</>,
            rate(language, line.rate),
            <Amount key="n" language={language} minor={line.net} currency={left.currency} />,
            <Amount key="v" language={language} minor={line.vat} currency={left.currency} />,
          ],
        }))}
        foot={[say('total'), '', <Amount key="n" language={language} minor={left.net} currency={left.currency} />, <Amount key="v" language={language} minor={left.vat} currency={left.currency} />]}
      />
    </>
  );
}

function Booked(props: InvoiceProps): JSX.Element | null {
  const { shown: { invoice }, language, say } = props;
  const { right } = invoice;
  if (!right) return null;
  const { booking } = right;
  const { debtor } = booking;
  const ofCountry = debtor.kind === 'collective' && debtor.country;
  return (
    <>
      <Facts
        items={[
          [say('invoice.type'), say(booking.type === 21 ? 'invoice.type21' : 'invoice.type20')],
          [say('invoice.debtor'), debtor.kind === 'own' ? say('invoice.own', { code: debtor.code }) : ofCountry ? say('invoice.collectiveOf', { code: debtor.code, country: country(language, ofCountry) }) : say('invoice.collective', { code: debtor.code })],
          [say('invoice.vatNumber'), debtor.vatNumber ?? null],
          [say('invoice.journal'), right.journal ? `${booking.journal} — ${right.journal}` : booking.journal],
          [say('invoice.period'), `${right.month} · ${day(language, booking.date)}`],
          [say('invoice.reference'), booking.reference],
          [say('invoice.entryNumber'), booking.entryNumber === undefined ? null : String(booking.entryNumber)],
          [say('invoice.condition'), booking.paymentCondition || say('invoice.conditionNone')],
          [say('invoice.description'), booking.description],
        ]}
      />
      <Lines {...props} right={right} />
    </>
  );
}

function Compared({ shown: { compared, invoice }, language, say }: InvoiceProps): JSX.Element {
  const { currency } = invoice.left;
  return (
    <section class="card" aria-labelledby="compared">
      <h3 id="compared">{say('invoice.compare')}</h3>
      <Table
        label={say('invoice.compare')}
        columns={[{ head: say('col.what') }, { head: say('col.shopctrl'), figure: true }, { head: say('col.exact'), figure: true }, { head: say('col.difference'), figure: true }]}
        rows={compared.map((row) => ({
          key: `${row.what}|${String(row.rate)}`,
          cells: [
            row.what === 'rate' ? say('invoice.perRate', { rate: rate(language, row.rate) }) : say(`col.${row.what}`),
            <Amount key="l" language={language} minor={row.left} currency={currency} />,
            <Amount key="r" language={language} minor={row.right} currency={currency} />,
            <span key="d" class={row.difference === 0 ? 'equal' : 'unequal'}><Icon name={row.difference === 0 ? 'check' : 'attention'} /> {money(language, row.difference, currency)}</span>,
          ],
        }))}
      />
    </section>
  );
}

function Worth(props: InvoiceProps): JSX.Element | null {
  const { shown: { invoice }, language, say } = props;
  const [asking, setAsking] = useState(false);
  const number = invoice.right?.booking.debtor.vatNumber ?? '';
  const unchecked = number !== '' && invoice.remarks.some(({ code }) => code === 'F-NUMBER-UNVERIFIED');
  if (invoice.remarks.length === 0) return null;
  return (
    <section class="card" aria-labelledby="worth">
      <h3 id="worth">{say('invoice.remarks')}</h3>
      <ul class="plain">{invoice.remarks.map((remark, index) => <li key={index}><Icon name="info" /> {remarkText(language, remark)}</li>)}</ul>
      {unchecked && <button type="button" class="small" onClick={() => setAsking(true)}>{say('number.open')}</button>}
      {asking && <ConfirmNumber {...props} number={number} onClose={() => setAsking(false)} />}
    </section>
  );
}
