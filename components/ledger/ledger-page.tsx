import type { JSX } from 'preact';
import { FaultNotice } from '../shared/notice';
import { PageTop } from '../shared/page-top';
import { ShopChoice } from '../shared/shop-choice';
import { Backup } from './backup';
import { Invoice } from './invoice';
import { List } from './list';
import { More } from './more';
import { refOf, type LedgerProps, type ShopProps } from './parts';
import { Start } from './start';
import { Status } from './status';
import { Tasks } from './tasks';

/** The whole page: Sync of one shop, the assistant that turns it on, or one invoice with its history. */
export function LedgerPage(props: LedgerProps): JSX.Element {
  const { view, language, say, ask, look } = props;
  const { state } = view;
  const shop = state?.shop ?? null;
  const openSetup = (): void => void ask({ kind: 'pages.openSetup', ...(shop ? { shop: refOf(shop) } : {}) });
  return (
    <div class="page">
      <PageTop say={say} language={language} onLanguage={props.onLanguage}>
        {shop && <button type="button" class="small" onClick={() => void ask({ kind: 'pages.openPreview', shop: refOf(shop) })}>{say('preview')}</button>}
        <button type="button" class="small" onClick={openSetup}>{say('setup')}</button>
      </PageTop>
      <main>
        <p class="intro">{say('intro')}</p>
        {view.fault && <FaultNotice language={language} fault={view.fault} detailsLabel={say('details')} actions={{ retry: () => void look(true), 'set-up': openSetup, reload: () => void look(true) }} />}
        {state && !shop && <p class="card">{say('noShops')}</p>}
        {!state && view.loading && <p class="loading" role="status">{say('loading')}</p>}
        {state && shop && <Shop key={`${shop.tenantId}|${String(shop.shopId)}`} {...props} state={{ ...state, shop }} />}
        {state && view.place === 'shop' && <Backup {...props} />}
      </main>
    </div>
  );
}

function Shop(props: ShopProps): JSX.Element {
  const { view, state, say, go, anchorOf } = props;
  const { shop, shops, administration } = state;
  const choice = <ShopChoice shops={shops} shop={shop} onShop={(chosen) => go(anchorOf(chosen))} say={say} />;
  return (
    <>
      <div class="which card">
        {shops.length > 1 ? <div class="field">{choice}</div> : choice}
        <p class="hint">{say('administration')}: {administration ? `${administration.code} — ${administration.name}` : say('noAdministration')}</p>
      </div>
      {view.place === 'invoice' && (view.invoice ? <Invoice {...props} invoice={view.invoice} /> : view.loading && <p class="loading" role="status">{say('loading')}</p>)}
      {view.place === 'start' && <Start {...props} />}
      {view.place === 'shop' && (
        <>
          <Status {...props} />
          {view.causes && state.sync && <Tasks {...props} causes={view.causes} />}
          <List {...props} />
          <More {...props} />
        </>
      )}
    </>
  );
}
