/** What the books must say at the end, from the seed alone, and what they do say. */
import { EXAMPLE_MAPPING, type Entry, type ExactSim } from '../simulators/exact';
import { truthInvoices, type OrderRecord, type TruthInvoice, type World } from '../simulators/seed';
import { CHAOS_SHOPS, type ChaosShop } from './world';

/** Set by hand in the shops' settings (see `stage.ts`) and therefore true of every entry. */
export const JOURNAL = '71';
export const COLLECTIVE = '1001';

export interface Expected {
  readonly reference: string;
  readonly shopId: number;
  readonly division: number;
  readonly type: 20 | 21;
  readonly date: string;
  readonly currency: string;
  /** Minor units, negative on credits. */
  readonly total: number;
  /** `net/vat` in minor units by VAT code. */
  readonly perCode: Readonly<Record<string, string>>;
  /** A shared relation by its code, or the customer's own by what tells customers apart. */
  readonly debtor: { readonly code: string } | { readonly email: string; readonly vatNumber: string };
}

/** The measures of one run; see the issue. */
export interface Verdict {
  readonly expected: number;
  readonly booked: number;
  readonly doubles: number;
  readonly lost: number;
  readonly wrong: number;
  readonly debtorDoubles: number;
  readonly documentDoubles: number;
  /** One line per thing that is not as it should be. */
  readonly details: readonly string[];
}

/** Everything that the shops have sold and that can be booked, at the moment of asking. */
export function expectedOf(world: World, shops: readonly ChaosShop[] = CHAOS_SHOPS): readonly Expected[] {
  return shops.flatMap((shop) => {
    const { book } = world.shop('demo', shop.shopId);
    return [...truthInvoices(book)].map((invoice) => expectedEntry(shop, invoice, book.order(invoice.orderId)));
  });
}

function expectedEntry(shop: ChaosShop, invoice: TruthInvoice, record: OrderRecord | null): Expected {
  const sums = new Map<string, { net: number; vat: number }>();
  for (const { rate, group, net, vat } of invoice.lines) {
    const code = EXAMPLE_MAPPING.find((row) => row.rate === rate && row.group === group)?.vatCode;
    if (code === undefined) throw new Error(`${invoice.code}: no VAT code for ${String(rate)} ${group}`);
    const sum = sums.get(code) ?? { net: 0, vat: 0 };
    sums.set(code, { net: sum.net + net, vat: sum.vat + vat });
  }
  const contact = record?.order.BillToContact;
  if (!contact) throw new Error(`${invoice.code}: nobody to bill`);
  const own = shop.debtorMode === 'own' || (contact.VatNumber ?? '') !== '' || (contact.CompanyName ?? '') !== '';
  return {
    reference: invoice.code,
    shopId: shop.shopId,
    division: shop.division,
    // A credit note is what the customer gets back.
    type: invoice.gross < 0 ? 21 : 20,
    date: invoice.date,
    currency: invoice.currency,
    total: invoice.gross,
    perCode: plain(sums),
    debtor: own ? { email: contact.EMail ?? '', vatNumber: contact.VatNumber ?? '' } : { code: COLLECTIVE },
  };
}

function plain(sums: ReadonlyMap<string, { readonly net: number; readonly vat: number }>): Readonly<Record<string, string>> {
  return Object.fromEntries([...sums].filter(([, { net, vat }]) => net !== 0 || vat !== 0).sort(([one], [other]) => (one < other ? -1 : 1)).map(([code, { net, vat }]) => [code, `${String(net)}/${String(vat)}`]));
}

/** Compares the books of the simulated Exact with what was expected. Entries that nobody expected are wrong. */
export function judge(exact: Pick<ExactSim, 'books' | 'master' | 'debtorDoubles' | 'documentDoubles'>, expected: readonly Expected[]): Verdict {
  const details: string[] = [];
  const divisions = [...new Set(expected.map(({ division }) => division))];
  let booked = 0;
  let doubles = 0;
  let lost = 0;
  let wrong = 0;
  for (const division of divisions) {
    const found = new Map<string, Entry[]>();
    for (const entry of exact.books(division)) found.set(entry.yourRef, [...(found.get(entry.yourRef) ?? []), entry]);
    for (const one of expected.filter((each) => each.division === division)) {
      const entries = found.get(one.reference) ?? [];
      found.delete(one.reference);
      const [first] = entries;
      if (!first) {
        lost += 1;
        details.push(`lost: ${one.reference} of shop ${String(one.shopId)}`);
        continue;
      }
      booked += 1;
      if (entries.length > 1) {
        doubles += entries.length - 1;
        details.push(`double: ${one.reference} is there ${String(entries.length)} times`);
      }
      const differs = [...new Set(entries.flatMap((entry) => differences(exact, one, entry)))];
      if (differs.length > 0) {
        wrong += 1;
        details.push(`wrong: ${one.reference}: ${differs.join('; ')}`);
      }
    }
    for (const [reference, entries] of found) {
      wrong += entries.length;
      details.push(`wrong: nobody expected ${reference} in ${String(division)}`);
    }
  }
  const debtors = divisions.flatMap((division) => exact.debtorDoubles(division));
  const documents = divisions.flatMap((division) => exact.documentDoubles(division));
  details.push(...debtors.map((codes) => `one debtor twice: ${codes.join(', ')}`), ...documents.map((id) => `document twice: ${id}`));
  return { expected: expected.length, booked, doubles, lost, wrong, debtorDoubles: debtors.length, documentDoubles: documents.length, details };
}

function differences(exact: Pick<ExactSim, 'master'>, one: Expected, entry: Entry): readonly string[] {
  const sums = new Map<string, { net: number; vat: number }>();
  for (const { vatCode, net, vat } of entry.lines) {
    const sum = sums.get(vatCode) ?? { net: 0, vat: 0 };
    sums.set(vatCode, { net: sum.net + net, vat: sum.vat + vat });
  }
  const account = exact.master(one.division).accounts.get(entry.debtor);
  const debtor = 'code' in one.debtor ? entry.debtor === one.debtor.code : account?.email === one.debtor.email && account.vatNumber === one.debtor.vatNumber;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['type', entry.type, one.type],
    ['journal', entry.journal, JOURNAL],
    ['date', entry.date, one.date],
    ['currency', entry.currency, one.currency],
    ['total', entry.total, one.total],
    ['VAT per code', JSON.stringify(plain(sums)), JSON.stringify(one.perCode)],
    ['debtor', debtor, true],
  ];
  return pairs.filter(([, is, should]) => is !== should).map(([name, is, should]) => `${name} is ${String(is)}, not ${String(should)}`);
}
