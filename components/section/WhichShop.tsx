import type { JSX } from 'preact';
import type { SectionState } from '../../lib/messages';
import { Icon } from './parts';
import type { Shared, SureState } from './props';

type AskState = Extract<SectionState, { identity: 'ask' }>;

/** Asks which shop the tab belongs to; until answered nothing here can act. */
export function WhichShop({ shared, state, title, adminHost }: { shared: Shared; state: AskState; title: string | null; adminHost: string }): JSX.Element {
  const { say, act, byHand, busy, local, set } = shared;
  const picked = state.candidates.some((shop) => String(shop.shopId) === local.which) ? local.which : '';
  const why = title === null ? 'askNoTitle' : state.reason === 'several' ? 'askSeveral' : state.reason === 'disagree' ? 'askDisagree' : 'askNone';
  return (
    <div class="ask" role="group" aria-labelledby="ask-heading">
      <h3 id="ask-heading">
        <Icon tone="warn" /> {say('askHeading')}
      </h3>
      <p>
        {say(why, { title: title ?? '' })} {say('askUntil')}
      </p>
      {state.candidates.length === 0 ? (
        <p>{say('noShops')}</p>
      ) : (
        <div class="fields">
          <div class="field">
            <label for="which">{say('shop')}</label>
            <select id="which" value={picked} onChange={(event) => set({ which: event.currentTarget.value })}>
              <option value="">{say('choose')}</option>
              {state.candidates.map((shop) => (
                <option key={shop.shopId} value={String(shop.shopId)}>
                  {shop.name} — {say('shopId', { id: String(shop.shopId) })}
                </option>
              ))}
            </select>
          </div>
          <button
            type="button"
            class="primary"
            disabled={picked === '' || busy.includes('section.chooseShop')}
            onClick={byHand(() => void act({ kind: 'section.chooseShop', adminHost, title, shopId: Number(picked) }))}
          >
            {say('useShop')}
          </button>
        </div>
      )}
    </div>
  );
}

/** Other shops bear the same name: says which one is meant, and lets the person say otherwise. */
export function OtherShop({ shared, state, title, adminHost }: { shared: Shared; state: SureState; title: string | null; adminHost: string }): JSX.Element | null {
  const { say, act, byHand } = shared;
  const others = state.alternatives ?? [];
  if (others.length === 0) return null;
  return (
    <p class="aside-line">
      {say('otherShop', { id: String(state.shop.shopId) })}{' '}
      {others.map((shop) => (
        <button key={shop.shopId} type="button" class="plain" onClick={byHand(() => void act({ kind: 'section.chooseShop', adminHost, title, shopId: shop.shopId }))}>
          {say('useOther', { name: shop.name, id: String(shop.shopId) })}
        </button>
      ))}
    </p>
  );
}
