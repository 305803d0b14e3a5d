/** The set-up page on a table: its state, what it asks, and answers for it. */
import type { JSX } from 'preact';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import type { Fault } from '../../lib/faults';
import type { Ask, BooksState, Language, Reply, Request, SetupShop, SetupState } from '../../lib/messages';
import { adminHostOf, candidatesFor, isShopCtrlSite } from '../../lib/shopctrl/address';
import { booksView } from '../../lib/view/mapping';
import { setupView } from '../../lib/view/setup';
import { setupWords } from '../../lib/words/setup';
import { SetupPage } from '../../components/setup/setup-page';
import { mount, settle } from './dom';

export const EMPTY: SetupState = { redirectAddress: 'https://abc.chromiumapp.org/exact', tenants: [], exactApp: null, shops: [] };
export const TENANT = { tenantId: 't1', adminHost: 'demo.shopctrl.com', apiBase: 'https://demo.shopctrl.com', login: 'anna', hasPassword: true, user: 'Anna', fault: null };
export const home = (rate: number, account: string, vatCode: string): SetupShop['rules']['table'][number] => ({ use: '', regime: 'home', country: 'NL', rate, account, vatCode, costCenter: '', costUnit: '' });
export const READY: SetupState = {
  ...EMPTY,
  tenants: [TENANT],
  exactApp: { site: 'nl', clientId: '0f8fad5b-d9cb-469f-a165-70867728950e', hasSecret: true },
  shops: [
    { tenantId: 't1', shopId: 12, name: 'Lamp & Licht', rules: DEFAULT_RULES, arithmetic: null, history: [] },
    {
      tenantId: 't1',
      shopId: 13,
      name: 'Boekenhoek',
      rules: { ...DEFAULT_RULES, journal: '70', debtorCode: '9', paymentCondition: '30', table: [home(2100, '8000', '4')], profile: { ...DEFAULT_RULES.profile, consumers: [{ scheme: 'below', from: '', to: '' }] } },
      arithmetic: null,
      history: [{ version: 1, at: '2026-03-01T10:00:00Z', by: 'Anna', changed: ['journal', 'table'] }],
    },
  ],
};
export const NO_BOOKS: BooksState = { books: null, fault: null, kinds: [], proposal: { rows: [], journal: { code: '', proof: { from: 'none', count: 0 } }, vanished: [] }, waiting: [] };

export type Answers = { [K in Request['kind']]?: (request: Extract<Request, { kind: K }>) => Reply<unknown> };
export const refuse = (fault: Fault): Reply<never> => ({ ok: false, fault });
export const done = (value: unknown = null): Reply<unknown> => ({ ok: true, value });

export interface Stage {
  readonly sent: Request[];
  readonly events: string[];
  state: SetupState;
  books: BooksState;
  /** The browser grants the hosts asked for. */
  granted: boolean;
  copied: string;
  open(answers?: Answers, language?: Language): ReturnType<typeof mount>;
}

export function fresh(): Stage {
  const stage: Stage = {
    sent: [],
    events: [],
    state: EMPTY,
    books: NO_BOOKS,
    granted: true,
    copied: '',
    open: (answers = {}, language = 'en') => {
      const ask = ((request: Request) => {
        stage.sent.push(request);
        stage.events.push(request.kind);
        const answer = answers[request.kind] as ((request: Request) => Reply<unknown>) | undefined;
        return Promise.resolve(answer ? answer(request) : done());
      }) as Ask;
      let view = setupView(stage.state);
      const element = (spoken: Language): JSX.Element => (
        <SetupPage
          view={view}
          fault={null}
          language={spoken}
          say={(key, params) => setupWords(spoken, key, params)}
          ask={ask}
          reload={async () => {
            view = setupView(stage.state);
            await shown.show(element(spoken));
          }}
          whereabouts={(typed) => {
            try {
              return { adminHost: adminHostOf(typed), candidates: candidatesFor(adminHostOf(typed)) };
            } catch {
              return null;
            }
          }}
          isShopCtrlSite={isShopCtrlSite}
          requestAccess={(addresses) => {
            stage.events.push(`access ${addresses.join(' ')}`);
            return Promise.resolve(stage.granted);
          }}
          copy={(text) => {
            stage.copied = text;
            return Promise.resolve(true);
          }}
          readBooks={(shop, read) => {
            const answer = answers['setup.books']?.({ kind: 'setup.books', shop, read }) as Reply<BooksState> | undefined;
            const reply = answer ?? { ok: true as const, value: stage.books };
            return Promise.resolve(reply.ok ? { ok: true, value: booksView(reply.value) } : reply);
          }}
          now={() => '2026-05-04T09:30:00Z'}
          onLanguage={(chosen) => {
            view = setupView(stage.state);
            void shown.show(element(chosen));
          }}
        />
      );
      const shown = mount(element(language));
      return shown;
    },
  };
  return stage;
}

export { settle };
