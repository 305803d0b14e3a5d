/**
 * Sees ShopCtrl's own Exact module in the topic's content: active means that somebody authorized it, and then both of us would
 * book the same invoices (facts: shopctrl 5.1, 6 #27).
 */
import type { NativeModule } from '../../messages';
import { hasContent } from './content';
import { texts, textOf, visible } from './dom';
import { isLabel, LABELS, plain } from './labels';

/** Reads the module's state from the content of *Invoice export*; `unknown` while nothing stands there yet. */
export function detectNative(body: Element): NativeModule {
  let present = false;
  for (const [text, holder] of texts(body)) {
    const by = startsAuthorizedBy(text);
    if (by === null && !isLabel('nativeTitle', text) && !isLabel('nativeConnect', text)) continue;
    if (!visible(holder)) continue;
    present = true;
    if (by !== null && isName(by || valueBeside(holder))) return 'active';
  }
  if (present) return 'present';
  return hasContent(body) ? 'absent' : 'unknown';
}

/** What follows "Authorized by" in the same text; empty when the label stands alone, null when it is another text. */
function startsAuthorizedBy(text: string): string | null {
  const words = plain(text);
  if (isLabel('authorizedBy', words)) return '';
  for (const label of [...LABELS.authorizedBy.en, ...LABELS.authorizedBy.nl]) {
    if (words.startsWith(`${label} `) || words.startsWith(`${label}:`)) return words.slice(label.length + 1);
  }
  return null;
}

/** The value that a label names: in its field or row, beside it, or in the section that it heads. */
function valueBeside(label: Element): string {
  const heading = label.closest('legend,.x-fieldset-header,.x-panel-header,h1,h2,h3,h4,h5,h6');
  const holder = heading
    ? (heading.closest('fieldset,.x-fieldset,.x-panel') ?? heading.parentElement)
    : (label.closest('.x-field,.x-form-item,tr,li') ?? label.parentElement);
  const field = holder?.querySelector<HTMLInputElement>('input:not([type="hidden"]),textarea');
  const around = plain(textOf(holder)).replace(plain(textOf(label)), '');
  const next = label.closest('dt,th,td,label')?.nextElementSibling;
  return plain(around) || plain(field?.value ?? '') || plain(textOf(next));
}

function isName(value: string): boolean {
  const words = plain(value);
  return words !== '' && !isLabel('nothing', value.trim()) && !isLabel('nothing', words) && !isLabel('nativeConnect', words);
}
