/**
 * What the bookkeeper did before: which VAT code and account went together on sales, counted in the ledger's own lines, whoever made them
 * (typed, imported, native module). Read in windows of a quarter with a cap on each, so that a large administration gives an even sample
 * for few calls instead of all of its newest days (facts: exact-api 3, 4.7).
 */
import { z } from 'zod';
import type { BookHabit } from '../booking/books';
import { FaultError } from '../faults';
import { addDays } from '../invoice/date';
import { minorDigits } from '../invoice/decimal';
import type { IsoDate } from '../invoice/money';
import { isoCountry } from '../invoice/territory';
import type { ExactClient } from './client';
import { dayLiteral, figure, minorUnits, rowsBy, text } from './odata';

/** Five quarters reach back far enough to meet what is sold once a year. */
const WINDOWS = 5;
const WINDOW_DAYS = 91;
/** Pages of one window: at most 25 calls for all of them. */
const PAGES = 5;
/** Relations looked at per habit, and per call of the relations' endpoint (the address may not pass 2,000 characters). */
const RELATIONS_EACH = 4;
const RELATIONS_PER_CALL = 25;
const RELATION_CALLS = 4;

const Line = z.object({ GLAccountCode: text, VATCode: text, JournalCode: text, AmountDC: figure, Account: text, LineNumber: figure });
const Relation = z.object({ ID: text, Country: text });

export interface HabitsOf {
  readonly division: number;
  /** The administration's. */
  readonly currency: string;
  /** Last day that counts. */
  readonly today: IsoDate;
}

interface Counted {
  readonly account: string;
  readonly vatCode: string;
  readonly journal: string;
  readonly count: number;
  readonly net: number;
  readonly relations: readonly string[];
}

/** Habits of the five quarters up to `today`, most used first. Of relations only the country is read. Faults as `ExactClient.getAll`. */
export async function readHabits(client: ExactClient, { division, currency, today }: HabitsOf): Promise<readonly BookHabit[]> {
  const digits = minorDigits(currency);
  const counted = new Map<string, Counted>();
  for (let window = 0; window < WINDOWS; window += 1) {
    const until = addDays(today, 1 - window * WINDOW_DAYS);
    const from = addDays(until, -WINDOW_DAYS);
    const rows = await client.getAll(
      `${division}/financialtransaction/TransactionLines`,
      {
        $select: 'GLAccountCode,VATCode,JournalCode,AmountDC,Account,LineNumber',
        $filter: `Date ge ${dayLiteral(from)} and Date lt ${dayLiteral(until)} and (Type eq 20 or Type eq 21)`,
      },
      PAGES,
    );
    for (const line of rowsBy(Line, rows, 'TransactionLines')) count(counted, line, digits);
  }
  const habits = [...counted.values()].sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1));
  const countries = await countriesOf(client, division, habits);
  return habits.map(({ account, vatCode, journal, count: times, net, relations }) => ({
    account,
    vatCode,
    journal,
    count: times,
    net,
    countries: [...new Set(relations.flatMap((id) => countries.get(id) ?? []))].sort(),
  }));
}

const keyOf = ({ account, vatCode, journal }: Pick<Counted, 'account' | 'vatCode' | 'journal'>): string => JSON.stringify([account, vatCode, journal]);

/** Line 0 is the total and 9999 the VAT; revenue carries the opposite sign of what was sold (facts: exact-api 4.5). */
function count(counted: Map<string, Counted>, line: z.infer<typeof Line>, digits: number): void {
  if (line.LineNumber <= 0 || line.LineNumber >= 9999 || line.GLAccountCode === '' || line.VATCode === '') return;
  const key = keyOf({ account: line.GLAccountCode, vatCode: line.VATCode, journal: line.JournalCode });
  const before = counted.get(key) ?? { account: line.GLAccountCode, vatCode: line.VATCode, journal: line.JournalCode, count: 0, net: 0, relations: [] };
  const fresh = line.Account !== '' && before.relations.length < RELATIONS_EACH && !before.relations.includes(line.Account);
  counted.set(key, {
    ...before,
    count: before.count + 1,
    net: before.net - minorUnits(line.AmountDC, digits),
    relations: fresh ? [...before.relations, line.Account] : before.relations,
  });
}

/** Country by relation; empty where relations may not be read, since a habit counts without it as well. */
async function countriesOf(client: ExactClient, division: number, habits: readonly Counted[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(habits.flatMap(({ relations }) => relations))].filter((id) => /^[0-9a-f-]{36}$/i.test(id)).slice(0, RELATIONS_PER_CALL * RELATION_CALLS);
  const countries = new Map<string, string>();
  try {
    for (let first = 0; first < ids.length; first += RELATIONS_PER_CALL) {
      const some = ids.slice(first, first + RELATIONS_PER_CALL);
      const rows = await client.getAll(`${division}/crm/Accounts`, { $select: 'ID,Country', $filter: some.map((id) => `ID eq guid'${id}'`).join(' or ') }, 1);
      for (const { ID, Country } of rowsBy(Relation, rows, 'Accounts')) if (Country !== '') countries.set(ID, isoCountry(Country));
    }
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.code !== 'exact-forbidden') throw error;
  }
  return countries;
}
