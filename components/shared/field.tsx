import type { ComponentChildren, JSX } from 'preact';
import { useUniqueId } from './unique-id';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  /** Written, never shown. */
  readonly secret?: boolean;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  readonly width?: 'short' | 'normal' | 'wide';
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'url';
  readonly autoComplete?: 'off' | 'new-password';
  readonly after?: ComponentChildren;
}

/** A labelled text field with its hint and its error, tied together for screen readers. */
export function Field(props: FieldProps): JSX.Element {
  const id = useUniqueId();
  const notes = [props.error ? `${id}-error` : '', props.hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div class={`field ${props.width ?? 'normal'}`}>
      <label for={id}>{props.label}</label>
      <div class="control">
        <input
          id={id}
          {...(props.secret ? { type: 'password' as const } : { type: 'text' as const })}
          value={props.value}
          readOnly={props.readOnly ?? false}
          placeholder={props.placeholder ?? ''}
          inputMode={props.inputMode ?? 'text'}
          autoComplete={props.autoComplete ?? 'off'}
          spellcheck={false}
          aria-invalid={props.error ? 'true' : 'false'}
          {...(notes ? { 'aria-describedby': notes } : {})}
          onInput={(event) => { props.onValue(event.currentTarget.value); }}
        />
        {props.after}
      </div>
      {props.error && <p class="error" id={`${id}-error`}>{props.error}</p>}
      {props.hint && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly children: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly width?: 'short' | 'normal' | 'wide';
}

/** A labelled choice; `children` are its options. */
export function SelectField(props: SelectProps): JSX.Element {
  const id = useUniqueId();
  const notes = [props.error ? `${id}-error` : '', props.hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div class={`field ${props.width ?? 'normal'}`}>
      <label for={id}>{props.label}</label>
      <select id={id} value={props.value} aria-invalid={props.error ? 'true' : 'false'} {...(notes ? { 'aria-describedby': notes } : {})} onChange={(event) => { props.onValue(event.currentTarget.value); }}>
        {props.children}
      </select>
      {props.error && <p class="error" id={`${id}-error`}>{props.error}</p>}
      {props.hint && <p class="hint" id={`${id}-hint`}>{props.hint}</p>}
    </div>
  );
}

interface ChoiceProps<V extends string> {
  readonly legend: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: string }[];
  readonly onValue: (value: V) => void;
}

/** A few options side by side with their explanations, as radio buttons. */
export function Choice<V extends string>(props: ChoiceProps<V>): JSX.Element {
  const id = useUniqueId();
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      {props.options.map((option) => (
        <div key={option.value} class="option">
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={id}
            checked={option.value === props.value}
            {...(option.hint ? { 'aria-describedby': `${id}-${option.value}-hint` } : {})}
            onChange={() => { props.onValue(option.value); }}
          />
          <label for={`${id}-${option.value}`}>{option.label}</label>
          {option.hint && <p class="hint" id={`${id}-${option.value}-hint`}>{option.hint}</p>}
        </div>
      ))}
    </fieldset>
  );
}
