import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { StartChoice, SyncOptions } from '../../lib/messages';
import type { StartCount } from '../../lib/view/types-ledger';
import { moment } from '../../lib/words/format';
import { holdsText } from '../../lib/words/sync-reasons';
import { Field } from '../shared/field';
import { Icon } from '../shared/icon';
import { FaultNotice } from '../shared/notice';
import { Options } from './options';
import { amounts, refOf, type ShopProps } from './parts';

const OFF: SyncOptions = { attachPdf: false, promote: false, useEntryNumber: false };

/** Turning Sync on: what has to be there, from which invoice on, what that would book, and then the switch. */
export function Start(props: ShopProps): JSX.Element {
  const { state, view, say, language, turnOn, go } = props;
  const [choice, setChoice] = useState<StartChoice>(state.sync ? ('date' in state.sync.from ? state.sync.from : { code: state.sync.from.code }) : { date: state.today });
  const [by, setBy] = useState(state.by);
  const [looked, setLooked] = useState(false);
  const [options, setOptions] = useState<SyncOptions>(state.sync?.options ?? OFF);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const counted = view.start && JSON.stringify(view.start.choice) === JSON.stringify(choice) ? view.start : null;
  const said = state.sync?.nativeOff !== null && state.sync !== null;
  const native = state.native === 'off' || (state.native === 'unknown' && (said || (looked && by.trim() !== '')));
  const missing = ([
    ['missing.connection', state.connection !== 'connected'],
    ['missing.settings', state.settingsMissing.length > 0],
    ['missing.native', !native],
    ['missing.count', !counted?.finished || counted.found === null],
  ] as const).filter(([, is]) => is);
  const send = async (): Promise<void> => {
    setBusy(true);
    const failed = await turnOn(choice, looked && by.trim() !== '' ? by.trim() : null, options);
    setBusy(false);
    setFault(failed);
    if (!failed) go(view.anchors.shop);
  };
  return (
    <>
      <p class="back"><a href={`#${view.anchors.shop}`}>← {say('back')}</a></p>
      <section class="card" aria-labelledby="start">
        <h2 id="start" tabIndex={-1} data-home>{say('start.title')}</h2>
        <p class="about">{say('start.intro')}</p>
        <h3>{say('start.ready')}</h3>
        <Needs {...props} />
        {state.native === 'unknown' && !said && (
          <div class="confirm">
            <label class="radio"><input type="checkbox" checked={looked} onChange={(event) => setLooked(event.currentTarget.checked)} /> {say('start.nativeConfirm')}</label>
            <Field label={say('byName')} value={by} onValue={setBy} hint={say('byNameHint')} />
          </div>
        )}
      </section>
      <From {...props} choice={choice} onChoice={setChoice} counted={counted} />
      {counted && <Result {...props} counted={counted} />}
      <section class="card" aria-labelledby="options">
        <h2 id="options">{say('start.options')}</h2>
        <Options say={say} value={options} onValue={setOptions} />
      </section>
      <section class="card on" aria-labelledby="on">
        <h2 id="on">{say('start.on')}</h2>
        <p>{!counted?.finished ? say('start.first') : counted.count > 0 ? say('start.onText', { count: counted.count }) : say('start.onNone')}</p>
        {missing.length > 0 && <p class="soft">{say('start.missing', { what: missing.map(([key]) => say(key)).join(', ') })}</p>}
        {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
        <button type="button" class="primary" disabled={busy || missing.length > 0} onClick={() => void send()}>{say('start.on')}</button>
      </section>
    </>
  );
}

function Needs({ state, say, language, ask }: ShopProps): JSX.Element {
  const shop = refOf(state.shop);
  const openShop = <button type="button" class="small" onClick={() => void ask({ kind: 'pages.openShop', shop })}>{say('openShop')}</button>;
  const openSetup = <button type="button" class="small" onClick={() => void ask({ kind: 'pages.openSetup', shop })}>{say('openSetup')}</button>;
  const { administration, connection, native, sync } = state;
  return (
    <ul class="needs">
      {connection === 'connected' && administration ? <Need ok>{say('start.connected', { name: `${administration.code} — ${administration.name}` })}</Need> : <Need action={openShop}>{say(connection === 'reconnect' ? 'start.reconnect' : 'start.notConnected')}</Need>}
      {state.settingsMissing.length === 0 ? <Need ok>{say('start.settings')}</Need> : <Need action={openSetup}>{say('start.noSettings')}</Need>}
      {state.access === 'login' ? <Need ok>{say('start.login')}</Need> : <Need note action={openSetup}>{say('start.session')}</Need>}
      {state.wasRead ? <Need ok>{say('start.read')}</Need> : <Need note>{say('start.notRead')}</Need>}
      {native === 'off' ? <Need ok>{say('start.nativeOff')}</Need>
        : native === 'active' ? <Need action={openShop}>{say('start.nativeActive')}</Need>
        : sync?.nativeOff ? <Need ok>{say('start.nativeSaid', { by: sync.nativeOff.by, when: moment(language, sync.nativeOff.at) })}</Need>
        : <Need action={openShop}>{say('start.nativeUnknown')}</Need>}
    </ul>
  );
}

function Need({ ok = false, note = false, action, children }: { readonly ok?: boolean; readonly note?: boolean; readonly action?: JSX.Element; readonly children: ComponentChildren }): JSX.Element {
  return (
    <li class={ok ? 'good' : note ? 'note' : 'missing'}>
      <Icon name={ok ? 'check' : note ? 'info' : 'attention'} />
      <span>{children}</span>
      {action}
    </li>
  );
}

interface FromProps extends ShopProps {
  readonly choice: StartChoice;
  readonly onChoice: (choice: StartChoice) => void;
  readonly counted: StartCount | null;
}

function From({ state, say, language, counted, choice, onChoice, count }: FromProps): JSX.Element {
  const [date, setDate] = useState('date' in choice ? choice.date : state.today);
  const [code, setCode] = useState('code' in choice ? choice.code : '');
  const byDate = 'date' in choice;
  const right = byDate ? /^\d{4}-\d\d-\d\d$/.test(choice.date) : choice.code !== '';
  const unknown = counted?.fault?.code === 'invoice-unknown';
  const running = counted !== null && !counted.finished && !counted.fault;
  return (
    <section class="card" aria-labelledby="from">
      <h2 id="from">{say('start.from')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (right) void count(choice);
        }}
      >
        <label class="radio"><input type="radio" name="from" checked={byDate} onChange={() => onChoice({ date })} /> {say('start.byDate')}</label>
        {byDate && (
          <div class="field indented">
            <label for="from-date">{say('start.date')}</label>
            <input id="from-date" type="date" required value={date} onInput={(event) => { setDate(event.currentTarget.value); onChoice({ date: event.currentTarget.value }); }} />
          </div>
        )}
        <label class="radio"><input type="radio" name="from" checked={!byDate} onChange={() => onChoice({ code: code.trim() })} /> {say('start.byNumber')}</label>
        {!byDate && (
          <div class="indented">
            <Field label={say('start.number')} value={code} onValue={(value) => { setCode(value); onChoice({ code: value.trim() }); }} hint={say('start.numberHint')} {...(unknown ? { error: say('start.numberUnknown') } : {})} />
          </div>
        )}
        <button type="submit" disabled={!right || running || state.settingsMissing.length > 0}>{say('start.count')}</button>
      </form>
      {running && (
        <div role="status" class="counting">
          <progress max={Math.max(counted.total, 1)} value={counted.done} />
          <p class="soft">{counted.until === null ? say('start.counting', { done: counted.done, total: counted.total }) : say('start.busy', { until: moment(language, new Date(counted.until).toISOString()) })}</p>
        </div>
      )}
      {counted?.fault && !unknown && <FaultNotice language={language} fault={counted.fault} detailsLabel={say('details')} actions={{ retry: () => void count(choice) }} />}
    </section>
  );
}

/** How many would go, are there already, or would wait. */
function Result({ counted, say, language }: Pick<ShopProps, 'say' | 'language'> & { readonly counted: StartCount }): JSX.Element | null {
  if (!counted.finished) return null;
  const { found } = counted;
  return (
    <section class="card" aria-labelledby="result">
      <h2 id="result">{say('start.result')}</h2>
      <ul class="counts">
        <li class={counted.count > 0 ? 'good' : ''}>
          <p class="number"><Icon name={counted.count > 0 ? 'check' : 'dash'} /> {counted.count > 0 ? say('start.go', { count: counted.count }) : say('start.goNone')}</p>
          {counted.totals.length > 0 && <p><strong>{amounts(language, counted.totals)}</strong></p>}
        </li>
        <li class={found === null ? 'warn' : ''}>
          <p class="number"><Icon name={found === null ? 'attention' : found > 0 ? 'check' : 'dash'} /> {found === null ? say('start.foundUnknown') : found > 0 ? say('start.found', { count: found }) : say('start.foundNone')}</p>
          <p class="soft">{found === null ? say('start.foundUnknownText') : found > 0 && say('start.foundText')}</p>
        </li>
        {counted.exported > 0 && (
          <li>
            <p class="number"><Icon name="info" /> {say('start.exported', { count: counted.exported })}</p>
            <p class="soft">{say('start.exportedText')}</p>
          </li>
        )}
        <li class={counted.waiting > 0 ? 'warn' : ''}>
          <p class="number"><Icon name={counted.waiting > 0 ? 'attention' : 'check'} /> {counted.waiting > 0 ? say('start.waits', { count: counted.waiting }) : say('start.waitsNone')}</p>
          {counted.waiting > 0 && <p class="soft">{say('start.waitsText')}</p>}
        </li>
      </ul>
      {counted.causes.length > 0 && (
        <>
          <h3>{say('start.causes')}</h3>
          <ul class="plain causes">
            {counted.causes.map((cause) => (
              <li key={cause.key}>
                <p><strong>{say('tasks.count', { count: cause.count })}</strong> · {holdsText(language, cause)}</p>
                <p class="soft">{say('tasks.examples', { list: cause.invoices.slice(0, 5).join(', ') })}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
