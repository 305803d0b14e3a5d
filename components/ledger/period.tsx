import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { LedgerAnswer, PeriodImpact } from '../../lib/messages';
import { country, money, rate } from '../../lib/words/format';
import { monthName } from '../../lib/words/sync-reasons';
import { Amount, Table } from '../preview/table';
import { SelectField } from '../shared/field';
import { FaultNotice, Notice } from '../shared/notice';
import { Asking } from './by-name';
import { refOf, type ShopProps } from './parts';

/** Above this a mistake in a filed return is a return of its own: € 1,000 in cents (facts: vat 6.2). */
const SUPPLETIE = 100_000;

type Props = ShopProps & { readonly month: string; readonly give: (what: LedgerAnswer) => Promise<Fault | null>; readonly onClose: () => void };

/** Booking a closed month in another period: what moves per box, what of it is a matter of tax, and a person who stands for it. */
export function PeriodDialog(props: Props): JSX.Element {
  const { state, language, say, ask, month, give, onClose } = props;
  const [impact, setImpact] = useState<PeriodImpact | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    void ask({ kind: 'ledger.period', shop: refOf(state.shop), month }).then((reply) => {
      if (!reply.ok) return setFault(reply.fault);
      setImpact(reply.value);
      const [first] = reply.value.periods;
      if (first) setChosen(first.month);
    });
  }, [month]);
  const name = monthName(language, month);
  const period = impact?.periods.find((one) => one.month === chosen);
  return (
    <Asking {...props} named complete={period !== undefined} title={say('period.title', { month: name })} yes={say('period.yes')} onYes={(by) => (period && impact ? give({ kind: 'period', month, year: period.year, period: period.period, by, shown: impact.shown }) : Promise.resolve(null))} onClose={onClose}>
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
      {!impact && !fault && <p class="loading" role="status">{say('loading')}</p>}
      {impact && <Impact {...props} impact={impact} name={name} />}
      {impact && impact.periods.length === 0 && <Notice tone="warning"><p>{say('period.none')}</p></Notice>}
      {impact && impact.periods.length > 0 && (
        <SelectField label={say('period.choose')} value={chosen} onValue={setChosen}>
          {impact.periods.map((one) => <option key={one.month} value={one.month}>{say('period.option', { month: monthName(language, one.month), period: String(one.period), year: String(one.year) })}</option>)}
        </SelectField>
      )}
    </Asking>
  );
}

function Impact({ impact, name, language, say }: Props & { readonly impact: PeriodImpact; readonly name: string }): JSX.Element {
  const { boxes, oss, icp, homeVat } = impact;
  return (
    <>
      <p>{say('period.text', { count: impact.invoices, month: name })}</p>
      {boxes === null ? (
        <p>{say('period.noBoxes')}</p>
      ) : (
        boxes.length > 0 && (
          <Table
            label={say('period.boxes')}
            columns={[{ head: say('col.box') }, { head: say('col.base'), figure: true }, { head: say('col.vat'), figure: true }]}
            rows={boxes.map((box) => ({
              key: `${box.box}|${box.quarter}|${box.currency}`,
              cells: [`${box.box} · ${box.quarter}`, <Amount key="b" language={language} minor={box.base} currency={box.currency} />, <Amount key="v" language={language} minor={box.vat} currency={box.currency} />],
            }))}
          />
        )
      )}
      {boxes !== null && <Notice tone={Math.abs(homeVat) > SUPPLETIE ? 'warning' : 'info'}><p>{Math.abs(homeVat) > SUPPLETIE ? say('period.suppletie', { vat: money(language, homeVat, 'EUR'), month: name }) : say('period.tax', { month: name })}</p></Notice>}
      {oss.length > 0 && <p class="soft">{say('period.oss', { list: oss.map((row) => `${country(language, row.country)} ${rate(language, row.rate)} ${row.quarter} ${money(language, row.vat, row.currency)}`).join(', ') })}</p>}
      {icp.length > 0 && <p class="soft">{say('period.icp', { list: icp.map((row) => `${row.number} ${row.quarter} ${money(language, row.base, row.currency)}`).join(', ') })}</p>}
    </>
  );
}
