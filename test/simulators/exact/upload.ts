/** `/docs/XMLUpload.aspx`: the import page for a person, and the same address with the document as body; `XMLDownload.aspx` for topic VATs (facts: exact-xml 4.1-4.3). */
import type { Books } from './books';
import { html } from './http';
import type { Reply, SimRequest } from './http';
import type { Web } from './oauth';
import { escapeHtml, page, wordsOf } from './pages';
import type { People } from './people';
import type { Tokens } from './tokens';
import type { Ctx, Site, User } from './types';
import { importXml, TOPICS } from './xml/import';
import { vatsXml } from './xml/vats';
import type { ImportAnswer, Topic } from './xml/import';

export interface Upload {
  handle(site: Site, request: SimRequest): Reply | undefined;
}

export function createUpload(ctx: Ctx, people: People, tokens: Tokens, web: Web, booksOf: (division: number) => Books): Upload {
  const rights = (user: User, division: number): boolean => people.divisionsOf(user).some((candidate) => candidate.code === division && candidate.status === 'active');
  const download = (site: Site, request: SimRequest): Reply => {
    const bearer = tokens.bearer(site, request.headers.authorization);
    const user = bearer.ok ? bearer.user : web.sessionUser(site, request);
    const division = Number(request.query.get('_Division_'));
    if (!user) return web.toLogin(request);
    if (request.query.get('Topic') !== 'VATs' || !rights(user, division)) return refusal(user);
    return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: vatsXml(booksOf(division).master) };
  };
  return {
    handle(site, request) {
      const name = request.path.toLowerCase();
      if (name === '/docs/xmldownload.aspx' && ctx.options.vatsDownload === 'on') return download(site, request);
      if (name !== '/docs/xmlupload.aspx') return undefined;
      const division = Number(request.query.get('_Division_'));
      const topic = TOPICS.find((candidate) => candidate === request.query.get('Topic'));
      const bearer = tokens.bearer(site, request.headers.authorization);
      if (request.headers.authorization !== undefined && request.headers.cookie !== undefined) ctx.violate('cookies-sent', `${request.method} ${request.path}`);
      const user = bearer.ok ? bearer.user : web.sessionUser(site, request);
      if (!user) return web.toLogin(request);
      if (topic === undefined || !rights(user, division)) return refusal(user);
      if (request.query.get('ui') !== '1') {
        if (request.method !== 'POST') return refusal(user);
        return { status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: importXml(ctx, booksOf(division), topic, request.body, user.language).xml };
      }
      if (request.method !== 'POST') return html(form(user, topic, division, request));
      const file = fileOf(request);
      return file === undefined ? html(form(user, topic, division, request)) : html(form(user, topic, division, request, importXml(ctx, booksOf(division), topic, file, user.language)));
    },
  };
}

/** A page instead of XML, with the reason in a hidden field: 0 is "not enough rights". */
function refusal(user: User): Reply {
  const words = wordsOf(user.language);
  return html(page('Exact Online', user.language, `<p class="error" role="alert">${words.noRights}</p><input type="hidden" name="mode" value="0">`));
}

function form(user: User, topic: Topic, division: number, request: SimRequest, answer?: ImportAnswer): string {
  const words = wordsOf(user.language);
  const rows = answer?.messages.map((message) => `<tr data-type="${message.type}"><td>${message.type}</td><td>${escapeHtml(message.node ?? '')}</td><td>${escapeHtml(message.keyAlt ?? message.key ?? '')}</td><td>${escapeHtml(message.description)}</td></tr>`).join('');
  const table = rows === undefined ? '' : `<h2>${words.messages}</h2><table id="Messages">${rows}</table>`;
  return page(words.import, user.language, `<h1>${words.import}: ${topic}</h1><p>${division}</p><form method="post" enctype="multipart/form-data" action="${escapeHtml(`${request.path}?${request.rawQuery}`)}">
<label for="File">${words.file}</label><input type="file" id="File" name="File" accept=".xml"><br><button type="submit" id="Import">${words.import}</button></form>${table}`, true);
}

/** The file out of a multipart form. */
function fileOf(request: SimRequest): Buffer | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const edge = Buffer.from(`--${boundary}`);
  let at = request.body.indexOf(edge);
  while (at >= 0) {
    const head = request.body.indexOf('\r\n\r\n', at);
    const end = request.body.indexOf(Buffer.concat([Buffer.from('\r\n'), edge]), at + edge.length);
    if (head < 0 || end < 0) return undefined;
    if (/name="File"/i.test(request.body.subarray(at, head).toString('utf8'))) return request.body.subarray(head + 4, end);
    at = end + 2;
  }
  return undefined;
}
