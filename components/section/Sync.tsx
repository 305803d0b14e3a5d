import type { JSX } from 'preact';
import { day } from '../../lib/words/format';
import { Badge, FaultNotice, Notice, ShopTag, type Tone } from './parts';
import { type SureState, type Shared } from './props';

/** "10 — Lumen Retail B.V." */
export function administrationName(administration: { readonly code: string; readonly name: string }): string {
  return `${administration.code} — ${administration.name}`;
}

const CARD = { off: 'none', fine: 'good', waiting: 'busy', attention: 'warn' } as const;

/** The half of the section that connects: who authorized, or the way to it. */
export function Sync({ shared, state }: { shared: Shared; state: SureState | null }): JSX.Element {
  const { say, language, openConnect, byHand, act, shop, set, local, busy } = shared;
  const card = shop && state?.automation;
  const sync = state?.sync ?? null;
  const linked = sync?.state === 'authorized' || sync?.state === 'reconnect' ? sync : null;
  const waiting = sync?.state === 'pending';
  const label = { none: 'notConnected', pending: 'connecting', choose: 'attention', authorized: 'connected', reconnect: 'attention' } as const;
  const tones: Readonly<Record<keyof typeof label, Tone>> = { none: 'none', pending: 'busy', choose: 'warn', authorized: 'good', reconnect: 'warn' };
  return (
    <div class="block">
      <div class="block-head">
        <h3>{say('syncHeading')}</h3>
        {sync && <Badge tone={tones[sync.state]}>{say(label[sync.state])}</Badge>}
      </div>

      {(!sync || sync.state === 'none') && <p>{say(state && !state.hasExactApp ? 'syncNoApp' : 'syncNone')}</p>}
      {sync?.state === 'pending' && <p>{say(sync.step === 'consent' ? 'syncPending' : 'syncExchange')}</p>}
      {sync?.state === 'choose' && <p>{say('syncChoose')}</p>}

      {linked && (
        <dl>
          <div>
            <dt>{say('authorizedBy')}</dt>
            <dd>{linked.by}</dd>
          </div>
          <div>
            <dt>{say('administration')}</dt>
            <dd>{administrationName(linked.administration)}</dd>
          </div>
          <div>
            <dt>{say('since')}</dt>
            <dd>{day(language, linked.since)}</dd>
          </div>
        </dl>
      )}
      {sync?.state === 'reconnect' && <FaultNotice shared={shared} fault={sync.fault} said={sync.text} offer={false} />}
      {state?.connectFault && !waiting && !local.dialog && <FaultNotice shared={shared} fault={state.connectFault} offer={state.connectFault.code === 'exact-secret' || state.connectFault.code === 'exact-page-not-loaded'} />}

      {card && (
        <Notice tone={CARD[card.tone]} heading={card.title}>
          {card.progress && <progress value={card.progress.done} max={card.progress.total} aria-label={card.title} />}
          {card.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <div class="actions">
            {card.actions.map(({ label, request }) => (
              <button key={label} type="button" disabled={busy.includes(request.kind)} onClick={byHand(() => void act(request))}>
                {label}
              </button>
            ))}
          </div>
        </Notice>
      )}
      <div class="actions">
        {sync?.state === 'choose' ? (
          <button type="button" class="primary" onClick={byHand(openConnect)}>
            {say('chooseAdministration')}
          </button>
        ) : (
          <button type="button" class={sync?.state === 'authorized' ? '' : 'primary'} disabled={!shop || waiting} onClick={byHand(openConnect)}>
            {say('authenticate')}
          </button>
        )}
        {(waiting || sync?.state === 'choose') && shop && !local.dialog && (
          <button type="button" onClick={() => void act({ kind: 'connect.cancel', shop: { tenantId: shop.tenantId, shopId: shop.shopId } })}>
            {say('cancel')}
          </button>
        )}
        {linked && (
          <button type="button" onClick={byHand(() => set({ dialog: 'remove' }))}>
            {say('remove')}
          </button>
        )}
        <ShopTag shared={shared} />
      </div>
    </div>
  );
}
