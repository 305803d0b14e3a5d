/** What the parts of the set-up page share. */
import type { Ask, Language, Reply, RulesForm, ShopRef } from '../../lib/messages';
import type { BooksView } from '../../lib/view/types';
import type { SetupKey } from '../../lib/words/setup';
import type { Params } from '../../lib/words/text';

export interface Whereabouts {
  readonly adminHost: string;
  /** Origins, the admin's own among them. */
  readonly candidates: readonly string[];
}

/** What a part needs of its surroundings; injected, so that tests can replace each. */
export interface Surroundings {
  readonly language: Language;
  readonly say: (key: SetupKey, params?: Params) => string;
  readonly ask: Ask;
  /** Reads the state again and shows it. */
  readonly reload: () => Promise<void>;
  /** The admin host of a typed address and every address where its API may be; null when it is no address. */
  readonly whereabouts: (typed: string) => Whereabouts | null;
  /** The typed address is one of ShopCtrl's own sites, not an environment. */
  readonly isShopCtrlSite: (typed: string) => boolean;
  /** To be called first in a click, before any await: lets the browser ask for the hosts of these addresses. */
  readonly requestAccess: (addresses: readonly string[]) => Promise<boolean>;
  readonly copy: (text: string) => Promise<boolean>;
  /** What is known for the mapping of a shop, with a profile that is typed and not saved yet; `read` asks Exact again. */
  readonly readBooks: (shop: ShopRef, read: boolean, profile: RulesForm['profile'] | null) => Promise<Reply<BooksView>>;
  /** The moment now, UTC ISO. */
  readonly now: () => string;
}
