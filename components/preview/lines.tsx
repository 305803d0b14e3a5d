import type { JSX } from 'preact';
import type { InvoicePreview } from '../../lib/messages';
import { moment, rate } from '../../lib/words/format';
import { kindName } from './batch';
import type { InvoiceProps } from './parts';
import { ruleText } from './rule-text';
import { Amount, Table } from './table';

type Right = NonNullable<InvoicePreview['right']>;

/** The lines of the booking; each says on demand which rule and which settings made it. */
export function Lines(props: InvoiceProps & { readonly right: Right }): JSX.Element {
  const { right, language, say } = props;
  const { booking, accounts, vatCodes } = right;
  return (
    <Table
      label={`${say('invoice.right')}: ${say('invoice.lines')}`}
      columns={[{ head: say('col.account') }, { head: say('col.code') }, { head: say('col.net'), figure: true }, { head: say('col.vat'), figure: true }]}
      rows={booking.lines.map((line, index) => ({
        key: String(index),
        cells: [
          <>
            {line.account}{accounts[line.account] && <span class="soft"> {accounts[line.account]}</span>}
            <span class="text">{line.description}</span>
            <Why {...props} index={index} />
          </>,
          <>
            {line.vatCode}{vatCodes[line.vatCode] && <span class="soft"> {vatCodes[line.vatCode]}</span>}
            <span class="text">{rate(language, line.rate)}</span>
          </>,
          <Amount key="n" language={language} minor={line.net} currency={booking.currency} />,
          <Amount key="v" language={language} minor={line.vat} currency={booking.currency} />,
        ],
      }))}
      foot={[say('total'), '', <Amount key="n" language={language} minor={booking.net} currency={booking.currency} />, <Amount key="v" language={language} minor={booking.vat} currency={booking.currency} />]}
    />
  );
}

function Why({ right, shown, index, language, say }: InvoiceProps & { readonly right: Right; readonly index: number }): JSX.Element | null {
  const line = right.booking.lines[index];
  if (!line) return null;
  const { settings } = shown.invoice;
  const kind = shown.kinds[index] ?? null;
  const box = right.boxes[index];
  return (
    <details class="why-line">
      <summary>{say('invoice.why')}</summary>
      <ul>
        {kind && <li>{kindName(language, kind, line.rate)}</li>}
        <li>{ruleText(language, say, line)}</li>
        {line.ossQuarter ? <li>{say('invoice.whyOss', { quarter: line.ossQuarter })}</li> : box !== null && box !== undefined && <li>{box === '' ? say('invoice.whyNoBox') : say('invoice.whyBox', { box })}</li>}
        {line.costCenter && <li>{say('invoice.cost', { center: line.costCenter, ...(line.costUnit ? { unit: line.costUnit } : {}) })}</li>}
        {settings && <li>{say('invoice.whySettings', { version: String(right.booking.settingsVersion), when: moment(language, settings.at), ...(settings.by ? { by: settings.by } : {}) })}</li>}
      </ul>
    </details>
  );
}
