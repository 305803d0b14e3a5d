/** Who and what exists on Exact's sites: users, divisions, apps. Names and numbers are invented. */
import type { App, Ctx, Division, Site, User } from './types';

export const SEED_DIVISIONS: readonly Division[] = [
  division('nl', 100001, 1, 'Lamp & Licht B.V.', 'NL', 'NL853746333B01', 'active', 'winkelgroep'),
  division('nl', 100002, 2, 'Boekenhoek B.V.', 'NL', 'NL864952187B01', 'active', 'winkelgroep'),
  division('nl', 100003, 3, 'Lamp & Licht V.O.F. (oud)', 'NL', 'NL821745902B01', 'archived', 'winkelgroep'),
  division('nl', 100004, 4, 'Tuin & Terras B.V.', 'NL', 'NL857201448B01', 'active', 'tuingroep'),
  division('nl', 100005, 5, 'Fietsplaats B.V.', 'NL', 'NL859113260B01', 'blocked', 'tuingroep'),
  division('be', 200001, 1, 'Lichthuis BV', 'BE', 'BE0417497106', 'active', 'lichthuis'),
  division('de', 300001, 1, 'Lampenhaus GmbH', 'DE', 'DE136695976', 'active', 'lampenhaus'),
  division('co.uk', 400001, 1, 'Lamp Shop Ltd', 'GB', 'GB434031494', 'active', 'lampshop', 'GBP'),
  division('com', 500001, 1, 'Lamp Shop Inc', 'US', '', 'active', 'lampshop-us', 'USD'),
  division('fr', 600001, 1, 'Maison des Lampes SARL', 'FR', 'FR40303265045', 'active', 'maison'),
  division('es', 700001, 1, 'Casa de Lamparas SL', 'ES', 'ESB58378431', 'active', 'casa'),
];

function division(site: Site, code: number, hid: number, description: string, country: string, vatNumber: string, status: Division['status'], licence: string, currency = 'EUR'): Division {
  return { site, code, hid, description, country, currency, vatNumber, status, licence };
}

type SeedUser = Omit<User, 'id'>;
export const SEED_USERS: readonly SeedUser[] = [
  { site: 'nl', login: 'anna.jansen', password: 'Lamp!2026', code: '246810', fullName: 'Anna Jansen', language: 'NL', divisions: [100001, 100002, 100003] },
  { site: 'nl', login: 'bram.bakker', password: 'Boek!2026', code: '135791', fullName: 'Bram Bakker', language: 'NL', divisions: [100002] },
  /** An accountant: divisions of two licences, one of them blocked. */
  { site: 'nl', login: 'claire.smith', password: 'Count!2026', code: '112233', fullName: 'Claire Smith', language: 'EN', divisions: [100004, 100001, 100002, 100005] },
  /** May log in, but opens no division. */
  { site: 'nl', login: 'dirk.leeg', password: 'Niets!2026', code: '000111', fullName: 'Dirk Leeg', language: 'NL', divisions: [] },
  { site: 'be', login: 'els.peeters', password: 'Licht!2026', code: '224466', fullName: 'Els Peeters', language: 'NL', divisions: [200001] },
  { site: 'de', login: 'franz.weber', password: 'Lampe!2026', code: '335577', fullName: 'Franz Weber', language: 'EN', divisions: [300001] },
  { site: 'co.uk', login: 'grace.hall', password: 'Light!2026', code: '446688', fullName: 'Grace Hall', language: 'EN', divisions: [400001] },
  { site: 'com', login: 'henry.ford', password: 'Bulbs!2026', code: '557799', fullName: 'Henry Fort', language: 'EN', divisions: [500001] },
  { site: 'fr', login: 'ines.martin', password: 'Lampes!2026', code: '668800', fullName: 'Inès Martin', language: 'EN', divisions: [600001] },
  { site: 'es', login: 'juan.perez', password: 'Luces!2026', code: '779911', fullName: 'Juan Pérez', language: 'EN', divisions: [700001] },
];

export interface People {
  addUser(user: SeedUser): User;
  user(site: Site, login: string): User | undefined;
  users(): readonly User[];
  addDivision(division: Division): void;
  division(code: number): Division | undefined;
  /** Takes an administration from a user; the returned function gives it back. */
  withdraw(user: User, division: number): () => void;
  isWithdrawn(user: User, division: number): boolean;
  /** Divisions that a user may open, in the user's order. */
  divisionsOf(user: User): readonly Division[];
  registerApp(app: App): App;
  app(site: Site, clientId: string): App | undefined;
  secrets(): readonly string[];
}

export function createPeople(ctx: Ctx): People {
  const users: User[] = [];
  const divisions = new Map<number, Division>(SEED_DIVISIONS.map((entry) => [entry.code, entry]));
  const apps = new Map<string, App>();
  const withdrawn = new Set<string>();
  const people: People = {
    addUser(seed) {
      const old = users.findIndex((user) => user.site === seed.site && user.login === seed.login);
      const user: User = { ...seed, id: users[old]?.id ?? guid(ctx) };
      if (old >= 0) users[old] = user;
      else users.push(user);
      return user;
    },
    user: (site, login) => users.find((user) => user.site === site && user.login.toLowerCase() === login.trim().toLowerCase()),
    users: () => users,
    addDivision: (entry) => void divisions.set(entry.code, entry),
    division: (code) => divisions.get(code),
    withdraw(user, division) {
      withdrawn.add(`${user.id} ${division}`);
      return () => void withdrawn.delete(`${user.id} ${division}`);
    },
    isWithdrawn: (user, division) => withdrawn.has(`${user.id} ${division}`),
    divisionsOf: (user) => user.divisions.flatMap((code) => (withdrawn.has(`${user.id} ${code}`) ? [] : (divisions.get(code) ?? []))),
    registerApp(app) {
      if (!app.redirectUri.startsWith('https://')) throw new Error('Redirect URI must be https');
      apps.set(`${app.site} ${app.clientId}`, app);
      return app;
    },
    app: (site, clientId) => apps.get(`${site} ${clientId}`),
    secrets: () => [...apps.values()].map((app) => app.clientSecret),
  };
  for (const seed of SEED_USERS) people.addUser(seed);
  return people;
}

export function guid(ctx: Pick<Ctx, 'random'>): string {
  const hex = ctx.random(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
