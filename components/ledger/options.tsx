import type { JSX } from 'preact';
import type { SyncOptions } from '../../lib/messages';
import { useUniqueId } from '../shared/unique-id';
import type { Say } from './parts';

const NAMES = ['attachPdf', 'promote', 'useEntryNumber'] as const;

/** What of Sync a person may want besides; all off unless chosen. */
export function Options({ say, value, onValue }: { readonly say: Say; readonly value: SyncOptions; readonly onValue: (value: SyncOptions) => void }): JSX.Element {
  const id = useUniqueId();
  return (
    <>
      {NAMES.map((name) => (
        <div class="option" key={name}>
          <input type="checkbox" id={`${id}-${name}`} checked={value[name]} aria-describedby={`${id}-${name}-hint`} onChange={(event) => onValue({ ...value, [name]: event.currentTarget.checked })} />
          <label for={`${id}-${name}`}>{say(`option.${name}`)}</label>
          <p class="hint" id={`${id}-${name}-hint`}>{say(`option.${name}Hint`)}</p>
        </div>
      ))}
    </>
  );
}
