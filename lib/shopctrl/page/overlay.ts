/**
 * The section in the page: one per open shop tab, and only that of the visible tab is in the document. What is painted inside is
 * given from outside; this file decides when and where, and keeps what the person typed while tabs come and go.
 */
import type { ChangedNotice, Language, SectionWords } from '../../messages';
import { type Ask, converse, type Conversation, type Heard, type Identity } from './conversation';
import { agreeOnLink, bindLink } from './deep-link';
import { HOST_TAG } from './dom';
import { createMount, type Mount } from './mount';
import { findPlace, frameOf, type Place } from './place';
import { applyStyle } from './style';
import { watch } from './watch';

/**
 * `inside`: where it belongs; `button`: the small button; `docked`: opened by it, at the end of the topic that is shown, so that it
 * covers nothing; `floating`: opened by it where the page leaves no place.
 */
export type Mode = 'inside' | 'button' | 'docked' | 'floating';

/** What a painted section gets. */
export interface Painting {
  readonly heard: Heard;
  readonly identity: Identity;
  /** Null until the background sent them. */
  readonly words: SectionWords | null;
  readonly mode: Mode;
  /** Opens what the small button stands for, or closes it again. */
  readonly setOpen: (open: boolean) => void;
  /** Grows each time the host is put into the page, so that open dialogs can be shown again. */
  readonly attachment: number;
  readonly conversation: Conversation;
}

export interface OverlayDeps {
  readonly page: Document;
  readonly view: Window;
  readonly ask: Ask;
  readonly isAlive: () => boolean;
  readonly onChanged: (listener: (notice: ChangedNotice) => void, signal: AbortSignal) => void;
  readonly paint: (container: HTMLElement, painting: Painting | null) => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

interface Section {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly mount: Mount;
  readonly conversation: Conversation;
  readonly stop: AbortController;
  readonly show: (place: Place, mode: Mode) => void;
  readonly attached: () => void;
  readonly repaint: () => void;
  /** Times of re-insertions within the last second. */
  open: boolean;
  lost: readonly number[];
  gaveWay: 'no' | 'to-button' | 'altogether';
}

/** Five re-insertions within a second: the page and we are fighting over the place, and the page wins. */
const FIGHT = { times: 5, withinMs: 1_000 };

/** Starts the overlay in one document. */
export function startOverlay(deps: OverlayDeps): void {
  const { page, view, signal } = deps;
  const link = bindLink(view, view.location.search, signal);
  const sections = new Map<HTMLElement, Section>();
  let current: Section | null = null;

  // A copy of the script that an update left behind in this document would double the section.
  for (const old of page.querySelectorAll(HOST_TAG)) old.remove();

  const leave = (): void => {
    if (!current) return;
    current.mount.leave();
    current.conversation.inSight(false);
    current = null;
  };

  const settle = (section: Section, place: Place): void => {
    const mode = modeOf(section, place);
    const wasCurrent = current === section;
    const wasLost = wasCurrent && !section.host.isConnected;
    if (!wasCurrent) leave();
    current = section;
    if (section.gaveWay === 'altogether') return;
    const inserted = place.body && (mode === 'inside' || mode === 'docked') ? section.mount.settle(place.body) : section.mount.float(page.body);
    section.show(place, mode);
    section.conversation.inSight(true);
    if (!inserted) return;
    section.attached();
    if (!wasLost) return;
    section.lost = [...section.lost.filter((at) => deps.now() - at < FIGHT.withinMs), deps.now()];
    if (section.lost.length <= FIGHT.times) return;
    section.lost = [];
    section.mount.leave();
    section.gaveWay = section.gaveWay === 'no' ? 'to-button' : 'altogether';
    settle(section, place);
  };

  const modeOf = (section: Section, place: Place): Mode => {
    if (section.gaveWay === 'no' && place.kind === 'inside') return 'inside';
    if (!section.open) return 'button';
    return section.gaveWay === 'no' && place.body ? 'docked' : 'floating';
  };

  let patience: { readonly key: Element; readonly wait: number; readonly until: number } | null = null;
  const isEarly = ({ key, wait }: Place): boolean => {
    if (patience?.key !== key || patience.wait !== wait) {
      const mine = (patience = { key, wait, until: deps.now() + wait });
      if (wait > 0) view.setTimeout(() => patience === mine && watcher.soon(), wait + 10);
    }
    return deps.now() < patience.until;
  };

  const look = (): void => {
    if (!deps.isAlive()) {
      current?.conversation.dead();
      if (!current) return;
    }
    for (const [key, section] of sections) {
      if (key.isConnected || section === current) continue;
      section.stop.abort();
      sections.delete(key);
    }
    const place = findPlace(page, link);
    if (!place) patience = null;
    if (!place || isEarly(place)) return leave();
    if (place.wait > 0) link.sawActive(place.card, place.twin);
    const section = sections.get(place.key) ?? create(place);
    sections.set(place.key, section);
    settle(section, place);
  };

  const words = new Map<Language, SectionWords | 'asked'>();
  const wordsIn = (language: Language): SectionWords | null => {
    const known = words.get(language);
    if (known && known !== 'asked') return known;
    if (!known) {
      words.set(language, 'asked');
      void deps.ask({ kind: 'section.words', language }).then((reply) => {
        if (reply.ok) words.set(language, reply.value);
        else words.delete(language);
        if (reply.ok) current?.repaint();
      });
    }
    return null;
  };

  const create = (place: Place): Section => {
    const host = page.createElement(HOST_TAG);
    const root = host.attachShadow({ mode: 'open' });
    const container = page.createElement('div');
    root.append(container);
    const stop = new AbortController();
    let shown: { readonly place: Place; readonly mode: Mode } = { place, mode: place.kind };
    let attachment = 0;
    let styled = false;
    const repaint = (): void => {
      if (stop.signal.aborted) return;
      const { mode } = shown;
      const words = wordsIn(shown.place.language);
      if (words && !styled) {
        applyStyle(root, words.style);
        styled = true;
      }
      deps.paint(container, { heard: conversation.heard(), identity: identityOf(shown.place), words, mode, setOpen, attachment, conversation });
    };
    const setOpen = (open: boolean): void => {
      section.open = open;
      settle(section, shown.place);
      if (open) host.scrollIntoView({ block: 'nearest' });
      (root.querySelector<HTMLElement>(open ? '[data-home]' : 'button'))?.focus({ preventScroll: true });
    };
    const conversation = converse({
      ask: deps.ask,
      changed: ({ state }) => {
        if (state?.identity === 'sure' && state.shop.shopId === shown.place.linkShopId) agreeOnLink(shown.place.card);
        repaint();
      },
      setTimer: (run, milliseconds) => view.setTimeout(run, milliseconds),
      signal: stop.signal,
    });
    stop.signal.addEventListener('abort', () => deps.paint(container, null), { once: true });
    keepFocus(host, container);
    // What we show grows and shrinks without a mutation that the watch hears; it may then reach beyond what can be scrolled to.
    const resized = new ResizeObserver(() => watcher.soon());
    resized.observe(host);
    stop.signal.addEventListener('abort', () => resized.disconnect(), { once: true });
    const section: Section = {
      host,
      root,
      mount: createMount(host),
      conversation,
      stop,
      show(next, mode) {
        const changed = mode !== shown.mode || attachment === 0 || JSON.stringify(identityOf(next)) !== JSON.stringify(identityOf(shown.place));
        shown = { place: next, mode };
        conversation.identify(identityOf(next));
        if (changed) repaint();
      },
      attached() {
        attachment += 1;
        repaint();
        container.dispatchEvent(new Event('exact-online-attached'));
      },
      repaint,
      open: false,
      lost: [],
      gaveWay: 'no',
    };
    return section;
  };

  const identityOf = (place: Place): Identity => ({
    adminHost: view.location.host,
    title: place.title,
    twin: place.twin,
    linkShopId: place.linkShopId,
    native: place.native,
    language: place.language,
  });

  const lost = (): boolean => current !== null && !current.host.isConnected;
  const frame = frameOf(page);
  // A frame that is not displayed gets no frames of its own, and has to leave just then.
  const watcher = watch(frame ? [page, frame.ownerDocument] : [page], frame?.ownerDocument.defaultView ?? view, look, lost, signal, deps.now);
  watcher.soon();
  deps.onChanged(() => current?.conversation.refresh(), signal);
  page.addEventListener('visibilitychange', () => page.visibilityState === 'visible' && current?.conversation.refresh(), { signal });
  view.addEventListener('click', () => current && !deps.isAlive() && current.conversation.dead(), { capture: true, passive: true, signal });
  ownEscape(view, () => current?.root ?? null, signal);
  signal.addEventListener(
    'abort',
    () => {
      leave();
      for (const section of sections.values()) section.stop.abort();
    },
    { once: true },
  );
}

/**
 * Esc closes our dialog and nothing else. Heard first of all listeners (capture on the window, from a script that runs before the
 * page's), since the admin closes a whole tab on it, and may itself listen while the event goes down.
 */
function ownEscape(view: Window, root: () => ShadowRoot | null, signal: AbortSignal): void {
  let swallowing = false;
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    view.addEventListener(
      type,
      (event) => {
        if (event.key !== 'Escape') return;
        const dialog = root()?.querySelector('dialog[open],[data-escape]');
        if (!dialog && !swallowing) return;
        event.stopImmediatePropagation();
        event.preventDefault();
        swallowing = type !== 'keyup';
        if (type === 'keydown' && dialog && !event.repeat) dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
      },
      { capture: true, signal },
    );
  }
}

/** Gives the focus back when the page took our host out and it was put in again; keeps typing away from the page's hotkeys. */
function keepFocus(host: HTMLElement, container: HTMLElement): void {
  let focused: HTMLElement | null = null;
  container.addEventListener('focusin', (event) => (focused = event.target as HTMLElement));
  container.addEventListener('focusout', () => host.isConnected && (focused = null));
  container.addEventListener('exact-online-attached', () => focused?.focus({ preventScroll: true }));
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    container.addEventListener(type, (event) => (event.target as Element).matches('input,select,textarea') && event.stopPropagation());
  }
}
