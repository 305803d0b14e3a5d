/** What the preview page asks and remembers; the address behind the `#` decides what is shown. */
import type { Fault } from '../faults';
import type { Ask, BatchPreview, InvoicePreview, PreviewAnswer, PreviewList, PreviewState } from '../messages';
import { onceMore } from './once-more';
import { previewView } from './preview';
import { readPreviewAnchor } from './preview-address';
import type { PreviewView } from './types-preview';

export interface PreviewPageDeps {
  readonly ask: Ask;
  /** The fragment of the page's address as it stands. */
  readonly hash: () => string;
  readonly show: (view: PreviewView) => void;
}

export interface PreviewPage {
  /** The address changed, or what is known may be old (`fresh`): shows it. */
  look(fresh?: boolean): Promise<void>;
  /** Something may have changed: looks again, once for any number of such notices that come meanwhile. */
  refresh(): Promise<void>;
  /** The next invoices of the list. */
  more(): Promise<void>;
  /** Stores a person's answer and shows what it changes; the fault when it was not stored. */
  confirm(by: string, what: PreviewAnswer): Promise<Fault | null>;
}

export function createPreviewPage({ ask, hash, show }: PreviewPageDeps): PreviewPage {
  let state: PreviewState | null = null;
  let batch: { readonly key: string; readonly value: BatchPreview } | null = null;
  let list: { readonly key: string; readonly value: PreviewList } | null = null;
  let invoice: InvoicePreview | null = null;
  let fault: Fault | null = null;
  /** Number of the last look: answers to an older one are not shown any more. */
  let turn = 0;

  const tell = (loading: boolean): void => {
    const address = readPreviewAnchor(hash());
    show(previewView({ address, state, batch: batch?.value ?? null, list: list?.value ?? null, invoice, loading, fault }));
  };

  const look = async (fresh = false): Promise<void> => {
    const mine = (turn += 1);
    const over = (): boolean => mine !== turn;
    const address = readPreviewAnchor(hash());
    fault = null;
    const other = address.shop && (address.shop.shopId !== state?.shop?.shopId || address.shop.tenantId !== state?.shop?.tenantId);
    if (other) [state, batch, list] = [null, null, null];
    if (address.invoiceId === null || invoice?.invoiceId !== address.invoiceId) invoice = null;
    tell(true);
    if (fresh || !state) {
      const reply = await ask({ kind: 'preview.state', ...(address.shop ? { shop: address.shop } : {}) });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      state = reply.value;
    }
    const shop = address.shop ?? state.shop;
    if (!shop) return tell(false);
    const ref = { tenantId: shop.tenantId, shopId: shop.shopId };
    const [from, to] = [address.from || state.from, address.to || state.to];
    if (address.invoiceId !== null) {
      const reply = await ask({ kind: 'preview.invoice', shop: ref, invoiceId: address.invoiceId });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      invoice = reply.value;
      return tell(false);
    }
    const period = JSON.stringify([ref, from, to]);
    if (fresh || batch?.key !== period) {
      const reply = await ask({ kind: 'preview.batch', shop: ref, from, to });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      batch = { key: period, value: reply.value };
    }
    const cause = address.cause ?? '';
    const listed = JSON.stringify([ref, from, to, cause]);
    if (fresh || list?.key !== listed) {
      const reply = await ask({ kind: 'preview.list', shop: ref, from, to, ...(cause === '' ? {} : { cause }) });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      list = { key: listed, value: reply.value };
    }
    tell(false);
  };

  const fail = (what: Fault): void => {
    fault = what;
    tell(false);
  };

  const refresh = onceMore(() => look(true));

  return {
    look,
    refresh,
    more: async () => {
      const address = readPreviewAnchor(hash());
      const shop = address.shop ?? state?.shop;
      const before = list;
      if (!state || !shop || !before?.value.next) return;
      const cause = address.cause ?? '';
      const mine = turn;
      const reply = await ask({
        kind: 'preview.list',
        shop: { tenantId: shop.tenantId, shopId: shop.shopId },
        from: address.from || state.from,
        to: address.to || state.to,
        ...(cause === '' ? {} : { cause }),
        after: before.value.next,
      });
      if (mine !== turn) return;
      if (!reply.ok) return fail(reply.fault);
      list = { key: before.key, value: { rows: [...before.value.rows, ...reply.value.rows], next: reply.value.next } };
      tell(false);
    },
    confirm: async (by, what) => {
      const shop = readPreviewAnchor(hash()).shop ?? state?.shop;
      if (!shop) return { code: 'shop-unknown' };
      const reply = await ask({ kind: 'preview.confirm', shop: { tenantId: shop.tenantId, shopId: shop.shopId }, by, what });
      if (!reply.ok) return reply.fault;
      await look(true);
      return null;
    },
  };
}
