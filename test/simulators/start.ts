/** All simulators behind one TLS listener on loopback, under the real host names. */
import { createClock, type HostHandler, type SimClock } from './contract';
import { createExact, type ExactSim } from './exact';
import type { ExactOptions } from './exact/types';
import { makeCertificate, type Certificate } from './net/certificate';
import { startServer } from './net/server';
import { createSessions, createWorld, type Sessions, type World, type WorldOptions } from './seed';
import { createShopCtrlAdmin, type AdminOptions, type ShopCtrlAdmin } from './shopctrl-admin';
import { createShopCtrlApi, type ApiOptions, type ShopCtrlApi } from './shopctrl-api';

export interface SimulatorSetUp {
  readonly world?: World | WorldOptions;
  readonly admin?: Partial<AdminOptions>;
  readonly api?: Partial<ApiOptions>;
  readonly exact?: Partial<ExactOptions>;
  readonly clock?: SimClock;
  /** Offers h2 beside HTTP/1.1. */
  readonly h2?: boolean;
  /** 0 up to 1, for Exact's faults that hit by chance. */
  readonly chance?: () => number;
}

export interface Simulators {
  readonly port: number;
  readonly certificate: Certificate;
  readonly clock: SimClock;
  readonly world: World;
  readonly sessions: Sessions;
  readonly admin: ShopCtrlAdmin;
  readonly api: ShopCtrlApi;
  readonly exact: ExactSim;
  /** Ends the connections that nobody uses at the moment. */
  dropIdle(): void;
  close(): Promise<void>;
}

function isWorld(value: World | WorldOptions | undefined): value is World {
  return value !== undefined && 'tenants' in value;
}

export async function startSimulators(setUp: SimulatorSetUp = {}): Promise<Simulators> {
  const clock = setUp.clock ?? createClock();
  const world = isWorld(setUp.world) ? setUp.world : createWorld({ now: clock.now(), ...setUp.world });
  const sessions = createSessions(world);
  const admin = createShopCtrlAdmin({ world, sessions, clock, options: setUp.admin ?? {} });
  const api = createShopCtrlApi({ world, sessions, clock, options: setUp.api ?? {} });
  const exact = createExact({ clock, options: setUp.exact ?? {}, ...(setUp.chance ? { chance: setUp.chance } : {}) });
  // One host serves both: the API's paths first, everything else is the admin.
  const shopctrl: HostHandler = {
    claims: (host) => admin.claims(host) || api.claims(host),
    handle: (request, response) => {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const isApi = /^\/(v1|help)(\/|\?|$)/i.test(request.url ?? '');
      return isApi || !admin.claims(host) ? api.handle(request, response) : admin.handle(request, response);
    },
  };
  const certificate = await makeCertificate(['*.shopctrl.com', '*.demo.shopctrl.com', '*.lampenwinkel.example', '*.exactonline.nl', '*.exactonline.be', '*.exactonline.de', '*.exactonline.co.uk', '*.exactonline.com', '*.exactonline.fr', '*.exactonline.es']);
  const server = await startServer(certificate, [shopctrl, exact], { h2: setUp.h2 ?? false });
  return { port: server.port, certificate, clock, world, sessions, admin, api, exact, dropIdle: () => server.dropIdle(), close: () => server.close() };
}
