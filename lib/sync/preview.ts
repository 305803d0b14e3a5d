/** What would happen if Sync were switched on from a date or invoice number: counted before anything is sent (issue: starts from). */
import type { Answer } from '../exact/answer';
import type { Minor } from '../invoice/money';
import type { InvoiceRow } from '../ledger/rows';
import type { SyncShopRow } from '../ledger/sync-rows';
import { isBeforeStart } from './first-invoice';
import type { Decider, ExactSession } from './ports';
import { verdictOn } from './verdict';

export interface StartPreview {
  /** Invoices that would be sent, those found in Exact not counted. */
  readonly count: number;
  readonly totals: readonly { readonly currency: string; readonly gross: Minor }[];
  /** Invoices whose reference stands in Exact already: adopted or shown, never sent. Null without a session. */
  readonly found: number | null;
  /** Why Exact did not tell; the other figures are worth nothing then. */
  readonly trouble: Exclude<Answer<unknown>, { readonly kind: 'ok' }> | null;
  /** Invoices that would be refused or skipped as things are. */
  readonly refused: number;
  /** They went into a file. */
  readonly exported: number;
}

/** Adds pages of invoices up; each page costs one look-up for about fifty references. */
export async function previewStart(pages: AsyncIterable<readonly InvoiceRow[]>, from: SyncShopRow['from'], decider: Decider, session: Pick<ExactSession, 'entries'> | null): Promise<StartPreview> {
  const totals = new Map<string, Minor>();
  let [count, refused, exported] = [0, 0, 0];
  let found: number | null = session ? 0 : null;
  for await (const page of pages) {
    const rows = page.filter((row) => !isBeforeStart(from, row));
    const before = await decider.before?.(rows);
    const wanted = rows.flatMap((row) => {
      const verdict = verdictOn(decider, row, before?.get(row.id));
      return verdict.ok ? [{ row, references: verdict.references }] : [];
    });
    refused += rows.length - wanted.length;
    const references = wanted.flatMap((one) => one.references);
    const answer = session && references.length > 0 ? await session.entries.lookUp(references) : null;
    if (answer && answer.kind !== 'ok') return { count: 0, totals: [], found: null, refused: 0, exported: 0, trouble: answer };
    const there = new Set(answer?.kind === 'ok' ? answer.value.map(({ reference }) => reference) : []);
    for (const { row, references: own } of wanted) {
      if (own.some((reference) => there.has(reference.trim()))) {
        if (found !== null) found += 1;
      } else if (row.exported) exported += 1;
      else {
        count += 1;
        totals.set(row.invoice.currency, (totals.get(row.invoice.currency) ?? 0) + row.invoice.gross);
      }
    }
  }
  return { count, totals: [...totals].map(([currency, gross]) => ({ currency, gross })), found, refused, exported, trouble: null };
}
