import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { FaultNotice, Notice } from '../shared/notice';
import { PageTop } from '../shared/page-top';
import { ShopChoice } from '../shared/shop-choice';
import { Batch } from './batch';
import { Invoice } from './invoice';
import type { PreviewProps } from './parts';

/** The whole page: what a period changes in the books, or one invoice beside its booking. */
export function PreviewPage(props: PreviewProps): JSX.Element {
  const { view, language, say, ask, look } = props;
  const { state } = view;
  const openSetup = (): void => void ask({ kind: 'pages.openSetup', ...(state?.shop ? { shop: { tenantId: state.shop.tenantId, shopId: state.shop.shopId } } : {}) });
  return (
    <div class="page">
      <PageTop say={say} language={language} onLanguage={props.onLanguage}>
        <button type="button" class="small" onClick={props.print}>{say('print')}</button>
        <button type="button" class="small" onClick={openSetup}>{say('setup')}</button>
      </PageTop>
      <main>
        <p class="intro">{say('intro')}</p>
        {view.fault && <FaultNotice language={language} fault={view.fault} detailsLabel={say('details')} actions={{ retry: () => void look(true), 'set-up': openSetup, reload: () => void look(true) }} />}
        {state && !state.shop && <p class="card">{say('noShops')}</p>}
        {state?.shop && view.place === 'batch' && <Period key={`${state.shop.tenantId}|${String(state.shop.shopId)}|${view.from}|${view.to}`} {...props} />}
        {state?.shop && state.waiting === null && view.place === 'batch' && <Notice tone="info"><p>{say('notRead')}</p></Notice>}
        {view.loading && !shownOf(props) && <p class="loading" role="status">{say('loading')}</p>}
        <div class="content" aria-busy={view.loading}>{shownOf(props)}</div>
      </main>
    </div>
  );
}

function shownOf(props: PreviewProps): JSX.Element | null {
  const { view } = props;
  if (view.place === 'invoice') return view.invoice && <Invoice {...props} shown={view.invoice} />;
  return view.batch && <Batch {...props} batch={view.batch} />;
}

/** Which shop and which days. */
function Period({ view, say, go, anchorOf }: PreviewProps): JSX.Element | null {
  const [from, setFrom] = useState(view.from);
  const [to, setTo] = useState(view.to);
  const { state } = view;
  if (!state?.shop) return null;
  const { shop, shops, administration } = state;
  const right = /^\d{4}-\d\d-\d\d$/.test(from) && /^\d{4}-\d\d-\d\d$/.test(to) && from <= to;
  return (
    <form
      class="period card"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) go(anchorOf(shop, from, to));
      }}
    >
      <div class="field shop">
        <ShopChoice shops={shops} shop={shop} onShop={(chosen) => go(anchorOf(chosen, '', ''))} say={say} />
        <p class="hint">{say('administration')}: {administration ? `${administration.code} — ${administration.name}` : say('noAdministration')}</p>
      </div>
      <div class="field">
        <label for="from">{say('from')}</label>
        <input id="from" type="date" required value={from} max={to} onInput={(event) => setFrom(event.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="to">{say('to')}</label>
        <input id="to" type="date" required value={to} min={from} onInput={(event) => setTo(event.currentTarget.value)} />
      </div>
      <button type="submit" class="primary" disabled={!right}>{say('show')}</button>
      {!right && <p class="error" role="alert">{say('periodWrong')}</p>}
    </form>
  );
}
