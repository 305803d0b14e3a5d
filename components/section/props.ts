import type { Fault } from '../../lib/faults';
import type { Language, NativeModule, Request, SectionState, SectionWords, ShopName, Topic } from '../../lib/messages';
import type { SectionKey } from '../../lib/words/section.en';
import { fill, type Params } from '../../lib/words/text';

/** Everything that the section shows, and the ways out of it. */
export interface SectionProps {
  readonly heard: {
    readonly state: SectionState | null;
    readonly fault: Fault | null;
    readonly problem: { readonly kind: Request['kind']; readonly fault: Fault } | null;
    readonly busy: readonly Request['kind'][];
  };
  readonly identity: {
    readonly adminHost: string;
    readonly title: string | null;
    readonly native: NativeModule;
    readonly language: Language;
  };
  /** Null until the background sent them. */
  readonly words: SectionWords | null;
  /** In its place; as the small button; or opened by it, at the end of the content or floating. */
  readonly mode: 'inside' | 'button' | 'docked' | 'floating';
  readonly setOpen: (open: boolean) => void;
  /** Changes when the section was put into the page again. */
  readonly attachment: number;
  readonly conversation: { act(request: Request): Promise<boolean>; refresh(): void };
  readonly reload: () => void;
  /** Whether an event comes from the person and not from a script of the page. */
  readonly trusted?: (event: Event) => boolean;
}

/** The section's name, the same in both languages. */
export const NAME = 'Exact Online for ShopCtrl';

export type SureState = Extract<SectionState, { identity: 'sure' }>;
export type Say = (key: SectionKey, params?: Params) => string;

/** What the person did here that the background does not know (yet). */
export interface Local {
  /** `again`: to connect otherwise what is connected. */
  readonly dialog: 'connect' | 'again' | 'remove' | null;
  /** A click came from a script. */
  readonly refused: boolean;
  /** Chosen in "Which shop is this?". */
  readonly which: string;
  /** Chosen in the window; undefined until the person touched it. */
  readonly division: number | null | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly topic: Topic | undefined;
  readonly allFiles: boolean;
}

/** What every part of the section needs. */
export interface Shared {
  readonly local: Local;
  readonly set: (change: Partial<Local>) => void;
  readonly language: Language;
  readonly words: SectionWords | null;
  readonly say: Say;
  readonly act: (request: Request) => Promise<boolean>;
  readonly retry: () => void;
  readonly reload: () => void;
  readonly openConnect: () => void;
  readonly busy: readonly Request['kind'][];
  readonly shop: ShopName | null;
  readonly attachment: number;
  /** Runs `what` only for events of the person; the page shares our document and can make its own. */
  readonly byHand: (what: () => void) => (event: Event) => void;
}

/** Fills the texts that the background sent; before they came there is nothing to say. */
export function sayWith(words: SectionWords | null, language: Language): Say {
  return (key, params) => fill(language, words?.texts[key] ?? '', params);
}
