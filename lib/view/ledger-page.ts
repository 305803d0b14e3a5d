/** What the ledger page asks and remembers; the address behind the `#` decides what is shown. */
import { sharedParams } from '../booking/cause';
import type { Fault } from '../faults';
import type { Ask, LedgerAnswer, LedgerCauses, LedgerInvoice, LedgerList, LedgerState, PreviewPlace, ShopRef, StartChoice, StartStep, SyncOptions } from '../messages';
import { ledgerAnchor, readLedgerAnchor } from './ledger-address';
import { onceMore } from './once-more';
import type { LedgerView, StartCount } from './types-ledger';

export interface LedgerPageDeps {
  readonly ask: Ask;
  readonly hash: () => string;
  readonly show: (view: LedgerView) => void;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface LedgerPage {
  /** The address changed, or what is known may be old (`fresh`): shows it. */
  look(fresh?: boolean): Promise<void>;
  /** Something may have changed: looks again, once for any number of such notices that come meanwhile. */
  refresh(): Promise<void>;
  more(): Promise<void>;
  /** Counts what would go from there on, step by step; a newer count ends it. */
  count(choice: StartChoice): Promise<void>;
  turnOn(choice: StartChoice, nativeOff: string | null, options: SyncOptions): Promise<Fault | null>;
  answer(answer: LedgerAnswer): Promise<Fault | number>;
}

const NOTHING = { done: 0, total: 0, count: 0, totals: [], found: 0, exported: 0, waiting: 0, causes: [], until: null, fault: null, finished: false } as const;

export function createLedgerPage({ ask, hash, show, now, sleep }: LedgerPageDeps): LedgerPage {
  let state: LedgerState | null = null;
  let causes: LedgerCauses | null = null;
  let list: { readonly key: string; readonly value: LedgerList } | null = null;
  let invoice: LedgerInvoice | null = null;
  let start: StartCount | null = null;
  let fault: Fault | null = null;
  /** Numbers of the last look and the last count: answers to older ones are not shown any more. */
  let [turn, counted] = [0, 0];

  const refOf = (): ShopRef | null => {
    const shop = readLedgerAnchor(hash()).shop ?? state?.shop;
    return shop ? { tenantId: shop.tenantId, shopId: shop.shopId } : null;
  };

  const tell = (loading: boolean): void => {
    const address = readLedgerAnchor(hash());
    const shop = refOf();
    show({
      state,
      place: address.invoiceId !== null ? 'invoice' : address.start ? 'start' : 'shop',
      causes,
      list: list && {
        state: address.state,
        rows: list.value.rows.map((row) => ({ ...row, anchor: ledgerAnchor({ shop, start: false, invoiceId: row.invoiceId, state: address.state }) })),
        more: list.value.next !== null,
      },
      invoice,
      start,
      loading,
      fault,
      anchors: { shop: ledgerAnchor({ shop, start: false, state: address.state }), start: ledgerAnchor({ shop, start: true }) },
    });
  };

  const look = async (fresh = false): Promise<void> => {
    const mine = (turn += 1);
    const over = (): boolean => mine !== turn;
    const address = readLedgerAnchor(hash());
    fault = null;
    const other = address.shop && (address.shop.shopId !== state?.shop?.shopId || address.shop.tenantId !== state?.shop?.tenantId);
    if (other) {
      [state, causes, list, start] = [null, null, null, null];
      counted += 1;
    }
    if (address.invoiceId === null || invoice?.invoiceId !== address.invoiceId) invoice = null;
    tell(true);
    const told = await ask({ kind: 'ledger.state', ...(address.shop ? { shop: address.shop } : {}) });
    if (over()) return;
    if (!told.ok) return fail(told.fault);
    state = told.value;
    const shop = refOf();
    if (!shop || !state.shop) return tell(false);
    if (address.invoiceId !== null) {
      const reply = await ask({ kind: 'ledger.invoice', shop, invoiceId: address.invoiceId });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      invoice = reply.value;
      return tell(false);
    }
    if (address.start) return tell(false);
    tell(true);
    const found = await ask({ kind: 'ledger.causes', shop });
    if (over()) return;
    if (!found.ok) return fail(found.fault);
    causes = found.value;
    const key = JSON.stringify([shop, address.state]);
    if (fresh || list?.key !== key) {
      const reply = await ask({ kind: 'ledger.list', shop, ...(address.state === '' ? {} : { state: address.state }) });
      if (over()) return;
      if (!reply.ok) return fail(reply.fault);
      list = { key, value: reply.value };
    }
    tell(false);
  };

  const fail = (what: Fault): void => {
    fault = what;
    tell(false);
  };

  // A person who turned pages of the list keeps them.
  const refresh = onceMore(() => look((list?.value.rows.length ?? 0) <= 100));

  return {
    look,
    refresh,
    more: async () => {
      const shop = refOf();
      const before = list;
      if (!shop || !before?.value.next) return;
      const { state: only } = readLedgerAnchor(hash());
      const mine = turn;
      const reply = await ask({ kind: 'ledger.list', shop, ...(only === '' ? {} : { state: only }), after: before.value.next });
      if (mine !== turn) return;
      if (!reply.ok) return fail(reply.fault);
      list = { key: before.key, value: { rows: [...before.value.rows, ...reply.value.rows], next: reply.value.next } };
      tell(false);
    },
    count: async (choice) => {
      const mine = (counted += 1);
      const shop = refOf();
      if (!shop) return;
      start = { ...NOTHING, choice };
      tell(false);
      for (let after: PreviewPlace | null = null; ; ) {
        const reply: Awaited<ReturnType<typeof askStep>> = await askStep(ask, shop, choice, after);
        if (mine !== counted) return;
        if (!reply.ok) {
          start = { ...start, fault: reply.fault };
          return tell(false);
        }
        start = added(start, reply.value);
        tell(false);
        if (reply.value.until !== null) await sleep(Math.max(reply.value.until - now(), 1000));
        else if (reply.value.next === null) break;
        if (mine !== counted) return;
        after = reply.value.next;
      }
      start = { ...start, finished: true };
      tell(false);
    },
    turnOn: async (choice, nativeOff, options) => {
      const shop = refOf();
      if (!shop) return { code: 'shop-unknown' };
      const reply = await ask({ kind: 'ledger.turnOn', shop, from: choice, nativeOff, options });
      return reply.ok ? null : reply.fault;
    },
    answer: async (answer) => {
      const shop = refOf();
      if (!shop) return { code: 'shop-unknown' };
      const reply = await ask({ kind: 'ledger.answer', shop, answer });
      if (!reply.ok) return reply.fault;
      await look(true);
      return reply.value.count;
    },
  };
}

function askStep(ask: Ask, shop: ShopRef, from: StartChoice, after: PreviewPlace | null) {
  return ask({ kind: 'ledger.preview', shop, from, ...(after ? { after } : {}) });
}

/** The count so far with one step more. */
export function added(before: StartCount, step: StartStep): StartCount {
  const totals = new Map(before.totals.map(({ currency, gross }) => [currency, gross]));
  for (const { currency, gross } of step.totals) totals.set(currency, (totals.get(currency) ?? 0) + gross);
  const causes = new Map(before.causes.map((cause) => [cause.key, cause]));
  for (const cause of step.causes) {
    const known = causes.get(cause.key);
    causes.set(cause.key, known ? { ...known, params: sharedParams(known.params, cause.params), count: known.count + cause.count, invoices: [...known.invoices, ...cause.invoices].slice(0, 20) } : cause);
  }
  return {
    ...before,
    done: before.done + step.done,
    total: step.total,
    count: before.count + step.count,
    totals: [...totals].map(([currency, gross]) => ({ currency, gross })).sort((one, other) => (one.currency < other.currency ? -1 : 1)),
    found: before.found === null || step.found === null ? null : before.found + step.found,
    exported: before.exported + step.exported,
    waiting: before.waiting + step.causes.reduce((sum, { count }) => sum + count, 0),
    causes: [...causes.values()].sort((one, other) => other.count - one.count),
    until: step.until,
  };
}
