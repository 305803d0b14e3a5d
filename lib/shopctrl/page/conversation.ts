/**
 * What one section knows and asks. It asks for its state when it comes into sight, on every notice, and each second while a job
 * runs or consent is pending; otherwise nobody polls (design 4).
 */
import type { Fault } from '../../faults';
import type { Language, NativeModule, Replies, Reply, Request, SectionState } from '../../messages';

/** Whom the section stands for, as the page shows it. */
export interface Identity {
  readonly adminHost: string;
  readonly title: string | null;
  /** Another open tab bears the same title. */
  readonly twin: boolean;
  readonly linkShopId: number | null;
  readonly native: NativeModule;
  readonly language: Language;
}

export interface Heard {
  /** The last state that the background told; null before the first. */
  readonly state: SectionState | null;
  /** What went wrong with the last question for the state, kept until one is answered. */
  readonly fault: Fault | null;
  /** What went wrong with the person's last request, kept until the next request. */
  readonly problem: { readonly kind: Request['kind']; readonly fault: Fault } | null;
  /** Kinds of the person's requests that are under way. */
  readonly busy: readonly Request['kind'][];
}

export type Ask = <R extends Request>(request: R) => Promise<Reply<Replies[R['kind']]>>;

export interface Conversation {
  heard(): Heard;
  /** The page shows something else: asks again when it differs. */
  identify(identity: Identity): void;
  /** In sight or not: out of sight nothing is asked. */
  inSight(yes: boolean): void;
  refresh(): void;
  /** Sends a request of the person, then asks for the state; answers whether it was accepted. */
  act(request: Request): Promise<boolean>;
  /** This copy of the extension is cut off: says so and asks nothing more. */
  dead(): void;
}

export interface ConversationDeps {
  readonly ask: Ask;
  readonly changed: (heard: Heard) => void;
  readonly setTimer: (run: () => void, milliseconds: number) => unknown;
  readonly signal: AbortSignal;
}

const POLL_MS = 1_000;

export function converse(deps: ConversationDeps): Conversation {
  let heard: Heard = { state: null, fault: null, problem: null, busy: [] };
  let identity: Identity | null = null;
  let sight = false;
  let timer: object | null = null;
  let question = 0;
  let asking = false;
  let again = false;
  let chosen: number | null = null;

  const tell = (next: Partial<Heard>): void => {
    heard = { ...heard, ...next };
    deps.changed(heard);
  };
  const over = (): boolean => deps.signal.aborted || heard.fault?.code === 'reload-page';

  const refresh = async (): Promise<void> => {
    if (!identity || !sight || over()) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const number = (question += 1);
    const { twin, ...shown } = identity;
    // An answer of the person holds for its tab as long as that bears the title: what another tab of the same name was told is not asked.
    const own = twin || identity.title === null || chosen !== null ? { own: { shopId: chosen } } : {};
    const reply = await deps.ask({ kind: 'section.state', ...shown, ...own });
    asking = false;
    if (over()) return;
    // An answer about another tab title or topic is no answer to what is shown now.
    if (number === question) tell(reply.ok ? { state: reply.value, fault: null } : { fault: reply.fault });
    if (again || number !== question) {
      again = false;
      void refresh();
    } else plan();
  };

  const plan = (): void => {
    if (timer || !sight || over() || !(isMoving(heard.state) || heard.busy.length > 0)) return;
    const mine = {};
    timer = mine;
    deps.setTimer(() => {
      if (timer !== mine) return;
      timer = null;
      void refresh();
    }, POLL_MS);
  };

  return {
    heard: () => heard,
    identify(next) {
      if (identity && sameIdentity(identity, next)) return;
      const otherTitle = identity && (identity.title !== next.title || identity.adminHost !== next.adminHost);
      const otherShop = otherTitle || (identity && (identity.linkShopId !== next.linkShopId || (identity.twin !== next.twin && chosen === null)));
      if (otherTitle) chosen = null;
      identity = next;
      question += 1;
      // Nothing of another shop may stand there, not even for a moment.
      if (otherShop) tell({ state: null, fault: null, problem: null });
      void refresh();
    },
    inSight(yes) {
      if (sight === yes) return;
      sight = yes;
      if (yes) void refresh();
      else timer = null;
    },
    refresh: () => void refresh(),
    async act(request) {
      if (over()) return false;
      tell({ busy: [...heard.busy, request.kind], problem: null });
      plan();
      const reply = await deps.ask(request);
      if (deps.signal.aborted) return false;
      if (request.kind === 'section.chooseShop' && reply.ok && request.title === (identity?.title ?? null)) chosen = request.shopId;
      const dead = !reply.ok && reply.fault.code === 'reload-page';
      tell({
        busy: heard.busy.filter((kind) => kind !== request.kind),
        problem: reply.ok || dead ? null : { kind: request.kind, fault: reply.fault },
        ...(dead ? { fault: reply.fault } : {}),
      });
      // What was asked before this request was done may be answered with the state before it.
      question += 1;
      void refresh();
      return reply.ok;
    },
    dead() {
      if (!over()) tell({ fault: { code: 'reload-page' }, busy: [] });
    },
  };
}

/** True while the state changes without anybody's doing here. */
export function isMoving(state: SectionState | null): boolean {
  if (state?.identity !== 'sure') return false;
  const phase = state.export.job?.phase;
  return state.sync.state === 'pending' || phase === 'reading' || phase === 'deciding' || phase === 'writing';
}

function sameIdentity(a: Identity, b: Identity): boolean {
  return a.title === b.title && a.twin === b.twin && a.linkShopId === b.linkShopId && a.native === b.native && a.language === b.language && a.adminHost === b.adminHost;
}
