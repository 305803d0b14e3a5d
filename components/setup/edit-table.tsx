import type { JSX } from 'preact';
import { useUniqueId } from '../shared/unique-id';
import type { Surroundings } from './parts';
import type { Mistake } from './rules-draft';

export interface CellSurroundings<R> {
  readonly row: R;
  /** Accessible name of the field: its column and row. */
  readonly label: string;
  readonly wrong: boolean;
  readonly set: (part: Partial<R>) => void;
}

export interface EditColumn<R> {
  readonly field: keyof R & string;
  readonly label: string;
  readonly cell: (cell: CellSurroundings<R>) => JSX.Element;
}

interface Props<R> extends Pick<Surroundings, 'say'> {
  readonly caption: string;
  /** The caption is said by what stands around the table. */
  readonly quiet?: boolean;
  readonly rows: readonly R[];
  readonly columns: readonly EditColumn<R>[];
  /** What "Add row" adds. */
  readonly blank: R;
  readonly add: string;
  /** Path of the list in the rules; mistakes name it. */
  readonly path: string;
  readonly mistakes: readonly Mistake[];
  readonly onRows: (rows: readonly R[]) => void;
}

/** A short list of rows to fill in, each removable. Empty, it is only its button. */
export function EditTable<R>(props: Props<R>): JSX.Element {
  const { say, rows, columns, path } = props;
  const caption = useUniqueId();
  const mistakeAt = (index: number, field: string): boolean => props.mistakes.some(({ where }) => where === `${path}.${String(index)}.${field}`);
  const texts = props.mistakes.filter(({ where }) => where.startsWith(`${path}.`));
  return (
    <div class="edit-table">
      {rows.length > 0 && (
        <table class="stacks" aria-labelledby={caption}>
          <caption id={caption} class={props.quiet ? 'unseen' : ''}>{props.caption}</caption>
          <thead>
            <tr>
              {columns.map(({ field, label }) => <th key={field} scope="col">{label}</th>)}
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {columns.map(({ field, label, cell }) => (
                  <td key={field} data-label={label}>
                    {cell({
                      row,
                      label: say('list.cell', { column: label, row: index + 1 }),
                      wrong: mistakeAt(index, field),
                      set: (part) => { props.onRows(rows.map((other, at) => (at === index ? { ...other, ...part } : other))); },
                    })}
                  </td>
                ))}
                <td class="act">
                  <button type="button" class="quiet" aria-label={say('list.removeOf', { list: props.caption, row: index + 1 })} onClick={() => { props.onRows(rows.filter((_, at) => at !== index)); }}>{say('map.remove')}</button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {texts.map(({ where, text }) => <p key={where} class="error">{text}</p>)}
      <button type="button" class="small" onClick={() => { props.onRows([...rows, props.blank]); }}>{props.add}</button>
    </div>
  );
}
