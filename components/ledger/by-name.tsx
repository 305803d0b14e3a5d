import type { ComponentChildren, JSX } from 'preact';
import type { Fault } from '../../lib/faults';
import { Asking as SharedAsking } from '../shared/asking';
import type { ShopProps } from './parts';

interface AskingProps extends ShopProps {
  readonly title: string;
  readonly yes: string;
  /** Answers what went wrong, or null. `by` is empty where no name is asked. */
  readonly onYes: (by: string) => Promise<Fault | null>;
  readonly named?: boolean;
  readonly complete?: boolean;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
}

/** A question of this page; the name that it offers is that of who confirmed something before. */
export function Asking({ title, yes, onYes, named = false, complete = true, children, onClose, state, language, say }: AskingProps): JSX.Element {
  const name = named ? { label: say('byName'), hint: say('byNameHint'), known: state.by } : null;
  return <SharedAsking title={title} yes={yes} onYes={onYes} name={name} complete={complete} onClose={onClose} language={language} say={say}>{children}</SharedAsking>;
}
