import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { PreviewAnswer, PreviewCause } from '../../lib/messages';
import { reasonText } from '../../lib/words/reasons';
import { Dialog } from '../shared/dialog';
import { Field } from '../shared/field';
import { FaultNotice } from '../shared/notice';
import type { PreviewProps } from './parts';

interface AskingProps extends PreviewProps {
  readonly title: string;
  readonly yes: string;
  readonly what: () => PreviewAnswer;
  readonly complete?: boolean;
  readonly children: JSX.Element;
  readonly onClose: () => void;
}

/** A confirmation by name; it stands in the settings with its date. */
function Asking({ title, yes, what, complete = true, children, onClose, view, language, say, confirm }: AskingProps): JSX.Element {
  const [by, setBy] = useState(view.state?.by ?? '');
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    setBusy(true);
    const failed = await confirm(by.trim(), what());
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
          <button type="button" class="primary" disabled={busy || by.trim() === '' || !complete} onClick={() => void send()}>{yes}</button>
        </>
      }
    >
      {children}
      <Field label={say('consent.by')} value={by} onValue={setBy} hint={say('consent.byHint')} />
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
    </Dialog>
  );
}

/** "Book as invoiced", once for a cause. */
export function ConfirmCause(props: PreviewProps & { readonly cause: PreviewCause; readonly consent: string; readonly onClose: () => void }): JSX.Element {
  const { cause, consent, language, say, ask, view } = props;
  const shop = view.state?.shop;
  return (
    <Asking {...props} title={say('consent.title')} yes={say('consent.yes')} what={() => ({ kind: 'cause', cause: consent })}>
      <>
        <p><strong>{say('waits.count', { count: cause.count })}</strong> · {reasonText(language, cause)}</p>
        <p>{say('consent.text')}</p>
        {cause.code === 'R-OSS-OFF' && shop && (
          <p><button type="button" class="link" onClick={() => void ask({ kind: 'pages.openSetup', shop: { tenantId: shop.tenantId, shopId: shop.shopId }, at: 'profile' })}>{say('consent.profile')}</button></p>
        )}
      </>
    </Asking>
  );
}

/** A VAT number that a person looked up. */
export function ConfirmNumber(props: PreviewProps & { readonly number: string; readonly onClose: () => void }): JSX.Element {
  const { number, say, view } = props;
  const [date, setDate] = useState(view.state?.to ?? '');
  const [consultation, setConsultation] = useState('');
  const complete = /^\d{4}-\d\d-\d\d$/.test(date);
  return (
    <Asking {...props} title={say('number.title')} yes={say('number.yes')} complete={complete} what={() => ({ kind: 'number', number, date, consultation: consultation.trim() })}>
      <>
        <p>{say('number.text', { number })}</p>
        <div class="field">
          <label for="checked">{say('number.date')}</label>
          <input id="checked" type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} />
        </div>
        <Field label={say('number.consultation')} value={consultation} onValue={setConsultation} />
      </>
    </Asking>
  );
}
