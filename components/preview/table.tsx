import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../lib/messages';
import { money } from '../../lib/words/format';

export interface Column {
  readonly head: string;
  /** Figures stand to the right. */
  readonly figure?: boolean;
  /** Left out on a narrow page, where the others need the room. */
  readonly minor?: boolean;
}

interface TableProps {
  /** Names the table for screen readers; the heading above says it to the eye. */
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ComponentChildren[] }[];
  readonly foot?: readonly ComponentChildren[];
}

/** A table whose first column names the row; on a narrow page it alone scrolls sideways, and it can be reached by keyboard to do so. */
export function Table({ label, columns, rows, foot }: TableProps): JSX.Element {
  const cell = (index: number): { class?: string } => {
    const { figure, minor } = columns[index] ?? {};
    return figure || minor ? { class: [figure ? 'figure' : '', minor ? 'minor' : ''].join(' ').trim() } : {};
  };
  return (
    <div class="table-scroll" role="group" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>{columns.map(({ head }, index) => <th key={index} scope="col" {...cell(index)}>{head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((content, index) => (index === 0 ? <th key={index} scope="row">{content}</th> : <td key={index} {...cell(index)}>{content}</td>))}
            </tr>
          ))}
        </tbody>
        {foot && (
          <tfoot>
            <tr>{foot.map((content, index) => (index === 0 ? <th key={index} scope="row">{content}</th> : <td key={index} {...cell(index)}>{content}</td>))}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

/** An amount that never breaks over two lines. */
export function Amount({ language, minor, currency }: { readonly language: Language; readonly minor: number | null; readonly currency: string }): JSX.Element | null {
  return minor === null ? null : <span class="amount">{money(language, minor, currency)}</span>;
}
