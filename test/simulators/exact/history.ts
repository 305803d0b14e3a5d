/** What the bookkeeper typed before anybody connected: fifteen months of habits, one of them bad. The same in every run with the same clock. */
import type { Books } from './books';
import { buildEntry } from './entry';
import { fixedId, percentageOn, rateOn } from './master-data';
import { vatOf } from './xml/amounts';

export interface Habit {
  readonly count: number;
  readonly account: string;
  readonly vatCode: string;
  readonly debtor: string;
  readonly journal: string;
  readonly currency: string;
}

const habit = (count: number, account: string, vatCode: string, debtor = '1', journal = '70', currency = 'EUR'): Habit => ({ count, account, vatCode, debtor, journal, currency });

/** Single-line entries, so that each count is also the number of ledger lines. */
export const HABITS: readonly Habit[] = [
  habit(214, '8000', '2'), habit(61, '8001', '1'), habit(38, '8008', '2'), habit(9, '8010', '2'),
  habit(22, '8004', '7', '3001'), habit(6, '8013', '8', '3002'),
  habit(12, '8005', '6', '2002'),
  // The bad one: an export code on goods for a German company, which puts an intra-Community supply into box 3a and out of the listing.
  habit(17, '8004', '6', '3002'),
  habit(24, '8006', 'DE1', '2106', '71'), habit(8, '8006', 'FR1', '2111', '71'), habit(5, '8006', 'SE1', '2124', '71', 'SEK'),
  habit(4, '1400', 'N'),
];

const DAY = 86_400_000;

/** Spreads the habits over the 450 days before `now`. Days outside the administration's years are left out. */
export function bookHistory(books: Books, now: number): void {
  const { master } = books;
  const planned = HABITS.flatMap((each, kind) => Array.from({ length: each.count }, (_, at) => ({ each, kind, at, date: new Date(now - DAY * (6 + Math.floor((at * 440) / each.count))).toISOString().slice(0, 10) })));
  for (const { each, kind, at, date } of planned.sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : left.kind - right.kind || left.at - right.at))) {
    const period = master.periods.find((candidate) => date >= candidate.start && date <= candidate.end);
    const code = master.vatCodes.get(each.vatCode);
    const journal = master.journals.get(each.journal);
    const debtor = master.accounts.get(each.debtor);
    const rate = rateOn(master, each.currency, date);
    const percentage = code && percentageOn(code, date);
    if (!period || !code || !journal || !debtor || rate === undefined || percentage === undefined) continue;
    const net = 1000 + ((at * 7919 + kind * 104_729) % 20_000);
    const id = (part: string): string => fixedId(master.division.code, 'history', kind, at, part);
    const number = books.nextNumber(journal.code, period.year);
    const made = Date.parse(`${date}T10:00:00Z`);
    books.post(
      buildEntry(
        master,
        {
          entryId: id('entry'), entryNumber: number, topic: 'Hand', type: 20, journal: journal.code, date, dueDate: date, year: period.year, period: period.period, currency: each.currency, rate, debtor: debtor.code, paymentCondition: '14', description: 'Dagomzet', yourRef: '',
          invoiceNumber: String(number), orderNumber: '', paymentReference: '', status: 50, created: made, modified: made, creator: '', document: null, receivable: debtor.glAr ?? journal.glAccount,
        },
        [{ id: id('line'), account: each.account, vatCode: { ...code, percentage }, net, vat: code.type === 'E' ? vatOf(net, percentage) : 0, description: '', costCenter: '', costUnit: '' }],
      ),
    );
  }
}
