/** The preview page's own address: what it shows stands behind the `#`, so that back, reload and links work. */
import type { SetupPlace, ShopRef } from '../messages';
import type { IsoDate } from '../invoice/money';
import { shopAnchor } from './setup';

export interface PreviewAddress {
  readonly shop: ShopRef | null;
  /** One invoice; null for the batch. */
  readonly invoiceId: number | null;
  /** Empty or absent: the period that the background offers. */
  readonly from?: IsoDate | '';
  readonly to?: IsoDate | '';
  /** Only the invoices of this cause in the list. */
  readonly cause?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

export function previewAnchor({ shop, invoiceId, from = '', to = '', cause = '' }: PreviewAddress): string {
  const parts = new URLSearchParams();
  if (shop) parts.set('shop', `${shop.tenantId}|${String(shop.shopId)}`);
  if (from !== '' && to !== '') {
    parts.set('from', from);
    parts.set('to', to);
  }
  if (cause !== '') parts.set('cause', cause);
  if (invoiceId !== null) parts.set('invoice', String(invoiceId));
  return parts.toString();
}

/** The address again; whatever cannot be read is left out. */
export function readPreviewAnchor(hash: string): PreviewAddress {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const named = /^(.+)\|(\d+)$/.exec(parts.get('shop') ?? '');
  const [from, to] = [parts.get('from') ?? '', parts.get('to') ?? ''];
  const period = DAY.test(from) && DAY.test(to);
  const invoice = parts.get('invoice') ?? '';
  return {
    shop: named?.[1] !== undefined ? { tenantId: named[1], shopId: Number(named[2]) } : null,
    invoiceId: /^\d+$/.test(invoice) ? Number(invoice) : null,
    from: period ? from : '',
    to: period ? to : '',
    cause: parts.get('cause') ?? '',
  };
}

/** Anchor of a part of a shop's settings on the set-up page; the page falls back to the shop where it has no such part. */
export function setupPlaceAnchor(shop: ShopRef, at?: SetupPlace): string {
  return at === undefined ? shopAnchor(shop) : `${shopAnchor(shop)}:${at}`;
}
