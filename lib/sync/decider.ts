/** A shop's rules as the engine asks for them. */
import { accountOf } from '../booking/account';
import type { Books } from '../booking/books';
import { decide } from '../booking/decide';
import { referenceOf } from '../booking/reference';
import type { BookingRules } from '../booking/rules';
import type { InvoiceRow } from '../ledger/rows';
import type { Decider } from './ports';

/**
 * Decides by the newest version of a shop's rules (`versions`: oldest first); null while there is none. `books` may be null, then only what
 * Exact answers tells what it does not have. Invoices without an intent are looked for under every reference that any version gave them.
 */
export function rulesDecider(versions: readonly { readonly version: number; readonly rules: BookingRules }[], books: Books | null): Decider | null {
  const current = versions.at(-1);
  if (!current) return null;
  return {
    version: current.version,
    decide: ({ invoice }: InvoiceRow) => {
      const decision = decide(invoice, current.rules, current.version, { books, exit: 'api' });
      return { decision, record: decision.ok ? accountOf(invoice, decision.booking.debtor) : null };
    },
    references: ({ invoice }) => [...new Set([current, ...versions.toReversed()].map(({ rules }) => referenceOf(invoice, rules)))],
  };
}
