/** What the parts of the set-up page share. */
import type { Ask, Language } from '../../lib/messages';
import type { SetupKey } from '../../lib/words/setup';
import type { Params } from '../../lib/words/text';

/** What a part needs of its surroundings; injected, so that tests can replace each. */
export interface Surroundings {
  readonly language: Language;
  readonly say: (key: SetupKey, params?: Params) => string;
  readonly ask: Ask;
  /** Reads the state again and shows it. */
  readonly reload: () => Promise<void>;
  /** Must be called first in a click: asks the browser for every host where the API of this address may be. */
  readonly requestAccess: (hosts: readonly string[]) => Promise<boolean>;
  readonly copy: (text: string) => Promise<boolean>;
}
