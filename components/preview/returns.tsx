import type { JSX } from 'preact';
import type { BatchView } from '../../lib/view/types-preview';
import { country, rate } from '../../lib/words/format';
import { Icon } from '../shared/icon';
import { Notice } from '../shared/notice';
import { BoxChart } from './chart';
import type { PreviewProps } from './parts';
import { Amount, Table } from './table';

type Props = PreviewProps & { readonly batch: BatchView };

/** The expected return: boxes as table and bars, then what goes to the One Stop Shop, the listing and other countries. */
export function Returns(props: Props): JSX.Element {
  const { view, batch, language, say } = props;
  const home = view.state?.country ?? 'NL';
  const foreign = batch.totals.some(({ currency }) => currency !== 'EUR');
  return (
    <section class="card returns" aria-labelledby="returns">
      <h2 id="returns">{say('return.title')}</h2>
      {home === 'NL' && <p class="about">{say('return.about')}</p>}
      {view.state?.cashBasis && <Notice tone="warning"><p>{say('return.cash')}</p></Notice>}
      {home !== 'NL' ? <p>{say('return.none', { country: country(language, home) })}</p> : batch.returns.length === 0 && <p>{say('return.nothing')}</p>}
      {batch.differing.length > 0 && <Notice tone="warning"><p>{say('return.differs', { count: batch.differing.length, list: batch.differing.join(', ') })}</p></Notice>}
      {batch.returns.map((part) => (
        <div key={`${part.quarter}|${part.currency}`} class="quarter">
          <h3>{part.quarter}{part.currency !== 'EUR' && ` · ${part.currency}`}</h3>
          <BoxChart part={part} language={language} say={say} />
          <Table
            label={`${say('return.title')} ${part.quarter} ${part.currency}`}
            columns={[{ head: say('col.box') }, { head: say('return.base'), figure: true }, { head: say('return.vat'), figure: true }, { head: say('return.status') }]}
            rows={part.boxes.map((box) => ({
              key: box.box,
              cells: [
                box.box,
                <Amount key="b" language={language} minor={box.base} currency={part.currency} />,
                <Amount key="v" language={language} minor={box.vat} currency={part.currency} />,
                <span key="s" class="sure" title={say(box.read ? 'return.fact' : 'return.expected')}><Icon name={box.read ? 'check' : 'info'} /> {say(box.read ? 'return.isFact' : 'return.isExpected')}</span>,
              ],
            }))}
          />
          {part.currency !== 'EUR' && <p class="hint">{say('return.currency', { currency: part.currency })}</p>}
        </div>
      ))}
      {batch.returns.length > 0 && (
        <ul class="legend">
          {batch.returns.some(({ boxes }) => boxes.some(({ read }) => read)) && <li><Icon name="check" /> {say('return.isFact')}: {say('return.fact')}</li>}
          {batch.returns.some(({ boxes }) => boxes.some(({ read }) => !read)) && <li><Icon name="info" /> {say('return.isExpected')}: {say('return.expected')}</li>}
        </ul>
      )}
      {batch.oss.length > 0 && (
        <div class="other">
          <h3>{say('oss.title')}</h3>
          <p class="about">{say('oss.about')}{foreign && ` ${say('oss.converted')}`}</p>
          <Table
            label={say('oss.title')}
            columns={[{ head: say('col.country') }, { head: say('col.rate'), figure: true }, { head: say('col.quarter') }, { head: say('return.base'), figure: true }, { head: say('return.vat'), figure: true }]}
            rows={batch.oss.map((row) => ({
              key: `${row.country}|${String(row.rate)}|${row.quarter}|${row.currency}`,
              cells: [country(language, row.country), rate(language, row.rate), row.quarter, <Amount key="b" language={language} minor={row.base} currency={row.currency} />, <Amount key="v" language={language} minor={row.vat} currency={row.currency} />],
            }))}
          />
        </div>
      )}
      {batch.icp.length > 0 && (
        <div class="other">
          <h3>{say('icp.title')}</h3>
          <p class="about">{say('icp.about')}</p>
          <Table
            label={say('icp.title')}
            columns={[{ head: say('col.number') }, { head: say('col.kind'), minor: true }, { head: say('col.quarter') }, { head: say('return.base'), figure: true }]}
            rows={batch.icp.map((row) => ({
              key: `${row.number}|${row.kind}|${row.quarter}|${row.currency}`,
              cells: [row.number, say(`icp.${row.kind}`), row.quarter, <Amount key="b" language={language} minor={row.base} currency={row.currency} />],
            }))}
          />
        </div>
      )}
      {batch.foreign.length > 0 && (
        <div class="other">
          <h3>{say('foreign.title')}</h3>
          <p class="about">{say('foreign.about')}</p>
          <Table
            label={say('foreign.title')}
            columns={[{ head: say('col.country') }, { head: say('col.quarter') }, { head: say('return.base'), figure: true }, { head: say('return.vat'), figure: true }]}
            rows={batch.foreign.map((row) => ({
              key: `${row.country}|${row.quarter}|${row.currency}`,
              cells: [country(language, row.country), row.quarter, <Amount key="b" language={language} minor={row.base} currency={row.currency} />, <Amount key="v" language={language} minor={row.vat} currency={row.currency} />],
            }))}
          />
        </div>
      )}
    </section>
  );
}
