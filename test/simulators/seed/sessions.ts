/** Browser sessions of the admin, shared by the simulated admin (which starts them) and the API (which may accept them). */
import { randomBytes } from 'node:crypto';
import type { Employee, World } from './types';

export const COOKIE = 'SCSESSION';

export type LoginResult =
  | { readonly kind: 'ok'; readonly employee: Employee; readonly token: string; readonly setCookie: string }
  | { readonly kind: 'second-factor' }
  | { readonly kind: 'denied' };

export interface Sessions {
  /** Password (and, where the person has one, second factor) of an employee of the environment with this host. */
  login(host: string, login: string, password: string, secondFactor?: string): LoginResult;
  /** Who a `Cookie` header belongs to on this host; null without a living session. Cookies hold for one host only. */
  verify(host: string, cookieHeader: string | undefined): Employee | null;
  /** Ends the session; value of the `Set-Cookie` header that removes the cookie. */
  logout(cookieHeader: string | undefined): string;
  expireAll(): void;
}

export function createSessions(world: World): Sessions {
  const living = new Map<string, { readonly host: string; readonly employee: Employee }>();
  const plain = (host: string): string => host.toLowerCase().replace(/:\d+$/, '');
  const tokenOf = (header: string | undefined): string | null => {
    const part = (header ?? '').split(';').find((piece) => piece.trim().startsWith(`${COOKIE}=`));
    return part ? part.trim().slice(COOKIE.length + 1) : null;
  };
  const login: Sessions['login'] = (host, name, password, secondFactor) => {
    const tenant = world.findTenant(host);
    const employee = tenant?.employees.find((e) => e.login.toLowerCase() === name.trim().toLowerCase() && e.password === password);
    if (!employee) return { kind: 'denied' };
    if (employee.secondFactor !== null && employee.secondFactor !== secondFactor) return secondFactor === undefined ? { kind: 'second-factor' } : { kind: 'denied' };
    const token = randomBytes(18).toString('hex');
    living.set(token, { host: plain(host), employee });
    return { kind: 'ok', employee, token, setCookie: `${COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax` };
  };
  const verify: Sessions['verify'] = (host, header) => {
    const session = living.get(tokenOf(header) ?? '');
    return session && session.host === plain(host) ? session.employee : null;
  };
  const logout: Sessions['logout'] = (header) => {
    living.delete(tokenOf(header) ?? '');
    return `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;
  };
  return {
    login,
    verify,
    logout,
    expireAll: () => {
      living.clear();
    },
  };
}
