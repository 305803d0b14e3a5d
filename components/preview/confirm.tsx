import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PreviewAnswer, PreviewCause } from '../../lib/messages';
import { reasonText } from '../../lib/words/reasons';
import { Asking } from '../shared/asking';
import { Field } from '../shared/field';
import type { PreviewProps } from './parts';

interface ConfirmationProps extends PreviewProps {
  readonly title: string;
  readonly yes: string;
  readonly what: () => PreviewAnswer;
  readonly complete?: boolean;
  readonly children: JSX.Element;
  readonly onClose: () => void;
}

/** A confirmation by name; it stands in the settings with its date. */
function Confirmation({ title, yes, what, complete = true, children, onClose, view, language, say, confirm }: ConfirmationProps): JSX.Element {
  const name = { label: say('consent.by'), hint: say('consent.byHint'), known: view.state?.by ?? '' };
  return <Asking title={title} yes={yes} onYes={(by) => confirm(by, what())} name={name} complete={complete} onClose={onClose} language={language} say={say}>{children}</Asking>;
}

/** "Book as invoiced", once for a cause. */
export function ConfirmCause(props: PreviewProps & { readonly cause: PreviewCause; readonly consent: string; readonly onClose: () => void }): JSX.Element {
  const { cause, consent, language, say, ask, view } = props;
  const shop = view.state?.shop;
  return (
    <Confirmation {...props} title={say('consent.title')} yes={say('consent.yes')} what={() => ({ kind: 'cause', cause: consent })}>
      <>
        <p><strong>{say('waits.count', { count: cause.count })}</strong> · {reasonText(language, cause)}</p>
        <p>{say('consent.text')}</p>
        {cause.code === 'R-OSS-OFF' && shop && (
          <p><button type="button" class="link" onClick={() => void ask({ kind: 'pages.openSetup', shop: { tenantId: shop.tenantId, shopId: shop.shopId }, at: 'profile' })}>{say('consent.profile')}</button></p>
        )}
      </>
    </Confirmation>
  );
}

/** A VAT number that a person looked up. */
export function ConfirmNumber(props: PreviewProps & { readonly number: string; readonly onClose: () => void }): JSX.Element {
  const { number, say, view } = props;
  const [date, setDate] = useState(view.state?.to ?? '');
  const [consultation, setConsultation] = useState('');
  const complete = /^\d{4}-\d\d-\d\d$/.test(date);
  return (
    <Confirmation {...props} title={say('number.title')} yes={say('number.yes')} complete={complete} what={() => ({ kind: 'number', number, date, consultation: consultation.trim() })}>
      <>
        <p>{say('number.text', { number })}</p>
        <div class="field">
          <label for="checked">{say('number.date')}</label>
          <input id="checked" type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} />
        </div>
        <Field label={say('number.consultation')} value={consultation} onValue={setConsultation} />
      </>
    </Confirmation>
  );
}
