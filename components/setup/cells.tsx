import type { ComponentChildren, JSX } from 'preact';
import { useUniqueId } from '../shared/unique-id';
import type { Language } from '../../lib/messages';
import { countries } from '../../lib/words/countries';
import { country as countryName } from '../../lib/words/format';

interface CellProps {
  /** Accessible name: the visible heading is the table's. */
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly wrong?: boolean;
  readonly describedBy?: string | undefined;
}

const marks = ({ label, wrong, describedBy }: Pick<CellProps, 'label' | 'wrong' | 'describedBy'>): { readonly 'aria-label': string; readonly 'aria-invalid': 'true' | 'false'; readonly 'aria-describedby'?: string } => ({
  'aria-label': label,
  'aria-invalid': wrong ? 'true' : 'false',
  ...(describedBy ? { 'aria-describedby': describedBy } : {}),
});

/** A text in a table; `options` are offered while typing, and anything else stays possible. */
export function TextCell(props: CellProps & { readonly placeholder?: string; readonly inputMode?: 'numeric' | 'text'; readonly code?: boolean; readonly options?: readonly (readonly [value: string, label: string])[] }): JSX.Element {
  const list = useUniqueId();
  return (
    <>
      <input
        type="text"
        autoComplete="off"
        spellcheck={false}
        inputMode={props.inputMode ?? 'text'}
        class={props.code ? 'code' : ''}
        value={props.value}
        placeholder={props.placeholder ?? ''}
        {...marks(props)}
        {...(props.options ? { list } : {})}
        onInput={(event) => { props.onValue(event.currentTarget.value); }}
      />
      {props.options && <datalist id={list}>{props.options.map(([value, label]) => <option key={value} value={value}>{label}</option>)}</datalist>}
    </>
  );
}

/** A calendar day, possibly empty. */
export function DayCell(props: CellProps): JSX.Element {
  return <input type="date" value={props.value} {...marks(props)} onInput={(event) => { props.onValue(event.currentTarget.value); }} />;
}

/** A choice in a table; `children` are its options. */
export function ChoiceCell(props: CellProps & { readonly children: ComponentChildren }): JSX.Element {
  return <select value={props.value} {...marks(props)} onChange={(event) => { props.onValue(event.currentTarget.value); }}>{props.children}</select>;
}

/** Options of every country, those of the EU first; a saved code that is in neither list stays choosable. */
export function CountryOptions({ language, euLabel, othersLabel, current }: { readonly language: Language; readonly euLabel: string; readonly othersLabel: string; readonly current: string }): JSX.Element {
  const groups = [[euLabel, countries(language, 'eu')], [othersLabel, countries(language, 'others')]] as const;
  const known = current === '' || groups.some(([, list]) => list.some(([code]) => code === current));
  return (
    <>
      {!known && <option value={current}>{countryName(language, current)}</option>}
      {groups.map(([label, list]) => <optgroup key={label} label={label}>{list.map(([code, name]) => <option key={code} value={code}>{name}</option>)}</optgroup>)}
    </>
  );
}
