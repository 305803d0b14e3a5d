import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { Language } from '../../lib/messages';
import { Dialog } from './dialog';
import { Field } from './field';
import { FaultNotice } from './notice';

interface Props {
  readonly title: string;
  readonly yes: string;
  /** Answers what went wrong, or null. `by` is empty where no name is asked. */
  readonly onYes: (by: string) => Promise<Fault | null>;
  /** Who stands for it; `known` is offered. Null where nobody has to. */
  readonly name: { readonly label: string; readonly hint: string; readonly known: string } | null;
  readonly complete?: boolean;
  readonly children: ComponentChildren;
  readonly onClose: () => void;
  readonly language: Language;
  readonly say: (key: 'cancel' | 'details') => string;
}

/** A question before something that is not taken back, by name where somebody has to stand for it; stays open with what went wrong. */
export function Asking({ title, yes, onYes, name, complete = true, children, onClose, language, say }: Props): JSX.Element {
  const [by, setBy] = useState(name?.known ?? '');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const failed = await onYes(by.trim());
    setBusy(false);
    setFault(failed);
    if (!failed) onClose();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <button type="button" onClick={onClose}>{say('cancel')}</button>
          <button type="button" class="primary" disabled={busy || !complete || (name !== null && by.trim() === '')} onClick={() => void send()}>{yes}</button>
        </>
      }
    >
      {children}
      {name && <Field label={name.label} value={by} onValue={setBy} hint={name.hint} />}
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
    </Dialog>
  );
}
