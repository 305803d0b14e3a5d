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
  if (answer.status >= 500) return 'down';
  if (answer.status >= 400 || /callback uri\b.{0,400}\bis not valid/is.test(answer.body)) return 'refused';
  return 'taken';
}
