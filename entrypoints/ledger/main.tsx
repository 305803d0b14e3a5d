import { render } from 'preact';
import { LedgerPage } from '../../components/ledger/ledger-page';
import type { Fault } from '../../lib/faults';
import type { Language } from '../../lib/messages';
import { ask, onChanged } from '../../lib/platform/messaging';
import { askToTell, mayTell } from '../../lib/platform/attention';
import { readBackup, sendBackup } from '../../lib/view/backup';
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

const backup = async (): Promise<Fault | null> => {
  const pieces = await readBackup(ask);
  if ('code' in pieces) return pieces;
  const url = URL.createObjectURL(new Blob([...pieces], { type: 'application/json' }));
  Object.assign(document.createElement('a'), { href: url, download: `exact-online-for-shopctrl-${new Date().toISOString().slice(0, 10)}.json` }).click();
  // The browser reads it after this turn; a file of some size takes a while.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return null;
};
const restore = async (file: Blob, settings: 'keep' | 'replace'): Promise<Fault | number> => {
  const result = await sendBackup(ask, await file.text(), settings, crypto.randomUUID());
  await page.look(true);
  return result;
};

function show(): void {
  if (!view || !root) return;
  document.documentElement.lang = language;
  document.title = [view.invoice?.code, view.state?.shop?.name, say('title'), say('app')].filter(Boolean).join(' · ');
  render(
    <LedgerPage
      view={view} language={language} say={say} ask={ask} look={page.look} more={page.more} count={page.count} turnOn={page.turnOn} answer={page.answer} backup={backup} restore={restore} onLanguage={onLanguage}
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
