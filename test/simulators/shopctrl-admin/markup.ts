/** The few documents of the admin that are not made by Ext JS: login page, shell, framed topic pages, native consent answer. */
import type { Group, Row } from './contents';
import type { Labels } from './labels';

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const page = (language: string, title: string, head: string, body: string): string =>
  `<!DOCTYPE html>\n<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
  `<link rel="icon" href="/Content/favicon.svg" type="image/svg+xml">${head}</head>${body}</html>\n`;

/** What the login page says: nothing, that the login is wrong, or that the second step is asked (again). */
export type LoginStep = { readonly step: 'first'; readonly failed: boolean } | { readonly step: 'code'; readonly failed: boolean; readonly login: string; readonly password: string };

export function loginPage(language: string, labels: Labels, host: string, returnUrl: string, state: LoginStep): string {
  const error = state.failed ? `<p class="error" role="alert">${escapeHtml(state.step === 'code' ? labels.codeWrong : labels.loginWrong)}</p>` : '';
  const hidden = (name: string, value: string): string => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  const fields =
    state.step === 'code'
      ? hidden('UserName', state.login) +
        hidden('Password', state.password) +
        `<label>${escapeHtml(labels.codeAsked)}<input name="Code" inputmode="numeric" autocomplete="one-time-code" required autofocus></label>`
      : `<label>${escapeHtml(labels.login)}<input name="UserName" type="email" autocomplete="username" required autofocus></label>` +
        `<label>${escapeHtml(labels.password)}<input name="Password" type="password" autocomplete="current-password" required></label>`;
  return page(
    language,
    `ShopCtrl - ${labels.signIn}`,
    '<link rel="stylesheet" href="/Content/login.css">',
    `<body class="login"><main><div class="logo"></div><h1>${escapeHtml(labels.signInTo)}</h1><p class="host">${escapeHtml(host)}</p>` +
      `<form method="post" action="/Login.aspx">${hidden('ReturnUrl', returnUrl)}${error}${fields}<button type="submit">${escapeHtml(labels.signIn)}</button></form></main></body>`,
  );
}

export function shellPage(language: string, labels: Labels): string {
  return page(
    language,
    'ShopCtrl',
    '<link rel="stylesheet" href="/Scripts/ext/theme-crisp/resources/theme-crisp-all.css"><link rel="stylesheet" href="/Content/admin.css">' +
      '<script src="/Scripts/ext/ext-all.js"></script><script src="/Scripts/ext/theme-crisp/theme-crisp.js"></script>' +
      (language === 'nl' ? '<script src="/Scripts/ext/locale/locale-nl.js"></script>' : '') +
      '<script type="module" src="/Scripts/admin/main.js"></script>',
    `<body><div id="loading">${escapeHtml(labels.loading)}</div></body>`,
  );
}

function frameRow(row: Row): string {
  switch (row.kind) {
    case 'note':
      return `<p class="note">${escapeHtml(row.text)}</p>`;
    case 'button':
      return `<p><button type="button" data-action="${row.action}">${escapeHtml(row.text)}</button></p>`;
    case 'display':
      return `<p class="row"><span class="label">${escapeHtml(row.label)}:</span> <span>${escapeHtml(row.value)}</span></p>`;
    case 'grid':
      return (
        `<table><thead><tr>${row.columns.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr></thead><tbody>` +
        `${row.rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table>`
      );
    case 'combo':
      return (
        `<p class="row"><label><span class="label">${escapeHtml(row.label)}:</span> <select name="${row.name}">` +
        `${row.values.map((value) => `<option${value === row.value ? ' selected' : ''}>${escapeHtml(value)}</option>`).join('')}</select></label></p>`
      );
    case 'check':
      return `<p class="row"><label><span class="label">${escapeHtml(row.label)}:</span> <input type="checkbox" name="${row.name}"${row.value ? ' checked' : ''}></label></p>`;
    case 'area':
      return `<p class="row"><label><span class="label">${escapeHtml(row.label)}:</span> <textarea name="${row.name}" rows="3">${escapeHtml(row.value)}</textarea></label></p>`;
    default:
      return `<p class="row"><label><span class="label">${escapeHtml(row.label)}:</span> <input type="${row.kind}" name="${row.name}" value="${escapeHtml(row.value)}"></label></p>`;
  }
}

/** A topic as an `.aspx` page of its own, for the frame variant. `heading` is null when the page shows none. */
export function topicPage(language: string, title: string, heading: string | null, groups: readonly Group[]): string {
  const sets = groups.map(({ title: legend, rows }) => `<fieldset><legend>${escapeHtml(legend)}</legend>${rows.map(frameRow).join('')}</fieldset>`).join('');
  return page(
    language,
    title,
    '<link rel="stylesheet" href="/Content/frame.css">',
    `<body><form id="aspnetForm" method="post">${heading === null ? '' : `<h1>${escapeHtml(heading)}</h1>`}<div id="ctl00_Main">${sets}</div></form>` +
      '<script src="/Scripts/admin/frame.js"></script></body>',
  );
}

export function nativeConsentPage(language: string, labels: Labels): string {
  return page(
    language,
    labels.authorized,
    '<link rel="stylesheet" href="/Content/login.css">',
    `<body class="login"><main><div class="logo"></div><h1>${escapeHtml(labels.authorized)}</h1><p>${escapeHtml(labels.authorizedText)}</p></main></body>`,
  );
}
