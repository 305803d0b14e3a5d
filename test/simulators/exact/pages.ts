/** The pages a person sees: plain, narrow enough for a small popup window, every field labelled. */
import type { Division, Language, Site } from './types';

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const WORDS = {
  NL: {
    login: 'Inloggen', welcome: 'Inloggen bij Exact Online', user: 'Gebruikersnaam', password: 'Wachtwoord', wrong: 'De gebruikersnaam of het wachtwoord is onjuist.',
    factor: 'Verificatie in twee stappen', code: 'Verificatiecode', verify: 'Controleren', wrongCode: 'De verificatiecode is onjuist.', factorText: 'Voer de code uit uw authenticator-app in.',
    consent: 'Toegang verlenen', consentText: 'wil toegang tot uw gegevens in Exact Online:', allow: 'Toestaan', deny: 'Weigeren', loggedIn: 'Ingelogd als', divisions: 'Administraties',
    rights: ['Uw naam en administraties lezen', 'Financiële administratie: beheren', 'Relaties: beheren'], import: 'Importeren', file: 'Bestand', topic: 'Onderwerp', messages: 'Berichten', home: 'Mijn Exact Online', logout: 'Uitloggen', noRights: 'Onvoldoende rechten.',
  },
  EN: {
    login: 'Log in', welcome: 'Log in to Exact Online', user: 'User name', password: 'Password', wrong: 'The user name or password is incorrect.',
    factor: 'Two-step verification', code: 'Verification code', verify: 'Verify', wrongCode: 'The verification code is incorrect.', factorText: 'Enter the code shown in your authenticator app.',
    consent: 'Grant access', consentText: 'wants access to your data in Exact Online:', allow: 'Allow', deny: 'Deny', loggedIn: 'Logged in as', divisions: 'Companies',
    rights: ['Read your name and companies', 'Financial accounting: manage', 'Accounts: manage'], import: 'Import', file: 'File', topic: 'Topic', messages: 'Messages', home: 'My Exact Online', logout: 'Log out', noRights: 'Insufficient rights.',
  },
} as const;

export type Words = (typeof WORDS)[Language];
export const wordsOf = (language: Language): Words => WORDS[language];
export const siteLanguage = (site: Site): Language => (site === 'nl' || site === 'be' ? 'NL' : 'EN');

const STYLE = `
*{box-sizing:border-box}body{margin:0;font:15px/1.45 "Segoe UI",system-ui,sans-serif;color:#1f2933;background:#f2f4f7}
header{background:#c8102e;color:#fff;padding:14px 22px;font-weight:600;letter-spacing:.02em}header span{font-weight:400;opacity:.85}
main{max-width:420px;margin:28px auto;padding:26px 28px;background:#fff;border-radius:6px;box-shadow:0 1px 4px rgba(15,23,42,.16)}
main.wide{max-width:860px}h1{font-size:20px;margin:0 0 14px}label{display:block;margin:12px 0 4px;font-weight:600}
input[type=text],input[type=password],select{width:100%;padding:9px 10px;border:1px solid #9aa5b1;border-radius:4px;font:inherit}
button,.button{display:inline-block;margin:18px 8px 0 0;padding:9px 18px;border:1px solid #c8102e;border-radius:4px;background:#c8102e;color:#fff;font:inherit;font-weight:600;cursor:pointer;text-decoration:none}
button.plain{background:#fff;color:#1f2933;border-color:#9aa5b1}.error{background:#fdecee;border-left:4px solid #c8102e;padding:9px 12px;margin:0 0 12px}
ul{padding-left:20px}small{color:#52606d}table{border-collapse:collapse;width:100%;margin-top:14px}td,th{text-align:left;padding:6px 8px;border-bottom:1px solid #e4e7eb;vertical-align:top}`;

export function page(title: string, language: Language, body: string, wide = false): string {
  return `<!DOCTYPE html><html lang="${language.toLowerCase()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)} – Exact Online</title><style>${STYLE}</style></head><body><header>exact <span>online</span></header><main${wide ? ' class="wide"' : ''}>${body}</main></body></html>`;
}

const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
const error = (text: string | undefined): string => (text === undefined ? '' : `<p class="error" role="alert">${escapeHtml(text)}</p>`);

export function loginPage(site: Site, returnUrl: string, problem?: boolean): string {
  const language = siteLanguage(site);
  const words = wordsOf(language);
  return page(words.login, language, `<h1>${words.welcome}</h1>${error(problem ? words.wrong : undefined)}<form method="post" action="/docs/Login.aspx">${hidden('ReturnUrl', returnUrl)}
<label for="UserName">${words.user}</label><input type="text" id="UserName" name="UserName" autocomplete="username" autofocus>
<label for="Password">${words.password}</label><input type="password" id="Password" name="Password" autocomplete="current-password">
<button type="submit" id="Login">${words.login}</button></form>`);
}

export function factorPage(language: Language, returnUrl: string, problem?: boolean): string {
  const words = wordsOf(language);
  return page(words.factor, language, `<h1>${words.factor}</h1>${error(problem ? words.wrongCode : undefined)}<p>${words.factorText}</p><form method="post" action="/docs/SecondFactor.aspx">${hidden('ReturnUrl', returnUrl)}
<label for="Code">${words.code}</label><input type="text" id="Code" name="Code" inputmode="numeric" autocomplete="one-time-code" autofocus>
<button type="submit" id="Verify">${words.verify}</button></form>`);
}

export function consentPage(language: Language, appName: string, fullName: string, divisions: readonly Division[], ticket: string): string {
  const words = wordsOf(language);
  return page(words.consent, language, `<h1>${words.consent}</h1><p><strong>${escapeHtml(appName)}</strong> ${words.consentText}</p><ul>${words.rights.map((right) => `<li>${right}</li>`).join('')}</ul>
<p>${words.divisions}:</p><ul>${divisions.map((division) => `<li>${division.hid} – ${escapeHtml(division.description)}</li>`).join('')}</ul><p><small>${words.loggedIn} ${escapeHtml(fullName)}</small></p>
<form method="post" action="/docs/OAuthConsent.aspx">${hidden('ticket', ticket)}<button type="submit" id="Allow" name="answer" value="allow">${words.allow}</button><button type="submit" id="Deny" name="answer" value="deny" class="plain">${words.deny}</button></form>`);
}

export function errorPage(site: Site, text: string): string {
  return page('Fout', siteLanguage(site), `<h1>${siteLanguage(site) === 'NL' ? 'Er is een fout opgetreden' : 'An error occurred'}</h1>${error(text)}`);
}

export function plainPage(title: string, text: string): string {
  return page(title, 'EN', `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);
}
