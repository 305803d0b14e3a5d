import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useUniqueId } from '../shared/unique-id';
import type { MappingRowView } from '../../lib/view/types';
import { country, rate as rateText } from '../../lib/words/format';
import { EU_MEMBERS, groupName } from '../../lib/words/groups';
import { Field, SelectField } from '../shared/field';
import type { Surroundings } from './parts';
import { isOpen, typedRate } from './rules-draft';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly rows: readonly MappingRowView[];
  /** Keys of rows with a mistake. */
  readonly wrong: ReadonlySet<string>;
  readonly onRows: (rows: readonly MappingRowView[]) => void;
}

/** Rate × country group → revenue account and VAT code. */
export function MappingTable({ say, language, rows, wrong, onRows }: Props): JSX.Element {
  const caption = useUniqueId();
  const vatHint = useUniqueId();
  const set = (key: string, part: Partial<Pick<MappingRowView, 'revenueAccount' | 'vatCode'>>): void => {
    onRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  };
  return (
    <>
      <div class="table-scroll">
        <table aria-labelledby={caption}>
          <caption>
            <span id={caption}>{say('map.title')}</span>
            <span class="about">{say('map.about')}</span>
            <span class="about" id={vatHint}>
              {say('map.vat')}: {say('map.vatType')}
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{say('map.row')}</th>
              <th scope="col">{say('map.revenue')}</th>
              <th scope="col">{say('map.vat')}</th>
              <th scope="col" class="seen">{say('map.seen')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const names = { rate: rateText(language, row.rate), group: groupName(language, row.group) };
              const invalid = wrong.has(row.key) ? 'true' : 'false';
              const wider = rows.find((other) => other.key === row.general);
              return (
                <tr key={row.key} class={isOpen(row, rows) ? 'open' : ''}>
                  <th scope="row">{say('map.label', names)}</th>
                  <td>
                    <input type="text" inputMode="numeric" autoComplete="off" spellcheck={false} value={row.revenueAccount} placeholder={wider?.revenueAccount ?? ''} aria-label={say('map.revenueOf', names)} aria-invalid={invalid} onInput={(event) => { set(row.key, { revenueAccount: event.currentTarget.value }); }} />
                  </td>
                  <td>
                    <input type="text" autoComplete="off" spellcheck={false} class="code" value={row.vatCode} placeholder={wider?.vatCode ?? ''} aria-label={say('map.vatOf', names)} aria-describedby={vatHint} aria-invalid={invalid} onInput={(event) => { set(row.key, { vatCode: event.currentTarget.value }); }} />
                  </td>
                  <td class="seen">{row.seen > 0 ? say('map.seenCount', { count: row.seen }) : say('map.never')}</td>
                  <td class="act">
                    {!row.standard && row.seen === 0 && (
                      <button type="button" class="quiet" aria-label={say('map.removeOf', names)} onClick={() => { onRows(rows.filter((other) => other.key !== row.key)); }}>
                        {say('map.remove')}
                      </button>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <AddRow say={say} language={language} rows={rows} onRows={onRows} />
    </>
  );
}

function AddRow({ say, language, rows, onRows }: Omit<Props, 'wrong'>): JSX.Element {
  const [rate, setRate] = useState('');
  const [group, setGroup] = useState('eu-consumer:BE');
  const [error, setError] = useState<string | undefined>();
  const add = (): void => {
    const hundredths = typedRate(rate);
    if (hundredths === null) {
      setError(say('map.badRate'));
      return;
    }
    const key = `${String(hundredths)}|${group}`;
    if (rows.some((row) => row.key === key)) {
      setError(say('map.double'));
      return;
    }
    const general = group.startsWith('eu-consumer:') && hundredths !== 0 ? `${String(hundredths)}|eu-consumer` : null;
    onRows([...rows, { key, rate: hundredths, group, revenueAccount: '', vatCode: '', seen: 0, standard: false, general }]);
    setRate('');
    setError(undefined);
  };
  const members = EU_MEMBERS.map((code) => [code, country(language, code)] as const).sort((a, b) => a[1].localeCompare(b[1], language));
  return (
    <div class="add-row">
      <Field label={say('map.rate')} value={rate} error={error} width="short" inputMode="decimal" onValue={setRate} />
      <SelectField label={say('map.group')} value={group} onValue={setGroup}>
        {['home', 'eu-business', 'eu-consumer', 'outside-eu'].map((value) => <option key={value} value={value}>{groupName(language, value)}</option>)}
        <optgroup label={say('map.memberStates')}>
          {members.map(([code]) => <option key={code} value={`eu-consumer:${code}`}>{groupName(language, `eu-consumer:${code}`)}</option>)}
        </optgroup>
      </SelectField>
      <button type="button" onClick={add}>{say('map.add')}</button>
    </div>
  );
}
