import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { ProbeResult } from '../../lib/messages';
import type { SetupView } from '../../lib/view/types';
import { Field } from '../shared/field';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import { hostnameOf, hostOf, originOf } from './address';
import { fieldErrors } from './field-errors';
import { HostDialog } from './host-dialog';
import type { Surroundings } from './parts';

type Tenant = SetupView['tenants'][number];

interface Draft {
  readonly address?: string;
  readonly login?: string;
  readonly password?: string;
  readonly apiBase?: string;
}

interface Props extends Surroundings {
  /** The environment that is edited; null for a new one. */
  readonly tenant: Tenant | null;
  readonly onSaved: (tenantId: string) => void;
}

/**
 * Access to one ShopCtrl environment. One click on Save: ask the browser for the hosts, look for the API without credentials, store.
 * The password goes to the host that was typed; when the API answers elsewhere, the person confirms that host first.
 */
export function ShopCtrlForm(props: Props): JSX.Element {
  const { say, tenant } = props;
  const [draft, setDraft] = useState<Draft>({});
  const [errors, setErrors] = useState<Partial<Record<keyof Draft, string>>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [question, setQuestion] = useState<ProbeResult | null>(null);

  const address = draft.address ?? tenant?.adminHost ?? '';
  const login = draft.login ?? tenant?.login ?? '';
  const password = draft.password ?? '';
  const place = props.whereabouts(address);
  const sameAddress = tenant !== null && place?.adminHost === tenant.adminHost;
  const apiBase = draft.apiBase ?? (sameAddress ? hostOf(tenant.apiBase) : '');
  // A stored password is kept for the same login at the same address only.
  const keepsPassword = tenant?.hasPassword === true && sameAddress && login.trim() === tenant.login && originOf(apiBase) === tenant.apiBase;
  const change = (part: Draft): void => {
    setDraft({ ...draft, ...part });
    setErrors(Object.fromEntries(Object.entries(errors).filter(([name]) => !(name in part))));
    setSaved(false);
  };

  const store = async (base: string): Promise<void> => {
    setQuestion(null);
    setBusy(true);
    const reply = await props.ask({ kind: 'setup.saveShopCtrl', address: place?.adminHost ?? address, apiBase: base, login: login.trim(), password });
    if (reply.ok) {
      await props.reload();
      props.onSaved(reply.value.tenantId);
      setDraft({});
      setSaved(true);
    } else {
      setFault(reply.fault);
      setErrors(fieldErrors(reply.fault, { login: say('shopctrl.login'), password: say('shopctrl.password') }, say));
    }
    setBusy(false);
  };

  const save = async (): Promise<void> => {
    const typedApi = originOf(apiBase);
    const found: typeof errors = {
      ...(address.trim() === '' ? { address: say('required', { field: say('shopctrl.address') }) } : place === null ? { address: say(props.isShopCtrlSite(address) ? 'shopctrl.ownSite' : 'shopctrl.noAddress') } : {}),
      ...(login.trim() === '' && password !== '' ? { login: say('required', { field: say('shopctrl.login') }) } : {}),
      ...(login.trim() !== '' && password === '' && !keepsPassword ? { password: say('required', { field: say('shopctrl.password') }) } : {}),
      ...(apiBase.trim() !== '' && typedApi === null ? { apiBase: say('shopctrl.noAddress') } : {}),
    };
    setErrors(found);
    setFault(null);
    setSaved(false);
    if (place === null || Object.keys(found).length > 0) return;

    // Before any await: the browser's own question needs this click.
    const access = props.requestAccess(typedApi === null ? place.candidates : [`https://${place.adminHost}`, typedApi]);
    setBusy(true);
    if (!(await access.catch(() => false))) {
      setFault({ code: 'shopctrl-no-permission' });
      setBusy(false);
      return;
    }
    if (typedApi !== null) {
      await store(typedApi);
      return;
    }
    const probe = await props.ask({ kind: 'setup.probe', address: place.adminHost });
    if (!probe.ok) {
      setFault(probe.fault);
      setBusy(false);
      return;
    }
    const own = probe.value.candidates.find((candidate) => hostnameOf(hostOf(candidate.apiBase)) === hostnameOf(place.adminHost));
    if (own) {
      await store(own.apiBase);
      return;
    }
    if (probe.value.candidates.length === 0) setFault({ code: 'shopctrl-not-found' });
    else setQuestion(probe.value);
    setBusy(false);
  };

  const goesTo = originOf(apiBase) ?? (place ? `https://${place.adminHost}` : null);
  return (
    <form aria-label={say('shopctrl.title')} noValidate onSubmit={(event) => { event.preventDefault(); }}>
      <div class="fields">
        <Field label={say('shopctrl.address')} value={address} error={errors.address} hint={say('shopctrl.addressHint')} width="wide" inputMode="url" onValue={(value) => { change({ address: value }); }} />
        <Field label={say('shopctrl.login')} value={login} error={errors.login} onValue={(value) => { change({ login: value }); }} />
        <Field
          label={say('shopctrl.password')}
          secret
          value={password}
          error={errors.password}
          autoComplete="new-password"
          placeholder={keepsPassword ? say('stored') : ''}
          hint={keepsPassword ? say('shopctrl.passwordKept') : undefined}
          onValue={(value) => { change({ password: value }); }}
        />
      </div>
      {login.trim() === '' ? <p class="goes-to">{say('shopctrl.session')}</p> : goesTo !== null && <p class="goes-to">{say('shopctrl.goesTo', { host: hostOf(goesTo) })}</p>}
      <details class="more">
        <summary>{say('more')}</summary>
        <Field label={say('shopctrl.apiBase')} value={apiBase} error={errors.apiBase} hint={say('shopctrl.apiBaseHint')} width="wide" inputMode="url" onValue={(value) => { change({ apiBase: value }); }} />
      </details>
      {fault && <FaultHere language={props.language} fault={fault} detailsLabel={say('details')} />}
      {saved && !tenant?.fault && <Notice tone="good"><p>{say('saved')}</p></Notice>}
      <div class="buttons">
        <button type="submit" class="primary" disabled={busy} onClick={() => void save()}>{busy ? say('saving') : say('save')}</button>
      </div>
      {question && <HostDialog say={say} address={place?.adminHost ?? address} candidates={question.candidates} onConfirm={(base) => void store(base)} onClose={() => { setQuestion(null); }} />}
    </form>
  );
}
