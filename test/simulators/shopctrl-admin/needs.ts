/** What the simulated admin asks of the seeded world and of its sessions: nothing but what it shows. */

export interface AdminShop {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly shopOwnerId: number;
}

export interface AdminEmployee {
  readonly id: number;
  readonly login: string;
  readonly fullName: string;
  /** Language of the admin for this person, e.g. `nl-NL`. */
  readonly cultureCode: string;
  /** Role by shop id; other shops are invisible. */
  readonly roles: Readonly<Record<number, string>>;
}

export interface AdminTenant {
  readonly adminHost: string;
  readonly shops: readonly AdminShop[];
  readonly shopOwners: readonly { readonly id: number; readonly name: string }[];
  /** Live switches: are ShopCtrl's own Exact modules on? */
  readonly appModules: { readonly exactOnline: boolean; readonly invoiceExportXml: boolean };
}

/** Read anew at each request, so tests may change it at any time. */
export interface AdminWorld {
  readonly tenants: readonly AdminTenant[];
}

export type AdminLogin = { readonly kind: 'ok'; readonly setCookie: string } | { readonly kind: 'second-factor' } | { readonly kind: 'denied' };

/** The sessions of the seeded world fulfil this by shape. */
export interface AdminSessions {
  /** `second-factor`: login and password are right and the second step was not given. */
  login(host: string, login: string, password: string, secondFactor?: string): AdminLogin;
  /** Who a `Cookie` header belongs to on this host; null without a living session. */
  verify(host: string, cookieHeader: string | undefined): AdminEmployee | null;
  /** Ends the session; gives the `Set-Cookie` header that removes the cookie. */
  logout(cookieHeader: string | undefined): string;
}
