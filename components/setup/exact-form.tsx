import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { ExactSite } from '../../lib/messages';
import type { SetupView } from '../../lib/view/types';
import { Field, SelectField } from '../shared/field';
import { Icon } from '../shared/icon';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import { fieldErrors } from './field-errors';
import type { Surroundings } from './parts';

/** Exact's seven sites, the Dutch one first. */
const SITES: readonly (readonly [site: ExactSite, host: string])[] = [
  ['nl', 'start.exactonline.nl'],
  ['be', 'start.exactonline.be'],
  ['de', 'start.exactonline.de'],
  ['uk', 'start.exactonline.co.uk'],
  ['us', 'start.exactonline.com'],
  ['fr', 'start.exactonline.fr'],
  ['es', 'start.exactonline.es'],
];

const APP_CENTER = 'https://apps.exactonline.com';
const GUID = /^\{?[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i;

interface Draft {
  readonly site?: ExactSite;
  readonly clientId?: string;
  readonly clientSecret?: string;
}

interface Props extends Surroundings {
  readonly app: SetupView['exactApp'];
  readonly redirectAddress: string;
}

/** The customer's own Exact app: site, client id, write-only secret, and the redirect address to register. */
export function ExactForm(props: Props): JSX.Element {
  const { say, app } = props;
  const [draft, setDraft] = useState<Draft>({});
  const [errors, setErrors] = useState<Partial<Record<keyof Draft, string>>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');

  const site = draft.site ?? app?.site ?? 'nl';
  const clientId = draft.clientId ?? app?.clientId ?? '';
  const clientSecret = draft.clientSecret ?? '';
  const sameApp = app !== null && clientId.trim().toLowerCase() === app.clientId.toLowerCase();
  const keepsSecret = app?.hasSecret === true && sameApp && site === app.site;
  const changesApp = app !== null && (!sameApp || site !== app.site);
  const change = (part: Draft): void => {
    setDraft({ ...draft, ...part });
    setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => !(name in part))));
    setSaved(false);
  };

  const save = async (): Promise<void> => {
    const found: typeof errors = {
      ...(clientId.trim() === '' ? { clientId: say('required', { field: say('exact.clientId') }) } : {}),
      ...(clientSecret.trim() === '' && !keepsSecret ? { clientSecret: say('required', { field: say('exact.clientSecret') }) } : {}),
    };
    setErrors(found);
    setFault(null);
    setSaved(false);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const reply = await props.ask({ kind: 'setup.saveExactApp', site, clientId: clientId.trim().replace(/[{}]/g, ''), clientSecret: clientSecret.trim() });
    if (reply.ok) {
      await props.reload();
      setDraft({});
      setSaved(true);
    } else {
      setFault(reply.fault);
      setErrors(fieldErrors(reply.fault, { clientId: say('exact.clientId'), clientSecret: say('exact.clientSecret') }, say));
    }
    setBusy(false);
  };

  const copy = async (): Promise<void> => {
    setCopied((await props.copy(props.redirectAddress)) ? 'yes' : 'failed');
  };

  return (
    <form aria-label={say('exact.title')} noValidate onSubmit={(event) => { event.preventDefault(); }}>
      <ol class="how">
        <li>
          {say('exact.how1')}{' '}
          <a href={APP_CENTER} target="_blank" rel="noreferrer noopener">{say('exact.center')}<Icon name="outside" /></a>
        </li>
        <li>{say('exact.how2')}</li>
        <li>{say('exact.how3')}</li>
      </ol>
      <div class="fields">
        <Field
          label={say('exact.redirect')}
          value={props.redirectAddress}
          readOnly
          width="wide"
          hint={copied === 'failed' ? say('copyFailed') : say('exact.redirectHint')}
          onValue={() => undefined}
          after={
            <button type="button" class="small" onClick={() => void copy()}>
              <span aria-live="polite">{say(copied === 'yes' ? 'copied' : 'copy')}</span>
            </button>
          }
        />
        <SelectField label={say('exact.site')} value={site} width="wide" onValue={(value) => { change({ site: value as ExactSite }); }}>
          {SITES.map(([value, host]) => <option key={value} value={value}>{`${say(`site.${value}`)} (${host})`}</option>)}
        </SelectField>
        <Field label={say('exact.clientId')} value={clientId} error={errors.clientId} hint={clientId.trim() !== '' && !GUID.test(clientId.trim()) ? say('exact.badClientId') : undefined} onValue={(value) => { change({ clientId: value }); }} />
        <Field
          label={say('exact.clientSecret')}
          secret
          value={clientSecret}
          error={errors.clientSecret}
          autoComplete="new-password"
          placeholder={keepsSecret ? say('stored') : ''}
          hint={keepsSecret ? say('exact.secretKept') : undefined}
          onValue={(value) => { change({ clientSecret: value }); }}
        />
      </div>
      {changesApp && <Notice tone="info"><p>{say('exact.siteChange')}</p></Notice>}
      {fault && <FaultHere language={props.language} fault={fault} detailsLabel={say('details')} />}
      {saved && <Notice tone="good"><p>{say('saved')}</p></Notice>}
      <div class="buttons">
        <button type="submit" class="primary" disabled={busy} onClick={() => void save()}>{busy ? say('saving') : say('save')}</button>
      </div>
    </form>
  );
}
