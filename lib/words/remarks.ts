/** Words for remarks (facts: vat 1.5): booked as invoiced, but shown. Apart from the reasons, since the content script shows none. */
import type { Language } from '../messages';
import { readable } from './reasons';
import { remarksEn } from './remarks.en';
import { remarksNl } from './remarks.nl';
import { fill, type Params } from './text';

/** The sentence of a remark; an unknown code is shown as it is. */
export function remarkText(language: Language, remark: { readonly code: string; readonly params?: Params }): string {
  const texts = language === 'nl' ? remarksNl : remarksEn;
  if (!Object.hasOwn(texts, remark.code)) return remark.code;
  return fill(language, texts[remark.code as keyof typeof remarksEn], readable(language, remark.params ?? {}));
}
