import { render } from 'preact';
import { LedgerPage } from '../../components/ledger/ledger-page';
import type { Language } from '../../lib/messages';
import { ask, onChanged } from '../../lib/platform/messaging';
import { askToTell, mayTell } from '../../lib/platform/attention';
import { chooseLanguage, chosenLanguage } from '../../lib/view/language';
import { ledgerAnchor } from '../../lib/view/ledger-address';
import { createLedgerPage } from '../../lib/view/ledger-page';
import type { LedgerView } from '../../lib/view/types-ledger';
import { ledgerWords, type LedgerKey } from '../../lib/words/ledger';
import type { Params } from '../../lib/words/text';
import './style.css';

const root = document.getElementById('app');
if (!root) throw new Error('ledger: no place to stand');

let language: Language = chosenLanguage(localStorage, navigator.languages);
let view: LedgerView | null = null;
let notifications: boolean | null = null;
const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const page = createLedgerPage({ ask, hash: () => location.hash, show: (next) => { view = next; show(); }, now: () => Date.now(), sleep });
const say = (key: LedgerKey, params?: Params): string => ledgerWords(language, key, params);
const onLanguage = (chosen: Language): void => {
  language = chosen;
  chooseLanguage(localStorage, chosen);
  show();
};
const askNotifications = async (): Promise<boolean> => {
  notifications = await askToTell();
  show();
  return notifications;
};

function show(): void {
  if (!view || !root) return;
  document.documentElement.lang = language;
  document.title = [view.invoice?.code, view.state?.shop?.name, say('title'), say('app')].filter(Boolean).join(' · ');
  render(
    <LedgerPage
      view={view} language={language} say={say} ask={ask} look={page.look} more={page.more} count={page.count} turnOn={page.turnOn} answer={page.answer} onLanguage={onLanguage}
      go={(anchor) => { location.hash = anchor; }}
      anchorOf={({ tenantId, shopId }, state) => ledgerAnchor({ shop: { tenantId, shopId }, start: false, ...(state === undefined ? {} : { state }) })}
      notifications={notifications} askNotifications={askNotifications}
    />,
    root,
  );
}

/** What a link led to comes into sight, and screen readers hear of it. */
async function arrive(): Promise<void> {
  const before = view?.list?.state;
  await page.look();
  const listed = view?.place === 'shop' && before !== undefined && before !== view.list?.state;
  if (!listed) window.scrollTo(0, 0);
  document.querySelector<HTMLElement>(listed ? '#list' : '[data-home]')?.focus({ preventScroll: !listed });
}

window.addEventListener('hashchange', () => void arrive());
onChanged(() => { if (!document.hidden) void page.refresh(); }, new AbortController().signal);
document.addEventListener('visibilitychange', () => { if (!document.hidden) void page.refresh(); });
void mayTell().then((may) => { notifications = may; show(); });
void page.look();
