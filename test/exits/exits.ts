/** Both ways into the simulated Exact, with nothing but product code on this side: files taken in by its import, entries posted over its API. */
import { accountOf } from '../../lib/booking/account';
import type { Booking } from '../../lib/booking/booking';
import type { Books } from '../../lib/booking/books';
import { draftOf } from '../../lib/booking/entry-draft';
import type { BookingRules } from '../../lib/booking/rules';
import { readAccountIds } from '../../lib/exact/account-ids';
import type { Answer } from '../../lib/exact/answer';
import { DEFAULT_LIMITS, FRESH_BUDGET } from '../../lib/exact/budget';
import { createCalls, type Calls } from '../../lib/exact/calls';
import { createExactClient } from '../../lib/exact/client';
import { createDebtors } from '../../lib/exact/debtors';
import { createEntries } from '../../lib/exact/entries';
import { readBooks } from '../../lib/exact/master-data';
import type { Fetch } from '../../lib/exact/send';
import { recordsOf } from '../../lib/export/records';
import { documentFoot, documentHead } from '../../lib/xml/document';
import type { Invoice } from '../../lib/invoice/invoice';
import { createExact, type ExactSim } from '../simulators/exact';
import { connect, startHarness, type Harness } from '../simulators/exact/harness';

export const DIVISION = 100001;
/** Euros for one yen: that currency is not switched on in the seeded administration, and here it is. */
const YEN = 0.0061;
const UNLIMITED = { callsPerMinute: 1_000_000, callsPerDay: 10_000_000 };

export interface Sold {
  readonly invoice: Invoice;
  readonly booking: Booking;
}

export interface ApiSide {
  readonly sim: ExactSim;
  readonly books: Books;
  /** Posts them one by one, own debtors made as they are met. Throws on the first that Exact does not take. */
  post(sold: readonly Sold[]): Promise<void>;
  close(): Promise<void>;
}

export async function startApi(): Promise<ApiSide> {
  const harness: Harness = await startHarness(UNLIMITED);
  harness.sim.master(DIVISION).rates.set('JPY', YEN);
  const token = (await connect(harness)).access_token;
  const fetch: Fetch = async (address, init) => {
    const { pathname, search } = new URL(address);
    const { method = 'GET', headers, body } = init ?? {};
    const answer = await harness.ask({ method, path: `${pathname}${search}`, headers: headers as Record<string, string>, ...(typeof body === 'string' ? { body } : {}) });
    return new Response(answer.status === 204 ? null : answer.text, { status: answer.status, headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]) });
  };
  const now = (): number => harness.clock.now();
  const client = createExactClient({ fetch, site: 'nl', accessToken: () => Promise.resolve(token) });
  const books = await readBooks(client, { division: DIVISION, today: '2026-11-23', now: new Date(now()).toISOString() });
  let budget = FRESH_BUDGET;
  const calls: Calls = createCalls({ fetch, site: 'nl', division: DIVISION, token, now, limits: DEFAULT_LIMITS, budget: { get: () => budget, set: (next) => void (budget = next) } });
  const ids = taken(await readAccountIds(calls, books.accounts.map(({ code }) => code)), 'accounts');
  const entries = createEntries(calls);
  const debtors = createDebtors(calls);
  const customers = new Map<string, string>();
  const customerOf = async ({ invoice, booking: { debtor } }: Sold): Promise<string> => {
    const known = customers.get(debtor.code);
    if (known !== undefined) return known;
    const [found] = taken(await debtors.byCodes([debtor.code]), `relation ${debtor.code}`);
    const record = accountOf(invoice, debtor);
    const id = found?.id ?? (record ? taken(await debtors.create(record), `new relation ${debtor.code}`).id : undefined);
    if (id === undefined) throw new Error(`no relation ${debtor.code}`);
    customers.set(debtor.code, id);
    return id;
  };
  return {
    sim: harness.sim,
    books,
    post: async (sold) => {
      for (const one of sold) {
        const customer = await customerOf(one);
        const result = draftOf(one.booking, { customer, account: (code) => ids.get(code) }, { reference: one.booking.reference, useEntryNumber: false });
        if (!result.ok) throw new Error(`no account ${result.missingAccount}`);
        taken(await entries.post(result.draft), `${one.booking.reference}: ${JSON.stringify(one.booking.lines)}`);
      }
    },
    close: () => harness.close(),
  };
}

function taken<T>(answer: Answer<T>, what: string): T {
  if (answer.kind !== 'ok') throw new Error(`${what}: ${JSON.stringify(answer)}`);
  return answer.value;
}

export interface FileSide {
  readonly sim: ExactSim;
  /** Writes one file and takes it in by hand; throws on anything that the import complains about. */
  import(sold: readonly Sold[], rules: BookingRules): void;
}

export function startFiles(): FileSide {
  const sim = createExact({ options: { importLanguage: 'EN' } });
  sim.master(DIVISION).rates.set('JPY', YEN);
  const described = new Set<string>();
  return {
    sim,
    import: (sold, rules) => {
      const bookings = sold.map(({ invoice, booking }) => {
        const debtor = accountOf(invoice, booking.debtor);
        return debtor ? { booking, debtor } : { booking };
      });
      const records = recordsOf({ bookings, accounts: [] }, rules, 'GLTransactions');
      const texts = records.map(({ debtor, text }) => {
        const describes = debtor !== undefined && !described.has(debtor);
        if (debtor !== undefined) described.add(debtor);
        return text(describes);
      });
      const answer = sim.importXml(DIVISION, 'GLTransactions', documentHead('GLTransactions') + texts.join('') + documentFoot('GLTransactions'));
      const complaints = answer.messages.filter((message) => message.type !== 2);
      if (complaints.length > 0 || answer.done !== sold.length) throw new Error(`${String(answer.done)} of ${String(sold.length)} taken in: ${JSON.stringify(complaints.slice(0, 3))}`);
    },
  };
}

/** Euros for one unit on a day, as the administration's own table has it. */
export function rateOf(sim: ExactSim): (currency: string, date: string) => number {
  const master = sim.master(DIVISION);
  return (currency) => {
    const rate = currency === 'EUR' ? 1 : master.rates.get(currency);
    if (rate === undefined) throw new Error(`no rate for ${currency}`);
    return rate;
  };
}
