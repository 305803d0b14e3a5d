/** Live switches of the simulated API: read at every request. Defaults are the likeliest reading of facts shopctrl 2-4. */
export interface ApiOptions {
  /** Is the admin's session cookie accepted on `/v1` of the admin's own host? Never anywhere else. */
  acceptSessionCookie: boolean;
  /** `GET v1/Shops/{id}/Invoices` exists. */
  shopInvoiceList: boolean;
  /** Lists show deleted invoices too; by default they are only given with `includeDeleted=true`. */
  listShowsDeleted: boolean;
  enums: 'number' | 'name';
  /** Null properties are left out of the JSON. */
  omitNulls: boolean;
  /** `v1/System/Time` answers without a login. */
  publicTime: boolean;
  /** What Basic with an account that has a second factor gives. */
  secondFactorBasic: '401' | '403' | 'html';
  /** What a wrong (or changed) password gives. */
  wrongPassword: '401' | 'html' | 'redirect';
  /** What the admin's host gives for a cookie without living session. */
  expiredSession: '401' | 'html' | 'redirect';
  /** A shop that is not assigned to the employee. */
  foreignShop: '403' | 'empty';
  orderSort: 'changed-asc' | 'changed-desc' | 'id';
  /** After so many served pages of a list an entry of the last page changes, which moves it and shifts the pages. 0: never. */
  shiftAfterPages: number;
  maxPageSize: number;
  /** Every answer waits this long. Without a wait requests would hardly ever overlap on loopback, and nobody could count them. */
  latencyMs: number;
  /** 401 answers carry `WWW-Authenticate: Basic`. */
  challenge: boolean;
  /** More requests of one environment at once are a violation. */
  maxConcurrent: number;
  /** Bases (host with port) that the person has confirmed; a password to another one is a violation. Null: not watched. */
  confirmedBases: readonly string[] | null;
  /** Hosts of others: nothing may be sent there that belongs to an employee. They answer 404. */
  foreignHosts: readonly string[];
  /** Foreign hosts answer with an API-like 401 instead. */
  foreignHostsLookLikeApi: boolean;
}

export function defaultApiOptions(): ApiOptions {
  return {
    acceptSessionCookie: true,
    shopInvoiceList: false,
    listShowsDeleted: false,
    enums: 'number',
    omitNulls: false,
    publicTime: false,
    secondFactorBasic: '401',
    wrongPassword: '401',
    expiredSession: '401',
    foreignShop: '403',
    orderSort: 'changed-asc',
    shiftAfterPages: 0,
    maxPageSize: 1000,
    latencyMs: 2,
    challenge: false,
    maxConcurrent: 4,
    confirmedBases: null,
    foreignHosts: ['api.shopctrl.com', 'api.other.shopctrl.com', 'other.shopctrl.com', 'api.example'],
    foreignHostsLookLikeApi: false,
  };
}
