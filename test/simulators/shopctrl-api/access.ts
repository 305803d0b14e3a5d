/** Which base a request came in by, and who asks (facts: shopctrl 2.1, 2.2). */
import type { IncomingMessage } from 'node:http';
import type { ApiBases, Employee, Sessions, Tenant, World } from '../seed';
import type { ApiOptions } from './options';
import type { Watch } from './watch';

export interface Place {
  readonly tenant: Tenant;
  readonly shape: keyof ApiBases;
  /** Host with port, as the client wrote it. */
  readonly base: string;
}

/** The environment and base shape behind a `Host` header; null for hosts of others. */
export function placeOf(world: World, hostHeader: string): Place | null {
  const base = hostHeader.toLowerCase();
  const host = base.replace(/:\d+$/, '');
  const tenant = world.findTenant(host);
  if (!tenant) return null;
  if (host === tenant.adminHost) return { tenant, base, shape: base.endsWith(':52222') ? 'port' : 'sameHost' };
  return { tenant, base, shape: host === tenant.ownDomainApiHost ? 'ownDomain' : 'apiHost' };
}

export type Access =
  | { readonly kind: 'employee'; readonly employee: Employee }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'refused'; readonly answer: '401' | '403' | 'html' | 'redirect' };

export function accessOf(request: IncomingMessage, place: Place, path: string, world: World, sessions: Sessions, options: ApiOptions, watch: Watch): Access {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    if (cookie !== undefined) watch.report('cookies-sent', 'cookies together with Basic: the call must omit credentials');
    watch.credentials(place.tenant, place.base, path, 'basic', options.confirmedBases);
    return basic(authorization, place.tenant, world, options, watch);
  }
  if (cookie === undefined) {
    watch.credentials(place.tenant, place.base, path, 'anonymous', options.confirmedBases);
    return { kind: 'anonymous' };
  }
  if (place.shape !== 'sameHost') {
    watch.report('cookies-to-api-host', `${place.base} does not know the session of the admin`);
    return { kind: 'anonymous' };
  }
  watch.credentials(place.tenant, place.base, path, 'session', options.confirmedBases);
  if (!options.acceptSessionCookie) return { kind: 'refused', answer: '401' };
  const employee = sessions.verify(place.tenant.adminHost, cookie);
  return employee ? { kind: 'employee', employee } : { kind: 'refused', answer: options.expiredSession };
}

function basic(header: string, tenant: Tenant, world: World, options: ApiOptions, watch: Watch): Access {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header.trim())?.[1];
  if (encoded === undefined) {
    watch.report('authorization-form', 'Authorization is not Basic');
    return { kind: 'refused', answer: '401' };
  }
  const bytes = Buffer.from(encoded, 'base64');
  const pairs = [bytes.toString('utf8'), bytes.toString('latin1')].map((text) => ({ login: text.slice(0, text.indexOf(':')).toLowerCase(), password: text.slice(text.indexOf(':') + 1) }));
  const matches = (t: Tenant): Employee | undefined => t.employees.find((e) => pairs.some((p) => p.login === e.login.toLowerCase() && p.password === e.password));
  const employee = matches(tenant);
  if (!employee) {
    if (world.tenants.some((other) => other !== tenant && matches(other))) watch.report('credentials-to-foreign-host', `the password of another environment came to ${tenant.id}`);
    return { kind: 'refused', answer: options.wrongPassword };
  }
  return employee.secondFactor === null ? { kind: 'employee', employee } : { kind: 'refused', answer: options.secondFactorBasic };
}
