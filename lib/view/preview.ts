/** What the background says of a preview → props of the page's parts. */
import { regimeOfName } from '../booking/regime';
import type { BatchPreview, InvoicePreview, PreviewList, PreviewState } from '../messages';
import type { Fault } from '../faults';
import { previewAnchor, setupPlaceAnchor, type PreviewAddress } from './preview-address';
import type { AccountsView, BatchView, ComparedView, InvoiceView, KindView, ListView, PreviewView, ReturnView } from './types-preview';

/** What the page knows at a moment. */
export interface PreviewKnown {
  readonly address: PreviewAddress;
  readonly state: PreviewState | null;
  readonly batch: BatchPreview | null;
  readonly list: PreviewList | null;
  readonly invoice: InvoicePreview | null;
  readonly loading: boolean;
  readonly fault: Fault | null;
}

export function previewView({ address, state, batch, list, invoice, loading, fault }: PreviewKnown): PreviewView {
  const shop = address.shop ?? state?.shop ?? null;
  const from = address.from || state?.from || '';
  const to = address.to || state?.to || '';
  const here: PreviewAddress = { shop, invoiceId: null, from, to };
  return {
    state,
    from,
    to,
    place: address.invoiceId === null ? 'batch' : 'invoice',
    batch: batch && batchView(batch, here),
    list: list && listView(list, { ...here, cause: address.cause ?? '' }),
    invoice: invoice && invoiceView(invoice),
    loading,
    fault,
    batchAnchor: previewAnchor(here),
    setupAnchor: shop ? setupPlaceAnchor(shop) : '',
  };
}

export function batchView(batch: BatchPreview, here: PreviewAddress): BatchView {
  const { ready, waiting, held, exported, synced, totals, debtors, periods, oss, icp, foreign, remarks } = batch;
  return {
    ready, waiting, held, exported, synced, totals, debtors, periods, oss, icp, foreign, remarks,
    causes: batch.causes.map((cause) => ({ ...cause, anchor: previewAnchor({ ...here, cause: cause.key }) })),
    returns: returnsOf(batch),
    differing: [...new Set(batch.codes.filter(({ expected, read }) => expected !== null && read !== null && expected !== read).map(({ vatCode }) => vatCode))],
    accounts: accountsOf(batch),
    codes: batch.codes.map((code) => ({ ...code, key: `${code.currency}|${code.vatCode}|${code.regime}|${String(code.rate)}`, kind: kindView(code.regime, '') })),
  };
}

/** One part per quarter and currency, with the bars of its chart measured against the largest base. */
function returnsOf({ boxes }: BatchPreview): readonly ReturnView[] {
  const parts = new Map<string, { readonly quarter: string; readonly currency: string; readonly boxes: NonNullable<BatchPreview['boxes']>[number][] }>();
  for (const box of boxes ?? []) {
    const key = `${box.quarter}|${box.currency}`;
    const part = parts.get(key) ?? { quarter: box.quarter, currency: box.currency, boxes: [] };
    part.boxes.push(box);
    parts.set(key, part);
  }
  return [...parts.values()].map(({ quarter, currency, boxes: mine }) => {
    const largest = Math.max(1, ...mine.map(({ base }) => Math.abs(base)));
    return { quarter, currency, boxes: mine.map(({ box, base, vat, read }) => ({ box, base, vat, read, share: base / largest })) };
  });
}

function accountsOf({ accounts }: BatchPreview): readonly AccountsView[] {
  return [...new Set(accounts.map(({ currency }) => currency))].map((currency) => {
    const rows = accounts.filter((row) => row.currency === currency).map(({ account, name, role, lines, credit }) => ({
      key: `${role}|${account}`, account, name, role, lines, debit: credit < 0 ? -credit : null, credit: credit < 0 ? null : credit,
    }));
    return { currency, rows, debit: rows.reduce((sum, row) => sum + (row.debit ?? 0), 0), credit: rows.reduce((sum, row) => sum + (row.credit ?? 0), 0) };
  });
}

export function listView({ rows, next }: PreviewList, here: PreviewAddress): ListView {
  return { rows: rows.map((row) => ({ ...row, anchor: previewAnchor({ ...here, invoiceId: row.invoiceId }) })), more: next !== null, cause: here.cause ?? '' };
}

export function invoiceView(invoice: InvoicePreview): InvoiceView {
  const { left, right } = invoice;
  const lines = right?.booking.lines ?? [];
  const compared: readonly ComparedView[] = right
    ? [...ratesOf(invoice), ...(['net', 'vat', 'gross'] as const).map((what) => ({ what, rate: 0, left: left[what], right: right.booking[what], difference: right.booking[what] - left[what] }))]
    : [];
  const equal = compared.every(({ difference }) => difference === 0);
  const total = compared.find(({ what }) => what === 'gross')?.difference === 0;
  const rounded = total && lines.some(({ kind }) => kind === 'rounding');
  return { invoice, kinds: lines.map((line) => kindView(line.regime ?? '', line.use ?? '')), compared, verdict: !right ? 'none' : equal ? 'equal' : rounded ? 'rounded' : 'differs' };
}

/** VAT per rate on both sides; only where there are several, since the total says the same otherwise. */
function ratesOf({ left, right }: InvoicePreview): readonly ComparedView[] {
  const rates = [...new Set([...left.lines, ...(right?.booking.lines ?? [])].filter(({ vat }) => vat !== 0).map(({ rate }) => rate))].sort((a, b) => b - a);
  if (rates.length < 2) return [];
  const sum = (lines: readonly { readonly rate: number; readonly vat: number }[], rate: number): number => lines.reduce((total, line) => total + (line.rate === rate ? line.vat : 0), 0);
  return rates.map((rate) => {
    const [mine, theirs] = [sum(left.lines, rate), sum(right?.booking.lines ?? [], rate)];
    return { what: 'rate', rate, left: mine, right: theirs, difference: theirs - mine };
  });
}

function kindView(name: string, use: string): KindView | null {
  const regime = regimeOfName(name);
  return regime && { regime: regime.kind, country: regime.country, rate: regime.rate, use: use === 'revenue' ? '' : use };
}
