/** Trouble on the way, on order (facts: exact-api 1.6, 2.6, 8.14). */
import type { Reply, SimRequest } from './http';
import { empty, html, json, redirect } from './http';
import { apiError } from './odata';
import type { Ctx } from './types';

export type FaultKind =
  /** The connection is cut and nothing was processed. */
  | 'cut-before'
  /** Processed, then the connection is cut: a rotated token or a stored entry whose answer is lost. */
  | 'cut-after'
  /** As `cut-after`, but only on a connection that has answered before: the case in which a browser sends the request again by itself. */
  | 'cut-reused'
  /** Processed; the head and half of the body arrive. */
  | 'cut-midway'
  /** The connection is cut at once; processed `seconds` later by the simulator's clock (0 to 240). */
  | 'store-late'
  /** No answer ever; the connection stays until the client leaves, or is cut after `delayMs`. */
  | 'timeout'
  /** Processed and answered after `delayMs`. */
  | 'slow'
  /** Processed; a success that cannot be read. */
  | 'garbled'
  /** The gateway's own JSON; not processed. */
  | 'gateway'
  | 'empty-200'
  | 'empty-502'
  | 'html-500'
  | 'text-500'
  /** Exact's JSON error with `text`. */
  | 'json-500'
  | '503'
  | '408'
  /** Without a body, with the headers of that limit alone. */
  | '429-minute'
  | '429-day'
  | 'login-302'
  | 'login-html'
  /** Nothing of its own: for a rule with `act`. */
  | 'none';

export type FaultPlace = 'auth' | 'token' | 'api' | 'xml' | 'entry' | 'account' | 'document' | 'attachment' | 'lookup' | 'write' | 'read';

export interface FaultRule {
  /**
   * `entry`, `account`, `document`, `attachment` are the POSTs that make one; `lookup` a GET of bookings, relations or documents; `write` and `read` any
   * call on an administration that changes, or asks, something.
   */
  readonly where: FaultPlace | RegExp;
  readonly kind: FaultKind;
  /** How many requests it hits; default 1, with `probability` without end. */
  readonly times?: number;
  /** Hits from the nth fitting request on, 1 being the next one. */
  readonly nth?: number;
  /** 0 to 1: hits by the injected chance. */
  readonly probability?: number;
  readonly method?: string;
  readonly division?: number;
  /** Hits only what comes with a token of this user. */
  readonly login?: string;
  readonly delayMs?: number;
  /** For `store-late`. */
  readonly seconds?: number;
  /** Seconds, for 503. */
  readonly retryAfter?: number;
  /** For both 429: seconds until the moment that the headers name, instead of the end of the minute or day. */
  readonly resetSeconds?: number;
  readonly text?: string;
  /** The request is processed although the answer says trouble; for kinds that are not processed by themselves. */
  readonly processed?: boolean;
  /** Done before the request is looked at: a period closes, a code vanishes. */
  readonly act?: () => void;
}

export interface FaultHit {
  readonly at: number;
  readonly kind: FaultKind;
  readonly method: string;
  readonly path: string;
}

interface Place {
  readonly path: RegExp;
  readonly method?: RegExp;
}

const WHERE: Readonly<Record<FaultPlace, Place>> = {
  auth: { path: /^\/api\/oauth2\/auth$/i },
  token: { path: /^\/api\/oauth2\/token$/i },
  api: { path: /^\/api\/v1\//i },
  xml: { path: /^\/docs\/XMLUpload\.aspx$/i },
  entry: { path: /^\/api\/v1\/\d+\/salesentry\/SalesEntries$/i, method: /^POST$/ },
  account: { path: /^\/api\/v1\/\d+\/crm\/Accounts$/i, method: /^POST$/ },
  document: { path: /^\/api\/v1\/\d+\/documents\/Documents$/i, method: /^POST$/ },
  attachment: { path: /^\/api\/v1\/\d+\/documents\/DocumentAttachments$/i, method: /^POST$/ },
  lookup: { path: /^\/api\/v1\/\d+\/(salesentry|financialtransaction|crm|documents)\//i, method: /^GET$/ },
  write: { path: /^\/api\/v1\/\d+\//i, method: /^(POST|PUT|DELETE)$/ },
  read: { path: /^\/api\/v1\/\d+\//i, method: /^GET$/ },
};

/** What the socket gets: an answer, a cut connection, silence, or half an answer. */
export type Outcome = { readonly kind: 'reply'; readonly reply: Reply } | { readonly kind: 'cut' } | { readonly kind: 'silence'; readonly cutAfterMs?: number | undefined } | { readonly kind: 'half'; readonly reply: Reply };

/** How a request can be processed: now, or at a later moment of the simulator's clock. */
export interface Work {
  now(): Promise<Reply>;
  later(seconds: number): void;
}

export interface Faults {
  readonly hits: readonly FaultHit[];
  /** Adds a rule; the returned function takes it away again. */
  add(rule: FaultRule): () => void;
  run(request: SimRequest, sender: Sender, work: Work): Promise<Outcome>;
}

/** Whom a request comes from. */
export interface Sender {
  /** Its connection has answered before. */
  readonly reused: boolean;
  /** Of the user whose token it carries. */
  login(): string | undefined;
}

interface Standing {
  readonly rule: FaultRule;
  left: number;
  seen: number;
}

export function createFaults(ctx: Ctx): Faults {
  const rules: Standing[] = [];
  const hits: FaultHit[] = [];
  const remove = (entry: Standing): void => {
    const at = rules.indexOf(entry);
    if (at >= 0) rules.splice(at, 1);
  };
  /** The rule that hits; those that stand by are counted on. */
  const choose = (request: SimRequest, sender: Sender): FaultRule | undefined => {
    for (const entry of rules) {
      const { rule } = entry;
      if (!fits(rule, request) || (rule.kind === 'cut-reused' && !sender.reused) || (rule.login !== undefined && rule.login !== sender.login())) continue;
      entry.seen += 1;
      if (entry.seen < (rule.nth ?? 1) || (rule.probability !== undefined && ctx.chance() >= rule.probability)) continue;
      entry.left -= 1;
      if (entry.left <= 0) remove(entry);
      return rule;
    }
    return undefined;
  };
  return {
    hits,
    add(rule) {
      const entry = { rule, left: rule.times ?? (rule.probability === undefined ? 1 : Number.POSITIVE_INFINITY), seen: 0 };
      rules.push(entry);
      return () => remove(entry);
    },
    async run(request, sender, work) {
      const rule = choose(request, sender);
      if (!rule) return { kind: 'reply', reply: await work.now() };
      hits.push({ at: ctx.clock.now(), kind: rule.kind, method: request.method, path: request.path });
      rule.act?.();
      return apply(ctx, rule, work);
    },
  };
}

function fits(rule: FaultRule, request: SimRequest): boolean {
  const place: Place = rule.where instanceof RegExp ? { path: rule.where } : WHERE[rule.where];
  if (!place.path.test(request.path) || !(place.method?.test(request.method) ?? true)) return false;
  if (rule.method !== undefined && rule.method !== request.method) return false;
  return rule.division === undefined || request.path.startsWith(`/api/v1/${rule.division}/`);
}

async function apply(ctx: Ctx, rule: FaultRule, work: Work): Promise<Outcome> {
  const processed = async (): Promise<Reply> => {
    const reply = await work.now();
    reply.onLost?.();
    return reply;
  };
  switch (rule.kind) {
    case 'none':
      return { kind: 'reply', reply: await work.now() };
    case 'cut-before':
      return { kind: 'cut' };
    case 'cut-after':
    case 'cut-reused':
      await processed();
      return { kind: 'cut' };
    case 'cut-midway':
      return { kind: 'half', reply: await processed() };
    case 'store-late':
      work.later(rule.seconds ?? 0);
      return { kind: 'cut' };
    case 'timeout':
      if (rule.processed === true) await processed();
      return { kind: 'silence', cutAfterMs: rule.delayMs };
    case 'slow': {
      const reply = await work.now();
      await new Promise((resolve) => setTimeout(resolve, rule.delayMs ?? 1000));
      return { kind: 'reply', reply };
    }
    case 'garbled': {
      const reply = await processed();
      return { kind: 'reply', reply: { ...reply, body: String(reply.body).slice(0, Math.floor(String(reply.body).length / 2)) } };
    }
    default:
      if (rule.processed === true) await processed();
      return { kind: 'reply', reply: answer(ctx, rule, rule.kind) };
  }
}

type AnswerKind = 'gateway' | 'empty-200' | 'empty-502' | 'html-500' | 'text-500' | 'json-500' | '503' | '408' | '429-minute' | '429-day' | 'login-302' | 'login-html';

function answer(ctx: Ctx, rule: FaultRule, kind: AnswerKind): Reply {
  const reset = (size: number): string => (rule.resetSeconds === undefined ? next(ctx, size) : String(ctx.clock.now() + rule.resetSeconds * 1000));
  switch (kind) {
    case 'gateway':
      return json({ fault: { faultstring: 'Unable to identify proxy for host: secure and url: /api/oauth2/token', detail: { errorcode: 'messaging.adaptors.http.flow.ApplicationNotFound' } } }, 502);
    case 'empty-200':
      return empty(200);
    case 'empty-502':
      return empty(502);
    case 'html-500':
      return html('<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>Server Error in \'/\' Application.</h1></body></html>', 500);
    case 'text-500':
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };
    case 'json-500':
      return apiError(500, rule.text ?? 'Er is een fout opgetreden');
    case '503':
      return html('<html><body><h1>Onderhoud</h1></body></html>', 503, rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) });
    case '408':
      return empty(408);
    case '429-minute':
      return empty(429, { 'X-RateLimit-Minutely-Limit': String(ctx.options.callsPerMinute), 'X-RateLimit-Minutely-Remaining': '0', 'X-RateLimit-Minutely-Reset': reset(60_000) });
    case '429-day':
      return empty(429, { 'X-RateLimit-Limit': String(ctx.options.callsPerDay), 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset(86_400_000) });
    case 'login-302':
      return redirect('/docs/Login.aspx');
    case 'login-html':
      return html('<!DOCTYPE html><html><head><title>Exact Online</title></head><body><form action="/docs/Login.aspx"><input name="UserName"></form></body></html>');
  }
}

function next(ctx: Ctx, size: number): string {
  return String((Math.floor(ctx.clock.now() / size) + 1) * size);
}
