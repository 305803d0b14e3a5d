import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BooksView, MappingRowView } from '../../lib/view/types';
import { kindText } from '../../lib/words/regimes';
import { useUniqueId } from '../shared/unique-id';
import { AddMappingRow } from './add-mapping-row';
import { accountsOf, costsOf } from './code-field';
import { MappingRow } from './mapping-row';
import { offeredFor, shownRows, takeAll, withRow, type Rounding } from './mapping-rows';
import type { Surroundings } from './parts';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly rows: readonly MappingRowView[];
  readonly books: BooksView | null;
  readonly home: string;
  readonly rounding: Rounding;
  /** Keys of rows with a mistake. */
  readonly wrong: ReadonlySet<string>;
  readonly onRows: (rows: readonly MappingRowView[]) => void;
}

/** Every kind of sale, and the account and VAT code that it is booked on. */
export function MappingTable({ say, language, rows, books, home, rounding, wrong, onRows }: Props): JSX.Element {
  const caption = useUniqueId();
  const vatHint = useUniqueId();
  const [costsShown, setCostsShown] = useState(rows.some(({ rule }) => rule.costCenter !== '' || rule.costUnit !== ''));
  const shown = shownRows(rows, books?.met ?? [], rounding, { language });
  const offers = shown.filter((one) => offeredFor(one) !== null).length;
  return (
    <div data-place="mapping">
      {offers > 0 && (
        <div class="take-all">
          <p>{say('map.offers', { count: offers })}</p>
          <button type="button" onClick={() => { onRows(takeAll(rows, shown)); }}>{say('map.takeAll')}</button>
        </div>
      )}
      <div class="table-scroll">
        <table class="mapping stacks" aria-labelledby={caption}>
          <caption>
            <span id={caption} class="unseen">{say('map.title')}</span>
            <span class="about">{say(books?.books ? 'map.aboutBooks' : 'map.about')}</span>
            <span class="about" id={vatHint}>{say('map.vatType')}</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{say('map.row')}</th>
              <th scope="col" class="seen">{say('map.seen')}</th>
              <th scope="col">{say('map.account')}</th>
              <th scope="col">{say('map.vat')}</th>
              {costsShown && <th scope="col">{say('book.costCenter')}</th>}
              {costsShown && <th scope="col">{say('book.costUnit')}</th>}
              <td />
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <MappingRow
                key={one.row.key}
                say={say}
                language={language}
                shown={one}
                name={kindText(language, one.row.rule)}
                books={books?.books ?? null}
                accounts={accountsOf(books)}
                costs={costsShown ? { centers: costsOf(books, 'costCenters'), units: costsOf(books, 'costUnits') } : null}
                vatHint={vatHint}
                wrong={wrong.has(one.row.key)}
                onRule={(part) => { onRows(withRow(rows, one.row, part)); }}
                onRemove={() => { onRows(rows.filter((other) => other.key !== one.row.key)); }}
              />
            ))}
          </tbody>
        </table>
      </div>
      <AddMappingRow say={say} language={language} home={home} rows={rows} onRows={onRows} />
      {!costsShown && <button type="button" class="quiet" onClick={() => { setCostsShown(true); }}>{say('map.costs')}</button>}
    </div>
  );
}
