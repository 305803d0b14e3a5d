import { describe, expect, it } from 'vitest';
import { askSignInPage } from '../../lib/exact/sign-in-page';

const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const ask = (body: string | null, status = 200) =>
  askSignInPage(() => Promise.resolve(new Response(body, { status, headers: { 'content-type': 'text/html' } })), { site: 'nl', clientId: 'c1', redirectUri: REDIRECT, state: 's1' });

const QUERY = `client_id=c1&amp;redirect_uri=${encodeURIComponent(REDIRECT)}&amp;response_type=code&amp;state=s1`;
const page = (text: string): string => `<!DOCTYPE html><html><head><title>Exact Online</title><style>.url{}</style></head><body><main><p class="error">${text}</p></main></body></html>`;

describe('a page that refuses the app', () => {
  it.each([
    `Callback URI '${REDIRECT}' is not valid`,
    'De opgegeven callback-URL is ongeldig.',
    'De callback URI is niet geldig.',
    'Het redirect-adres is ongeldig.',
    'De omleidings-URL komt niet overeen.',
    'redirect_uri is onjuist',
    'Die Callback-URL ist ung&uuml;ltig.',
    'Die Weiterleitungs-URI ist nicht g&#252;ltig.',
    'L&#39;URI de redirection n&#39;est pas valide.',
    'URL de rappel non valide',
    'La URL de devoluci&oacute;n de llamada no es v&#xe1;lida.',
    'La URI de redirección no coincide.',
    `Callback <b>URI</b>\n<i>${REDIRECT}?a=1&amp;b=2</i> is not valid`,
    'Unknown client ID',
    'client_id ongeldig',
    'Error: invalid_request',
  ])('%s', async (text) => {
    expect(await ask(page(text))).toBe('refused');
  });
  it('is told beside fields to log in with as well', async () => {
    expect(await ask(`${page('De opgegeven callback-URL is ongeldig.')}<form><input name="UserName"></form>`)).toBe('refused');
  });
  it.each([400, 401, 403, 404])('by its status alone: %i', async (status) => {
    expect(await ask('<html>Error</html>', status)).toBe('refused');
  });
});

describe('a page to log in with, which carries the parameters', () => {
  it.each([
    ['in the address of its form', `<form action="/docs/Login.aspx?${QUERY}"><label for="u">Gebruikersnaam</label><input name="UserName" id="u"><input type="password" name="Password"></form>`],
    ['in hidden fields', `<form><input type="hidden" name="redirect_uri" value="${REDIRECT}"><input type="hidden" name="callback_url" value="${REDIRECT}"><input type="text" id="LoginForm$UserName" name="UserName"></form>`],
    ['in a script, with the words of its checks', `<script>var cfg={redirect_uri:"${REDIRECT}",callbackUrl:"/api/oauth2/auth?${QUERY}",invalid:"Redirect URL is not valid"};</script><p>Inloggen</p><input type="email" name="e">`],
    ['in links', `<a href="/docs/Forgot.aspx?ReturnUrl=%2fapi%2foauth2%2fauth%3f${QUERY}">Wachtwoord vergeten?</a><input type="password">`],
    ['in text that shows its own address', `<p>U komt van https://start.exactonline.nl/api/oauth2/auth?${QUERY} en /api/oauth2/auth?${QUERY}</p>`],
    ['in a comment and a page for browsers without scripts', `<!-- callback uri is not valid --><noscript>redirect_uri url</noscript><p>Log in</p>`],
    ['while a field was filled in wrongly', `<form action="?${QUERY}"><p>De gebruikersnaam is ongeldig.</p><input name="UserName"></form>`],
    ['while it speaks of redirecting', `<p>You will be redirected. Log in with your user name.</p><a href="https://www.exact.com/url">Help</a><input type="password">`],
    ['with a redirect URL named in its text', `<p>After login you go back to the redirect URL of the app.</p><input type="password">`],
  ])('%s', async (_name, body) => {
    expect(await ask(`<!DOCTYPE html><html><head><title>Exact Online - Inloggen</title></head><body>${body}</body></html>`)).toBe('taken');
  });
  it('or sends on to it', async () => {
    expect(await ask(null, 302)).toBe('taken');
  });
});

describe('trouble at Exact', () => {
  it.each([500, 502, 503, 429, 408])('%i', async (status) => {
    expect(await ask(page('callback uri is not valid'), status)).toBe('down');
  });
});
