import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import { Dialog } from '../shared/dialog';
import { Field } from '../shared/field';
import { FaultNotice } from '../shared/notice';
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

/** A question before something that is not taken back, by name where somebody has to stand for it. */
export function Asking({ title, yes, onYes, named = false, complete = true, children, onClose, state, language, say }: AskingProps): JSX.Element {
  const [by, setBy] = useState(state.by);
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
          <button type="button" class="primary" disabled={busy || !complete || (named && by.trim() === '')} onClick={() => void send()}>{yes}</button>
        </>
      }
    >
      {children}
      {named && <Field label={say('byName')} value={by} onValue={setBy} hint={say('byNameHint')} />}
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
    </Dialog>
  );
}
