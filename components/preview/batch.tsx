import type { JSX } from 'preact';
import type { BatchView, KindView } from '../../lib/view/types-preview';
import type { Language } from '../../lib/messages';
import { country, money, number, rate } from '../../lib/words/format';
import { kindText } from '../../lib/words/regimes';
import { remarkText } from '../../lib/words/remarks';
import { Icon } from '../shared/icon';
import { Causes } from './causes';
import { List } from './list';
import type { PreviewProps } from './parts';
import { Returns } from './returns';
import { Amount, Table } from './table';

/** What the whole batch changes in the books. */
export function Batch(props: PreviewProps & { readonly batch: BatchView }): JSX.Element {
  const { batch, say } = props;
  const nothing = batch.ready + batch.waiting + batch.exported + batch.synced === 0;
  return (
    <>
      <Counts {...props} />
      {nothing ? <p class="card">{say('empty')}</p> : batch.ready + batch.waiting === 0 && <p class="card">{say('allDone')}</p>}
      {batch.causes.length > 0 && <Causes {...props} causes={batch.causes} />}
      {batch.ready > 0 && (
        <>
          <Returns {...props} />
          <Accounts {...props} />
          <Codes {...props} />
          <div class="pair">
            <Debtors {...props} />
            <Periods {...props} />
          </div>
          {batch.remarks.length > 0 && <Remarks {...props} />}
        </>
      )}
      {!nothing && props.view.list && <List {...props} list={props.view.list} />}
    </>
  );
}

type Props = PreviewProps & { readonly batch: BatchView };

function Counts({ batch, view, language, say, ask }: Props): JSX.Element {
  const shop = view.state?.shop;
  const sync = shop && <button type="button" class="link" onClick={() => void ask({ kind: 'pages.openLedger', shop: { tenantId: shop.tenantId, shopId: shop.shopId } })}>{say('syncedShow')}</button>;
  return (
    <ul class="counts">
      <li class={batch.ready > 0 ? 'good' : ''}>
        <p class="number"><Icon name={batch.ready > 0 ? 'check' : 'dash'} /> {batch.ready > 0 ? say('ready', { count: batch.ready }) : say('readyNone')}</p>
        {batch.totals.map(({ currency, gross, vat }) => (
          <p key={currency}>
            <strong>{money(language, gross, currency)}</strong> <span class="soft">{say('col.vat')} {money(language, vat, currency)}</span>
          </p>
        ))}
        {batch.ready > 0 && <p class="soft">{say('readyText')}</p>}
      </li>
      <li class={batch.waiting > 0 ? 'warn' : ''}>
        <p class="number"><Icon name={batch.waiting > 0 ? 'attention' : 'check'} /> {batch.waiting > 0 ? say('waiting', { count: batch.waiting }) : say('waitingNone')}</p>
        {batch.waiting > 0 && <p class="soft">{batch.held > 0 && `${say('waitingHeld', { count: batch.held })} `}{say('waitingText')}</p>}
        {batch.held > 0 && sync}
      </li>
      <li>
        <p class="number"><Icon name={batch.exported > 0 ? 'check' : 'dash'} /> {batch.exported > 0 ? say('exported', { count: batch.exported }) : say('exportedNone')}</p>
        {batch.exported > 0 && <p class="soft">{say('exportedText')}</p>}
      </li>
      {batch.synced > 0 && (
        <li>
          <p class="number"><Icon name="check" /> {say('synced', { count: batch.synced })}</p>
          <p class="soft">{say('syncedText')}</p>
          {batch.held === 0 && sync}
        </li>
      )}
    </ul>
  );
}

function Accounts({ batch, language, say }: Props): JSX.Element {
  return (
    <section class="card" aria-labelledby="accounts">
      <h2 id="accounts">{say('accounts.title')}</h2>
      <p class="about">{say('accounts.about')}</p>
      {batch.accounts.map(({ currency, rows, debit, credit }) => (
        <Table
          key={currency}
          label={`${say('accounts.title')} ${currency}`}
          columns={[{ head: say('col.account') }, { head: say('col.lines'), figure: true, minor: true }, { head: say('col.debit'), figure: true }, { head: say('col.credit'), figure: true }]}
          rows={rows.map((row) => ({
            key: row.key,
            cells: [
              row.role === 'line' ? <>{row.account}{row.name && <span class="soft"> {row.name}</span>}</> : <em>{say(`accounts.${row.role}`)}</em>,
              number(language, row.lines),
              <Amount key="d" language={language} minor={row.debit} currency={currency} />,
              <Amount key="c" language={language} minor={row.credit} currency={currency} />,
            ],
          }))}
          foot={[say('total'), '', <Amount key="d" language={language} minor={debit} currency={currency} />, <Amount key="c" language={language} minor={credit} currency={currency} />]}
        />
      ))}
    </section>
  );
}

/** A regime in words; what no regime was decided for is shown by its rate. */
export function kindName(language: Language, kind: KindView | null, basisPoints: number): string {
  return kind ? kindText(language, kind) : rate(language, basisPoints);
}

function Codes({ batch, language, say }: Props): JSX.Element {
  const boxes = batch.codes.some(({ expected }) => expected !== null);
  return (
    <section class="card" aria-labelledby="codes">
      <h2 id="codes">{say('codes.title')}</h2>
      <Table
        label={say('codes.title')}
        columns={[
          { head: say('col.code') },
          { head: say('col.regime') },
          ...(boxes ? [{ head: say('col.box') }] : []),
          { head: say('col.lines'), figure: true, minor: true },
          { head: say('col.net'), figure: true },
          { head: say('col.vat'), figure: true },
        ]}
        rows={batch.codes.map((code) => ({
          key: code.key,
          cells: [
            <>{code.vatCode}{code.name && <span class="soft"> {code.name}</span>}</>,
            kindName(language, code.kind, code.rate),
            ...(boxes ? [code.read !== null ? code.read || say('noBox') : code.expected || say('noBox')] : []),
            number(language, code.lines),
            <Amount key="n" language={language} minor={code.net} currency={code.currency} />,
            <Amount key="v" language={language} minor={code.vat} currency={code.currency} />,
          ],
        }))}
      />
    </section>
  );
}

function Debtors({ batch, language, say }: Props): JSX.Element {
  return (
    <section class="card" aria-labelledby="debtors">
      <h2 id="debtors">{say('debtors.title')}</h2>
      <Table
        label={say('debtors.title')}
        columns={[{ head: say('col.debtor') }, { head: say('col.invoices'), figure: true }, { head: say('col.gross'), figure: true }]}
        rows={batch.debtors.map((row) => ({
          key: `${row.kind}|${row.code}|${row.country}|${row.currency}`,
          cells: [
            <>
              {row.kind === 'collective' ? say('debtors.collective', { code: row.code }) : say('debtors.own', { count: row.relations })}
              {row.country && <span class="soft"> {country(language, row.country)}</span>}
            </>,
            number(language, row.invoices),
            <Amount key="g" language={language} minor={row.gross} currency={row.currency} />,
          ],
        }))}
      />
    </section>
  );
}

function Periods({ batch, language, say }: Props): JSX.Element {
  return (
    <section class="card" aria-labelledby="periods">
      <h2 id="periods">{say('periods.title')}</h2>
      <Table
        label={say('periods.title')}
        columns={[{ head: say('col.month') }, { head: say('col.journal'), minor: true }, { head: say('col.invoices'), figure: true }, { head: say('col.net'), figure: true }, { head: say('col.vat'), figure: true }]}
        rows={batch.periods.map((row) => ({
          key: `${row.month}|${row.journal}|${row.currency}`,
          cells: [
            row.month,
            row.journal,
            number(language, row.invoices),
            <Amount key="n" language={language} minor={row.net} currency={row.currency} />,
            <Amount key="v" language={language} minor={row.vat} currency={row.currency} />,
          ],
        }))}
      />
    </section>
  );
}

function Remarks({ batch, language, say }: Props): JSX.Element {
  return (
    <section class="card remarks" aria-labelledby="remarks">
      <h2 id="remarks">{say('remarks.title')}</h2>
      <p class="about">{say('remarks.about')}</p>
      <ul>
        {batch.remarks.map((remark) => (
          <li key={remark.code}>
            <p class="count">{say('waits.count', { count: remark.count })}</p>
            <div class="why">
              <p>{remarkText(language, remark)}</p>
              <p class="soft">{say('waits.examples', { list: remark.invoices.slice(0, 5).join(', ') })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
