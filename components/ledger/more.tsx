import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import { Field } from '../shared/field';
import { FaultNotice } from '../shared/notice';
import { Options } from './options';
import { refOf, type ShopProps } from './parts';

const FIELDS = [
  { name: 'everyMinutes', label: 'more.every', low: 5, high: 240 },
  { name: 'uncertainMinutes', label: 'more.uncertain', hint: 'more.uncertainHint', low: 1, high: 60 },
  { name: 'reserve', label: 'more.reserve', hint: 'more.reserveHint', low: 0, high: 30 },
] as const;

/** Settings of Sync: of the shop, of this browser, notifications. */
export function More(props: ShopProps): JSX.Element {
  const { state, language, say, ask, look } = props;
  const [fault, setFault] = useState<Fault | null>(null);
  return (
    <section class="card" aria-labelledby="more">
      <h2 id="more">{say('more.title')}</h2>
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
      {state.sync && (
        <>
          <h3>{say('more.ofShop')}</h3>
          <Options
            say={say} value={state.sync.options}
            onValue={(options) => void ask({ kind: 'ledger.options', shop: refOf(state.shop), options }).then((reply) => {
              setFault(reply.ok ? null : reply.fault);
              return look(true);
            })}
          />
        </>
      )}
      <h3>{say('more.ofBrowser')}</h3>
      <Notifications {...props} />
      <Tuning {...props} />
    </section>
  );
}

function Notifications({ say, notifications, askNotifications }: ShopProps): JSX.Element {
  const [denied, setDenied] = useState(false);
  return (
    <div class="notifications">
      <p><strong>{say('notify.title')}</strong></p>
      <p class="soft">{say('notify.text')}</p>
      {notifications ? <p>{say('notify.on')}</p> : <button type="button" class="small" disabled={notifications === null} onClick={() => void askNotifications().then((given) => setDenied(!given))}>{say('notify.ask')}</button>}
      {denied && !notifications && <p class="soft" role="status">{say('notify.denied')}</p>}
    </div>
  );
}

function Tuning({ state, say, ask, look, language }: ShopProps): JSX.Element {
  const [typed, setTyped] = useState(() => Object.fromEntries(FIELDS.map(({ name }) => [name, String(state.tuning[name])])) as Record<(typeof FIELDS)[number]['name'], string>);
  const [saved, setSaved] = useState<Fault | boolean>(false);
  const isWrong = ({ name, low, high }: (typeof FIELDS)[number]): boolean => !/^\d+$/.test(typed[name]) || Number(typed[name]) < low || Number(typed[name]) > high;
  return (
    <details class="more">
      <summary>{say('more.advanced')}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (FIELDS.some(isWrong)) return;
          void ask({ kind: 'ledger.tuning', tuning: { everyMinutes: Number(typed.everyMinutes), uncertainMinutes: Number(typed.uncertainMinutes), reserve: Number(typed.reserve) } }).then((reply) => {
            setSaved(reply.ok || reply.fault);
            return look(true);
          });
        }}
      >
        {FIELDS.map((field) => (
          <Field
            key={field.name} label={say(field.label)} value={typed[field.name]} inputMode="numeric"
            onValue={(value) => { setTyped({ ...typed, [field.name]: value.trim() }); setSaved(false); }}
            {...('hint' in field ? { hint: say(field.hint) } : {})}
            {...(isWrong(field) ? { error: say('more.wrong', { low: field.low, high: field.high }) } : {})}
          />
        ))}
        <div class="tools"><button type="submit" disabled={FIELDS.some(isWrong)}>{say('more.save')}</button>{saved === true && <span role="status">{say('more.saved')}</span>}</div>
        {typeof saved !== 'boolean' && <FaultNotice language={language} fault={saved} detailsLabel={say('details')} />}
      </form>
    </details>
  );
}
