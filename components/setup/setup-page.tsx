import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { Language } from '../../lib/messages';
import type { SetupView, StepState } from '../../lib/view/types';
import { Icon, type IconName } from '../shared/icon';
import { LanguageSwitch } from '../shared/language-switch';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import { ConnectionTest } from './connection-test';
import { ExactForm } from './exact-form';
import type { Surroundings } from './parts';
import { ShopCtrlForm } from './shopctrl-form';
import { ShopRules } from './shop-rules';

interface Props extends Surroundings {
  /** Null until the first answer. */
  readonly view: SetupView | null;
  /** The state could not be read. */
  readonly fault: Fault | null;
  readonly onLanguage: (language: Language) => void;
}

const NEW = 'new';
/** More shops than this: their forms are closed until somebody wants one. */
const ALL_OPEN = 8;

/** The whole set-up page. */
export function SetupPage(props: Props): JSX.Element {
  const { say, view, fault } = props;
  return (
    <div class="page">
      <header class="top">
        <img src="/icon/48.png" width="36" height="36" alt="" />
        <div>
          <p class="app">{say('app')}</p>
          <h1>{say('title')}</h1>
        </div>
        <LanguageSwitch label={say('language')} language={props.language} onLanguage={props.onLanguage} />
      </header>
      {fault && <FaultHere language={props.language} fault={fault} detailsLabel={say('details')} actions={{ retry: () => void props.reload(), reload: () => { location.reload(); } }} />}
      {view ? <Loaded {...props} view={view} /> : !fault && <p class="about" role="status">{say('loading')}</p>}
    </div>
  );
}

function Loaded(props: Props & { readonly view: SetupView }): JSX.Element {
  const { say, view, language } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  // The form lives on while its environment comes into being; it starts anew only when the person picks another one.
  const [form, setForm] = useState(0);
  const pick = (tenantId: string): void => {
    setChosen(tenantId);
    setForm(form + 1);
  };
  const [forgotten, setForgotten] = useState('');
  const tenant = chosen === NEW ? null : (view.tenants.find(({ tenantId }) => tenantId === chosen) ?? view.tenants[0] ?? null);
  const accept = async (tenantId: string): Promise<void> => {
    await props.ask({ kind: 'setup.acceptUser', tenantId });
    await props.reload();
  };

  const [called, call] = useCalledShop();
  const firstIncomplete = view.shops.find((shop) => !shop.complete);

  return (
    <div class="columns">
      <nav aria-label={say('steps')}>
        <ol class="steps">
          <Step href="#shopctrl" number={1} state={view.steps.shopctrl} label={say('step.shopctrl')} say={say} />
          <Step href="#exact" number={2} state={view.steps.exact} label={say('step.exact')} say={say} />
          <Step
            href="#shops"
            number={3}
            state={view.steps.shops}
            label={say('step.shops')}
            say={say}
            {...(view.shops.length > 0 ? { note: say('step.shopsCount', { done: view.completeShops, total: view.shops.length }) } : {})}
          />
        </ol>
        <div class="after">
          <h2>{say('after.title')}</h2>
          <p>{say('after.text')}</p>
        </div>
      </nav>
      <main>
        <p class="intro">{say('intro')}</p>

        <section class="card" id="shopctrl" aria-labelledby="shopctrl-title">
          <h2 id="shopctrl-title">{say('shopctrl.title')}</h2>
          <p class="about">{say('shopctrl.about')}</p>
          {view.tenants.length > 0 && (
            <div class="environments" role="group" aria-label={say('shopctrl.which')}>
              {view.tenants.map((one) => (
                <button key={one.tenantId} type="button" aria-pressed={one === tenant} onClick={() => { pick(one.tenantId); }}>
                  {one.adminHost}
                </button>
              ))}
              <button type="button" class="quiet" aria-pressed={chosen === NEW} onClick={() => { pick(NEW); }}>
                {say(chosen === NEW ? 'shopctrl.new' : 'shopctrl.another')}
              </button>
            </div>
          )}
          {tenant?.fault && (
            <FaultHere
              language={language}
              fault={tenant.fault}
              detailsLabel={say('details')}
              tone="warning"
              actions={{ accept: () => void accept(tenant.tenantId), retry: () => void props.reload() }}
            />
          )}
          {tenant?.user && !tenant.fault && (
            <Notice tone="good">
              <p>{say('shopctrl.signedIn', { user: tenant.user })} <span class="about">{say('shopctrl.apiAt', { host: tenant.apiBase })}</span></p>
            </Notice>
          )}
          <ShopCtrlForm {...props} key={form} tenant={tenant} onSaved={setChosen} />
        </section>

        <section class="card" id="exact" aria-labelledby="exact-title">
          <h2 id="exact-title">{say('exact.title')}</h2>
          <p class="about">{say('exact.about')}</p>
          <ExactForm {...props} app={view.exactApp} redirectAddress={view.redirectAddress} />
        </section>

        <ConnectionTest {...props} tenantId={tenant?.tenantId ?? null} />

        <aside class="vault">
          <h2>{say('vault.title')}</h2>
          <p>{say('vault.text')}</p>
          <p>{say('restore.text')} <a href="/ledger.html">{say('restore.link')}</a></p>
        </aside>

        <section id="shops" aria-labelledby="shops-title" class="shops">
          <h2 id="shops-title">{say('shops.title')}</h2>
          <p class="about">{say(view.shops.length > 0 ? 'shops.about' : 'shops.none')}</p>
          {forgotten && <Notice tone="good"><p>{say('forget.done', { name: forgotten })}</p></Notice>}
          {view.shops.length > 3 && (
            <nav class="jump" aria-label={say('shops.jump')}>
              {view.shops.map((shop) => (
                <a key={shop.key} href={`#${shop.anchor}`} onClick={() => { call(shop.anchor); }}>
                  <Icon name={shop.complete ? 'check' : 'dot'} />
                  {shop.name} <small>{shop.id}</small>
                </a>
              ))}
            </nav>
          )}
          {view.shops.map((shop) => (
            <ShopRules
              {...props}
              key={shop.key}
              shop={shop}
              openAtFirst={view.shops.length <= ALL_OPEN || shop === firstIncomplete}
              first={shop === firstIncomplete}
              called={called.anchor.split(':')[0] === shop.anchor ? called.times : 0}
              calledAt={called.anchor.split(':')[1] ?? ''}
              others={view.shops.filter((other) => other.key !== shop.key && other.complete)} onForgotten={setForgotten}
            />
          ))}
        </section>
      </main>
    </div>
  );
}

interface Called {
  readonly anchor: string;
  /** Counts, so that the same shop can be called again after it was closed. */
  readonly times: number;
}

/** The shop that the page's address or a link on the page leads to. */
function useCalledShop(): readonly [called: Called, call: (anchor: string) => void] {
  const [called, setCalled] = useState<Called>(() => ({ anchor: location.hash.slice(1), times: 1 }));
  const call = (anchor: string): void => { setCalled((before) => ({ anchor, times: before.times + 1 })); };
  useEffect(() => {
    const follow = (): void => { call(location.hash.slice(1)); };
    window.addEventListener('hashchange', follow);
    return () => { window.removeEventListener('hashchange', follow); };
  }, []);
  return [called, call];
}

const STEP_ICONS: Readonly<Record<StepState, IconName | null>> = { done: 'check', attention: 'attention', now: null, later: null };

interface StepProps {
  readonly href: string;
  readonly number: number;
  readonly state: StepState;
  readonly label: string;
  readonly note?: string;
  readonly say: Surroundings['say'];
}

function Step({ href, number, state, label, note, say }: StepProps): JSX.Element {
  const icon = STEP_ICONS[state];
  return (
    <li class={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
      <a href={href}>
        <span class="number">{icon ? <Icon name={icon} /> : number}</span>
        <span>
          {label}
          <small>{note ?? say(`step.${state}`)}</small>
        </span>
      </a>
    </li>
  );
}
