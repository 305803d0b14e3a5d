import { render } from 'preact';
import type { Surroundings, Whereabouts } from '../../components/setup/parts';
import { SetupPage } from '../../components/setup/setup-page';
import type { Fault } from '../../lib/faults';
import type { Ask, Language } from '../../lib/messages';
import { ask, onChanged } from '../../lib/platform/messaging';
import { requestAccess } from '../../lib/platform/permissions';
import { adminHostOf, candidatesFor, isShopCtrlSite } from '../../lib/shopctrl/address';
import { chooseLanguage, chosenLanguage } from '../../lib/view/language';
import { dropRecalled } from '../../lib/view/recall';
import { booksView } from '../../lib/view/mapping';
import { setupView } from '../../lib/view/setup';
import type { SetupView } from '../../lib/view/types';
import { setupWords } from '../../lib/words/setup';
import './style.css';

const root = document.getElementById('app');
if (!root) throw new Error('options: no place to stand');

/** How long the worker may take before its silence is said. */
const CEILING = 8000;

let language: Language = chosenLanguage(localStorage, navigator.languages);
let view: SetupView | null = null;
let fault: Fault | null = null;

async function reload(): Promise<void> {
  const reply = await ask({ kind: 'setup.state' }, AbortSignal.timeout(CEILING));
  // A failed reload keeps what is shown: nobody loses a half-filled form to it.
  if (reply.ok) view = setupView(reply.value);
  fault = reply.ok ? null : reply.fault;
  show();
}

// The popup's own copy goes with the shop.
const asking: Ask = (request) => {
  if (request.kind === 'setup.forgetShop') dropRecalled(localStorage);
  return ask(request);
};

const readBooks: Surroundings['readBooks'] = async (shop, read, profile) => {
  const reply = await ask({ kind: 'setup.books', shop, read, ...(profile ? { profile } : {}) });
  return reply.ok ? { ok: true, value: booksView(reply.value) } : reply;
};

async function copy(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}

function whereabouts(typed: string): Whereabouts | null {
  try {
    const adminHost = adminHostOf(typed);
    return { adminHost, candidates: candidatesFor(adminHost) };
  } catch {
    return null;
  }
}

function show(): void {
  document.documentElement.lang = language;
  document.title = `${setupWords(language, 'title')} · ${setupWords(language, 'app')}`;
  const onLanguage = (chosen: Language): void => {
    language = chosen;
    chooseLanguage(localStorage, chosen);
    show();
  };
  if (root) render(<SetupPage view={view} fault={fault} language={language} say={(key, params) => setupWords(language, key, params)} ask={asking} reload={reload} whereabouts={whereabouts} isShopCtrlSite={isShopCtrlSite} requestAccess={requestAccess} copy={copy} readBooks={readBooks} now={() => new Date().toISOString()} onLanguage={onLanguage} />, root);
}

show();
onChanged(() => void reload(), new AbortController().signal);
// The address may name a shop whose region exists only now.
void reload().then(() => document.getElementById(location.hash.slice(1))?.scrollIntoView());
