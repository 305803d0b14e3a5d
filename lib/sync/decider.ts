/** A shop's rules as the engine asks for them. */
import { accountOf } from '../booking/account';
import type { Books } from '../booking/books';
import { decide } from '../booking/decide';
import { referenceOf } from '../booking/reference';
import type { BookingRules } from '../booking/rules';
import { countsTowards } from '../booking/threshold';
import { tells } from '../exact/override-probe';
import type { InvoiceRow } from '../ledger/rows';
import { countingBefore, type CountingOptions } from './counting';
import type { Decider } from './ports';

/**
 * Decides by the newest version of a shop's rules (`versions`: oldest first); null while there is none. `books` may be null, then only what
 * Exact answers tells what it does not have. Invoices without an intent are looked for under every reference that any version gave them. `counting` is where the
 * sales are read that count towards the threshold; without it a profile that counts them refuses what depends on them. The newest rules
 * are to be the effective ones: what was learnt about the administration is in them.
 */
export function rulesDecider(versions: readonly { readonly version: number; readonly rules: BookingRules }[], books: Books | null, counting?: Omit<CountingOptions, 'profile'>): Decider | null {
  const current = versions.at(-1);
  if (!current) return null;
  const { profile, override } = current.rules;
  return {
    version: current.version,
    decide: ({ invoice }: InvoiceRow, before) => {
      const decision = decide(invoice, current.rules, current.version, { books, exit: 'api', ...(before === undefined ? {} : { before }) });
      return { decision, record: decision.ok ? accountOf(invoice, decision.booking.debtor) : null };
    },
    ...(counting && countsTowards(profile) ? { before: countingBefore({ ...counting, profile }) } : {}),
    ...(override.api === 'unknown' ? { tells } : {}),
    references: ({ invoice }) => [...new Set([current, ...versions.toReversed()].map(({ rules }) => referenceOf(invoice, rules)))],
  };
}
