/** One shop on the set-up page: its parts, and an administration with what is proposed from it. */
import type { Books } from '../../lib/booking/books';
import type { ProposalRow } from '../../lib/booking/proposal-types';
import type { BooksState, Request, SetupShop } from '../../lib/messages';
import { click, settle, the } from './dom';
import { home, NO_BOOKS } from './setup-stage';

export const shop = (name: RegExp = /^Lamp & Licht shop 12$/): HTMLElement => the('region', name);

/** Unfolds a step as a click on its heading does. */
export const unfold = async (name: string, where = shop()): Promise<void> => {
  const step = [...where.querySelectorAll<HTMLDetailsElement>('details.step')].find((one) => one.querySelector('.name')?.textContent === name);
  if (!step) throw new Error(`no step ${name}`);
  step.open = true;
  step.dispatchEvent(new Event('toggle'));
  await settle();
};

export const confirm = async (): Promise<void> => click(the('button', 'Confirm and save', shop()));

/** The rules of the last request, which has to have saved some. */
export function savedIn(sent: readonly Request[]): SetupShop['rules'] {
  const last = sent.at(-1);
  if (last?.kind !== 'setup.saveRules') throw new Error(`the last request was ${last?.kind ?? 'none'}`);
  return last.rules;
}

const code = (name: string, part: Partial<Books['vatCodes'][number]> = {}): Books['vatCodes'][number] => ({ code: name, description: `Code ${name}`, type: 'E', transaction: 'B', blocked: false, charged: false, listing: 'N', ossCountry: '', margin: false, percentages: [], ...part });
const BOOKS: Books = {
  division: 1, country: 'NL', currency: 'EUR', readAt: '2026-05-03T08:00:00Z',
  vatCodes: [code('2'), code('1'), code('DE1'), code('3', { type: 'I' }), code('8', { transaction: 'P' }), code('9', { blocked: true })],
  accounts: [{ id: 'a', code: '8000', description: 'Omzet hoog', type: 110, blocked: false, vatCode: '', costCenter: 0, costUnit: 0 }, { id: 'b', code: '1300', description: 'Debiteuren', type: 20, blocked: false, vatCode: '', costCenter: 0, costUnit: 0 }],
  journals: [{ code: '70', description: 'Verkoop', type: 20, currency: 'EUR', variableCurrency: false, variableRate: false, blocked: false }, { code: '60', description: 'Inkoop', type: 22, currency: 'EUR', variableCurrency: false, variableRate: false, blocked: false }],
  paymentConditions: [{ code: '14', description: '14 dagen', discount: 0 }, { code: '2K', description: '2 % korting', discount: 0.02 }],
  costCenters: [], costUnits: [], currencies: ['EUR'], habits: [], periods: [],
};
const row = (part: Partial<ProposalRow> & Pick<ProposalRow, 'kind' | 'rule'>): ProposalRow => ({ account: { from: 'habit', count: 214 }, vatCode: { from: 'properties', count: 0 }, fitting: [part.rule.vatCode], questions: [], ...part });
const kind = (part: Partial<ProposalRow['kind']>): ProposalRow['kind'] => ({ use: 'revenue', regime: 'home', country: 'NL', rate: 2100, count: 40, nets: [{ currency: 'EUR', net: 123_456 }], examples: ['2026-1'], ...part });
export const WITH_BOOKS: BooksState = {
  ...NO_BOOKS,
  books: BOOKS,
  proposal: {
    journal: { code: '70', proof: { from: 'habit', count: 214 } },
    rows: [
      row({ kind: kind({}), rule: { ...home(2100, '8000', '2'), use: 'revenue' }, fitting: ['2'] }),
      row({ kind: kind({ use: 'shipping', count: 12, nets: [] }), rule: { ...home(2100, '8000', '2'), use: 'shipping' }, fitting: ['2'] }),
      row({ kind: kind({ regime: 'oss', country: 'DE', rate: 1900, count: 7 }), rule: { ...home(1900, '', ''), use: 'revenue', regime: 'oss', country: 'DE' }, account: { from: 'none', count: 0 }, vatCode: { from: 'none', count: 0 }, fitting: ['DE1'], questions: [{ code: 'habit-unfit', params: { code: '2', count: 30, reason: 'oss-country' } }] }),
    ],
    vanished: [{ what: 'vat-code', code: '77', blocked: false }],
  },
  waiting: [
    { code: 'R-KIND', params: { product: 'GIFT-50' }, count: 3, invoices: ['2026-7'] },
    { code: 'R-OSS-RATE', params: { country: 'DE', rate: 2100 }, count: 14, invoices: ['2026-8', '2026-9'] },
  ],
};
