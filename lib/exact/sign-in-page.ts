/** Looking at Exact's sign-in page without a person: does it take this app and this redirect address? */
import type { ExactSite } from '../messages';
import { authorizeUrl } from './oauth';
import { send, type Fetch } from './send';

export interface SignInPageQuestion {
  readonly site: ExactSite;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Unguessable, and used for this question only. */
  readonly state: string;
}

/**
 * `taken`: the page goes on to log in. `refused`: client id or redirect address is not what was registered; Exact says so on a page of
 * its own and never comes back (facts: exact-api 1.1). `down`: trouble on Exact's side. Throws `offline` or `timeout`.
 */
export async function askSignInPage(fetch: Fetch, question: SignInPageQuestion, signal?: AbortSignal): Promise<'taken' | 'refused' | 'down'> {
  const url = authorizeUrl({ ...question, forceLogin: false });
  const answer = await send(fetch, url, { credentials: 'omit', redirect: 'manual', cache: 'no-store' }, signal);
  if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return 'down';
  return answer.status >= 400 || refusesApp(answer.body) ? 'refused' : 'taken';
}

/** At most this many characters lie between two words that belong together. */
const NEAR = '.{0,40}?';
const ADDRESS = String.raw`(?<![a-z])ur[il](?![a-z])`;
/** Technical words, the same in every language of Exact's pages: "callback URI", "redirect_uri", "URI de redirection", "callback-URL". */
const REDIRECT_ADDRESS = either(String.raw`call[\s-]?back|redirec`, ADDRESS);
/** The same in words of the seven sites' languages; only together with a word for "not valid" they mean a refusal. */
const NAMED_ADDRESS = either(
  String.raw`call[\s-]?back|redirec|omleid|doorverwij|terugkeer|retour|umleit|weiterleit|rückruf|rücksprung|rappel|retorno|devolución`,
  String.raw`${ADDRESS}|adres|address|direcci[oó]n`,
);
const CLIENT_ID = String.raw`client[\s_-]?id`;
const NOT_VALID = [
  String.raw`not\s+valid|invalid|not\s+allowed|not\s+registered|does\s*n[o']t\s+match|mismatch|unknown`,
  String.raw`ongeldig|niet\s+geldig|niet\s+toegestaan|komt\s+niet\s+overeen|onbekend`,
  String.raw`ungültig|nicht\s+gültig|nicht\s+zulässig|nicht\s+erlaubt|stimmt\s+nicht|unbekannt`,
  String.raw`invalide|non\s+valid|pas\s+valid|pas\s+autoris|ne\s+correspond\s+pas|inconnu`,
  String.raw`inválid|no\s+(?:es\s+)?válid|no\s+coincide|no\s+permitid|desconocid`,
].join('|');
const REFUSED = new RegExp(`(?:${NAMED_ADDRESS}|${CLIENT_ID}).{0,120}?(?:${NOT_VALID})|(?:${NOT_VALID}).{0,60}?(?:${NAMED_ADDRESS}|${CLIENT_ID})`, 'i');
/** Error codes of OAuth itself (RFC 6749, 4.1.2.1 and 5.2) where a person can read them. */
const OAUTH_ERROR = /(?<!\w)(?:invalid_request|invalid_client|unauthorized_client|redirect_uri_mismatch)(?!\w)/i;
const NAMES_ADDRESS = new RegExp(REDIRECT_ADDRESS, 'i');
const LOGIN_FIELD = /<input\b[^>]*\b(?:type\s*=\s*["']?(?:password|email)|(?:name|id)\s*=\s*["']?(?:user|login|email|passw))/i;

/**
 * Whether the page that a person would see speaks of a redirect address or client id that is not taken, in whatever language. An
 * ordinary login page carries the parameters in its address, its form and its scripts; a person reads none of those, so they do not
 * count, and beside fields to log in with only a plain "not valid" does.
 */
function refusesApp(html: string): boolean {
  const text = readable(html);
  if (REFUSED.test(text)) return true;
  return !LOGIN_FIELD.test(html) && (NAMES_ADDRESS.test(text) || OAUTH_ERROR.test(text));
}

/** What a person reads of a page: no scripts, no styles, no attributes, and no addresses that are printed in full. */
function readable(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->|<(script|style|template|noscript|svg)\b[\s\S]*?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:nbsp|#160|#xa0);/gi, ' ')
    .replace(/&([a-z])(?:uml|acute|grave|circ|cedil|tilde);/gi, (entity, letter: string) => accented(entity, letter))
    .replace(/&#(x?)([\da-f]{2,6});/gi, (_entity, hex: string, digits: string) => charOf(parseInt(digits, hex ? 16 : 10)))
    .replace(/&amp;/gi, '&')
    .replace(/&(?:quot|apos|lt|gt);/gi, "'")
    .replace(/https?:\/\/[^\s'"<>]+|[^\s'"<>]{0,2000}[?&][\w.-]+=[^\s'"<>]*/gi, ' ')
    .replace(/\s+/g, ' ');
}

const MARKS: Readonly<Record<string, string>> = { uml: '\u0308', acute: '\u0301', grave: '\u0300', circ: '\u0302', cedil: '\u0327', tilde: '\u0303' };

function accented(entity: string, letter: string): string {
  return `${letter}${MARKS[entity.slice(2, -1).toLowerCase()] ?? ''}`.normalize('NFC');
}

function charOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
}

function either(one: string, other: string): string {
  return `(?:(?:${one})${NEAR}(?:${other})|(?:${other})${NEAR}(?:${one}))`;
}
