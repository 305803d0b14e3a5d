import type { JSX } from 'preact';
import type { Freshness, PopupView } from '../../lib/view/types';
import { moment } from '../../lib/words/format';
import { FaultNotice, Notice } from '../shared/notice';
import type { PopupProps } from './parts';
import { ShopRow } from './shop-row';

/** Every shop with its connection and what waits; or what to do first. */
export function Popup(props: PopupProps): JSX.Element {
  const { view, freshness, say } = props;
  return (
    <>
      <header class="top">
        <img src="/icon/32.png" width="22" height="22" alt="" />
        <h1>{say('app')}</h1>
        <a href={props.setupAddress} target="_blank">{say('setup')}</a>
      </header>
      {freshness.state === 'silent' && <Silence {...props} freshness={freshness} />}
      {view === null ? freshness.state === 'asking' && <p class="empty" role="status">{say('looking')}</p> : <Known {...props} view={view} />}
    </>
  );
}

function Known(props: PopupProps & { readonly view: PopupView }): JSX.Element {
  const { view, say } = props;
  if (view.rows.length === 0) {
    const first = view.next === 'set-up-shopctrl' ? 'shopctrl' : 'none';
    return (
      <section class="empty">
        <h2>{say(`first.${first}.title`)}</h2>
        <p>{say(`first.${first}.text`)}</p>
        <a class="button" href={props.setupAddress} target="_blank">{say('first.open')}</a>
      </section>
    );
  }
  return (
    <main>
      {view.next === 'set-up-exact' && (
        <section class="next">
          <h2>{say('first.exact.title')}</h2>
          <p>{say('first.exact.text')}</p>
          <a href={props.setupAddress} target="_blank">{say('first.open')}</a>
        </section>
      )}
      {view.environments.map((environment) => <Environment key={environment.tenantId} {...props} environment={environment} />)}
      <ul aria-label={say('shops')}>
        {view.rows.map((row) => <ShopRow key={row.key} row={row} language={props.language} say={say} ask={props.ask} refresh={props.refresh} setupAddress={props.setupAddress} />)}
      </ul>
    </main>
  );
}

/** Trouble with a whole ShopCtrl environment, once for all its shops. */
function Environment({ environment, language, say, ask, refresh }: PopupProps & { readonly environment: PopupView['environments'][number] }): JSX.Element {
  const { host, fault, shop } = environment;
  const openSetup = (): void => void ask({ kind: 'pages.openSetup' });
  const openAdmin = shop && ((): void => void ask({ kind: 'pages.openShop', shop }));
  return (
    <FaultNotice
      language={language}
      fault={fault}
      about={host}
      detailsLabel={say('details')}
      tone="warning"
      actions={{ retry: () => void refresh(), 'set-up': openSetup, accept: openSetup, ...(openAdmin ? { 'sign-in': openAdmin } : {}) }}
    />
  );
}

function Silence({ view, freshness, language, say, refresh }: PopupProps & { readonly freshness: Freshness & { state: 'silent' } }): JSX.Element {
  const since = freshness.since === null ? null : say('silentSince', { when: moment(language, freshness.since) });
  return (
    <Notice tone="warning" action={<button type="button" class="small" onClick={() => void refresh()}>{say('retry')}</button>}>
      <p>{say('silent')} {view === null ? say('silentEmpty') : since}</p>
    </Notice>
  );
}
