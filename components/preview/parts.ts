/** What the parts of the preview page share. */
import type { Fault } from '../../lib/faults';
import type { Ask, Language, PreviewAnswer } from '../../lib/messages';
import type { InvoiceView, PreviewView } from '../../lib/view/types-preview';
import type { PreviewKey } from '../../lib/words/preview';
import type { Params } from '../../lib/words/text';

export type Say = (key: PreviewKey, params?: Params) => string;

export interface PreviewProps {
  readonly view: PreviewView;
  readonly language: Language;
  readonly say: Say;
  readonly ask: Ask;
  /** Goes to a fragment of the page's address. */
  readonly go: (anchor: string) => void;
  /** The fragment for a shop and period. */
  readonly anchorOf: (shop: { readonly tenantId: string; readonly shopId: number }, from: string, to: string) => string;
  readonly look: (fresh?: boolean) => Promise<void>;
  readonly more: () => Promise<void>;
  readonly confirm: (by: string, what: PreviewAnswer) => Promise<Fault | null>;
  readonly onLanguage: (language: Language) => void;
  readonly print: () => void;
}

/** The same for what shows one invoice. */
export interface InvoiceProps extends PreviewProps {
  readonly shown: InvoiceView;
}
