/** Texts with placeholders and a plural form; every language has the same keys, checked by the compiler. */
import type { Language } from '../messages';
import { number } from './format';

/** Values for `{name}` placeholders. Numbers are grouped as the language does; pass ids as text. */
export type Params = Readonly<Record<string, string | number>>;

/** One sentence, or the forms for `count` = 1 and for every other count. */
export type Text = string | readonly [one: string, other: string];

/** The texts of one language. */
export type Words<K extends string> = Readonly<Record<K, Text>>;

/**
 * Fills placeholders. A part in square brackets is left out when one of its placeholders is unknown; elsewhere an unknown one becomes
 * empty. The plural form follows `params.count`.
 */
export function fill(language: Language, text: Text, params: Params = {}): string {
  const form = typeof text === 'string' ? text : text[params['count'] === 1 ? 0 : 1];
  if (!form.includes('{')) return form;
  const complete = !form.includes('[') ? form : form.replace(/\[([^\]]*)\]/g, (_, part: string) => ([...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => params[name] !== undefined) ? part : ''));
  return complete.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return typeof value === 'number' ? number(language, value) : value;
  });
}

/** A function that says a key in a language. */
export type Say<K extends string> = (language: Language, key: K, params?: Params) => string;

/** Binds the records of both languages to one function. */
export function translator<K extends string>(texts: Readonly<Record<Language, Words<K>>>): Say<K> {
  return (language, key, params) => fill(language, texts[language][key], params);
}

/** The first of the person's languages that we speak; English otherwise. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'nl' || base === 'en') return base;
  }
  return 'en';
}
