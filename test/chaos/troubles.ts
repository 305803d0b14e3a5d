/**
 * What goes wrong on the way, one thing at a time, chosen by chance (issue: simulated Exact and ShopCtrl). Left out is what holds invoices until
 * a person acts, such as a closed period or a code that vanished: after the switch is on nobody does anything but consent.
 */
import type { ExactSim, FaultKind, FaultPlace } from '../simulators/exact';
import { createControls } from '../simulators/seed';
import type { Random } from '../simulators/seed/random';
import type { Simulators } from '../simulators/start';
import type { ChaosShop } from './world';

export interface TroubleSetting {
  readonly simulators: Simulators;
  readonly random: Random;
  readonly shops: readonly ChaosShop[];
  readonly login: string;
  /** False: nothing that makes the engine wait for minutes, such as a POST that was never processed. */
  readonly patient: boolean;
  readonly kills: number;
  /** Longest time that Exact goes on with a request whose connection has ended. */
  readonly lateSeconds: number;
}

interface Trouble {
  readonly name: string;
  readonly weight: number;
  /** How often in one run; without it as often as chance has it. */
  readonly most?: (kills: number) => number;
  readonly patient?: boolean;
  start(setting: TroubleSetting): void;
}

const atExact = (where: FaultPlace, kind: FaultKind, weight: number, more: Partial<Parameters<ExactSim['fault']>[0]> & { readonly patient?: boolean; readonly most?: Trouble['most'] } = {}): Trouble => {
  const { patient, most, ...rule } = more;
  return {
    name: `Exact ${where} ${kind}${rule.processed === true ? ' processed' : ''}`,
    weight,
    ...(patient === undefined ? {} : { patient }),
    ...(most ? { most } : {}),
    start: ({ simulators, random, lateSeconds }) => void simulators.exact.fault({ where, kind, nth: random.int(1, 3), ...(kind === 'store-late' ? { seconds: random.int(0, lateSeconds) } : {}), ...rule }),
  };
};

type ShopCtrlFault = Parameters<Simulators['api']['faults']['add']>[0]['kind'];
const atShopCtrl = (kind: ShopCtrlFault, times: number): Trouble => ({
  name: `ShopCtrl ${kind}`,
  weight: 1,
  start: ({ simulators, random }) => void simulators.api.faults.add({ kind, times, after: random.int(0, 20), ...(kind === 'slow' ? { ms: random.int(500, 4000) } : {}) }),
});

const few = (kills: number): number => Math.max(1, Math.floor(kills / 40));

const TROUBLES: readonly Trouble[] = [
  // Stored, and the answer lost in each way.
  atExact('entry', 'cut-reused', 8),
  atExact('entry', 'cut-after', 3),
  atExact('entry', 'cut-midway', 3),
  atExact('entry', 'garbled', 2),
  ...(['html-500', 'text-500', 'empty-502', 'empty-200', '408', 'gateway', 'login-302', 'login-html'] as const).map((kind) => atExact('entry', kind, 1, { processed: true })),
  // Not stored, or not yet: what only the second look-up settles.
  atExact('entry', 'store-late', 5, { patient: true }),
  atExact('entry', 'cut-before', 2, { patient: true }),
  ...(['html-500', '503', 'login-302', '408'] as const).map((kind) => atExact('entry', kind, 1, { patient: true, ...(kind === '503' ? { retryAfter: 5 } : {}) })),
  atExact('entry', 'timeout', 1, { patient: true, processed: true }),
  // Limits.
  atExact('entry', '429-minute', 1, { patient: true, most: few }),
  atExact('lookup', '429-minute', 1, { patient: true, most: few }),
  atExact('entry', '429-day', 1, { patient: true, most: few, resetSeconds: 20 }),
  // Look-ups and other reading.
  atExact('lookup', 'cut-after', 2),
  atExact('lookup', 'cut-midway', 1),
  atExact('lookup', 'html-500', 1, { patient: true }),
  atExact('lookup', 'json-500', 1, { patient: true }),
  atExact('lookup', '503', 1, { patient: true, retryAfter: 3 }),
  atExact('lookup', 'login-html', 1, { patient: true }),
  atExact('lookup', 'timeout', 1, { patient: true, most: few }),
  // Relations.
  atExact('account', 'cut-after', 2),
  atExact('account', 'cut-reused', 2),
  atExact('account', 'html-500', 1, { processed: true }),
  atExact('account', 'store-late', 1, { patient: true }),
  // Documents and their files; they come once entries are proved.
  ...(['document', 'attachment'] as const).flatMap((where) => [
    atExact(where, 'cut-reused', 2, { patient: true }),
    atExact(where, 'cut-after', 1, { patient: true }),
    atExact(where, 'cut-before', 1, { patient: true }),
    atExact(where, 'store-late', 1, { patient: true }),
  ]),
  // Copies that are being removed.
  atExact('write', 'cut-after', 1, { method: 'DELETE' }),
  // Tokens: one consent each where the rotation was lost.
  atExact('token', 'cut-after', 1, { most: few }),
  atExact('token', 'cut-before', 1, { most: few }),
  atExact('token', 'empty-502', 1, { most: few }),
  {
    name: 'Exact access to an administration withdrawn for a moment', weight: 1, patient: true, most: () => 1,
    start: ({ simulators, shops, login }) => {
      const back = simulators.exact.withdrawDivision(login, shops.at(-1)?.division ?? 0);
      setTimeout(back, 3_000).unref();
    },
  },
  {
    name: 'Exact refuses "or" for a moment', weight: 1, patient: true, most: () => 1,
    start: ({ simulators: { exact } }) => {
      exact.options.orRefused = true;
      setTimeout(() => {
        exact.options.orRefused = false;
      }, 10_000).unref();
    },
  },
  atShopCtrl('401', 1), atShopCtrl('403', 1), atShopCtrl('500', 2), atShopCtrl('html', 1), atShopCtrl('truncated', 2), atShopCtrl('slow', 3), atShopCtrl('reset', 2),
  {
    name: 'ShopCtrl gives no PDF once', weight: 2, patient: true, most: few,
    start: ({ simulators, random }) => void simulators.api.faults.add({ kind: random.pick(['403', '404', 'html', 'truncated', 'cut'] as const), times: 1, after: random.int(0, 5), path: /\/files\//i }),
  },
  {
    name: 'ShopCtrl pages shift', weight: 1,
    start: ({ simulators: { api } }) => {
      api.options.shiftAfterPages = 2;
      setTimeout(() => {
        api.options.shiftAfterPages = 0;
      }, 5_000).unref();
    },
  },
  {
    name: 'ShopCtrl edits a payment', weight: 2,
    start: ({ simulators: { world, clock }, random, shops }) => {
      const records = [...world.shop('demo', random.pick(shops).shopId).book.records()];
      const invoice = random.pick(random.pick(records).invoices);
      createControls(world, clock).changeInvoice('demo', invoice.invoice.Id, 'payment', { touchOrder: random.int(0, 1) === 1 });
    },
  },
  {
    name: 'ShopCtrl has a new invoice', weight: 1,
    start: ({ simulators: { world, clock }, random, shops }) => {
      const shop = shops.filter(({ debtorMode }) => debtorMode === 'collective')[0];
      const controls = createControls(world, clock);
      if (shop) void (random.int(0, 1) === 1 ? controls.addInvoice('demo', shop.shopId) : controls.appearLate('demo', shop.shopId, 3));
    },
  },
];

/** Starts troubles, and counts them. */
export interface Troubles {
  /** One more; answers its name. */
  next(): string;
  readonly counts: Readonly<Record<string, number>>;
}

export function createTroubles(setting: TroubleSetting): Troubles {
  const counts: Record<string, number> = {};
  return {
    counts,
    next() {
      const { random, patient, kills } = setting;
      const open = TROUBLES.filter((one) => (patient || one.patient !== true) && (counts[one.name] ?? 0) < (one.most?.(kills) ?? Infinity));
      let dice = random.int(1, open.reduce((sum, { weight }) => sum + weight, 0));
      const chosen = open.find(({ weight }) => (dice -= weight) <= 0);
      if (!chosen) throw new Error('no trouble left');
      chosen.start(setting);
      counts[chosen.name] = (counts[chosen.name] ?? 0) + 1;
      return chosen.name;
    },
  };
}
