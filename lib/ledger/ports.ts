/** Where the invoice feed of one shop stands; the shape that the feed defines (`shopctrl/ports`), restated since this room imports no other system's. */
export interface Cursor {
  readonly tenantId: string;
  readonly shopId: number;
  readonly route: 'unprobed' | 'shop-list' | 'orders';
  readonly watermark: string | null;
  readonly sweptAt: string | null;
  readonly run: { readonly from: string; readonly until: string; readonly serverTime: string; readonly page: number; readonly sweep: boolean } | null;
  readonly arithmetic: string | null;
}

/** A shop of one ShopCtrl environment. */
export interface Shop {
  readonly tenantId: string;
  readonly shopId: number;
}
