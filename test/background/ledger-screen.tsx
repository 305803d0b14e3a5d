/** The ledger page of the whole background, in a page without a browser: what a person reads there, and presses. */
import { Window } from 'happy-dom';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { LedgerPage } from '../../components/ledger/ledger-page';
import type { Language, ShopRef } from '../../lib/messages';
import { ledgerAnchor } from '../../lib/view/ledger-address';
import { createLedgerPage } from '../../lib/view/ledger-page';
import type { LedgerView } from '../../lib/view/types-ledger';
import { ledgerWords } from '../../lib/words/ledger';
import { all, click, nameOf, settle, the } from '../components/dom';
import type { Stage } from './harness';

/** One cause: what is said, with how many invoices, and what can be pressed. */
export interface Card {
  readonly text: string;
  readonly buttons: readonly string[];
}

export interface Screen {
  /** What stands above: title and lines. */
  readonly status: string;
  /** What needs the person. */
  readonly tasks: readonly Card[];
  /** What goes on by itself. */
  readonly waiting: readonly Card[];
}

const flat = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

function cards(heading: string): readonly Card[] {
  const section = document.querySelector(`section[aria-labelledby="${heading}"]`);
  return [...(section?.querySelectorAll(':scope > ul > li') ?? [])].map((card) => ({
    text: [...card.querySelectorAll('.count p, .why > p')].map(flat).join(' '),
    buttons: [...card.querySelectorAll('button, a.button')].map(nameOf),
  }));
}

/** Opens the page of a shop and reads it. */
export async function ledgerScreen(stage: Stage, shop: ShopRef, language: Language): Promise<Screen> {
  await open(stage, shop, language);
  return { status: flat(document.querySelector('section.status')), tasks: cards('tasks'), waiting: cards('waits') };
}

/** Presses a button of the page by its name, and then that of the dialog that it opens, if any; waits until the background is done. */
export async function press(stage: Stage, shop: ShopRef, name: string, inDialog?: string): Promise<void> {
  await open(stage, shop, 'en');
  await click(the('button', name));
  if (inDialog !== undefined) {
    await click(the('button', inDialog, all('dialog')[0] ?? document));
  }
  for (let turn = 0; turn < 3; turn += 1) {
    await stage.background.idle();
    await settle();
  }
}

async function open(stage: Stage, shop: ShopRef, language: Language): Promise<void> {
  const window = new Window({ url: 'https://extension.example/ledger.html' });
  Object.assign(globalThis, { document: window.document });
  const root = document.createElement('div');
  document.body.append(root);
  const page = createLedgerPage({ ask: stage.ask, hash: () => `#${ledgerAnchor({ shop, start: false })}`, show: (view) => draw(view), now: () => stage.sims.clock.now(), sleep: () => Promise.resolve() });
  const draw = (view: LedgerView): void => {
    void act(() => {
      render(
        <LedgerPage
          view={view} language={language} say={(key, params) => ledgerWords(language, key, params)} ask={stage.ask} go={() => undefined} anchorOf={() => ''} look={page.look} more={page.more}
          count={page.count} turnOn={page.turnOn} answer={page.answer} backup={() => Promise.resolve(null)} restore={() => Promise.resolve(0)} askNotifications={() => Promise.resolve(false)} notifications={false}
          onLanguage={() => undefined}
        />,
        root,
      );
    });
  };
  await page.look(true);
  await settle();
}
